//! A client for language models, with `reqwest`: one POST, one reply, whose text it passes on piece by piece.
//!
//! [`services`] says what the events mean. Nothing here reconnects: a request that is sent twice is charged twice.

use reqwest::{RequestBuilder, header};
use serde_json::Value;
use sse_proto::{Decoder, Input, Item, TooLarge, event_source::is_event_stream};

mod reply;
pub mod services;

use reply::read;
pub use reply::{End, Reply, Service};

/// Says why there is no reply, or only a part of it.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// There is no response, or the connection was lost in the middle of it.
    #[error("the connection failed")]
    Connection(#[from] reqwest::Error),
    /// The response is not an event stream, or stopped being one: its status and its text, which is usually JSON.
    #[error("the service answered with status {0}: {1}")]
    Refused(u16, String),
    /// The service reports an error in the stream.
    #[error("the service failed: {0}")]
    Service(Value),
    /// The body ended before the reply was complete.
    #[error("the reply was cut off")]
    CutOff {
        /// Whether the body ended in the middle of an event.
        mid_event: bool,
    },
    /// The data of an event is not JSON.
    #[error("an event could not be read")]
    NotJson(#[from] serde_json::Error),
    /// An event was dropped, so a part of the reply is missing.
    #[error("an event was dropped")]
    TooLarge(#[from] TooLarge),
}

/// Sends a request, and passes the text of the reply to `handle` piece by piece. Returns the whole reply.
///
/// The request needs the body and the headers that the service requires. Give its client a `read_timeout`, but no `timeout`.
///
/// # Errors
///
/// Returns [`ChatError`] if the reply is not complete. `handle` has then got only the beginning of it.
pub async fn chat(request: RequestBuilder, service: Service, mut handle: impl FnMut(&str)) -> Result<Reply, ChatError> {
    let mut response = request.header(header::ACCEPT, "text/event-stream").send().await?;
    let content_type = response.headers().get(header::CONTENT_TYPE);
    if response.status() != 200 || !content_type.is_some_and(is_event_stream) {
        return Err(ChatError::Refused(response.status().as_u16(), response.text().await?));
    }
    let (mut decoder, mut reply, mut ignored) = (Decoder::new(), Reply::default(), Vec::new());
    while let Some(chunk) = response.chunk().await? {
        let mut input = Input::new(&chunk);
        while let Some(item) = decoder.next_item(&mut input) {
            match item? {
                Item::Event(event) => reply.add(read(event, service)?, &mut handle),
                // Some services send an error as plain JSON, in place of events.
                Item::Ignored { text, .. } if ignored.len() < 4096 => ignored.extend_from_slice(text),
                _ => {}
            }
            if reply.end == End::Now {
                return Ok(reply); // The body may stay open for long.
            }
        }
    }
    let mid_event = decoder.is_mid_event();
    if let Some(Ok(event)) = decoder.take_unfinished() {
        // Some services leave out the last blank line. If the event is incomplete, its data is not JSON.
        match read(event, service) {
            Err(ChatError::NotJson(_)) => {}
            last => reply.add(last?, &mut handle),
        }
    }
    match reply.end {
        End::No if ignored.is_empty() => Err(ChatError::CutOff { mid_event }),
        End::No => Err(ChatError::Refused(200, String::from_utf8_lossy(&ignored).into_owned())),
        _ => Ok(reply),
    }
}
