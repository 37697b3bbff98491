//! sse-stream: its only way, a new buffer for each event.

use super::{Encode, Sample};
use ::sse_stream::Sse;

pub(super) struct SseStream;

impl Encode for SseStream {
    const NAME: &'static str = "sse-stream";
    type Prepared = Vec<Sse>;

    fn prepare(sample: &Sample) -> Self::Prepared {
        let block = |event: &super::Event| Sse {
            event: event.event_type.clone(),
            data: Some(event.data.clone()),
            id: event.id.clone(),
            retry: None,
        };
        sample.events().iter().map(block).collect()
    }

    fn encode(blocks: Self::Prepared, mut each: impl FnMut(&[u8])) {
        for block in blocks {
            each(&block.encode().expect("nothing to refuse"));
        }
    }
}
