//! Every stream of up to six tokens, through every layer, whole and byte by byte, against the model. A token is a byte with a
//! meaning in the format or in UTF-8, or a field name.
//!
//! Built in release mode, this goes to length 6, with 12 million streams; in debug mode, to a shorter one.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use sse_proto::{Decoder, EventId, Input, Storage, encode};
use sse_proto_model::{
    drive::{Decoding, Layer, POISON, Parsing, Reading, same_items, seen},
    model::{self, Item, Outcome, Own},
};

const TOKENS: [&[u8]; 15] = [
    b"\xEF", b"\xBB", b"\xBF", b"\r", b"\n", b":", b" ", b"data", b"event", b"id", b"retry", b"7", b"\0", b"x", b"\xFF",
];

const WHOLE: &str = "whole";

const LENGTH: usize = if cfg!(debug_assertions) { 5 } else { 6 };

/// Holds one of each layer.
#[derive(Clone)]
struct Layers {
    array: Decoding<[u8; 40]>,
    parser: Parsing,
    #[cfg(feature = "alloc")]
    growing: Decoding<sse_proto::GrowingStorage>,
}

impl Layers {
    fn new() -> Self {
        Self {
            array: Decoding::new("array decoder", [POISON; 40], Reading::Items),
            parser: Parsing::new(Reading::Items),
            #[cfg(feature = "alloc")]
            growing: Decoding::new("growing decoder", sse_proto::GrowingStorage::new(), Reading::Items),
        }
    }

    fn feed(&mut self, input: &[u8]) {
        self.array.feed(input);
        self.parser.feed(input);
        #[cfg(feature = "alloc")]
        self.growing.feed(input);
    }

    fn check(&self, expected: &Outcome, stream: &[u8], how: &str) {
        check(&self.array, expected, stream, how);
        check_end(&self.array, expected, stream, how);
        check(&self.parser, expected, stream, how);
        #[cfg(feature = "alloc")]
        check(&self.growing, expected, stream, how);
        #[cfg(feature = "alloc")]
        check_end(&self.growing, expected, stream, how);
    }
}

/// Asserts which event is lost if the stream ends here.
fn check_end<S: Storage + Clone>(layer: &Decoding<S>, expected: &Outcome, stream: &[u8], how: &str) {
    let is_mid_event = layer.decoder.is_mid_event();
    let what = || format!("{}, {how}\nstream: {}", layer.name(), stream.escape_ascii());
    assert_eq!(is_mid_event, expected.unfinished.is_some(), "{}", what());
    let mut decoder = layer.decoder.clone();
    let unfinished = decoder.take_unfinished().map(|event| seen(event.expect("there is room")));
    assert_eq!(unfinished, expected.unfinished, "{}", what());
    assert_eq!(decoder.last_event_id().to_string(), &*expected.last_event_id, "{}", what());
    assert_eq!(decoder.reconnection_time(), layer.decoder.reconnection_time(), "{}", what());
    assert!(!decoder.is_mid_event() && !decoder.is_between_events(), "{}", what());
}

fn check(layer: &dyn Layer, expected: &Outcome, stream: &[u8], how: &str) {
    let whole_lines = how == WHOLE && layer.has_whole_lines();
    let right = same_items(layer.items(), &expected.items, whole_lines)
        && layer.own() == expected.own
        && layer.is_between_events() == expected.is_between_events
        && layer.last_event_id() == expected.last_event_id
        && layer.reconnection_time() == expected.reconnection_time;
    assert!(
        right,
        "\n{}, {how}\nstream: {}\nexpected {expected:?}\n    came {:?}, ID {:?}, reconnection time {:?}, {:?}, \
         between events: {}\n",
        layer.name(),
        stream.escape_ascii(),
        layer.items(),
        layer.last_event_id(),
        layer.reconnection_time(),
        layer.own(),
        layer.is_between_events(),
    );
}

/// Goes through all streams that begin like this one. `layers` have read it byte by byte. Each longer stream goes on with a
/// clone of them, so that no byte is read twice.
fn walk(stream: &mut Vec<u8>, layers: &Layers, length: usize) {
    let expected = model::interpret(stream);
    layers.check(&expected, stream, "byte by byte");
    let mut whole = Layers::new();
    whole.feed(stream);
    whole.check(&expected, stream, WHOLE);
    if length == 0 {
        return;
    }
    for token in TOKENS {
        let mut longer = layers.clone();
        let len = stream.len();
        for byte in token {
            longer.feed(core::slice::from_ref(byte));
            stream.push(*byte);
        }
        walk(stream, &longer, length - 1);
        stream.truncate(len);
    }
}

/// Goes through all streams that begin like this one, and asserts that a comment between events changes no event.
fn walk_with_comments(stream: &mut Vec<u8>, length: usize) {
    let expected = events(stream);
    for at in 0..=stream.len() {
        let (before, after) = stream.split_at(at);
        if model::interpret(before).is_between_events {
            for comment in [":\n", ":\n\n"] {
                let inserted = [before, comment.as_bytes(), after].concat();
                assert_eq!(events(&inserted), expected, "{comment:?} at {at} of {}", stream.escape_ascii());
            }
        }
    }
    if length > 0 {
        for token in TOKENS {
            let len = stream.len();
            stream.extend_from_slice(token);
            walk_with_comments(stream, length - 1);
            stream.truncate(len);
        }
    }
}

/// Goes through all streams that begin like this one, and asserts that each event is the same once encoded and decoded again,
/// including its own ID and type, or their absence.
fn walk_and_encode(stream: &mut Vec<u8>, length: usize) {
    let mut decoder = Decoder::with_storage([POISON; 40]);
    let mut input = Input::new(stream);
    while let Some(event) = decoder.next_event(&mut input) {
        let event = event.expect("there is room");
        let expected = seen(event);
        let mut buffer = [0; 256];
        let encoded: &[u8] = encode::Event::from(event).encode_to_slice(&mut buffer).expect("there is room");
        check_encoded(encoded, &expected, stream);
        #[cfg(feature = "alloc")]
        assert_eq!(encode::Event::from(&event.into_owned()).to_vec(), encoded, "{}", stream.escape_ascii());
    }
    if length > 0 {
        for token in TOKENS {
            let len = stream.len();
            stream.extend_from_slice(token);
            walk_and_encode(stream, length - 1);
            stream.truncate(len);
        }
    }
}

fn check_encoded(encoded: &[u8], (item, own): &(Item, Own), stream: &[u8]) {
    let mut decoder = Decoder::with_storage([POISON; 128]);
    // If the event has no ID of its own, its last event ID comes from the stream before.
    if let Item::Event { last_event_id, .. } = item {
        decoder.set_last_event_id(EventId::new(last_event_id).expect("it was decoded")).expect("there is room");
    }
    let mut input = Input::new(encoded);
    let again = decoder.next_event(&mut input).expect("it has data").expect("there is room");
    assert_eq!(&seen(again), &(item.clone(), own.clone()), "{}: {}", stream.escape_ascii(), encoded.escape_ascii());
    assert!(input.is_empty(), "{}", stream.escape_ascii());
}

#[test]
fn every_event_of_a_short_stream_is_the_same_once_encoded_and_decoded_again() {
    thread::scope(|scope| {
        for first in TOKENS {
            scope.spawn(move || walk_and_encode(&mut first.to_vec(), LENGTH - 1));
        }
    });
}

/// Returns what a client gets from a stream.
fn events(stream: &[u8]) -> (Vec<Item>, Vec<Own>, String, Option<u64>) {
    let Outcome { mut items, own, last_event_id, reconnection_time, .. } = model::interpret(stream);
    items.retain(|item| !matches!(item, Item::Comment(_)));
    (items, own, last_event_id, reconnection_time)
}

/// The next test shows that the decoder and the parser agree with the model about the places for a comment.
#[test]
fn a_comment_between_the_events_of_a_short_stream_changes_none() {
    thread::scope(|scope| {
        for first in TOKENS {
            scope.spawn(move || walk_with_comments(&mut first.to_vec(), LENGTH - 2));
        }
    });
}

#[test]
fn every_short_stream_comes_out_whole_and_byte_by_byte() {
    walk(&mut Vec::new(), &Layers::new(), 1);

    // The streams of length two and more, divided among the threads by their first two tokens.
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(first) = TOKENS.get(number / TOKENS.len()) else { break };
            let mut stream = [*first, TOKENS[number % TOKENS.len()]].concat();
            let mut layers = Layers::new();
            for byte in &stream {
                layers.feed(core::slice::from_ref(byte));
            }
            walk(&mut stream, &layers, LENGTH - 2);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
}
