//! rig-http, its framer.

use rig_http::http_client::framing::SseFramer;
use serde_json::json;
use sse_conformance_kit_adapters::serve_decoder;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let mut framer = SseFramer::new();
        let mut events = Vec::new();
        for chunk in &chunks {
            // Only an event has the reconnection time, so there is none to compare.
            let new = framer.push(chunk);
            events.extend(new.map(|event| json!({ "type": event.event, "data": event.data, "lastEventId": event.id })));
        }
        json!({ "events": events })
    })
}
