//! salvo, its event as its response writes it.

use std::{panic, time::Duration};

use salvo_extra::sse::SseEvent;
use sse_conformance_kit_adapters::serve_encoder;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        // salvo panics in place of an error.
        let written = panic::catch_unwind(|| {
            let mut event = SseEvent::default();
            if let Some(comment) = asked.text("comment") {
                event = event.comment(comment);
            }
            if let Some(event_type) = asked.text("type") {
                event = event.name(event_type);
            }
            if let Some(id) = asked.text("id") {
                event = event.id(id);
            }
            if let Some(time) = asked.retry() {
                event = event.retry(Duration::from_millis(time));
            }
            if let Some(data) = asked.text("data") {
                event = event.text(data);
            }
            event.to_string().into_bytes()
        });
        written.map_err(|_| "it panicked".to_owned())
    })
}
