//! A session over a `TcpStream` of std: blocking, a thread for each stream, no dependencies. For TLS, use `ureq.rs`.
//!
//! It speaks HTTP/1.0, in which a body ends with the connection. The server must send a heartbeat each minute, or more often.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use std::{ops::ControlFlow, thread};

use sse_proto::event_source::{ConnectionError, Request, Step};
use sse_proto::{Event, EventSource, Input, TooLarge};

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub fn run<B>(
    session: &mut EventSource,
    server: SocketAddr,
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (start, mut buffer, mut body) = (Instant::now(), [0; 4096], None);
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match connect(server, request, &mut body) {
                Ok((status, content_type)) => report(session.handle_response(status, content_type).err()),
                Err(_) => report(session.handle_network_error()),
            },
            Step::Read => match body.as_mut().map_or(Ok(0), |body| body.read(&mut buffer)) {
                Ok(0) => report(session.handle_end_of_body()),
                Ok(read) => {
                    let mut input = Input::new(&buffer[..read]);
                    while let Some(event) = session.next_event(&mut input) {
                        handle(event)?;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => report(session.handle_network_error()),
            },
            Step::Wait(time) => thread::sleep(time),
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}

type Body = Option<BufReader<TcpStream>>;

fn connect(server: SocketAddr, request: Request<'_>, body: &mut Body) -> io::Result<(u16, Option<String>)> {
    *body = None; // The last connection ends before the next one begins.
    let (idle, mut head) = (Duration::from_secs(60), Vec::new());
    let headers: String = request.headers().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let body = body.insert(BufReader::new(TcpStream::connect_timeout(&server, idle)?));
    body.get_ref().set_read_timeout(Some(idle))?;
    body.get_mut().write_all(format!("GET / HTTP/1.0\r\nHost: {server}\r\n{headers}\r\n").as_bytes())?;
    while head.len() < 16_384 && body.by_ref().take(8192).read_until(b'\n', &mut head)? > 2 {}
    let head = String::from_utf8_lossy(&head);
    let status = head.get(9..12).filter(|_| head.ends_with("\r\n\r\n")).and_then(|status| status.parse().ok());
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let content_type = fields.find(|field| field.0.eq_ignore_ascii_case("content-type")).map(|field| field.1.into());
    Ok((status.ok_or(io::ErrorKind::UnexpectedEof)?, content_type))
}
