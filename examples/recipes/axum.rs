//! An event stream served by axum, to as many clients as connect: a body of bytes that the crate's encoder has made, in place of
//! axum's own `Sse`, which panics on values that don't fit, and knows no resumption.
//!
//! - `axum::serve(listener.tap_io(|socket| drop(socket.set_nodelay(true))), router)` sends small events at once.
//! - tower-http's `CompressionLayer` leaves event streams alone. With a predicate of your own, add `NotForContentType::SSE`, or
//!   events are held back. Its `ResponseBodyTimeoutLayer` must grant more than the time between heartbeats.
//! - axum drops the body, and with it the client's place, when the client closes the connection, or when a heartbeat can't be sent.
//! - For a client that doesn't read, hyper, which is below axum, keeps 16 chunks or 400 KiB. The feed keeps nothing for it.
//! - `with_graceful_shutdown` waits for the end of the bodies. So drop the sender of the feed then.

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

/// The application, to be given to `axum::serve`.
pub fn router(feed: watch::Receiver<Feed>) -> Router {
    Router::new().route("/events", get(events)).with_state(feed)
}

/// Sends the events after the one that the client had last, and those that are still to come.
async fn events(State(feed): State<watch::Receiver<Feed>>, headers: HeaderMap) -> Response {
    let last_event_id = headers.get("last-event-id").map_or(&b""[..], HeaderValue::as_bytes);
    match feed_body(feed, last_event_id) {
        Some(body) => (HEADERS, Body::from_stream(body.map(Ok::<_, Infallible>))).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    }
}
