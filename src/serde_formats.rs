//! Events as `serde` sees them (feature `serde`): by the names of the DOM's `MessageEvent`, as the `decode` example prints them.

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

/// As a string, with U+FFFD for what is not valid UTF-8.
impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string_lossy())
    }
}

/// As `type`, `data` and `lastEventId`, with U+FFFD for what is not valid UTF-8.
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

/// As `type`, `data` and `lastEventId`.
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

/// From `data`, `type` (or none, for `message`) and `lastEventId` (or none, for an empty one), and whatever else, which is
/// ignored. Fails if the type or the ID is none that an event stream can have.
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
