//! The case table through every layer and every storage: whole, byte by byte, cloned in the middle, and after a reset in the
//! middle of another stream.

use sse_proto::{Decoder, Input, Storage, Text, encode::EventId};

use crate::layers;
use sse_proto_model::{
    cases::{self, CASES},
    drive::{self, Creeping, Decoding, Expected, Layer, POISON, Parsing, ROOMY, Reading, same_items},
    model::{self, Item, Options, Outcome},
};

/// Converts the items of the table to those of the model.
fn items(case: &cases::Case) -> Vec<Item> {
    let items = case.items.iter().map(|item| match *item {
        cases::Item::Event { event_type, data, last_event_id } => Item::Event {
            event_type: event_type.to_owned(),
            data: data.to_owned(),
            last_event_id: last_event_id.to_owned(),
        },
        cases::Item::ReconnectionTime(milliseconds) => Item::ReconnectionTime(milliseconds),
        cases::Item::Comment(text) => Item::Comment(text.to_owned()),
        cases::Item::LastEventId(id) => Item::LastEventId(id.to_owned()),
        cases::Item::Ignored(line) => Item::Ignored(line.to_owned()),
    });
    items.collect()
}

#[test]
fn the_model_agrees_with_the_case_table() {
    for case in CASES {
        let Outcome { items, last_event_id, reconnection_time, .. } = model::interpret(case.stream);
        let context = || format!("{}: {}", case.name, case.stream.escape_ascii());
        assert_eq!(items, self::items(case), "{}", context());
        assert_eq!((&*last_event_id, reconnection_time), (case.last_event_id, case.reconnection_time), "{}", context());
    }
}

#[test]
fn no_two_cases_are_the_same() {
    for (i, case) in CASES.iter().enumerate() {
        for other in &CASES[..i] {
            assert_ne!(case.name, other.name);
            assert_ne!(case.stream, other.stream, "{} and {}", case.name, other.name);
        }
    }
}

#[test]
fn every_case_comes_out_whole_and_byte_by_byte() {
    for case in CASES {
        let expected = Expected::at_every_byte(case.stream, Options::default());
        let len = case.stream.len();
        for cuts in [vec![], drive::byte_by_byte(len), drive::with_empty_inputs(len)] {
            layers::every_layer(|layer| expected.check(case.name, layer, &cuts));
        }
    }
}

/// Asserts that a clone goes on by itself, and that the original no longer affects it.
fn check_clones<L: Layer + Clone>(case: &cases::Case, start: &L) {
    let expected = items(case);
    let mut original = start.clone();
    for cut in 0..=case.stream.len() {
        let mut clone = original.clone();
        let mut stranger = original.clone();
        stranger.feed(b"\xFF\nid: stranger\nevent: stranger\ndata: stranger\n\nretry: 999\n\n");
        clone.feed(&case.stream[cut..]);
        let context = || format!("{}, {}, cloned at {cut}", case.name, clone.name());
        assert!(same_items(clone.items(), &expected, false), "{}: {:?} {expected:?}", context(), clone.items());
        assert_eq!(clone.last_event_id(), case.last_event_id, "{}", context());
        assert_eq!(clone.reconnection_time(), case.reconnection_time, "{}", context());
        if let Some(byte) = case.stream.get(cut) {
            original.feed(&[*byte]);
        }
    }
    assert!(same_items(original.items(), &expected, false), "{}, the original: {:?}", case.name, original.items());
}

#[test]
fn every_case_goes_on_in_a_clone() {
    for case in CASES.iter().filter(|case| case.stream.len() <= 256) {
        check_clones(case, &Decoding::new("array decoder", [POISON; ROOMY], Reading::Items));
        check_clones(case, &Parsing::new(Reading::Items));
        #[cfg(feature = "alloc")]
        check_clones(case, &Decoding::new("growing decoder", sse_proto::GrowingStorage::new(), Reading::Items));
    }
}

/// Asserts that right after an event, before the next call, its ID is committed, and that a reset, a new ID and a clone work.
fn check_after_each_event<S: Storage + Clone>(new: impl Fn() -> S) {
    for case in CASES {
        for size in [1, 3, case.stream.len().max(1)] {
            let mut decoder = Decoder::with_storage(new());
            let mut expected = case.items.iter().filter_map(|item| match item {
                cases::Item::Event { last_event_id, .. } => Some(*last_event_id),
                _ => None,
            });
            for chunk in case.stream.chunks(size) {
                let mut input = Input::new(chunk);
                while let Some(event) = decoder.next_event(&mut input) {
                    let id = event.unwrap().last_event_id().to_string();
                    assert_eq!(Some(&*id), expected.next(), "{}", case.name);
                    assert_eq!(decoder.last_event_id().to_string(), id, "{}", case.name);

                    let mut after_reset = decoder.clone();
                    after_reset.reset();
                    assert_eq!(after_reset.last_event_id().to_string(), id, "{}", case.name);
                    let mut next_body = Input::new(b"\xEF\xBB\xBFdata: x\n\n");
                    let event = after_reset.next_event(&mut next_body).unwrap().unwrap();
                    assert_eq!(event.event_type(), "message", "{}", case.name);
                    assert_eq!(event.data(), "x", "{}", case.name);
                    assert_eq!(event.last_event_id().to_string(), id, "{}", case.name);

                    let mut with_new_id = decoder.clone();
                    with_new_id.set_last_event_id(EventId::new("new").unwrap()).unwrap();
                    assert_eq!(with_new_id.last_event_id(), "new", "{}", case.name);
                    let event = with_new_id.next_event(&mut Input::new(b"data: x\n\n")).unwrap().unwrap();
                    assert_eq!(event.last_event_id(), "new", "{}", case.name);
                }
            }
            assert_eq!(expected.next(), None, "{}", case.name);
        }
    }
}

#[test]
fn every_case_can_be_interrupted_right_after_each_event() {
    check_after_each_event(|| [POISON; ROOMY]);
    check_after_each_event(|| Creeping::with_limit(ROOMY));
    #[cfg(feature = "alloc")]
    check_after_each_event(sse_proto::GrowingStorage::new);
}

/// A call of `next_event` skips comments and reconnection times, and nothing else.
#[test]
fn calls_for_events_and_items_can_be_mixed_in_every_case() {
    for case in CASES {
        let mut decoder = Decoder::with_storage([POISON; ROOMY]);
        let mut input = Input::new(case.stream);
        let mut expected = case.items.iter();
        for events_only in [true, false].into_iter().cycle() {
            let item = if events_only {
                decoder.next_event(&mut input).map(|event| event.map(sse_proto::Item::Event))
            } else {
                decoder.next_item(&mut input)
            };
            let expected = expected.find(|item| !events_only || matches!(item, cases::Item::Event { .. }));
            match (item.map(Result::unwrap), expected) {
                (Some(sse_proto::Item::Event(event)), Some(cases::Item::Event { event_type, data, last_event_id })) => {
                    assert_eq!(event.event_type().to_string(), *event_type, "{}", case.name);
                    assert_eq!(event.data().to_string(), *data, "{}", case.name);
                    assert_eq!(event.last_event_id().to_string(), *last_event_id, "{}", case.name);
                }
                (Some(sse_proto::Item::ReconnectionTime(time)), Some(cases::Item::ReconnectionTime(expected))) => {
                    assert_eq!(time.as_millis(), u128::from(*expected), "{}", case.name);
                }
                (Some(sse_proto::Item::Comment { text, end_of_line: true }), Some(cases::Item::Comment(expected))) => {
                    assert_eq!(String::from_utf8_lossy(text), *expected, "{}", case.name);
                }
                (Some(sse_proto::Item::LastEventId(id)), Some(cases::Item::LastEventId(expected))) => {
                    assert_eq!(id.to_string(), *expected, "{}", case.name);
                }
                (Some(sse_proto::Item::Ignored { text, end_of_line: true }), Some(cases::Item::Ignored(expected))) => {
                    assert_eq!(String::from_utf8_lossy(text), *expected, "{}", case.name);
                }
                (Some(sse_proto::Item::Ignored { end_of_line: false, .. }), None) => {}
                // A comment that the end of the stream has cut off.
                (Some(sse_proto::Item::Comment { end_of_line: false, .. }), None) => {}
                (None, None) => break,
                (item, expected) => panic!("{}: {item:?} came instead of {expected:?}", case.name),
            }
        }
    }
}

/// All ways to read a text give the same.
#[test]
fn every_text_of_every_case_reads_the_same_in_every_way() {
    fn check(text: Text<'_>, expected: &str, name: &str) {
        assert_eq!(text.to_string(), expected, "{name}");
        // Comparisons are by bytes, so a text with a replacement is not equal to its printed form.
        let is_valid = core::str::from_utf8(text.as_bytes()).is_ok();
        assert_eq!((text == expected, text == *expected), (is_valid, is_valid), "{name}");
        assert_eq!(text.to_str().ok(), core::str::from_utf8(text.as_bytes()).ok(), "{name}");
        assert_eq!(text.is_empty(), expected.is_empty(), "{name}");
        for other in [format!("{expected}x"), format!("x{expected}"), format!("{expected}\u{FFFD}"), "other".to_owned()]
        {
            assert_ne!(text, *other, "{name}");
        }
        #[cfg(feature = "alloc")]
        assert_eq!(text.to_string_lossy(), expected, "{name}");
    }
    #[cfg(feature = "alloc")]
    let mut latest = sse_proto::OwnedEvent::default();
    for case in CASES {
        let mut decoder = Decoder::with_storage([POISON; ROOMY]);
        let mut input = Input::new(case.stream);
        for item in case.items {
            let cases::Item::Event { event_type, data, last_event_id } = *item else { continue };
            let event = decoder.next_event(&mut input).unwrap().unwrap();
            check(event.event_type(), event_type, case.name);
            check(event.data(), data, case.name);
            check(event.last_event_id(), last_event_id, case.name);
            #[cfg(feature = "alloc")]
            {
                // Replaces the event before, whatever that was.
                event.clone_into(&mut latest);
                let owned = event.into_owned();
                assert_eq!(latest, owned, "{}", case.name);
                for owned in [&owned, &latest] {
                    let texts = (owned.event_type(), owned.data(), owned.last_event_id());
                    assert_eq!(texts, (event_type, data, last_event_id), "{}", case.name);
                }
                assert_eq!(owned.into_data(), data, "{}", case.name);
            }
        }
    }
}

/// Beginnings of an earlier stream, each cut off in the middle of something.
const CUT_OFF: &[&[u8]] = &[
    b"",
    b"\xEF\xBB",
    b"\xEF\xBB\xBF",
    b"data: old",
    b"data: old\r",
    b"data: old\ndata: old\nevent: old\nid: old\n",
    b"data: old\n\nevent: ol",
    b"event: old\nev",
    b"id: ol",
    b"id: old\0",
    b"id: old\n\nid: older\n",
    b"id: old\n\nid: older\r\n",
    b"id: old\n\ndata",
    b"id: old\n\ndata:",
    b"retry: 77\nretry: 88",
    b"retry: 77x",
    b": a comm",
    b":",
    b"unknow",
    b"id: old\nretry: 77\ndata: old\n\n",
    b"id: old\nretry: 77\ndata: old\r\r",
    b"data: \xE2\x82",
];

/// Decision 1: the last event ID and the reconnection time outlive the response body, and nothing else does.
#[test]
fn every_case_comes_out_after_a_reset_in_the_middle_of_another_stream() {
    for &cut_off in CUT_OFF {
        let before = model::interpret(cut_off);
        let history = Options {
            last_event_id: &before.last_event_id,
            reconnection_time: before.reconnection_time,
            ..Options::default()
        };
        for case in CASES.iter().filter(|case| case.stream.len() <= 256) {
            let expected = Expected::at_every_byte(case.stream, history);
            for cuts in [vec![], drive::byte_by_byte(case.stream.len())] {
                layers::every_layer(|layer| {
                    layer.feed(cut_off);
                    layer.reset();
                    let what = format!("{} after {}", case.name, cut_off.escape_ascii());
                    assert_eq!(layer.last_event_id(), before.last_event_id, "{what}, {}", layer.name());
                    assert_eq!(layer.reconnection_time(), before.reconnection_time, "{what}, {}", layer.name());
                    expected.check(&what, layer, &cuts);
                });
            }
        }
    }
}

#[test]
fn every_case_comes_out_when_all_of_them_are_bodies_of_one_session() {
    layers::every_layer(|layer| {
        let (mut last_event_id, mut reconnection_time) = (String::new(), None);
        for case in CASES.iter().filter(|case| case.stream.len() <= 256) {
            let history = Options { last_event_id: &last_event_id, reconnection_time, ..Options::default() };
            Expected::at_every_byte(case.stream, history).check(case.name, layer, &[]);
            let outcome = model::interpret_with(case.stream, history);
            (last_event_id, reconnection_time) = (outcome.last_event_id, outcome.reconnection_time);
            layer.reset();
        }
    });
}
