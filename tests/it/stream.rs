//! `EventStream` gives the same events as `owned_events` of the whole body, however the body is cut and whenever it is
//! pending. It polls the body no more than needed, and never after its end.

extern crate alloc;

use alloc::{collections::VecDeque, rc::Rc, sync::Arc, task::Wake};
use core::{
    cell::{Cell, RefCell},
    convert::Infallible,
    error::Error,
    marker::PhantomPinned,
    pin::Pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context, Poll, Waker},
    time::Duration,
};
use std::{io, thread};

use allocation_counter::measure;
use futures_core::{FusedStream, Stream, TryStream};
use sse_proto::{Decoder, EventId, EventStream, EventStreamExt, GrowingStorage, OwnedEvent, StreamError, TooLarge};

use sse_proto_model::cases::CASES;

/// Says what the body does when it is polled.
#[derive(Clone, Debug)]
enum Step<B> {
    Chunk(B),
    Fail(u32),
    Pending,
}
use Step::{Chunk, Fail, Pending};

/// A body that takes one step each time it is polled. It must not be polled after its end.
struct Body<B> {
    steps: VecDeque<Step<B>>,
    ended: bool,
    polls: Rc<Cell<usize>>,
}

impl<B> Body<B> {
    fn new(steps: impl IntoIterator<Item = Step<B>>) -> Self {
        Self { steps: steps.into_iter().collect(), ended: false, polls: Rc::default() }
    }
}

impl<B: Unpin> Stream for Body<B> {
    type Item = Result<B, u32>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        assert!(!self.ended, "polled after its end");
        self.polls.set(self.polls.get() + 1);
        match self.steps.pop_front() {
            Some(Chunk(chunk)) => Poll::Ready(Some(Ok(chunk))),
            Some(Fail(error)) => Poll::Ready(Some(Err(error))),
            Some(Pending) => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None => {
                self.ended = true;
                Poll::Ready(None)
            }
        }
    }
}

type Answer<E> = Result<OwnedEvent, StreamError<E>>;

fn poll<S: TryStream<Ok: AsRef<[u8]>>>(events: &mut EventStream<S>) -> Poll<Option<Answer<S::Error>>> {
    Pin::new(events).poll_next(&mut Context::from_waker(Waker::noop()))
}

/// Returns the next answer, for which the stream must not be pending.
fn next<S: TryStream<Ok: AsRef<[u8]>>>(events: &mut EventStream<S>) -> Option<Answer<S::Error>> {
    match poll(events) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("pending"),
    }
}

/// Returns the answers before the stream is pending or ends, and whether it has ended.
fn take<S: TryStream<Ok: AsRef<[u8]>>>(events: &mut EventStream<S>) -> (Vec<Answer<S::Error>>, bool) {
    let mut all = Vec::new();
    loop {
        match poll(events) {
            Poll::Ready(Some(answer)) => all.push(answer),
            Poll::Ready(None) => return (all, true),
            Poll::Pending => return (all, false),
        }
    }
}

/// Returns all answers up to the end. Polls again at once when the stream is pending, and some more times after the end.
fn collect<S: TryStream<Ok: AsRef<[u8]>>>(mut events: EventStream<S>) -> Vec<Answer<S::Error>> {
    let mut all = Vec::new();
    loop {
        assert!(!events.is_terminated());
        let (some, ended) = take(&mut events);
        all.extend(some);
        if ended {
            break;
        }
    }
    for _ in 0..3 {
        assert!(events.is_terminated());
        assert!(matches!(poll(&mut events), Poll::Ready(None)));
    }
    all
}

fn decoder(limit: usize) -> Decoder<GrowingStorage> {
    Decoder::with_limit(limit)
}

/// Returns the answers for the whole body at once.
fn whole(body: &[u8], limit: usize) -> Vec<Answer<u32>> {
    decoder(limit).owned_events(body).map(|event| event.map_err(StreamError::TooLarge)).collect()
}

/// Returns the data of an answer that is an event.
fn data<E: core::fmt::Debug>(answer: Option<Answer<E>>) -> String {
    answer.expect("an answer").expect("an event").into_data()
}

/// Two events that are too large for a limit of 16 bytes, between good ones.
const OVERSIZED: &[u8] = b"data: one\n\nid: 7\ndata: 0123456789abcdef\n\ndata: two\n\n\
    event: 0123456789abcdef\r\n\r\ndata: three\r\n\r\ndata: never ended";

/// Returns the case table, and one stream under a small limit.
fn streams() -> impl Iterator<Item = (&'static str, &'static [u8], usize)> {
    let cases = CASES.iter().filter(|case| case.stream.len() <= 256);
    cases.map(|case| (case.name, case.stream, 1 << 20)).chain([("oversized", OVERSIZED, 16)])
}

#[test]
fn every_split_and_every_pending_gives_what_the_whole_gives() {
    assert_eq!(whole(OVERSIZED, 16).iter().filter(|answer| answer.is_err()).count(), 2);
    for (name, stream, limit) in streams() {
        let expected = whole(stream, limit);
        for cut in 0..=stream.len() {
            let (first, second) = stream.split_at(cut);
            let without = [Chunk(first), Chunk(second)];
            let with = [Pending, Chunk(first), Pending, Pending, Chunk(second), Pending];
            assert_eq!(
                collect(EventStream::with_decoder(Body::new(without), decoder(limit))),
                expected,
                "{name}, {cut}"
            );
            assert_eq!(collect(EventStream::with_decoder(Body::new(with), decoder(limit))), expected, "{name}, {cut}");
        }
    }
}

#[test]
fn single_bytes_and_empty_chunks_give_what_the_whole_gives() {
    for (name, stream, limit) in streams() {
        for between in [&[][..], &[Chunk(&b""[..])], &[Pending], &[Chunk(b""), Pending, Chunk(b"")]] {
            let byte = |byte| [Chunk(byte)].into_iter().chain(between.iter().cloned());
            let body = Body::new(stream.chunks(1).flat_map(byte));
            assert_eq!(collect(EventStream::with_decoder(body, decoder(limit))), whole(stream, limit), "{name}");
        }
    }
}

#[test]
fn events_are_returned_as_soon_as_their_last_byte_is_in() {
    for (name, stream, limit) in streams() {
        let mut events = EventStream::with_decoder(
            Body::new(stream.chunks(1).flat_map(|byte| [Chunk(byte), Pending])),
            decoder(limit),
        );
        let mut all = Vec::new();
        for len in 1..=stream.len() {
            all.extend(take(&mut events).0);
            assert_eq!(all, whole(&stream[..len], limit), "{name}, after {len} bytes");
        }
    }
}

#[test]
fn the_body_is_polled_no_more_than_needed() {
    let body = Body::new([Chunk("data: 1\n\ndata: 2\n\nda"), Chunk("ta: 3\n\n:\n\n")]);
    let polls = Rc::clone(&body.polls);
    let mut events = body.events();
    assert_eq!(polls.get(), 0);
    for (expected, polls_expected) in [("1", 1), ("2", 1), ("3", 2)] {
        assert_eq!(data(next(&mut events)), expected);
        assert_eq!(polls.get(), polls_expected);
    }
    assert_eq!(next(&mut events), None);
    assert_eq!(polls.get(), 3);
}

#[test]
fn a_chunk_is_dropped_when_its_last_byte_is_read_and_the_body_at_its_end() {
    struct Shared {
        text: &'static str,
        _owner: Rc<()>,
    }
    impl AsRef<[u8]> for Shared {
        fn as_ref(&self) -> &[u8] {
            self.text.as_bytes()
        }
    }
    let chunk = Rc::new(());
    let body = Body::new([Chunk(Shared { text: "data: 1\n\ndata: 2\n\n", _owner: Rc::clone(&chunk) })]);
    let polls = Rc::clone(&body.polls);
    let mut events = body.events();
    for (expected, owners) in [("1", 2), ("2", 1)] {
        assert_eq!(data(next(&mut events)), expected);
        assert_eq!(Rc::strong_count(&chunk), owners);
    }
    assert_eq!(Rc::strong_count(&polls), 2);
    assert!(next(&mut events).is_none());
    assert_eq!(Rc::strong_count(&polls), 1);
}

/// Runs a test in a thread whose stack is too small for recursion.
fn with_little_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(64 * 1024).spawn(test).unwrap().join().unwrap();
}

#[test]
fn chunks_without_an_event_are_read_in_one_poll_without_recursion() {
    for chunk in ["", ":\n\n", ": comment\nretry: 5\n", "event: x\nid: 1\n\n"] {
        with_little_stack(move || {
            let steps = core::iter::repeat_n(Chunk(chunk), 50_000).chain([Chunk("\n\ndata: at last\n\n")]);
            let mut events = Body::new(steps).events();
            assert_eq!(data(next(&mut events)), "at last");
            assert_eq!(next(&mut events), None);
        });
    }
}

#[test]
fn a_chunk_of_many_blocks_without_an_event_is_read_in_one_poll_without_recursion() {
    with_little_stack(|| {
        let chunk = ":\n\nevent: x\n\n".repeat(50_000) + "data: at last\n\ndata: and one\n\n";
        let mut events = Body::new([Chunk(chunk)]).events();
        assert_eq!(data(next(&mut events)), "at last");
        assert_eq!(data(next(&mut events)), "and one");
        assert_eq!(next(&mut events), None);
    });
}

#[test]
fn errors_of_the_body_come_in_their_place_and_the_body_goes_on() {
    let mut events = Body::new([
        Fail(1),
        Chunk("id: 1\ndata: one\n\ndata: t"),
        Fail(2),
        Pending,
        Fail(3),
        Chunk("wo\n\ndata: three\n\n"),
        Fail(4),
    ])
    .events();
    assert_eq!(next(&mut events), Some(Err(StreamError::Body(1))));
    assert_eq!(data(next(&mut events)), "one");
    assert_eq!(next(&mut events), Some(Err(StreamError::Body(2))));
    assert_eq!(poll(&mut events), Poll::Pending);
    assert_eq!(next(&mut events), Some(Err(StreamError::Body(3))));
    assert_eq!(events.last_event_id(), "1");
    assert_eq!(data(next(&mut events)), "two");
    assert_eq!(data(next(&mut events)), "three");
    assert_eq!(next(&mut events), Some(Err(StreamError::Body(4))));
    assert!(!events.is_terminated());
    assert_eq!(next(&mut events), None);
    assert!(events.is_terminated());
}

#[test]
fn an_event_that_is_too_large_is_reported_once_and_the_next_one_is_good() {
    let [first, second] = [&b"data: one\n\nid: 7\ndata: 0123456789ab"[..], b"cdefghi\n\nretry: 5\ndata: two\n\n"];
    let mut events = EventStream::with_decoder(Body::new([Chunk(first), Pending, Chunk(second)]), decoder(16));
    assert_eq!(data(next(&mut events)), "one");
    assert_eq!(poll(&mut events), Poll::Pending);
    let Some(Err(StreamError::TooLarge(error))) = next(&mut events) else { panic!("not too large") };
    assert_eq!(error.limit(), 16);
    assert_eq!(data(next(&mut events)), "two");
    assert_eq!(events.last_event_id(), "7");
    assert_eq!(events.reconnection_time(), Some(Duration::from_millis(5)));
    assert_eq!(next(&mut events), None);
}

/// A long ID costs a copy with each event, so a program may drop it.
#[test]
fn the_last_event_id_can_be_set_between_events() {
    let body = b"id: 0123456789\ndata: one\n\ndata: two\n\nid: 7\n\ndata: three\n\n";
    let mut events = EventStream::with_decoder(Body::new([Chunk(body)]), decoder(100));
    assert_eq!(data(next(&mut events)), "one");
    assert_eq!(events.set_last_event_id(EventId::RESET), Ok(()));
    assert_eq!(next(&mut events).unwrap().unwrap().last_event_id(), "");
    assert_eq!(next(&mut events).unwrap().unwrap().last_event_id(), "7");
    let too_long = "x".repeat(101);
    assert_eq!(events.set_last_event_id(EventId::new(&too_long).unwrap()).unwrap_err().limit(), 100);
    assert_eq!(events.last_event_id(), "7");
}

/// Counts how often a task has been woken.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn the_body_wakes_the_task_that_polled_last() {
    let (first, second) = (Arc::<Wakes>::default(), Arc::<Wakes>::default());
    let mut events = Body::new([Pending, Pending, Chunk("data\n\n")]).events();
    for wakes in [&first, &second] {
        let waker = Waker::from(Arc::clone(wakes));
        assert!(Pin::new(&mut events).poll_next(&mut Context::from_waker(&waker)).is_pending());
    }
    assert_eq!([first, second].map(|wakes| wakes.0.load(Ordering::Relaxed)), [1, 1]);
    assert_eq!(data(next(&mut events)), "");
}

#[test]
fn a_break_leaves_the_next_events_where_they_are() {
    let mut events = Body::new([Chunk("data: 1\n\ndata: [DONE]\n\ndata: 2\n\nda"), Chunk("ta: 3\n\n")]).events();
    let mut seen = Vec::new();
    while let Some(answer) = next(&mut events) {
        let event = answer.unwrap();
        if event.data() == "[DONE]" {
            break;
        }
        seen.push(event.into_data());
    }
    assert_eq!(seen, ["1"]);
    assert_eq!(data(next(&mut events)), "2");
    assert_eq!(data(next(&mut events)), "3");
    assert_eq!(next(&mut events), None);
}

#[test]
fn the_decoder_has_read_no_further_than_the_event() {
    let mut events = Body::new([Chunk("id: 1\nretry: 10\ndata: a\n\nid: 2\nretry: 20\ndata: b\n\n")]).events();
    assert_eq!((events.last_event_id().is_empty(), events.reconnection_time()), (true, None));
    for (id, milliseconds) in [("1", 10), ("2", 20)] {
        assert_eq!(next(&mut events).unwrap().unwrap().last_event_id(), id);
        assert_eq!(events.last_event_id(), id);
        assert_eq!(events.decoder().last_event_id(), id);
        assert_eq!(events.reconnection_time(), Some(Duration::from_millis(milliseconds)));
    }
}

#[test]
fn the_decoder_goes_on_with_the_next_body() {
    let mut lost = Body::new([Chunk("retry: 10\nid: 1\ndata: a\n\nid: 2\ndata: los"), Fail(0)]).events();
    assert_eq!(data(next(&mut lost)), "a");
    assert_eq!(next(&mut lost), Some(Err(StreamError::Body(0))));
    let body = Body::new([Chunk("\u{FEFF}data: b\n\n")]);
    let mut events = EventStream::with_decoder(body, lost.into_decoder());
    let event = next(&mut events).unwrap().unwrap();
    assert_eq!((event.data(), event.last_event_id()), ("b", "1"));
    assert_eq!(events.reconnection_time(), Some(Duration::from_millis(10)));
}

/// A body that is not `Unpin`, like the bodies of `async` blocks. `tests/runtimes/` tests one of these.
struct Immovable {
    chunks: RefCell<VecDeque<&'static str>>,
    _pinned: PhantomPinned,
}

impl Stream for Immovable {
    type Item = Result<&'static str, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.chunks.borrow_mut().pop_front().map(Ok))
    }
}

#[test]
fn the_body_need_not_be_unpin_and_the_stream_can_be_moved_at_any_time() {
    let chunks = ["data: 1\n\ndat", "a: 2\n\n"];
    let mut events = Immovable { chunks: RefCell::new(chunks.into()), _pinned: PhantomPinned }.events();
    assert_eq!(data(next(&mut events)), "1");
    let mut elsewhere = Box::new(events);
    assert_eq!(data(next(&mut elsewhere)), "2");
    let mut back = *elsewhere;
    assert_eq!(next(&mut back), None);
}

/// A chunk that is not `Unpin` either, and returns other bytes each time.
struct Odd(Cell<bool>, PhantomPinned);

impl AsRef<[u8]> for Odd {
    fn as_ref(&self) -> &[u8] {
        if self.0.replace(true) { b"" } else { b"data: 1\n\ndata: 2\n\n" }
    }
}

#[test]
fn a_chunk_that_changes_does_no_harm() {
    let mut first = Some(Ok::<_, Infallible>(Odd(Cell::new(false), PhantomPinned)));
    let mut events = poll_fn(move || Poll::Ready(first.take())).events();
    assert_eq!(data(next(&mut events)), "1");
    assert_eq!(next(&mut events), None);
}

/// Makes a stream of a closure.
fn poll_fn<T>(poll: impl FnMut() -> Poll<Option<T>>) -> impl Stream<Item = T> {
    struct PollFn<F>(F);
    impl<F> Unpin for PollFn<F> {}
    impl<T, F: FnMut() -> Poll<Option<T>>> Stream for PollFn<F> {
        type Item = T;
        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
            self.0()
        }
    }
    PollFn(poll)
}

#[test]
fn a_pending_body_may_be_polled_without_a_wake() {
    let mut left = 1000;
    let mut events = poll_fn(move || {
        left -= 1;
        if left > 0 { Poll::Pending } else { Poll::Ready((left == 0).then_some(Ok::<_, Infallible>("data: 1\n\n"))) }
    })
    .events();
    while poll(&mut events).is_pending() {}
    assert_eq!(next(&mut events), None);
}

#[test]
fn the_body_can_have_any_chunks_and_be_any_pointer_to_a_stream() {
    let bytes = b"data: 1\n\n";
    let arrays = Body::new([Chunk(*bytes)]).events();
    let vectors = Body::new([Chunk(bytes.to_vec())]).events();
    let shared = Body::new([Chunk(Arc::<[u8]>::from(&bytes[..]))]).events();
    type Erased<'b> = Pin<Box<dyn Stream<Item = Result<&'b [u8], u32>>>>;
    let erased: Erased<'_> = Box::pin(Body::new([Chunk(&bytes[..])]));
    let mut lent = Body::new([Chunk(&bytes[..])]);
    let expected = whole(bytes, 100);
    assert_eq!(collect(arrays), expected);
    assert_eq!(collect(vectors), expected);
    assert_eq!(collect(shared), expected);
    assert_eq!(collect(erased.events()), expected);
    assert_eq!(collect((&mut lent).events()), expected);
}

#[test]
fn the_stream_can_be_sent_and_shared_as_the_body_can() {
    fn check<T: Send + Sync + Unpin + 'static>(_: &T) {}
    type Sent = Pin<Box<dyn Stream<Item = io::Result<Vec<u8>>> + Send + Sync>>;
    let empty: Sent = Box::pin(poll_fn(|| Poll::Ready(None)));
    let mut events = empty.events();
    check(&events);
    check(&StreamError::Body(io::Error::other("lost")));
    assert!(next(&mut events).is_none());
}

#[test]
fn the_stream_takes_one_allocation_and_so_does_each_event() {
    let chunks = [&b"data: 1\n\ndata: 2\n\n:\n\nda"[..], b"ta: 3\n\ndata: 4\n\n"];
    let mut body = Some(Body::new(chunks.map(Chunk)));
    // The decoder allocates for the event that is cut in two.
    let mut decoder = Decoder::new();
    assert_eq!(chunks.map(|chunk| decoder.owned_events(chunk).count()), [2, 2]);
    let mut decoder = Some(decoder);
    let used = measure(|| {
        let mut events = EventStream::with_decoder(body.take().unwrap(), decoder.take().unwrap());
        let mut count = 0;
        while next(&mut events).is_some() {
            count += 1;
        }
        assert_eq!(count, 4);
    });
    // On bare metal every event goes through the storage, which has grown already.
    assert_eq!(used.count_total, 1 + 4);
}

#[test]
fn errors_name_themselves_and_their_source() {
    let too_large: TooLarge = decoder(1).owned_events(b"data: ab\n\n").next().unwrap().unwrap_err();
    let errors = [
        (StreamError::TooLarge(too_large), "an event was too large", "event larger than the limit of 1 bytes"),
        (StreamError::Body(io::Error::other("reset")), "the body of the response could not be read", "reset"),
    ];
    for (error, display, source) in errors {
        assert_eq!(error.to_string(), display);
        assert_eq!(error.source().unwrap().to_string(), source);
        let boxed: Box<dyn Error + Send + Sync> = error.into();
        assert!(boxed.is::<StreamError<io::Error>>());
    }
    assert_eq!(StreamError::Body(1), StreamError::Body(1).clone());
    assert_ne!(StreamError::Body(1), StreamError::TooLarge(too_large));
}

#[test]
fn debug_shows_neither_the_body_nor_the_chunk() {
    let mut events = Body::new([Chunk("data: secret\n\ndata: secret\n\n")]).events();
    assert_eq!(data(next(&mut events)), "secret");
    let printed = format!("{events:?}");
    assert!(printed.starts_with("EventStream { decoder: Decoder {"), "{printed}");
    assert!(printed.ends_with(", ended: false, .. }") && !printed.contains("secret"), "{printed}");
}

/// The caller can find out about the event that the end of the body cuts off, and get it.
#[test]
fn the_event_that_the_end_of_the_body_cuts_off() {
    let mut events = Body::new([Chunk(&b"data: a\n\ndata: b"[..])]).events();
    let mut context = Context::from_waker(Waker::noop());
    let mut next = |events: &mut EventStream<_>| match Pin::new(events).poll_next(&mut context) {
        Poll::Ready(event) => event.map(|event: Result<OwnedEvent, StreamError<u32>>| event.unwrap().into_data()),
        Poll::Pending => panic!("it is never pending"),
    };
    assert_eq!(next(&mut events).as_deref(), Some("a"));
    assert!(!events.is_mid_event());
    assert_eq!(next(&mut events), None);
    assert!(events.is_mid_event());
    assert_eq!(events.take_unfinished().map(|event| event.unwrap().into_data()).as_deref(), Some("b"));
    assert!(!events.is_mid_event() && events.take_unfinished().is_none());
}
