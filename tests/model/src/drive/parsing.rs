//! The parser as a layer.

use sse_proto::{FieldName, Input, Parser, Part};

use super::{
    Layer, Reading,
    log::{Log, Watched, text},
};
use crate::model::{Item, Own};

/// The parser with a small interpreter, as a caller without a decoder would write it.
#[derive(Clone, Debug, Default)]
pub struct Parsing {
    parser: Parser,
    one_at_a_time: bool,
    log: Log,
    /// The value so far of a field that has not ended.
    value: Option<(FieldName, Vec<u8>)>,
    data: Option<Vec<u8>>,
    event_type: Vec<u8>,
    id: Option<Vec<u8>>,
    last_event_id: Vec<u8>,
    reconnection_time: Option<u64>,
}

impl Parsing {
    /// Creates a parser at the start of a stream.
    pub fn new(reading: Reading) -> Self {
        Self { one_at_a_time: reading == Reading::OneAtATime, ..Self::default() }
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Comment { text, end_of_line } => {
                assert_eq!(self.value, None, "a comment came between two pieces of a field");
                self.log.piece(true, text, end_of_line);
            }
            Part::Ignored { text, end_of_line } => {
                assert_eq!(self.value, None, "an ignored line came between two pieces of a field");
                self.log.piece(false, text, end_of_line);
            }
            Part::Field { name, value, end_of_line } => {
                let (begun, pieces) = self.value.get_or_insert((name, Vec::new()));
                assert_eq!(*begun, name, "a piece of one field came between two pieces of another");
                pieces.extend_from_slice(value);
                if end_of_line {
                    let (name, value) = self.value.take().unwrap();
                    self.field(name, value);
                }
            }
            Part::BlankLine => {
                assert_eq!(self.value, None, "a blank line came between two pieces of a field");
                self.blank_line();
            }
        }
    }

    fn field(&mut self, name: FieldName, value: Vec<u8>) {
        match name {
            FieldName::Data => match &mut self.data {
                None => self.data = Some(value),
                Some(data) => {
                    data.push(b'\n');
                    data.extend(value);
                }
            },
            FieldName::Event => self.event_type = value,
            FieldName::Id if !value.contains(&0) => self.id = Some(value),
            FieldName::Retry if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                let time = value
                    .iter()
                    .fold(0_u64, |time, digit| time.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
                self.reconnection_time = Some(time);
                self.log.push(Item::ReconnectionTime(time));
            }
            FieldName::Id | FieldName::Retry => self.log.push(Item::Ignored(text(&value))),
        }
    }

    fn blank_line(&mut self) {
        let id = self.id.take();
        if let Some(id) = &id {
            self.last_event_id.clone_from(id);
        }
        let event_type = core::mem::take(&mut self.event_type);
        if let Some(data) = self.data.take() {
            let event = Item::Event {
                event_type: text(if event_type.is_empty() { b"message" } else { &event_type }),
                data: text(&data),
                last_event_id: text(&self.last_event_id),
            };
            let id = id.as_deref().map(text);
            self.log.event(event, Own { id, has_event_type: !event_type.is_empty() });
        } else if let Some(id) = id {
            self.log.push(Item::LastEventId(text(&id)));
        }
    }
}

impl Layer for Parsing {
    fn name(&self) -> &str {
        if self.one_at_a_time { "parser, one part at a time" } else { "parser" }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let mut input = Watched::new(bytes);
        while let Some(part) = input.read(|input| self.parser.next_part(input)) {
            self.part(part);
            self.log.consumed(bytes.len() - input.rest());
            if self.one_at_a_time {
                assert_eq!(self.parser.next_part(&mut Input::default()), None, "a part of nothing");
                input.renew();
            } else {
                // Hand the input over to a clone of the parser, which takes the parser's place.
                self.parser = self.parser.clone();
            }
        }
        for _ in 0..2 {
            assert_eq!(input.read(|input| self.parser.next_part(input)), None, "a part after the end of the input");
        }
    }

    fn reset(&mut self) {
        self.parser.reset();
        self.log.reset();
        self.value = None;
        self.data = None;
        self.event_type.clear();
        self.id = None;
    }

    fn log(&self) -> &Log {
        &self.log
    }

    fn is_between_events(&self) -> bool {
        self.parser.is_between_events()
    }

    fn has_whole_lines(&self) -> bool {
        false
    }

    fn last_event_id(&self) -> String {
        text(&self.last_event_id)
    }

    fn reconnection_time(&self) -> Option<u64> {
        self.reconnection_time
    }
}
