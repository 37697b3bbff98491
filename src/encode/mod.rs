//! Encoding: events in, bytes of an event stream out.
//!
//! An [`Event`] is put together from its fields and then written: into a slice, a `Vec<u8>`, a `String` or any other
//! [`core::fmt::Write`]. The bytes are the same each time. Nothing is kept between two events and nothing is allocated,
//! except that a `Vec` grows.
//!
//! ```
//! use sse_proto::encode::{Event, EventId, EventType, InvalidValue};
//!
//! // A fixed name is checked when the server is compiled ...
//! const ADDED: EventType = match EventType::new("added") {
//!     Ok(event_type) => event_type,
//!     Err(_) => panic!("not an event type"),
//! };
//!
//! # fn main() -> Result<(), InvalidValue> {
//! // ... and what comes from elsewhere when the value is built. Writing it cannot fail for it any more.
//! let id = EventId::new("41")?;
//! let event = Event::new().event_type(ADDED).id(id).data("a table\na chair");
//!
//! let mut body = String::new();
//! event.encode_to(&mut body).expect("a String takes everything");
//! assert_eq!(body, "event: added\nid: 41\ndata: a table\ndata: a chair\n\n");
//! # Ok(())
//! # }
//! ```
//!
//! # No value can become anything else
//!
//! A decoder that follows the standard gets out of the bytes what was put in here, whatever the values contain:
//!
//! | value | what happens to an end of line (CR, LF, or CRLF) in it | what else is refused |
//! |---|---|---|
//! | [event type](EventType) | refused when the value is built | |
//! | [event ID](EventId) | refused when the value is built | NULL: decoders ignore such an ID |
//! | [reconnection time](Event::reconnection_time) | cannot have one | |
//! | [data](Event::data) | starts another `data` line; decoders join them with LF | |
//! | [strict data](Event::strict_data) | LF starts another `data` line | CR: decoders would return LF |
//! | [comment](Event::comment) | starts another comment line | |
//!
//! Nothing is removed silently, nothing is escaped, and a space in front of a value stays there: each field is written
//! as name, colon, one space, value, and decoders drop only the one space (9.2.5 "Parsing an event stream").
//! The one thing that decoders do not return as it was is CR or CRLF in [`Event::data`]: they have no way to
//! tell it from LF.
//!
//! # Data in pieces
//!
//! [`Event::data_writer`] gives a [`core::fmt::Write`] for an event's data, so that `write!` or a serializer can write
//! straight into an event, without a `String` in between:
//!
//! ```
//! use core::fmt::Write as _;
//! use sse_proto::encode::Event;
//!
//! # fn main() -> core::fmt::Result {
//! let mut body = String::new();
//! let mut data = Event::new().data_writer(&mut body)?;
//! write!(data, "{}\n{}", 1, 2)?;
//! data.finish()?;
//! assert_eq!(body, "data: 1\ndata: 2\n\n");
//! # Ok(())
//! # }
//! ```
//!
//! A serializer that knows only [`std::io::Write`](https://doc.rust-lang.org/std/io/trait.Write.html) needs an adapter. This
//! one holds for all that hand on whole characters, as `serde_json` does:
//!
//! ```
//! use core::fmt::Write;
//! use sse_proto::encode::Event;
//! use std::io;
//!
//! struct Text<W>(W);
//!
//! impl<W: Write> io::Write for Text<W> {
//!     fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
//!         let text = core::str::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData)?;
//!         self.0.write_str(text).map_err(|_| io::ErrorKind::WriteZero)?;
//!         Ok(bytes.len())
//!     }
//!     fn flush(&mut self) -> io::Result<()> {
//!         Ok(())
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut body = String::new();
//! let mut data = Text(Event::new().data_writer(&mut body)?);
//! serde_json::to_writer_pretty(&mut data, &[1, 2])?;
//! data.0.finish()?;
//! assert_eq!(body, "data: [\ndata:   1,\ndata:   2\ndata: ]\n\n");
//! # Ok(())
//! # }
//! ```
//!
//! # What is left to the caller
//!
//! HTTP: `Content-Type: text/event-stream`, no caching, and flushing after each event. And a [`HEARTBEAT`] every 15
//! seconds or so when there is nothing to tell.

mod bound;
mod data;
mod ends;
mod event;
mod line;
mod number;
mod sink;
mod write;

pub(crate) use self::number::write_decimal;
#[doc(no_inline)]
pub use crate::{EventId, EventType, InvalidValue};
pub use bound::{Lengths, max_encoded_len};
pub use data::DataWriter;
pub use event::Event;
pub use sink::SliceWriter;
#[cfg(feature = "alloc")]
pub use sink::VecWriter;
pub use write::BufferTooSmall;

/// What to send when nothing has been sent for a while: an empty comment and a blank line, `":\n\n"`.
///
/// Proxies close a connection that stays silent, and a server notices only by writing that its client is gone; the
/// standard recommends a comment line every 15 seconds or so (9.2.7 "Authoring notes").
///
/// It is a comment because that is the one thing that no decoder makes anything of. The comment alone would do, but a
/// blank line behind it costs one byte and makes it a block like every other: software that cuts the stream at blank lines,
/// such as a proxy that passes on whole blocks, then sends it at once instead of keeping it for the next event. A blank line
/// with nothing but a comment before it dispatches nothing (9.2.6 "Interpreting an event stream").
///
/// Send it *between* events. Within one, for example behind a [`DataWriter`] that was not finished, the blank line would
/// end that event. For a comment with text there is [`Event::comment`].
///
/// ```
/// use sse_proto::encode::{Event, HEARTBEAT};
///
/// assert_eq!(HEARTBEAT, Event::new().comment("").to_string());
/// ```
pub const HEARTBEAT: &str = ":\n\n";
