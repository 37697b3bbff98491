//! The outputs to which an event can be written: those of this crate, and every [`fmt::Write`].

use core::fmt;
use core::ops::Range;

use super::line::{LineKind, LineWriter, lines_len};
use super::number::Decimal;
use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    target::divided_by_ten,
};

/// Takes the bytes of an event. Every [`fmt::Write`] implements it, and so do outputs that can take a line in a better way.
pub(crate) trait Sink {
    /// Writes text whose only ends of line are those of the event.
    fn text(&mut self, text: &str) -> fmt::Result;

    /// Writes one line of a text, and then `next_line`.
    #[inline(always)]
    fn line(&mut self, text: &str, line: Range<usize>, next_line: &'static str) -> fmt::Result {
        self.text(text.get(line).ok_or(fmt::Error)?)?;
        self.text(next_line)
    }

    /// Writes all lines of a text, but not the start of the first one.
    #[inline(always)]
    fn lines(&mut self, text: &str, kind: LineKind) -> fmt::Result {
        LineWriter::default().write(text, kind, self)
    }

    /// Writes a number in decimal digits.
    #[inline(always)]
    fn number(&mut self, number: u64) -> fmt::Result {
        Decimal::new(number).write(self)
    }
}

impl<W: fmt::Write + ?Sized> Sink for W {
    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.write_str(text)
    }
}

/// The maximum length of a short line. Together with the start of the next line, it fills whole vectors.
const SHORT: usize = SHORT_AND_NEXT - LineKind::Data.next().len();

/// The length of the longest short line and of the start of the next line.
const SHORT_AND_NEXT: usize = 64;

/// Returns 64 bytes from the start of a short line, and the line's own length, if the text has that many bytes. Copying all of
/// them takes the same few instructions for each length; a call that copies only the line takes longer. Events of 50 lines take 16 %
/// fewer instructions for it, in a slice as in a vector (`encode/*/multiline` in `benches/instructions.txt`).
#[inline(always)]
fn short_line<'t>(text: &'t str, line: &Range<usize>) -> Option<(&'t [u8; SHORT_AND_NEXT], usize)> {
    let len = line.end.wrapping_sub(line.start);
    let bytes = text.as_bytes().get(line.start..)?.first_chunk()?;
    (len <= SHORT).then_some((bytes, len))
}

/// Writes text to a slice of bytes, from its start: a [`fmt::Write`] for an [`EventWriter`] without an allocator.
///
/// A piece that does not fit is refused as a whole: nothing of it is written, and the call returns [`fmt::Error`]. From then
/// on every piece is refused, even one that would fit, so [`written`](Self::written) is always a prefix of the text and never
/// has a gap. [`overflowed`](Self::overflowed) distinguishes this error from others, such as that of a value's `Display`.
///
/// A *piece* is the argument of one call of [`fmt::Write::write_str`] on this writer, and an event consists of several. So
/// after an event that did not fit, the slice has its beginning, without the blank line that ends it.
/// [`Event::encode_to_slice`] writes all or nothing.
///
/// Each piece is copied once, in time linear in its length.
///
/// ```
/// use core::fmt::Write as _;
/// use sse_proto::encode::{EventWriter, SliceWriter};
///
/// # fn main() -> core::fmt::Result {
/// let mut buffer = [0; 64];
/// let out = EventWriter::new(SliceWriter::new(&mut buffer)).comment("tenths")?.data("215")?.end()?;
/// assert_eq!(out.into_written(), b":tenths\ndata: 215\n\n");
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
/// [`Event::encode_to_slice`]: super::Event::encode_to_slice
/// [`EventWriter`]: super::EventWriter
#[derive(Debug)]
pub struct SliceWriter<'b> {
    buffer: &'b mut [u8],
    len: usize,
    overflowed: bool,
}

impl<'b> SliceWriter<'b> {
    /// Creates a writer that overwrites `buffer` from its start.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0, overflowed: false }
    }

    /// Returns the bytes that have been written so far.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// Returns the written bytes, for as long as the buffer is borrowed.
    #[must_use]
    pub fn into_written(self) -> &'b mut [u8] {
        self.buffer.get_mut(..self.len).unwrap_or_default()
    }

    /// Returns whether a piece did not fit.
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

/// Appends text to a `Vec<u8>`: a [`fmt::Write`] for an [`EventWriter`], or for [`Event::encode_to`] if memory can run out.
///
/// The vector grows as needed, at amortized constant cost per byte. If allocation fails, the call returns [`fmt::Error`]
/// instead of aborting, and the vector keeps its content. The writer that [`Event::encode_to_vec_with`] lends aborts instead.
///
/// ```
/// use sse_proto::encode::{EventWriter, VecWriter};
///
/// # fn main() -> core::fmt::Result {
/// let mut body = Vec::new();
/// EventWriter::new(VecWriter::new(&mut body)).data("one")?.end()?;
/// EventWriter::new(VecWriter::new(&mut body)).data("two")?.end()?;
/// assert_eq!(body, b"data: one\n\ndata: two\n\n");
/// # Ok(())
/// # }
/// ```
///
/// [`Event::encode_to`]: super::Event::encode_to
/// [`Event::encode_to_vec_with`]: super::Event::encode_to_vec_with
/// [`EventWriter`]: super::EventWriter
#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
#[derive(Debug)]
pub struct VecWriter<'v> {
    vec: &'v mut alloc::vec::Vec<u8>,
    aborts: bool,
}

#[cfg(feature = "alloc")]
impl<'v> VecWriter<'v> {
    /// Creates a writer that appends to `vec`.
    #[must_use]
    pub const fn new(vec: &'v mut alloc::vec::Vec<u8>) -> Self {
        Self { vec, aborts: false }
    }

    /// Creates a writer that refuses nothing, but aborts if allocation fails.
    pub(super) const fn aborting(vec: &'v mut alloc::vec::Vec<u8>) -> Self {
        Self { vec, aborts: true }
    }
}

#[cfg(feature = "alloc")]
impl fmt::Write for VecWriter<'_> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if !self.aborts {
            self.vec.try_reserve(piece.len()).map_err(|_| fmt::Error)?;
        }
        self.vec.extend_from_slice(piece.as_bytes());
        Ok(())
    }
}

/// Appends to a vector, and aborts if allocation fails, for methods that return no error.
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
            // Copy too much, then the start of the next line over that, and derive the new length from the old one alone: the
            // next line waits for it.
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

    /// Returns the bytes that have been filled.
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

    /// Also writes past the line, but never past the event: the rest of the text takes at least as many bytes in the event as
    /// it has, since even CRLF becomes at least two.
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

/// Counts all bytes, and writes each piece that fits. On small CPUs it replaces both [`Filler`] and [`Counter`], so that the
/// code exists once.
pub(super) struct CountingFiller<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> CountingFiller<'b> {
    pub(super) const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// Returns the number of bytes so far, written or not. Saturates at [`usize::MAX`].
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

    /// Inserts a byte at `start`, and moves the bytes from there on up by one.
    #[inline(always)]
    fn insert(&mut self, start: usize, mut byte: u8) {
        self.len = self.len.saturating_add(1);
        for place in self.buffer.get_mut(start..self.len).unwrap_or_default() {
            byte = core::mem::replace(place, byte);
        }
    }
}

impl Sink for CountingFiller<'_> {
    #[inline(always)]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.bytes(text.as_bytes());
        Ok(())
    }

    #[inline(never)]
    fn lines(&mut self, text: &str, kind: LineKind) -> fmt::Result {
        // `Lines` would do, too, but takes more stack here, where the stack is deepest. The tests compare this loop with the
        // code that uses `Lines`.
        let mut rest = text.as_bytes();
        while let Some(end) = rest.iter().position(|&byte| is_end_of_line(byte)) {
            let (line, next) = rest.split_at_checked(end).unwrap_or_default();
            self.bytes(line);
            self.bytes(kind.next().as_bytes());
            rest = match next {
                [CR, LF, next @ ..] | [_, next @ ..] => next,
                // Not reached: `next` begins with the end of line.
                [] => &[],
            };
        }
        self.bytes(rest);
        Ok(())
    }

    /// Writes a number without memory for its digits, because the stack is deepest here.
    #[inline(never)]
    fn number(&mut self, mut number: u64) -> fmt::Result {
        let start = self.len;
        loop {
            let digit;
            // The last digit is found first.
            (number, digit) = divided_by_ten(number);
            self.insert(start, b'0'.wrapping_add(digit));
            if number == 0 {
                return Ok(());
            }
        }
    }
}

/// Counts the bytes of an event, and writes nothing.
#[derive(Default)]
pub(super) struct Counter(pub(super) usize);

impl Sink for Counter {
    #[inline]
    fn text(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }

    #[inline(always)]
    fn lines(&mut self, text: &str, kind: LineKind) -> fmt::Result {
        self.0 = self.0.saturating_add(lines_len(text, kind));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{CountingFiller, LineKind, Sink};

    #[test]
    fn counts_on_without_room() {
        let mut buffer = [b'?'; 6];
        let mut out = CountingFiller::new(&mut buffer[..5]);
        assert_eq!(out.lines(":a\r\nbcd\n\re", LineKind::Comment), Ok(()));
        assert_eq!(out.number(76), Ok(()));
        assert_eq!(out.len(), ":a\n:bcd\n:\n:e76".len());
        assert_eq!(&buffer, b":a\n:??");

        let mut out = CountingFiller { buffer: &mut [], len: usize::MAX - 1 };
        assert_eq!(out.text("abc"), Ok(()));
        assert_eq!(out.len(), usize::MAX);
    }

    #[test]
    fn a_number_without_room_is_counted() {
        for room in 0..=22 {
            let mut buffer = [b'?'; 22];
            let mut out = CountingFiller::new(&mut buffer[..room]);
            assert_eq!(out.text("1"), Ok(()));
            assert_eq!(out.number(u64::MAX), Ok(()));
            assert_eq!(out.len(), 21);
            assert!(room < 21 || buffer.starts_with(b"118446744073709551615?"));
            assert!(buffer[room..].iter().all(|&byte| byte == b'?'));
        }
    }
}
