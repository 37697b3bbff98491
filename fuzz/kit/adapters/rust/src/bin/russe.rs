//! russe, its decoder.

use bytes::BytesMut;
use russe::{Decoder, Event};
use serde_json::json;
use sse_conformance_kit_adapters::{milliseconds, serve_decoder};
use tokio_util::codec::Decoder as _;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let (mut decoder, mut buffer) = (Decoder::default(), BytesMut::new());
        let (mut events, mut retry, mut last_event_id) = (Vec::new(), None, String::new());
        for chunk in chunks.iter().map(Some).chain([None]) {
            buffer.extend_from_slice(chunk.map_or(&[], Vec::as_slice));
            loop {
                let event = if chunk.is_some() { decoder.decode(&mut buffer) } else { decoder.decode_eof(&mut buffer) };
                match event {
                    Ok(Some(Event::Message(message))) => {
                        retry = message.retry.or(retry);
                        // The ID of a message is that of its block; the caller must keep the last one.
                        last_event_id = message.id.map_or(last_event_id, |id| id.to_string());
                        let event_type = message.event.as_deref().unwrap_or("message");
                        events
                            .push(json!({ "type": event_type, "data": &*message.data, "lastEventId": last_event_id }));
                    }
                    Ok(Some(Event::Retry(time))) => retry = Some(time),
                    Ok(Some(Event::Comment(_))) => {}
                    Ok(None) => break,
                    // At the end, it reports a rest: an unterminated event.
                    Err(_) if chunk.is_none() => break,
                    Err(error) => return json!({ "error": error.to_string() }),
                }
            }
        }
        json!({ "events": events, "retry": retry.map(milliseconds) })
    })
}
