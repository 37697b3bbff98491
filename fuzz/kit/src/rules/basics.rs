//! Rules that concern every stream: when an event is dispatched, and what each field does in the simplest case.

use super::{
    Rule,
    Section::{Interpreting, Kit, Utf8},
    rule,
};
use crate::{
    anatomy::{Line, ids, makes_event, sets_id, sets_type},
    aspects::Aspects,
};

/// The rule for questions that get no answer.
pub(crate) const PROTOCOL: &str = "protocol";

/// The rule for implementations that answer differently after a restart.
pub(crate) const FRESH_PARSER: &str = "fresh-parser";

pub(super) static RULES: &[Rule] = &[
    rule(
        PROTOCOL,
        Kit,
        [
            "Each question is answered by one line: a JSON object with the question's id.",
            "Print one line for each line that is read, flush it, and print nothing else to standard output; catch what the parser throws, and answer `error`.",
        ],
        |_| true,
        &[b"data: x\n\n"],
    )
    .only_in(Aspects::FAILURES),
    rule(
        FRESH_PARSER,
        Kit,
        [
            "Each question is a stream of its own: nothing of an earlier one may show in its answer.",
            "Make a new parser for every question.",
        ],
        |_| true,
        &[b"id: 7\nevent: t\nretry: 5\ndata: x", b"data: x\n\n", b"x\r", b"\n\ndata: x\n\n"],
    )
    .only_in(Aspects::NONE),
    rule(
        "event-dispatch",
        Interpreting,
        [
            "A blank line dispatches an event if there is data.",
            "Check the basic loop: collect the lines up to a blank one, and hand out one event with their data.",
        ],
        |_| true,
        &[b"data: x\n\n", b"data: hello world\n\n"],
    )
    .only_in(Aspects::EVENTS.and(Aspects::DATA)),
    rule(
        "event-type-default",
        Interpreting,
        [
            "An event without a type of its own has the type `message`.",
            "Use `message` where the event type buffer is empty, not an empty or missing type.",
        ],
        |a| a.events() > 0,
        &[b"data: x\n\n"],
    )
    .only_in(Aspects::TYPE),
    rule(
        "last-event-id-initially-empty",
        Interpreting,
        [
            "The last event ID is the empty string until the stream sets one.",
            "Begin with an empty last event ID for every stream; don't make one up.",
        ],
        |_| true,
        &[b"data: x\n\n"],
    )
    .only_in(Aspects::ID),
    rule(
        "no-reconnection-time-of-its-own",
        Interpreting,
        [
            "Only a `retry` field changes the reconnection time; without one it was never set, which is `null` here.",
            "Answer `null` for `retry` as long as the stream has set none, not a default.",
        ],
        |_| true,
        &[b"data: x\n\n"],
    )
    .only_in(Aspects::RETRY),
    rule(
        "blank-lines",
        Interpreting,
        [
            "A blank line without data before it dispatches nothing, however many there are.",
            "Return without an event when the data buffer is empty and no `data` line was seen.",
        ],
        |a| a.any_block(|lines, _| lines.is_empty()),
        &[b"\n", b"\n\ndata: x\n\n\n\n\n", b"\n\n\n"],
    )
    .shows_in(Aspects::DATA.and(Aspects::TYPE)),
    rule(
        "several-events",
        Interpreting,
        [
            "After an event is dispatched, the data buffer starts empty for the next one.",
            "Clear the data buffer at every blank line, and go on with the rest of the input.",
        ],
        |a| a.events() > 1,
        &[b"data: x\n\ndata: y\n\n", b"data: x\n\n\n\ndata: y\n\ndata: z\n\n"],
    )
    .shows_in(Aspects::DATA.and(Aspects::TYPE)),
    rule(
        "data-lines",
        Interpreting,
        [
            "Several `data` lines of a block are joined by LF, and none follows the last.",
            "Append the value and an LF for each line, and drop the last LF when dispatching.",
        ],
        |a| a.any_event(|lines| lines.iter().filter(|line| line.is("data")).count() > 1),
        &[b"data: x\ndata: y\n\n", b"data: a\ndata: b\ndata: c\n\n", b"data: x\nid: 7\ndata: y\nevent: t\ndata: z\n\n"],
    ),
    rule(
        "block-without-data",
        Interpreting,
        [
            "A block without a `data` line dispatches no event.",
            "Dispatch only if there was a `data` line; other fields alone make no event.",
        ],
        |a| a.any_block(|lines, ended| ended && !lines.is_empty() && !makes_event(lines)),
        &[b"event: t\n\n", b"id: 7\n\n", b"retry: 5\n\n", b"event: t\nid: 7\n\ndata: x\n\n", b"foo: x\n\n"],
    )
    .shows_in(Aspects::DATA.and(Aspects::TYPE)),
    rule(
        "event-type",
        Interpreting,
        [
            "The `event` field sets the type of the event that its block dispatches.",
            "Store the value of `event`, and hand it out as the event's type; the place of the line in its block doesn't matter.",
        ],
        |a| a.any_event(sets_type),
        &[b"event: t\ndata: x\n\n", b"data: x\nevent: t\n\n", b"event: content_block_delta\ndata: x\n\n"],
    )
    .only_in(Aspects::TYPE.and(Aspects::FAILURES)),
    rule(
        "event-type-is-per-event",
        Interpreting,
        [
            "The event type is cleared at every dispatch: the next event has the type `message` unless it sets its own.",
            "Clear the event type buffer after each event.",
        ],
        |a| a.followed_by(|lines| makes_event(lines) && sets_type(lines), |lines| makes_event(lines) && !sets_type(lines)),
        &[b"event: t\ndata: x\n\ndata: y\n\n"],
    )
    .only_in(Aspects::TYPE.and(Aspects::FAILURES)),
    rule(
        "id",
        Interpreting,
        [
            "The `id` field sets the last event ID of the event that its block dispatches.",
            "Store the value of `id` as text, and hand it out as the event's last event ID.",
        ],
        |a| a.any_event(sets_id),
        &[b"id: 7\ndata: x\n\n", b"data: x\nid: 7\n\n", b"id: a b\ndata: x\n\n", b"id: 0\ndata: x\n\n", b"id: 007\ndata: x\n\n"],
    )
    .only_in(Aspects::EVENT_ID.and(Aspects::FAILURES)),
    rule(
        "id-at-end",
        Interpreting,
        [
            "The last event ID is still there when the stream ends: the next request will send it.",
            "Keep the last event ID beside the events, and don't clear it when an event is dispatched.",
        ],
        |a| a.any_block(|lines, ended| ended && sets_id(lines)),
        &[b"id: 7\ndata: x\n\n", b"id: 7\ndata: x\n\ndata: y\n\n"],
    )
    .only_in(Aspects::FINAL_ID),
    rule(
        "id-persists",
        Interpreting,
        [
            "The last event ID stays for all later events until another `id` field changes it.",
            "Keep the ID from one event to the next; it belongs to the stream, not to the event.",
        ],
        |a| a.followed_by(sets_id, |lines| makes_event(lines) && ids(lines) == 0),
        &[b"id: 7\ndata: x\n\ndata: y\n\n", b"id: 7\ndata: x\n\ndata: y\n\ndata: z\n\nid: 8\ndata: x\n\ndata: y\n\n"],
    )
    .only_in(Aspects::ID.and(Aspects::FAILURES)),
    rule(
        "id-without-data",
        Interpreting,
        [
            "A blank line sets the last event ID even if its block has no data.",
            "Commit the ID at every blank line, before looking whether there is data.",
        ],
        |a| a.any_block(|lines, ended| ended && !makes_event(lines) && ids(lines) > 0),
        &[b"id: 7\n\n", b"id: 7\n\ndata: x\n\n", b"id: 7\ndata: x\n\nid: 8\n\ndata: y\n\n"],
    )
    .only_in(Aspects::ID.and(Aspects::FAILURES)),
    rule(
        "retry",
        Interpreting,
        [
            "A `retry` field of ASCII digits sets the reconnection time to that number of milliseconds.",
            "Read the digits as a number in base ten, in milliseconds.",
        ],
        |a| a.any_line(Line::is_time),
        &[b"retry: 3000\n\n", b"retry: 5\ndata: x\n\n", b"retry: 0\n\n"],
    )
    .only_in(Aspects::RETRY.and(Aspects::FAILURES)),
    rule(
        "retry-at-once",
        Interpreting,
        [
            "The reconnection time is set at the end of the `retry` line; no blank line and no data are needed.",
            "Set the reconnection time when the line is read, not when an event is dispatched.",
        ],
        |a| a.any_block(|lines, ended| !(ended && makes_event(lines)) && lines.iter().any(Line::is_time)),
        &[b"retry: 5\n", b"retry: 5\n\n", b"data: x\n\nretry: 5\n"],
    )
    .only_in(Aspects::RETRY.and(Aspects::FAILURES)),
    rule(
        "utf8",
        Utf8,
        [
            "The stream is UTF-8.",
            "Decode as UTF-8, not as Latin-1 or whatever the platform or a header says.",
        ],
        |a| a.any_line(|line| !line.name.is_ascii() || !line.value.is_ascii()),
        &[b"data: \xC3\xA4\n\n", b"data: \xE2\x82\xAC\n\n", b"event: \xC3\xA4\nid: \xE2\x80\xA6\ndata: x\n\n", b"data: e\xCC\x81\n\n"],
    ),
];
