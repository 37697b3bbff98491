//! The end of the stream.

use super::{Rule, Section::Interpreting, rule};
use crate::{anatomy::makes_event, aspects::Aspects};

pub(super) static RULES: &[Rule] = &[
    rule(
        "empty-stream",
        Interpreting,
        [
            "A stream without bytes is a stream without events.",
            "Don't fail, and don't dispatch anything, when the stream ends before its first byte.",
        ],
        |a| a.stream().is_empty(),
        &[b"", b"|", b"||"],
    ),
    rule(
        "event-pending-at-end",
        Interpreting,
        [
            "An event that no blank line has ended when the stream ends is discarded.",
            "Dispatch nothing at the end of the stream: drop what has been collected.",
        ],
        |a| a.any_block(|lines, ended| !ended && makes_event(lines)),
        &[b"data: x\n", b"data: x\n\ndata: y\n", b"event: t\ndata: x\r\n", b"data: x\r"],
    ),
    rule(
        "id-pending-at-end",
        Interpreting,
        [
            "An ID whose block no blank line has ended when the stream ends is discarded: the last event ID stays as it was.",
            "Commit the ID at the blank line, not when its line is read, and not at the end of the stream.",
        ],
        |a| a.any_block(|lines, ended| !ended && lines.iter().any(|line| line.is_id())),
        &[b"id: 7\n", b"id: 7\n\nid: 8\n", b"id: 7\ndata: x\n\nid: 8\ndata: y\n", b"id: 7\n\nid\n"],
    )
    .shows_in(Aspects::ID),
    rule(
        "line-pending-at-end",
        Interpreting,
        [
            "A line that has not ended when the stream ends sets nothing and dispatches nothing.",
            "Don't process what follows the last line end when the stream ends.",
        ],
        // The beginning of a comment would mean nothing even if the line had an end.
        |a| !a.rest.is_empty() && !a.rest().starts_with(b":"),
        &[
            b"retry: 5",
            b"data: x",
            b"data: x\n\ndata: y",
            b"data: x\n\ndata",
            b"data: x\n ",
            b"id: 7\ndata: x\n\nid: 8",
            b"data: x\n\ndata: \xE2\x82",
        ],
    ),
];
