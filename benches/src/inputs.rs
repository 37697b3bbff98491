//! Cuts a stream into inputs.
//!
//! Cutting is timed, too, so it must cost next to nothing: blocks are found before the clock starts, and decoding is compiled
//! for each way of cutting separately, so that no loop over inputs checks which one it is.

use bytes::Bytes;
use futures_util::Stream;
use std::{convert::Infallible, fmt, num::ParseIntError, str::FromStr};

/// The places where a stream is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// After every so many bytes; the last input may be shorter.
    Bytes(usize),
    /// After each blank line, as from a server that flushes after each event.
    Event,
}

impl Cut {
    /// Nowhere: the stream is one input.
    pub const WHOLE: Self = Self::Bytes(usize::MAX);
}

/// Writes the form for the command line: `64`, `whole`, `event`.
impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::WHOLE => f.write_str("whole"),
            Self::Bytes(size) => write!(f, "{size}"),
            Self::Event => f.write_str("event"),
        }
    }
}

/// Reads the same form, and `16K` too.
impl FromStr for Cut {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match (text, text.strip_suffix(['k', 'K'])) {
            ("whole", _) => Self::WHOLE,
            ("event", _) => Self::Event,
            (_, Some(kibibytes)) => Self::Bytes(kibibytes.parse::<usize>()?.saturating_mul(1 << 10)),
            (size, None) => Self::Bytes(size.parse()?),
        })
    }
}

/// The inputs of a stream, in the forms that decoders take.
pub trait Inputs {
    /// Returns the inputs.
    fn slices(&self) -> impl Iterator<Item = &[u8]>;

    /// Returns the inputs, as parts of a shared stream.
    fn shared(&self) -> impl Iterator<Item = Bytes>;

    /// Returns the number of bytes of the longest input.
    fn longest(&self) -> usize;

    /// Returns the inputs, all ready, as a stream of chunks.
    fn ready(&self) -> impl Stream<Item = Result<&[u8], Infallible>> {
        futures_util::stream::iter(self.slices().map(Ok))
    }

    /// Returns the inputs, all ready, as a stream of shared chunks, as from HTTP libraries.
    fn ready_shared(&self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        futures_util::stream::iter(self.shared().map(Ok))
    }
}

/// A stream that is cut in one of these ways.
#[derive(Clone, Copy, Debug)]
pub enum CutStream<'c> {
    /// By [`Cut::Bytes`].
    Pieces(Pieces<'c>),
    /// By [`Cut::Event`].
    Blocks(Blocks<'c>),
}

/// Inputs that all have the same size, except that the last may be shorter.
#[derive(Clone, Copy, Debug)]
pub struct Pieces<'c> {
    stream: &'c Bytes,
    size: usize,
}

impl<'c> Pieces<'c> {
    /// Cuts `stream` into inputs of `size` bytes.
    pub fn new(stream: &'c Bytes, size: usize) -> Self {
        Self { stream, size: size.clamp(1, stream.len().max(1)) }
    }
}

impl Inputs for Pieces<'_> {
    fn slices(&self) -> impl Iterator<Item = &[u8]> {
        self.stream.chunks(self.size)
    }

    fn shared(&self) -> impl Iterator<Item = Bytes> {
        let starts = (0..self.stream.len()).step_by(self.size);
        starts.map(move |start| {
            let end = self.stream.len().min(start + self.size);
            self.stream.slice(start..end)
        })
    }

    fn longest(&self) -> usize {
        self.size
    }
}

/// Inputs of one block each: lines up to and including a blank one.
#[derive(Clone, Copy, Debug)]
pub struct Blocks<'c> {
    stream: &'c Bytes,
    lengths: &'c [u32],
    longest: usize,
}

impl<'c> Blocks<'c> {
    /// Cuts `stream` into inputs of the lengths that [`lengths`](Self::lengths) returned for it.
    pub fn new(stream: &'c Bytes, lengths: &'c [u32]) -> Self {
        let longest = lengths.iter().max().map_or(0, |&length| length as usize);
        Self { stream, lengths, longest }
    }

    /// Returns the lengths of all blocks. The rest after the last blank line is one more.
    ///
    /// They are read while the clock runs, so they have no more bits than needed.
    ///
    /// # Panics
    ///
    /// Panics if a block has 4 GiB.
    pub fn lengths(stream: &[u8]) -> Vec<u32> {
        let mut lengths = Vec::new();
        let mut length = 0;
        // No corpus has lines that end with a bare CR.
        for line in stream.split_inclusive(|byte| *byte == b'\n') {
            length += line.len();
            if matches!(line, b"\n" | b"\r\n") {
                lengths.push(length);
                length = 0;
            }
        }
        lengths.extend((length > 0).then_some(length));
        lengths.into_iter().map(|length| u32::try_from(length).expect("less than 4 GiB")).collect()
    }
}

impl Inputs for Blocks<'_> {
    fn slices(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &self.stream[..];
        self.lengths.iter().map(move |&length| {
            let (block, after) = rest.split_at(length as usize);
            rest = after;
            block
        })
    }

    fn shared(&self) -> impl Iterator<Item = Bytes> {
        let mut rest = self.stream.clone();
        self.lengths.iter().map(move |&length| rest.split_to(length as usize))
    }

    fn longest(&self) -> usize {
        self.longest
    }
}
