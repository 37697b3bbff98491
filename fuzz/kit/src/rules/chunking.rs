//! Chunks: the places where a stream is cut make no difference.
//!
//! The standard speaks of one stream of characters and never of chunks, so these rules follow from its sections on decoding and
//! parsing. A case counts for one of these rules only if the same stream in one chunk is read correctly.

use super::{
    Rule,
    Section::{self, Parsing, Utf8},
    rule,
};
use crate::anatomy::{Anatomy, BYTE_ORDER_MARK};

const SECTION: Section = Parsing;

fn line_end(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| b"\r\n".contains(byte))
}

/// Returns whether the cut is at the start of a line, with bytes on both sides.
fn at_a_line(before: &[u8], after: &[u8]) -> bool {
    line_end(before.last()) && !after.is_empty() && !in_crlf(before, after)
}

fn in_crlf(before: &[u8], after: &[u8]) -> bool {
    before.ends_with(b"\r") && after.starts_with(b"\n")
}

fn in_a_line(before: &[u8], after: &[u8]) -> bool {
    !before.is_empty() && !after.is_empty() && !line_end(before.last()) && !in_a_character(before, after)
}

/// Returns the bytes of the line before the cut.
fn line_so_far(before: &[u8]) -> &[u8] {
    before.rsplit(|byte| b"\r\n".contains(byte)).next().unwrap_or_default()
}

fn in_a_name(before: &[u8], after: &[u8]) -> bool {
    in_a_line(before, after) && !line_so_far(before).contains(&b':')
}

fn after_a_colon(before: &[u8], after: &[u8]) -> bool {
    in_a_line(before, after)
        && line_so_far(before)
            .iter()
            .position(|&byte| byte == b':')
            .is_some_and(|at| at + 1 == line_so_far(before).len())
}

fn in_a_character(before: &[u8], after: &[u8]) -> bool {
    after.first().is_some_and(|byte| (0x80..0xC0).contains(byte)) && before.last().is_some_and(|byte| !byte.is_ascii())
}

fn in_the_mark(before: &[u8], after: &[u8]) -> bool {
    !before.is_empty()
        && before.len() < 3
        && BYTE_ORDER_MARK.starts_with(before)
        && after.starts_with(&BYTE_ORDER_MARK[before.len()..])
}

/// Returns whether the cut is directly before a byte order mark that isn't at the start of the stream, or within it: a decoder
/// of characters returns it in one piece.
fn before_a_late_mark(before: &[u8], after: &[u8]) -> bool {
    (0..BYTE_ORDER_MARK.len()).any(|held| {
        let (start, rest) = BYTE_ORDER_MARK.split_at(held);
        before.len() > held && before.ends_with(start) && after.starts_with(rest)
    })
}

fn in_a_blank_line(before: &[u8], after: &[u8]) -> bool {
    at_a_line(before, after) && line_end(after.first())
}

fn at_a_block(before: &[u8], after: &[u8]) -> bool {
    !after.is_empty()
        && [&b"\n\n"[..], b"\r\r", b"\n\r", b"\n\r\n", b"\r\r\n"].iter().any(|blank| before.ends_with(blank))
        && !in_crlf(before, after)
}

fn cut_short(a: &Anatomy<'_>) -> bool {
    // A character without its rest, at the end of a chunk.
    a.any_cut(|before, after| {
        std::str::from_utf8(before).is_err_and(|error| error.error_len().is_none())
            && after.first().is_some_and(u8::is_ascii)
    })
}

/// The rules about cuts at ordinary places.
pub(crate) const ANYWHERE: [&str; 4] =
    ["chunk-between-events", "chunk-between-lines", "chunk-before-blank-line", "chunk-in-line"];

pub(super) static RULES: &[Rule] = &[
    rule(
        "chunk-between-events",
        SECTION,
        [
            "A stream may be cut between two events.",
            "Keep the parser's state from one chunk to the next, and handle all events of a chunk.",
        ],
        |a| a.any_cut(at_a_block),
        &[b"data: x\n\n|data: y\n\n", b"id: 7\ndata: x\n\n|data: y\n\n", b"data: x\r\n\r\n|data: y\r\n\r\n"],
    ),
    rule(
        "chunk-between-lines",
        SECTION,
        [
            "A stream may be cut between two lines of an event.",
            "Keep the data, event type and ID buffers from one chunk to the next.",
        ],
        |a| a.any_cut(|before, after| at_a_line(before, after) && !at_a_block(before, after)),
        &[b"data: x\n|data: y\n\n", b"event: t\n|data: x\n\n", b"id: 7\n|data: x\n\n", b"data: x\r\n|data: y\r\n\r\n"],
    ),
    rule(
        "chunk-before-blank-line",
        SECTION,
        [
            "A stream may be cut between the end of a line and the blank line behind it.",
            "Look for blank lines line by line, not for two line ends within one chunk.",
        ],
        |a| a.any_cut(in_a_blank_line),
        &[b"data: x\n|\n", b"data: x\r\n|\r\n", b"data: x\n|\ndata: y\n|\n"],
    ),
    rule(
        "chunk-in-line",
        SECTION,
        [
            "A stream may be cut within a line.",
            "Keep an unfinished line until its end comes; a chunk's end is no end of line.",
        ],
        |a| a.any_cut(in_a_line),
        &[
            b"data: x|y\n\n",
            b"data: hel|lo\ndata: wor|ld\n\n",
            b"data: x|\n\n",
            b"id: 7|8\nevent: a|b\nretry: 1|0\ndata: x\n\n",
        ],
    ),
    rule(
        "chunk-after-colon",
        SECTION,
        [
            "A stream may be cut between the colon and the space behind it.",
            "Remember that the next character may be the one space to drop.",
        ],
        |a| a.any_cut(after_a_colon),
        &[b"data:| x\n\n", b"data:|x\n\n", b"data:|  x\n\n", b"data:|\n\n", b"data: a:| b\n\n"],
    ),
    rule(
        "chunk-in-field-name",
        SECTION,
        [
            "A stream may be cut within a field name, or between the name and its colon.",
            "Compare the name when the colon or the line's end has come, not piece by piece.",
        ],
        |a| a.any_cut(in_a_name),
        &[
            b"da|ta: x\n\n",
            b"data|: x\n\n",
            b"d|a|t|a|: x\n\n",
            b"dat|\ndata|x\ndata: y\n\n",
            b"i|d: 7\nev|ent: t\nre|try: 5\ndata: x\n\n",
        ],
    ),
    rule(
        "chunk-in-comment",
        SECTION,
        [
            "A stream may be cut within a comment: what follows still belongs to it.",
            "Remember that the line is a comment until its end has come.",
        ],
        |a| a.any_cut(|before, after| in_a_line(before, after) && line_so_far(before).starts_with(b":")),
        &[b":|data: x\ndata: y\n\n", b": hi |data: x\ndata: y\n\n", b": |\ndata: x\n\n"],
    ),
    rule(
        "chunk-in-ignored-line",
        SECTION,
        [
            "A stream may be cut within a line that is ignored: what follows still belongs to it.",
            "Remember that the line's name is unknown until its end has come.",
        ],
        |a| {
            a.any_cut(|before, after| {
                let so_far = line_so_far(before);
                in_a_line(before, after)
                    && !so_far.is_empty()
                    && !so_far.starts_with(b":")
                    && !["data", "event", "id", "retry"]
                        .iter()
                        .any(|name| name.as_bytes().starts_with(so_far) || so_far.starts_with(name.as_bytes()))
            })
        },
        &[b"foo: |data: x\ndata: y\n\n", b"foo|data: x\ndata: y\n\n", b"x|data: x\ndata: y\n\n"],
    ),
    rule(
        "utf8-split",
        Utf8,
        [
            "A character of several bytes may be cut anywhere.",
            "Decode complete lines, or use a streaming decoder that keeps the beginning of a character for the next chunk.",
        ],
        |a| a.any_cut(in_a_character),
        &[
            b"data: \xC3|\xA4\n\n",
            b"data: \xE2|\x82|\xAC\n\n",
            b"data: \xF0\x9F|\x98\x80\n\n",
            b"data: \xF0|\x9F|\x98|\x80\n\n",
            b"event: \xC3|\xA4\nid: \xC3|\xA4\ndata: x\n\n",
        ],
    ),
    rule(
        "utf8-truncated-at-chunk-end",
        Utf8,
        [
            "A character at the end of a chunk that the next chunk doesn't go on with becomes U+FFFD, and the byte that follows counts.",
            "Finish the pending character with one U+FFFD, and look at the next byte again.",
        ],
        cut_short,
        &[b"data: \xE2\x82|\n\n", b"data: \xC3|x\n\n", b"data: \xF0\x9F|\ndata: x\n\n"],
    ),
    rule(
        "cr-at-chunk-end",
        SECTION,
        [
            "A CR at the end of a chunk ends its line; what follows in the next chunk is another line.",
            "Remember that the last byte was a CR; skip the next byte only if it is an LF.",
        ],
        |a| a.any_cut(|before, after| before.ends_with(b"\r") && !after.is_empty() && !after.starts_with(b"\n")),
        &[b"data: x\r|data: y\n\n", b"data: x\r|\rdata: y\n\n", b"data: x\r\r|data: y\n\n", b"retry: 5\r|data: x\n\n"],
    ),
    rule(
        "crlf-split",
        SECTION,
        [
            "CR LF is one end of line, also if it is cut between the two.",
            "Remember across chunks that the last byte was a CR, and skip an LF at the start of the next chunk.",
        ],
        |a| a.any_cut(in_crlf),
        &[
            b"data: x\r|\ndata: y\r\n\r\n",
            b"data: x\r\n\r|\ndata: y\r\n\r\n",
            b"data: x\r|\n\r|\n",
            b"event: t\r|\ndata: x\n\n",
        ],
    ),
    rule(
        "bom-split",
        SECTION,
        [
            "A byte order mark may be cut after its first or second byte.",
            "Wait for three bytes before deciding about the byte order mark.",
        ],
        |a| a.any_cut(in_the_mark),
        &[
            b"\xEF|\xBB\xBFdata: x\n\n",
            b"\xEF\xBB|\xBFdata: x\n\n",
            b"\xEF|\xBB|\xBFdata: x\n\n",
            b"\xEF|\xBB|\xBF|id: 7\ndata: x\n\n",
        ],
    ),
    rule(
        "bom-incomplete-split",
        SECTION,
        [
            "The first bytes of a byte order mark that the next chunk doesn't complete are part of the first line.",
            "Keep the bytes that were held back, and parse them with what follows.",
        ],
        |a| {
            a.any_cut(|before, after| {
                !before.is_empty()
                    && before.len() < 3
                    && BYTE_ORDER_MARK.starts_with(before)
                    && !in_the_mark(before, after)
            })
        },
        &[b"\xEF|data: x\n\ndata: y\n\n", b"\xEF\xBB|data: x\n\ndata: y\n\n", b"\xEF|\xBBdata: x\n\ndata: y\n\n"],
    ),
    rule(
        "bom-at-chunk-start",
        SECTION,
        [
            "A byte order mark at the start of a later chunk is not dropped.",
            "Look for it at the start of the stream only; a decoder that is made anew for each chunk drops one each time.",
        ],
        |a| a.any_cut(before_a_late_mark),
        &[
            b"data: x\n\n|\xEF\xBB\xBFdata: y\n\n",
            b"data: |\xEF\xBB\xBFx\n\n",
            b"\xEF\xBB\xBF|\xEF\xBB\xBFdata: x\n\ndata: y\n\n",
            b"\n|\xEF\xBB\xBFdata: x\n\ndata: y\n\n",
        ],
    ),
    rule(
        "empty-chunk",
        SECTION,
        [
            "An empty chunk changes nothing, and is not the end of the stream.",
            "Return at once when there is nothing to parse.",
        ],
        |a| a.any_empty_chunk(|_, _| true),
        &[b"data: x||\n\n", b"data: x\n||\n", b"data: x\n\n||data: y\n\n", b"data: x\n\n|", b"||data: x\n\n"],
    ),
    rule(
        "crlf-split-by-empty-chunk",
        SECTION,
        [
            "An empty chunk between CR and LF doesn't make two line ends of them.",
            "Leave the note that the last byte was a CR alone when a chunk is empty.",
        ],
        |a| a.any_empty_chunk(in_crlf),
        &[b"data: x\r||\ndata: y\n\n", b"data: x\r\n\r||\ndata: y\n\n", b"data: x\r|||\n\r\n"],
    ),
    rule(
        "bom-after-empty-chunk",
        SECTION,
        [
            "Empty chunks before or within a byte order mark change nothing: it still stands at the start of the stream.",
            "Count bytes, not chunks, to know whether the stream has started.",
        ],
        |a| a.byte_order_mark && a.any_empty_chunk(|before, _| before.len() < 3),
        &[b"|\xEF\xBB\xBFdata: x\n\n", b"||\xEF\xBB\xBFdata: x\n\n", b"\xEF||\xBB\xBFdata: x\n\n"],
    ),
];
