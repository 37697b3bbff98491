//! The body of a response: what a client gets of a [`Feed`], and heartbeats. `axum`, `hyper_server` and `actix_web` send it.
//!
//! To publish, call `sender.send_if_modified(|feed| feed.push(event, &value).is_ok())`. The server keeps a receiver, and clones it
//! for each request. To end all bodies, drop the sender: a graceful shutdown waits for them.

use core::time::Duration;

use futures_util::{Stream, stream};
use sse_proto::encode::HEARTBEAT;
use tokio::{sync::watch, time::timeout};

use crate::feed::Feed;

/// The headers of the response. Caches don't keep it, and proxies neither compress it, which holds events back, nor collect it in
/// a buffer.
pub const HEADERS: [(&str, &str); 3] = [
    ("content-type", "text/event-stream"),
    ("cache-control", "no-store, no-transform"),
    ("x-accel-buffering", "no"), // nginx
];

/// Proxies close a connection that is silent for long, often after a minute. And some servers find out only by writing that a
/// client has gone.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(15);

/// Returns the body for a client with this `Last-Event-ID`, empty if it has none. `None` if it has all events, and there will be
/// no more: answer with 204, at which a client stops.
///
/// A chunk is a heartbeat or some whole events, at most as many as are kept. The server asks for the next one when the connection
/// takes more, and drops the body when the client has gone.
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
