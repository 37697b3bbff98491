//! The recipes for HTTP clients do what they say, over loopback.

#[allow(dead_code, unreachable_pub, reason = "every test binary uses its own part of what is shared")]
mod support;

use std::{convert::Infallible, net::SocketAddr};

use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::Empty;
use hyper::{Request, body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use sse_proto::{Decoder, EventStreamExt, GrowingStorage, OwnedEvent, StreamError};
use sse_proto_runtimes::{hyper::read_events, reqwest::read_reply};
use support::{
    runtime::{block_on, on_tokio, yield_now},
    server::{self, CUTS, Response, Server},
    stream::{STREAM, Seen, expected, seen_owned},
};

const REPLY: &[u8] =
    b"data: {\"text\":\"hel\"}\r\n\r\n: keep-alive\r\n\r\nevent: delta\r\ndata: lo\r\ndata: \xE2\x82\xAC\r\n\r\n\
    data: [DONE]\n\ndata: after the end\n\n";

/// What comes of one response, and the request.
fn reply(response: Response) -> (Vec<(String, String)>, Result<bool, String>, server::Request) {
    let server = Server::start(vec![response]);
    let mut seen = Vec::new();
    let result = on_tokio(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let handle = |event: OwnedEvent| seen.push((event.event_type().to_owned(), event.into_data()));
        read_reply(client.get(server.url()), handle).await
    });
    (seen, result.map_err(|error| error.to_string()), server.requests().remove(0))
}

fn of_the_reply() -> Vec<(String, String)> {
    [("message", "{\"text\":\"hel\"}"), ("delta", "lo\n\u{20AC}")]
        .map(|(event_type, data)| (event_type.to_owned(), data.to_owned()))
        .into()
}

#[test]
fn a_reply_is_read_up_to_its_end() {
    for cuts in CUTS {
        let (seen, result, request) = reply(Response::new(REPLY).split(cuts));
        assert_eq!((seen, result), (of_the_reply(), Ok(true)), "{cuts:?}");
        assert!(request.head.starts_with("GET / HTTP/1.1\r\n"), "{}", request.head);
        assert_eq!(request.header("Accept"), Some("text/event-stream"));
    }
}

#[test]
fn a_reply_that_is_cut_off_is_recognised() {
    let without_done = &REPLY[..REPLY.len() - b"data: [DONE]\n\ndata: after the end\n\n".len()];
    let response = Response::new(without_done).split((7, 5));
    let (seen, result, _) = reply(response.clone());
    assert_eq!((seen, result), (of_the_reply(), Ok(false)));

    let (seen, result, _) = reply(response.clone().cut_off());
    assert_eq!((seen, result), (of_the_reply(), Err("the body of the response could not be read".to_owned())));

    let (seen, result, _) = reply(response.with_status("503 Service Unavailable"));
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
    let outcome = read_events(body, decoder, |event| all.push(seen_owned(event))).await;
    // It has the same error as the body, if any.
    let _ = connection.await.unwrap();
    outcome
}

#[test]
fn events_are_read_from_a_body_and_the_next_one() {
    for cuts in CUTS {
        let lost = Response::new(&b"\xEF\xBB\xBFid: 9\ndata: back\n\nid: 10\ndata: lo"[..]).cut_off();
        let responses = [Response::new(STREAM), lost, Response::new("data: again\n\n")];
        let server = Server::start(responses.map(|response| response.split(cuts)).into());
        let mut all = Vec::new();
        let decoder = on_tokio(async {
            let decoder = Decoder::with_storage(GrowingStorage::with_limit(32));
            let (decoder, result) = connect(server.address, decoder, &mut all).await;
            assert!(result.is_ok());
            let (decoder, result) = connect(server.address, decoder, &mut all).await;
            assert!(result.is_err());
            let (decoder, result) = connect(server.address, decoder, &mut all).await;
            assert!(result.is_ok());
            decoder
        });
        let mut expected = expected();
        expected.extend([["message", "back", "9"], ["message", "again", "9"]].map(|event| Ok(event.map(String::from))));
        assert_eq!(all, expected, "{cuts:?}");
        assert_eq!(decoder.reconnection_time().map(|time| time.as_millis()), Some(20));
        let requests = server.requests();
        assert_eq!(
            requests.iter().map(server::Request::last_event_id).collect::<Vec<_>>(),
            [Some(""), Some(""), Some("9")]
        );
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
