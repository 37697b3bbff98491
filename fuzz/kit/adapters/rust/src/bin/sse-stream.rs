//! sse-stream, its stream of blocks.

use std::convert::Infallible;

use bytes::Bytes;
use futures::{StreamExt as _, executor::block_on, stream};
use serde_json::json;
use sse_conformance_kit_adapters::serve_decoder;
use sse_stream::SseByteStream;

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let chunks = chunks.into_iter().map(|chunk| Ok::<_, Infallible>(Bytes::from(chunk)));
        let mut blocks = SseByteStream::new(stream::iter(chunks));
        let (mut events, mut retry, mut last_event_id) = (Vec::new(), None, String::new());
        while let Some(block) = block_on(blocks.next()) {
            // As documented, it returns the blocks as they are: the caller must find the events, and keep the last ID.
            match block {
                Ok(block) => {
                    retry = block.retry.or(retry);
                    last_event_id = block.id.unwrap_or(last_event_id);
                    let event_type = block.event.filter(|it| !it.is_empty()).unwrap_or_else(|| "message".to_owned());
                    if let Some(data) = block.data {
                        events.push(json!({ "type": event_type, "data": data, "lastEventId": last_event_id }));
                    }
                }
                Err(error) => return json!({ "error": error.to_string() }),
            }
        }
        json!({ "events": events, "retry": retry, "lastEventId": last_event_id })
    })
}
