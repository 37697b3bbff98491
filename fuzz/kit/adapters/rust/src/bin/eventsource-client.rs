//! eventsource-client, over a transport that has the chunks.

use bytes::Bytes;
use eventsource_client::{Client as _, ClientBuilder, Error, ReconnectOptions, SSE};
use futures::{StreamExt as _, executor::block_on, stream};
use launchdarkly_sdk_transport::{HttpTransport, Request, Response, ResponseFuture};
use serde_json::json;
use sse_conformance_kit_adapters::serve_decoder;

#[derive(Clone)]
struct Canned(Vec<Bytes>);

impl HttpTransport for Canned {
    fn request(&self, _: Request<Option<Bytes>>) -> ResponseFuture {
        let body = stream::iter(self.0.clone().into_iter().map(Ok));
        Box::pin(async { Ok(Response::new(Box::pin(body) as _)) })
    }
}

fn main() -> std::io::Result<()> {
    serve_decoder(|chunks| {
        let once = ReconnectOptions::reconnect(false).build();
        let builder = ClientBuilder::for_url("http://localhost/").map(|builder| builder.reconnect(once));
        let Ok(builder) = builder else { return json!({ "error": "no builder" }) };
        let client = builder.build_with_transport(Canned(chunks.into_iter().map(Bytes::from).collect()));
        let (mut stream, mut events) = (client.stream(), Vec::new());
        while let Some(item) = block_on(stream.next()) {
            match item {
                Ok(SSE::Event(event)) => events.push(json!({
                    "type": event.event_type, "data": event.data, "lastEventId": event.id.unwrap_or_default(),
                })),
                Ok(SSE::Connected(_) | SSE::Comment(_)) => {}
                Err(Error::Eof | Error::UnexpectedEof) => break,
                Err(error) => return json!({ "error": format!("{error:?}") }),
            }
        }
        json!({ "events": events })
    })
}
