//! A codec for `FramedRead`, `FramedWrite` and `Framed` of tokio-util, for events as a `Stream` and as a `Sink`.
//!
//! An event over the limit is an item, not an error, because `FramedRead` ends at the first error. `next()` is
//! cancellation-safe. A sink holds events back until it is flushed, which `send` does and `feed` does not.

use std::io;

use sse_proto::{Decoder, Event, GrowingStorage, Input, OwnedEvent, TooLarge, encode};
use tokio_util::bytes::{Buf, BytesMut};
use tokio_util::codec;

/// Decodes and encodes events. To read the next body, [`reset`](Decoder::reset) the decoder, send its
/// [last event ID](Decoder::last_event_id) with the request, and put it into a new codec.
#[derive(Debug, Default)]
pub struct Codec(pub Decoder<GrowingStorage>);

impl codec::Decoder for Codec {
    type Item = Result<OwnedEvent, TooLarge>;
    type Error = io::Error;

    /// Decodes an event. At the end of the body, an unterminated event is discarded.
    fn decode(&mut self, bytes: &mut BytesMut) -> io::Result<Option<Self::Item>> {
        let mut input = Input::new(bytes);
        let event = self.0.next_event(&mut input).map(|event| event.map(Event::into_owned));
        let consumed = input.consumed();
        bytes.advance(consumed);
        Ok(event)
    }
}

impl codec::Encoder<encode::Event<'_>> for Codec {
    type Error = io::Error;

    fn encode(&mut self, event: encode::Event<'_>, bytes: &mut BytesMut) -> io::Result<()> {
        bytes.reserve(event.encoded_len());
        event.encode_to(bytes).map_err(io::Error::other)
    }
}

/// Encodes an event that was decoded, to send it on.
impl codec::Encoder<OwnedEvent> for Codec {
    type Error = io::Error;

    fn encode(&mut self, event: OwnedEvent, bytes: &mut BytesMut) -> io::Result<()> {
        self.encode(encode::Event::from(&event), bytes)
    }
}
