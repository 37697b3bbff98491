//! sseer: its event stream over shared chunks, which it slices rather than copies.

use super::{Decode, Inputs, Sink, drive};
use ::sseer::event_stream::EventStream;

pub(super) struct Sseer;

impl Decode for Sseer {
    const NAME: &'static str = "sseer";

    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
        drive(EventStream::new(inputs.ready_shared()), |event| {
            if let Ok(event) = event {
                sink.event(event.data.as_bytes(), || (event.event.as_bytes(), event.id.as_bytes()));
            }
        });
    }
}
