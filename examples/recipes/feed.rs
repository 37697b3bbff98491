//! Sending the same events to many clients, each of which resumes where it was: the part without I/O. `feed_body` makes the body
//! of a response of it, for any server that runs on tokio.
//!
//! - The events are in one [`Replay`], and each client has a place in it, the ID of the event that it had last. So a slow client
//!   takes no memory here and holds nobody up: it reads on when its connection takes more.
//! - A client whose place has gone by then, or which comes back too late, gets an event of type `missed`, which resets its ID, and
//!   then all events that are kept, as a new client does.
//! - Each read looks for the place from the oldest event on. So keep thousands of events, not millions.

use core::error::Error;

use serde::Serialize;
use sse_proto::{EventId, Replay, encode::Event, event_type};

const MISSED: Event<'static> = Event::new().event_type(event_type!("missed")).id(EventId::RESET).data("");

/// The events that are kept.
#[derive(Debug)]
pub struct Feed {
    replay: Replay,
    newest: u64,
}

impl Feed {
    /// Keeps `limit` bytes of events. The first ID is one more than `before`: take the time of the start, in microseconds, so that
    /// no ID of an earlier run of the server is given again.
    #[must_use]
    pub const fn new(limit: usize, before: u64) -> Self {
        Self { replay: Replay::with_limit(limit), newest: before }
    }

    /// Adds an event, with the value in JSON as its data, written straight into it.
    ///
    /// # Errors
    ///
    /// Returns an error if the value has one, or if the event is larger than the limit. Then no client gets it, and its ID is free.
    pub fn push(&mut self, event: Event<'_>, value: &impl Serialize) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (id, mut encoded) = (self.newest + 1, Vec::new());
        event
            .id(EventId::from_number(id))
            .encode_to_vec_with(&mut encoded, |data| serde_json::to_writer(data, value))?;
        self.replay.push_encoded(&encoded)?;
        self.newest = id;
        Ok(())
    }

    /// Returns the events after the client's place, encoded, and moves it. A client without an ID begins at the empty place.
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
