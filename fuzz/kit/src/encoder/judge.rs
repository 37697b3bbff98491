//! Judges whether an encoder wrote the event that it was asked to write.

use super::{ToEncode, Written};
use crate::{
    answer::Answer,
    aspects::Aspects,
    model::{self, Item, Outcome},
    notation::{escaped, quoted, shortened},
    other_side::Reply,
    trial::Verdict,
};

/// The stream before the encoder's bytes. Its ID shows whether the event had an ID, an empty one, or none.
const BEFORE: &[u8] = b"id: before\n\n";

/// The stream after the encoder's bytes.
const BEHIND: &[u8] = b"data: behind\n\n";

/// Judges a reply.
pub(super) fn judge(event: &ToEncode, reply: &Reply<Written>) -> Verdict {
    let mut verdict = Verdict {
        aspects: reply.aspects(),
        fatal: reply.is_fatal(),
        hang: matches!(reply, Reply::Hang(_)),
        told: Aspects::ALL,
        asked: asked(event),
        came: reply.failure().unwrap_or_default(),
    };
    match reply.answer() {
        Some(Written::Refused(why)) if must_be_written(event) => {
            verdict.aspects = Aspects::ERROR;
            verdict.came = format!("a refusal: {}", quoted(why));
        }
        Some(Written::Bytes(bytes)) => {
            verdict.aspects = wrong(event, bytes);
            let outcome = model::interpret(&[BEFORE, bytes].concat());
            let read = Answer::asked(&outcome).in_words(Aspects::ID.and(Aspects::RETRY));
            verdict.came =
                shortened(format!("\"{}\", which is read as {read}{}", escaped(bytes), comments_in_words(&outcome)));
        }
        _ => {}
    }
    if verdict.is_right() { Verdict { told: Aspects::ALL, ..Verdict::default() } } else { verdict }
}

/// Returns whether the event can't be written: a value would end its line, or would void the line.
pub(super) fn must_be_refused(event: &ToEncode) -> bool {
    let ends_line = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(['\r', '\n']));
    ends_line(&event.event_type) || ends_line(&event.id) || event.id.as_ref().is_some_and(|id| id.contains('\0'))
}

/// Returns whether every encoder should be able to write the event: ordinary data, with or without a type and an ID. A CR in
/// data can't come back as it was, and some encoders have no comments, reconnection times and blocks without data.
fn must_be_written(event: &ToEncode) -> bool {
    let ordinary = |text: &Option<String>| text.as_ref().is_none_or(|text| !text.is_empty() && !text.contains('\0'));
    let data = event.data.as_ref().is_some_and(|data| !data.contains(['\r', '\0']));
    let extra = event.retry.is_some() || event.comment.is_some();
    data && !extra && ordinary(&event.event_type) && ordinary(&event.id) && !must_be_refused(event)
}

/// Replaces every CR LF and CR by LF, which is how data comes back.
pub(super) fn normalized(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Interprets the stream that a slow and obvious encoder would write.
fn as_it_should_be(event: &ToEncode) -> Outcome {
    let mut stream = String::new();
    let mut field = |name: &str, value: &str| stream.push_str(&format!("{name}: {value}\n"));
    event.event_type.iter().for_each(|value| field("event", value));
    event.id.iter().for_each(|value| field("id", value));
    event.retry.iter().for_each(|value| field("retry", &value.to_string()));
    event.data.iter().for_each(|data| normalized(data).split('\n').for_each(|line| field("data", line)));
    stream.push('\n');
    model::interpret(&[BEFORE, stream.as_bytes(), BEHIND].concat())
}

fn wrong(event: &ToEncode, bytes: &[u8]) -> Aspects {
    let read = model::interpret(&[BEFORE, bytes, BEHIND].concat());
    if must_be_refused(event) {
        return Aspects::DATA.and(Aspects::TYPE).and(Aspects::ID);
    }
    let asked = as_it_should_be(event);
    let mut aspects = Answer::asked(&read).differs(&Answer::asked(&asked));
    // If only the end of the block is missing, all is well with a blank line in between.
    if !aspects.is_none() {
        let ended = model::interpret(&[BEFORE, bytes, b"\n\n", BEHIND].concat());
        let ended = Answer::asked(&ended).differs(&Answer::asked(&asked));
        aspects = if ended.is_none() { Aspects::EVENTS } else { without_count(ended) };
    }
    if comments_are_wrong(event, &read) {
        aspects.add(Aspects::DATA);
    }
    aspects
}

/// A wrong number of events means that the block was not ended. An event too many or too few is a matter of the data.
fn without_count(aspects: Aspects) -> Aspects {
    if aspects.intersects(Aspects::EVENTS) { Aspects::DATA } else { aspects }
}

fn comments(outcome: &Outcome) -> impl Iterator<Item = &str> {
    outcome.items.iter().filter_map(|item| match item {
        Item::Comment(text) => Some(text.as_str()),
        _ => None,
    })
}

/// Returns whether a line of the comment did not become a comment line, with or without a leading space. Others do no harm.
fn comments_are_wrong(event: &ToEncode, read: &Outcome) -> bool {
    let Some(comment) = &event.comment else { return false };
    let mut written = comments(read);
    let lines = normalized(comment);
    let came = |line: &str| written.any(|text| text == line || text.strip_prefix(' ') == Some(line));
    !lines.split('\n').all(came)
}

fn comments_in_words(outcome: &Outcome) -> String {
    comments(outcome).map(|text| format!("; comment {}", quoted(text))).collect()
}

fn asked(event: &ToEncode) -> String {
    if must_be_refused(event) {
        return "a refusal: this can't be written".to_owned();
    }
    // Without the event after it.
    let mut outcome = as_it_should_be(event);
    outcome.items.pop();
    let words = Answer::asked(&outcome).in_words(Aspects::ID.and(Aspects::RETRY));
    let comment = event.comment.as_ref().map(|text| format!("; comment {}", quoted(text))).unwrap_or_default();
    format!("something that is read as {words}{comment}, and ends with a blank line")
}
