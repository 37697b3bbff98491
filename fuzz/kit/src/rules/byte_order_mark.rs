//! The byte order mark.

use super::{
    Rule,
    Section::{self, Parsing},
    rule,
};
use crate::anatomy::{Anatomy, BYTE_ORDER_MARK};

const SECTION: Section = Parsing;

fn with_mark(text: &[u8]) -> bool {
    text.windows(3).any(|window| window == BYTE_ORDER_MARK)
}

fn twice(a: &Anatomy<'_>) -> bool {
    a.stream().strip_prefix(BYTE_ORDER_MARK).is_some_and(|rest| rest.starts_with(BYTE_ORDER_MARK))
}

pub(super) static RULES: &[Rule] = &[
    rule(
        "bom",
        SECTION,
        [
            "One byte order mark (EF BB BF) at the start of the stream is dropped.",
            "Drop U+FEFF if it is the first character of the stream; else it becomes part of the first field's name.",
        ],
        |a| a.byte_order_mark,
        &[
            b"\xEF\xBB\xBFdata: x\n\n",
            b"\xEF\xBB\xBFid: 7\ndata: x\n\n",
            b"\xEF\xBB\xBF: hi\ndata: x\n\n",
            b"\xEF\xBB\xBFretry: 5\n\n",
        ],
    ),
    rule(
        "bom-before-line-end",
        SECTION,
        [
            "Only the byte order mark is dropped, not the line end directly behind it or anything else of its line.",
            "Drop three bytes and go on with the line behind them, which may be blank.",
        ],
        |a| a.byte_order_mark && a.lines.first().is_some_and(|line| line.is_blank()),
        &[b"\xEF\xBB\xBF\ndata: x\n\n", b"\xEF\xBB\xBF\rdata: x\n\n", b"\xEF\xBB\xBF\r\ndata: x\n\n", b"\xEF\xBB\xBF"],
    ),
    rule(
        "bom-in-value",
        SECTION,
        [
            "U+FEFF in a value is a character like any other.",
            "Drop it at the start of the stream only; `trim` of some languages takes it for white space, and so do some decoders at the start of each piece.",
        ],
        |a| a.any_value(with_mark),
        &[
            b"data: \xEF\xBB\xBFx\n\n",
            b"data:\xEF\xBB\xBFx\n\n",
            b"data: x\xEF\xBB\xBF\n\n",
            b"data: a\xEF\xBB\xBFb\n\n",
            b"event: \xEF\xBB\xBFt\nid: \xEF\xBB\xBF7\ndata: x\n\n",
            b"retry: \xEF\xBB\xBF5\n\n",
        ],
    ),
    rule(
        "bom-later",
        SECTION,
        [
            "A byte order mark anywhere but at the start of the stream is not dropped: before a field name it makes the name unknown.",
            "Look for it at byte 0 of the stream only, not at the start of lines, events or chunks.",
        ],
        |a| {
            a.lines.iter().skip(usize::from(!twice(a))).any(|line| with_mark(line.name))
                || a.stream().starts_with(b" \xEF\xBB\xBF")
        },
        &[
            b"data: x\n\n\xEF\xBB\xBFdata: y\n\n",
            b"data: x\n\xEF\xBB\xBFdata: y\n\n",
            b"\n\xEF\xBB\xBFdata: x\n\ndata: y\n\n",
            b"\xEF\xBB\xBFdata: x\n\n\xEF\xBB\xBFdata: y\n\n",
        ],
    ),
    rule(
        "bom-twice",
        SECTION,
        [
            "Only one byte order mark is dropped: a second one is part of the first field's name.",
            "Drop it once; mind that the UTF-8 decoder may already have dropped one.",
        ],
        twice,
        &[
            b"\xEF\xBB\xBF\xEF\xBB\xBFdata: x\n\ndata: y\n\n",
            b"\xEF\xBB\xBF\xEF\xBB\xBF: hi\n\ndata: y\n\n",
            b"\xEF\xBB\xBF\xEF\xBB\xBF\xEF\xBB\xBFdata: x\n\n",
        ],
    ),
    rule(
        "bom-incomplete",
        SECTION,
        [
            "The first bytes of a byte order mark without the rest are not dropped; they are part of the first field's name.",
            "Compare all three bytes before dropping any.",
        ],
        |a| {
            !a.byte_order_mark
                && (a.stream().starts_with(b"\xEF")
                    || a.stream().starts_with(b"\xBB")
                    || a.stream().starts_with(b"\xFE\xFF")
                    || a.stream().starts_with(b"\xFF\xFE"))
        },
        &[
            b"\xEF\xBBdata: x\n\ndata: y\n\n",
            b"\xEFdata: x\n\ndata: y\n\n",
            b"\xEF\xBB\n\ndata: y\n\n",
            b"\xFE\xFFdata: x\n\ndata: y\n\n",
            b"\xEF\xBC\xBFdata: x\n\ndata: y\n\n",
        ],
    ),
];
