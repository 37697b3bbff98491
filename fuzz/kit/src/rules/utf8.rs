//! From bytes to text.

use super::{Rule, Section::Utf8, rule};
use crate::anatomy::Anatomy;

fn valid(a: &Anatomy<'_>) -> bool {
    std::str::from_utf8(a.stream()).is_ok()
}

/// Returns the invalid bytes and the bytes after them, for each place where decoding fails.
fn errors<'a>(a: &Anatomy<'a>) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let mut rest = a.stream();
    core::iter::from_fn(move || {
        let error = std::str::from_utf8(rest).err()?;
        let length = error.error_len().unwrap_or(rest.len() - error.valid_up_to());
        let (bad, after) = rest[error.valid_up_to()..].split_at(length);
        rest = after;
        Some((bad, after))
    })
}

pub(super) static RULES: &[Rule] = &[
    rule(
        "utf8-four-bytes",
        Utf8,
        [
            "Characters beyond U+FFFF take four bytes, and are characters like any other.",
            "Check for decoders that stop at three bytes, and for halves of surrogate pairs.",
        ],
        |a| String::from_utf8_lossy(a.stream()).chars().any(|c| c > '\u{FFFF}'),
        &[b"data: \xF0\x9F\x98\x80\n\n", b"data: \xF4\x8F\xBF\xBF\n\n", b"id: \xF0\x9F\x98\x80\ndata: x\n\n"],
    ),
    rule(
        "utf8-noncharacter",
        Utf8,
        [
            "Noncharacters such as U+FFFE, private characters and U+FFFD itself are valid UTF-8.",
            "Hand them out as they are.",
        ],
        |a| {
            std::str::from_utf8(a.stream()).is_ok_and(|text| {
                text.chars()
                    .any(|c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}'..='\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}'))
            })
        },
        &[b"data: \xEF\xBF\xBE\xEF\xBF\xBF\n\n", b"data: \xEF\xBF\xBD\n\n", b"data: \xEE\x80\x80\n\n"],
    ),
    rule(
        "utf8-invalid",
        Utf8,
        [
            "Bytes that are not UTF-8 become U+FFFD; they are no error.",
            "Decode with replacement, never with an error, and don't drop the bytes, the event or the stream.",
        ],
        |a| !valid(a),
        &[
            b"data: \xFF\n\n",
            b"data: a\x80b\n\n",
            b"event: a\xFFb\nid: a\xFFb\ndata: x\n\n",
            b": \xFF\ndata: x\n\n",
            b"data\xFF: x\ndata: y\n\n",
        ],
    ),
    rule(
        "utf8-maximal-subpart",
        Utf8,
        [
            "A character that is cut off becomes one U+FFFD; every byte that can't begin or go on with a character becomes one of its own.",
            "Use a decoder that follows the Encoding Standard (one U+FFFD per maximal subpart), instead of one per byte or one for several.",
        ],
        |a| errors(a).any(|(bad, after)| bad.len() > 1 || after.first().is_some_and(|next| !next.is_ascii())),
        &[
            b"data: \xE2\x82A\n\n",
            b"data: \xF0\x9F\x98A\n\n",
            b"data: \xC0\xAF\n\n",
            b"data: \xED\xA0\x80\n\n",
            b"data: \xF4\x90\x80\x80\n\n",
            b"data: \xE0\x80\xAF\n\n",
            b"data: \xE2\x82\xE2\x82\xAC\n\n",
        ],
    ),
    rule(
        "utf8-truncated-before-line-end",
        Utf8,
        [
            "A character that is cut off by an end of line doesn't swallow it: the line ends there.",
            "End the line at CR or LF whatever stands before it; find lines first, or use a decoder that doesn't consume the byte after a bad sequence.",
        ],
        |a| {
            errors(a).any(|(bad, after)| {
                bad[0] >= 0xC2 && bad[0] < 0xF5 && after.first().is_some_and(|next| b"\r\n".contains(next))
            })
        },
        &[
            b"data: \xE2\x82\n\n",
            b"data: \xC3\n\n",
            b"data: \xF0\x9F\x98\ndata: x\n\n",
            b"data: \xC3\r\n\r\n",
            b"data: \xE2\ndata: x\n\n",
            b"data: \xE2\x82\r\r: hi\n",
        ],
    ),
];
