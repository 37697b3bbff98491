//! The rules for encoders, from the general to the specific.

use super::{
    ToEncode,
    judge::{must_be_refused, normalized},
};
use crate::{
    aspects::Aspects,
    rules::{
        Section::{self, Authoring, Kit},
        Statement,
    },
};

/// A rule for encoders.
#[derive(Debug)]
pub(super) struct EncoderRule {
    pub(super) statement: Statement,
    /// Returns whether the rule concerns an event.
    pub(super) concerns: fn(&ToEncode) -> bool,
    /// Handwritten events, as JSON.
    cases: &'static [&'static str],
}

impl EncoderRule {
    pub(super) fn hand_made(&self) -> impl Iterator<Item = ToEncode> {
        self.cases.iter().map(|text| ToEncode::from_json(text))
    }

    const fn only_in(self, aspects: Aspects) -> Self {
        Self { statement: Statement { aspects, ..self.statement }, ..self }
    }
}

const fn rule(
    name: &'static str,
    [explanation, advice]: [&'static str; 2],
    concerns: fn(&ToEncode) -> bool,
    cases: &'static [&'static str],
) -> EncoderRule {
    within(Authoring, name, [explanation, advice], concerns, cases)
}

const fn within(
    section: Section,
    name: &'static str,
    [explanation, advice]: [&'static str; 2],
    concerns: fn(&ToEncode) -> bool,
    cases: &'static [&'static str],
) -> EncoderRule {
    let statement = Statement { name, section, explanation, advice, aspects: Aspects::ALL };
    EncoderRule { statement, concerns, cases }
}

fn data(event: &ToEncode, has: impl Fn(&str) -> bool) -> bool {
    event.data.as_deref().is_some_and(has)
}

fn has(text: &Option<String>, property: impl Fn(&str) -> bool) -> bool {
    text.as_deref().is_some_and(property)
}

fn ends_line(text: &str) -> bool {
    text.contains(['\r', '\n'])
}

pub(super) static RULES: &[EncoderRule] = &[
    within(
        Kit,
        "protocol",
        [
            "Each question is answered by one line: a JSON object with the question's id.",
            "Print one line for each line that is read, flush it, and print nothing else to standard output; answer `refused` for what you won't write, `error` for what fails.",
        ],
        |_| true,
        &[r#"{"data": "x"}"#],
    )
    .only_in(Aspects::FAILURES),
    rule(
        "encode-data",
        [
            "Data is written as `data` lines, and comes back as it was.",
            "Write `data: `, the value and a line end.",
        ],
        |_| true,
        &[r#"{"data": "x"}"#, r#"{"data": "hello world"}"#],
    ),
    rule(
        "encode-blank-line",
        [
            "What is written ends with a blank line, so that nothing that follows can join it.",
            "Write an empty line behind the last field, also where there is no data.",
        ],
        |_| true,
        &[r#"{"data": "x"}"#, r#"{"type": "t", "data": "x"}"#, r#"{"id": "7"}"#, r#"{"type": "t"}"#],
    )
    .only_in(Aspects::EVENTS),
    rule(
        "encode-type",
        ["The event type is written as an `event` line.", "Write `event: ` and the type, not `type:`."],
        |event| event.event_type.is_some(),
        &[r#"{"type": "t", "data": "x"}"#, r#"{"type": "message", "data": "x"}"#, r#"{"type": "error", "data": "x"}"#],
    ),
    rule(
        "encode-id",
        ["The ID is written as an `id` line.", "Write `id: ` and the ID."],
        |event| event.id.is_some(),
        &[r#"{"id": "7", "data": "x"}"#, r#"{"id": "0", "data": "x"}"#, r#"{"id": "a b", "data": "x"}"#],
    ),
    rule(
        "encode-retry",
        [
            "The reconnection time is written as a `retry` line of digits.",
            "Write the milliseconds as an integer in base ten.",
        ],
        |event| event.retry.is_some(),
        &[r#"{"retry": 3000, "data": "x"}"#, r#"{"retry": 5}"#],
    ),
    rule(
        "encode-comment",
        ["A comment is written behind a colon.", "Write `:` and the comment; refuse it if you have no comments."],
        |event| event.comment.is_some(),
        &[r#"{"comment": "hi", "data": "x"}"#, r#"{"comment": "hi"}"#, r#"{"comment": ""}"#],
    ),
    rule(
        "encode-no-data",
        [
            "Without data no event is dispatched: no `data` line is written, not even an empty one.",
            "Tell no data from empty data.",
        ],
        |event| event.data.is_none(),
        &[r#"{"id": "7"}"#, r#"{"type": "t"}"#, r#"{"retry": 5}"#, r#"{"comment": "hi"}"#],
    ),
    rule(
        "encode-data-empty",
        [
            "Empty data is data: it is written as an empty `data` line, and comes back as an event.",
            "Tell empty data from none; don't skip it because it is empty (or \"falsy\").",
        ],
        |event| data(event, str::is_empty),
        &[r#"{"data": ""}"#, r#"{"type": "t", "data": ""}"#],
    ),
    rule(
        "encode-data-lines",
        [
            "Each line of the data becomes a `data` line of its own.",
            "Split the data at LF, and write `data: ` before each piece.",
        ],
        |event| data(event, ends_line),
        &[r#"{"data": "a\nb"}"#, r#"{"data": "a\nid: 8\nb"}"#],
    ),
    rule(
        "encode-data-empty-lines",
        [
            "Empty lines within the data, or at its start, are kept.",
            "Write a `data` line for an empty piece, too; an empty line would end the event.",
        ],
        |event| data(event, |data| normalized(data).contains("\n\n") || data.starts_with(['\r', '\n'])),
        &[r#"{"data": "a\n\nb"}"#, r#"{"data": "\na"}"#, r#"{"data": "a\n\n\nid: 8"}"#],
    ),
    rule(
        "encode-data-trailing-line-end",
        [
            "A line end at the end of the data is kept: an empty `data` line follows.",
            "Split so that a trailing empty piece remains; functions that iterate over lines drop it.",
        ],
        |event| data(event, |data| data.ends_with(['\r', '\n'])),
        &[r#"{"data": "a\n"}"#, r#"{"data": "\n"}"#, r#"{"data": "a\n\n"}"#],
    ),
    rule(
        "encode-white-space",
        [
            "White space in values is kept, at the start, too.",
            "Write a space after the colon (always, or at least before a value that starts with one), and don't trim.",
        ],
        |event| event.any_text(|text| text.split(['\r', '\n']).any(|line| line != line.trim())),
        &[r#"{"data": " x"}"#, r#"{"data": "x "}"#, r#"{"data": "a\n  b"}"#, r#"{"type": " t", "id": " 7 ", "data": "x"}"#, r#"{"data": "\tx"}"#, r#"{"data": " "}"#],
    ),
    rule(
        "encode-looks-like-a-field",
        [
            "Values that look like fields or comments are values.",
            "Write the field name before every line of a value.",
        ],
        |event| event.any_text(|text| text.contains(':')),
        &[r#"{"data": "id: 8"}"#, r#"{"data": ":x"}"#, r#"{"data": "a\nevent: u"}"#, r#"{"type": "a:b", "id": ":7", "data": "x"}"#],
    ),
    rule(
        "encode-not-ascii",
        ["Text is written as UTF-8.", "Write the text's UTF-8, without escapes, entities or question marks."],
        |event| event.any_text(|text| !text.is_ascii()),
        &[r#"{"data": "ä€😀"}"#, r#"{"type": "ä", "id": "…", "data": "x"}"#, r#"{"data": "é"}"#],
    ),
    rule(
        "encode-null",
        [
            "U+0000 in data or in the type is a character like any other.",
            "Write it, or refuse it, but don't drop it.",
        ],
        |event| event.any_text(|text| text.contains('\0')) && !must_be_refused(event),
        &[r#"{"data": "a\u0000b"}"#, r#"{"type": "a\u0000b", "data": "x"}"#],
    ),
    rule(
        "encode-bom",
        ["U+FEFF in a value is a character like any other.", "Don't trim it, and don't write a byte order mark of your own."],
        |event| event.any_text(|text| text.contains('\u{FEFF}')),
        &[r#"{"data": "\ufeffx"}"#, r#"{"type": "\ufefft", "id": "7\ufeff", "data": "x"}"#],
    ),
    rule(
        "encode-other-line-separators",
        [
            "Only CR, LF and CR LF end a line: VT, FF, U+001C to U+001E, U+0085, U+2028 and U+2029 stay where they are.",
            "Split data at CR, LF and CR LF only; functions like `splitlines` split at more.",
        ],
        |event| event.any_text(|text| text.contains(['\u{B}', '\u{C}', '\u{1C}', '\u{1D}', '\u{1E}', '\u{85}', '\u{2028}', '\u{2029}'])),
        &[r#"{"data": "a\u000bb"}"#, r#"{"data": "a\u000cb"}"#, r#"{"data": "a\u0085b"}"#, r#"{"data": "a\u2028b"}"#, r#"{"data": "a\u2029b"}"#, r#"{"data": "a\u001cb\u001eb"}"#, r#"{"type": "a\u2028b", "id": "a\u0085b", "data": "x"}"#],
    ),
    rule(
        "encode-type-empty",
        [
            "An empty event type is as good as none: the type is `message`.",
            "Write an empty `event` line, or none.",
        ],
        |event| has(&event.event_type, str::is_empty),
        &[r#"{"type": "", "data": "x"}"#],
    ),
    rule(
        "encode-id-empty",
        [
            "An empty ID is not the same as none: it resets the last event ID, and is written as an empty `id` line.",
            "Tell an empty ID from none; don't skip it because it is empty (or \"falsy\").",
        ],
        |event| has(&event.id, str::is_empty),
        &[r#"{"id": "", "data": "x"}"#, r#"{"id": ""}"#],
    ),
    rule(
        "encode-retry-zero",
        [
            "Zero is a reconnection time.",
            "Tell zero from none; don't skip it because it is \"falsy\".",
        ],
        |event| event.retry == Some(0),
        &[r#"{"retry": 0, "data": "x"}"#],
    ),
    rule(
        "encode-retry-large",
        [
            "A large reconnection time is written in digits, too: no exponent, no fraction, no separator, no cut-off bits.",
            "Format it as an integer of 64 bits.",
        ],
        |event| event.retry.is_some_and(|time| time >= 100_000),
        &[r#"{"retry": 100000, "data": "x"}"#, r#"{"retry": 4294967296, "data": "x"}"#, r#"{"retry": 9007199254740991, "data": "x"}"#],
    ),
    rule(
        "encode-data-crlf",
        [
            "CR LF in data is one line end.",
            "Look for CR LF before CR and LF when splitting data, or refuse it; don't make an extra line of it, and don't let it out.",
        ],
        |event| data(event, |data| data.contains("\r\n")),
        &[r#"{"data": "a\r\nb"}"#, r#"{"data": "a\r\n"}"#, r#"{"data": "a\r\n\r\nb"}"#],
    ),
    rule(
        "encode-data-cr",
        [
            "CR in data ends a line: left as it is, what follows it would be read as a field of its own.",
            "Split data at CR, too, or refuse it: this is how events are injected.",
        ],
        |event| data(event, |data| data.replace("\r\n", "").contains('\r')),
        &[r#"{"data": "a\rb"}"#, r#"{"data": "a\rid: 8"}"#, r#"{"data": "a\r\rdata: injected"}"#, r#"{"data": "a\r"}"#],
    ),
    rule(
        "encode-comment-lines",
        [
            "A line end in a comment must not end it: what follows would be read as a field.",
            "Write a colon before each line of a comment (split at CR, LF and CR LF), or refuse it.",
        ],
        |event| has(&event.comment, ends_line),
        &[r#"{"comment": "a\nb"}"#, r#"{"comment": "a\ndata: injected\n\n"}"#, r#"{"comment": "a\rdata: injected\r\r"}"#, r#"{"comment": "a\r\nb", "data": "x"}"#],
    ),
    rule(
        "encode-id-null",
        [
            "An ID with U+0000 can't be written: whoever reads it ignores it as a whole.",
            "Refuse such an ID; don't drop the character silently.",
        ],
        |event| has(&event.id, |id| id.contains('\0')),
        &[r#"{"id": "a\u0000b", "data": "x"}"#, r#"{"id": "\u0000", "data": "x"}"#],
    ),
    rule(
        "encode-line-end-in-type",
        [
            "An event type with CR or LF can't be written: what follows would be read as a field of its own.",
            "Refuse such a type: this is how events are injected. Don't drop the character silently.",
        ],
        |event| has(&event.event_type, ends_line),
        &[r#"{"type": "t\ndata: injected", "data": "x"}"#, r#"{"type": "t\rdata: injected", "data": "x"}"#, r#"{"type": "t\r\n", "data": "x"}"#, r#"{"type": "t\n\nid: 8\n\n", "data": "x"}"#],
    ),
    rule(
        "encode-line-end-in-id",
        [
            "An ID with CR or LF can't be written: what follows would be read as a field of its own.",
            "Refuse such an ID: this is how events are injected. Don't drop the character silently.",
        ],
        |event| has(&event.id, ends_line),
        &[r#"{"id": "7\ndata: injected", "data": "x"}"#, r#"{"id": "7\rdata: injected", "data": "x"}"#, r#"{"id": "7\r\n", "data": "x"}"#],
    ),
];
