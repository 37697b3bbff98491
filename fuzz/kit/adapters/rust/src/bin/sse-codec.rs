//! sse-codec, its codec as a decoder.

use futures_codec::{BytesMut, Decoder as _};
use serde_json::json;
use sse_codec::{Event, SSECodec};
use sse_conformance_kit_adapters::serve_decoder;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let mut codec = SSECodec::default();
        let mut buffer = BytesMut::new();
        let (mut events, mut retry) = (Vec::new(), None);
        for chunk in &chunks {
            buffer.extend_from_slice(chunk);
            loop {
                match codec.decode(&mut buffer) {
                    Ok(Some(Event::Message { id, event, data })) => {
                        events.push(json!({ "type": event, "data": data, "lastEventId": id.unwrap_or_default() }));
                    }
                    Ok(Some(Event::Retry { retry: time })) => retry = Some(time),
                    Ok(None) => break,
                    Err(error) => return json!({ "error": error.to_string() }),
                }
            }
        }
        json!({ "events": events, "retry": retry })
    })
}
