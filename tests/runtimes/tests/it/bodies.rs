//! Tests the recipes that read a body's events: these are the same however the body arrives, even if futures are dropped.

use std::{
    future::poll_fn,
    io::{self, BufRead, BufReader, Read as _, Write},
    net::{SocketAddr, TcpStream},
    pin::pin,
};

use crate::support::{
    runtime::{block_on, on_tokio},
    server::{CUTS, Request, Response, Server},
    slow::Slow,
    stream::{STREAM, Seen, expected, seen_owned},
};
use bytes::Bytes;
use futures_util::{AsyncBufRead, StreamExt};
use http_body_util::Empty;
use hyper::{client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use sse_proto::{Decoder, GrowingStorage, OwnedEvent, StreamError, TooLarge};
use sse_proto_runtimes::{bufread, futures_io, http_body, http_body::BytesEvent, tokio_util::Codec};
use tokio_util::codec::FramedRead;

/// The events of a body, up to the first error of the body.
type Items = Vec<Result<Seen, io::ErrorKind>>;
type Growing = Decoder<GrowingStorage>;

fn too_large(error: TooLarge) -> Result<Seen, io::ErrorKind> {
    Ok(seen_owned(Err(error)))
}

fn event(event: OwnedEvent) -> Result<Seen, io::ErrorKind> {
    Ok(seen_owned(Ok(event)))
}

fn read_bufread(body: impl BufRead, decoder: Growing) -> (Items, Growing) {
    let (mut events, mut items) = (bufread::Events { body, decoder }, Items::new());
    for item in &mut events {
        items.push(item.map_or_else(
            |error| match error.get_ref().and_then(|error| error.downcast_ref()) {
                Some(&error) => too_large(error),
                None => Err(error.kind()),
            },
            event,
        ));
        if items.last().is_some_and(Result::is_err) {
            break;
        }
    }
    (items, events.decoder)
}

async fn read_futures_io(body: impl AsyncBufRead + Unpin, decoder: Growing) -> (Items, Growing) {
    let (mut events, mut items) = (futures_io::Events { body, decoder }, Items::new());
    // Here and below, the future is dropped each time that it is pending.
    while let Some(item) = poll_fn(|context| pin!(events.next()).poll(context)).await {
        items.push(match item {
            Ok(item) => event(item),
            Err(StreamError::TooLarge(error)) => too_large(error),
            Err(StreamError::Body(error)) => Err(error.kind()),
        });
        if items.last().is_some_and(Result::is_err) {
            break;
        }
    }
    (items, events.decoder)
}

async fn read_tokio_util(body: impl tokio::io::AsyncRead + Unpin, decoder: Growing) -> (Items, Growing) {
    let (mut events, mut items) = (FramedRead::new(body, Codec(decoder)), Items::new());
    while let Some(item) = poll_fn(|context| pin!(events.next()).poll(context)).await {
        items.push(match item {
            Ok(Ok(item)) => event(item),
            Ok(Err(error)) => too_large(error),
            Err(error) => Err(error.kind()),
        });
    }
    let Codec(decoder) = std::mem::take(events.decoder_mut());
    (items, decoder)
}

async fn read_http_body<B: ::http_body::Body<Data = Bytes> + Unpin>(
    body: B,
    decoder: Growing,
    kind: fn(B::Error) -> io::ErrorKind,
) -> (Items, Growing) {
    let (mut events, mut items) = (http_body::Events::new(body, decoder), Items::new());
    while let Some(item) = poll_fn(|context| pin!(events.next()).poll(context)).await {
        items.push(match item {
            Ok(BytesEvent { event_type, data, last_event_id }) => {
                Ok(Ok([event_type, String::from_utf8(data.into()).unwrap(), last_event_id]))
            }
            Err(StreamError::TooLarge(error)) => too_large(error),
            Err(StreamError::Body(error)) => Err(kind(error)),
        });
        if items.last().is_some_and(Result::is_err) {
            break;
        }
    }
    (items, events.decoder)
}

type Read = fn(Slow, Growing) -> (Items, Growing);

/// The recipes that read from memory, by name.
const READ: [(&str, Read); 4] = [
    ("bufread", |body, decoder| read_bufread(BufReader::new(body), decoder)),
    ("futures_io", |body, decoder| block_on(read_futures_io(futures_util::io::BufReader::new(body), decoder))),
    ("tokio_util", |body, decoder| block_on(read_tokio_util(body, decoder))),
    ("http_body", |body, decoder| block_on(read_http_body(body, decoder, |error| error.kind()))),
];

#[test]
fn events_do_not_depend_on_how_the_body_is_cut() {
    for (name, read) in READ {
        for size in 1..=STREAM.len() {
            let decoder = Decoder::with_limit(32);
            let (items, mut decoder) = read(Slow::of(STREAM, size), decoder);
            assert_eq!(items, expected().into_iter().map(Ok).collect::<Items>(), "{name}, {size} bytes at a time");
            let unfinished = decoder.take_unfinished().map(|event| event.unwrap().data().to_string());
            assert_eq!(unfinished.as_deref(), Some("never ended"), "{name}");
        }
    }
}

#[test]
fn an_error_comes_after_the_events_before_it() {
    for (name, read) in READ {
        let chunks = [Ok("data: 1\n\ndata: 2\n\ndata: lo".into()), Err(io::ErrorKind::ConnectionReset.into())];
        let (items, decoder) = read(Slow::new(chunks), Decoder::new());
        let event = |data: &str| Ok(Ok(["message", data, ""].map(String::from)));
        assert_eq!(items, [event("1"), event("2"), Err(io::ErrorKind::ConnectionReset)], "{name}");
        assert!(decoder.is_mid_event(), "{name}");
    }
}

/// Connects, and reads the head of the response.
fn connect(address: SocketAddr, decoder: &Growing) -> TcpStream {
    let mut socket = TcpStream::connect(address).unwrap();
    let id = decoder.last_event_id();
    write!(socket, "GET / HTTP/1.0\r\nHost: {address}\r\nLast-Event-ID: {id}\r\n\r\n").unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    assert!(head.starts_with(b"HTTP/1.0 200 OK\r\n"));
    socket
}

type Fetch = fn(SocketAddr, Growing) -> (Items, Growing);

/// The recipes that read from a server, by name.
const FETCH: [(&str, Fetch); 4] = [
    ("bufread", |address, decoder| read_bufread(BufReader::new(connect(address, &decoder)), decoder)),
    ("futures_io", |address, decoder| {
        let socket = smol::net::TcpStream::from(smol::Async::new(connect(address, &decoder)).unwrap());
        smol::block_on(read_futures_io(smol::io::BufReader::new(socket), decoder))
    }),
    ("tokio_util", |address, decoder| {
        let socket = connect(address, &decoder);
        socket.set_nonblocking(true).unwrap();
        on_tokio(async { read_tokio_util(tokio::net::TcpStream::from_std(socket).unwrap(), decoder).await })
    }),
    ("http_body", |address, decoder| {
        on_tokio(async {
            let socket = TokioIo::new(tokio::net::TcpStream::connect(address).await.unwrap());
            let (mut sender, connection) = http1::handshake(socket).await.unwrap();
            tokio::spawn(connection);
            let request = hyper::Request::get("/")
                .header(HOST, address.to_string())
                .header("Last-Event-ID", decoder.last_event_id().as_bytes())
                .body(Empty::<Bytes>::new())
                .unwrap();
            let body = sender.send_request(request).await.unwrap().into_body();
            read_http_body(body, decoder, |_| io::ErrorKind::UnexpectedEof).await
        })
    }),
];

#[test]
fn events_are_read_from_a_body_and_the_next_one() {
    for (name, fetch) in FETCH {
        for cuts in CUTS {
            let lost = Response::new("\u{FEFF}id: 9\ndata: \u{20AC}\r\n\r\nid: 10\ndata: lo").cut_off();
            let responses = [Response::new(STREAM), lost, Response::new("data: again\n\n")];
            let server = Server::start(responses.map(|response| response.split(cuts)).into());
            let mut decoder = Decoder::with_limit(32);
            let (mut all, mut cut_off) = (Items::new(), Vec::new());
            for _ in 0..3 {
                decoder.reset();
                let (items, after) = fetch(server.address, decoder);
                cut_off.push(after.is_mid_event());
                all.extend(items);
                decoder = after;
            }
            let requests = server.requests();
            let mut expected = expected().into_iter().map(Ok).collect::<Items>();
            expected.push(Ok(Ok(["message", "\u{20AC}", "9"].map(String::from))));
            // In HTTP/1.0, the end of a connection is the end of a body.
            if requests[1].version() == "HTTP/1.1" {
                expected.push(Err(io::ErrorKind::UnexpectedEof));
            }
            expected.push(Ok(Ok(["message", "again", "9"].map(String::from))));
            assert_eq!(all, expected, "{name}, {cuts:?}");
            assert_eq!(cut_off, [true, true, false], "{name}, {cuts:?}");
            assert_eq!(decoder.reconnection_time().map(|time| time.as_millis()), Some(20), "{name}");
            let ids = requests.iter().map(Request::last_event_id).collect::<Vec<_>>();
            assert_eq!(ids, [Some(""), Some(""), Some("9")], "{name}");
        }
    }
}
