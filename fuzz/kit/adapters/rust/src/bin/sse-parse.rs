//! sse-parse, its sans-IO parser.

use serde_json::json;
use sse_conformance_kit_adapters::{milliseconds, serve_decoder};
use sse_parse::SseParser;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let mut parser = SseParser::new();
        let mut events = Vec::new();
        for chunk in &chunks {
            parser.feed(chunk);
            while let Some(event) = parser.next_event() {
                events.push(json!({ "type": event.event, "data": event.data, "lastEventId": event.id }));
            }
        }
        parser.finish();
        while let Some(event) = parser.next_event() {
            events.push(json!({ "type": event.event, "data": event.data, "lastEventId": event.id }));
        }
        let retry = parser.retry().map(milliseconds);
        json!({ "events": events, "retry": retry, "lastEventId": parser.last_event_id() })
    })
}
