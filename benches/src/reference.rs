//! The right answers, from the reference model of sse-proto's tests.

use crate::encoders::Event;
use sse_proto_model::model::{self, Item};

/// Returns the events of a stream, in a form to encode them again.
pub fn events(stream: &[u8]) -> Vec<Event> {
    let event = |item| match item {
        Item::Event { event_type, data, last_event_id } => Some(Event {
            event_type: Some(event_type).filter(|event_type| event_type != "message"),
            id: Some(last_event_id).filter(|id| !id.is_empty()),
            data,
        }),
        _ => None,
    };
    model::interpret(stream).items.into_iter().filter_map(event).collect()
}

/// The values to compare: how many events, how much data, and a hash over everything in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// The number of events.
    pub events: u64,
    /// The bytes of their data.
    pub data_bytes: u64,
    /// A hash over type, data and last event ID of all of them, in order.
    pub hash: u64,
}

impl Digest {
    /// Returns the right answer for a stream.
    pub fn of_stream(stream: &[u8]) -> Self {
        let mut digest = Self::default();
        for item in model::interpret(stream).items {
            if let Item::Event { event_type, data, last_event_id } = item {
                digest.add(event_type.as_bytes(), data.as_bytes(), last_event_id.as_bytes());
            }
        }
        digest
    }

    /// Adds an event. Some peers leave the type empty if the stream names none, which counts as `message`.
    pub fn add(&mut self, event_type: &[u8], data: &[u8], last_event_id: &[u8]) {
        self.events += 1;
        self.data_bytes += data.len() as u64;
        self.hash_bytes(if event_type.is_empty() { b"message" } else { event_type });
        self.hash_bytes(data);
        self.hash_bytes(last_event_id);
    }

    fn hash_bytes(&mut self, bytes: &[u8]) {
        self.hash_word(bytes.len() as u64);
        for word in bytes.chunks(8) {
            let mut padded = [0; 8];
            padded[..word.len()].copy_from_slice(word);
            self.hash_word(u64::from_le_bytes(padded));
        }
    }

    fn hash_word(&mut self, word: u64) {
        self.hash = (self.hash.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
