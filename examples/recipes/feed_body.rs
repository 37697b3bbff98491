//! Makes the body of a response: events of a [`Feed`], and heartbeats. `axum`, `hyper_server` and `actix_web` send it.
//!
//! To publish, call `sender.send_if_modified(|feed| feed.push(event, &value).is_ok())`. The server keeps a receiver, and clones
//! it for each request. To end all bodies, drop the sender: a graceful shutdown waits for them.

use core::time::Duration;

use futures_util::{Stream, stream};
use sse_proto::encode::HEARTBEAT;
use tokio::{sync::watch, time::timeout};

use crate::feed::Feed;

/// Headers for the response. They stop caches from keeping it, and proxies from compressing or buffering it, which would hold
/// events back.
pub const HEADERS: [(&str, &str); 3] = [
    ("content-type", "text/event-stream"),
    ("cache-control", "no-store, no-transform"),
    ("x-accel-buffering", "no"), // nginx
];

/// Proxies close a connection that is silent for long, often after a minute. And some servers notice only when they write that
/// a client has gone.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(15);

/// Returns the body for a client with this `Last-Event-ID`, empty if it sent none.
///
/// Returns `None` if the client has all events and no more will follow. Answer with 204, at which a client stops.
///
/// A chunk is a heartbeat or some whole events, at most as many as are kept. The server polls for the next one when the
/// connection takes more, and drops the body when the client has gone.
#[must_use]
pub fn feed_body(
    feed: watch::Receiver<Feed>,
    last_event_id: &[u8],
) -> Option<impl Stream<Item = Vec<u8>> + Send + use<>> {
    let place = last_event_id.to_vec();
    if feed.has_changed().is_err() && feed.borrow().read(&mut place.clone()).is_empty() {
        return None;
    }
    Some(stream::unfold((feed, place), |(mut feed, mut place)| async {
        loop {
            let events = feed.borrow_and_update().read(&mut place);
            if !events.is_empty() {
                return Some((events, (feed, place)));
            }
            match timeout(HEARTBEAT_INTERVAL, feed.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_closed)) => return None,
                Err(_elapsed) => return Some((HEARTBEAT.into(), (feed, place))),
            }
        }
    }))
}
