//! russe's encoder.

use std::time::Duration;

use russe::{Event, Message};
use sse_conformance_kit_adapters::serve_encoder;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        let retry = asked.retry().map(Duration::from_millis);
        let rest = match (asked.text("data"), retry) {
            (Some(data), retry) => Some(Event::Message(Message {
                data: data.into(),
                event: asked.text("type").map(Into::into),
                retry,
                id: asked.text("id").map(Into::into),
            })),
            (None, _) if asked.text("type").or(asked.text("id")).is_some() => {
                return Err("there is no message without data here".to_owned());
            }
            (None, retry) => retry.map(Event::Retry),
        };
        let comment = asked.text("comment").map(|comment| Event::Comment(comment.into()));
        let mut out = Vec::new();
        for event in comment.into_iter().chain(rest) {
            out.extend(event.into_bytestring().map_err(|error| error.to_string())?.as_bytes());
        }
        Ok(out)
    })
}
