//! The recipes for HTTP clients do what they say, over loopback.

use core::{convert::Infallible, future::Future};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread::{self, JoinHandle},
};

use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::Empty;
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use sse_proto::{Decoder, EventStreamExt, GrowingStorage, OwnedEvent, StreamError, TooLarge};

use crate::{
    hyper::read_events,
    reqwest::read_reply,
    runtime::{block_on, yield_now},
    tests::{STREAM, Seen, expected},
};

/// One response, and how the server mistreats it.
#[derive(Clone, Copy)]
struct Response {
    status: &'static str,
    body: &'static [u8],
    /// How many bytes of the body are in each chunk of the transfer coding.
    chunk: usize,
    /// How many bytes are written at once, whatever they are.
    write: usize,
    /// Whether it ends as HTTP wants it, or the connection is lost.
    ends: bool,
}

impl Response {
    fn new(body: &'static [u8], chunk: usize, write: usize) -> Self {
        Self { status: "200 OK", body, chunk, write, ends: true }
    }

    fn to_bytes(self) -> Vec<u8> {
        let mut bytes = format!(
            "HTTP/1.1 {}\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
            self.status
        )
        .into_bytes();
        for chunk in self.body.chunks(self.chunk) {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        if self.ends {
            bytes.extend_from_slice(b"0\r\n\r\n");
        }
        bytes
    }
}

/// Gives these responses, one for each connection. Returns the heads of the requests, in lower case.
fn serve(responses: Vec<Response>) -> (SocketAddr, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answer = move |response: Response| {
        let (mut socket, _) = listener.accept().unwrap();
        socket.set_nodelay(true).unwrap();
        let head = read_head(&mut socket);
        for bytes in response.to_bytes().chunks(response.write) {
            if socket.write_all(bytes).is_err() {
                break; // The client has seen enough.
            }
        }
        head
    };
    (address, thread::spawn(move || responses.into_iter().map(answer).collect()))
}

fn read_head(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    String::from_utf8(head).unwrap().to_ascii_lowercase()
}

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// How the server mistreats a response: the sizes of its chunks, and of its writes.
const CUTS: [(usize, usize); 6] = [(1, 1), (1, 1000), (2, 3), (7, 5), (64, 7), (1000, 1000)];

const REPLY: &[u8] =
    b"data: {\"text\":\"hel\"}\r\n\r\n: keep-alive\r\n\r\nevent: delta\r\ndata: lo\r\ndata: \xE2\x82\xAC\r\n\r\n\
    data: [DONE]\n\ndata: after the end\n\n";

/// What comes of one response, and the head of the request.
fn reply(response: Response) -> (Vec<(String, String)>, Result<bool, String>, String) {
    let (address, server) = serve(vec![response]);
    let mut seen = Vec::new();
    let result = run(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let handle = |event: OwnedEvent| seen.push((event.event_type().to_owned(), event.into_data()));
        read_reply(client.get(format!("http://{address}/")), handle).await
    });
    (seen, result.map_err(|error| error.to_string()), server.join().unwrap().remove(0))
}

fn of_the_reply() -> Vec<(String, String)> {
    [("message", "{\"text\":\"hel\"}"), ("delta", "lo\n\u{20AC}")]
        .map(|(event_type, data)| (event_type.to_owned(), data.to_owned()))
        .into()
}

#[test]
fn a_reply_is_read_up_to_its_end() {
    for (chunk, write) in CUTS {
        let (seen, result, head) = reply(Response::new(REPLY, chunk, write));
        assert_eq!((seen, result), (of_the_reply(), Ok(true)), "chunks of {chunk}, writes of {write}");
        assert!(head.starts_with("get / http/1.1\r\n") && head.contains("\r\naccept: text/event-stream\r\n"), "{head}");
    }
}

#[test]
fn a_reply_that_is_cut_off_is_recognised() {
    let without_done = &REPLY[..REPLY.len() - b"data: [DONE]\n\ndata: after the end\n\n".len()];
    let response = Response::new(without_done, 7, 5);
    let (seen, result, _) = reply(response);
    assert_eq!((seen, result), (of_the_reply(), Ok(false)));

    let (seen, result, _) = reply(Response { ends: false, ..response });
    assert_eq!((seen, result), (of_the_reply(), Err("the body of the response could not be read".to_owned())));

    let (seen, result, _) = reply(Response { status: "503 Service Unavailable", ..response });
    assert!(seen.is_empty() && result.unwrap_err().contains("503"));
}

/// Asks for events after that ID over a new connection, and reads them.
async fn connect(
    address: SocketAddr,
    decoder: Decoder<GrowingStorage>,
    all: &mut Vec<Seen>,
) -> (Decoder<GrowingStorage>, Result<(), hyper::Error>) {
    let socket = TokioIo::new(tokio::net::TcpStream::connect(address).await.unwrap());
    let (mut sender, connection) = http1::handshake(socket).await.unwrap();
    let connection = tokio::spawn(connection);
    let request = Request::get("/")
        .header("Host", address.to_string())
        .header("Last-Event-ID", decoder.last_event_id().as_bytes())
        .body(Empty::<Bytes>::new())
        .unwrap();
    let body = sender.send_request(request).await.unwrap().into_body();
    let outcome = read_events(body, decoder, |event| all.push(seen(event))).await;
    // It has the same error as the body, if any.
    let _ = connection.await.unwrap();
    outcome
}

fn seen(event: Result<OwnedEvent, TooLarge>) -> Seen {
    event
        .map(|event| [event.event_type(), event.data(), event.last_event_id()].map(String::from))
        .map_err(|error| error.limit())
}

#[test]
fn events_are_read_from_a_body_and_the_next_one() {
    for (chunk, write) in CUTS {
        let lost = Response {
            ends: false,
            ..Response::new(b"\xEF\xBB\xBFid: 9\ndata: back\n\nid: 10\ndata: lo", chunk, write)
        };
        let responses =
            vec![Response::new(STREAM, chunk, write), lost, Response::new(b"data: again\n\n", chunk, write)];
        let (address, server) = serve(responses);
        let mut all = Vec::new();
        let decoder = run(async {
            let decoder = Decoder::with_storage(GrowingStorage::with_limit(32));
            let (decoder, result) = connect(address, decoder, &mut all).await;
            assert!(result.is_ok());
            let (decoder, result) = connect(address, decoder, &mut all).await;
            assert!(result.is_err());
            let (decoder, result) = connect(address, decoder, &mut all).await;
            assert!(result.is_ok());
            decoder
        });
        let mut expected = expected();
        expected.extend([["message", "back", "9"], ["message", "again", "9"]].map(|event| Ok(event.map(String::from))));
        assert_eq!(all, expected, "chunks of {chunk}, writes of {write}");
        assert_eq!(decoder.reconnection_time().map(|time| time.as_millis()), Some(20));
        let heads = server.join().unwrap();
        let last_event_ids =
            heads.iter().map(|head| head.split("last-event-id:").nth(1).unwrap().lines().next().unwrap().trim());
        assert_eq!(last_event_ids.collect::<Vec<_>>(), ["", "", "9"]);
    }
}

/// The body of a response made of `async` blocks, which is not `Unpin`.
#[test]
fn a_body_may_be_made_of_async_blocks() {
    let body = stream::unfold(STREAM.chunks(5), |mut chunks| async {
        let chunk = chunks.next()?;
        let borrowed = &chunk;
        yield_now().await;
        Some((Ok::<_, Infallible>(borrowed.to_vec()), chunks))
    });
    let events = block_on(body.events().try_collect::<Vec<_>>());
    let data = events.unwrap().into_iter().map(OwnedEvent::into_data).collect::<Vec<_>>();
    let whole = Decoder::new().owned_events(STREAM).map(|event| event.unwrap().into_data()).collect::<Vec<_>>();
    assert_eq!(data, whole);
}

/// It is a stream as others are: the adapters of `futures-util` take it.
#[test]
fn events_go_through_the_adapters_of_others() {
    let body = stream::iter([Ok("data: 1\n\ndata: 2\n\nda"), Err(3), Ok("ta: 4\n\n"), Ok("data: 5\n\n")]);
    let events = body.events().map_ok(OwnedEvent::into_data).take(4).collect::<Vec<_>>();
    let one = |data: &str| Ok(data.to_owned());
    assert_eq!(block_on(events), [one("1"), one("2"), Err(StreamError::Body(3)), one("4")]);
}
