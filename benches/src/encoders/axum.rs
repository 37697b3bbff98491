//! axum: from the event to the frames of a response body, the only way to encode its `Event`.

use super::{Encode, Sample};
use ::axum::response::{IntoResponse as _, Sse, sse::Event};
use http_body::Body as _;
use std::{
    convert::Infallible,
    pin::pin,
    task::{Context, Poll, Waker},
};

pub(super) struct Axum;

impl Encode for Axum {
    const NAME: &'static str = "axum";
    type Prepared = Sample;

    fn prepare(sample: &Sample) -> Self::Prepared {
        sample.clone()
    }

    fn encode(sample: Self::Prepared, mut each: impl FnMut(&[u8])) {
        let count = sample.events().len();
        let events = futures_util::stream::iter((0..count).map(move |at| {
            let event = &sample.events()[at];
            let mut built = Event::default();
            if let Some(event_type) = &event.event_type {
                built = built.event(event_type);
            }
            if let Some(id) = &event.id {
                built = built.id(id);
            }
            Ok::<_, Infallible>(built.data(&event.data))
        }));
        let mut body = pin!(Sse::new(events).into_response().into_body());
        let mut context = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(Ok(frame))) = body.as_mut().poll_frame(&mut context) {
            if let Some(bytes) = frame.data_ref() {
                each(bytes);
            }
        }
    }
}
