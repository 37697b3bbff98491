//! Where an event can be written to, besides what implements [`fmt::Write`] already.

use core::fmt;
use core::ops::Range;

use super::line::{LineWriter, NEXT_DATA_LINE, lines_len};
use crate::end_of_line::is_end_of_line;

/// What an event is written into: every [`fmt::Write`], and what can take a line in a better way.
pub(crate) trait Sink {
    /// Writes text that holds no end of line but those of the event.
    fn text(&mut self, text: &str) -> fmt::Result;

    /// Writes one line of a text, and then `next_line`.
    #[inline(always)]
    fn line(&mut self, text: &str, line: Range<usize>, next_line: &'static str) -> fmt::Result {
        self.text(text.get(line).ok_or(fmt::Error)?)?;
        self.text(next_line)
    }

    /// Writes all lines of a text, with `next_line` between them, and all of that but its LF in front of them.
    #[inline(always)]
    fn lines(&mut self, text: &str, next_line: &'static str) -> fmt::Result {
        self.text(next_line.get(1..).unwrap_or_default())?;
        LineWriter::default().write(text, next_line, self)
    }

    /// Writes one decimal digit, given as a number.
    #[inline(always)]
    fn digit(&mut self, digit: u8) -> fmt::Result {
        let start = usize::from(digit);
        self.text("0123456789".get(start..=start).unwrap_or_default())
    }

    /// Writes a field whose value is known to be one line.
    #[inline(always)]
    fn field(&mut self, name: &'static str, value: &str) -> fmt::Result {
        self.text(name)?;
        self.text(value)?;
        self.text("\n")
    }
}

impl<W: fmt::Write + ?Sized> Sink for W {
    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.write_str(text)
    }
}

/// How many bytes a short line has at most: such that it takes whole vectors, together with what every next line begins
/// with.
const SHORT: usize = SHORT_AND_NEXT - NEXT_DATA_LINE.len();

/// The longest short line, and what every next line begins with.
const SHORT_AND_NEXT: usize = 64;

/// Of a line that is short, and has enough behind it, as many bytes as the longest of that kind, and its own length. To
/// copy them all takes a few instructions, the same for each length; a call that copies only the line takes longer.
#[inline(always)]
fn short_line<'t>(text: &'t str, line: &Range<usize>) -> Option<(&'t [u8; SHORT_AND_NEXT], usize)> {
    let len = line.end.wrapping_sub(line.start);
    let bytes = text.as_bytes().get(line.start..)?.first_chunk()?;
    (len <= SHORT).then_some((bytes, len))
}

/// Writes text into a slice of bytes, from its start: a [`fmt::Write`] for [`Event::data_writer`] where there is no
/// allocator.
///
/// A piece that does not fit is refused as a whole: nothing of it is written, and the call returns [`fmt::Error`]. From
/// then on every piece is refused, even one that would fit, so [`written`](Self::written) is always a prefix of what was
/// meant and never has a gap. [`overflowed`](Self::overflowed) tells this error from one of somebody else, such as of a
/// value's `Display`.
///
/// (A *piece* is one call of [`fmt::Write::write_str`] on this writer. An event consists of several of them, and so does what
/// [`DataWriter`] makes of one piece of data: an event that did not fit has left its beginning here, and no blank line
/// behind it. [`Event::encode_to_slice`] writes all or nothing.)
///
/// Each piece is copied once; a call takes time proportional to the length of its piece.
///
/// ```
/// use core::fmt::Write as _;
/// use sse_proto::encode::{Event, SliceWriter};
///
/// # fn main() -> core::fmt::Result {
/// let mut buffer = [0; 64];
/// let mut data = Event::new().data_writer(SliceWriter::new(&mut buffer))?;
/// write!(data, "{:.1} degrees", 21.46)?;
/// assert_eq!(data.finish()?.into_written(), b"data: 21.5 degrees\n\n");
///
/// let mut small = [0; 8];
/// let mut writer = SliceWriter::new(&mut small);
/// writer.write_str("12345")?;
/// assert!(writer.write_str("6789").is_err() && writer.overflowed());
/// assert!(writer.write_str("6").is_err());
/// assert_eq!(writer.written(), b"12345");
/// # Ok(())
/// # }
/// ```
///
/// [`Event::data_writer`]: super::Event::data_writer
/// [`Event::encode_to_slice`]: super::Event::encode_to_slice
/// [`DataWriter`]: super::DataWriter
#[derive(Debug)]
pub struct SliceWriter<'b> {
    buffer: &'b mut [u8],
    len: usize,
    overflowed: bool,
}

impl<'b> SliceWriter<'b> {
    /// Will write into `buffer`, over what is there.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0, overflowed: false }
    }

    /// What has been written so far.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// What has been written, for as long as the buffer is lent.
    #[must_use]
    pub fn into_written(self) -> &'b mut [u8] {
        self.buffer.get_mut(..self.len).unwrap_or_default()
    }

    /// Whether a piece did not fit.
    #[must_use]
    pub const fn overflowed(&self) -> bool {
        self.overflowed
    }
}

impl fmt::Write for SliceWriter<'_> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        let room = self.buffer.get_mut(self.len..).and_then(|rest| rest.get_mut(..piece.len()));
        match room {
            Some(room) if !self.overflowed => {
                room.copy_from_slice(piece.as_bytes());
                self.len = self.len.saturating_add(piece.len());
                Ok(())
            }
            _ => {
                self.overflowed = true;
                Err(fmt::Error)
            }
        }
    }
}

/// Appends text to a `Vec<u8>`: a [`fmt::Write`] for [`Event::data_writer`] where bytes are collected.
///
/// The vector grows as needed, with amortized constant cost a byte. If there is no more memory, the call returns
/// [`fmt::Error`] instead of aborting, and the vector keeps what it has.
///
/// ```
/// use core::fmt::Write as _;
/// use sse_proto::encode::{Event, VecWriter};
///
/// # fn main() -> core::fmt::Result {
/// let mut body = Vec::new();
/// let mut data = Event::new().data_writer(VecWriter::new(&mut body))?;
/// write!(data, "{:?}", [1, 2, 3])?;
/// data.finish()?;
/// assert_eq!(body, b"data: [1, 2, 3]\n\n");
/// # Ok(())
/// # }
/// ```
///
/// [`Event::data_writer`]: super::Event::data_writer
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct VecWriter<'v>(&'v mut alloc::vec::Vec<u8>);

#[cfg(feature = "alloc")]
impl<'v> VecWriter<'v> {
    /// Will append to `vec`.
    #[must_use]
    pub const fn new(vec: &'v mut alloc::vec::Vec<u8>) -> Self {
        Self(vec)
    }
}

#[cfg(feature = "alloc")]
impl fmt::Write for VecWriter<'_> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0.try_reserve(piece.len()).map_err(|_| fmt::Error)?;
        self.0.extend_from_slice(piece.as_bytes());
        Ok(())
    }
}

/// Appends to a vector for who returns no error: a lack of memory does not come back from here, so it cannot go
/// unnoticed.
#[cfg(feature = "alloc")]
pub(super) struct Appender<'v>(pub(super) &'v mut alloc::vec::Vec<u8>);

#[cfg(feature = "alloc")]
impl Sink for Appender<'_> {
    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline(always)]
    fn line(&mut self, text: &str, line: Range<usize>, next_line: &'static str) -> fmt::Result {
        if let Some((bytes, len)) = short_line(text, &line) {
            // Over what was copied too much: then the length of the vector, for which the next line waits, is set once.
            let end = len.wrapping_add(next_line.len());
            let start = self.0.len();
            self.0.extend_from_slice(bytes);
            let copied: &mut [u8; SHORT_AND_NEXT] = self.0.last_chunk_mut().ok_or(fmt::Error)?;
            copied.get_mut(len..end).ok_or(fmt::Error)?.copy_from_slice(next_line.as_bytes());
            self.0.truncate(start.wrapping_add(end));
            return Ok(());
        }
        self.text(text.get(line).ok_or(fmt::Error)?)?;
        self.text(next_line)
    }
}

/// Fills a buffer, from its start, with an event that is known to fit.
pub(super) struct Filler<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> Filler<'b> {
    pub(super) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// What has been filled.
    pub(super) fn into_filled(self) -> &'b mut [u8] {
        self.buffer.get_mut(..self.len).unwrap_or_default()
    }
}

impl Sink for Filler<'_> {
    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        let end = self.len.wrapping_add(text.len());
        self.buffer.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }

    /// Also writes behind the line, but never behind the event: that takes at least as many bytes as the text does, as
    /// even CRLF becomes no less than two.
    #[inline(always)]
    fn line(&mut self, text: &str, line: Range<usize>, next_line: &'static str) -> fmt::Result {
        let free = self.buffer.get_mut(self.len..).unwrap_or_default();
        if let (Some((bytes, len)), Some(place)) = (short_line(text, &line), free.first_chunk_mut()) {
            let next_end = len.wrapping_add(next_line.len());
            *place = *bytes;
            place.get_mut(len..next_end).ok_or(fmt::Error)?.copy_from_slice(next_line.as_bytes());
            self.len = self.len.wrapping_add(next_end);
            return Ok(());
        }
        self.text(text.get(line).ok_or(fmt::Error)?)?;
        self.text(next_line)
    }
}

/// Counts everything, and writes each piece that there is room for. On small CPUs it is both [`Filler`] and [`Counter`], so
/// that the code for both is there once.
pub(super) struct CountingFiller<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> CountingFiller<'b> {
    pub(super) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// How much there was. Saturates at [`usize::MAX`].
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    #[inline(never)]
    fn bytes(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(place) = self.buffer.get_mut(self.len..end) {
            place.iter_mut().zip(bytes).for_each(|(to, &from)| *to = from);
        }
        self.len = end;
    }
}

impl Sink for CountingFiller<'_> {
    #[inline(always)]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }

    #[inline(never)]
    fn lines(&mut self, text: &str, next_line: &'static str) -> fmt::Result {
        let next_line = next_line.as_bytes();
        self.bytes(next_line.get(1..).unwrap_or_default());
        // `Lines` would find these, too, but takes 8 to 40 bytes more of stack here, where it is deepest. The tests
        // compare this with what does use it.
        let mut rest = text.as_bytes();
        while let Some(end) = rest.iter().position(|&byte| is_end_of_line(byte)) {
            let (line, behind) = rest.split_at_checked(end).unwrap_or_default();
            self.bytes(line);
            self.bytes(next_line);
            rest = match behind {
                [b'\r', b'\n', behind @ ..] | [_, behind @ ..] => behind,
                // Not reached: there is the end of the line.
                [] => &[],
            };
        }
        self.bytes(rest);
        Ok(())
    }

    #[inline(always)]
    fn digit(&mut self, digit: u8) -> fmt::Result {
        // Not by a call: nowhere is the stack as deep as here.
        if let Some(place) = self.buffer.get_mut(self.len) {
            *place = b'0'.wrapping_add(digit);
        }
        self.len = self.len.saturating_add(1);
        Ok(())
    }
}

/// Writes nothing and counts how much it would have been.
#[derive(Default)]
pub(super) struct Counter(pub(super) usize);

impl Sink for Counter {
    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }

    #[inline(always)]
    fn lines(&mut self, text: &str, next_line: &'static str) -> fmt::Result {
        self.0 = self.0.saturating_add(next_line.len().wrapping_sub(1)).saturating_add(lines_len(text, next_line));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{CountingFiller, Sink};

    #[test]
    fn counts_on_without_room() {
        let mut buffer = [b'?'; 6];
        let mut out = CountingFiller::new(&mut buffer[..5]);
        assert_eq!(out.lines("a\r\nbcd\n\re", "\n:"), Ok(()));
        assert_eq!(out.digit(7), Ok(()));
        assert_eq!(out.len(), ":a\n:bcd\n:\n:e7".len());
        assert_eq!(&buffer, b":a\n:??");

        let mut out = CountingFiller { buffer: &mut [], len: usize::MAX - 1 };
        assert_eq!(out.text("abc"), Ok(()));
        assert_eq!(out.len(), usize::MAX);
    }
}
