//! A client over a `TcpStream` of std: a whole session in one loop. (HTTP/1.0, so that the body is what comes until the connection
//! is closed.)

use core::ops::ControlFlow;
use std::{
    io::{BufRead, BufReader, Read, Result, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::Instant,
};

use sse_proto::{
    Event, EventSource, Input, TooLarge,
    event_source::{ConnectionError, Request, Step},
};

/// Reads events, over as many connections as it takes, until the server wants no more of it, or `handle` doesn't.
pub fn run(
    session: &mut EventSource,
    server: SocketAddr,
    mut handle: impl FnMut(core::result::Result<Event<'_>, TooLarge>) -> ControlFlow<()>,
    mut report: impl FnMut(ConnectionError),
) {
    let (start, mut buffer, mut body) = (Instant::now(), [0; 4096], None);
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match connect(server, request) {
                Ok((status, content_type, reader)) => match session.handle_response(status, content_type) {
                    Ok(()) => body = Some(reader),
                    Err(error) => report(error),
                },
                Err(_) => session.handle_network_error().into_iter().for_each(&mut report),
            },
            Step::Read => match body.as_mut().map_or(Ok(0), |body| body.read(&mut buffer)) {
                Ok(0) => session.handle_end_of_body().into_iter().for_each(&mut report),
                Ok(read) => {
                    let mut input = Input::new(&buffer[..read]);
                    while let Some(event) = session.next_event(&mut input) {
                        if handle(event).is_break() {
                            session.close();
                        }
                    }
                }
                Err(_) => session.handle_network_error().into_iter().for_each(&mut report),
            },
            Step::Wait(time) => thread::sleep(time),
            Step::Closed => break,
        }
    }
}

/// Sends the request, and reads the head of the response: its status, its content type, and what its body comes from.
fn connect(server: SocketAddr, request: Request<'_>) -> Result<(u16, Option<String>, BufReader<TcpStream>)> {
    let mut socket = TcpStream::connect(server)?;
    write!(socket, "GET / HTTP/1.0\r\nHost: {server}\r\n")?;
    for (name, value) in request.headers() {
        write!(socket, "{name}: {value}\r\n")?;
    }
    socket.write_all(b"\r\n")?;
    let (mut reader, mut line, mut content_type) = (BufReader::new(socket), String::new(), None);
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-type") => content_type = Some(value.to_string()),
            Some(_) => {}
            None => return Ok((status, content_type, reader)),
        }
    }
}
