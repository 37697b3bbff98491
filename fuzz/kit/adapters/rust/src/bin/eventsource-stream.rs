//! eventsource-stream, the most used one.

use std::convert::Infallible;

use eventsource_stream::EventStream;
use futures::{StreamExt as _, executor::block_on, stream};
use serde_json::json;
use sse_conformance_kit_adapters::serve_decoder;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let mut stream = EventStream::new(stream::iter(chunks.into_iter().map(Ok::<_, Infallible>)));
        let mut events = Vec::new();
        while let Some(event) = block_on(stream.next()) {
            match event {
                // Only an event has the reconnection time, so there is none to compare.
                Ok(event) => events.push(json!({ "type": event.event, "data": event.data, "lastEventId": event.id })),
                Err(error) => return json!({ "error": error.to_string() }),
            }
        }
        json!({ "events": events, "lastEventId": stream.last_event_id() })
    })
}
