//! axum, its event through the response body that it is made for.

use std::{convert::Infallible, time::Duration};

use axum::response::{IntoResponse as _, Sse, sse::Event};
use futures::{executor::block_on, stream};
use http_body_util::BodyExt as _;
use sse_conformance_kit_adapters::serve_encoder;

fn main() -> std::io::Result<()> {
    serve_encoder(|asked| {
        // axum panics in place of an error.
        let event = std::panic::catch_unwind(|| {
            let mut event = Event::default();
            if let Some(comment) = asked.text("comment") {
                event = event.comment(comment);
            }
            if let Some(event_type) = asked.text("type") {
                event = event.event(event_type);
            }
            if let Some(id) = asked.text("id") {
                event = event.id(id);
            }
            if let Some(time) = asked.retry() {
                event = event.retry(Duration::from_millis(time));
            }
            if let Some(data) = asked.text("data") {
                event = event.data(data);
            }
            event
        });
        let event = event.map_err(|_| "it panicked".to_owned())?;
        let body = Sse::new(stream::iter([Ok::<_, Infallible>(event)])).into_response().into_body();
        let bytes = block_on(body.collect()).map_err(|error| error.to_string())?;
        Ok(bytes.to_bytes().to_vec())
    })
}
