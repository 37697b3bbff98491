//! A server with idle streams at `/idle`, which get heartbeats, and busy ones at `/busy`, which get the published events.
//!
//! It queues nothing for a client: each connection takes its next events from one [`Replay`] when its socket has room. So a
//! slow reader takes no memory. If some of its events have gone, the server says how many.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use sse_proto::{
    EventId, Replay,
    encode::{Event, HEARTBEAT},
    event_type,
    replay::Missed,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
};

/// How many bytes of events the replay keeps.
pub(crate) const REPLAY: usize = 256 * 1024;
/// About how many bytes of a connection the kernel keeps.
const SEND: u32 = 16 * 1024;
/// How many heartbeats an idle stream gets, and how long it is silent between them.
pub(crate) const HEARTBEATS: usize = 5;
const SILENCE: Duration = Duration::from_secs(5);

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    replay: Mutex<Replay>,
    /// The number of the newest event.
    newest: watch::Sender<u64>,
    /// Says when the heartbeats begin.
    pub(crate) begin: watch::Sender<bool>,
    /// The number of the last event.
    last: u64,
    pub(crate) counts: Counts,
}

/// What the server has done.
#[derive(Default)]
pub(crate) struct Counts {
    pub(crate) open: AtomicUsize,
    /// Counts over finished connections: heartbeats, events, and events that a slow reader missed.
    pub(crate) heartbeats: AtomicUsize,
    pub(crate) events: AtomicUsize,
    pub(crate) missed: AtomicUsize,
    pub(crate) ended: AtomicUsize,
    /// Connections whose client has gone.
    pub(crate) gone: AtomicUsize,
}

impl Server {
    pub(crate) fn start(last: u64) -> Arc<Self> {
        let socket = TcpSocket::new_v4().unwrap();
        // Accepted sockets inherit this. Otherwise the kernel would take megabytes for a client that doesn't read.
        socket.set_send_buffer_size(SEND).unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let listener = socket.listen(4096).unwrap();
        let server = Arc::new(Self {
            address: listener.local_addr().unwrap(),
            replay: Mutex::new(Replay::with_limit(REPLAY)),
            newest: watch::Sender::new(0),
            begin: watch::Sender::new(false),
            last,
            counts: Counts::default(),
        });
        tokio::spawn(Arc::clone(&server).accept(listener));
        server
    }

    /// Publishes the next event. Returns its number.
    pub(crate) fn publish(&self, padding: &str) -> u64 {
        let number = *self.newest.borrow() + 1;
        let data = format!("{number}\n{padding}");
        let event = Event::new().id(EventId::from_number(number)).data(&data);
        self.replay.lock().unwrap().push(&event).expect("there is room for it");
        self.newest.send_replace(number);
        number
    }

    /// Returns a receiver that notices newer events.
    pub(crate) fn news(&self) -> watch::Receiver<u64> {
        self.newest.subscribe()
    }

    async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            let (socket, _) = listener.accept().await.unwrap();
            let server = Arc::clone(&self);
            tokio::spawn(async move {
                server.counts.open.fetch_add(1, SeqCst);
                let count = if server.serve(socket).await.is_ok() { &server.counts.ended } else { &server.counts.gone };
                count.fetch_add(1, SeqCst);
                server.counts.open.fetch_sub(1, SeqCst);
            });
        }
    }

    async fn serve(&self, mut socket: TcpStream) -> io::Result<()> {
        let (mut head, mut len) = ([0; 512], 0);
        while !head[..len].ends_with(b"\r\n\r\n") {
            len += socket.read(&mut head[len..]).await?;
        }
        socket.write_all(b"HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n").await?;
        if head.starts_with(b"GET /idle ") { self.idle(socket).await } else { self.busy(socket).await }
    }

    async fn idle(&self, mut socket: TcpStream) -> io::Result<()> {
        let hello = Event::new().id(EventId::from_number(1)).reconnection_time(Duration::from_secs(1)).data("hello");
        socket.write_all(&hello.to_vec()).await?;
        let _ = self.begin.subscribe().wait_for(|&begins| begins).await;
        for _ in 0..HEARTBEATS {
            tokio::time::sleep(SILENCE).await;
            socket.write_all(HEARTBEAT.as_bytes()).await?;
        }
        end(&mut socket, HEARTBEATS).await?;
        self.counts.heartbeats.fetch_add(HEARTBEATS, SeqCst);
        Ok(())
    }

    async fn busy(&self, mut socket: TcpStream) -> io::Result<()> {
        let (mut news, mut has, mut events, mut missed) = (self.news(), 0, 0, 0);
        while has < self.last {
            let _ = news.wait_for(|&newest| newest > has).await;
            let (bytes, count, too_late) = self.next(has);
            socket.write_all(&bytes).await?;
            has += (count + too_late) as u64;
            (events, missed) = (events + count, missed + too_late);
        }
        end(&mut socket, events).await?;
        self.counts.events.fetch_add(events, SeqCst);
        self.counts.missed.fetch_add(missed, SeqCst);
        Ok(())
    }

    /// Returns up to four events after the one with this number, their count, and how many events before them have gone.
    fn next(&self, number: u64) -> (Vec<u8>, usize, usize) {
        let replay = self.replay.lock().unwrap();
        let oldest = *self.newest.borrow() + 1 - replay.iter().count() as u64;
        let all = if number == 0 && oldest == 1 { Ok(replay.iter()) } else { replay.after(number.to_string()) };
        let (mut bytes, mut too_late) = (Vec::new(), 0);
        let events = all.unwrap_or_else(|missed| {
            assert_eq!(missed, Missed::TooOld);
            too_late = oldest - 1 - number;
            bytes = Event::new().event_type(event_type!("missed")).data(&too_late.to_string()).to_vec();
            replay.iter()
        });
        let count = events.take(4).map(|event| bytes.extend(event)).count();
        (bytes, count, too_late as usize)
    }
}

/// Says how many events or heartbeats there were, ends the body, and waits for the client to close the connection.
async fn end(socket: &mut TcpStream, count: usize) -> io::Result<()> {
    socket.write_all(&Event::new().event_type(event_type!("end")).data(&count.to_string()).to_vec()).await?;
    socket.shutdown().await?;
    socket.read(&mut [0]).await.map(drop)
}
