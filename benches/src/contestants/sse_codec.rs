//! sse-codec: its codec, without the framed reader around it.

use super::{Decode, Inputs, Sink};
use ::sse_codec::{Event, SSECodec};
use futures_codec::{BytesMut, Decoder as _};

pub(super) struct SseCodec;

impl Decode for SseCodec {
    const NAME: &'static str = "sse-codec";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        let mut codec = SSECodec::default();
        let mut buffer = BytesMut::new();
        for input in inputs.slices() {
            buffer.extend_from_slice(input);
            while let Ok(Some(event)) = codec.decode(&mut buffer) {
                if let Event::Message { id, event, data } = event {
                    sink.event(data.as_bytes(), || (event.as_bytes(), id.as_deref().unwrap_or_default().as_bytes()));
                }
            }
        }
    }
}
