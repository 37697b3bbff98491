//! sse-stream: its byte stream, which it recommends over the HTTP body.
//!
//! It returns blocks, even those without data, and leaves it to the caller to keep the last event ID. The contestant does that
//! here if the ID is wanted.

use super::{Decode, Inputs, Sink, drive};
use ::sse_stream::SseByteStream;

pub(super) struct SseStream;

impl Decode for SseStream {
    const NAME: &'static str = "sse-stream";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        let mut last_event_id = String::new();
        drive(SseByteStream::new(inputs.ready()), |block| {
            let Ok(block) = block else { return };
            if let (true, Some(id)) = (S::CHECKS, block.id) {
                last_event_id = id;
            }
            if let Some(data) = block.data {
                sink.event(data.as_bytes(), || {
                    (block.event.as_deref().unwrap_or_default().as_bytes(), last_event_id.as_bytes())
                });
            }
        });
    }
}
