//! tokio_sse_codec, its decoder.

use bytes::BytesMut;
use serde_json::json;
use sse_conformance_kit_adapters::{milliseconds, serve_decoder};
use tokio_sse_codec::{Frame, SseDecoder};
use tokio_util::codec::Decoder as _;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let (mut decoder, mut buffer) = (SseDecoder::<String>::new(), BytesMut::new());
        let (mut events, mut retry) = (Vec::new(), None);
        for chunk in chunks.iter().map(Some).chain([None]) {
            buffer.extend_from_slice(chunk.map_or(&[], Vec::as_slice));
            loop {
                let frame = if chunk.is_some() { decoder.decode(&mut buffer) } else { decoder.decode_eof(&mut buffer) };
                match frame {
                    Ok(Some(Frame::Event(event))) => {
                        let id = event.id.unwrap_or_default();
                        events.push(json!({ "type": event.name, "data": event.data, "lastEventId": id }));
                    }
                    Ok(Some(Frame::Retry(time))) => retry = Some(milliseconds(time)),
                    Ok(Some(Frame::Comment(_))) => {}
                    Ok(None) => break,
                    // At the end, it reports a rest: an unterminated event.
                    Err(_) if chunk.is_none() => break,
                    Err(error) => return json!({ "error": error.to_string() }),
                }
            }
        }
        json!({ "events": events, "retry": retry })
    })
}
