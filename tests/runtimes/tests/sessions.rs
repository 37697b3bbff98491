//! The clients, over loopback: a server that splits badly, drops connections, resumes by ID, and ends it all.

use core::{ops::ControlFlow, time::Duration};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    thread::{self, JoinHandle},
};

use sse_proto::{
    Event, EventSource, Replay, TooLarge,
    encode::{self, EventId},
    event_source::{Cause, ConnectionError},
};

/// Serves ten events, three to a connection, byte by byte, and cuts off the fourth; resumes by what it is told; and says 204 when
/// there is nothing more. Returns the heads of the requests.
fn serve() -> (SocketAddr, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut replay = Replay::with_limit(4096);
    for n in 1..=10 {
        let (id, data) = (n.to_string(), format!("number {n}\nof ten"));
        let id = EventId::new(&id).unwrap();
        replay.push(&encode::Event::new().reconnection_time(Duration::from_millis(1)).id(id).data(&data)).unwrap();
    }
    let server = thread::spawn(move || {
        let mut heads = Vec::new();
        loop {
            let (mut socket, _) = listener.accept().unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                socket.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            heads.push(String::from_utf8(head).unwrap());
            let id = heads.last().unwrap().lines().find_map(|line| line.strip_prefix("Last-Event-ID: "));
            let events: Vec<u8> = match id.map(|id| replay.after(id).unwrap()) {
                Some(events) => events.take(4).flatten().copied().collect(),
                None => replay.iter().take(4).flatten().copied().collect(),
            };
            if events.is_empty() {
                socket.write_all(b"HTTP/1.0 204 No Content\r\n\r\n").unwrap();
                return heads;
            }
            let response = [&b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"[..], &events].concat();
            // If there are four, the last one lacks its blank line.
            let cut_off = if events.iter().filter(|&&byte| byte == b'\n').count() == 4 * 5 { 1 } else { 0 };
            for byte in &response[..response.len() - cut_off] {
                if socket.write_all(&[*byte]).is_err() {
                    break; // The client has seen enough.
                }
            }
        }
    });
    (address, server)
}

type Run = fn(
    &mut EventSource,
    SocketAddr,
    &mut dyn FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<()>,
    &mut dyn FnMut(ConnectionError),
);

const CLIENTS: [Run; 2] = [
    |session, server, handle, report| sse_proto_runtimes::session_std::run(session, server, handle, report),
    |session, server, handle, report| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(sse_proto_runtimes::session_tokio::run(session, server, handle, report));
    },
];

#[test]
fn every_event_comes_once_over_as_many_connections_as_it_takes() {
    for run in CLIENTS {
        let (address, server) = serve();
        let (mut session, mut seen, mut errors) = (EventSource::new(), Vec::new(), Vec::new());
        let mut handle = |event: Result<Event<'_>, TooLarge>| {
            seen.push(event.unwrap().data().to_string());
            ControlFlow::Continue(())
        };
        run(&mut session, address, &mut handle, &mut |error| errors.push(error));
        assert_eq!(seen, (1..=10).map(|n| format!("number {n}\nof ten")).collect::<Vec<_>>());
        let causes: Vec<_> = errors.iter().map(ConnectionError::cause).collect();
        assert_eq!(causes[..causes.len() - 1], [Cause::EndOfBody; 4]);
        assert_eq!(causes[causes.len() - 1], Cause::Status(204));
        assert!(errors.iter().all(|error| error.failures() == 1 || error.cause() == Cause::Status(204)));
        let heads = server.join().unwrap();
        assert!(!heads[0].contains("Last-Event-ID") && heads[1].contains("\r\nLast-Event-ID: 3\r\n"), "{heads:?}");
        assert!(heads.iter().all(|head| head.contains("\r\nAccept: text/event-stream\r\nCache-Control: no-cache\r\n")));
    }
}

#[test]
fn a_client_that_has_seen_enough_closes_at_once() {
    for run in CLIENTS {
        let (address, _server) = serve();
        let (mut session, mut seen) = (EventSource::new(), 0);
        let mut handle = |_: Result<Event<'_>, TooLarge>| {
            seen += 1;
            if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        run(&mut session, address, &mut handle, &mut |error| panic!("{error}"));
        assert_eq!(seen, 2);
    }
}

#[test]
fn where_nobody_listens_it_tries_again() {
    for run in CLIENTS {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (mut session, mut errors) = (EventSource::new(), Vec::new());
        session.set_reconnection_time(Duration::from_millis(1));
        // A session that is given up from outside the loop would need a lock; this one fails for good by its server.
        let listener = thread::spawn(move || {
            thread::sleep(Duration::from_millis(50));
            let listener = TcpListener::bind(address).unwrap();
            let (mut socket, _) = listener.accept().unwrap();
            // All of it: a connection that is closed with something unread is reset, and the client might lose the response.
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                socket.read_exact(&mut byte).unwrap();
                head.extend(byte);
            }
            socket.write_all(b"HTTP/1.0 404 Not Found\r\n\r\n").unwrap();
        });
        let mut handle = |_: Result<Event<'_>, TooLarge>| -> ControlFlow<()> { panic!("there is no event") };
        run(&mut session, address, &mut handle, &mut |error| errors.push(error));
        listener.join().unwrap();
        let last = errors.pop().unwrap();
        assert_eq!((last.cause(), last.reconnect_in()), (Cause::Status(404), None));
        assert!(!errors.is_empty() && errors.iter().all(|error| error.cause() == Cause::NetworkError), "{errors:?}");
    }
}
