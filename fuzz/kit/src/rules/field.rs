//! Field names, the colon, and the space after it.

use super::{Rule, Section::Interpreting, rule};
use crate::anatomy::Line;

/// White space that languages often trim, apart from the space.
const WHITE_SPACE: &[&[u8]] =
    &[b"\t", b"\x0B", b"\x0C", b"\x1C", b"\x1F", b"\xC2\xA0", b"\xC2\x85", b"\xE3\x80\x80", b"\xE2\x80\xA8"];

/// Returns whether the value has white space at the end, unusual white space at the start, or only white space.
fn has_white_space_outside(value: &[u8]) -> bool {
    let blank = !value.is_empty() && value.trim_ascii().is_empty();
    let unusual =
        WHITE_SPACE.iter().any(|white| value.starts_with(white) && !white.starts_with(b"\t") || value.ends_with(white));
    blank || unusual || value.ends_with(b" ")
}

/// Returns whether a space or a tab follows the one space that is dropped.
fn starts_with_white_space(value: &[u8]) -> bool {
    value.first().is_some_and(|byte| b" \t".contains(byte))
}

const KNOWN: [&str; 4] = ["data", "event", "id", "retry"];

fn differs_in_case(line: &Line<'_>) -> bool {
    !line.is_known() && KNOWN.iter().any(|name| line.name.eq_ignore_ascii_case(name.as_bytes()))
}

fn has_white_space_around(line: &Line<'_>) -> bool {
    let trimmed = String::from_utf8_lossy(line.name);
    line.is_unknown() && KNOWN.contains(&trimmed.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}'))
}

fn is_close(line: &Line<'_>) -> bool {
    let starts = |name: &&str| {
        let name = name.as_bytes();
        line.name.starts_with(name)
            || name.starts_with(line.name)
            || line.name.ends_with(name)
            || name.ends_with(line.name)
    };
    line.is_unknown() && KNOWN.iter().any(starts)
}

pub(super) static RULES: &[Rule] = &[
    rule(
        "comment",
        Interpreting,
        [
            "A line that starts with a colon is a comment: it is ignored, neither field nor end of an event.",
            "Skip such lines before looking for a field name; they don't touch any buffer.",
        ],
        |a| a.any_line(|line| line.is_comment()),
        &[b": hi\n\n", b":\ndata: x\n:data: y\n: \ndata: z\n\n", b": hi\n\ndata: x\n\n", b"::\ndata: x\n\n"],
    ),
    rule(
        "colon-in-value",
        Interpreting,
        [
            "The first colon of a line ends the field name; any further one belongs to the value.",
            "Split the line at its first colon only.",
        ],
        |a| a.any_value(|value| value.contains(&b':')),
        &[
            b"data: a:b\n\n",
            b"data::x\n\n",
            b"data: https://example.com:8080/\n\n",
            b"id: a:b\nevent: c:d\ndata: : e\n\n",
        ],
    ),
    rule(
        "no-space-after-colon",
        Interpreting,
        [
            "The space after the colon is optional.",
            "Look for the colon alone, and remove a space behind it if there is one.",
        ],
        |a| a.any_line(|line| line.is_known() && line.colon && !line.space && !line.value.is_empty()),
        &[b"data:x\n\n", b"event:t\nid:7\nretry:5\ndata:x\n\n"],
    ),
    rule(
        "space-after-colon",
        Interpreting,
        [
            "Exactly one space after the colon is removed; a second one, or a tab, belongs to the value.",
            "Remove one U+0020, not all leading white space (no `trim`, `strip` or `lstrip`).",
        ],
        |a| a.any_value(starts_with_white_space),
        &[b"data:  x\n\n", b"data:\tx\n\n", b"data: \tx\n\n", b"data:   x\n\n", b"event:  t\nid:  7\ndata: x\n\n"],
    ),
    rule(
        "white-space-is-kept",
        Interpreting,
        [
            "White space in a value is kept, at its end, too, whatever kind of space it is.",
            "Don't trim values or lines; only one space behind the colon is removed.",
        ],
        |a| a.any_value(has_white_space_outside),
        &[
            b"data: x \n\n",
            b"data: x\t\n\n",
            b"event: t \nid: 7 \ndata: x\n\n",
            b"data: \xC2\xA0x\xC2\xA0\n\n",
            b"data: \xE3\x80\x80x\xE3\x80\x80\n\n",
            b"data: x\x1F\n\n",
        ],
    ),
    rule(
        "unknown-field",
        Interpreting,
        [
            "A field whose name is none of `data`, `event`, `id` and `retry` is ignored.",
            "Ignore the line and nothing else; it is no error, and the event around it goes on.",
        ],
        |a| a.any_line(Line::is_unknown),
        &[
            b"foo: x\ndata: y\n\n",
            b"data: x\nfoo: y\ndata: z\n\n",
            b"type: t\nlastEventId: 7\n__proto__: x\ndata: y\n\n",
            b"{\"a\": 1}\ndata: x\n\n",
        ],
    ),
    rule(
        "unknown-field-without-colon",
        Interpreting,
        [
            "A line without a colon is a field name; if the name is unknown, the line is ignored.",
            "Such a line is no error, no data, and no end of an event.",
        ],
        |a| a.any_line(|line| line.is_unknown() && !line.colon),
        &[b"foo\ndata: x\n\n", b"data: x\njust some text\ndata: y\n\n", b"<!doctype html>\n\n"],
    ),
    rule(
        "line-of-white-space",
        Interpreting,
        [
            "A line of white space is not blank: it is a field of unknown name, and ends no event.",
            "Compare the line with the empty string; don't trim it first.",
        ],
        |a| {
            a.any_line(|line| {
                !line.is_blank() && line.name.iter().all(|byte| b" \t\x0B\x0C".contains(byte)) && !line.is_comment()
            })
        },
        &[b"data: x\n \ndata: y\n\n", b"data: x\n\t\n", b"data: x\n \n"],
    ),
    rule(
        "field-without-colon",
        Interpreting,
        [
            "A line without a colon is a field with that name and an empty value.",
            "Treat `data`, `event` and `id` on a line of their own as if a colon followed.",
        ],
        |a| a.any_line(|line| line.is_known() && !line.colon),
        &[
            b"data\n\n",
            b"data\ndata\n\n",
            b"event: t\nevent\ndata: x\n\n",
            b"id: 7\n\nid\ndata: x\n\n",
            b"retry\ndata: x\n\n",
        ],
    ),
    rule(
        "field-name-close",
        Interpreting,
        [
            "A field name is compared as a whole: `dat`, `datax` and `xdata` are unknown.",
            "Compare the whole name up to the colon, not a prefix of the line.",
        ],
        |a| a.any_line(is_close),
        &[
            b"datax: x\ndata: y\n\n",
            b"data: x\ndatax\n\n",
            b"dat: x\nda\ndata: y\n\n",
            b"xdata: x\ndata: y\n\n",
            b"events: t\nids: 7\nretry1: 5\ndata: x\n\n",
            b"even: t\ni: 7\nretr: 5\ndata: x\n\n",
            b"data-x: y\ndata.x: z\ndata: x\n\n",
        ],
    ),
    rule(
        "field-name-case",
        Interpreting,
        [
            "Field names are case-sensitive: `Data` is unknown.",
            "Compare the name as it is; don't convert it to lower case.",
        ],
        |a| a.any_line(differs_in_case),
        &[
            b"Data: x\ndata: y\n\n",
            b"EVENT: t\ndata: x\n\n",
            b"ID: 7\ndata: x\n\n",
            b"Retry: 5\ndata: x\n\n",
            b"DATA\ndata: x\n\n",
        ],
    ),
    rule(
        "field-name-white-space",
        Interpreting,
        [
            "White space before or after a field name belongs to the name, which makes it unknown.",
            "Don't trim the line or the name: `data :` and ` data:` are no data.",
        ],
        |a| a.any_line(has_white_space_around),
        &[
            b"data : x\ndata: y\n\n",
            b" data: x\ndata: y\n\n",
            b"\tdata: x\ndata: y\n\n",
            b"id : 7\nevent : t\nretry : 5\ndata: x\n\n",
            b"data \ndata: x\n\n",
        ],
    ),
    rule(
        "field-name-null",
        Interpreting,
        [
            "U+0000 in a field name makes it unknown, like any other character.",
            "Don't drop U+0000, and don't treat it as the end of a string.",
        ],
        |a| a.any_line(|line| line.name.contains(&0)),
        &[b"da\0ta: x\ndata: y\n\n", b"data\0: x\ndata: y\n\n", b"\0data: x\ndata: y\n\n"],
    ),
];
