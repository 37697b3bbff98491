//! Ends of line, counted: how many a text has, and whether it has one at all.

use crate::end_of_line::is_end_of_line;

/// How many bytes are looked at together.
const BLOCK: usize = 64;

/// How much of `text` lies from `start` on in blocks without an end of line: most of a long line, and all of most texts.
#[inline(always)]
pub(super) fn len_without_end(text: &[u8], start: usize) -> usize {
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
