//! The ends of line in up to 64 bytes, as the bits of a `u64`.

#![expect(clippy::arithmetic_side_effects, reason = "lengths and shifts of at most 64")]

use super::CHUNK;
use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    work,
};

/// Returns the bits of the bytes after the last whole chunk of an input: bit *n* is set if byte *n* is a CR or an LF.
#[inline(never)]
pub(super) fn ends_of_line_in_tail(input: &[u8], tail: &[u8]) -> u64 {
    // Rows are faster than a chunk, but the CPU mispredicts whether a long input has so few bytes left.
    if tail.len() < 2 * ROW && input.len() < 3 * CHUNK {
        let (Some(&first), Some(&last)) = (tail.first_chunk(), tail.last_chunk()) else {
            work::count(tail.len());
            return tail.iter().rev().fold(0, |ends, &byte| ends << 1 | u64::from(is_end_of_line(byte)));
        };
        return ends_of_line_in_row(first) | ends_of_line_in_row(last) << (tail.len() - ROW);
    }
    if let Some(chunk) = input.last_chunk() {
        // The last 64 bytes of the input end with the tail.
        return ends_of_line(chunk) >> (CHUNK - tail.len());
    }
    if tail.len() < CHUNK / 2 { ends_of_line_in_halves::<16>(tail) } else { ends_of_line_in_halves::<32>(tail) }
}

/// Returns the bits of `N` to `2 * N` bytes: the first `N` and the last `N`, which may overlap, make one chunk.
#[inline(always)]
fn ends_of_line_in_halves<const N: usize>(bytes: &[u8]) -> u64 {
    let (Some(&first), Some(&last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else {
        // Not reached: there are at least `N` bytes.
        return 0;
    };
    let mut chunk = [0; CHUNK];
    for (place, &byte) in chunk.iter_mut().zip([first, last].as_flattened()) {
        *place = byte;
    }
    let ends = ends_of_line(&chunk);
    ends & ((1 << N) - 1) | ends >> N << (bytes.len() - N)
}

/// The number of bytes in a word.
pub(super) const ROW: usize = size_of::<u64>();

/// Returns the bits of eight bytes, in a form that compilers don't turn into vector instructions, which don't pay for so few.
#[inline(always)]
fn ends_of_line_in_row(row: [u8; ROW]) -> u64 {
    work::count(ROW);
    let row = u64::from_le_bytes(row);
    // The highest bit of each byte that ends a line.
    let ends = !(different(row, LF) & different(row, CR) | ALL_BUT_HIGHEST);
    // The factor is a sum of powers of two. Each of them moves one bit to its place in the highest byte, and no two bits meet.
    ends.wrapping_mul(0x0002_0408_1020_4081) >> 56
}

const ALL_BUT_HIGHEST: u64 = u64::from_ne_bytes([0x7F; ROW]);

/// Sets the highest bit of each byte of `row` that is not `byte`.
#[inline(always)]
fn different(row: u64, byte: u8) -> u64 {
    let different = row ^ u64::from_ne_bytes([byte; ROW]);
    ((different & ALL_BUT_HIGHEST) + ALL_BUT_HIGHEST) | different
}

/// Returns the bits of a whole chunk, in a form that compilers turn into vector instructions on CPUs that have them.
///
/// The chunk is eight rows of eight bytes. A byte that ends a line becomes 2 to the power of its row number, any other byte 0.
/// Combining all rows with *or* gives eight bytes: each byte is a column, and each bit of it a row. Transposing this square of
/// bits gives the bits row by row. Chunks without an end of line skip that step.
#[inline(always)]
pub(super) fn ends_of_line(&chunk: &[u8; CHUNK]) -> u64 {
    work::count(CHUNK);
    let columns = rows(chunk)
        .chunks_exact(ROW)
        .fold(0, |columns, row| columns | u64::from_le_bytes(row.first_chunk().copied().unwrap_or_default()));
    if columns == 0 { 0 } else { transpose(columns) }
}

/// Returns 2 to the power of its row number for each byte that ends a line, and 0 for any other byte.
#[inline(always)]
fn rows(bytes: [u8; CHUNK]) -> [u8; CHUNK] {
    let mut rows = [0; CHUNK];
    for (n, (row, byte)) in rows.iter_mut().zip(bytes).enumerate() {
        *row = if is_end_of_line(byte) { 1 << (n / ROW) } else { 0 };
    }
    rows
}

/// Moves bit *n* of byte *m* to bit *m* of byte *n*: first in squares of 2 × 2 bits, then of 4 × 4, then of 8 × 8.
#[inline(always)]
fn transpose(bits: u64) -> u64 {
    let bits = swap(bits, 7, 0x00AA_00AA_00AA_00AA);
    let bits = swap(bits, 14, 0x0000_CCCC_0000_CCCC);
    swap(bits, 28, 0x0000_0000_F0F0_F0F0)
}

/// Swaps each bit in `mask` with the one that is `distance` places above it.
#[inline(always)]
fn swap(bits: u64, distance: u32, mask: u64) -> u64 {
    let different = (bits ^ bits >> distance) & mask;
    bits ^ different ^ different << distance
}
