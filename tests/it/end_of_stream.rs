//! The end of a stream in the middle of an event: the caller can find out, and get the event.

use core::time::Duration;

use sse_proto::{Decoder, EventId, Input, Storage};

/// Feeds inputs whose events don't matter.
fn feed<S: Storage>(decoder: &mut Decoder<S>, inputs: &[&[u8]]) {
    for bytes in inputs {
        let mut input = Input::new(bytes);
        while let Some(event) = decoder.next_event(&mut input) {
            let _ = event;
        }
    }
}

/// Returns the unfinished event: type, data, own ID and last event ID.
fn unfinished<S: Storage>(decoder: &mut Decoder<S>) -> Option<[String; 4]> {
    let event = decoder.take_unfinished()?.expect("there is room");
    let id = event.id().map_or("none".to_owned(), |id| format!("{:?}", id.to_string()));
    Some([event.event_type().to_string(), event.data().to_string(), id, event.last_event_id().to_string()])
}

#[test]
fn a_reply_that_was_cut_off_differs_from_a_complete_one() {
    for (reply, is_cut_off) in [
        ("data: a\n\ndata: [DONE]\n\n", false),
        ("data: a\n\ndata: [DONE]\n", true),
        ("data: a\n\ndata: [DO", true),
        ("data: a\n\ndata:", true),
        ("data: a\n\ndata", true),
        ("data: a\n\ndat", false),
        ("data: a\n\nevent: end\nid: 1\n", false),
        ("data: a\n\n: bye", false),
        ("data: a\r\r", false),
        ("data: a\r", true),
        ("", false),
    ] {
        for size in [1, 3, 100] {
            let mut decoder = Decoder::with_storage([0; 64]);
            reply.as_bytes().chunks(size).for_each(|chunk| feed(&mut decoder, &[chunk]));
            assert_eq!(decoder.is_mid_event(), is_cut_off, "{reply:?}");
            assert_eq!(decoder.take_unfinished().is_some(), is_cut_off, "{reply:?}");
            assert!(!decoder.is_mid_event());
            assert!(decoder.take_unfinished().is_none(), "it is taken once");
        }
    }
}

/// Tests a service that forgets the last blank line.
#[test]
fn the_unfinished_event_has_the_data_so_far() {
    for (stream, expected) in [
        ("event: t\nid: 7\ndata: a\ndata: b\n", ["t", "a\nb", "\"7\"", "7"]),
        ("id: 6\n\ndata: a\nevent: cut o", ["cut o", "a", "none", "6"]),
        ("id: 6\n\ndata: a\nid: 7", ["message", "a", "\"7\"", "7"]),
        ("id: 6\n\ndata: a\nid", ["message", "a", "\"\"", ""]),
        ("id: 6\n\ndata: a\nid: 7\0", ["message", "a", "none", "6"]),
        ("id: 6\n\ndata: a\ndata", ["message", "a\n", "none", "6"]),
        ("id: 6\n\ndata: a\ndat", ["message", "a", "none", "6"]),
    ] {
        for size in [1, 3, 100] {
            let mut decoder = Decoder::with_storage([0; 64]);
            stream.as_bytes().chunks(size).for_each(|chunk| feed(&mut decoder, &[chunk]));
            let before = decoder.last_event_id().to_string();
            assert_eq!(unfinished(&mut decoder), Some(expected.map(str::to_owned)), "{stream:?}");
            // While the caller has the event, and afterwards.
            assert_eq!(decoder.last_event_id().to_string(), before, "{stream:?}");
            assert!(decoder.next_event(&mut Input::new(b"\n")).is_none());
            assert_eq!(decoder.last_event_id().to_string(), before, "{stream:?}");
        }
    }
}

#[test]
fn an_unfinished_retry_line_does_not_count() {
    let mut decoder = Decoder::with_storage([0; 64]);
    feed(&mut decoder, &[b"retry: 3000\ndata: a\nretry: 1"]);
    assert!(unfinished(&mut decoder).is_some());
    assert_eq!(decoder.reconnection_time(), Some(Duration::from_secs(3)));
}

#[test]
fn a_new_body_begins_after_an_unfinished_event() {
    for between in [
        |_: &mut Decoder<[u8; 64]>| {},
        Decoder::reset,
        |decoder: &mut Decoder<[u8; 64]>| {
            decoder.set_last_event_id(EventId::new("5").unwrap()).unwrap();
            decoder.set_last_event_id(EventId::RESET).unwrap();
        },
    ] {
        let mut decoder = Decoder::with_storage([0; 64]);
        feed(&mut decoder, &[b"event: t\nid: 7\ndata: a\ndata: cut o"]);
        assert!(unfinished(&mut decoder).is_some());
        between(&mut decoder);
        let mut input = Input::new(b"\xEF\xBB\xBFdata: b\n\n");
        let event = decoder.next_event(&mut input).unwrap().unwrap();
        assert_eq!((event.event_type(), event.data(), event.id()), ("message".into(), "b".into(), None));
        assert_eq!(event.last_event_id(), "");
    }
}

/// An event that is too large has been dropped and reported before the stream ends.
#[test]
fn an_event_that_was_too_large_is_not_unfinished() {
    let mut decoder = Decoder::with_storage([0; 4]);
    let mut input = Input::new(b"data: 12345");
    assert!(decoder.next_event(&mut input).unwrap().is_err());
    assert!(!decoder.is_mid_event());
    assert!(decoder.take_unfinished().is_none());

    // The LF before the second line exceeds the limit, which only the end of the stream shows.
    feed(&mut decoder, &[b"data: 1234\ndata"]);
    assert!(decoder.is_mid_event());
    assert_eq!(decoder.take_unfinished().unwrap().unwrap_err().limit(), 4);
    assert!(!decoder.is_mid_event() && decoder.take_unfinished().is_none());
}
