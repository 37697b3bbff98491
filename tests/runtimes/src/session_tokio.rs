//! The same client over a `TcpStream` of tokio: the same loop, with `await` in it. (HTTP/1.0, so that the body is what comes until the
//! connection is closed.)

use core::ops::ControlFlow;
use std::{io::Result, net::SocketAddr, time::Instant};

use sse_proto::{
    Event, EventSource, Input, TooLarge,
    event_source::{ConnectionError, Request, Step},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

/// Reads events, over as many connections as it takes, until the server wants no more of it, or `handle` doesn't.
pub async fn run(
    session: &mut EventSource,
    server: SocketAddr,
    mut handle: impl FnMut(core::result::Result<Event<'_>, TooLarge>) -> ControlFlow<()>,
    mut report: impl FnMut(ConnectionError),
) {
    let (start, mut buffer, mut body) = (Instant::now(), [0; 4096], None);
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match connect(server, request).await {
                Ok((status, content_type, reader)) => match session.handle_response(status, content_type) {
                    Ok(()) => body = Some(reader),
                    Err(error) => report(error),
                },
                Err(_) => session.handle_network_error().into_iter().for_each(&mut report),
            },
            Step::Read => match read(body.as_mut(), &mut buffer).await {
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
            Step::Wait(time) => tokio::time::sleep(time).await,
            Step::Closed => break,
        }
    }
}

/// Sends the request, and reads the head of the response: its status, its content type, and what its body comes from.
async fn connect(server: SocketAddr, request: Request<'_>) -> Result<(u16, Option<String>, BufReader<TcpStream>)> {
    let mut head = format!("GET / HTTP/1.0\r\nHost: {server}\r\n");
    request.headers().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
    let mut socket = TcpStream::connect(server).await?;
    socket.write_all((head + "\r\n").as_bytes()).await?;
    let (mut reader, mut line, mut content_type) = (BufReader::new(socket), String::new(), None);
    reader.read_line(&mut line).await?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    loop {
        line.clear();
        reader.read_line(&mut line).await?;
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-type") => content_type = Some(value.to_string()),
            Some(_) => {}
            None => return Ok((status, content_type, reader)),
        }
    }
}

async fn read(body: Option<&mut BufReader<TcpStream>>, buffer: &mut [u8]) -> Result<usize> {
    match body {
        Some(body) => body.read(buffer).await,
        None => Ok(0),
    }
}
