//! Where events are kept: which ones are lent from the input, and that storage that breaks the contract does no harm.

use core::{cell::Cell, hash::BuildHasher};
use std::hash::RandomState;

use sse_proto::{Decoder, Event, Input, Storage, encode::EventId};

use sse_proto_model::cases::CASES;

/// Decodes one stream with empty storage, and returns whether the data of its only event is in the input.
#[cfg(not(sse_proto_small))]
fn is_in_input(stream: &[u8]) -> bool {
    let mut decoder = Decoder::with_storage([0; 64]);
    let event = decoder.next_event(&mut Input::new(stream)).expect("there is an event").expect("it is not too large");
    stream.as_ptr_range().contains(&event.data().as_bytes().as_ptr())
}

/// A small build copies every event.
#[cfg(not(sse_proto_small))]
#[test]
fn an_event_whose_lines_are_whole_in_the_input_is_lent_from_it() {
    for stream in [
        "data: x\n\n",
        "data:x\n\n",
        "data: x\r\n\r\n",
        "data: x\r\r",
        "event: t\ndata: x\n\n",
        "data: x\nevent: t\n\n",
        "id: 1\ndata: x\n\n",
        "data: x\nid: 1\n\n",
        "data: x\nid:1\n\n",
        "retry: 5\ndata: x\n\n",
        "data: x\nretry: 5\n\n",
        ": comment\ndata: x\n: comment\n\n",
        "unknown: field\ndata: x\nunknown\nDATA: y\ndata : y\ndatum: y\n\n",
        "\u{FEFF}data: x\n\n",
    ] {
        assert!(is_in_input(stream.as_bytes()), "{stream:?}");
    }
    for stream in ["data: x\ndata: y\n\n", "data\ndata: y\n\n"] {
        assert!(!is_in_input(stream.as_bytes()), "{stream:?}");
    }
}

#[test]
fn events_are_equal_and_hash_alike_wherever_they_are() {
    let hashes = RandomState::new();
    let whole: &[&[u8]] = &[b"event: t\ndata: x\nid: 1\n\n"];
    let split: &[&[u8]] = &[b"event: t\ndata: ", b"x\nid: 1\n", b"\n"];
    let others: [&[&[u8]]; 3] =
        [&[b"event: u\ndata: x\nid: 1\n\n"], &[b"event: t\ndata: y\nid: 1\n\n"], &[b"event: t\ndata: x\nid: 2\n\n"]];

    with_event(&mut Decoder::with_storage([0; 64]), whole, |event| {
        assert_eq!(format!("{event:?}"), r#"Event { event_type: "t", data: "x", last_event_id: "1" }"#);
        with_event(&mut Decoder::with_storage([0; 64]), split, |same| {
            assert_eq!(event, same);
            assert_eq!(hashes.hash_one(event), hashes.hash_one(same));
        });
        for other in others {
            with_event(&mut Decoder::with_storage([0; 64]), other, |other| {
                assert_ne!(event, other);
                assert_ne!(hashes.hash_one(event), hashes.hash_one(other));
            });
        }
    });
}

/// Calls `hand` with the only event of these inputs.
fn with_event(decoder: &mut Decoder<[u8; 64]>, inputs: &[&[u8]], hand: impl Fn(Event<'_>)) {
    let mut events = 0;
    for bytes in inputs {
        let mut input = Input::new(bytes);
        while let Some(event) = decoder.next_event(&mut input) {
            hand(event.expect("it is not too large"));
            events += 1;
        }
    }
    assert_eq!(events, 1);
}

/// Storage that has another length at each call, and whose `grow` does anything.
struct Fickle {
    bytes: Vec<u8>,
    random: Cell<u64>,
}

impl Fickle {
    fn next(&self) -> usize {
        let mut random = self.random.get();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        self.random.set(random);
        (random >> 40) as usize % (self.bytes.len() + 1)
    }
}

impl Storage for Fickle {
    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.next()]
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        let len = self.next();
        &mut self.bytes[..len]
    }

    fn limit(&self) -> usize {
        self.next() * 2
    }

    fn grow(&mut self, _: usize) {
        let len = self.next();
        self.bytes.resize(len.max(1), 0xFF);
    }
}

#[test]
fn storage_that_breaks_the_contract_cannot_make_a_decoder_panic() {
    let stream: Vec<u8> = CASES.iter().flat_map(|case| case.stream).copied().collect();
    for seed in 1..=400 {
        let mut decoder = Decoder::with_storage(Fickle { bytes: vec![0; 48], random: Cell::new(seed) });
        let chunk = seed as usize % 40 + 1;
        for (n, bytes) in stream.chunks(chunk).enumerate() {
            let mut input = Input::new(bytes);
            while let Some(item) = decoder.next_item(&mut input) {
                _ = core::hint::black_box(item);
            }
            if n % 50 == 0 {
                _ = decoder.set_last_event_id(EventId::new("an ID from elsewhere").expect("it is one"));
                _ = core::hint::black_box(decoder.last_event_id().as_bytes());
            }
            if n % 70 == 0 {
                decoder.reset();
            }
        }
    }
}

/// Fixed storage stays as it is, even if asked to grow.
#[test]
fn fixed_storage_does_not_grow() {
    let mut array = [1, 2, 3];
    Storage::grow(&mut array, 4);
    Storage::grow(&mut &mut array[..], 4);
    assert_eq!((array.bytes(), Storage::limit(&array)), (&[1, 2, 3][..], 3));
}

#[cfg(feature = "alloc")]
#[test]
fn debug_shows_the_size_of_growing_storage_but_no_bytes() {
    let mut storage = sse_proto::GrowingStorage::with_limit(1000);
    storage.grow(1);
    assert_eq!(format!("{storage:?}"), "GrowingStorage { len: 256, limit: 1000, .. }");
}

/// Memory below its limit that never grows, as if allocation failed.
struct Exhausted([u8; 8]);

impl Storage for Exhausted {
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

#[test]
fn an_event_for_which_there_is_no_memory_leaves_room_for_its_id() {
    for stream in [
        "data: 123456789\ndata: b\nid: 1234567\n\n",
        "data: 123456789\ndata: b\ndata\nevent: c\nid: 1234567\n\n",
        "data: 1\ndata: 2345678\nid: 1234567\n\n",
    ] {
        let mut decoder = Decoder::with_storage(Exhausted([0; 8]));
        let mut input = Input::new(stream.as_bytes());
        let error = decoder.next_event(&mut input).unwrap().unwrap_err();
        assert_eq!(error.limit(), 1000, "{stream:?}");
        assert_eq!(decoder.next_event(&mut input), None, "{stream:?}");
        assert_eq!(decoder.last_event_id(), "1234567", "{stream:?}");
    }
}

#[test]
fn an_id_for_which_there_is_no_memory_is_ignored_with_its_event() {
    for stream in ["id: 123456789\ndata: a\n\ndata: b\n\n", "data: a\nid: 123456789\n\ndata: b\n\n"] {
        let mut decoder = Decoder::with_storage(Exhausted([0; 8]));
        let mut input = Input::new(stream.as_bytes());
        let error = decoder.next_event(&mut input).unwrap().unwrap_err();
        assert_eq!(error.limit(), 1000, "{stream:?}");
        let event = decoder.next_event(&mut input).unwrap().unwrap();
        assert_eq!((event.data(), event.last_event_id()), ("b".into(), "".into()), "{stream:?}");
    }
}
