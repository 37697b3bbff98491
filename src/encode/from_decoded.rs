//! Conversions from decoded events to events to be encoded.

use super::event::Event;
use super::value::{IdValue, Replacing, Value};
use crate::Event as Decoded;
#[cfg(feature = "alloc")]
use crate::OwnedEvent;

/// Converts a decoded event, so that a proxy or a log can write it again.
///
/// Data is always set. Event type and ID are set if the event's own block had them. An ID from an earlier block is not set,
/// because the client has it already. There is no error to handle: a decoded type or ID has no end of line, and a decoded ID
/// no NULL. Each maximal subpart of invalid UTF-8 is written as U+FFFD, as [`Text`](crate::Text) displays it. Takes one pass
/// over the bytes, and copies nothing.
///
/// If a proxy leaves an event out, it also leaves out its ID, and a client that reconnects asks for events after an earlier
/// one. To prevent that, write an event with only that ID. [`EventId::new`](crate::EventId::new) takes each ID of a decoder, once
/// it is [a string](crate::Text::to_string_lossy).
///
/// ```
/// use sse_proto::{Decoder, EventId, Input, encode};
///
/// let mut decoder = Decoder::new();
/// let mut input = Input::new(b"event:add\r\nid:7\r\ndata:1\r\ndata:2\r\n\r\n");
/// let event = decoder.next_event(&mut input).unwrap()?;
/// assert_eq!(encode::Event::from(event).to_string(), "event: add\nid: 7\ndata: 1\ndata: 2\n\n");
///
/// // With an ID of the proxy's own.
/// let event = encode::Event::from(event).id(EventId::from_number(1));
/// assert_eq!(event.to_string(), "event: add\nid: 1\ndata: 1\ndata: 2\n\n");
/// # Ok::<(), sse_proto::TooLarge>(())
/// ```
impl<'e> From<Decoded<'e>> for Event<'e> {
    fn from(event: Decoded<'e>) -> Self {
        let event_type = event.has_event_type().then(|| Value::decoded(event.event_type()));
        let id = event.id().map(Value::decoded);
        let data = Some(Value::decoded(event.data()));
        let is_text = [event_type, id, data].iter().flatten().all(Value::is_text);
        let replacing = if is_text { Replacing::NONE } else { Replacing::new() };
        Self { event_type, id: id.map(IdValue::from), data, replacing, ..Self::new() }
    }
}

/// Converts a decoded event, as the conversion by value does.
///
/// ```
/// use sse_proto::{Decoder, Input, encode};
///
/// let mut decoder = Decoder::new();
/// let mut input = Input::new(b"data:x\r\rdata:y\r\r");
/// let mut body = Vec::new();
/// while let Some(event) = decoder.next_event(&mut input) {
///     encode::Event::from(&event?).encode_to_vec(&mut body);
/// }
/// assert_eq!(body, b"data: x\n\ndata: y\n\n");
/// # Ok::<(), sse_proto::TooLarge>(())
/// ```
impl<'e> From<&Decoded<'e>> for Event<'e> {
    fn from(event: &Decoded<'e>) -> Self {
        Self::from(*event)
    }
}

/// Converts an owned event, as the conversion from a lent event does. Takes constant time.
///
/// ```
/// use sse_proto::{Decoder, encode};
///
/// let mut decoder = Decoder::new();
/// let mut body = Vec::new();
/// for event in decoder.owned_events(b"data:1\n\nevent:t\ndata:2\n\n") {
///     encode::Event::from(&event?).encode_to_vec(&mut body);
/// }
/// assert_eq!(body, b"data: 1\n\nevent: t\ndata: 2\n\n");
/// # Ok::<(), sse_proto::TooLarge>(())
/// ```
#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl<'a> From<&'a OwnedEvent> for Event<'a> {
    fn from(event: &'a OwnedEvent) -> Self {
        Self {
            event_type: event.has_event_type().then(|| Value::Text(event.event_type())),
            id: event.id().map(IdValue::Text),
            data: Some(Value::Text(event.data())),
            ..Self::new()
        }
    }
}
