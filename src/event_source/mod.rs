//! A client's session as a state machine without I/O. It does what a browser's `EventSource` does around the parser.
//!
//! > HTML, ["Processing model"](https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model)
//!
//! [`EventSource`] says what to do next, and you do it: connect, read, or wait. It keeps the ready state, the last event ID and
//! the reconnection time, and decides which responses are fatal. You provide the sockets, HTTP and the clock.
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
//! From every state, [`close`](EventSource::close) and [`fail`](EventSource::fail) lead to `Closed`, and
//! [`reconnect`](EventSource::reconnect) leads to `Connect`. Only `close` is final: after it, `reconnect` does nothing.
//!
//! This is the life of a session, with a clock that only a wait advances:
//!
//! ```
//! use std::time::Duration;
//! use sse_proto::{EventSource, Input, event_source::{Cause, ReadyState, Step}};
//!
//! let mut session = EventSource::new();
//! let mut now = Duration::ZERO;
//!
//! // Send a request with these headers.
//! let Step::Connect(request) = session.poll(now) else { panic!() };
//! let headers: Vec<_> = request.headers().map(|(name, value)| format!("{name}: {value}")).collect();
//! assert_eq!(headers, ["Accept: text/event-stream", "Cache-Control: no-cache"]);
//!
//! // Report the response to the session. Here, it is the right one, and a browser would fire `open`.
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
//! // The connection is lost. A browser would fire `error`.
//! let error = session.handle_network_error().unwrap();
//! assert_eq!(error.cause(), Cause::NetworkError);
//! assert_eq!(error.reconnect_in(), Some(Duration::from_secs(5)));
//!
//! // Wait, and reconnect.
//! let Step::Wait(time) = session.poll(now) else { panic!() };
//! now += time;
//! let Step::Connect(request) = session.poll(now) else { panic!() };
//! assert_eq!(request.last_event_id(), Some("7".into()));
//!
//! // With status 204, the server ends the session.
//! let error = session.handle_response(204, None::<&str>).unwrap_err();
//! assert_eq!((error.cause(), error.reconnect_in()), (Cause::Status(204), None));
//! assert!(matches!(session.poll(now), Step::Closed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! For everything else that a caller needs to know, see [Writing a client](writing_a_client).

mod debug;
mod error;
#[cfg(feature = "alloc")]
mod growing;
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
    mime::is_event_stream,
    request::{Headers, Request},
    session::{DEFAULT_RECONNECTION_TIME, EventSource},
    step::{ReadyState, Step},
};
