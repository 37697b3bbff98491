//! Compares Spring's `SseEmitter` with our encoder: the bytes that its builder writes, call by call, and ours. A decoder
//! returns the same for both, unless ours is safer by design. Spring writes no space after a colon.

use core::{fmt, time::Duration};

use sse_proto::{
    Decoder, EventId, EventSource, EventType, Input,
    encode::{Event, EventWriter},
    event_id,
    event_source::{Cause, ReadyState},
    event_type,
};

/// Returns all items of a stream, and whether it ends in the middle of an event.
fn items(bytes: &str) -> (Vec<String>, bool) {
    let (mut decoder, mut input, mut items) = (Decoder::new(), Input::new(bytes.as_bytes()), Vec::new());
    while let Some(item) = decoder.next_item(&mut input) {
        items.push(format!("{:?}", item.unwrap()));
    }
    (items, decoder.is_mid_event())
}

type Ours = fn() -> Result<String, fmt::Error>;

/// The calls of Spring's builder, the bytes that it writes, the same with our encoder, and the bytes that ours writes.
const CALLS: [(&str, &str, Ours, &str); 14] = [
    ("send(\"foo\")", "data:foo\n\n", || Ok(Event::new().data("foo").to_string()), "data: foo\n\n"),
    ("event().data(\"\")", "data:\n\n", || Ok(Event::new().data("").to_string()), "data: \n\n"),
    (
        "event().data(\"a\\nb\")",
        "data:a\ndata:b\n\n",
        || Ok(Event::new().data("a\nb").to_string()),
        "data: a\ndata: b\n\n",
    ),
    ("event().data(\"a\\n\")", "data:a\ndata:\n\n", || Ok(Event::new().data("a\n").to_string()), "data: a\ndata: \n\n"),
    // Spring only looks for LF. A CR before it happens to do no harm.
    (
        "event().data(\"a\\r\\nb\")",
        "data:a\r\ndata:b\n\n",
        || Ok(Event::new().data("a\r\nb").to_string()),
        "data: a\ndata: b\n\n",
    ),
    (
        "event().data(\"foo\").data(\"bar\")",
        "data:foo\ndata:bar\n\n",
        || EventWriter::new(String::new()).data("foo")?.data("bar")?.end(),
        "data: foo\ndata: bar\n\n",
    ),
    (
        // Spring uses a converter for JSON here.
        "event().data(new Point(1, 2))",
        "data:{\"x\":1,\"y\":2}\n\n",
        || {
            let mut body = String::new();
            let point = serde_json::json!({"x": 1, "y": 2});
            Event::new().encode_with(&mut body, |data| write!(data, "{point}"))?;
            Ok(body)
        },
        "data: {\"x\":1,\"y\":2}\n\n",
    ),
    ("event().id(\"1\")", "id:1\n\n", || Ok(Event::new().id(event_id!("1")).to_string()), "id: 1\n\n"),
    ("event().id(\"\")", "id:\n\n", || Ok(Event::new().id(EventId::RESET).to_string()), "id: \n\n"),
    (
        "event().name(\"test\").data(\"foo\")",
        "event:test\ndata:foo\n\n",
        || Ok(Event::new().event_type(event_type!("test")).data("foo").to_string()),
        "event: test\ndata: foo\n\n",
    ),
    (
        "event().reconnectTime(5000L)",
        "retry:5000\n\n",
        || Ok(Event::new().reconnection_time(Duration::from_secs(5)).to_string()),
        "retry: 5000\n\n",
    ),
    // Spring's heartbeat. A decoder drops no space of a comment, so both are the same.
    (
        "event().comment(\"heartbeat\")",
        ":heartbeat\n\n",
        || Ok(Event::new().comment("heartbeat").to_string()),
        ":heartbeat\n\n",
    ),
    (
        "event().comment(\"blah\").name(\"test\").reconnectTime(5000L).id(\"1\").data(\"foo\")",
        ":blah\nevent:test\nretry:5000\nid:1\ndata:foo\n\n",
        || {
            let writer = EventWriter::new(String::new()).comment("blah")?.event_type(event_type!("test"))?;
            writer.reconnection_time(Duration::from_secs(5))?.id(event_id!("1"))?.data("foo")?.end()
        },
        ":blah\nevent: test\nretry: 5000\nid: 1\ndata: foo\n\n",
    ),
    (
        "event().comment(\"blah\").data(\"foo\").data(\"bar\").name(\"test\").reconnectTime(5000L).id(\"1\")",
        ":blah\ndata:foo\ndata:bar\nevent:test\nretry:5000\nid:1\n\n",
        || {
            let writer = EventWriter::new(String::new()).comment("blah")?.data("foo")?.data("bar")?;
            let writer = writer.event_type(event_type!("test"))?.reconnection_time(Duration::from_secs(5))?;
            writer.id(event_id!("1"))?.end()
        },
        ":blah\ndata: foo\ndata: bar\nevent: test\nretry: 5000\nid: 1\n\n",
    ),
];

#[test]
fn spring_sse_emitter_calls_are_our_encoders() {
    for (calls, by_spring, ours, by_us) in CALLS {
        assert_eq!(ours().as_deref(), Ok(by_us), "{calls}");
        assert_eq!(items(by_us), items(by_spring), "{calls}");
    }
}

#[test]
fn spring_sse_emitter_without_any_call_writes_nothing_and_ours_a_blank_line() {
    assert_eq!(Event::new().to_string(), "\n");
    assert_eq!(items("\n"), items(""));
}

#[test]
fn a_space_at_the_start_of_data_survives_and_spring_loses_it() {
    let ours = Event::new().data(" foo").to_string();
    assert_eq!(ours, "data:  foo\n\n");
    assert!(items(&ours).0[0].contains("\" foo\""), "{:?}", items(&ours));
    assert_eq!(items("data: foo\n\n"), items(&Event::new().data("foo").to_string()));
}

/// In Spring before 7.0.6, 6.2.17, 6.1.26 and 5.3.47, a CR in plain text ends the line, and a field or an event can follow.
#[test]
fn cve_2026_22735_a_carriage_return_in_data_is_only_a_line_of_it() {
    for (data, by_spring, by_us) in [
        ("a\rid:9", "data:a\rid:9\n\n", "data: a\ndata: id:9\n\n"),
        ("a\r\rdata:forged", "data:a\r\rdata:forged\n\n", "data: a\ndata: \ndata: data:forged\n\n"),
        (
            "a\r\revent:logout\rdata:",
            "data:a\r\revent:logout\rdata:\n\n",
            "data: a\ndata: \ndata: event:logout\ndata: data:\n\n",
        ),
        ("a\rretry:0", "data:a\rretry:0\n\n", "data: a\ndata: retry:0\n\n"),
    ] {
        let ours = Event::new().data(data).to_string();
        assert_eq!(ours, by_us);
        let (found, mid_event) = items(&ours);
        assert_eq!((found.len(), mid_event), (1, false));
        // The decoder returns one event with the data, and without type and ID; CR has become LF.
        let mut decoder = Decoder::new();
        let mut input = Input::new(ours.as_bytes());
        let event = decoder.next_event(&mut input).unwrap().unwrap();
        assert_eq!(
            (event.data(), event.id(), event.has_event_type()),
            (data.replace('\r', "\n").as_str().into(), None, false)
        );
        assert_ne!(items(&ours), items(by_spring), "Spring lets this one in: {data:?}");
        // If CR must come back unchanged, there is an error instead.
        assert!(Event::new().strict_data(data).is_err());
    }
}

/// Spring before 7.0.6 writes these unchanged, too.
#[test]
fn a_line_end_in_an_id_or_name_is_refused_and_one_in_a_comment_makes_another_comment() {
    for end in ["\n", "\r", "\r\n"] {
        let value = format!("1{end}data:forged");
        assert!(EventId::new(&value).is_err());
        assert!(EventType::new(&value).is_err());
        assert_eq!(Event::new().comment(&value).to_string(), ":1\n:data:forged\n\n");
    }
    assert!(EventId::new("1\0").is_err());
}

/// Spring writes `data:` first, and then calls the converter: if that fails, the stream has the start of an event.
#[test]
fn complete_with_error_of_a_converter_leaves_nothing_of_the_event() {
    let mut body = Event::new().data("before").to_vec();
    let before = body.len();
    let failed = Event::new().event_type(event_type!("report")).encode_to_vec_with(&mut body, |data| {
        write!(data, "{{\"rows\":[")?;
        Err::<(), fmt::Error>(fmt::Error)
    });
    assert_eq!((failed, body.len()), (Err(fmt::Error), before));
    assert_eq!(items("event:report\ndata:{\"rows\":["), (Vec::new(), true));
}

/// A client's session handles every end of an emitter.
#[test]
fn complete_and_complete_with_error_and_time_out_are_what_a_session_handles() {
    let sent = Event::new().id(event_id!("1")).data("foo").to_string();
    let open = || {
        let mut session = EventSource::new();
        session.handle_response(200, Some("text/event-stream")).unwrap();
        let mut input = Input::new(sent.as_bytes());
        assert!(session.next_event(&mut input).is_some());
        session
    };

    // After `complete()`, or a time-out once something has been sent, the body ends, and the client reconnects.
    let mut session = open();
    assert!(!session.decoder().is_mid_event());
    let error = session.handle_end_of_body().unwrap();
    assert_eq!((error.cause(), error.reconnect_in()), (Cause::EndOfBody, Some(Duration::from_secs(3))));
    assert_eq!(session.last_event_id(), "1");

    // After `completeWithError(…)`, the connection is cut, perhaps in the middle of an event, which is then discarded.
    let mut session = open();
    assert!(session.next_event(&mut Input::new(b"id: 2\ndata: ba")).is_none());
    assert!(session.decoder().is_mid_event());
    let error = session.handle_network_error().unwrap();
    assert_eq!((error.cause(), session.ready_state()), (Cause::NetworkError, ReadyState::Connecting));
    assert_eq!(session.last_event_id(), "1");

    // A time-out before anything has been sent is a 503: final, as in browsers, unless the client treats it as temporary.
    let error = EventSource::new().handle_response(503, None::<&str>).unwrap_err();
    assert_eq!((error.cause(), error.reconnect_in()), (Cause::Status(503), None));
    let error = EventSource::new().handle_unavailable(None).unwrap();
    assert_eq!((error.cause(), error.reconnect_in()), (Cause::Unavailable, Some(Duration::from_secs(3))));
}
