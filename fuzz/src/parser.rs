//! Compares the parser with the decoder.

use core::time::Duration;
use std::collections::HashSet;

use sse_proto::{FieldName, GrowingStorage, Input, Parser, Part};

use crate::{
    seen::{Log, Logged, Seen},
    stream::Stream,
};

/// Checks that interpreting the parser's parts by the standard gives, to the byte, what the decoder returns, after each input.
/// For an ignored `id` or `retry` field, the parser returns the value, and the decoder the line.
pub fn parser(data: &[u8]) {
    let stream = Stream::new(data);
    let mut decoder = Logged::new(GrowingStorage::new());
    let mut parser = Parser::new();
    let mut interpreter = Interpreter::default();
    for bytes in stream.inputs() {
        let before = decoder.log.len();
        decoder.feed(bytes);
        let mut input = Input::new(bytes);
        while let Some(part) = parser.next_part(&mut input) {
            interpreter.part(part);
        }
        assert!(input.is_empty() && parser.next_part(&mut input).is_none());
        assert_same(&interpreter, &decoder.log, before.saturating_sub(1));
        assert_eq!(parser.is_between_events(), decoder.decoder.is_between_events());
        assert_eq!(interpreter.last_event_id, decoder.decoder.last_event_id().as_bytes());
        assert_eq!(interpreter.reconnection_time, decoder.decoder.reconnection_time());
    }
    assert_same(&interpreter, &decoder.log, 0);
}

/// Texts that the decoder may return, whole or only their ends, before the first piece of an ignored value.
const NAMES: [&[u8]; 5] = [b"id:", b"id: ", b"retry", b"retry:", b"retry: "];

/// Checks that, from there on, the interpreted parts are what the decoder returned.
#[track_caller]
fn assert_same(interpreter: &Interpreter, decoder: &Log, from: usize) {
    let log = &interpreter.log.0;
    let is_same = |at: usize| match (&log[at], &decoder.0[at]) {
        (Seen::Ignored { text: value, ended }, Seen::Ignored { text: line, ended: line_ended })
            if interpreter.values.contains(&at) =>
        {
            let name = line.strip_suffix(&value[..]);
            name.is_some_and(|start| NAMES.iter().any(|name| name.ends_with(start))) && ended == line_ended
        }
        (by_the_book, given) => by_the_book == given,
    };
    let same = log.len() == decoder.len() && (from..log.len()).all(is_same);
    assert!(same, "parser and decoder: {:?}, {:?}", log.get(from..), decoder.0.get(from..));
}

/// Interprets parts by HTML, "Interpreting an event stream", on bytes.
#[derive(Default)]
struct Interpreter {
    log: Log,
    /// The lines in the log that are fields which are ignored for their values; the log has only these values.
    values: HashSet<usize>,
    /// The value of the unfinished field.
    value: Vec<u8>,
    /// Whether the unfinished field is ignored for its value.
    is_ignored: bool,
    data: Option<Vec<u8>>,
    event_type: Vec<u8>,
    id: Option<Vec<u8>>,
    last_event_id: Vec<u8>,
    reconnection_time: Option<Duration>,
}

impl Interpreter {
    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Comment { text, end_of_line } => self.log.comment(text, end_of_line),
            Part::Ignored { text, end_of_line } => self.log.ignored(text, end_of_line),
            Part::Field { name, value, end_of_line } => {
                self.value.extend_from_slice(value);
                self.is_ignored |= match name {
                    FieldName::Event | FieldName::Data => false,
                    FieldName::Id => value.contains(&0),
                    FieldName::Retry => !value.iter().all(u8::is_ascii_digit) || end_of_line && self.value.is_empty(),
                };
                if self.is_ignored {
                    self.log.ignored(value, end_of_line);
                    self.values.insert(self.log.len() - 1);
                }
                if end_of_line {
                    let value = core::mem::take(&mut self.value);
                    if !core::mem::take(&mut self.is_ignored) {
                        self.field(name, value);
                    }
                }
            }
            Part::BlankLine => self.blank_line(),
        }
    }

    fn field(&mut self, name: FieldName, value: Vec<u8>) {
        match name {
            FieldName::Event => self.event_type = value,
            FieldName::Data => match &mut self.data {
                None => self.data = Some(value),
                Some(data) => {
                    data.push(b'\n');
                    data.extend(value);
                }
            },
            FieldName::Id => self.id = Some(value),
            FieldName::Retry => {
                let digits = core::str::from_utf8(&value).unwrap_or_default();
                let time = Duration::from_millis(digits.parse().unwrap_or(u64::MAX));
                self.reconnection_time = Some(time);
                self.log.push(Seen::ReconnectionTime(time));
            }
        }
    }

    fn blank_line(&mut self) {
        let id = self.id.take();
        if let Some(id) = &id {
            self.last_event_id.clone_from(id);
        }
        let event_type = core::mem::take(&mut self.event_type);
        if let Some(data) = self.data.take() {
            let has_event_type = !event_type.is_empty();
            self.log.push(Seen::Event {
                event_type: if has_event_type { event_type } else { b"message".to_vec() },
                data,
                last_event_id: self.last_event_id.clone(),
                id,
                has_event_type,
            });
        } else if let Some(id) = id {
            self.log.push(Seen::LastEventId(id));
        }
    }
}
