//! A codec for server-sent events, the stream format `text/event-stream`: bytes in, events out, and back.
//!
//! It is *sans-IO*: it does no I/O, knows no clock, starts no thread and needs no runtime. It is what to build on when you
//! add server-sent events to an async runtime, a web framework, a proxy, a client of a language model or a
//! microcontroller. It does exactly what the standard says
//! ([HTML, "Server-sent events"](https://html.spec.whatwg.org/multipage/server-sent-events.html)), never panics, has no
//! dependencies and no `unsafe`, and needs no allocator.
//!
//! # Decoding
//!
//! One loop: make an [`Input`] of what arrives, let the [`Decoder`] read it event by event, repeat until the connection ends.
//! It doesn't matter how the stream is cut into inputs.
//!
//! ```
//! use std::io::Read;
//! use sse_proto::{Decoder, Input};
//!
//! # let mut body = &b"event: greeting\ndata: hello\nid: 1\n\n"[..];
//! let mut decoder = Decoder::new();
//! let mut buffer = [0; 16 * 1024];
//! loop {
//!     let read = body.read(&mut buffer)?;
//!     if read == 0 {
//!         break; // An unterminated event is discarded; there is no `finish` to call.
//!     }
//!     let mut input = Input::new(&buffer[..read]);
//!     while let Some(event) = decoder.next_event(&mut input) {
//!         let event = event?;
//!         println!("{} {} {}", event.event_type(), event.last_event_id(), event.data());
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The decoder lends each event until you ask for the next one. If you want events that you can keep,
//! [`Decoder::owned_events`] is an ordinary iterator of copies.
//!
//! There are two layers to choose from, and what the second keeps unfinished events in is your choice, too:
//!
//! | | holds | gives | for |
//! |---|---|---|---|
//! | [`Parser`] | a few bytes | stretches of the input, tagged with their field | proxies, events larger than memory |
//! | [`Decoder`] with an array or a slice | that | events | microcontrollers, and wherever memory is set aside |
//! | [`Decoder`] with [`GrowingStorage`] memory | as much as events need, up to a limit | events | everybody else |
//!
//! # Encoding
//!
//! An [`encode::Event`] is put together from values that are checked when they are built, so that none can become a field,
//! an event or a comment of its own. It is written into a slice, a `Vec`, or any [`core::fmt::Write`], whole or with its
//! data in pieces. See [`encode`].
//!
//! ```
//! use sse_proto::{EventId, encode::Event, event_type};
//!
//! let event = Event::new().event_type(event_type!("greeting")).id(EventId::from_number(1)).data("hello\nworld");
//! assert_eq!(event.to_string(), "event: greeting\nid: 1\ndata: hello\ndata: world\n\n");
//! ```
//!
//! # Clients and servers
//!
//! [`EventSource`] is a client's session as a state machine without I/O: what a browser does around the parser. [`Replay`] keeps
//! what a server sent lately, for clients that come back.
//!
//! # In scope, out of scope
//!
//! In scope: the grammar, its interpretation, encoding, the rules of a client's session, and what a server needs to resume a
//! stream. Out of scope: sockets, HTTP, TLS, timers, JSON, and async
//! traits other than `Stream` (feature `stream`).
//!
//! # Features
//!
//! - **`alloc`** (on by default): [`GrowingStorage`], [`OwnedEvent`], [`Text::to_string_lossy`], and encoding into a `Vec`. Without
//!   it the crate has no allocator in it.
//! - **`arbitrary`**: made-up values for fuzzing and property tests, by the crate of that name: events, and whole event
//!   streams with a chunking. Needs `std`, which is where fuzzers run.
//! - **`defmt`**: `defmt::Format`, of version 1 of the crate of that name, so that firmware can log values. All types have it but
//!   the writers, `EventStream`, [`event_source::Headers`], [`replay::Events`] and those of `arbitrary`. Text is logged as a
//!   string if it is valid UTF-8, else as bytes.
//! - **`memchr`**: finds the end of long lines (from half a kilobyte on) with the widest vectors that the CPU has, by the
//!   crate of that name. Needs `std`. It makes no difference to short lines.
//! - **`serde`**: `Serialize` for [`Event`], [`OwnedEvent`] and [`Text`], and `Deserialize` for [`OwnedEvent`], by the names of the
//!   DOM's `MessageEvent`: `type`, `data` and `lastEventId`.
//! - **`simdutf8`**: checks whether text is valid UTF-8 (from 64 bytes on) with the widest vectors that the CPU has, by the
//!   crate of that name. Needs `std`. It makes little difference to text that is mostly ASCII.
//! - **`std`**: `std::io::Write` for the data of an event ([`encode::DataWriter`]), so that serializers that write bytes can
//!   write straight into an event.
//! - **`stream`**: a `Stream` of events, from a `Stream` of bytes, by the traits of the crate futures-core: with
//!   `EventStreamExt`, `response.bytes_stream().events()` are the events of a reqwest response. Needs `alloc`, not `std`.
//!
//! Features only add: none changes what any function does, or a limit.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "arbitrary")]
#[cfg_attr(docsrs, doc(cfg(feature = "arbitrary")))]
pub mod arbitrary;
mod byte_order_mark;
mod decoder;
#[cfg(feature = "defmt")]
mod defmt_formats;
pub mod encode;
mod end_of_line;
mod event;
pub mod event_source;
#[allow(dead_code, reason = "compiled and tested for every target; `target` says which ones use it")]
mod fast;
mod field;
#[cfg(any(doc, doctest))]
pub mod guide;
mod input;
mod invalid_value;
mod line;
#[cfg(feature = "alloc")]
mod owned_event;
mod parse;
mod part;
mod reconnection_time;
pub mod replay;
#[cfg(feature = "serde")]
mod serde_formats;
#[allow(dead_code, reason = "compiled and tested for every target; `target` says which ones use it")]
mod small;
mod storage;
#[cfg(feature = "stream")]
mod stream;
mod target;
mod text;
mod value;
mod work;

#[cfg(feature = "alloc")]
pub use decoder::OwnedEvents;
pub use decoder::{Decoder, Item, TooLarge};
pub use event::Event;
pub use event_source::EventSource;
pub use field::FieldName;
pub use input::Input;
pub use invalid_value::InvalidValue;
#[cfg(feature = "alloc")]
pub use owned_event::OwnedEvent;
pub use parse::Parser;
pub use part::Part;
pub use replay::Replay;
#[cfg(feature = "alloc")]
pub use storage::GrowingStorage;
pub use storage::Storage;
#[cfg(feature = "stream")]
pub use stream::{EventStream, EventStreamExt, StreamError};
pub use text::Text;
pub use value::{EventId, EventType};

/// The examples of the README, compiled and run.
#[cfg(all(doctest, feature = "alloc"))]
#[doc = include_str!("../README.md")]
struct Readme;
