//! Writing an event line by line, in the caller's order.

use core::{fmt, time::Duration};

use super::data::{DataWriter, write_data};
use super::fields;
use super::line::LineKind;
use super::number::Packed;
use super::value::{IdValue, Replacing, Value};
use crate::{EventId, EventType, target::whole_milliseconds};

/// Writes an event field by field, in the order of the calls.
///
/// An [`Event`] has each part once and a fixed order. If you want another order, comments between the fields, or data from
/// several places, use an `EventWriter`. Each method consumes the writer and returns it, so an error ends its use.
/// [`end`](Self::end) writes the blank line and returns the output.
///
/// An event without its blank line is *open*: anything that is written to the same stream next becomes a part of it. If a
/// method fails, or the writer is dropped without `end`, cut the buffer back to its length before. If the bytes have been
/// sent, close the connection: a decoder dispatches no event without a blank line (9.2.6 "Interpreting an event stream").
/// [`Event::encode_to_vec`], [`Event::encode_to_slice`] and their variants with a closure never write an open event.
///
/// `W` is any [`fmt::Write`], or a `&mut` to one: a `String`, a `VecWriter` over a `Vec<u8>`, a [`SliceWriter`] over a slice
/// of bytes. The values are passed straight to it: the writer buffers and allocates nothing.
///
/// ```
/// use core::time::Duration;
/// use sse_proto::{EventId, encode::EventWriter, event_type};
///
/// # fn main() -> core::fmt::Result {
/// let mut body = String::new();
/// EventWriter::new(&mut body)
///     .spaced_comment("since midnight")?
///     .id(EventId::from_number(1207))?
///     .event_type(event_type!("visitors"))?
///     .data_with(|data| write!(data, "{}", 1207))?
///     .reconnection_time(Duration::from_secs(3))?
///     .end()?;
/// assert_eq!(body, ": since midnight\nid: 1207\nevent: visitors\ndata: 1207\nretry: 3000\n\n");
/// # Ok(())
/// # }
/// ```
///
/// ```compile_fail
/// #![deny(unused_must_use)]
/// use sse_proto::encode::EventWriter;
///
/// fn write(body: &mut String) -> core::fmt::Result {
///     EventWriter::new(body).data("x")?; // not ended
///     Ok(())
/// }
/// # fn main() {}
/// ```
///
/// [`Event`]: super::Event
/// [`Event::encode_to_slice`]: super::Event::encode_to_slice
/// [`Event::encode_to_vec`]: super::Event::encode_to_vec
/// [`SliceWriter`]: super::SliceWriter
#[derive(Debug)]
#[must_use = "the event stays open until `end` ends it, and what is written next would become a part of it"]
pub struct EventWriter<W> {
    out: W,
}

/// Writes the parts. These methods fail only if the output refuses a piece or a closure fails; the event is then open.
impl<W: fmt::Write> EventWriter<W> {
    /// Creates a writer for one event. Writes nothing yet.
    pub const fn new(out: W) -> Self {
        Self { out }
    }

    /// Writes a comment, any text, which clients ignore.
    ///
    /// Each CR, LF and CRLF in it is one end of line, and starts another comment line. The text follows the colon directly.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use sse_proto::encode::EventWriter;
    ///
    /// let body = EventWriter::new(String::new()).comment("a\nb")?.comment("")?.end()?;
    /// assert_eq!(body, ":a\n:b\n:\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    pub fn comment(mut self, text: &str) -> Result<Self, fmt::Error> {
        fields::comment(text, LineKind::Comment, &mut self.out)?;
        Ok(self)
    }

    /// Writes a comment with a space after the colon of each of its lines, for people who read the stream.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use sse_proto::encode::EventWriter;
    ///
    /// let body = EventWriter::new(String::new()).spaced_comment("a\nb")?.end()?;
    /// assert_eq!(body, ": a\n: b\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    pub fn spaced_comment(mut self, text: &str) -> Result<Self, fmt::Error> {
        fields::comment(text, LineKind::SpacedComment, &mut self.out)?;
        Ok(self)
    }

    /// Writes the event type, an `event` line. If there are several in an event, the last one counts.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use sse_proto::{encode::EventWriter, event_type};
    ///
    /// let body = EventWriter::new(String::new()).event_type(event_type!("add"))?.data("7")?.end()?;
    /// assert_eq!(body, "event: add\ndata: 7\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    #[doc(alias = "name")]
    pub fn event_type(mut self, event_type: EventType<'_>) -> Result<Self, fmt::Error> {
        fields::event_type(event_type.into(), &Replacing::NONE, &mut self.out)?;
        Ok(self)
    }

    /// Writes the event ID, an `id` line. If there are several in an event, the last one counts.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use sse_proto::{EventId, encode::EventWriter};
    ///
    /// let body = EventWriter::new(String::new()).data("x")?.id(EventId::from_number(7))?.end()?;
    /// assert_eq!(body, "data: x\nid: 7\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    pub fn id(mut self, id: EventId<'_>) -> Result<Self, fmt::Error> {
        fields::id(IdValue::new(id), &Replacing::NONE, &mut self.out)?;
        Ok(self)
    }

    /// Writes the reconnection time, a `retry` line, in whole milliseconds, rounded down, at most [`u64::MAX`].
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use core::time::Duration;
    /// use sse_proto::encode::EventWriter;
    ///
    /// let body = EventWriter::new(String::new()).reconnection_time(Duration::from_secs(3))?.end()?;
    /// assert_eq!(body, "retry: 3000\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    #[doc(alias = "retry")]
    pub fn reconnection_time(mut self, time: Duration) -> Result<Self, fmt::Error> {
        fields::reconnection_time(Packed::new(whole_milliseconds(time)), &mut self.out)?;
        Ok(self)
    }

    /// Writes data, any text, with one `data` line for each of its lines. CR, LF and CRLF each end one.
    ///
    /// Another call writes more `data` lines. A decoder joins all `data` lines of an event with LF, wherever in the event they
    /// are.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input, encode::EventWriter};
    ///
    /// let body = EventWriter::new(String::new()).data("a\nb")?.comment("and")?.data("c")?.end()?;
    /// assert_eq!(body, "data: a\ndata: b\n:and\ndata: c\n\n");
    ///
    /// let mut decoder = Decoder::new();
    /// let mut input = Input::new(body.as_bytes());
    /// assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().data(), "a\nb\nc");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    pub fn data(mut self, data: &str) -> Result<Self, fmt::Error> {
        fields::data(Value::Text(data), &Replacing::NONE, "\n", &mut self.out)?;
        Ok(self)
    }

    /// Writes data in pieces: lends the closure a [`DataWriter`], and ends the line when the closure has returned.
    ///
    /// Another call of this or of [`data`](Self::data) writes more `data` lines.
    ///
    /// # Errors
    ///
    /// Returns the error of the closure if it fails. Otherwise returns [`fmt::Error`], converted to `E`, if the output refused
    /// a piece, even if the closure returned `Ok`.
    ///
    /// ```
    /// use sse_proto::encode::EventWriter;
    ///
    /// # fn main() -> core::fmt::Result {
    /// let writer = EventWriter::new(String::new()).data_with(|data| write!(data, "{} + {}", 1, 2))?;
    /// assert_eq!(writer.end()?, "data: 1 + 2\n\n");
    /// # Ok(())
    /// # }
    /// ```
    pub fn data_with<E: From<fmt::Error>>(
        mut self,
        data: impl FnOnce(&mut DataWriter<'_, W>) -> Result<(), E>,
    ) -> Result<Self, E> {
        write_data(None, &Replacing::NONE, &mut self.out, data)??;
        self.out.write_str("\n")?;
        Ok(self)
    }

    /// Ends the event with a blank line, and returns the output.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses it.
    ///
    /// ```
    /// use sse_proto::encode::EventWriter;
    ///
    /// let mut body = EventWriter::new(String::new()).data("one")?.end()?;
    /// EventWriter::new(&mut body).data("two")?.end()?;
    /// assert_eq!(body, "data: one\n\ndata: two\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    pub fn end(mut self) -> Result<W, fmt::Error> {
        self.out.write_str("\n")?;
        Ok(self.out)
    }
}
