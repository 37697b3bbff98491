//! Tests the recipe for the reply of a language model, over loopback.

use crate::support::{
    runtime::on_tokio,
    server::{CUTS, Request, Response, Server},
};
use sse_proto::OwnedEvent;
use sse_proto_runtimes::reqwest::read_reply;

const REPLY: &[u8] =
    b"data: {\"text\":\"hel\"}\r\n\r\n: keep-alive\r\n\r\nevent: delta\r\ndata: lo\r\ndata: \xE2\x82\xAC\r\n\r\n\
    data: [DONE]\n\ndata: after the end\n\n";

/// Returns the result of one response, and the request.
fn reply(response: Response) -> (Vec<(String, String)>, Result<bool, String>, Request) {
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
