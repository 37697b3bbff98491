//! Tests the clients that run a session, over loopback: the server splits badly, drops connections, resumes, and ends it.

use std::{
    net::SocketAddr,
    ops::ControlFlow,
    pin::{Pin, pin},
    time::{Duration, Instant},
};

use crate::support::{
    runtime::on_tokio,
    server::{CUTS, Request, Response, Server},
    stream::seen,
};
use embedded_io_adapters::tokio_1::FromTokio;
use futures_util::future::{Either, select};
use socket2::{Domain, Socket, Type};
use sse_proto::{
    Event, EventSource, TooLarge,
    event_source::{Cause, ConnectionError, ReadyState},
};
use sse_proto_runtimes::{hyper, reqwless, session_reqwest, session_std, session_tokio, smol, ureq};
use tokio::net::TcpStream;

type Handle<'f> = &'f mut (dyn FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<()> + Send);
type Report<'f> = &'f mut (dyn FnMut(ConnectionError) + Send);
type Run = fn(&mut EventSource, SocketAddr, Handle<'_>, Report<'_>) -> ControlFlow<()>;
type Running<'f> = Pin<Box<dyn Future<Output = ControlFlow<()>> + Send + 'f>>;
type RunAsync = for<'f> fn(&'f mut EventSource, SocketAddr, Handle<'f>, Report<'f>) -> Running<'f>;

const TOKIO: RunAsync = |session, server, handle, report| Box::pin(session_tokio::run(session, server, handle, report));
const SMOL: RunAsync = |session, server, handle, report| Box::pin(smol::run(session, server, handle, report));
const HYPER: RunAsync = |session, server, handle, report| Box::pin(hyper::run(session, server, handle, report));
const REQWEST: RunAsync = |session, server, handle, report| {
    Box::pin(async move {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        session_reqwest::run(session, (&client, &format!("http://{server}/")), handle, report).await
    })
};
/// The connection is not `Send`, as is usual on microcontrollers.
const REQWLESS: Run = |session, server, handle, report| {
    let connect = async || TcpStream::connect(server).await.ok().map(FromTokio::new);
    let start = Instant::now();
    let runtime = (connect, || start.elapsed(), async |time| tokio::time::sleep(time).await);
    on_tokio(reqwless::run(session, (&server.to_string(), "/"), runtime, handle, report))
};

/// Every client, by its name.
const CLIENTS: [(&str, Run); 7] = [
    ("std", |session, server, handle, report| session_std::run(session, server, handle, report)),
    ("ureq", |session, server, handle, report| {
        ureq::run(session, (&ureq::agent(), &format!("http://{server}/")), handle, report)
    }),
    ("tokio", |session, server, handle, report| on_tokio(TOKIO(session, server, handle, report))),
    ("smol", |session, server, handle, report| ::smol::block_on(SMOL(session, server, handle, report))),
    ("hyper", |session, server, handle, report| on_tokio(HYPER(session, server, handle, report))),
    ("reqwest", |session, server, handle, report| on_tokio(REQWEST(session, server, handle, report))),
    ("reqwless", REQWLESS),
];

const LIMIT: usize = 32;

fn session() -> EventSource {
    EventSource::with_limit(LIMIT)
}

/// Returns the server's response for each connection.
fn script() -> [Response; 6] {
    let cut_in_an_event = "\u{FEFF}: hello\r\nretry: 1\r\n\r\n\
        event: greeting\r\nid: 1\u{20AC}\r\ndata: caf\u{E9}\r\ndata: \u{1F600}\r\n\r\nid: 2\ndata: lo";
    let with_an_event_that_is_too_large =
        "\u{FEFF}data: one\n\nid: 2\ndata: an event for which there is no room\n\ndata: two\r\r";
    [
        Response::new(cut_in_an_event).cut_off(),
        Response::raw(b""),
        Response::raw(b"HTTP/1.1 200 OK\r\nContent-Ty"),
        Response::new(with_an_event_that_is_too_large),
        Response::new("id\ndata: three\n\n").with_content_type("Text/Event-Stream; charset=utf-8"),
        Response::no_content(),
    ]
}

#[test]
fn every_event_comes_once_over_as_many_connections_as_it_takes() {
    for (name, run) in CLIENTS {
        for cuts in CUTS {
            let server = Server::start(script().map(|response| response.split(cuts)).into());
            let (mut session, mut events, mut errors) = (session(), Vec::new(), Vec::new());
            let mut handle = |event: Result<Event<'_>, TooLarge>| {
                events.push(seen(event));
                ControlFlow::Continue(())
            };
            let ended = run(&mut session, server.address, &mut handle, &mut |error| errors.push(error));
            assert_eq!((ended, session.ready_state()), (ControlFlow::Continue(()), ReadyState::Closed), "{name}");

            let event = |event_type: &str, data: &str, id: &str| Ok([event_type, data, id].map(String::from));
            let expected = [
                event("greeting", "caf\u{E9}\n\u{1F600}", "1\u{20AC}"),
                event("message", "one", "1\u{20AC}"),
                Err(LIMIT),
                event("message", "two", "2"),
                event("message", "three", ""),
            ];
            assert_eq!(events, expected, "{name}, {cuts:?}");

            let requests = server.requests();
            // In HTTP/1.0, the end of a connection is the end of a body.
            let lost = if requests[0].version() == "HTTP/1.0" { Cause::EndOfBody } else { Cause::NetworkError };
            let causes = [
                lost,
                Cause::NetworkError,
                Cause::NetworkError,
                Cause::EndOfBody,
                Cause::EndOfBody,
                Cause::Status(204),
            ];
            assert_eq!(errors.iter().map(ConnectionError::cause).collect::<Vec<_>>(), causes, "{name}, {cuts:?}");
            assert_eq!(errors.iter().map(ConnectionError::failures).collect::<Vec<_>>(), [1, 2, 3, 1, 1, 2], "{name}");
            let (last, others) = errors.split_last().unwrap();
            assert_eq!(last.reconnect_in(), None);
            assert!(others.iter().all(|error| error.reconnect_in() == Some(Duration::from_millis(1))), "{others:?}");

            let ids = requests.iter().map(Request::last_event_id);
            let expected = [None, Some("1\u{20AC}"), Some("1\u{20AC}"), Some("1\u{20AC}"), Some("2"), None];
            assert_eq!(ids.collect::<Vec<_>>(), expected, "{name}");
            for request in requests {
                let headers = ["Accept", "Cache-Control", "Host"].map(|name| request.headers(name).collect::<Vec<_>>());
                assert_eq!(headers[..2], [["text/event-stream"], ["no-cache"]], "{name}: {}", request.head);
                assert_eq!(headers[2].len(), 1, "{name}: {}", request.head);
                let encoding = request.header("Accept-Encoding").unwrap_or("identity");
                assert_eq!((&request.head[..6], encoding), ("GET / ", "identity"), "{name}");
            }
        }
    }
}

#[test]
fn a_handler_that_has_seen_enough_ends_it_at_once() {
    for (name, run) in CLIENTS {
        let server = Server::start(vec![Response::new("data: 1\n\ndata: 2\n\ndata: 3\n\n").held()]);
        let (mut session, mut events) = (session(), 0);
        let mut handle = |_: Result<Event<'_>, TooLarge>| {
            events += 1;
            if events == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let ended = run(&mut session, server.address, &mut handle, &mut |error| panic!("{error}"));
        assert_eq!((ended, events), (ControlFlow::Break(()), 2), "{name}");
        // The server has ended because the client has closed the connection.
        assert_eq!(server.requests().len(), 1);
    }
}

#[test]
fn where_nobody_listens_it_tries_again_and_a_fatal_response_ends_it() {
    let wrong_type = Response::new("data: not for us\n\n").with_content_type("text/html");
    let fatal = [
        (Response::new("").with_status("404 Not Found"), Cause::Status(404)),
        (Response::new("data: not for us\n\n").with_status("503 Service Unavailable"), Cause::Status(503)),
        (wrong_type, Cause::ContentType),
    ];
    for (name, run) in CLIENTS {
        for (response, cause) in &fatal {
            // The port is taken, and refuses connections, before it listens.
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
            socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
            let address = socket.local_addr().unwrap().as_socket().unwrap();
            let (mut session, mut errors) = (session(), Vec::new());
            session.set_reconnection_time(Duration::from_millis(1));
            let (mut socket, mut server) = (Some(socket), None);
            let mut report = |error: ConnectionError| {
                errors.push((error.cause(), error.reconnect_in().is_some()));
                if errors.len() == 2 {
                    let socket = socket.take().unwrap();
                    socket.listen(1).unwrap();
                    server = Some(Server::on(socket.into(), vec![response.clone()]));
                }
            };
            let mut handle = |event: Result<Event<'_>, TooLarge>| panic!("{name}: {event:?}");
            assert_eq!(run(&mut session, address, &mut handle, &mut report), ControlFlow::Continue(()));
            assert_eq!(errors, [(Cause::NetworkError, true), (Cause::NetworkError, true), (*cause, false)], "{name}");
            assert_eq!(server.unwrap().requests().len(), 1);
        }
    }
}

/// The server serves one connection after the other. So a client that kept a useless one would wait for ever.
#[test]
fn a_connection_that_is_of_no_use_ends_before_the_next_one_begins() {
    const NOT_CHUNKED: &[u8] =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n";
    for (name, run) in CLIENTS {
        let mut responses = vec![Response::raw(b"nothing like HTTP\r\n\r\n").held(), Response::no_content()];
        let mut expected = vec![Cause::NetworkError, Cause::Status(204)];
        // For a client of HTTP/1.0, that is a valid body.
        if !["std", "tokio", "smol"].contains(&name) {
            responses.insert(1, Response::raw(NOT_CHUNKED).held());
            expected.insert(1, Cause::NetworkError);
        }
        let (server, connections) = (Server::start(responses), expected.len());
        let (mut session, mut errors) = (session(), Vec::new());
        session.set_reconnection_time(Duration::from_millis(1));
        let mut handle = |event: Result<Event<'_>, TooLarge>| panic!("{name}: {event:?}");
        let ended = run(&mut session, server.address, &mut handle, &mut |error| errors.push(error.cause()));
        assert_eq!(ended, ControlFlow::Continue(()), "{name}");
        assert_eq!(errors, expected, "{name}");
        assert_eq!(server.requests().len(), connections, "{name}");
    }
}

/// Runs a client until there is an event or an error, and drops it. Returns the data, or the time to wait.
async fn first(run: RunAsync, session: &mut EventSource, server: SocketAddr) -> String {
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let mut handle = |event: Result<Event<'_>, TooLarge>| {
        sender.send(event.unwrap().data().to_string()).unwrap();
        ControlFlow::Continue(())
    };
    let mut report = |error: ConnectionError| sender.send(format!("{:?}", error.reconnect_in())).unwrap();
    let running = run(session, server, &mut handle, &mut report);
    match select(running, pin!(receiver.recv())).await {
        Either::Left((ended, _)) => panic!("{ended:?}"),
        Either::Right((first, _)) => first.unwrap(),
    }
}

/// A client that is dropped while it reads or waits, as by `select!`, goes on with the next call.
#[test]
fn a_client_that_is_dropped_resumes() {
    for (name, run) in [("tokio", TOKIO), ("smol", SMOL), ("hyper", HYPER), ("reqwest", REQWEST)] {
        let responses = [
            Response::new("retry: 1\nid: 1\ndata: one\n\nid: 2\ndata: lo").held(),
            Response::new("retry: 86400000\n\n"),
            Response::new("data: two\n\n").held(),
        ];
        let (server, mut session) = (Server::start(responses.into()), session());
        on_tokio(async {
            assert_eq!(first(run, &mut session, server.address).await, "one", "{name}");
            // If the next call did not connect at once, the client would wait for a day.
            assert_eq!(first(run, &mut session, server.address).await, "Some(86400s)", "{name}");
            assert_eq!(first(run, &mut session, server.address).await, "two", "{name}");
        });
        let requests = server.requests();
        let ids = requests.iter().map(Request::last_event_id).collect::<Vec<_>>();
        assert_eq!(ids, [None, Some("1"), Some("1")], "{name}");
    }
}
