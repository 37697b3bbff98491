//! Data: one `data` line for each of its lines, in one go or in pieces.

use core::fmt;

use super::line::{LineWriter, NEXT_DATA_LINE};

/// An event that takes its data in pieces, through [`fmt::Write`]; made by [`Event::data_writer`].
///
/// The bytes are those that [`Event::data`] gives for all the pieces in one:
///
/// - a piece ends where it likes; only CR, LF and CRLF *in* the data end a line,
/// - and a CRLF is one end of line even when its CR is the end of one piece and its LF the start of another,
/// - and if no piece comes at all, then the data is empty, and there is one `data` line.
///
/// [`finish`](Self::finish) ends the event. Without that it stays open: **an abandoned writer leaves behind
/// fields without a blank line**, and whatever is written to the same stream next becomes a part of that event. There is no way
/// to take back what has gone out; so either shorten the buffer to where it was before (nothing has been sent yet), or
/// close the connection: a decoder dispatches no event that has no blank line (9.2.6 "Interpreting an event stream"). This
/// holds also if a value's `Display` or a serializer fails halfway: its error says so, and the writer cannot know.
///
/// Once the output has refused a piece, this writer refuses all that follows, `finish` included, so an event with a part
/// missing is never ended.
///
/// A piece is searched in time linear in its length, and handed on in slices of itself; nothing is copied here, nothing
/// allocated.
///
/// ```
/// use core::fmt::Write as _;
/// use sse_proto::encode::Event;
///
/// # fn main() -> core::fmt::Result {
/// let mut body = String::new();
/// let mut data = Event::new().data_writer(&mut body)?;
/// for piece in ["one\r", "\ntw", "o"] {
///     data.write_str(piece)?;
/// }
/// data.finish()?;
/// assert_eq!(body, "data: one\ndata: two\n\n");
/// # Ok(())
/// # }
/// ```
///
/// [`Event::data_writer`]: super::Event::data_writer
/// [`Event::data`]: super::Event::data
#[derive(Debug)]
#[must_use = "the event stays open until `finish` ends it, and the next one would become a part of it"]
pub struct DataWriter<W> {
    out: W,
    lines: LineWriter,
    /// The output has refused something, so the event is not whole.
    broken: bool,
}

impl<W: fmt::Write> DataWriter<W> {
    /// Starts the data's first line.
    #[inline]
    pub(super) fn new(mut out: W) -> Result<Self, fmt::Error> {
        out.write_str("data: ")?;
        Ok(Self { out, lines: LineWriter::default(), broken: false })
    }

    /// Ends the event with a blank line, and gives the output back.
    ///
    /// # Errors
    ///
    /// If the output refuses this, or has refused something before. Then the event stays open.
    #[inline]
    pub fn finish(mut self) -> Result<W, fmt::Error> {
        if self.broken {
            return Err(fmt::Error);
        }
        self.out.write_str("\n\n")?;
        Ok(self.out)
    }
}

/// Takes the next piece of the data.
///
/// Fails if the output refuses something, and from then on always.
impl<W: fmt::Write> fmt::Write for DataWriter<W> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.broken {
            return Err(fmt::Error);
        }
        let result = self.lines.write(piece, NEXT_DATA_LINE, &mut self.out);
        self.broken = result.is_err();
        result
    }
}
