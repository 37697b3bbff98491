//! A proxy that passes an event stream on, byte by byte, and adds heartbeats when the stream is silent for long.
//!
//! - Pass on the request's `Last-Event-ID`, and the response's status and `Content-Type`; remove a `Content-Length`. Ask the
//!   server for no `Content-Encoding`: compressed bytes have no place between events.
//! - The proxy may send a heartbeat only between events: in the middle of an event, the heartbeat would end it. So it sends none
//!   before the first byte, which may begin a byte order mark, nor after a chunk that ends with CR, because an LF may follow that
//!   belongs to the CR. A stream whose lines end with CR alone gets no heartbeats when it is silent.
//! - The proxy passes an error of the body on to the client, which reconnects. If the proxy made it a clean end, the client
//!   couldn't see the error.
//! - When the client has gone, drop the body of the server's response, or the server goes on sending to no client.

use core::time::Duration;

use futures_util::{Stream, StreamExt, stream};
use sse_proto::{Input, Parser, encode::HEARTBEAT};
use tokio::time::{Instant, timeout_at};

/// Knows whether the stream is between events, without I/O, and without memory for events.
#[derive(Debug, Default)]
pub struct Proxy {
    parser: Parser,
}

impl Proxy {
    /// Reads a chunk that is passed on.
    pub fn pass(&mut self, chunk: &[u8]) {
        let mut input = Input::new(chunk);
        while self.parser.next_part(&mut input).is_some() {}
    }

    /// Returns a heartbeat if the proxy may send one now.
    #[must_use]
    pub fn heartbeat(&self) -> Option<&'static str> {
        self.parser.is_between_events().then_some(HEARTBEAT)
    }
}

/// Passes a body on, with a heartbeat, where one is allowed, after each `interval` without bytes. Empty chunks don't count.
pub fn with_heartbeats<B, E, S>(body: S, interval: Duration) -> impl Stream<Item = Result<B, E>>
where
    B: AsRef<[u8]> + From<&'static str>,
    S: Stream<Item = Result<B, E>> + Unpin,
{
    stream::unfold((body, Proxy::default()), move |(mut body, mut proxy)| async move {
        let mut due = Instant::now() + interval;
        loop {
            match timeout_at(due, body.next()).await {
                Ok(Some(Ok(chunk))) if chunk.as_ref().is_empty() => {}
                Ok(next) => {
                    let next = next?.inspect(|chunk| proxy.pass(chunk.as_ref()));
                    return Some((next, (body, proxy)));
                }
                Err(_elapsed) => match proxy.heartbeat() {
                    Some(heartbeat) => return Some((Ok(heartbeat.into()), (body, proxy))),
                    None => due += interval,
                },
            }
        }
    })
}
