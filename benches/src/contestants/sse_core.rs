//! sse-core: its decoder, without the `Stream` around it.

use super::{Decode, Inputs, Sink};
use ::sse_core::{SseDecoder, SseEvent};
use std::num::NonZeroUsize;

pub(super) struct SseCore;

impl Decode for SseCore {
    const NAME: &'static str = "sse-core";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        // Its own limit of 512 KiB would refuse the huge line.
        let mut decoder = SseDecoder::with_limit(NonZeroUsize::MAX);
        for mut input in inputs.slices() {
            while let Some(Ok(event)) = decoder.next(&mut input) {
                if let SseEvent::Message(event) = event {
                    sink.event(event.data.as_bytes(), || {
                        (event.event.as_bytes(), event.last_event_id.as_deref().unwrap_or_default().as_bytes())
                    });
                }
            }
        }
    }
}
