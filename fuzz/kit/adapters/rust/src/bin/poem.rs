//! poem, its event as its response writes it.

use poem::web::sse::Event;
use sse_conformance_kit_adapters::serve_encoder;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| match (asked.text("data"), asked.retry(), asked.text("comment")) {
        // An empty text says that there is none.
        _ if asked.text("id") == Some("") => Err("there is no empty ID here".to_owned()),
        (Some(data), None, None) => {
            let (id, event_type) = (asked.text("id").unwrap_or_default(), asked.text("type").unwrap_or_default());
            Ok(Event::message(data).id(id).event_type(event_type).to_string().into_bytes())
        }
        (None, Some(time), None) if asked.text("type").or(asked.text("id")).is_none() => {
            Ok(Event::retry(time).to_string().into_bytes())
        }
        _ => Err("there is no such event here".to_owned()),
    })
}
