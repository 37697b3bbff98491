//! sse-codec: its codec, into a reused buffer.

use super::{Encode, Sample};
use ::sse_codec::{Event, SSECodec};
use futures_codec::{BytesMut, Encoder as _};

pub(super) struct SseCodec;

impl Encode for SseCodec {
    const NAME: &'static str = "sse-codec";
    type Prepared = Vec<Event>;

    fn prepare(sample: &Sample) -> Self::Prepared {
        let message = |event: &super::Event| Event::Message {
            id: event.id.clone(),
            event: event.event_type.clone().unwrap_or_else(|| "message".to_owned()),
            data: event.data.clone(),
        };
        sample.events().iter().map(message).collect()
    }

    fn encode(events: Self::Prepared, mut each: impl FnMut(&[u8])) {
        let mut codec = SSECodec::default();
        let mut buffer = BytesMut::new();
        for event in events {
            buffer.clear();
            codec.encode(event, &mut buffer).expect("nothing to refuse");
            each(&buffer);
        }
    }
}
