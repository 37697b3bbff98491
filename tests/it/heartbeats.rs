//! A proxy that passes a stream on as it arrives, and inserts heartbeats at the allowed places.

use sse_proto::{Decoder, Input, Parser, encode::HEARTBEAT};

/// Passes the chunks on, and inserts a heartbeat after each one if both the parser and the decoder allow it. Returns the
/// bytes that were passed on, and the number of heartbeats.
fn proxy(chunks: &[&[u8]]) -> (Vec<u8>, usize) {
    let (mut parser, mut decoder) = (Parser::new(), Decoder::with_storage([0; 64]));
    let (mut passed_on, mut heartbeats) = (Vec::new(), 0);
    for &chunk in chunks {
        let mut input = Input::new(chunk);
        while parser.next_part(&mut input).is_some() {}
        let mut input = Input::new(chunk);
        while decoder.next_event(&mut input).is_some() {}
        passed_on.extend_from_slice(chunk);
        assert_eq!(parser.is_between_events(), decoder.is_between_events(), "{}", passed_on.escape_ascii());
        if parser.is_between_events() {
            passed_on.extend_from_slice(HEARTBEAT.as_bytes());
            heartbeats += 1;
        }
    }
    (passed_on, heartbeats)
}

fn data(stream: &[u8]) -> Vec<String> {
    let (mut decoder, mut input) = (Decoder::with_storage([0; 64]), Input::new(stream));
    core::iter::from_fn(|| Some(decoder.next_event(&mut input)?.unwrap().data().to_string())).collect()
}

#[track_caller]
fn assert_passed_on(chunks: &[&[u8]], heartbeats: usize) {
    let (passed_on, came) = proxy(chunks);
    assert_eq!(data(&passed_on), data(&chunks.concat()), "{}", passed_on.escape_ascii());
    assert_eq!(came, heartbeats, "{}", passed_on.escape_ascii());
}

/// A heartbeat after the second chunk would end the unknown field, and make an event of its rest.
#[test]
fn no_heartbeat_in_a_field_of_unknown_name() {
    assert_passed_on(&[b"data: a\n\n", b"x-note: ", b"data: evil\n\n", b"data: b\n\n"], 3);
}

#[test]
fn no_heartbeat_before_a_byte_order_mark_or_in_it() {
    assert_passed_on(&[b"", b"\xEF\xBB\xBFdata: a\n\n"], 1);
    assert_passed_on(&[b"\xEF", b"\xBB", b"\xBF", b"data: a\n\n"], 2);
}

#[test]
fn no_heartbeat_between_cr_and_lf() {
    assert_passed_on(&[b"data: a\r\n\r", b"\ndata: b\r\n\r\n"], 1);
    assert_passed_on(&[b": a\r", b"\ndata: b\r\r", b"\n"], 1);
}

#[test]
fn no_heartbeat_in_a_block() {
    for first in ["data: a\n", "event: t\n", "event\n", "id: 1\n", "id\n", "id: \0\n", "retry: 5\n", "retry: x\n"] {
        assert_passed_on(&[first.as_bytes(), b"data: b\n", b"\n"], 1);
        assert_passed_on(&[b": a\n", b"x: y\n", first.as_bytes(), b"data: b\n\n"], 3);
    }
}

/// The event is too large for the decoder, which is in the middle of it.
#[test]
fn no_heartbeat_in_an_event_that_was_too_large() {
    let mut decoder = Decoder::with_storage([0; 4]);
    for (chunk, expected) in [(&b"data: 12345"[..], false), (b"\n", false), (b"id: 1\n", false), (b"\n", true)] {
        let mut input = Input::new(chunk);
        while decoder.next_event(&mut input).is_some() {}
        assert_eq!(decoder.is_between_events(), expected, "{}", chunk.escape_ascii());
    }
}

/// The input is not used up; the place is after the last event that was returned.
#[test]
fn a_heartbeat_after_each_event() {
    let mut decoder = Decoder::with_storage([0; 64]);
    for stream in
        ["data: a\n\ndata: b\n\n", "data: a\r\n\r\nid: 1\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\ndata: c\n\n"]
    {
        let mut input = Input::new(stream.as_bytes());
        while decoder.next_event(&mut input).is_some() {
            assert!(decoder.is_between_events(), "{stream:?}, {}", input.consumed());
        }
        assert!(decoder.is_between_events(), "{stream:?}");
    }
}
