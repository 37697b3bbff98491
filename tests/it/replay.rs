//! `Replay`, compared with a list of all events.

use sse_proto::{Decoder, Input, Replay, Storage, encode::Event, replay::Missed};

use sse_proto_model::drive::Creeping;

/// Holds all events that have been pushed since the last clear, and how many of them the library keeps.
#[derive(Default)]
struct Model {
    pushed: Vec<Vec<u8>>,
    has_forgotten: bool,
}

/// Returns the ID that a decoder finds in an encoded event.
fn id_of(event: &[u8]) -> Option<String> {
    let mut decoder = Decoder::with_storage([0; 256]);
    // Adds data, so that there is an event, which has its ID.
    let stream = [b"data\n", event].concat();
    let mut input = Input::new(&stream);
    Some(decoder.next_event(&mut input)?.expect("there is room").id()?.to_string())
}

impl Model {
    fn check<S: Storage>(&mut self, replay: &Replay<S>, limit: usize, ids: &[&str]) {
        let kept: Vec<_> = replay.iter().collect();
        assert!(kept.len() <= self.pushed.len());
        assert_eq!(replay.is_empty(), kept.is_empty());
        let (gone, rest) = self.pushed.split_at(self.pushed.len() - kept.len());
        assert!(kept.iter().eq(rest), "not the last ones, in order");
        self.has_forgotten |= !gone.is_empty();

        // No event was dropped for which there was room: the gap where events wrap is smaller than two events.
        let size = |event: &Vec<u8>| event.len() + 12;
        if let Some(last_gone) = gone.last() {
            let most = self.pushed.iter().map(size).max().unwrap_or(0);
            let used: usize = rest.iter().map(size).sum();
            assert!(used <= limit && used + size(last_gone) + 2 * most > limit, "{used} of {limit}, {most}");
        }

        for id in ids {
            let expected = match rest.iter().position(|event| !id.is_empty() && id_of(event).as_deref() == Some(id)) {
                Some(at) => Ok(&rest[at + 1..]),
                None if self.has_forgotten => Err(Missed::TooOld),
                None => Err(Missed::Unknown),
            };
            match (replay.after(id), expected) {
                (Ok(events), Ok(expected)) => assert!(events.eq(expected), "after {id:?}"),
                (Err(error), Err(expected)) => assert_eq!(error, expected, "after {id:?}"),
                (events, expected) => panic!("after {id:?}: {events:?} instead of {expected:?}"),
            }
        }
    }
}

const IDS: [&str; 6] = ["", "1", "2", "3", "a longer ID", "unknown"];

/// Returns an event of some kind.
fn event(kind: usize, n: usize, id: &str) -> Vec<u8> {
    let data = "x".repeat(n % 23);
    match kind {
        0 => format!("data: {data}\n\n"),
        1 => format!("id: {id}\ndata: {data}\n\n"),
        2 => format!("data: id: {id}\nid:{id}\r\n: id: 9\n\n"),
        3 => format!("id: 9\nid: {id}\rdata: {data}\r\r"),
        4 => format!("id: {id}\nid: {id}\0\ndata: {data}\n\n"),
        5 => format!("id: {id}\0\n\n"),
        6 => "id\n\n".to_owned(),
        _ => String::new(),
    }
    .into_bytes()
}

fn run<S: Storage>(replay: &mut Replay<S>, limit: usize, seed: u64) {
    let mut random = seed;
    let mut up_to = |n: usize| {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (random >> 33) as usize % n
    };
    let mut model = Model::default();
    for _ in 0..60 {
        if up_to(40) == 0 {
            replay.clear();
            model.has_forgotten |= !model.pushed.is_empty();
            model.pushed.clear();
        }
        let event = event(up_to(8), up_to(60), IDS[up_to(5)]);
        match replay.push_encoded(&event) {
            Ok(()) => model.pushed.push(event),
            Err(error) => {
                assert!(event.len() + 12 > limit);
                assert_eq!(error.limit(), limit.saturating_sub(12));
            }
        }
        model.check(replay, limit, &IDS);
    }
}

#[test]
fn random_events_in_storage_of_every_small_size() {
    for limit in (0..200).chain([500, 1000]) {
        for seed in 0..if cfg!(debug_assertions) { 5 } else { 50 } {
            run(&mut Replay::with_storage(&mut vec![b'?'; limit][..]), limit, seed);
            // This one checks that it is asked to grow only if it must, and never beyond its limit.
            run(&mut Replay::with_storage(Creeping::with_limit(limit)), limit, seed);
            #[cfg(feature = "alloc")]
            run(&mut Replay::with_limit(limit), limit, seed);
        }
    }
}

#[test]
fn an_event_is_encoded_where_it_is_kept() {
    let mut replay = Replay::with_storage([0; 64]);
    for n in 1..20_u32 {
        let (id, data) = (n.to_string(), "x".repeat(n as usize % 7));
        let event = Event::new().id(sse_proto::EventId::new(&id).unwrap()).data(&data);
        let mut expected = [0; 64];
        let expected = event.encode_to_slice(&mut expected).unwrap();
        assert_eq!(replay.push(&event), Ok(&*expected));
        assert_eq!(replay.iter().last(), Some(&*expected));
        assert_eq!(replay.after(&id).unwrap().count(), 0);
    }
}

#[test]
fn an_event_that_is_larger_than_the_storage_is_refused_and_changes_nothing() {
    let mut replay = Replay::with_storage([0; 40]);
    replay.push_encoded(b"id: 1\n\n").unwrap();
    assert_eq!(replay.push_encoded(&[b'x'; 29]).unwrap_err().limit(), 28);
    assert_eq!(replay.push(&Event::new().data("a text that is too long for it")).unwrap_err().limit(), 28);
    assert_eq!(replay.iter().collect::<Vec<_>>(), [b"id: 1\n\n"]);
    replay.push_encoded(&[b'x'; 28]).unwrap();
    assert_eq!(replay.iter().collect::<Vec<_>>(), [[b'x'; 28]]);
}

/// If several events have the same ID, the events after the first of them are returned, so that none is left out.
#[test]
fn ids_that_repeat() {
    let mut replay = Replay::with_storage([0; 256]);
    for event in [&b"id: 1\ndata: a\n\n"[..], b"id: 1\ndata: b\n\n", b"id: 2\ndata: c\n\n", b"id: 1\ndata: d\n\n"] {
        replay.push_encoded(event).unwrap();
    }
    assert_eq!(replay.after("1").unwrap().count(), 3);
    assert_eq!(replay.after(b"2").unwrap().count(), 1);
}

/// A line that breaks off is no line of the event, as a decoder has it, too.
#[test]
fn an_id_without_an_end_of_line() {
    let mut replay = Replay::with_storage([0; 256]);
    for event in [&b"id: 1\nid"[..], b"id: 2\rid:", b"id: 3\r\nid: 4"] {
        replay.push_encoded(event).unwrap();
    }
    assert_eq!(replay.after("1").unwrap().count(), 2);
    assert_eq!(replay.after("2").unwrap().count(), 1);
    assert_eq!(replay.after("3").unwrap().count(), 0);
    assert_eq!(replay.after("4").err(), Some(Missed::Unknown));
}

#[test]
fn dropped_and_unknown_ids() {
    let mut replay = Replay::with_storage([0; 64]);
    assert_eq!(replay.after("1").err(), Some(Missed::Unknown));
    replay.push_encoded(b"id: 1\ndata: a\n\n").unwrap();
    assert_eq!(replay.after("2").err(), Some(Missed::Unknown));
    assert_eq!(replay.after("").err(), Some(Missed::Unknown));
    replay.clear();
    assert_eq!(replay.after("1").err(), Some(Missed::TooOld));
    assert_eq!(Missed::TooOld.to_string(), "no kept event has this ID");
    assert_eq!(Missed::Unknown.to_string(), "no event has had this ID");
    assert_eq!(format!("{replay:?} {:?}", replay.iter()), "Replay { count: 0, .. } Events { count: 0, .. }");
}

/// Memory that doesn't grow as far as its limit.
#[test]
fn memory_that_fails_to_grow_keeps_the_events_that_fit() {
    struct Stubborn([u8; 50]);
    impl Storage for Stubborn {
        fn bytes(&self) -> &[u8] {
            &self.0
        }
        fn bytes_mut(&mut self) -> &mut [u8] {
            &mut self.0
        }
        fn limit(&self) -> usize {
            1000
        }
    }
    let mut replay = Replay::with_storage(Stubborn([0; 50]));
    for n in 0..20 {
        replay.push_encoded(format!("id: {n}\n\n").as_bytes()).unwrap();
        assert_eq!(replay.after(n.to_string()).unwrap().count(), 0);
        assert!(replay.iter().count() <= 2);
    }
    assert_eq!(replay.push_encoded(&[b'x'; 100]).unwrap_err().limit(), 988);
    assert!(replay.is_empty(), "room was made for it");
    replay.push_encoded(b"id: 1\n\n").unwrap();
    assert_eq!(replay.iter().count(), 1);
}

/// Memory that loses what is in it: events are lost, but the replay goes on.
#[cfg(feature = "alloc")]
#[test]
fn memory_that_shrinks_loses_events() {
    struct Shrinking(Vec<u8>);
    impl Storage for Shrinking {
        fn bytes(&self) -> &[u8] {
            &self.0
        }
        fn bytes_mut(&mut self) -> &mut [u8] {
            &mut self.0
        }
        fn limit(&self) -> usize {
            100
        }
        fn grow(&mut self, len: usize) {
            // Every second time, it shrinks.
            let len = if self.0.is_empty() { len } else { 0 };
            self.0.resize(len, b'?');
        }
    }
    let mut replay = Replay::with_storage(Shrinking(Vec::new()));
    for n in 0..20 {
        assert_eq!(replay.push_encoded(format!("id: {n}\n\n").as_bytes()), Ok(()));
        assert_eq!(replay.after(n.to_string()).unwrap().count(), 0, "the newest is there");
        assert!(replay.iter().count() <= 5);
    }
    assert_eq!(replay.after("0").err(), Some(Missed::TooOld));
}

#[cfg(feature = "alloc")]
#[test]
fn new_keeps_as_much_as_a_new_decoder() {
    for mut replay in [Replay::new(), Replay::default()] {
        let limit = sse_proto::GrowingStorage::DEFAULT_LIMIT;
        assert_eq!(replay.push_encoded(&vec![b'x'; limit]).unwrap_err().limit(), limit - 12);
        assert_eq!(replay.push_encoded(b"id: 1\n\n"), Ok(()));
    }
}
