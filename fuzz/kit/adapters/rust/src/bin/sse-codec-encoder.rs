//! sse-codec, its codec as an encoder. It has events with data, and separate reconnection times.

use futures_codec::{BytesMut, Encoder as _};
use sse_codec::{Event, SSECodec};
use sse_conformance_kit_adapters::serve_encoder;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        let event = match (asked.text("data"), asked.retry(), asked.text("comment")) {
            (Some(data), None, None) => Event::message(asked.text("type").unwrap_or("message"), data, asked.text("id")),
            (None, Some(time), None) if asked.text("type").or(asked.text("id")).is_none() => Event::retry(time),
            _ => return Err("there is no such event here".to_owned()),
        };
        let mut out = BytesMut::new();
        SSECodec::default().encode(event, &mut out).map_err(|error| error.to_string())?;
        Ok(out.to_vec())
    })
}
