//! sse-stream's encoder, which rmcp uses, too.

use sse_conformance_kit_adapters::serve_encoder;
use sse_stream::Sse;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        if asked.text("comment").is_some() {
            return Err("there is no event with a comment here".to_owned());
        }
        let event = Sse {
            event: asked.text("type").map(str::to_owned),
            data: asked.text("data").map(str::to_owned),
            id: asked.text("id").map(str::to_owned),
            retry: asked.retry(),
        };
        event.encode().map(Vec::from).map_err(|error| error.to_string())
    })
}
