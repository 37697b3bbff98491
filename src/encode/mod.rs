//! Encoding: events in, bytes of an event stream out.
//!
//! You build an [`Event`] from its fields and then write it into a slice, a `Vec<u8>`, a `String` or any other
//! [`core::fmt::Write`]. All of these get the same bytes. The encoder keeps nothing between two events and allocates nothing,
//! except that a `Vec` grows.
//!
//! ```
//! use sse_proto::{encode::{Event, EventId, InvalidValue}, event_type};
//!
//! # fn main() -> Result<(), InvalidValue> {
//! // A fixed type is checked when the server is compiled, and any other value when it is built. So writing cannot fail because
//! // of a value.
//! let id = EventId::new("41-b")?;
//! let event = Event::new().event_type(event_type!("added")).id(id).data("a table\na chair");
//!
//! let mut body = Vec::new();
//! event.encode_to_vec(&mut body);
//! assert_eq!(body, b"event: added\nid: 41-b\ndata: a table\ndata: a chair\n\n");
//!
//! // An event implements `Display`, so this works with any writer:
//! use std::io::Write;
//! # let mut socket = Vec::new();
//! write!(socket, "{event}").expect("the socket takes it");
//! # assert_eq!(socket, body);
//! # Ok(())
//! # }
//! ```
//!
//! | you have | use |
//! |---|---|
//! | data as text | [`Event::data`], and then [`Event::encode_to_vec`], [`Event::encode_to_slice`] or [`Event::encode_to`] |
//! | data to format or to serialize | [`Event::encode_to_vec_with`], [`Event::encode_to_slice_with`] or [`Event::encode_with`] |
//! | an order of fields of your own | [`EventWriter`] |
//! | a decoded event | [`Event::from`](Event#trait-implementations) |
//! | no event, but an idle connection | [`HEARTBEAT`] or [`HEARTBEAT_LINE`] |
//!
//! # No injection
//!
//! A decoder that follows the standard returns the values that you encode, whatever they contain:
//!
//! | value | an end of line (CR, LF, or CRLF) in it | also refused |
//! |---|---|---|
//! | [event type](EventType) | refused when the value is built | |
//! | [event ID](EventId) | refused when the value is built | NULL: decoders ignore such an ID |
//! | [reconnection time](Event::reconnection_time) | cannot have one | |
//! | [data](Event::data) | starts another `data` line; decoders join them with LF | |
//! | [strict data](Event::strict_data) | LF starts another `data` line | CR: decoders would return LF |
//! | [comment](Event::comment) | starts another comment line | |
//!
//! Nothing is removed silently, and nothing is escaped. A space at the start of a value stays there: each field is written as
//! name, colon, one space, value, and decoders drop only the one space (9.2.5 "Parsing an event stream"). The only exception
//! is CR or CRLF in [`Event::data`]: decoders return it as LF, because they can't distinguish the three.
//!
//! # Data in pieces
//!
//! [`Event::encode_with`] lends a closure a writer for the data, so that `write!` or a serializer can write straight into an
//! event, without a `String` in between:
//!
//! ```
//! use sse_proto::encode::Event;
//!
//! let mut body = String::new();
//! Event::new().encode_with(&mut body, |data| write!(data, "{}\n{}", 1, 2))?;
//! assert_eq!(body, "data: 1\ndata: 2\n\n");
//! # Ok::<(), core::fmt::Error>(())
//! ```
//!
//! If you use `?` in the closure, name its error type at the end, as in `Ok::<(), core::fmt::Error>(())`.
//!
//! For serializers that write bytes, [`DataWriter`] implements [`std::io::Write`](https://doc.rust-lang.org/std/io/trait.Write.html)
//! under feature `std`. With `serde_json`, encoding takes one line:
//! `event.encode_to_vec_with(&mut body, |data| serde_json::to_writer(data, &value))?`. The other methods with a closure need
//! an error type that implements `From<core::fmt::Error>`. `serde_json::Error` doesn't, so with these methods end the closure
//! with `.map_err(|_| core::fmt::Error)`.
//!
//! # Your part
//!
//! You do the HTTP: `Content-Type: text/event-stream`, no caching, and flushing after each event. When there is nothing to
//! send, also send a [heartbeat](HEARTBEAT) every 15 seconds or so.

mod bound;
mod data;
mod ends;
mod event;
mod fields;
mod from_decoded;
mod line;
mod number;
mod sink;
mod too_small;
mod value;
mod with;
mod write;
mod writer;

pub(crate) use self::number::{Decimal, write_decimal};
#[doc(no_inline)]
pub use crate::{EventId, EventType, InvalidValue};
pub use bound::{Lengths, max_encoded_len};
pub use data::DataWriter;
pub use event::Event;
pub use sink::SliceWriter;
#[cfg(feature = "alloc")]
pub use sink::VecWriter;
pub use too_small::BufferTooSmall;
pub use writer::EventWriter;

/// Keeps an idle connection open: an empty comment and a blank line, `":\n\n"`.
///
/// Proxies close a silent connection, and a server only notices by writing that its client is gone. The standard recommends a
/// comment line every 15 seconds or so (9.2.7 "Authoring notes"). A decoder that follows the standard ignores the comment, and
/// dispatches nothing at the blank line (9.2.6 "Interpreting an event stream"). Some clients do otherwise, so choose by your
/// clients:
///
/// | | clients that it hurts |
/// |---|---|
/// | `HEARTBEAT` | httpx-sse, openai-python, openai-go before 3.43 and Spring 5.2 dispatch an event that nobody sent |
/// | [`HEARTBEAT_LINE`] | `@google/genai` drops the event that follows |
///
/// A proxy that passes on whole blocks sends `HEARTBEAT` at once, but keeps [`HEARTBEAT_LINE`] until the next event.
///
/// Send it *between* events: within an event, the blank line would end that event. For a comment with text, use
/// [`Event::comment`].
///
/// ```
/// use sse_proto::encode::{Event, HEARTBEAT};
///
/// assert_eq!(HEARTBEAT, Event::new().comment("").to_string());
/// ```
#[doc(alias = "ping")]
#[doc(alias = "keep-alive")]
pub const HEARTBEAT: &str = ":\n\n";

/// Keeps an idle connection open without a blank line: an empty comment alone, `":\n"`.
///
/// [`HEARTBEAT`] says which clients each of the two hurts. This one ends no event, so you may send it wherever a line may
/// begin, even within an open event.
///
/// ```
/// use sse_proto::encode::{EventWriter, HEARTBEAT_LINE};
///
/// let body = EventWriter::new(String::from(HEARTBEAT_LINE)).data("x")?.end()?;
/// assert_eq!(body, ":\ndata: x\n\n");
/// # Ok::<(), core::fmt::Error>(())
/// ```
#[doc(alias = "ping")]
#[doc(alias = "keep-alive")]
pub const HEARTBEAT_LINE: &str = ":\n";
