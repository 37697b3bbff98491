//! tokio_sse_codec's encoder.

use std::time::Duration;

use bytes::BytesMut;
use sse_conformance_kit_adapters::serve_encoder;
use tokio_sse_codec::{Event, Frame, SseEncoder};
use tokio_util::codec::Encoder as _;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        let Some(data) = asked.text("data") else { return Err("there is no event without data here".to_owned()) };
        let event = Event {
            id: asked.text("id").map(|id| id.to_owned().into()),
            name: asked.text("type").unwrap_or("message").to_owned().into(),
            data,
        };
        let comment = asked.text("comment").map(Frame::Comment);
        let retry = asked.retry().map(|time| Frame::Retry(Duration::from_millis(time)));
        let (mut encoder, mut out) = (SseEncoder::new(), BytesMut::new());
        for frame in comment.into_iter().chain(retry).chain([Frame::Event(event)]) {
            encoder.encode(frame, &mut out).map_err(|error| error.to_string())?;
        }
        Ok(out.to_vec())
    })
}
