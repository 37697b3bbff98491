//! sse-proto's decoder.

use serde_json::json;
use sse_conformance_kit_adapters::{milliseconds, serve_decoder};
use sse_proto::{Decoder, Input, Item};

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let mut decoder = Decoder::new();
        let (mut events, mut retry) = (Vec::new(), None);
        for chunk in &chunks {
            let mut input = Input::new(chunk);
            while let Some(item) = decoder.next_item(&mut input) {
                match item {
                    Ok(Item::Event(event)) => events.push(json!({
                        "type": event.event_type().to_string_lossy(),
                        "data": event.data().to_string_lossy(),
                        "lastEventId": event.last_event_id().to_string_lossy(),
                    })),
                    Ok(Item::ReconnectionTime(time)) => retry = Some(milliseconds(time)),
                    Ok(Item::Comment { .. } | Item::LastEventId(_) | Item::Ignored { .. }) => {}
                    Err(error) => return json!({ "error": error.to_string() }),
                }
            }
        }
        json!({ "events": events, "retry": retry, "lastEventId": decoder.last_event_id().to_string_lossy() })
    })
}
