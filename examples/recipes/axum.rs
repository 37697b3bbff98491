//! Serves an event stream with axum, to any number of clients. The crate's encoder makes the body, in place of axum's own `Sse`,
//! which panics on values that don't fit, and has no resumption.
//!
//! - `axum::serve(listener.tap_io(|socket| drop(socket.set_nodelay(true))), router)` sends small events at once.
//! - tower-http's `CompressionLayer` leaves event streams alone. If you give it your own predicate, add `NotForContentType::SSE`,
//!   or it holds events back. `ResponseBodyTimeoutLayer` needs a longer time than that between heartbeats.
//! - axum drops the body, and the client's place with it, when the client closes the connection, or a heartbeat can't be sent.
//! - For a client that doesn't read, hyper, on which axum runs, keeps 16 chunks or 400 KiB. The feed keeps nothing for it.
//! - `with_graceful_shutdown` waits for the end of the bodies. So drop the sender of the feed first.

use core::convert::Infallible;

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::StreamExt;
use tokio::sync::watch;

use crate::{
    feed::Feed,
    feed_body::{HEADERS, feed_body},
};

/// Returns the application, for `axum::serve`.
pub fn router(feed: watch::Receiver<Feed>) -> Router {
    Router::new().route("/events", get(events)).with_state(feed)
}

/// Sends the events after the last one that the client got, and then each new event.
async fn events(State(feed): State<watch::Receiver<Feed>>, headers: HeaderMap) -> Response {
    let last_event_id = headers.get("last-event-id").map_or(&b""[..], HeaderValue::as_bytes);
    match feed_body(feed, last_event_id) {
        Some(body) => (HEADERS, Body::from_stream(body.map(Ok::<_, Infallible>))).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}
