//! Reads the events of an `http_body::Body`, with their data as `Bytes`. An event that is whole in a frame, as most are, is not
//! copied.
//!
//! Such data keeps its whole frame in memory. If you keep a few events of many, copy them. The data may be invalid UTF-8; a JSON
//! parser checks that itself. `next()` is cancellation-safe. After `StreamError::Body`, stop.

use bytes::{Buf, Bytes};
use http_body_util::BodyExt;
use sse_proto::{Decoder, Event, GrowingStorage, Input, StreamError};

/// Holds an event whose data may be a part of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as in `Event`")]
pub struct BytesEvent {
    pub event_type: String,
    pub data: Bytes,
    pub last_event_id: String,
}

/// Reads the events of a body.
#[derive(Debug)]
pub struct Events<B> {
    body: B,
    frame: Bytes,
    /// To read the next body, [`reset`](Decoder::reset) the decoder, and pass it to [`new`](Self::new).
    pub decoder: Decoder<GrowingStorage>,
}

impl<B: http_body::Body<Data = Bytes> + Unpin> Events<B> {
    /// Creates a reader of a body's events, with `Decoder::new()` or the decoder of the last body.
    pub fn new(body: B, decoder: Decoder<GrowingStorage>) -> Self {
        Self { body, frame: Bytes::new(), decoder }
    }

    /// Returns the next event, or `None` at the end of the body.
    pub async fn next(&mut self) -> Option<Result<BytesEvent, StreamError<B::Error>>> {
        loop {
            let mut input = Input::new(&self.frame);
            let event =
                self.decoder.next_event(&mut input).map(|event| event.map(|event| to_bytes(&self.frame, event)));
            let consumed = input.consumed();
            self.frame.advance(consumed);
            if let Some(event) = event {
                return Some(event.map_err(StreamError::TooLarge));
            }
            match self.body.frame().await? {
                Ok(frame) => self.frame = frame.into_data().unwrap_or_default(), // There may be trailers.
                Err(error) => return Some(Err(StreamError::Body(error))),
            }
        }
    }
}

fn to_bytes(frame: &Bytes, event: Event<'_>) -> BytesEvent {
    let (data, range) = (event.data().as_bytes(), frame.as_ptr_range());
    let is_lent = range.contains(&data.as_ptr()) && data.as_ptr_range().end <= range.end;
    let data = if is_lent { frame.slice_ref(data) } else { Bytes::copy_from_slice(data) };
    let [event_type, last_event_id] = [event.event_type(), event.last_event_id()].map(|text| text.to_string());
    BytesEvent { event_type, data, last_event_id }
}
