//! sse-parse: its sans-IO core.

use super::{Decode, Inputs, Sink};
use ::sse_parse::SseParser;

pub(super) struct SseParse;

impl Decode for SseParse {
    const NAME: &'static str = "sse-parse";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        let mut parser = SseParser::new();
        for input in inputs.slices() {
            parser.feed(input);
            while let Some(event) = parser.next_event() {
                sink.event(event.data.as_bytes(), || (event.event.as_bytes(), event.id.as_bytes()));
            }
        }
    }
}
