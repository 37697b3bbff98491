//! Makes 10,000 reconnections, each of which resumes.

use std::{
    net::SocketAddr,
    ops::ControlFlow,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use sse_proto::{EventId, EventSource, Replay, encode::Event, event_source::Cause};
use sse_proto_runtimes::session_tokio;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{on_two_threads, one_at_a_time};

const CLIENTS: usize = 50;
/// Each connection gets two of them.
const EVENTS: u64 = 400;
const RECONNECTIONS: usize = CLIENTS * EVENTS as usize / 2;

struct Server {
    /// The events so far, and their number.
    events: Mutex<(Replay, u64)>,
    connections: AtomicUsize,
}

impl Server {
    async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let connection = self.connections.fetch_add(1, SeqCst);
            let server = Arc::clone(&self);
            // An error would mean that the client has gone, which no client does.
            tokio::spawn(async move { server.serve(socket, connection).await.unwrap() });
        }
    }

    /// Sends two events, and a part of the next one. Then the connection ends, or is reset.
    async fn serve(&self, mut socket: TcpStream, connection: usize) -> std::io::Result<()> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            socket.read_buf(&mut head).await?;
        }
        let head = String::from_utf8(head).unwrap();
        let id = head.lines().find_map(|line| line.strip_prefix("Last-Event-ID: "));
        let events = self.after(id);
        if events.is_empty() {
            return socket.write_all(b"HTTP/1.0 204 No Content\r\n\r\n").await;
        }
        let (whole, part) = events.split_at(events.len().min(2));
        let mut body = whole.concat();
        // The cut may be anywhere, even before the first byte of the event, and before the last.
        body.extend(part.iter().flat_map(|event| &event[..connection % event.len()]));
        socket.write_all(b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 0\n\n").await?;
        for piece in body.chunks(1 + connection % 40) {
            socket.write_all(piece).await?;
        }
        if connection.is_multiple_of(3) {
            // The bytes that the client has not read by then are lost.
            socket.set_zero_linger()?;
        }
        Ok(())
    }

    /// Returns up to three events after that one, and first makes them if necessary.
    fn after(&self, id: Option<&str>) -> Vec<Vec<u8>> {
        let (replay, count) = &mut *self.events.lock().unwrap();
        let next = |replay: &Replay| -> Vec<Vec<u8>> {
            let events = match id {
                Some(id) => replay.after(id).expect("nothing has gone"),
                None => replay.iter(),
            };
            events.take(3).map(<[u8]>::to_vec).collect()
        };
        while *count < EVENTS && next(replay).len() < 3 {
            *count += 1;
            let data = format!("event\n{count}");
            replay.push(&Event::new().id(EventId::from_number(*count)).data(&data)).unwrap();
        }
        next(replay)
    }
}

/// Reads all events. Returns how many connections that took.
async fn client(server: SocketAddr) -> usize {
    let (mut session, mut newest, mut causes) = (EventSource::new(), 0, Vec::new());
    let flow = session_tokio::run::<()>(
        &mut session,
        server,
        |event| {
            let event = event.unwrap();
            newest += 1;
            assert_eq!(event.data(), *format!("event\n{newest}"));
            assert_eq!(event.last_event_id(), *newest.to_string());
            ControlFlow::Continue(())
        },
        |error| causes.push((error.cause(), error.reconnect_in())),
    )
    .await;
    assert!(flow.is_continue());
    assert_eq!(newest, EVENTS);
    assert_eq!(causes.pop(), Some((Cause::Status(204), None)));
    for (cause, reconnect_in) in &causes {
        assert!(matches!(cause, Cause::EndOfBody | Cause::NetworkError), "{cause:?}");
        // A reset may come before the client knows the reconnection time. Only then it waits for its own time.
        assert!(*reconnect_in == Some(Duration::ZERO) || *cause == Cause::NetworkError);
    }
    1 + causes.len()
}

#[test]
#[ignore = "makes 10,000 connections"]
fn ten_thousand_reconnections_bring_every_event_once() {
    let _turn = one_at_a_time();
    on_two_threads(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Arc::new(Server {
            events: Mutex::new((Replay::with_limit(64 * 1024), 0)),
            connections: AtomicUsize::new(0),
        });
        tokio::spawn(Arc::clone(&server).accept(listener));
        let mut clients = JoinSet::new();
        (0..CLIENTS).for_each(|_| drop(clients.spawn(client(address))));
        let connections: usize = clients.join_all().await.into_iter().sum();
        assert_eq!(connections, server.connections.load(SeqCst));
        assert!(connections >= RECONNECTIONS + CLIENTS, "{connections} connections");
        println!("{} reconnections, {} events, each once and in order", connections - CLIENTS, CLIENTS as u64 * EVENTS);
    });
}
