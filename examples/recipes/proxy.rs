//! A proxy that passes an event stream on as it comes, byte by byte, and adds heartbeats when it is silent for long.
//!
//! - Pass on the request's `Last-Event-ID`, and the response's status and `Content-Type`; take `Content-Length` away, if there is
//!   one. Ask the server for no `Content-Encoding`: in compressed bytes there is no place between events.
//! - A heartbeat may only be sent between events: within one, it would end it. So there is none before the first byte, which may
//!   begin a byte order mark, nor after a chunk that ends with CR, since an LF may follow that belongs to it. A stream whose lines
//!   end with CR alone gets no heartbeats when it is silent.
//! - An error of the body goes on to the client, which reconnects: if it became a clean end, the client couldn't tell it from that.
//! - When the client has gone, drop the body of the server's response, or the server goes on for nobody.

use core::time::Duration;

use futures_util::{Stream, StreamExt, stream};
use sse_proto::{Input, Parser, encode::HEARTBEAT};
use tokio::time::{Instant, timeout_at};

/// What the proxy knows of the stream: whether it is between events. Without I/O, and without memory for events.
#[derive(Debug, Default)]
pub struct Proxy {
    parser: Parser,
}

impl Proxy {
    /// Takes note of a chunk that is passed on.
    pub fn pass(&mut self, chunk: &[u8]) {
        let mut input = Input::new(chunk);
        while self.parser.next_part(&mut input).is_some() {}
    }

    /// Returns a heartbeat, if there may be one now.
    #[must_use]
    pub fn heartbeat(&self) -> Option<&'static str> {
        self.parser.is_between_events().then_some(HEARTBEAT)
    }
}

/// Passes a body on, with a heartbeat each time that nothing has come for so long, if there may be one. An empty chunk is nothing.
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
