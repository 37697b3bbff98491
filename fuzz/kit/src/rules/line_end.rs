//! The bytes that end a line, and those that don't.

use super::{Rule, Section::Parsing, rule};
use crate::anatomy::{Anatomy, LineEnd};

fn has(a: &Anatomy<'_>, sequences: &[&[u8]]) -> bool {
    sequences.iter().any(|sequence| a.stream().windows(sequence.len()).any(|window| window == *sequence))
}

fn ends(a: &Anatomy<'_>, line_end: LineEnd) -> bool {
    a.any_line(|line| line.line_end == line_end)
}

pub(super) static RULES: &[Rule] = &[
    rule(
        "line-end-crlf",
        Parsing,
        [
            "CR LF ends a line, and is one end, not two.",
            "Accept CR LF as an end of line; neither CR nor LF of it belongs to the value or makes a blank line.",
        ],
        |a| ends(a, LineEnd::CrLf),
        &[
            b"data: x\r\n\r\n",
            b"data: x\r\ndata: y\r\n\r\n",
            b"event: t\r\nid: 7\r\nretry: 5\r\ndata: x\r\n\r\ndata: y\r\n\r\n",
        ],
    ),
    rule(
        "line-end-cr",
        Parsing,
        ["A CR alone ends a line.", "Accept CR that no LF follows as an end of line."],
        |a| ends(a, LineEnd::Cr),
        &[
            b"data: x\r\r:",
            b"data: x\rdata: y\r\r:",
            b"event: t\rid: 7\rretry: 5\rdata: x\r\r:",
            b"data: x\r\rdata: y\r\r:",
        ],
    ),
    rule(
        "line-end-mixed",
        Parsing,
        [
            "The ends of line may change from line to line.",
            "Look for all three ends of line at every line; don't settle for the first one seen.",
        ],
        |a| [LineEnd::Lf, LineEnd::CrLf, LineEnd::Cr].iter().filter(|line_end| ends(a, **line_end)).count() > 1,
        &[
            b"data: x\r\n\n",
            b"data: x\n\r\n",
            b"data: a\r\ndata: b\ndata: c\rdata: d\n\n",
            b"data: x\r\n\r\ndata: y\n\n",
        ],
    ),
    rule(
        "lf-cr",
        Parsing,
        [
            "LF CR is two ends of line: only CR followed by LF is one.",
            "Skip an LF behind a CR, never a CR behind an LF.",
        ],
        |a| {
            has(a, &[b"\n\r"])
                && a.lines.windows(2).any(|pair| {
                    pair[0].line_end != LineEnd::Cr && pair[1].is_blank() && pair[1].line_end == LineEnd::Cr
                })
        },
        &[b"data: x\n\rdata: y\n\n", b"data: x\n\r: hi\n"],
    ),
    rule(
        "cr-cr-lf",
        Parsing,
        [
            "CR CR LF is two ends of line: CR, and CR LF.",
            "Swallow an LF only if the byte directly before it was a CR, and only one.",
        ],
        |a| has(a, &[b"\r\r\n", b"\r\n\n"]),
        &[b"data: x\r\r\ndata: y\n\n", b"data: x\r\n\ndata: y\n\n"],
    ),
    rule(
        "cr-at-end-of-stream",
        Parsing,
        [
            "A CR ends its line at once, also when it is the last byte of the stream.",
            "Don't wait for the byte behind a CR before ending the line; remember the CR, and skip an LF if one comes first.",
        ],
        |a| a.stream().ends_with(b"\r"),
        &[b"data: x\r\r", b"data: x\n\r", b"data: x\r\n\r", b"retry: 5\r", b"id: 7\r\r"],
    ),
    rule(
        "vt-and-ff-are-no-line-ends",
        Parsing,
        [
            "VT, FF and the information separators U+001C to U+001E are characters like any other; they end no line.",
            "Split at CR, LF and CR LF only; functions like `splitlines` split at more.",
        ],
        |a| has(a, &[b"\x0B", b"\x0C", b"\x1C", b"\x1D", b"\x1E"]),
        &[
            b"data: a\x0Bb\n\n",
            b"data: a\x0Cb\n\n",
            b"data: a\x1Cb\n\n",
            b"data: a\x1Db\x1Ec\n\n",
            b"data: x\n\x0C\ndata: y\n\n",
            b"event: a\x0Bb\nid: a\x0Cb\ndata: x\n\n",
        ],
    ),
    rule(
        "nel-is-no-line-end",
        Parsing,
        [
            "U+0085 NEXT LINE is a character like any other; it ends no line.",
            "Split at CR, LF and CR LF only; Unicode-aware functions split at more.",
        ],
        |a| has(a, &[b"\xC2\x85"]),
        &[b"data: a\xC2\x85b\n\n", b"data: a\xC2\x85data: b\n\n", b"id: a\xC2\x85b\ndata: x\n\n"],
    ),
    rule(
        "u2028-is-no-line-end",
        Parsing,
        [
            "U+2028 LINE SEPARATOR and U+2029 PARAGRAPH SEPARATOR are characters like any other; they end no line.",
            "Split at CR, LF and CR LF only; Unicode-aware functions (and `$` or `.` of some regular expressions) see more line ends.",
        ],
        |a| has(a, &[b"\xE2\x80\xA8", b"\xE2\x80\xA9"]),
        &[
            b"data: a\xE2\x80\xA8b\n\n",
            b"data: a\xE2\x80\xA9b\n\n",
            b"data: a\xE2\x80\xA8data: b\n\n",
            b"event: a\xE2\x80\xA8b\nid: a\xE2\x80\xA9b\ndata: x\n\n",
        ],
    ),
];
