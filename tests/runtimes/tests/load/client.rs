//! A client that counts the bytes that it reads.

use std::{io, net::SocketAddr, time::Duration};

use sse_proto::{EventSource, Input, Item, event_source::Step};
use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpSocket, TcpStream},
};

/// An open stream.
pub(crate) struct Client {
    session: EventSource,
    body: BufReader<TcpStream>,
}

/// The most bytes that a client reads at once.
pub(crate) const READ: usize = 1024;

impl Client {
    /// Opens the stream at that path. With `receive`, the kernel keeps about so many bytes for the client, and no more.
    pub(crate) async fn open(server: SocketAddr, path: &str, receive: Option<u32>) -> io::Result<Self> {
        let mut session = EventSource::new();
        let Step::Connect(request) = session.poll(Duration::ZERO) else { unreachable!("it is new") };
        let mut head = format!("GET {path} HTTP/1.0\r\n");
        request.headers().for_each(|(name, value)| head += &format!("{name}: {value}\r\n"));
        let socket = TcpSocket::new_v4()?;
        if let Some(size) = receive {
            socket.set_recv_buffer_size(size)?;
        }
        let mut socket = socket.connect(server).await?;
        socket.write_all((head + "\r\n").as_bytes()).await?;
        let mut body = BufReader::with_capacity(READ, socket);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            body.read_line(&mut line).await?;
        }
        session.handle_response(200, Some("text/event-stream")).expect("the server serves nothing else");
        Ok(Self { session, body })
    }

    /// Reads once. Returns `false` at the end of the body.
    pub(crate) async fn read(&mut self, handle: impl FnMut(Item<'_>)) -> io::Result<bool> {
        read(&mut self.session, &mut self.body, handle).await
    }
}

async fn read(
    session: &mut EventSource,
    body: &mut (impl AsyncBufRead + Unpin),
    mut handle: impl FnMut(Item<'_>),
) -> io::Result<bool> {
    let bytes = body.fill_buf().await?;
    let mut input = Input::new(bytes);
    while let Some(item) = session.next_item(&mut input) {
        handle(item.expect("there is room for it"));
    }
    let (len, is_open) = (bytes.len(), !bytes.is_empty());
    body.consume(len);
    Ok(is_open)
}
