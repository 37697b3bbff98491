//! Ends of line: where they are in a text. Both a CR and an LF is one here; that CRLF is a single one, others see to.

use crate::end_of_line::FAST;

/// How many bytes are looked at together: one bit for each in a [`u64`].
const BLOCK: usize = 64;

/// For how many blocks at once the ends of line are looked up.
const BLOCKS: usize = 16;

/// The ends of line in a text, looked up for a stretch of it at a time.
///
/// In a stretch each byte has a bit, and whatever byte a line begins with, the next 64 bits are put together in a few
/// steps, without a loop and without a branch that depends on how long lines are. Where lines differ in length, as they
/// do, a processor would guess such branches wrong, and that takes longer than all the rest.
pub(super) struct EndsOfLine<'t> {
    text: &'t [u8],
    /// Where the stretch begins.
    start: usize,
    /// How many bytes of it a search may start from. Not those of its last block, behind which nothing is known yet,
    /// unless the text ends there.
    len: usize,
    /// The bits of each block, the lowest one for the first byte. Behind the text there are none, nor in the last element.
    bits: [u64; BLOCKS + 1],
}

impl<'t> EndsOfLine<'t> {
    #[inline]
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, start: 0, len: 0, bits: [0; BLOCKS + 1] }
    }

    /// Where the first CR or LF is at `from` or behind it. `from` never goes back.
    #[inline(always)]
    pub(super) fn first_from(&mut self, mut from: usize) -> Option<usize> {
        if !FAST {
            return first_from_bytewise(self.text, from);
        }
        loop {
            if from.wrapping_sub(self.start) >= self.len {
                from = from.wrapping_add(len_without_end(self.text, from));
                if from >= self.text.len() {
                    return None;
                }
                self.look_up(from);
            }
            let bits = self.bits_from(from.wrapping_sub(self.start));
            if bits != 0 {
                return Some(from.wrapping_add(bits.trailing_zeros() as usize));
            }
            from = from.wrapping_add(BLOCK);
        }
    }

    /// The bits of as many bytes as a block has, from any byte of the stretch on.
    #[inline(always)]
    fn bits_from(&self, offset: usize) -> u64 {
        let shift = (offset % BLOCK) as u32;
        match self.bits.get(offset / BLOCK % BLOCKS..) {
            // `!shift` is 63 less `shift`, as far as it counts.
            Some([low, high, ..]) => low.wrapping_shr(shift) | (high << 1).wrapping_shl(!shift),
            _ => 0,
        }
    }

    /// Lets a stretch begin at `start`.
    #[inline(never)]
    fn look_up(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        let mut blocks = rest.chunks_exact(BLOCK);
        let mut bits = self.bits.iter_mut().take(BLOCKS);
        for (block, bits) in blocks.by_ref().zip(bits.by_ref()) {
            *bits = block.first_chunk().map_or(0, columns);
        }
        self.start = start;
        self.len = (BLOCKS - 1) * BLOCK;
        if let Some(last) = bits.next() {
            let mut block = [0; BLOCK];
            block.iter_mut().zip(blocks.remainder()).for_each(|(to, &from)| *to = from);
            *last = columns(&block);
            bits.for_each(|bits| *bits = 0);
            self.len = rest.len();
        }
        // In a loop of its own, which compiles to vector instructions.
        for bits in &mut self.bits {
            *bits = transposed(*bits);
        }
    }
}

/// The same in the obvious way, and in a tenth of the code: for small CPUs.
#[inline(always)]
fn first_from_bytewise(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let before = rest.iter().position(|&byte| is_end_of_line(byte))?;
    Some(from.wrapping_add(before))
}

/// The ends of line in a block, in the order that takes the least work: bit *m* of byte *n* is for byte 8 *m* + *n*.
///
/// This and all other loops over a block have no exit and no branch within, so they compile to vector instructions on
/// every target that has them.
#[inline(always)]
fn columns(block: &[u8; BLOCK]) -> u64 {
    let mut bits = [0; BLOCK];
    for (n, (bit, &byte)) in bits.iter_mut().zip(block).enumerate() {
        *bit = if is_end_of_line(byte) { 1 << (n / 8) } else { 0 };
    }
    let rows = bits.chunks_exact(8);
    rows.fold(0, |columns, row| columns | row.first_chunk().map_or(0, |&row| u64::from_le_bytes(row)))
}

/// The bits in the order of the bytes: as in a square of 8 × 8, bit *m* of byte *n* and bit *n* of byte *m* change places.
/// That takes three steps: in squares of 2 × 2, then these in those of 4 × 4, and these in the whole.
#[inline(always)]
const fn transposed(mut square: u64) -> u64 {
    let swap = (square ^ (square >> 7)) & 0x00aa_00aa_00aa_00aa;
    square ^= swap ^ (swap << 7);
    let swap = (square ^ (square >> 14)) & 0x0000_cccc_0000_cccc;
    square ^= swap ^ (swap << 14);
    let swap = (square ^ (square >> 28)) & 0x0000_0000_f0f0_f0f0;
    square ^ swap ^ (swap << 28)
}

/// How much of `text` lies from `start` on in blocks without an end of line: most of a long line, and all of most texts.
#[inline(always)]
fn len_without_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut len = 0_usize;
    for block in rest.chunks_exact(BLOCK) {
        if has_end_of_line(block) {
            return len;
        }
        len = len.wrapping_add(BLOCK);
    }
    // What is left is looked at as a whole block, too, with bytes of the one before.
    let tail_has_end = match text.last_chunk::<BLOCK>() {
        Some(block) => has_end_of_line(block),
        None => has_end_of_line(rest),
    };
    if tail_has_end { len } else { rest.len() }
}

#[inline(always)]
fn has_end_of_line(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) != 0
}

/// How many ends of line a text has.
#[derive(Default)]
pub(super) struct Count {
    /// With CRLF as one.
    pub(super) ends: usize,
    /// With CRLF as two.
    pub(super) bytes: usize,
}

/// Counts the ends of line in a text.
pub(super) fn count_ends_of_line(text: &[u8]) -> Count {
    // Of as many pairs of bytes a `u8` can hold the count.
    const PAIRS: usize = 224;
    let text = text.get(len_without_end(text, 0)..).unwrap_or_default();
    let Some((&last, all_but_last)) = text.split_last() else { return Count::default() };
    let followers = text.get(1..).unwrap_or_default();
    let mut bytes = usize::from(is_end_of_line(last));
    let mut pairs = 0_usize;
    for (firsts, seconds) in all_but_last.chunks(PAIRS).zip(followers.chunks(PAIRS)) {
        let (mut bytes_here, mut pairs_here) = (0_u8, 0_u8);
        for (&first, &second) in firsts.iter().zip(seconds) {
            bytes_here = bytes_here.wrapping_add(u8::from(is_end_of_line(first)));
            pairs_here = pairs_here.wrapping_add(u8::from((first == b'\r') & (second == b'\n')));
        }
        bytes = bytes.wrapping_add(usize::from(bytes_here));
        pairs = pairs.wrapping_add(usize::from(pairs_here));
    }
    Count { ends: bytes.wrapping_sub(pairs), bytes }
}

#[inline]
const fn is_end_of_line(byte: u8) -> bool {
    // With `||`, this would be a branch in each step of a loop.
    (byte == b'\n') | (byte == b'\r')
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::vec;

    use super::{EndsOfLine, first_from_bytewise};

    #[test]
    fn bytewise_finds_the_same() {
        for len in [0, 1, 2, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025, 1100, 2200] {
            for distance in [1, 2, 3, 7, 63, 64, 65, 200, 1024, usize::MAX] {
                let mut text = vec![b'x'; len];
                text.iter_mut().step_by(distance).for_each(|byte| *byte = b'\n');
                text.iter_mut().skip(distance / 2).step_by(distance).for_each(|byte| *byte = b'\r');
                let mut ends = EndsOfLine::new(&text);
                for from in 0..=len {
                    assert_eq!(ends.first_from(from), first_from_bytewise(&text, from), "{len}, {distance}, {from}");
                }
            }
        }
    }
}
