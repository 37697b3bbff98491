//! Lines, found 64 bytes at a time.
//!
//! A *block* of the input becomes a `u64` whose bit *n* says whether byte *n* ends a line, and the bits are then taken one
//! by one: a block costs the same however many lines end in it. The bits live as long as the cursor over the input does,
//! so no block is looked at again for the next line.
//!
//! The bits of the next block are worked out before those of the current one are taken. A CPU that has guessed wrong how
//! many these are, and most guesses about text are about that, has the next ones at hand then.

#![expect(clippy::arithmetic_side_effects, reason = "offsets into a slice, which is never longer than isize::MAX")]

use super::{CR, LF, is_end_of_line};
use crate::work;

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
    /// Those in the block behind it.
    ahead: u64,
    /// Where the block behind that one starts: two blocks behind the current one, as long as that has ends of line.
    scanned: usize,
}

impl<'i> Lines<'i> {
    /// All of `input`.
    #[inline]
    pub(crate) fn new(input: &'i [u8]) -> Self {
        Self { input, at: 0, ends: 0, ahead: 0, scanned: 0 }
    }

    /// All of the input.
    #[cfg(any(not(sse_proto_small_cpu), test))]
    #[inline(always)]
    pub(crate) const fn input(&self) -> &'i [u8] {
        self.input
    }

    /// What has not been read yet.
    #[inline]
    pub(crate) fn rest(&self) -> &'i [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// The next line that ends in the input.
    ///
    /// A CR ends its line at once. Whether an LF follows decides what is swallowed: if the input ends behind the CR,
    /// `after_carriage_return` is set, for [`swallow_line_feed`](super::swallow_line_feed) on the next one.
    #[inline(always)]
    pub(crate) fn next(&mut self, after_carriage_return: &mut bool) -> Option<&'i [u8]> {
        while self.ends == 0 {
            if self.ahead == 0 && self.scanned >= self.input.len() {
                return None;
            }
            self.next_block();
        }
        let end = self.scanned - 2 * BLOCK + self.ends.trailing_zeros() as usize;
        self.ends &= self.ends - 1;
        let byte = *self.input.get(end)?;
        let start = self.at;
        self.at = end + 1;
        if byte == CR {
            if self.at == self.input.len() {
                *after_carriage_return = true;
            } else {
                self.skip_line_feed();
            }
        }
        self.input.get(start..end)
    }

    /// Goes on to the next block, and looks at the one behind it.
    #[inline(always)]
    fn next_block(&mut self) {
        // What `skip_line_feed` has skipped of this block, which is one or two bytes if anything, ends nothing. (To begin
        // with there is no block, and there are no bits: what has been skipped by then is seen to the next time.)
        let block = self.scanned.wrapping_sub(BLOCK);
        self.ends = self.ahead & (u64::MAX << self.at.saturating_sub(block));
        let mut rest = self.input.get(self.scanned..).unwrap_or_default();
        if self.ends == 0 && self.scanned != 0 {
            // We are in a long line, and most of what follows is like it.
            let skipped = skip(rest);
            self.scanned += skipped;
            rest = rest.get(skipped..).unwrap_or_default();
        }
        self.ahead = match rest.first_chunk() {
            Some(block) => ends_of_line(block),
            None if rest.is_empty() => 0,
            None => ends_of_line_in_tail(self.input, rest),
        };
        self.scanned += BLOCK;
    }

    /// The next line, and whether it ends in the input: if not, it is all that is left.
    #[inline(always)]
    pub(crate) fn next_piece(&mut self, after_carriage_return: &mut bool) -> Option<(&'i [u8], bool)> {
        if let Some(line) = self.next(after_carriage_return) {
            return Some((line, true));
        }
        let rest = self.take_rest();
        (!rest.is_empty()).then_some((rest, false))
    }

    /// Takes what is left: a line that does not end in the input, or nothing.
    #[inline(always)]
    pub(crate) fn take_rest(&mut self) -> &'i [u8] {
        let rest = self.rest();
        self.at = self.input.len();
        rest
    }

    /// Skips the next byte, if it is an LF: the other half of a CRLF, or a blank line.
    #[inline(always)]
    pub(crate) fn skip_line_feed(&mut self) -> bool {
        let is_line_feed = self.input.get(self.at) == Some(&LF);
        if is_line_feed {
            self.at += 1;
            // Its bit is the next one, unless it lies in the next block, or there is no block yet: then none is left.
            self.ends &= self.ends.wrapping_sub(1);
        }
        is_line_feed
    }
}

/// How much of `input` lies in blocks without an end of line.
#[inline(always)]
fn skip(input: &[u8]) -> usize {
    let mut skipped = 0;
    for block in input.chunks_exact(BLOCK) {
        work::count(BLOCK);
        if block.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) != 0 {
            break;
        }
        skipped += BLOCK;
        if skipped == LONG {
            return skipped + skip_long(input.get(LONG..).unwrap_or_default());
        }
    }
    skipped
}

/// How much of a line has to be behind us for a call to pay.
const LONG: usize = 8 * BLOCK;

/// The same, for what is most likely more of a long line.
#[inline(never)]
fn skip_long(input: &[u8]) -> usize {
    // With the widest vectors that this CPU has, by a call that pays if there is enough left to look at.
    #[cfg(feature = "memchr")]
    if input.len() >= 2 * LONG {
        let end = memchr::memchr2(CR, LF, input).unwrap_or(input.len());
        work::count(end);
        return end - end % BLOCK;
    }
    // One comparison finds both, and two bytes between them, which are rare enough.
    const LONGER: usize = 4 * BLOCK;
    let mut skipped = 0;
    for blocks in input.chunks_exact(LONGER) {
        work::count(LONGER);
        let least = blocks.iter().fold(u8::MAX, |least, &byte| least.min(byte.wrapping_sub(LF)));
        if least <= CR - LF {
            break;
        }
        skipped += LONGER;
    }
    skipped
}

/// The ends of line in what lies behind the last whole block of an input: bit *n* is set if byte *n* is a CR or an LF.
#[inline(never)]
fn ends_of_line_in_tail(input: &[u8], tail: &[u8]) -> u64 {
    if let (Some(block), true) = (input.last_chunk(), tail.len() >= BLOCK / 4) {
        // The last 64 bytes there are end with it.
        return ends_of_line(block) >> (BLOCK - tail.len());
    }
    let Some(&last) = tail.last_chunk() else {
        work::count(tail.len());
        return tail.iter().rev().fold(0, |ends, &byte| ends << 1 | u64::from(is_end_of_line(byte)));
    };
    let mut ends = ends_of_line_in_row(last) << (tail.len() - ROW);
    for (n, row) in tail.chunks_exact(ROW).enumerate() {
        ends |= ends_of_line_in_row(row.first_chunk().copied().unwrap_or_default()) << (ROW * n);
    }
    ends
}

/// The bytes of a word.
const ROW: usize = size_of::<u64>();

/// The same for eight bytes, in a form that compilers leave alone: for so few, vectors don't pay.
#[inline(always)]
fn ends_of_line_in_row(row: [u8; ROW]) -> u64 {
    work::count(ROW);
    let row = u64::from_le_bytes(row);
    let ends = equal(row, LF) | equal(row, CR);
    // A sum of eight powers of two: each brings one of the bits to its place in the highest byte, and no two bits meet.
    ends.wrapping_mul(0x0002_0408_1020_4081) >> 56
}

/// The highest bit of each byte that is equal to this one.
#[inline(always)]
fn equal(row: u64, byte: u8) -> u64 {
    const ALL_BUT_HIGHEST: u64 = u64::from_ne_bytes([0x7F; ROW]);
    let different = row ^ u64::from_ne_bytes([byte; ROW]);
    !(((different & ALL_BUT_HIGHEST) + ALL_BUT_HIGHEST) | different | ALL_BUT_HIGHEST)
}

/// The ends of line in a whole block, in a form that compilers turn into vector instructions wherever there are some.
///
/// The block is taken as eight rows of eight bytes. A byte that ends a line becomes the power of two of its row, any other
/// one zero. All rows, one on top of the other, are eight bytes: each one is a column, and each bit of it a row. To have
/// them row by row, this square of bits is turned; blocks without an end of line leave before that.
#[inline(always)]
fn ends_of_line(&block: &[u8; BLOCK]) -> u64 {
    work::count(BLOCK);
    let columns = rows(block)
        .chunks_exact(ROW)
        .fold(0, |columns, row| columns | u64::from_le_bytes(row.first_chunk().copied().unwrap_or_default()));
    if columns == 0 { 0 } else { transpose(columns) }
}

/// For each byte that ends a line the power of two of its row, for any other one zero.
#[inline(always)]
fn rows(bytes: [u8; BLOCK]) -> [u8; BLOCK] {
    let mut rows = [0; BLOCK];
    for (n, (row, byte)) in rows.iter_mut().zip(bytes).enumerate() {
        *row = if is_end_of_line(byte) { 1 << (n / ROW) } else { 0 };
    }
    rows
}

/// Bit *n* of byte *m* becomes bit *m* of byte *n*: first in squares of two bits by two, then of four by four, then of eight.
#[inline(always)]
fn transpose(bits: u64) -> u64 {
    let bits = swap(bits, 7, 0x00AA_00AA_00AA_00AA);
    let bits = swap(bits, 14, 0x0000_CCCC_0000_CCCC);
    swap(bits, 28, 0x0000_0000_F0F0_F0F0)
}

/// Swaps each bit in `mask` with the one that is so many places above it.
#[inline(always)]
fn swap(bits: u64, distance: u32, mask: u64) -> u64 {
    let different = (bits ^ bits >> distance) & mask;
    bits ^ different ^ different << distance
}
