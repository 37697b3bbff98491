//! allama-http, its decoder.

use allama_http::sse::SseDecoder;
use serde_json::json;
use sse_conformance_kit_adapters::serve_decoder;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let (mut decoder, mut events) = (SseDecoder::new(), Vec::new());
        for chunk in &chunks {
            decoder.push(chunk);
            loop {
                match decoder.next_event() {
                    Ok(Some(event)) => events.push(json!({
                        "type": event.event, "data": event.data, "lastEventId": event.id.unwrap_or_default(),
                    })),
                    Ok(None) => break,
                    Err(error) => return json!({ "error": error.to_string() }),
                }
            }
        }
        json!({ "events": events })
    })
}
