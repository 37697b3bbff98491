//! eventsrc: its stream of events.

use super::{Decode, Inputs, Sink, drive};
use ::eventsrc::EventStream;

pub(super) struct Eventsrc;

impl Decode for Eventsrc {
    const NAME: &'static str = "eventsrc";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        drive(EventStream::new(inputs.ready()), |event| {
            if let Ok(event) = event {
                sink.event(event.data().as_bytes(), || (event.event().as_bytes(), event.id().as_bytes()));
            }
        });
    }
}
