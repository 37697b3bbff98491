//! End of line: CR, LF, or CRLF.
//!
//! > HTML, "Parsing an event stream": lines are separated by either a CRLF pair, a single LF, or a single CR.
//!
//! [`Lines`] cuts one input into lines. It looks at every byte of the input once, 64 at a time: a *block* of the input
//! becomes a `u64` whose bit *n* says whether byte *n* ends a line, and the bits are then taken one by one, so a block
//! costs the same however many lines end in it. The bits live as long as the cursor over the input does, so no block is
//! looked at again for the next line.

#![expect(clippy::arithmetic_side_effects, reason = "offsets into a slice, which is never longer than isize::MAX")]

use crate::work;

const LF: u8 = b'\n';
const CR: u8 = b'\r';

/// The bytes of a block: as many as a mask has bits.
const BLOCK: usize = u64::BITS as usize;

/// What is left of one input, cut into lines.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'i> {
    input: &'i [u8],
    /// Where the next line, or the next piece of one, starts.
    at: usize,
    /// Where the block after the one in `ends` starts.
    next_block: usize,
    /// The ends of line in the current block that have not been taken yet.
    ends: u64,
}

/// A line, or a piece of one, without its end of line.
pub(crate) struct Line<'i> {
    pub(crate) bytes: &'i [u8],
    /// Whether the line ends here. If not, the input does, and `bytes` is not empty.
    pub(crate) ended: bool,
}

impl<'i> Lines<'i> {
    /// All of `input`; `at` bytes of it are read already.
    #[inline(always)]
    pub(crate) fn new(input: &'i [u8], at: usize) -> Self {
        Self { input, at, next_block: 0, ends: 0 }
    }

    /// What has not been read yet.
    #[inline(always)]
    pub(crate) fn rest(&self) -> &'i [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// The next line, or what there is of it; `None` when the input is used up.
    ///
    /// A CR ends its line at once. Whether an LF follows decides what is swallowed: if the input ends behind the CR,
    /// `after_carriage_return` is set, for [`swallow_line_feed`] on the next one.
    #[inline(always)]
    pub(crate) fn next(&mut self, after_carriage_return: &mut bool) -> Option<Line<'i>> {
        let Some((end, byte)) = self.next_end() else {
            let rest = self.rest();
            self.at = self.input.len();
            return if rest.is_empty() { None } else { Some(Line { bytes: rest, ended: false }) };
        };
        let bytes = self.input.get(self.at..end)?;
        self.at = end + 1;
        if byte == CR {
            match self.input.get(self.at) {
                Some(&LF) => self.at += 1,
                Some(_) => {}
                None => *after_carriage_return = true,
            }
        }
        Some(Line { bytes, ended: true })
    }

    /// The next CR or LF, and where it is.
    #[inline(always)]
    fn next_end(&mut self) -> Option<(usize, u8)> {
        loop {
            while self.ends == 0 {
                let block = self.input.get(self.next_block..)?;
                if block.is_empty() {
                    return None;
                }
                self.ends = ends_of_line(block);
                self.next_block += BLOCK;
            }
            let end = self.next_block - BLOCK + self.ends.trailing_zeros() as usize;
            self.ends &= self.ends - 1;
            // The LF of a CRLF has its bit too, but it ends nothing: it lies before the next line.
            if end >= self.at {
                return Some((end, *self.input.get(end)?));
            }
        }
    }
}

/// How much of `input` belongs to the line before it: an LF, if a CR ended that line.
#[inline(always)]
pub(crate) fn swallow_line_feed(input: &[u8], after_carriage_return: &mut bool) -> usize {
    match input.first() {
        // An empty input is no input: the LF may still come.
        None => 0,
        Some(&byte) => usize::from(core::mem::take(after_carriage_return) && byte == LF),
    }
}

/// The ends of line in the first [`BLOCK`] bytes of `input`: bit *n* is set if byte *n* is a CR or an LF.
#[inline(always)]
fn ends_of_line(input: &[u8]) -> u64 {
    work::count(input.len().min(BLOCK));
    match input.first_chunk::<BLOCK>() {
        Some(block) => ends_of_line_in_block(block),
        None => input.iter().rev().fold(0, |ends, &byte| ends << 1 | u64::from(is_end_of_line(byte))),
    }
}

/// The same for a whole block, in a form that compilers turn into vector instructions wherever there are some.
///
/// Most blocks of long lines have no end of line; that is found out first. In the others each byte becomes the power of
/// two of its place among eight, or zero; eight of them, taken as one number, are added up by a multiplication, whose
/// highest byte is the sum of all eight bytes.
#[inline(always)]
fn ends_of_line_in_block(block: &[u8; BLOCK]) -> u64 {
    const SUM: u64 = 0x0101_0101_0101_0101;
    if block.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) == 0 {
        return 0;
    }
    let mut bits = [0; BLOCK];
    for (n, (bit, &byte)) in bits.iter_mut().zip(block).enumerate() {
        *bit = u8::from(is_end_of_line(byte)) << (n % 8);
    }
    bits.chunks_exact(8).rev().fold(0, |ends, eight| {
        let eight = eight.first_chunk().map_or(0, |&eight| u64::from_le_bytes(eight));
        ends << 8 | (eight.wrapping_mul(SUM) >> 56)
    })
}

#[inline(always)]
const fn is_end_of_line(byte: u8) -> bool {
    byte == LF || byte == CR
}
