//! sse-core, its decoder.

use serde_json::json;
use sse_conformance_kit_adapters::serve_decoder;
use sse_core::{SseDecoder, SseEvent};

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let mut decoder = SseDecoder::new();
        let (mut events, mut retry) = (Vec::new(), None);
        for chunk in &chunks {
            let mut chunk = chunk.as_slice();
            while let Some(event) = decoder.next(&mut chunk) {
                match event {
                    Ok(SseEvent::Message(event)) => events.push(json!({
                        "type": event.event,
                        "data": event.data,
                        "lastEventId": event.last_event_id.as_deref().unwrap_or_default(),
                    })),
                    Ok(SseEvent::Retry(time)) => retry = Some(time),
                    Err(error) => return json!({ "error": error.to_string() }),
                }
            }
        }
        let last_event_id = decoder.last_event_id().map(|id| id.to_string());
        json!({ "events": events, "retry": retry, "lastEventId": last_event_id.unwrap_or_default() })
    })
}
