//! russe's decoder, by sse-proto's parser: that crate's events are blocks, with their comments, so it needs every blank line.

#[cfg(test)]
use std::str;
use std::time::Duration;

use bytes::{Buf as _, Bytes, BytesMut};
use bytestring::ByteString;
use sse_proto::{FieldName, Input, Parser, Part};

#[cfg(test)]
use crate::SSE_DELIMITER;
use crate::{Error, event::Event, message::Message};

/// The decoder: a codec of tokio-util.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Decoder {
    parser: Parser,
    /// The pieces of the line at hand.
    line: Vec<u8>,
    block: Block,
    /// What comes after the comment of the same block.
    pending: Option<Event>,
}

/// What has been read of a block. Lists of lines are joined at its end.
#[derive(Debug, Clone, Default)]
struct Block {
    data: Vec<Vec<u8>>,
    comment: Vec<Vec<u8>>,
    event: Option<Bytes>,
    id: Option<Bytes>,
    retry: Option<Duration>,
}

impl Block {
    fn field(&mut self, name: FieldName, value: Vec<u8>) {
        match name {
            FieldName::Data => self.data.push(value),
            FieldName::Event => self.event = Some(value.into()),
            FieldName::Id if value.contains(&0) => {}
            FieldName::Id => self.id = Some(value.into()),
            FieldName::Retry if value.is_empty() || !value.iter().all(u8::is_ascii_digit) => {}
            FieldName::Retry => {
                let number = value
                    .iter()
                    .fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
                self.retry = Some(Duration::from_millis(number));
            }
        }
    }

    /// Its comment, and its message or reconnection time.
    fn end(self) -> Result<(Option<Event>, Option<Event>), Error> {
        let text = |bytes: Bytes| ByteString::try_from(bytes).map_err(Error::from);
        let joined = |lines: Vec<Vec<u8>>| text(lines.join(&b'\n').into());
        let comment = if self.comment.is_empty() { None } else { Some(Event::Comment(joined(self.comment)?)) };
        let event = if self.data.is_empty() && self.event.is_none() && self.id.is_none() {
            self.retry.map(Event::Retry)
        } else {
            Some(Event::Message(Message {
                data: joined(self.data)?,
                event: self.event.map(text).transpose()?,
                retry: self.retry,
                id: self.id.map(text).transpose()?,
            }))
        };
        Ok((comment, event))
    }
}

impl tokio_util::codec::Decoder for Decoder {
    type Item = Event;
    type Error = Error;

    fn decode(&mut self, src: &mut BytesMut) -> Result<Option<Event>, Error> {
        if let Some(event) = self.pending.take() {
            return Ok(Some(event));
        }
        let mut input = Input::new(src);
        let mut events = Ok((None, None));
        while let Some(part) = self.parser.next_part(&mut input) {
            match part {
                Part::Field { name, value, end_of_line } => {
                    self.line.extend(value);
                    if end_of_line {
                        self.block.field(name, std::mem::take(&mut self.line));
                    }
                }
                Part::Comment { text, end_of_line } => {
                    self.line.extend(text);
                    if end_of_line {
                        let line = std::mem::take(&mut self.line);
                        self.block.comment.push(line.strip_prefix(b" ").unwrap_or(&line).into());
                    }
                }
                Part::Ignored { .. } => {}
                Part::BlankLine => {
                    events = std::mem::take(&mut self.block).end();
                    if !matches!(events, Ok((None, None))) {
                        break;
                    }
                }
            }
        }
        let consumed = input.consumed();
        src.advance(consumed);
        Ok(match events? {
            (Some(comment), event) => {
                self.pending = event;
                Some(comment)
            }
            (None, event) => event,
        })
    }
}
