//! The decoder as a layer.

use sse_proto::{Decoder, Input, Storage};

use super::{
    Layer, Reading,
    log::{Log, Watched},
};

/// A decoder with some storage, and its results.
#[derive(Clone, Debug)]
pub struct Decoding<S: Storage> {
    /// The decoder.
    pub decoder: Decoder<S>,
    name: &'static str,
    reading: Reading,
    /// Called with the decoder after each item, in the middle of the input.
    after_item: fn(&mut Decoder<S>),
    limit: usize,
    log: Log,
}

impl<S: Storage> Decoding<S> {
    /// Creates a decoder at the start of a stream.
    pub fn new(name: &'static str, storage: S, reading: Reading) -> Self {
        let limit = storage.limit();
        let decoder = Decoder::with_storage(storage);
        Self { decoder, name, reading, after_item: |_| {}, limit, log: Log::default() }
    }

    /// Hands the input over to a clone of the decoder after each item. The clone takes the decoder's place.
    pub fn handed_over(mut self) -> Self
    where
        S: Clone,
    {
        self.after_item = |decoder| *decoder = decoder.clone();
        self
    }
}

impl<S: Storage> Layer for Decoding<S> {
    fn name(&self) -> &str {
        self.name
    }

    fn feed(&mut self, bytes: &[u8]) {
        let Self { decoder, log, .. } = self;
        let mut input = Watched::new(bytes);
        while let Some(item) = input.read(|input| match self.reading {
            Reading::Events => decoder.next_event(input).map(|event| event.map(sse_proto::Item::Event)),
            Reading::Items | Reading::OneAtATime => decoder.next_item(input),
        }) {
            log.item(item, self.limit);
            log.consumed(bytes.len() - input.rest());
            (self.after_item)(decoder);
            if self.reading == Reading::OneAtATime {
                // Without bytes there is no item, and an empty input changes nothing.
                assert!(decoder.next_item(&mut Input::default()).is_none(), "{}", self.name);
                input.renew();
            }
        }
        for _ in 0..2 {
            assert!(input.read(|input| decoder.next_event(input)).is_none(), "{}: an event after the end", self.name);
            assert!(input.read(|input| decoder.next_item(input)).is_none(), "{}: an item after the end", self.name);
        }
    }

    fn reset(&mut self) {
        self.decoder.reset();
        self.log.reset();
    }

    fn log(&self) -> &Log {
        &self.log
    }

    fn is_between_events(&self) -> bool {
        self.decoder.is_between_events()
    }

    fn last_event_id(&self) -> String {
        self.decoder.last_event_id().to_string()
    }

    fn reconnection_time(&self) -> Option<u64> {
        self.decoder.reconnection_time().map(|time| u64::try_from(time.as_millis()).unwrap())
    }

    fn events_only(&self) -> bool {
        self.reading == Reading::Events
    }
}
