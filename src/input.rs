//! One input and its reading position.

use core::fmt;

use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    target::Lines,
};

/// Borrows the bytes of one read and tracks how far they have been decoded.
///
/// [`Decoder::next_event`](crate::Decoder::next_event) and [`Parser::next_part`](crate::Parser::next_part) go on where the last
/// call stopped, until the input is used up:
///
/// ```
/// use sse_proto::{Decoder, Input};
///
/// let mut decoder = Decoder::new();
/// for bytes in [&b"data: a\n\ndata: "[..], b"b\n\ndata: c\n\n"] {
///     let mut input = Input::new(bytes);
///     while let Some(event) = decoder.next_event(&mut input) {
///         println!("{}", event?.data());
///     }
///     assert!(input.is_empty());
/// }
/// # Ok::<(), sse_proto::TooLarge>(())
/// ```
///
/// Make one `Input` for each read, outside of the loop over its events, because a new `Input` begins at its first byte. Once
/// an input is used up, every call returns `None`. If you stop earlier, keep the `Input` and go on with it later; no byte is
/// decoded twice or left out. If you drop it, you lose its unread bytes and nothing else. Those may be the end of an event
/// whose beginning the decoder has stored, so to give up the whole stream, also call [`Decoder::reset`](crate::Decoder::reset).
///
/// If the owner of the bytes needs to know how many were used, as `BufRead` and `Bytes` do, pass on
/// [`consumed`](Self::consumed). The unread bytes are in [`rest`](Self::rest); a new `Input` of them goes on where this one is.
///
/// ```
/// use std::io::BufRead;
/// use sse_proto::{Decoder, Input, OwnedEvent};
///
/// /// Returns the next event, and leaves the bytes after it in the reader.
/// fn next(decoder: &mut Decoder, reader: &mut impl BufRead) -> std::io::Result<Option<OwnedEvent>> {
///     loop {
///         let mut input = Input::new(reader.fill_buf()?);
///         if input.is_empty() {
///             return Ok(None);
///         }
///         let event = decoder.next_event(&mut input).map(|event| event.map(|event| event.into_owned()));
///         let consumed = input.consumed();
///         reader.consume(consumed);
///         if let Some(event) = event {
///             return event.map(Some).map_err(std::io::Error::other);
///         }
///     }
/// }
/// # let (mut decoder, mut reader) = (Decoder::new(), &b"data: a\n\ndata: b\n\n"[..]);
/// # assert_eq!(next(&mut decoder, &mut reader)?.unwrap().data(), "a");
/// # assert_eq!(next(&mut decoder, &mut reader)?.unwrap().data(), "b");
/// # assert_eq!(next(&mut decoder, &mut reader)?, None);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// You may hand a half-read input to another decoder or parser, which goes on at the next byte. What was pending, such as half
/// of a byte order mark, stays with the decoder that has read it. Reading never stops between a CR and an LF of one input.
///
/// An `Input` is a few words. Events borrow the bytes, but not the `Input`. It is not `Copy`, because a copy would be read a
/// second time:
///
/// ```compile_fail,E0382
/// # let mut decoder = sse_proto::Decoder::new();
/// let mut input = sse_proto::Input::new(b"data: one\n\n");
/// let mut same = input;
/// let _ = decoder.next_event(&mut same);
/// let _ = decoder.next_event(&mut input); // `input` has been moved
/// ```
#[derive(Clone, Default)]
#[must_use = "an input is read by a decoder or a parser"]
pub struct Input<'i> {
    lines: Lines<'i>,
}

impl<'i> Input<'i> {
    /// Creates an input of which nothing has been read. Looks at no byte yet.
    #[inline]
    pub const fn new(bytes: &'i [u8]) -> Self {
        Self { lines: Lines::new(bytes) }
    }

    /// Returns how many bytes have been read.
    ///
    /// After each call, these are the bytes up to the end of what it returned. After an event they include the blank line, and
    /// both bytes of its CRLF if the input has them. After [`TooLarge`](crate::TooLarge) they include the line, or the piece
    /// of a line, that exceeded the limit.
    #[must_use]
    #[inline]
    pub const fn consumed(&self) -> usize {
        self.lines.at()
    }

    /// Returns the bytes that have not been read yet.
    #[must_use]
    #[inline]
    pub fn rest(&self) -> &'i [u8] {
        self.lines.rest()
    }

    /// Returns whether all bytes have been read.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.consumed() >= self.bytes().len()
    }

    /// Returns all bytes of the input, read or not.
    #[inline(always)]
    pub(crate) const fn bytes(&self) -> &'i [u8] {
        self.lines.bytes()
    }

    /// Returns the lines of the input.
    #[inline(always)]
    pub(crate) const fn lines(&mut self) -> &mut Lines<'i> {
        &mut self.lines
    }

    /// Returns the next line and `true`, or the rest of the input and `false` if no line ends in it.
    #[inline(always)]
    pub(crate) fn next_piece(&mut self) -> Option<(&'i [u8], bool)> {
        if let Some(line) = self.lines.next_line() {
            return Some((line, true));
        }
        let rest = self.lines.take_rest();
        (!rest.is_empty()).then_some((rest, false))
    }

    /// Returns the last line, or piece of a line, that has been read since `start`, without its end.
    #[cold]
    pub(crate) fn last_line_since(&self, start: usize) -> &'i [u8] {
        let lines = self.read_without_last_end();
        let lines = lines.get(start..).unwrap_or_default();
        lines.rsplit(|&byte| is_end_of_line(byte)).next().unwrap_or_default()
    }

    /// Returns the bytes that have been read, without the end of the last line.
    pub(crate) fn read_without_last_end(&self) -> &'i [u8] {
        let read = self.bytes().get(..self.consumed()).unwrap_or_default();
        let read = read.strip_suffix(&[LF]).unwrap_or(read);
        read.strip_suffix(&[CR]).unwrap_or(read)
    }

    /// Returns whether the last byte of the input is a CR.
    #[inline]
    pub(crate) const fn ends_with_carriage_return(&self) -> bool {
        matches!(self.bytes(), [.., CR])
    }
}

/// Shows the length and how much has been read. The bytes would be a wall of numbers.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("consumed", &self.consumed())
            .field("len", &self.bytes().len())
            .finish_non_exhaustive()
    }
}
