//! Feature `serde`: events with the names of the DOM's `MessageEvent`, as the example `decode` prints them.

use alloc::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{Event, EventId, EventType, OwnedEvent, Text, event::MESSAGE};

#[derive(Serialize, Deserialize)]
#[serde(rename = "MessageEvent", rename_all = "camelCase")]
struct MessageEvent<'e> {
    #[serde(borrow, default, rename = "type")]
    event_type: Option<Cow<'e, str>>,
    #[serde(borrow)]
    data: Cow<'e, str>,
    #[serde(borrow, default)]
    last_event_id: Cow<'e, str>,
}

/// Serializes a string, with U+FFFD in place of invalid UTF-8.
impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string_lossy())
    }
}

/// Serializes `type`, `data` and `lastEventId`, with U+FFFD in place of invalid UTF-8.
impl Serialize for Event<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MessageEvent {
            event_type: Some(self.event_type().into()),
            data: self.data().into(),
            last_event_id: self.last_event_id().into(),
        }
        .serialize(serializer)
    }
}

/// Serializes `type`, `data` and `lastEventId`.
impl Serialize for OwnedEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        MessageEvent {
            event_type: Some(self.event_type().into()),
            data: self.data().into(),
            last_event_id: self.last_event_id().into(),
        }
        .serialize(serializer)
    }
}

/// Deserializes `data`, `type` (by default `message`) and `lastEventId` (by default empty), and ignores all other members.
///
/// # Errors
///
/// Returns an error if `data` is missing, if the type has a CR or LF, or if the ID has a CR, LF or NULL.
impl<'de> Deserialize<'de> for OwnedEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let MessageEvent { event_type, data, last_event_id } = MessageEvent::deserialize(deserializer)?;
        let mut event = Self::new(data);
        if let Some(event_type) = event_type.filter(|event_type| event_type != MESSAGE) {
            event = event.with_event_type(EventType::new(&event_type).map_err(Error::custom)?);
        }
        if !last_event_id.is_empty() {
            event = event.with_id(EventId::new(&last_event_id).map_err(Error::custom)?);
        }
        Ok(event)
    }
}
