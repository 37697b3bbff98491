//! One input, and how far it has been read.

use core::fmt;

use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    target::Lines,
};

/// One input: the bytes of one read, and how far they have been read.
///
/// [`Decoder::next_event`](crate::Decoder::next_event) and [`Parser::next_part`](crate::Parser::next_part) read on from where
/// the last call has stopped, until there is nothing left:
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
/// Make one for each read, outside of the loop over its events: a new `Input` begins at its first byte. One that has been read
/// to its end gives `None` for ever. If you stop earlier, keep the `Input` and go on with it later; nothing is decoded twice,
/// and nothing is left out. If you drop it, you lose what it has left, and nothing else. What it has left may be the end of an
/// event whose beginning is in the decoder already: to give up a stream rather than an input, call
/// [`Decoder::reset`](crate::Decoder::reset), too.
///
/// If the bytes belong to somebody who wants to know how many were used, such as a `BufRead` or a `Bytes`, tell them
/// [`consumed`](Self::consumed); [`rest`](Self::rest) is what comes after that. A new `Input` of the rest goes on like this one.
///
/// ```
/// use std::io::BufRead;
/// use sse_proto::{Decoder, Input, OwnedEvent, TooLarge};
///
/// /// The next event of a stream that somebody else may go on to read.
/// fn next(decoder: &mut Decoder<sse_proto::GrowingStorage>, reader: &mut impl BufRead) -> std::io::Result<Option<OwnedEvent>> {
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
/// An input may be handed to another decoder or parser in the middle. That one goes on at the byte that comes next. What was
/// pending, such as half of a byte order mark, stays with the one that has read it; no input stops between a CR and its LF.
///
/// It is a few words, and borrows the bytes. Events borrow the bytes, too, but not the `Input`. It is not `Copy`, as the copy
/// would be read once more:
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
    /// An input of which nothing has been read. Looks at no byte yet, and costs nothing.
    #[inline]
    pub const fn new(bytes: &'i [u8]) -> Self {
        Self { lines: Lines::new(bytes) }
    }

    /// How many bytes have been read.
    ///
    /// Between two calls, that is up to the end of what the last one returned. After an event it includes the blank line, and
    /// its CRLF, if the input has all of it; after [`TooLarge`](crate::TooLarge), the line, or the piece of one, that was too
    /// much.
    #[must_use]
    #[inline]
    pub const fn consumed(&self) -> usize {
        self.lines.at()
    }

    /// What has not been read yet.
    #[must_use]
    #[inline]
    pub fn rest(&self) -> &'i [u8] {
        self.lines.rest()
    }

    /// Whether all has been read.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.consumed() >= self.bytes().len()
    }

    /// All of the input, read or not.
    #[inline(always)]
    pub(crate) const fn bytes(&self) -> &'i [u8] {
        self.lines.bytes()
    }

    /// The lines of the input.
    #[inline(always)]
    pub(crate) const fn lines(&mut self) -> &mut Lines<'i> {
        &mut self.lines
    }

    /// The next line, and whether it ends in the input: if not, it is all that is left.
    #[inline(always)]
    pub(crate) fn next_piece(&mut self) -> Option<(&'i [u8], bool)> {
        if let Some(line) = self.lines.next_line() {
            return Some((line, true));
        }
        let rest = self.lines.take_rest();
        (!rest.is_empty()).then_some((rest, false))
    }

    /// The last line, or piece of one, that has been read from `start` on, without its end.
    #[cold]
    pub(crate) fn last_line_since(&self, start: usize) -> &'i [u8] {
        let lines = self.read_without_last_end();
        let lines = lines.get(start..).unwrap_or_default();
        lines.rsplit(|&byte| is_end_of_line(byte)).next().unwrap_or_default()
    }

    /// What has been read, without the end of its last line.
    pub(crate) fn read_without_last_end(&self) -> &'i [u8] {
        let read = self.bytes().get(..self.consumed()).unwrap_or_default();
        let read = read.strip_suffix(&[LF]).unwrap_or(read);
        read.strip_suffix(&[CR]).unwrap_or(read)
    }

    /// Whether the last byte of the input is a CR.
    #[inline]
    pub(crate) const fn ends_with_carriage_return(&self) -> bool {
        matches!(self.bytes(), [.., CR])
    }
}

/// How much there is, and how much of it has been read. The bytes would be a wall of numbers.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Input")
            .field("consumed", &self.consumed())
            .field("len", &self.bytes().len())
            .finish_non_exhaustive()
    }
}
