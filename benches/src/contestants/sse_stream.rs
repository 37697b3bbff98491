//! sse-stream: its byte stream, which it recommends over the HTTP body.
//!
//! It hands out blocks, also those without data, and leaves carrying the last event ID to the caller, so that is done
//! here where it is asked for.

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
