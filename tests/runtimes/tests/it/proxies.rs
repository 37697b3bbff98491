//! Compares the proxies with the reference model: random streams in random chunks, with heartbeats at random moments.

use arbitrary::{Arbitrary, Unstructured};
use sse_proto::{
    Decoder, Event, OwnedEvent, TooLarge,
    arbitrary::{ChunkedStream, Mood},
};
use sse_proto_model::model::{self, Item, Options, Outcome, Own};
use sse_proto_runtimes::{filter_proxy::FilterProxy, proxy::Proxy};

const CASES: u64 = 3000;

/// Pseudorandom numbers, the same for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn stream(&mut self, mood: Option<Mood>) -> ChunkedStream {
        let choices: Vec<u8> = (0..200).flat_map(|_| self.next().to_le_bytes()).collect();
        let mut choices = Unstructured::new(&choices);
        match mood {
            Some(mood) => ChunkedStream::with_mood(&mut choices, mood),
            None => ChunkedStream::arbitrary(&mut choices),
        }
        .unwrap()
    }

    /// Returns the chunks after which a silence is so long that a heartbeat is due: up to five, and perhaps the same one twice.
    fn silences(&mut self, stream: &ChunkedStream) -> Vec<usize> {
        let chunks = stream.chunks().count();
        (0..self.below(6)).map(|_| self.below(chunks)).collect()
    }
}

/// Returns the items that a client sees, with heartbeats at the indices `at`.
fn with_heartbeats(mut items: Vec<Item>, at: &[usize]) -> Vec<Item> {
    at.iter().for_each(|&at| items.insert(at, Item::Comment(String::new())));
    items
}

fn owned_events(stream: &[u8]) -> Vec<Result<(OwnedEvent, Option<String>), TooLarge>> {
    let with_id = |event: OwnedEvent| (event.clone(), event.id().map(str::to_owned));
    Decoder::new().owned_events(stream).map(|event| event.map(with_id)).collect()
}

#[test]
fn a_proxy_passes_a_stream_on_with_heartbeats_between_events() {
    let (mut sent, mut withheld) = (0, 0);
    for seed in 0..CASES {
        let mut random = Random(seed);
        let stream = random.stream(None);
        let silences = random.silences(&stream);
        let (mut proxy, mut read, mut out, mut heartbeats) = (Proxy::default(), Vec::new(), Vec::new(), Vec::new());
        for (number, chunk) in stream.chunks().enumerate() {
            proxy.pass(chunk);
            read.extend_from_slice(chunk);
            out.extend_from_slice(chunk);
            for _ in silences.iter().filter(|&&after| after == number) {
                let so_far = model::interpret(&read);
                assert_eq!(proxy.heartbeat().is_some(), so_far.is_between_events, "{seed}: {stream:?}");
                if let Some(heartbeat) = proxy.heartbeat() {
                    heartbeats.push(so_far.items.len() + heartbeats.len());
                    out.extend_from_slice(heartbeat.as_bytes());
                    sent += 1;
                } else {
                    withheld += 1;
                }
            }
        }
        let (before, after) = (model::interpret(stream.bytes()), model::interpret(&out));
        assert_eq!(after.items, with_heartbeats(before.items, &heartbeats), "{seed}: {stream:?}");
        assert_eq!((after.own, after.unfinished), (before.own, before.unfinished), "{seed}: {stream:?}");
        assert_eq!(after.last_event_id, before.last_event_id, "{seed}: {stream:?}");
        assert_eq!(after.reconnection_time, before.reconnection_time, "{seed}: {stream:?}");
        assert_eq!(owned_events(&out), owned_events(stream.bytes()), "{seed}: {stream:?}");
    }
    assert!(sent > 1000 && withheld > 1000, "{sent} {withheld}");
}

/// Chooses events by type, in some ways.
fn keeps(way: usize, event_type: &str) -> bool {
    match way {
        0 => true,
        1 => false,
        2 => event_type == "message",
        _ => event_type.len() % 2 == way % 2,
    }
}

/// Returns what a filter leaves of this.
fn filtered(outcome: Outcome, way: usize, limit: usize) -> Outcome {
    let (mut items, mut own) = (Vec::new(), Vec::new());
    let mut all_own = outcome.own.into_iter();
    for item in outcome.items {
        match item {
            Item::Event { ref event_type, .. } => {
                let of_event: Own = all_own.next().unwrap();
                if keeps(way, event_type) {
                    items.push(item);
                    own.push(of_event);
                } else {
                    items.extend(of_event.id.map(Item::LastEventId));
                }
            }
            Item::Ignored(_) => {}
            Item::TooLarge => items.push(Item::Comment(format!(" lost: event larger than the limit of {limit} bytes"))),
            Item::ReconnectionTime(_) | Item::Comment(_) | Item::LastEventId(_) => items.push(item),
        }
    }
    Outcome { items, own, unfinished: None, ..outcome }
}

/// Counts how often the tested situations occurred.
#[derive(Debug, Default)]
struct Count {
    kept: usize,
    left_ids: usize,
    heartbeats: usize,
    withheld: usize,
    too_large: usize,
}

#[track_caller]
fn assert_filtered(out: &[u8], expected: Outcome, heartbeats: &[usize], case: &str) {
    let outcome = model::interpret(out);
    assert_eq!(outcome.items, with_heartbeats(expected.items, heartbeats), "{case}");
    assert_eq!(outcome.own, expected.own, "{case}");
    // A client that is cut off here reconnects with this ID.
    assert_eq!(outcome.last_event_id, expected.last_event_id, "{case}");
    assert_eq!(outcome.reconnection_time, expected.reconnection_time, "{case}");
    assert_eq!(outcome.unfinished, None, "{case}");
}

/// Filters a stream. At each silence, the output so far must mean the same as the filtered input so far.
fn filter(seed: u64, mood: Option<Mood>, limit: Option<usize>, count: &mut Count) {
    let mut random = Random(seed);
    let (stream, way) = (random.stream(mood), random.below(5));
    let silences = random.silences(&stream);
    let case = format!("{seed}, way {way}, limit {limit:?}: {stream:?}");
    let bytes = limit.unwrap_or(1 << 20);
    let interpret = |stream: &[u8]| model::interpret_with(stream, Options { limit, ..Options::default() });
    let mut proxy = FilterProxy::new(bytes, |event: &Event<'_>| keeps(way, &event.event_type().to_string_lossy()));
    let (mut read, mut out, mut heartbeats) = (Vec::new(), Vec::new(), Vec::new());
    let mut second_proxy = Proxy::default();
    for (number, chunk) in stream.chunks().enumerate() {
        let passed = proxy.pass(chunk);
        second_proxy.pass(&passed);
        out.extend(passed);
        read.extend_from_slice(chunk);
        // The model measures text, so it can't measure a stream that ends in the middle of a character.
        let is_text = core::str::from_utf8(&read).is_ok();
        for _ in silences.iter().filter(|&&after| after == number && (limit.is_none() || is_text)) {
            let expected = filtered(interpret(&read), way, bytes);
            let items = expected.items.len();
            assert_filtered(&out, expected, &heartbeats, &case);
            assert_eq!(second_proxy.heartbeat().is_some(), model::interpret(&out).is_between_events, "{case}");
            let Some(heartbeat) = second_proxy.heartbeat() else {
                // The filter writes whole blocks. So unless a comment goes on, it has written nothing of the unfinished block.
                assert!(!out.ends_with(b"\n\n"), "{case}");
                count.withheld += 1;
                continue;
            };
            heartbeats.push(items + heartbeats.len());
            out.extend_from_slice(heartbeat.as_bytes());
            count.heartbeats += 1;
        }
    }
    let outcome = interpret(stream.bytes());
    let (items, too_large) = (outcome.items.clone(), |item: &&Item| matches!(item, Item::TooLarge));
    let expected = filtered(outcome, way, bytes);
    let ids = |items: &[Item]| items.iter().filter(|item| matches!(item, Item::LastEventId(_))).count();
    count.kept += expected.own.len();
    count.left_ids += ids(&expected.items) - ids(&items);
    count.too_large += items.iter().filter(too_large).count();
    assert_filtered(&out, expected, &heartbeats, &case);
}

#[test]
fn a_filter_leaves_all_but_some_events() {
    let mut count = Count::default();
    (0..CASES).for_each(|seed| filter(seed, None, None, &mut count));
    let Count { kept, left_ids, heartbeats, withheld, .. } = count;
    assert!(kept > 1000 && left_ids > 300 && heartbeats > 1000 && withheld > 30, "{count:?}");
}

#[test]
fn events_that_are_too_large_for_a_filter_leave_their_ids() {
    let mut count = Count::default();
    (0..CASES).for_each(|seed| filter(seed, Some(Mood::Valid), Some(seed as usize % 24), &mut count));
    assert!(count.too_large > 1000 && count.kept > 300, "{count:?}");
}

/// Shows what the filter makes of a stream, byte by byte.
#[test]
fn a_filter_by_example() {
    let stream =
        b"\xEF\xBB\xBFretry: 10\nid: 1\nevent: news\ndata: a\ndata: b\n\nid: 2\nevent: noise\ndata\n\n: hi\r\n\r\n\
        event: news\ndata: c\n\nnonsense\nevent: noise\ndata\n\nid\nevent: noise\ndata\n\nid: 3\n\ndata: cut off\n";
    let mut proxy = FilterProxy::new(64, |event: &Event<'_>| event.event_type() == "news");
    let mut out = Vec::new();
    stream.iter().for_each(|&byte| out.extend(proxy.pass(&[byte])));
    let expected = "retry: 10\n\nevent: news\nid: 1\ndata: a\ndata: b\n\nid: 2\n\n: hi\n\nevent: news\ndata: c\n\nid: \n\nid: 3\n\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}
