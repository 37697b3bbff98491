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
    /// The ends of line in the current block that have not been taken yet.
    ends: u64,
    /// Where the block after that one starts.
    next_block: usize,
}

/// A line, or a piece of one, without its end of line.
#[derive(Clone, Copy)]
pub(crate) struct Line<'i> {
    pub(crate) bytes: &'i [u8],
    /// Whether the line ends here. If not, the input does, and there is at least one byte.
    pub(crate) ended: bool,
}

impl<'i> Lines<'i> {
    /// All of `input`.
    #[inline]
    pub(crate) fn new(input: &'i [u8]) -> Self {
        Self { input, at: 0, ends: 0, next_block: 0 }
    }

    /// What has not been read yet.
    #[inline]
    pub(crate) fn rest(&self) -> &'i [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// The next line that ends in the input.
    ///
    /// A CR ends its line at once. Whether an LF follows decides what is swallowed: if the input ends behind the CR,
    /// `after_carriage_return` is set, for [`swallow_line_feed`] on the next one.
    #[inline(always)]
    pub(crate) fn next(&mut self, after_carriage_return: &mut bool) -> Option<&'i [u8]> {
        while self.ends == 0 {
            let rest = self.input.get(self.next_block..)?;
            self.ends = match rest.first_chunk() {
                Some(block) => ends_of_line(block),
                None if rest.is_empty() => return None,
                None => ends_of_line_in_tail(rest),
            };
            // What `skip_line_feed` has skipped of this block, which is one or two bytes if anything, ends nothing.
            self.ends &= u64::MAX << self.at.saturating_sub(self.next_block);
            self.next_block += BLOCK;
            if self.ends == 0 {
                self.next_block += skip(rest);
            }
        }
        let end = self.next_block - BLOCK + self.ends.trailing_zeros() as usize;
        self.ends &= self.ends - 1;
        let byte = *self.input.get(end)?;
        let bytes = self.input.get(self.at..end)?;
        self.at = end + 1;
        if byte == CR {
            if self.at == self.input.len() {
                *after_carriage_return = true;
            } else {
                self.skip_line_feed();
            }
        }
        Some(bytes)
    }

    /// Takes what is left: a line that does not end in the input, or nothing.
    #[inline(always)]
    pub(crate) fn take_rest(&mut self) -> &'i [u8] {
        let rest = self.rest();
        self.at = self.input.len();
        rest
    }

    /// All that is left, if it is short and no line ends in it.
    #[inline(always)]
    pub(crate) fn short_rest(&self) -> Option<&'i [u8]> {
        let rest = self.rest();
        let is_short = rest.len() < BLOCK / 8 && !rest.is_empty();
        (is_short && !rest.iter().any(|&byte| is_end_of_line(byte))).then_some(rest)
    }

    /// Skips the next byte, if it is an LF: the other half of a CRLF, or a blank line.
    #[inline(always)]
    pub(crate) fn skip_line_feed(&mut self) -> bool {
        let is_line_feed = self.input.get(self.at) == Some(&LF);
        if is_line_feed {
            self.at += 1;
            // Its bit is the next one, unless it lies in the next block: then none is left in this one.
            self.ends &= self.ends.wrapping_sub(1);
        }
        is_line_feed
    }
}

/// How much lies behind the first block of `input` in more blocks without an end of line. If the first one has none, we
/// are in a long line, and most of what follows is like it.
#[inline(always)]
fn skip(input: &[u8]) -> usize {
    let mut skipped = 0;
    for block in input.chunks_exact(BLOCK).skip(1) {
        if block.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) != 0 {
            break;
        }
        skipped += BLOCK;
    }
    work::count(skipped);
    skipped
}

/// How much of `input` belongs to the line before it: an LF, if a CR ended that line. An empty input is no input: the LF
/// may still come.
#[inline(always)]
pub(crate) fn swallow_line_feed(input: &[u8], after_carriage_return: &mut bool) -> usize {
    match input {
        [byte, ..] if *after_carriage_return => {
            *after_carriage_return = false;
            usize::from(*byte == LF)
        }
        _ => 0,
    }
}

/// The ends of line in what is left of an input behind its last whole block: bit *n* is set if byte *n* is a CR or an LF.
#[inline(never)]
fn ends_of_line_in_tail(tail: &[u8]) -> u64 {
    work::count(tail.len());
    tail.iter().rev().fold(0, |ends, &byte| ends << 1 | u64::from(is_end_of_line(byte)))
}

/// The same for a whole block, in a form that compilers turn into vector instructions wherever there are some.
///
/// Most blocks of long lines have no end of line; that is found out first. In the others each byte becomes the power of
/// two of its place among eight, or zero; eight of them, taken as one number, are added up by a multiplication, whose
/// highest byte is the sum of all eight bytes.
#[inline(always)]
fn ends_of_line(&block: &[u8; BLOCK]) -> u64 {
    work::count(BLOCK);
    const SUM: u64 = 0x0101_0101_0101_0101;
    let mut bits = [0; BLOCK];
    for (n, (bit, &byte)) in bits.iter_mut().zip(&block).enumerate() {
        *bit = if is_end_of_line(byte) { 1 << (n % 8) } else { 0 };
    }
    let mut eights = [0; BLOCK / 8];
    for (eight, bits) in eights.iter_mut().zip(bits.chunks_exact(8)) {
        *eight = bits.first_chunk().map_or(0, |&bits| u64::from_le_bytes(bits));
    }
    if eights.iter().fold(0, |any, eight| any | eight) == 0 {
        return 0;
    }
    let mut ends = 0;
    for (n, eight) in eights.iter().enumerate() {
        ends |= (eight.wrapping_mul(SUM) >> 56) << (8 * n);
    }
    ends
}

#[inline(always)]
const fn is_end_of_line(byte: u8) -> bool {
    byte == LF || byte == CR
}
