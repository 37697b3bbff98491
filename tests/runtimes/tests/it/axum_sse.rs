//! Compares axum's own `Sse` with the encoder, for values that don't fit. A test fails if axum changes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::response::{IntoResponse, Sse, sse};
use futures_util::stream;
use http_body_util::BodyExt;
use sse_proto::{Decoder, EventId, EventType, InvalidValue, encode};

/// Returns the bytes that axum sends for an event, or `None` if it panics while the event is made.
fn axum(make: impl FnOnce(sse::Event) -> sse::Event) -> Option<String> {
    let event = catch_unwind(AssertUnwindSafe(|| make(sse::Event::default()))).ok()?;
    let response = Sse::new(stream::iter([Ok::<_, core::convert::Infallible>(event)])).into_response();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let body = runtime.block_on(response.into_body().collect()).unwrap().to_bytes();
    Some(String::from_utf8(body.into()).unwrap())
}

/// Returns the data of the events that a client gets.
fn data(stream: impl AsRef<[u8]>) -> Vec<String> {
    Decoder::new().owned_events(stream.as_ref()).map(|event| event.unwrap().into_data()).collect()
}

/// Asserts that our error names the field, the byte and its place.
#[track_caller]
fn assert_refused<T>(value: Result<T, InvalidValue>, byte: u8) {
    assert_eq!(value.err().map(|error| (error.byte(), error.position())), Some((byte, 1)));
}

#[test]
fn a_type_with_an_end_of_line_is_an_error_and_no_panic() {
    for (event_type, byte) in [("a\nb", b'\n'), ("a\rb", b'\r')] {
        assert_eq!(axum(|event| event.event(event_type)), None);
        assert_refused(EventType::new(event_type), byte);
    }
}

#[test]
fn an_id_with_an_end_of_line_or_a_null_is_an_error_and_no_panic() {
    for (id, byte) in [("a\nb", b'\n'), ("a\rb", b'\r'), ("a\0b", b'\0')] {
        assert_eq!(axum(|event| event.id(id)), None);
        assert_refused(EventId::new(id), byte);
    }
}

#[test]
fn a_comment_may_have_lines() {
    assert_eq!(axum(|event| event.comment("a\nb")), None);
    assert_eq!(axum(|event| event.comment("a\rb")), None);
    assert_eq!(encode::Event::new().comment("a\nb\rc").to_string(), ":a\n:b\n:c\n\n");
}

/// Setting a part twice replaces it.
#[test]
fn a_part_may_be_set_again() {
    let second = core::time::Duration::from_secs(1);
    assert_eq!(axum(|event| event.data("a").data("b")), None);
    assert_eq!(axum(|event| event.event("a").event("b")), None);
    assert_eq!(axum(|event| event.id("a").id("b")), None);
    assert_eq!(axum(|event| event.retry(second).retry(second)), None);
    let event = encode::Event::new().data("a").reconnection_time(2 * second);
    assert_eq!(event.data("b").reconnection_time(second).to_string(), "retry: 1000\ndata: b\n\n");
}

/// With axum, a client gets no event at all.
#[test]
fn empty_data_is_data() {
    assert_eq!(axum(|event| event.data("")).as_deref(), Some("\n"));
    assert_eq!(axum(|event| event.event("done").data("")).map(data), Some(vec![]));
    assert_eq!(data(encode::Event::new().data("").to_vec()), [""]);
}

/// With axum, each CRLF in the data becomes two ends of line.
#[test]
fn crlf_is_one_end_of_line() {
    assert_eq!(axum(|event| event.data("a\r\nb")).map(data), Some(vec!["a\n\nb".to_owned()]));
    assert_eq!(data(encode::Event::new().data("a\r\nb").to_vec()), ["a\nb"]);
    assert_refused(encode::Event::new().strict_data("a\r\nb"), b'\r');
}

/// For these, both agree: valid values come out unchanged.
#[test]
fn the_rest_is_the_same() {
    let data = " two\nlines";
    let retry = core::time::Duration::from_millis(2050);
    let event = encode::Event::new()
        .comment(" c")
        .event_type(sse_proto::event_type!("t"))
        .id(sse_proto::event_id!(" 1"))
        .reconnection_time(retry)
        .data(data);
    let same = axum(|event| event.comment("c").event("t").id(" 1").retry(retry).data(data));
    assert_eq!(same.as_deref(), Some(&*event.to_string()));
}
