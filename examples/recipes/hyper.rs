//! A session over a client connection of `hyper`, on tokio. For TLS and HTTP/2, use `session_reqwest.rs`.
//!
//! The server must send a heartbeat more often than `IDLE`. The session follows no redirects: a 3xx closes it.
//! You may drop the future at any time: the connection is lost, and the next call of `run` connects at once and resumes.

use std::{error::Error, net::SocketAddr, ops::ControlFlow};

use futures_util::{StreamExt, future::OptionFuture};
use http_body_util::{BodyDataStream, BodyExt, Empty};
use hyper::{body::Bytes, body::Incoming, client::conn::http1, header::HeaderValue};
use hyper_util::rt::TokioIo;
use sse_proto::event_source::{ConnectionError, Request, Step};
use sse_proto::{Event, EventSource, Input, TooLarge};
use tokio::time::{Duration, Instant, sleep, timeout};

const IDLE: Duration = Duration::from_secs(60);

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub async fn run<B>(
    session: &mut EventSource,
    server: SocketAddr,
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (start, mut body) = (Instant::now(), None);
    session.reconnect(); // The last call may have been dropped in a wait, and `start` is another instant now.
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match timeout(IDLE, connect(server, request, &mut body)).await {
                Ok(Ok((status, content_type))) => report(session.handle_response(status, content_type).err()),
                _ => report(session.handle_network_error()),
            },
            Step::Read => match timeout(IDLE, OptionFuture::from(body.as_mut().map(StreamExt::next))).await {
                Ok(Some(Some(Ok(chunk)))) => {
                    let mut input = Input::new(&chunk);
                    while let Some(event) = session.next_event(&mut input) {
                        handle(event)?;
                    }
                }
                Ok(Some(None)) => report(session.handle_end_of_body()),
                _ => report(session.handle_network_error()),
            },
            Step::Wait(time) => sleep(time).await,
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}

type Opened = Result<(u16, Option<HeaderValue>), Box<dyn Error + Send + Sync>>;
async fn connect(server: SocketAddr, request: Request<'_>, body: &mut Option<BodyDataStream<Incoming>>) -> Opened {
    *body = None; // The last connection ends before the next one begins.
    let (mut http, connection) = http1::handshake(TokioIo::new(tokio::net::TcpStream::connect(server).await?)).await?;
    tokio::spawn(connection); // The task ends when the body is dropped.
    let get = hyper::Request::get("/").header("Host", server.to_string());
    let get = request.headers().fold(get, |get, (name, value)| get.header(name, value.to_string_lossy().as_bytes()));
    let (head, content) = http.send_request(get.body(Empty::<Bytes>::new())?).await?.into_parts();
    *body = Some(content.into_data_stream());
    Ok((head.status.as_u16(), head.headers.get("Content-Type").cloned()))
}
