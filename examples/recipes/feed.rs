//! Sends the same events to many clients, each of which resumes where it was. This part has no I/O; `feed_body` makes it the
//! body of a response, for any server that runs on tokio.
//!
//! - The events are in one [`Replay`], and each client has a place in it, the ID of the last event that it got. So a slow client
//!   takes no memory here and delays no other client: it reads on when its connection takes more.
//! - If the place of a client is no longer kept, because the client is slow or came back late, it gets an event of type `missed`,
//!   which resets its ID, and then all events that are kept, as a new client does.
//! - Each read searches for the place from the oldest event on. So keep thousands of events, not millions.

use core::error::Error;

use serde::Serialize;
use sse_proto::{EventId, Replay, encode::Event, event_type};

const MISSED: Event<'static> = Event::new().event_type(event_type!("missed")).id(EventId::RESET).data("");

/// Keeps the latest events.
#[derive(Debug)]
pub struct Feed {
    replay: Replay,
    newest: u64,
}

impl Feed {
    /// Creates a feed that keeps `limit` bytes of events. The first ID is `before` plus one. Pass the time of the start, in
    /// microseconds, so that no ID of an earlier run of the server is used again.
    #[must_use]
    pub const fn new(limit: usize, before: u64) -> Self {
        Self { replay: Replay::with_limit(limit), newest: before }
    }

    /// Adds an event. Its data is the value as JSON, which is written straight into the event.
    ///
    /// # Errors
    ///
    /// Returns an error if the value can't be serialized, or the event exceeds the limit. No client gets it; its ID stays free.
    pub fn push(&mut self, event: Event<'_>, value: &impl Serialize) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (id, mut encoded) = (self.newest + 1, Vec::new());
        event
            .id(EventId::from_number(id))
            .encode_to_vec_with(&mut encoded, |data| serde_json::to_writer(data, value))?;
        self.replay.push_encoded(&encoded)?;
        self.newest = id;
        Ok(())
    }

    /// Returns the events after the client's place, encoded, and moves the place. It is empty for a client without an ID.
    pub fn read(&self, place: &mut Vec<u8>) -> Vec<u8> {
        let mut events = Vec::new();
        let unread = if place.is_empty() { Some(self.replay.iter()) } else { self.replay.after(&place).ok() };
        if unread.is_none() {
            MISSED.encode_to_vec(&mut events);
        }
        events.extend(unread.unwrap_or(self.replay.iter()).flatten());
        if !events.is_empty() {
            *place = if self.replay.is_empty() { Vec::new() } else { self.newest.to_string().into_bytes() };
        }
        events
    }
}
