//! The event type buffer.

use super::{Rule, Section::Interpreting, rule};
use crate::{
    anatomy::{Line, makes_event, sets_type},
    aspects::Aspects,
};

fn types(lines: &[Line<'_>]) -> usize {
    lines.iter().filter(|line| line.is("event")).count()
}

pub(super) static RULES: &[Rule] = &[
    rule(
        "event-type-any",
        Interpreting,
        ["Any text is an event type, `error`, `open` and `ping` included.", "Don't treat names of events specially."],
        |a| {
            a.any_event(|lines| {
                lines.iter().any(|line| {
                    line.is("event") && [&b"error"[..], b"open", b"ping", b"done", b"close"].contains(&line.value)
                })
            })
        },
        &[
            b"event: error\ndata: x\n\nevent: open\ndata: y\n\n",
            b"event: ping\ndata: x\n\n",
            b"event: done\ndata: x\n\nevent: close\ndata: x\n\ndata: y\n\n",
        ],
    ),
    rule(
        "event-type-last-wins",
        Interpreting,
        [
            "Of several `event` lines in a block, the last one counts.",
            "Set the event type buffer anew for each line; neither append nor keep the first.",
        ],
        |a| a.any_event(|lines| types(lines) > 1),
        &[b"event: a\nevent: b\ndata: x\n\n", b"event: long\ndata: x\nevent: b\n\n"],
    )
    .shows_in(Aspects::TYPE),
    rule(
        "event-type-empty",
        Interpreting,
        [
            "An `event` line with an empty value is as if there were none: the type is `message`.",
            "Test the event type buffer for emptiness when dispatching, not for whether the field was there.",
        ],
        |a| a.any_event(|lines| types(lines) > 0 && !sets_type(lines)),
        &[b"event:\ndata: x\n\n", b"event: \ndata: x\n\n", b"event\ndata: x\n\n"],
    )
    .shows_in(Aspects::TYPE),
    rule(
        "event-type-empty-resets",
        Interpreting,
        [
            "An empty `event` line undoes an earlier one of the same block.",
            "Set the event type buffer to the empty value, instead of ignoring it.",
        ],
        |a| a.any_event(|lines| types(lines) > 1 && !sets_type(lines)),
        &[b"event: t\nevent:\ndata: x\n\n", b"event: t\nevent\ndata: x\n\n"],
    )
    .shows_in(Aspects::TYPE),
    rule(
        "event-type-without-data",
        Interpreting,
        [
            "A block without data clears the event type, too: it must not leak into the next event.",
            "Clear the event type buffer at the blank line even if nothing is dispatched.",
        ],
        |a| {
            a.followed_by(
                |lines| !makes_event(lines) && sets_type(lines),
                |lines| makes_event(lines) && types(lines) == 0,
            )
        },
        &[b"event: t\n\ndata: x\n\n", b"event: t\nid: 7\n\ndata: x\n\n"],
    )
    .shows_in(Aspects::TYPE),
];
