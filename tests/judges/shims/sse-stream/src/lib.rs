#![doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"))]
//! sse-stream's API, by sse-proto. `body.rs` is that crate's own: timers, and what HTTP wants.

mod body;
mod stream;

use std::time::Duration;

pub use body::*;
use sse_proto::{EventId, EventType, encode};
pub use stream::*;

/// An event, with the fields of its own block.
#[derive(Default, Debug, PartialEq, Eq, Hash, Clone)]
pub struct Sse {
    pub event: Option<String>,
    pub data: Option<String>,
    pub id: Option<String>,
    pub retry: Option<u64>,
}

impl Sse {
    pub fn is_event(&self) -> bool {
        self.event.is_some()
    }

    pub fn is_message(&self) -> bool {
        !self.is_event()
    }

    pub fn event(self, event: impl Into<String>) -> Self {
        Self { event: Some(event.into()), ..self }
    }

    pub fn data(self, data: impl Into<String>) -> Self {
        Self { data: Some(data.into()), ..self }
    }

    pub fn id(self, id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    pub fn retry(self, retry: u64) -> Self {
        Self { retry: Some(retry), ..self }
    }

    pub fn retry_duration(self, retry: Duration) -> Self {
        self.retry(retry.as_millis() as u64)
    }
}

impl From<Sse> for bytes::Bytes {
    fn from(sse: Sse) -> Self {
        let mut event = encode::Event::new();
        // That crate's API has no error for a value with an end of line. Left out, the field does no harm.
        if let Some(Ok(event_type)) = sse.event.as_deref().map(EventType::new) {
            event = event.event_type(event_type);
        }
        if let Some(Ok(id)) = sse.id.as_deref().map(EventId::new) {
            event = event.id(id);
        }
        if let Some(retry) = sse.retry {
            event = event.reconnection_time(Duration::from_millis(retry));
        }
        if let Some(data) = &sse.data {
            event = event.data(data);
        }
        event.to_vec().into()
    }
}
