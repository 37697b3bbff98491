//! The parser against the decoder.

use core::time::Duration;

use sse_proto::{FieldName, GrowingStorage, Input, Parser, Part};

use crate::{
    seen::{Log, Logged, Seen},
    stream::Stream,
};

/// Who interprets the parser's parts by the book gets, to the byte, what the decoder gives, after each input.
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
        interpreter.log.assert_same(&decoder.log, before, "parser and decoder");
        assert_eq!(interpreter.last_event_id, decoder.decoder.last_event_id().as_bytes());
        assert_eq!(interpreter.reconnection_time, decoder.decoder.reconnection_time());
    }
    assert_eq!(interpreter.log, decoder.log);
}

/// HTML, "Interpreting an event stream", on bytes.
#[derive(Default)]
struct Interpreter {
    log: Log,
    /// The value of the field that has begun and not ended.
    value: Vec<u8>,
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
            Part::Field { name, value, end_of_line } => {
                self.value.extend_from_slice(value);
                if end_of_line {
                    let value = core::mem::take(&mut self.value);
                    self.field(name, value);
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
            FieldName::Id => {
                if !value.contains(&0) {
                    self.id = Some(value);
                }
            }
            FieldName::Retry => {
                if !value.is_empty() && value.iter().all(u8::is_ascii_digit) {
                    let digits = core::str::from_utf8(&value).unwrap_or_default();
                    let time = Duration::from_millis(digits.parse().unwrap_or(u64::MAX));
                    self.reconnection_time = Some(time);
                    self.log.push(Seen::ReconnectionTime(time));
                }
            }
        }
    }

    fn blank_line(&mut self) {
        if let Some(id) = self.id.take() {
            self.last_event_id = id;
        }
        let event_type = core::mem::take(&mut self.event_type);
        if let Some(data) = self.data.take() {
            self.log.push(Seen::Event {
                event_type: if event_type.is_empty() { b"message".to_vec() } else { event_type },
                data,
                last_event_id: self.last_event_id.clone(),
            });
        }
    }
}
