//! End of line: where a text's lines end, and how each next one begins.
//!
//! 9.2.5 has three ends of line: CRLF, a lone LF, a lone CR. A text that holds one can only be written as several lines,
//! each with its field name: this is what keeps a value from becoming a field, a comment or an event of its own.

use core::fmt;

/// How many bytes are looked at together: one bit for each in a [`u64`].
const BLOCK: usize = 64;

/// What has to be known between two pieces of one text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Lines {
    /// The last byte was a CR, so an LF right behind it belongs to the same end of line.
    after_cr: bool,
}

impl Lines {
    /// Writes the next piece of a text. `next_line` is what every end of line in it becomes: an LF, and what has to stand
    /// in front of the line that follows. An end of line is written at once, as it does not matter what comes next: if it
    /// is the text's last byte, then the text has an empty last line.
    #[inline(always)] // `next_line` is to be a constant there, copied without a call
    pub(super) fn write<W: fmt::Write + ?Sized>(
        &mut self,
        text: &str,
        next_line: &'static str,
        out: &mut W,
    ) -> fmt::Result {
        let bytes = text.as_bytes();
        // CRLF is one end of line, and its CR, in the piece before, has already been written as one.
        let mut line_start = usize::from(self.after_cr && bytes.first() == Some(&b'\n'));
        if let Some(&last) = bytes.last() {
            self.after_cr = last == b'\r';
        }

        for block_start in (0..bytes.len()).step_by(BLOCK) {
            let mut ends = ends_of_line(bytes, block_start);
            while ends != 0 {
                let end = block_start.wrapping_add(ends.trailing_zeros() as usize);
                ends &= ends.wrapping_sub(1);
                // The same within a piece: its LF is already behind us.
                if end < line_start {
                    continue;
                }
                out.write_str(text.get(line_start..end).ok_or(fmt::Error)?)?;
                out.write_str(next_line)?;
                line_start = end.wrapping_add(1);
                if bytes.get(end) == Some(&b'\r') && bytes.get(line_start) == Some(&b'\n') {
                    line_start = line_start.wrapping_add(1);
                }
            }
        }
        match text.get(line_start..) {
            Some("") => Ok(()),
            Some(rest) => out.write_str(rest),
            None => Err(fmt::Error),
        }
    }
}

/// Which of the [`BLOCK`] bytes of `text` from `start` on are a CR or LF: the lowest bit tells of the first.
#[inline]
fn ends_of_line(text: &[u8], start: usize) -> u64 {
    let rest = text.get(start..).unwrap_or_default();
    if let Some(block) = rest.first_chunk() {
        ends_of_line_in(block)
    } else if let Some(block) = text.last_chunk() {
        // So as to be whole, the last block begins before `start`.
        ends_of_line_in(block).wrapping_shr((BLOCK as u32).wrapping_sub(rest.len() as u32))
    } else if rest.len() < 16 {
        rest.iter().rev().fold(0, |ends, &byte| ends << 1 | u64::from(is_end_of_line(byte)))
    } else {
        let mut block = [0; BLOCK];
        block.iter_mut().zip(rest).for_each(|(to, &from)| *to = from);
        ends_of_line_in(&block)
    }
}

/// The same for a whole block, in a form that compiles to vector instructions on every target that has them.
///
/// Not inlined, as they would then be mixed with what is around them, and come out slower; so does a byte loop in
/// one step.
#[inline(never)]
fn ends_of_line_in(block: &[u8; BLOCK]) -> u64 {
    // Most blocks of a long line have no end of line, and to see that takes less.
    if block.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) == 0 {
        return 0;
    }
    let flags = block.map(|byte| u8::from(is_end_of_line(byte)));
    let mut ends = 0;
    for (eight, shift) in flags.chunks_exact(8).zip((0..).step_by(8)) {
        // Of eight bytes, each 0 or 1, the product has each in one bit of its highest byte, in the same order.
        let eight = eight.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        ends |= (eight.wrapping_mul(0x0102_0408_1020_4080) >> 56).wrapping_shl(shift);
    }
    ends
}

#[inline]
const fn is_end_of_line(byte: u8) -> bool {
    // With `||`, this would be a branch in each step of a loop.
    (byte == b'\n') | (byte == b'\r')
}
