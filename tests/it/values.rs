//! The values of a decoder: comparisons and conversions.

use core::cmp::Ordering;

use sse_proto::{Decoder, Event, Input, Text};

/// Asserts equality in both directions.
macro_rules! assert_equal {
    ($one:expr, $other:expr) => {
        assert!($one == $other);
        assert!($other == $one);
    };
}

/// Calls `look` with the only event of a stream.
fn with_event(stream: &[u8], look: impl FnOnce(Event<'_>)) {
    let mut decoder = Decoder::with_storage([0; 256]);
    look(decoder.next_event(&mut Input::new(stream)).expect("there is an event").expect("there is room"));
}

/// `FF` is printed as U+FFFD, but not equal to it.
#[test]
fn a_text_is_its_bytes() {
    with_event(b"data: \xFF\n\n", |invalid| {
        with_event("data: \u{FFFD}\n\n".as_bytes(), |replaced| {
            let (invalid, replaced) = (invalid.data(), replaced.data());
            assert_eq!(invalid.to_string(), replaced.to_string());
            assert_ne!(invalid, replaced);
            assert_ne!(invalid, "\u{FFFD}");
            assert_eq!(replaced, "\u{FFFD}");
            assert_eq!(invalid, b"\xFF");
            assert_eq!(invalid.cmp(&replaced), Ordering::Greater);
            assert_eq!((invalid.len(), replaced.len()), (1, 3));
        });
    });
}

#[test]
fn a_text_equals_strings_and_bytes_of_all_kinds_both_ways() {
    with_event(b"event: delta\ndata: x\n\n", |event| {
        let text = event.event_type();
        let (string, bytes): (&str, &[u8]) = ("delta", b"delta");
        assert_equal!(text, *string);
        assert_equal!(text, string);
        assert_equal!(text, *bytes);
        assert_equal!(text, bytes);
        assert_equal!(text, *b"delta");
        assert_equal!(text, b"delta");
        assert!(text == Text::from("delta") && text == Text::from(bytes));
        for other in ["", "delt", "deltas", "Delta"] {
            assert!(text != other);
            assert!(other != text);
            assert!(text != other.as_bytes());
        }
        assert_eq!(text.as_ref(), bytes);
        assert_eq!((text.len(), text.is_empty()), (5, false));
        assert_eq!(text.cmp(&Text::from("delt")), Ordering::Greater);
        assert_eq!(text.partial_cmp(&Text::from("e")), Some(Ordering::Less));
        assert_eq!(Text::default(), "");
        match text.as_bytes() {
            b"delta" => {}
            other => panic!("{}", other.escape_ascii()),
        }
    });
}

#[cfg(feature = "alloc")]
mod owned {
    extern crate alloc;

    use alloc::borrow::Cow;
    use core::hash::BuildHasher;
    use std::hash::RandomState;

    use sse_proto::{Decoder, EventId, EventType, Input, OwnedEvent, Text};

    use super::with_event;

    #[test]
    fn a_text_equals_and_becomes_owned_types() {
        with_event(b"data: caf\xC3\xA9\n\n", |event| {
            let text = event.data();
            let string = String::from("caf\u{E9}");
            assert_equal!(text, string);
            assert_equal!(text, string.clone().into_bytes());
            let cow = Cow::Borrowed(&*string);
            assert_equal!(text, cow);
            let other = Cow::Borrowed("caf");
            assert_ne!(text, other);
            assert_ne!(other, text);
            assert!(matches!(Cow::from(text), Cow::Borrowed(borrowed) if borrowed == string));
            assert_eq!(String::from(text), string);
        });
        with_event(b"data: caf\xC3\n\n", |event| {
            assert_eq!(String::from(event.data()), "caf\u{FFFD}");
            assert_eq!(Cow::from(event.data()), "caf\u{FFFD}");
            assert_ne!(event.data(), String::from(event.data()));
        });
    }

    fn events(stream: &[u8]) -> Vec<OwnedEvent> {
        Decoder::new().owned_events(stream).map(|event| event.expect("there is room")).collect()
    }

    #[test]
    fn a_built_event_equals_the_decoded_one() {
        let (add, seven) = (EventType::new("add").unwrap(), EventId::new("7").unwrap());
        let first = OwnedEvent::new("a\nb").with_event_type(add).with_id(seven);
        let second = OwnedEvent::new(String::from("c")).with_last_event_id(seven);
        let decoded = events(b"event: add\nid: 7\ndata: a\ndata: b\n\ndata: c\n\n");
        assert_eq!(decoded, [first.clone(), second.clone()]);
        for (made, decoded) in [(&first, &decoded[0]), (&second, &decoded[1])] {
            assert_eq!(made.has_event_type(), decoded.has_event_type());
            assert_eq!(made.id(), decoded.id());
        }
        assert_eq!((first.id(), first.last_event_id()), (Some("7"), "7"));
        assert_eq!((second.id(), second.last_event_id()), (None, "7"));
        assert_eq!((first.event_type(), second.event_type()), ("add", "message"));
        assert_eq!(format!("{second:?}"), r#"OwnedEvent { event_type: "message", data: "c", last_event_id: "7" }"#);
        assert_eq!(first.into_data(), "a\nb");
        assert_eq!(second.into_data(), "c");
    }

    /// A later value replaces an earlier one, in any order of the calls.
    #[test]
    fn a_later_value_replaces_an_earlier_one() {
        let (long, short) = (EventId::new("a longer ID").unwrap(), EventId::new("b").unwrap());
        let event = OwnedEvent::new("").with_id(long).with_event_type(EventType::new("t").unwrap()).with_id(short);
        assert_eq!((event.data(), event.event_type(), event.id()), ("", "t", Some("b")));
        let event = event.with_last_event_id(long).with_event_type(EventType::new("").unwrap());
        assert_eq!((event.event_type(), event.has_event_type()), ("message", false));
        assert_eq!((event.id(), event.last_event_id()), (None, "a longer ID"));
        assert_eq!(event.with_id(EventId::RESET).id(), Some(""));
    }

    #[test]
    fn an_event_knows_its_own_id_and_whether_it_has_a_type() {
        let stream =
            b"event: message\nid: 7\ndata: a\n\ndata: b\n\nid\ndata: c\n\nevent\ndata: d\n\nid: 8\n\ndata: e\n\n";
        let owned: Vec<_> = events(stream);
        let says = |n: usize| (owned[n].has_event_type(), owned[n].id(), owned[n].last_event_id());
        assert_eq!(says(0), (true, Some("7"), "7"));
        assert_eq!(says(1), (false, None, "7"));
        assert_eq!(says(2), (false, Some(""), ""));
        assert_eq!(says(3), (false, None, ""));
        assert_eq!(says(4), (false, None, "8"));
        // For any pieces of the stream, and when filled again.
        let mut latest = OwnedEvent::default();
        for size in 1..stream.len() {
            let mut decoder = Decoder::new();
            let mut expected = owned.iter();
            for chunk in stream.chunks(size) {
                let mut input = Input::new(chunk);
                while let Some(event) = decoder.next_event(&mut input) {
                    let (event, expected) = (event.unwrap(), expected.next().unwrap());
                    event.clone_into(&mut latest);
                    assert_eq!(
                        (event.has_event_type(), event.id()),
                        (expected.has_event_type(), expected.id().map(Text::from))
                    );
                    assert_eq!((latest.has_event_type(), latest.id()), (expected.has_event_type(), expected.id()));
                    assert_eq!(latest, *expected);
                }
            }
            assert_eq!(expected.next(), None);
        }
    }

    #[test]
    fn lent_and_owned_events_are_equal_if_their_bytes_are() {
        with_event(b"event: t\nid: 7\ndata: a\n\n", |event| {
            let owned = OwnedEvent::from(event);
            assert_equal!(event, owned);
            assert!(event != OwnedEvent::new("a") && OwnedEvent::new("a") != event);
            // These are equal to a browser, which doesn't know where type and ID come from.
            let other = OwnedEvent::new("a").with_event_type(EventType::new("t").unwrap());
            assert!(event == other.clone().with_last_event_id(EventId::new("7").unwrap()));
            assert!(event != other.clone().with_last_event_id(EventId::new("8").unwrap()));
        });
        with_event(b"event: message\ndata: a\n\n", |event| assert!(event == OwnedEvent::new("a")));
        with_event(b"data: \xFF\n\n", |event| assert!(event != event.into_owned()));
    }

    #[test]
    fn owned_events_are_equal_and_hash_alike_if_their_strings_are() {
        let hashes = RandomState::new();
        let only = |stream: &str| events(stream.as_bytes()).remove(0);
        let event = only("event: t\nid: 1\ndata: x\n\n");
        let same = only("id: 1\n\nevent: t\ndata: x\n\n");
        assert_eq!((&event, hashes.hash_one(&event)), (&same, hashes.hash_one(&same)));
        for other in ["event: u\nid: 1\ndata: x\n\n", "event: t\nid: 2\ndata: x\n\n", "event: t\nid: 1\ndata: y\n\n"] {
            let other = only(other);
            assert_ne!(event, other);
            assert_ne!(hashes.hash_one(&event), hashes.hash_one(&other));
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_and_back() {
        use serde_json::json;

        for (stream, expected) in [
            (&b"data: a\n\n"[..], json!({ "type": "message", "data": "a", "lastEventId": "" })),
            (b"event: t\nid: 7\ndata: a\ndata: b\n\n", json!({ "type": "t", "data": "a\nb", "lastEventId": "7" })),
            (b"data: \xFF\n\n", json!({ "type": "message", "data": "\u{FFFD}", "lastEventId": "" })),
        ] {
            with_event(stream, |event| {
                assert_eq!(serde_json::to_value(event).unwrap(), expected);
                let owned = event.into_owned();
                assert_eq!(serde_json::to_value(&owned).unwrap(), expected);
                let back: OwnedEvent = serde_json::from_value(expected.clone()).unwrap();
                assert_eq!(back, owned);
                assert_eq!(back, serde_json::from_str::<OwnedEvent>(&expected.to_string()).unwrap());
                assert_eq!((back.id(), back.has_event_type()), (owned.id(), owned.has_event_type()));
                assert_eq!(serde_json::to_value(event.data()).unwrap(), expected["data"]);
            });
        }
        assert_eq!(serde_json::from_value::<OwnedEvent>(json!({ "data": "a" })).unwrap(), OwnedEvent::new("a"));
        for (invalid, why) in [
            (json!({ "type": "t" }), "missing field `data`"),
            (json!({ "data": "a", "type": "a\nb" }), "event: U+000A at byte 1 cannot be encoded"),
            (json!({ "data": "a", "lastEventId": "\0" }), "id: U+0000 at byte 0 cannot be encoded"),
        ] {
            assert_eq!(serde_json::from_value::<OwnedEvent>(invalid).unwrap_err().to_string(), why);
        }
    }
}
