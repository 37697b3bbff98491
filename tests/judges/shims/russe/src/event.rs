//! russe's events, by sse-proto's encoder.

use std::{fmt, io, time::Duration};

#[cfg(test)]
use bytes::BytesMut;
use bytestring::ByteString;
use sse_proto::{EventId, EventType, encode::EventWriter};

use crate::{Error, Message};

/// An event.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A message.
    Message(Message),

    /// A comment.
    Comment(ByteString),

    /// A reconnection time.
    Retry(Duration),
}

impl Event {
    /// Encodes the event.
    pub fn into_bytestring(self) -> crate::Result<ByteString> {
        let mut text = String::new();
        self.encode_into(&mut text)?;
        Ok(text.into())
    }

    pub(crate) fn encode_into(self, dst: &mut impl fmt::Write) -> crate::Result<()> {
        let refused = |name, value: &str, position| Error::invalid_field_value(name, value, position);
        match self {
            Event::Comment(comment) => {
                EventWriter::new(dst).spaced_comment(&comment).and_then(EventWriter::end).map(drop)
            }
            Event::Retry(time) => EventWriter::new(dst).reconnection_time(time).and_then(EventWriter::end).map(drop),
            Event::Message(message) => {
                let id = message
                    .id
                    .as_deref()
                    .map(|id| EventId::new(id).map_err(|error| refused("id", id, error.position())));
                let event_type = message
                    .event
                    .as_deref()
                    .map(|name| EventType::new(name).map_err(|error| refused("event", name, error.position())));
                write_message(dst, id.transpose()?, event_type.transpose()?, &message)
            }
        }
        .map_err(|fmt::Error| io::Error::other("the output is full").into())
    }
}

/// Writes the fields in that crate's order.
fn write_message(
    dst: &mut impl fmt::Write,
    id: Option<EventId<'_>>,
    event_type: Option<EventType<'_>>,
    message: &Message,
) -> fmt::Result {
    let mut event = EventWriter::new(dst);
    if let Some(id) = id {
        event = event.id(id)?;
    }
    if let Some(event_type) = event_type {
        event = event.event_type(event_type)?;
    }
    if let Some(time) = message.retry {
        event = event.reconnection_time(time)?;
    }
    event.data(&message.data)?.end()?;
    Ok(())
}
