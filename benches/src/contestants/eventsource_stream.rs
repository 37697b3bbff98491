//! eventsource-stream, the most used peer.

use super::{Decode, Inputs, Sink, drive};
use ::eventsource_stream::EventStream;

pub(super) struct EventsourceStream;

impl Decode for EventsourceStream {
    const NAME: &'static str = "eventsource-stream";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        drive(EventStream::new(inputs.ready()), |event| {
            if let Ok(event) = event {
                sink.event(event.data.as_bytes(), || (event.event.as_bytes(), event.id.as_bytes()));
            }
        });
    }
}
