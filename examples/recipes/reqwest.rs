//! Reads the reply of a language model with `reqwest`: `response.bytes_stream().events()`, one response and no reconnection.
//!
//! A POST that is sent again is charged again. So the function reports a reply that is cut off, and doesn't fetch it again. For
//! streams that resume, use `session_reqwest.rs`. Set `connect_timeout` and `read_timeout` of the client. `timeout` would cut
//! off long replies. You may drop the future at any time, which ends the request.

use std::error::Error;

use futures_util::StreamExt;
use reqwest::{RequestBuilder, header::ACCEPT};
use sse_proto::{EventStreamExt, OwnedEvent};

/// Sends a request, and passes the events of the reply to `handle`, up to the `[DONE]` that ends it.
///
/// Returns whether `[DONE]` came. If not, the reply was cut off.
///
/// # Errors
///
/// Returns an error if the request fails, if its status is an error, if the connection is lost, or if an event is
/// [too large](sse_proto::StreamError::TooLarge), because an incomplete reply is of no use.
pub async fn read_reply(
    request: RequestBuilder,
    mut handle: impl FnMut(OwnedEvent),
) -> Result<bool, Box<dyn Error + Send + Sync>> {
    let response = request.header(ACCEPT, "text/event-stream").send().await?.error_for_status()?;
    let mut events = response.bytes_stream().events();
    while let Some(event) = events.next().await {
        let event = event?;
        if event.data() == "[DONE]" {
            return Ok(true);
        }
        handle(event);
    }
    Ok(false)
}
