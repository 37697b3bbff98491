//! Runs 5,000 idle streams and 500 busy ones, for half a minute, with a slow reader and two clients that vanish among them.

use std::{
    net::SocketAddr,
    pin::pin,
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};

use futures_util::future::{Either, select};
use sse_proto::Item;
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use super::{
    client::Client,
    machine::{allocated, needs_open_files, resident},
    on_two_threads, one_at_a_time,
    server::{HEARTBEATS, REPLAY, Server},
};

const IDLE: usize = 5_000;
const BUSY: usize = 500;
/// One busy client that reads slowly, and one of each kind that vanishes.
const OTHERS: usize = 3;
/// How many events a busy stream gets, 20 in a second.
const EVENTS: u64 = 600;
const TICK: Duration = Duration::from_millis(50);
/// After so many events, the replay is full, and every busy stream has the memory that it needs.
const WARM: u64 = 300;

/// The state that all clients share.
struct Meeting {
    server: SocketAddr,
    /// A permit for each client that is connected.
    connected: Semaphore,
    /// A permit for each busy client that has read so far: to [`WARM`], and to the end.
    warm: Semaphore,
    through: Semaphore,
    /// Limits how many clients connect at once.
    connecting: Semaphore,
    /// Tells all clients to go, once all are through.
    is_over: watch::Sender<bool>,
}

impl Meeting {
    async fn connect(&self, path: &str, receive: Option<u32>) -> Client {
        let _turn = self.connecting.acquire().await.unwrap();
        let client = Client::open(self.server, path, receive).await.expect("the server accepts it");
        self.connected.add_permits(1);
        client
    }

    async fn end(&self) {
        self.through.add_permits(1);
        let _ = self.is_over.subscribe().wait_for(|&is_over| is_over).await;
    }
}

/// What a client has read.
#[derive(Debug, Default)]
struct Seen {
    heartbeats: usize,
    events: u64,
    missed: u64,
    /// The number of events, or heartbeats, that the server reports at the end.
    end: Option<u64>,
    newest: u64,
}

impl Seen {
    /// Counts an item, and checks that nothing is lost without notice.
    fn read(&mut self, item: Item<'_>) {
        let event = match item {
            Item::Event(event) => event,
            Item::Comment { text, end_of_line: true } => {
                assert!(text.is_empty());
                self.heartbeats += 1;
                return;
            }
            _ => return,
        };
        assert_eq!(self.end, None, "there is nothing after the end");
        let data = event.data().to_string();
        if event.event_type() == "end" {
            self.end = Some(data.parse().unwrap());
        } else if event.event_type() == "missed" {
            let missed: u64 = data.parse().unwrap();
            (self.missed, self.newest) = (self.missed + missed, self.newest + missed);
        } else if data != "hello" {
            let (number, padding) = data.split_once('\n').unwrap();
            self.newest += 1;
            assert_eq!(number.parse(), Ok(self.newest));
            assert!(padding == padding_of(), "event {number} has lost something");
            assert_eq!(event.last_event_id(), number);
            self.events += 1;
        }
    }
}

/// Returns padding that makes an event a kilobyte.
fn padding_of() -> String {
    "é".repeat(512)
}

async fn idle(meeting: Arc<Meeting>) -> Seen {
    let (mut client, mut seen) = (meeting.connect("/idle", None).await, Seen::default());
    while client.read(|item| seen.read(item)).await.unwrap() {}
    assert_eq!((seen.heartbeats, seen.end), (HEARTBEATS, Some(HEARTBEATS as u64)));
    meeting.end().await;
    seen
}

async fn busy(meeting: Arc<Meeting>) -> Seen {
    let (mut client, mut seen) = (meeting.connect("/busy", None).await, Seen::default());
    while seen.newest < WARM {
        assert!(client.read(|item| seen.read(item)).await.unwrap());
    }
    meeting.warm.add_permits(1);
    while client.read(|item| seen.read(item)).await.unwrap() {}
    assert_eq!((seen.events, seen.missed, seen.end), (EVENTS, 0, Some(EVENTS)));
    meeting.end().await;
    seen
}

/// Reads once for every twenty events, and the rest when all others are through, when most events have gone already.
async fn slow(meeting: Arc<Meeting>, server: Arc<Server>) -> Seen {
    let (mut client, mut seen) = (meeting.connect("/busy", Some(4096)).await, Seen::default());
    let mut news = server.news();
    for number in (20..=EVENTS).step_by(20) {
        let _ = news.wait_for(|&newest| newest >= number).await;
        assert!(client.read(|item| seen.read(item)).await.unwrap());
    }
    meeting.end().await;
    while client.read(|item| seen.read(item)).await.unwrap() {}
    assert_eq!(seen.end, Some(seen.events));
    seen
}

/// Leaves in the middle of the stream, without closing it properly.
async fn vanishing(meeting: Arc<Meeting>, path: &str) -> Seen {
    let (mut client, mut seen) = (meeting.connect(path, None).await, Seen::default());
    while seen.heartbeats == 0 && seen.newest < WARM / 2 {
        assert!(client.read(|item| seen.read(item)).await.unwrap());
    }
    drop(client);
    meeting.end().await;
    Seen::default()
}

/// Prints and returns the present memory of the process.
fn memory(what: &str) -> usize {
    let (heap, resident) = (allocated(), resident());
    println!("{what}: {} KiB allocated, {} KiB resident", heap / 1024, resident / 1024);
    heap
}

#[test]
#[ignore = "takes half a minute and 11,000 open files"]
fn five_thousand_idle_streams_and_five_hundred_busy_ones_lose_nothing() {
    let _turn = one_at_a_time();
    let streams = IDLE + BUSY + OTHERS;
    needs_open_files(2 * streams + 64);
    on_two_threads(async move {
        let server = Server::start(EVENTS);
        let meeting = Arc::new(Meeting {
            server: server.address,
            connected: Semaphore::new(0),
            warm: Semaphore::new(0),
            through: Semaphore::new(0),
            connecting: Semaphore::new(256),
            is_over: watch::Sender::new(false),
        });
        let mut clients = JoinSet::new();
        let (before, resident_before) = (memory("before the first stream"), resident());
        (0..IDLE).for_each(|_| drop(clients.spawn(idle(Arc::clone(&meeting)))));
        all(&meeting.connected, IDLE, &mut clients).await;
        let per_stream = (memory("idle streams are open") - before) / IDLE;
        let resident = (resident().saturating_sub(resident_before)) / IDLE;
        println!("an idle stream, both of its ends and the runtime: {per_stream} B allocated, {resident} B resident");
        (0..BUSY).for_each(|_| drop(clients.spawn(busy(Arc::clone(&meeting)))));
        clients.spawn(slow(Arc::clone(&meeting), Arc::clone(&server)));
        for path in ["/idle", "/busy"] {
            let meeting = Arc::clone(&meeting);
            clients.spawn(async move { vanishing(meeting, path).await });
        }
        all(&meeting.connected, BUSY + OTHERS, &mut clients).await;
        assert_eq!(server.counts.open.load(SeqCst), streams);
        server.begin.send_replace(true);

        let (mut ticks, padding) = (interval(TICK), padding_of());
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut publish_to = async |last| {
            loop {
                ticks.tick().await;
                if server.publish(&padding) == last {
                    break;
                }
            }
        };
        publish_to(WARM).await;
        all(&meeting.warm, BUSY, &mut clients).await;
        let warm = memory("in the middle");
        publish_to(EVENTS).await;
        all(&meeting.through, streams, &mut clients).await;
        let end = memory("at the end");
        assert!(end < warm + REPLAY / 4, "{} B more than in the middle", end - warm);

        meeting.is_over.send_replace(true);
        let seen = clients.join_all().await;
        // The server notices the end of the last one a moment later.
        while server.counts.open.load(SeqCst) > 0 {
            tokio::task::yield_now().await;
        }
        let counts = [&server.counts.heartbeats, &server.counts.events, &server.counts.missed];
        let served = counts.map(|count| count.load(SeqCst));
        let sum = |count: fn(&Seen) -> u64| seen.iter().map(count).sum::<u64>() as usize;
        assert_eq!(served, [sum(|seen| seen.heartbeats as u64), sum(|seen| seen.events), sum(|seen| seen.missed)]);
        let [heartbeats, events, missed] = served;
        assert_eq!((heartbeats, events + missed), (IDLE * HEARTBEATS, (BUSY + 1) * EVENTS as usize));
        assert!(missed > 0, "the slow reader is too fast for this test");
        assert_eq!((server.counts.ended.load(SeqCst), server.counts.gone.load(SeqCst)), (streams - 2, 2));
        println!(
            "{heartbeats} heartbeats and {events} events, each seen; {missed} missed by the slow reader, which was told"
        );
    });
}

/// Waits for so many permits. No client ends before the end, unless it has panicked.
async fn all(semaphore: &Semaphore, count: usize, clients: &mut JoinSet<Seen>) {
    match select(pin!(semaphore.acquire_many(count as u32)), pin!(clients.join_next())).await {
        Either::Left((permits, _)) => permits.unwrap().forget(),
        Either::Right((client, _)) => panic!("a client has ended: {client:?}"),
    }
}
