//! The data buffer.

use super::{Rule, Section::Interpreting, rule};
use crate::anatomy::Line;

fn data<'a, 'b>(lines: &'b [Line<'a>]) -> impl DoubleEndedIterator<Item = &'b Line<'a>> {
    lines.iter().filter(|line| line.is("data"))
}

fn first_is_empty(lines: &[Line<'_>]) -> bool {
    data(lines).count() > 1 && data(lines).next().is_some_and(|line| line.value.is_empty())
}

/// More than the 64 KiB that many readers of lines allow by default.
const LONG: usize = 64 * 1024;

pub(super) static RULES: &[Rule] = &[
    rule(
        "data-is-opaque",
        Interpreting,
        [
            "Data is any text: `[DONE]`, JSON or `null` mean nothing to the parser.",
            "Hand out the data as it is; what it means is the caller's business.",
        ],
        |a| {
            let odd: &[&[u8]] =
                &[b"[DONE]", b"null", b"undefined", b"{\"error\": \"x\"}", b"a\\nb", b"%41", b"&amp;", b"\"x\""];
            a.any_value(|value| odd.contains(&value))
        },
        &[
            b"data: [DONE]\n\ndata: x\n\n",
            b"data: {\"error\": \"x\"}\n\n",
            b"data: null\n\n",
            b"data: a\\nb\n\n",
            b"data: %41\ndata: &amp;\ndata: \"x\"\n\n",
        ],
    ),
    rule(
        "data-empty",
        Interpreting,
        [
            "A single `data` line without a value dispatches an event with empty data.",
            "Remember that there was a `data` line; empty data is not the same as none.",
        ],
        |a| a.any_event(|lines| data(lines).all(|line| line.value.is_empty())),
        &[b"data:\n\n", b"data: \n\n", b"data:\ndata:\n\n", b"data: x\n\ndata:\n\ndata: y\n\n", b"event: t\ndata:\n\n"],
    ),
    rule(
        "data-empty-line-last",
        Interpreting,
        [
            "An empty `data` line at the end of a block still adds a line: only one LF is dropped from the data.",
            "Drop exactly one LF when dispatching; don't trim the data.",
        ],
        |a| {
            a.any_event(|lines| {
                data(lines).count() > 1 && data(lines).next_back().is_some_and(|line| line.value.is_empty())
            })
        },
        &[b"data: x\ndata:\n\n", b"data: x\ndata:\ndata:\n\n"],
    ),
    rule(
        "data-empty-line-between",
        Interpreting,
        [
            "An empty `data` line in the middle adds an empty line to the data.",
            "Append an LF for every `data` line, also for one without a value.",
        ],
        |a| {
            a.any_event(|lines| {
                let count = data(lines).count();
                data(lines).enumerate().any(|(at, line)| at > 0 && at + 1 < count && line.value.is_empty())
            })
        },
        &[b"data: x\ndata:\ndata: y\n\n"],
    ),
    rule(
        "data-empty-line-first",
        Interpreting,
        [
            "A first `data` line that is empty counts: the data then starts with LF.",
            "Don't join with LF only `if` the data so far is not empty; remember that there was a line.",
        ],
        |a| a.any_event(first_is_empty),
        &[b"data:\ndata: x\n\n", b"data\ndata: x\n\n", b"data:\ndata:\ndata: x\n\n"],
    ),
    rule(
        "null-is-data",
        Interpreting,
        [
            "U+0000 in data or in an event type is a character like any other.",
            "Don't drop U+0000, don't replace it, and don't treat it as the end of a string.",
        ],
        |a| a.any_line(|line| (line.is("data") || line.is("event")) && line.value.contains(&0)),
        &[b"data: \0\n\n", b"data: a\0b\n\n", b"event: a\0b\ndata: x\n\n", b"data:\0\n\n"],
    ),
    rule(
        "long-line",
        Interpreting,
        [
            "A line may be of any length; 64 KiB are not unusual.",
            "Look for a fixed-size line buffer (a scanner's token limit, an 8, 16 or 64 KiB buffer), and for time that grows with the square of the length.",
        ],
        |a| a.lines.iter().any(|line| line.place.len() > LONG),
        &[b"data: ~\n\ndata: x\n\n", b": ~\ndata: x\n\n", b"data: ~|~\ndata: y\n\n"],
    ),
];
