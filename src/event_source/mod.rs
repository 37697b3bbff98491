//! A client's session: what a browser's `EventSource` does around the parser, as a state machine without I/O.
//!
//! > HTML, ["Processing model"](https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model)
//!
//! [`EventSource`] says what to do next, and you do it: connect, read, wait. It keeps the ready state, the last event ID and the
//! reconnection time, and knows what is fatal. Sockets, HTTP and the clock are yours.
//!
//! ```text
//!            handle_response: 200,           handle_end_of_body,
//!            and the MIME type is right      handle_network_error
//!           ┌────────────────────────► Read ─────────────────────┐
//!           │                         (OPEN)                     │
//!           │                                                    ▼
//!  new ► Connect ──────────────────────────────────────────────► Wait
//!     (CONNECTING)  handle_network_error, handle_unavailable  (CONNECTING)
//!        ▲  │                                                    │
//!        │  │ handle_response: anything else                     │
//!        │  └─────────────────────────► Closed                   │
//!        │                             (CLOSED)                  │
//!        └───────────────────────────────────────────────────────┘
//!                      poll, once the time is over
//! ```
//!
//! From everywhere, [`close`](EventSource::close) and [`fail`](EventSource::fail) lead to `Closed`, and
//! [`reconnect`](EventSource::reconnect) leads to `Connect`. Only after `close` it doesn't: that is final.
//!
//! The life of a session, with a clock that stands still while nobody waits:
//!
//! ```
//! use std::time::Duration;
//! use sse_proto::{EventSource, Input, event_source::{Cause, ReadyState, Step}};
//!
//! let mut session = EventSource::new();
//! let mut now = Duration::ZERO;
//!
//! // Send a request with these headers, by whatever sends requests.
//! let Step::Connect(request) = session.poll(now) else { panic!() };
//! let headers: Vec<_> = request.headers().map(|(name, value)| format!("{name}: {value}")).collect();
//! assert_eq!(headers, ["Accept: text/event-stream", "Cache-Control: no-cache"]);
//!
//! // Tell the session what came of it: here, a response that is right. This is when a browser fires `open`.
//! session.handle_response(200, Some("text/event-stream"))?;
//! assert_eq!(session.ready_state(), ReadyState::Open);
//!
//! // Read its body.
//! assert!(matches!(session.poll(now), Step::Read));
//! let mut input = Input::new(b"retry: 5000\nid: 7\ndata: hello\n\ndata: the connection is lo");
//! while let Some(event) = session.next_event(&mut input) {
//!     assert_eq!(event?.data(), "hello");
//! }
//!
//! // The connection is lost. This is when a browser fires `error`.
//! let error = session.handle_network_error().unwrap();
//! assert_eq!(error.cause(), Cause::NetworkError);
//! assert_eq!(error.reconnect_in(), Some(Duration::from_secs(5)));
//!
//! // Wait, and connect again.
//! let Step::Wait(time) = session.poll(now) else { panic!() };
//! now += time;
//! let Step::Connect(request) = session.poll(now) else { panic!() };
//! assert_eq!(request.last_event_id(), Some("7".into()));
//!
//! // The server wants no more of it: this is how it says so.
//! let error = session.handle_response(204, None::<&str>).unwrap_err();
//! assert_eq!((error.cause(), error.reconnect_in()), (Cause::Status(204), None));
//! assert!(matches!(session.poll(now), Step::Closed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One page has what else a caller needs to know: [Writing a client](writing_a_client).

mod debug;
mod error;
mod mime;
mod request;
mod session;
mod settings;
mod step;
mod time;
pub mod writing_a_client {
    #![doc = include_str!("writing_a_client.md")]
}

pub use self::{
    error::{Cause, ConnectionError},
    request::{Headers, Request},
    session::{DEFAULT_RECONNECTION_TIME, EventSource},
    step::{ReadyState, Step},
};
