//! Reading events from a body of `hyper`, and from the next one when the connection has been lost.

use futures_util::StreamExt;
use http_body_util::BodyExt;
use hyper::body::Body;
use sse_proto::{Decoder, EventStream, GrowingStorage, OwnedEvent, StreamError, TooLarge};

/// Reads one response body to its end, and hands out its events.
///
/// Returns the decoder, and the error if there was one. With either outcome, the next thing to do is the same: wait for the
/// [reconnection time](Decoder::reconnection_time), connect again with the [last event ID](Decoder::last_event_id), and read the
/// new body with the decoder.
pub async fn read_events<B: Body<Data: AsRef<[u8]>>>(
    body: B,
    decoder: Decoder<GrowingStorage>,
    mut handle: impl FnMut(Result<OwnedEvent, TooLarge>),
) -> (Decoder<GrowingStorage>, Result<(), B::Error>) {
    let mut events = EventStream::with_decoder(body.into_data_stream(), decoder);
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => handle(Ok(event)),
            Err(StreamError::TooLarge(error)) => handle(Err(error)),
            Err(StreamError::Body(error)) => return (events.into_decoder(), Err(error)),
        }
    }
    (events.into_decoder(), Ok(()))
}
