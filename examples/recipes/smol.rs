//! A session over a `TcpStream` of smol. For TLS, let `connect` open a stream of async-native-tls or futures-rustls.
//!
//! It speaks HTTP/1.0, in which a body ends with the connection. The server must send a heartbeat each minute, or more often.
//! You may drop the future at any time: the connection is lost, and the next call of `run` connects at once and resumes.

use std::{io, net::SocketAddr, ops::ControlFlow, time::Duration, time::Instant};

use smol::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BoxedReader, BufReader, empty};
use sse_proto::event_source::{ConnectionError, Request, Step};
use sse_proto::{Event, EventSource, Input, TooLarge};

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub async fn run<B>(
    session: &mut EventSource,
    server: SocketAddr,
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (start, mut buffer, mut body) = (Instant::now(), [0; 4096], empty().boxed_reader());
    session.reconnect(); // The last call may have been dropped in a wait, and `start` is another instant now.
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match in_time(connect(server, request, &mut body)).await {
                Ok(Ok((status, content_type))) => report(session.handle_response(status, content_type).err()),
                _ => report(session.handle_network_error()),
            },
            Step::Read => match in_time(body.read(&mut buffer)).await {
                Ok(Ok(0)) => report(session.handle_end_of_body()),
                Ok(Ok(read)) => {
                    let mut input = Input::new(&buffer[..read]);
                    while let Some(event) = session.next_event(&mut input) {
                        handle(event)?;
                    }
                }
                _ => report(session.handle_network_error()),
            },
            Step::Wait(time) => drop(smol::Timer::after(time).await),
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}

async fn in_time<T>(work: impl Future<Output = T>) -> Result<T, Instant> {
    smol::future::or(async { Ok(work.await) }, async { Err(smol::Timer::after(Duration::from_secs(60)).await) }).await
}

async fn connect(peer: SocketAddr, request: Request<'_>, body: &mut BoxedReader) -> io::Result<(u16, Option<String>)> {
    *body = empty().boxed_reader(); // The last connection ends before the next one begins.
    let headers: String = request.headers().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let (mut reader, mut head) = (BufReader::new(smol::net::TcpStream::connect(peer).await?), Vec::new());
    reader.get_mut().write_all(format!("GET / HTTP/1.0\r\nHost: {peer}\r\n{headers}\r\n").as_bytes()).await?;
    while head.len() < 16_384 && (&mut reader).take(8192).read_until(b'\n', &mut head).await? > 2 {}
    let head = String::from_utf8_lossy(&head);
    let status = head.get(9..12).filter(|_| head.ends_with("\r\n\r\n")).and_then(|status| status.parse().ok());
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let content_type = fields.find(|field| field.0.eq_ignore_ascii_case("content-type")).map(|field| field.1.into());
    *body = reader.boxed_reader();
    Ok((status.ok_or(io::ErrorKind::UnexpectedEof)?, content_type))
}
