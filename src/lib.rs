//! A codec for server-sent events, the stream format `text/event-stream`: bytes in, events out, and back.
//!
//! The crate is *sans-IO*: it does no I/O, knows no clock, starts no thread and needs no runtime. Build on it when you add
//! server-sent events to an async runtime, a web framework, a proxy, a client of a language model or a microcontroller. It
//! does exactly what the standard says
//! ([HTML, "Server-sent events"](https://html.spec.whatwg.org/multipage/server-sent-events.html)), never panics, has no
//! `unsafe` and by default no dependencies, and needs no allocator.
//!
//! # Decoding
//!
//! Make an [`Input`] of the bytes that arrive, let the [`Decoder`] read it event by event, and repeat until the connection
//! ends. How the stream is cut into inputs makes no difference.
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
//!         break; // An unterminated event is discarded. Before another body, call `decoder.reset()`.
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
//! The decoder lends each event until you ask for the next one. To keep events, use [`Decoder::owned_events`], an ordinary
//! iterator of copies.
//!
//! To decode, you choose between two layers, and for the second one the storage that holds unfinished events:
//!
//! | | holds | returns | for |
//! |---|---|---|---|
//! | [`Parser`] | a few bytes | pieces of the input, tagged with their field | proxies, events larger than memory |
//! | [`Decoder`] with an array or a slice | the array or slice | events | microcontrollers, memory that is set aside |
//! | [`Decoder`] with [`GrowingStorage`] | as much as events need, up to a limit | events | everybody else |
//!
//! # Encoding
//!
//! You build an [`encode::Event`] from values that are checked when they are made, so no value can inject a field, an event
//! or a comment. You write it into a slice, a `Vec`, or any [`core::fmt::Write`], whole or with its data in pieces. See
//! [`encode`].
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
//! [`EventSource`] is a client's session as a state machine without I/O, with the rules of a browser's `EventSource`.
//! [`Replay`] keeps the events that a server sent last, for clients that reconnect.
//!
//! The [recipes](guide::recipes) show the crate with the runtimes, HTTP libraries and frameworks that people use, and a client of
//! language models. [Migrating](guide::migrating) shows code that uses other crates beside code that uses this one.
//!
//! # In scope, out of scope
//!
//! In scope: the grammar, its interpretation, encoding, the rules of a client's session, and a server's part in resuming a
//! stream. Out of scope: sockets, HTTP, TLS, timers, JSON, and async traits other than `Stream` (feature `stream`).
//!
//! # Features
//!
//! - **`alloc`** (on by default): [`GrowingStorage`], [`OwnedEvent`], [`Text::to_string_lossy`], and encoding into a `Vec`.
//!   Without this feature the crate doesn't refer to an allocator.
//! - **`arbitrary`**: generates events, and whole event streams with a chunking, for fuzzing and property tests. Uses the
//!   crate arbitrary, and needs the standard library. Turns on `alloc`.
//! - **`defmt`**: `defmt::Format`, of defmt version 1, so that firmware can log values. All types implement it except the
//!   writers, `EventStream`, [`event_source::Headers`], [`replay::Events`] and those of `arbitrary`. Text is logged as a
//!   string if it is valid UTF-8, else as bytes.
//! - **`memchr`**: finds the end of lines of half a kilobyte and more with the widest vectors that the CPU has. Makes no
//!   difference to short lines. Uses the crate memchr, and needs the standard library, but not the feature `std`.
//! - **`serde`**: `Serialize` for [`Event`], [`OwnedEvent`] and [`Text`], and `Deserialize` for [`OwnedEvent`], with the names
//!   of the DOM's `MessageEvent`: `type`, `data` and `lastEventId`. Uses the crate serde. Turns on `alloc`.
//! - **`simdutf8`**: checks texts of 64 bytes and more for valid UTF-8 with the widest vectors that the CPU has. Reads text that
//!   is mostly not ASCII two to three times as fast. Owned events in ASCII are as fast as without it. Lent ones, read as text,
//!   are 0.8 to 1.2 times as fast (`benches/results`). Uses the crate simdutf8, and needs the standard library, too.
//! - **`std`**: `std::io::Write` for the data of an event ([`encode::DataWriter`]), so that serializers that write bytes can
//!   write straight into an event. Turns on `alloc`.
//! - **`stream`**: turns a `Stream` of bytes into a `Stream` of events. With `EventStreamExt`,
//!   `response.bytes_stream().events()` yields the events of a reqwest response. Uses the traits of the crate futures-core.
//!   Turns on `alloc`, and doesn't need the standard library.
//!
//! Features only add: none changes the result of a function, or a limit.

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
