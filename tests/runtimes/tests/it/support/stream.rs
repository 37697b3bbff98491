//! A stream that has a bit of everything, and the results of a decoder with 32 bytes of storage.

use sse_proto::{Event, OwnedEvent, TooLarge};

pub const STREAM: &[u8] = b"\xEF\xBB\xBF: hello\r\nevent: greeting\r\nid: 1\r\ndata: short\r\n\r\n\
    id: 2\nretry: 20\ndata: an event for which there is no room, whatever the storage\n\n\
    event: good\ndata: one\ndata: two\nid: 3\nevent: better\n\nid\ndata\n\ndata: never ended";

/// The type, data and last event ID of an event; the limit if an event was too large.
pub type Seen = Result<[String; 3], usize>;

pub fn seen(event: Result<Event<'_>, TooLarge>) -> Seen {
    seen_owned(event.map(Event::into_owned))
}

pub fn seen_owned(event: Result<OwnedEvent, TooLarge>) -> Seen {
    event
        .map(|event| [event.event_type(), event.data(), event.last_event_id()].map(String::from))
        .map_err(|error| error.limit())
}

pub fn expected() -> Vec<Seen> {
    let event = |event_type: &str, data: &str, id: &str| Ok([event_type, data, id].map(String::from));
    vec![event("greeting", "short", "1"), Err(32), event("better", "one\ntwo", "3"), event("message", "", "")]
}
