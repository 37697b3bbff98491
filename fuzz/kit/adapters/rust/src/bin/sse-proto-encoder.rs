//! sse-proto's encoder.

use sse_conformance_kit_adapters::serve_encoder;
use sse_proto::encode::{Event, EventId, EventType};

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        let mut event = Event::new();
        if let Some(comment) = asked.text("comment") {
            event = event.comment(comment);
        }
        if let Some(event_type) = asked.text("type") {
            event = event.event_type(EventType::new(event_type).map_err(|error| error.to_string())?);
        }
        if let Some(id) = asked.text("id") {
            event = event.id(EventId::new(id).map_err(|error| error.to_string())?);
        }
        if let Some(time) = asked.retry() {
            event = event.reconnection_time(core::time::Duration::from_millis(time));
        }
        if let Some(data) = asked.text("data") {
            event = event.data(data);
        }
        let mut out = Vec::new();
        event.encode_to_vec(&mut out);
        Ok(out)
    })
}
