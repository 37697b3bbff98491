//! sse-parse's parser, by sse-proto's decoder.

use alloc::{collections::VecDeque, string::String};
use core::time::Duration;

use sse_proto::{Decoder, EventId, GrowingStorage, Input, Item};

use crate::Event;

/// What that crate's tests look at beside the events.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// The bytes that were fed. How often sse-proto looks at each is counted by its own tests.
    pub bytes_scanned: u64,
    /// How many reconnection times there were.
    pub retry_updates: u64,
    /// The decoder keeps memory and doesn't say how much of it is in use.
    pub buffered_bytes: usize,
}

/// The parser: feed it bytes, and take its events.
#[derive(Debug, Clone)]
pub struct SseParser {
    decoder: Decoder,
    events: VecDeque<Event>,
    last_event_id: String,
    /// The reconnection time since the last event.
    retry: Option<Duration>,
    retry_updates: u64,
    overflows: u64,
    bytes: u64,
    finished: bool,
}

impl Default for SseParser {
    fn default() -> Self {
        Self::new()
    }
}

impl SseParser {
    /// A parser without a limit.
    pub fn new() -> Self {
        Self {
            decoder: Decoder::with_storage(GrowingStorage::with_limit(usize::MAX)),
            events: VecDeque::new(),
            last_event_id: String::new(),
            retry: None,
            retry_updates: 0,
            overflows: 0,
            bytes: 0,
            finished: false,
        }
    }

    /// A parser that resumes a stream.
    pub fn with_last_event_id(id: impl Into<String>) -> Self {
        let mut parser = Self::new();
        parser.set_last_event_id(id);
        parser
    }

    /// Sets the limit. The decoder is made anew, so this comes first.
    pub fn max_buffer(mut self, limit: usize) -> Self {
        self.decoder = Decoder::with_storage(GrowingStorage::with_limit(limit));
        let id = core::mem::take(&mut self.last_event_id);
        self.set_last_event_id(id);
        self
    }

    /// How many events were over the limit.
    pub fn overflows(&self) -> u64 {
        self.overflows
    }

    pub(crate) fn has_pending_events(&self) -> bool {
        !self.events.is_empty()
    }

    pub(crate) fn set_last_event_id(&mut self, id: impl Into<String>) {
        let id = id.into();
        if let Ok(value) = EventId::new(&id) {
            let _ = self.decoder.set_last_event_id(value);
        }
        self.last_event_id = self.decoder.last_event_id().into();
    }

    /// Reads a chunk.
    pub fn feed(&mut self, bytes: &[u8]) {
        debug_assert!(!self.finished, "fed after its end");
        if self.finished {
            return;
        }
        self.bytes += bytes.len() as u64;
        let mut input = Input::new(bytes);
        while let Some(item) = self.decoder.next_item(&mut input) {
            match item {
                Ok(Item::Event(event)) => self.events.push_back(Event {
                    event: event.event_type().into(),
                    data: event.data().into(),
                    id: event.last_event_id().into(),
                    retry: self.retry.take(),
                }),
                Ok(Item::ReconnectionTime(time)) => {
                    self.retry = Some(time);
                    self.retry_updates += 1;
                }
                Ok(_) => {}
                Err(_) => self.overflows += 1,
            }
        }
        self.last_event_id = self.decoder.last_event_id().into();
    }

    /// The next event.
    pub fn next_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Ends the stream.
    pub fn finish(&mut self) {
        self.finished = true;
        self.decoder.reset();
    }

    /// The last event ID.
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// The reconnection time.
    pub fn retry(&self) -> Option<Duration> {
        self.decoder.reconnection_time()
    }

    /// See [`Stats`].
    #[doc(hidden)]
    pub fn stats(&self) -> Stats {
        Stats { bytes_scanned: self.bytes, retry_updates: self.retry_updates, buffered_bytes: 0 }
    }
}
