//! A session over a `TcpStream` of tokio. For TLS, let `connect` open a stream of tokio-rustls, or use `session_reqwest.rs`.
//!
//! It speaks HTTP/1.0, in which a body ends with the connection. The server must send a heartbeat more often than `IDLE`.
//! You may drop the future at any time: the connection is lost, and the next call of `run` connects at once and resumes.

use std::{io, net::SocketAddr, ops::ControlFlow};

use sse_proto::event_source::{ConnectionError, Request, Step};
use sse_proto::{Event, EventSource, Input, TooLarge};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader, empty};
use tokio::time::{Duration, Instant, sleep, timeout};

const IDLE: Duration = Duration::from_secs(60);
type Body = Box<dyn AsyncRead + Unpin + Send>;

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub async fn run<B>(
    session: &mut EventSource,
    server: SocketAddr,
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (start, mut buffer, mut body) = (Instant::now(), [0; 4096], Box::new(empty()) as Body);
    session.reconnect(); // The last call may have been dropped in a wait, and `start` is another instant now.
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match timeout(IDLE, connect(server, request, &mut body)).await {
                Ok(Ok((status, content_type))) => report(session.handle_response(status, content_type).err()),
                _ => report(session.handle_network_error()),
            },
            Step::Read => match timeout(IDLE, body.read(&mut buffer)).await {
                Ok(Ok(0)) => report(session.handle_end_of_body()),
                Ok(Ok(read)) => {
                    let mut input = Input::new(&buffer[..read]);
                    while let Some(event) = session.next_event(&mut input) {
                        handle(event)?;
                    }
                }
                _ => report(session.handle_network_error()),
            },
            Step::Wait(time) => sleep(time).await,
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}

async fn connect(server: SocketAddr, request: Request<'_>, body: &mut Body) -> io::Result<(u16, Option<String>)> {
    *body = Box::new(empty()); // The last connection ends before the next one begins.
    let headers: String = request.headers().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let (mut reader, mut head) = (BufReader::new(tokio::net::TcpStream::connect(server).await?), Vec::new());
    reader.write_all(format!("GET / HTTP/1.0\r\nHost: {server}\r\n{headers}\r\n").as_bytes()).await?;
    while head.len() < 16_384 && (&mut reader).take(8192).read_until(b'\n', &mut head).await? > 2 {}
    let head = String::from_utf8_lossy(&head);
    let status = head.get(9..12).filter(|_| head.ends_with("\r\n\r\n")).and_then(|status| status.parse().ok());
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let content_type = fields.find(|field| field.0.eq_ignore_ascii_case("content-type")).map(|field| field.1.into());
    *body = Box::new(reader);
    Ok((status.ok_or(io::ErrorKind::UnexpectedEof)?, content_type))
}
