//! Finds out whether a text has ends of line, and counts them.

use crate::end_of_line::is_end_of_line;

/// The size of a chunk, whose bytes are looked at together.
const CHUNK: usize = 64;

/// Returns a length from `start` on without an end of line: up to the end of most texts, else a number of whole chunks.
#[inline(always)]
pub(super) fn len_without_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let mut len = 0_usize;
    for chunk in rest.chunks_exact(CHUNK) {
        if has_end_of_line(chunk) {
            return len;
        }
        len = len.wrapping_add(CHUNK);
    }
    // The bytes after the last whole chunk are looked at as a whole chunk, too, with bytes from before them.
    let tail_has_end = match text.last_chunk::<CHUNK>() {
        Some(chunk) => has_end_of_line(chunk),
        None => has_end_of_line(rest),
    };
    if tail_has_end { len } else { rest.len() }
}

#[inline(always)]
fn has_end_of_line(bytes: &[u8]) -> bool {
    bytes.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) != 0
}

/// Counts the ends of line of a text in two ways.
#[derive(Default)]
pub(super) struct Count {
    /// Counts CRLF as one.
    pub(super) ends: usize,
    /// Counts CRLF as two.
    pub(super) bytes: usize,
}

/// Counts the ends of line in a text.
pub(super) fn count_ends_of_line(text: &[u8]) -> Count {
    // The counts of so many pairs of bytes fit in a `u8`.
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
