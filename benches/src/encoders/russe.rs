//! russe: its codec, into a reused buffer.

use super::{Encode, Sample};
use ::russe::{Encoder, Event, Message};
use bytes::BytesMut;
use tokio_util::codec::Encoder as _;

pub(super) struct Russe;

impl Encode for Russe {
    const NAME: &'static str = "russe";
    type Prepared = Vec<Event>;

    fn prepare(sample: &Sample) -> Self::Prepared {
        let message = |event: &super::Event| Message {
            data: event.data.as_str().into(),
            event: event.event_type.as_deref().map(Into::into),
            id: event.id.as_deref().map(Into::into),
            retry: None,
        };
        sample.events().iter().map(|event| Event::Message(message(event))).collect()
    }

    fn encode(events: Self::Prepared, mut each: impl FnMut(&[u8])) {
        let mut encoder = Encoder::default();
        let mut buffer = BytesMut::new();
        for event in events {
            buffer.clear();
            encoder.encode(event, &mut buffer).expect("nothing to refuse");
            each(&buffer);
        }
    }
}
