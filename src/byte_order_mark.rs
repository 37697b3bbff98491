//! The byte order mark: one at the start of each response body is dropped.
//!
//! > Encoding, ["UTF-8 decode"](https://encoding.spec.whatwg.org/#utf-8-decode): three bytes EF BB BF at the start of the
//! > stream are dropped; anywhere else they are U+FEFF, a character like any other.

const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

pub(crate) enum Outcome {
    /// The input ended too early to decide.
    Undecided,
    /// There was a byte order mark, and it has been read.
    Skipped,
    /// There is no byte order mark.
    Absent,
    /// There is no byte order mark, but earlier inputs had its first bytes. The first line begins with them. No field name
    /// does, so the line must be ignored.
    Broken,
}

/// Skips the byte order mark, of which earlier inputs had `matched` bytes. Returns how many bytes of `input` were read.
#[inline]
pub(crate) fn skip(input: &[u8], matched: &mut u8) -> (usize, Outcome) {
    let matched_before = *matched;
    for (at, &byte) in input.iter().enumerate() {
        match BYTE_ORDER_MARK.get(usize::from(*matched)) {
            Some(&expected) if expected == byte => *matched = matched.saturating_add(1),
            Some(_) if matched_before == 0 => return (0, Outcome::Absent),
            Some(_) => return (at, Outcome::Broken),
            None => return (at, Outcome::Skipped),
        }
    }
    let outcome = if usize::from(*matched) == BYTE_ORDER_MARK.len() { Outcome::Skipped } else { Outcome::Undecided };
    (input.len(), outcome)
}
