//! The session: against the model of the standard's text, rule by rule, and by the names of the web platform tests.

use core::time::Duration;

use sse_proto::{
    Decoder, EventId, EventSource, Input,
    event_source::{Cause, ConnectionError, ReadyState, Step, is_event_stream},
};

use sse_proto_model::{
    drive,
    session::{self, Fired, Model, Policy, ToDo},
};

type Session = EventSource<[u8; 256]>;

const TYPE: Option<&str> = Some("text/event-stream");

fn session() -> Session {
    EventSource::with_decoder(Decoder::with_storage([0; 256]))
}

fn milliseconds(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Returns the events of some bytes.
fn read(session: &mut Session, bytes: &[u8]) -> Vec<String> {
    let mut input = Input::new(bytes);
    core::iter::from_fn(|| Some(session.next_event(&mut input)?.unwrap().data().to_string())).collect()
}

/// Returns the headers of the next request.
#[track_caller]
fn headers(session: &mut Session, now: Duration) -> Vec<String> {
    match session.poll(now) {
        Step::Connect(request) => request.headers().map(|(name, value)| format!("{name}: {value}")).collect(),
        other => panic!("{other:?}"),
    }
}

/// Returns a session that is open.
fn open() -> Session {
    let mut session = session();
    session.handle_response(200, TYPE).expect("it is right");
    session
}

mod against_the_model {
    use super::*;

    const CONTENT_TYPES: [Option<&str>; 6] = [
        Some("text/event-stream"),
        Some("Text/Event-Stream; charset=utf-8"),
        Some("text/html, text/event-stream"),
        Some("text/event-streamer"),
        Some(""),
        None,
    ];

    const BYTES: [&[u8]; 12] = [
        b"data: a\n\n",
        b"id: 7\ndata: b\n\ndata: c\n\n",
        b"id: 8\n",
        b"data: cut o",
        b"retry: 10\n",
        b"retry: 0\n\n",
        b"id\n\n",
        b"id: \x01\n\n",
        b"id: a \n\n",
        b"\n\n",
        b": c\r",
        b"",
    ];

    #[derive(Clone, Copy, Debug)]
    enum Call {
        Respond(u16, Option<&'static str>),
        Read(&'static [u8]),
        EndOfBody,
        NetworkError,
        Unavailable(Option<u64>),
        Fail,
        Reconnect,
        Close,
        Poll(u64),
    }

    fn error(error: Option<ConnectionError>) -> Option<Fired> {
        Some(Fired::Error(error?.reconnect_in().map(|time| time.as_millis())))
    }

    /// Makes a call of the session and of the model, and returns what each of them fires.
    fn fire(call: Call, session: &mut Session, model: &mut Model) -> [Vec<Fired>; 2] {
        let (ours, theirs) = match call {
            Call::Respond(status, content_type) => {
                let ours = match session.handle_response(status, content_type) {
                    Ok(()) => Some(Fired::Open),
                    Err(error) if error.cause() == Cause::OutOfTurn => None,
                    Err(failure) => error(Some(failure)),
                };
                (ours, model.response(status, content_type))
            }
            Call::Read(bytes) => {
                let mut input = Input::new(bytes);
                let mut ours = Vec::new();
                while let Some(event) = session.next_event(&mut input) {
                    ours.push(Fired::Event(drive::seen(event.expect("there is room")).0));
                }
                return [ours, model.bytes(bytes)];
            }
            Call::EndOfBody => (error(session.handle_end_of_body()), model.end_of_body()),
            Call::NetworkError => (error(session.handle_network_error()), model.network_error()),
            Call::Unavailable(after) => {
                let ours = session.handle_unavailable(after.map(milliseconds));
                (error(ours), model.unavailable(after.unwrap_or(0).into()))
            }
            Call::Fail => (error(session.fail()), model.fail()),
            Call::Reconnect => {
                session.reconnect();
                model.reconnect();
                (None, None)
            }
            Call::Close => {
                session.close();
                model.close();
                (None, None)
            }
            Call::Poll(_) => (None, None),
        };
        [Vec::from_iter(ours), Vec::from_iter(theirs)]
    }

    fn to_do(session: &mut Session, now: u64) -> ToDo {
        match session.poll(milliseconds(now)) {
            Step::Connect(request) => ToDo::Connect(request.last_event_id().map(|id| id.to_string())),
            Step::Read => ToDo::Read,
            Step::Wait(time) => ToDo::Wait(time.as_millis()),
            Step::Closed => ToDo::Nothing,
        }
    }

    fn check(policy: &Policy, calls: &[Call]) {
        let time = |time: u128| milliseconds(u64::try_from(time).unwrap_or(u64::MAX));
        let mut session = session();
        session.set_reconnection_time(time(policy.reconnection_time));
        session.set_max_reconnection_time(time(policy.max_reconnection_time));
        if let Some(max) = policy.max_back_off {
            session.set_back_off(time(max));
        }
        session.set_last_event_id(EventId::new(&policy.last_event_id).unwrap()).unwrap();
        let mut model = Model::new(policy.clone());
        let mut now = 0;
        for (number, &call) in calls.iter().enumerate() {
            let context = || format!("{policy:?}, call {number} of {calls:?}");
            let [ours, theirs] = fire(call, &mut session, &mut model);
            assert_eq!(ours, theirs, "{}", context());
            if let Call::Poll(time) = call {
                now += time;
                // The answer is the same each time.
                for _ in 0..2 {
                    assert_eq!(to_do(&mut session, now), model.next_step(now.into()), "at {now}, {}", context());
                }
            }
            assert_eq!(session.ready_state() as u8, model.ready_state(), "{}", context());
            assert_eq!(session.last_event_id(), model.last_event_id(), "{}", context());
            if let Some(Fired::Error(_)) = ours.first() {
                let failures = session.clone().fail().map(|error| error.failures());
                assert!(failures.is_none_or(|failures| failures == model.failures() + 1), "{}", context());
            }
        }
    }

    #[test]
    fn random_sequences_of_calls() {
        let mut random = 1_u64;
        let mut up_to = |n: usize| {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (random >> 33) as usize % n
        };
        for _ in 0..if cfg!(miri) { 10 } else { 20_000 } {
            let policy = Policy {
                reconnection_time: [3000, 0, 20][up_to(3)],
                max_reconnection_time: [u128::from(u64::MAX), 15][up_to(2)],
                max_back_off: [None, Some(1), Some(100), Some(1_000_000)][up_to(4)],
                last_event_id: ["", "41", "a\tb", "a\u{7F}"][up_to(4)].to_owned(),
            };
            // Most sessions should not fail for good at their third call.
            let dull = up_to(3) == 0;
            let calls: Vec<_> = (0..up_to(40))
                .map(|_| match up_to(if dull { 40 } else { 36 }) {
                    0..=7 => Call::Respond(200, CONTENT_TYPES[if dull { up_to(6) } else { up_to(3) }]),
                    8..=15 => Call::Read(BYTES[up_to(BYTES.len())]),
                    16..=18 => Call::EndOfBody,
                    19..=21 => Call::NetworkError,
                    22 => Call::Unavailable([None, Some(0), Some(7), Some(5000)][up_to(4)]),
                    23..=34 => Call::Poll([0, 1, 5, 20, 3000, 100_000][up_to(6)]),
                    35 => Call::Reconnect,
                    36 => Call::Respond([204, 301, 404, 503, 0][up_to(5)], TYPE),
                    37..=38 => Call::Fail,
                    _ => Call::Close,
                })
                .collect();
            check(&policy, &calls);
        }
    }
}

mod rules {
    use super::*;

    #[test]
    fn it_is_open_before_the_first_byte_of_the_body() {
        let mut session = session();
        assert_eq!(session.ready_state(), ReadyState::Connecting);
        assert_eq!(session.handle_response(200, TYPE), Ok(()));
        assert_eq!(session.ready_state(), ReadyState::Open);
        assert_eq!(session.poll(Duration::ZERO), Step::Read);
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn new_is_the_default() {
        assert_eq!(format!("{:?}", EventSource::default()), format!("{:?}", EventSource::new()));
        let mut limited = EventSource::with_limit(4);
        assert!(matches!(limited.poll(Duration::ZERO), Step::Connect(_)));
        assert_eq!(limited.set_last_event_id(sse_proto::event_id!("12345")).unwrap_err().limit(), 4);
    }

    #[test]
    fn it_is_connecting_before_the_error_and_through_the_wait() {
        let mut session = open();
        let error = session.handle_end_of_body().unwrap();
        assert_eq!((error.cause(), error.reconnect_in()), (Cause::EndOfBody, Some(milliseconds(3000))));
        assert_eq!(session.ready_state(), ReadyState::Connecting);
        assert_eq!(session.poll(milliseconds(500)), Step::Wait(milliseconds(3000)));
        assert_eq!(session.poll(milliseconds(3499)), Step::Wait(milliseconds(1)));
        assert_eq!(session.ready_state(), ReadyState::Connecting);
        assert!(matches!(session.poll(milliseconds(3500)), Step::Connect(_)));
    }

    /// Tests waits that begin at any fraction of a millisecond.
    #[test]
    fn a_wait_is_never_too_short() {
        for nanoseconds in [0, 1, 999_999, 1_000_000, 1_000_001, 123_456_789] {
            let (start, wait) = (Duration::from_nanos(nanoseconds), milliseconds(3000));
            let mut session = open();
            let _ = session.handle_network_error();
            let Step::Wait(first) = session.poll(start) else { panic!() };
            assert!(first >= wait && first < wait + milliseconds(1), "{first:?}");
            assert!(matches!(session.poll(start + wait - Duration::from_nanos(1)), Step::Wait(_)));
            assert!(matches!(session.poll(start + first), Step::Connect(_)));
        }
    }

    #[test]
    fn without_a_wait_it_connects_at_once() {
        let mut session = open();
        read(&mut session, b"retry: 0\n");
        assert_eq!(session.handle_end_of_body().unwrap().reconnect_in(), Some(Duration::ZERO));
        assert!(matches!(session.poll(Duration::from_nanos(5)), Step::Connect(_)));
    }

    #[test]
    fn a_clock_that_goes_backwards_prolongs_the_wait() {
        let mut session = open();
        let _ = session.handle_end_of_body();
        assert_eq!(session.poll(milliseconds(5000)), Step::Wait(milliseconds(3000)));
        assert_eq!(session.poll(milliseconds(0)), Step::Wait(milliseconds(8000)));
        assert!(matches!(session.poll(Duration::MAX), Step::Connect(_)));
    }

    #[test]
    fn the_longest_wait() {
        let mut session = open();
        read(&mut session, b"retry: 99999999999999999999999999\n");
        let error = session.handle_end_of_body().unwrap();
        assert_eq!(error.reconnect_in(), Some(milliseconds(u64::MAX)));
        assert_eq!(session.poll(milliseconds(1)), Step::Wait(milliseconds(u64::MAX)));
        assert!(matches!(session.poll(Duration::MAX), Step::Connect(_)));
        let mut session = open();
        session.set_max_reconnection_time(milliseconds(60_000));
        read(&mut session, b"retry: 99999999999999999999999999\n");
        assert_eq!(session.handle_end_of_body().unwrap().reconnect_in(), Some(milliseconds(60_000)));
        assert_eq!(session.reconnection_time(), milliseconds(60_000));
    }

    #[test]
    fn the_first_request_has_no_id_unless_the_caller_sets_one() {
        let expected = ["Accept: text/event-stream", "Cache-Control: no-cache"];
        assert_eq!(headers(&mut session(), Duration::ZERO), expected);
        let mut session = session();
        session.set_last_event_id(EventId::new("41").unwrap()).unwrap();
        assert_eq!(headers(&mut session, Duration::ZERO), [expected[0], expected[1], "Last-Event-ID: 41"]);
    }

    #[test]
    fn an_id_that_fits_no_header_is_not_sent() {
        for (id, sent) in [
            ("7", Some("7")),
            ("", None),
            ("a\u{1}", None),
            ("a\u{7F}", None),
            (" a", None),
            ("  a", None),
            ("a ", None),
            ("a\t", None),
            ("a b\tc", Some("a b\tc")),
            ("\u{E9}\u{1F389}", Some("\u{E9}\u{1F389}")),
        ] {
            let mut session = open();
            // One space is dropped after the colon.
            read(&mut session, format!("id: {id}\ndata: x\n\n").as_bytes());
            let _ = session.handle_network_error();
            session.reconnect();
            let Step::Connect(request) = session.poll(Duration::ZERO) else { panic!() };
            assert_eq!(request.last_event_id(), sent.map(Into::into), "{id:?}");
            assert_eq!(request.headers().count(), 2 + usize::from(sent.is_some()));
            assert_eq!(session.handle_response(200, TYPE), Ok(()), "{id:?}");
        }
    }

    #[test]
    fn an_id_that_is_not_utf_8_is_sent_as_text() {
        let mut session = open();
        read(&mut session, b"id: \xFF\xE2\x80\n\n");
        session.reconnect();
        assert_eq!(headers(&mut session, Duration::ZERO)[2], "Last-Event-ID: \u{FFFD}\u{FFFD}");
    }

    #[test]
    fn each_body_is_a_stream_of_its_own_with_id_and_reconnection_time_kept() {
        let mut session = open();
        assert_eq!(read(&mut session, b"id: 7\nretry: 20\ndata: a\n\nid: 8\nevent: t\ndata: cut o"), ["a"]);
        assert!(session.decoder().is_mid_event());
        assert_eq!(session.handle_network_error().unwrap().reconnect_in(), Some(milliseconds(20)));
        assert!(!session.decoder().is_mid_event());
        session.reconnect();
        assert_eq!(headers(&mut session, Duration::ZERO)[2], "Last-Event-ID: 7");
        session.handle_response(200, TYPE).unwrap();
        let mut input = Input::new(b"\xEF\xBB\xBFdata: b\n\n");
        let event = session.next_event(&mut input).unwrap().unwrap();
        assert_eq!(
            (event.event_type(), event.data(), event.last_event_id()),
            ("message".into(), "b".into(), "7".into())
        );
        assert_eq!(session.handle_end_of_body().unwrap().reconnect_in(), Some(milliseconds(20)));
    }

    /// The session doesn't even return events that have been received already.
    #[test]
    fn a_close_in_the_middle_of_events_stops_them_at_once() {
        let mut session = open();
        let mut input = Input::new(b"data: [DONE]\n\ndata: late\n\n");
        assert_eq!(session.next_event(&mut input).unwrap().unwrap().data(), "[DONE]");
        session.close();
        assert_eq!(session.next_event(&mut input), None);
        assert_eq!(session.next_item(&mut input), None);
        assert_eq!(input.rest(), b"data: late\n\n");
        assert_eq!((session.ready_state(), session.poll(Duration::ZERO)), (ReadyState::Closed, Step::Closed));
    }

    #[test]
    fn a_close_is_silent_and_final() {
        for mut session in [session(), open()] {
            session.close();
            let closed = format!("{session:?}");
            assert_eq!(session.handle_end_of_body(), None);
            assert_eq!(session.handle_network_error(), None);
            assert_eq!(session.handle_unavailable(None), None);
            assert_eq!(session.fail(), None);
            assert_eq!(session.handle_response(200, TYPE).unwrap_err().cause(), Cause::OutOfTurn);
            session.reconnect();
            assert_eq!(session.poll(Duration::MAX), Step::Closed);
            assert_eq!(format!("{session:?}"), closed);
        }
    }

    #[test]
    fn after_a_failure_it_can_be_started_again() {
        let mut session = open();
        read(&mut session, b"id: 7\ndata: a\n\n");
        let error = session.fail().unwrap();
        assert_eq!((error.cause(), error.reconnect_in(), session.fail()), (Cause::Failed, None, None));
        assert_eq!(session.poll(Duration::MAX), Step::Closed);
        session.reconnect();
        assert_eq!(headers(&mut session, Duration::MAX)[2], "Last-Event-ID: 7");
        assert_eq!(session.ready_state(), ReadyState::Connecting);
    }

    #[test]
    fn reports_in_the_wrong_state_change_nothing() {
        // No body is being read.
        let mut connecting = session();
        assert_eq!(connecting.handle_end_of_body(), None);
        let mut input = Input::new(b"data: a\n\n");
        assert_eq!(connecting.next_event(&mut input), None);
        assert_eq!(input.consumed(), 0);
        // No response can come.
        let mut open = open();
        let error = open.handle_response(404, None::<&str>).unwrap_err();
        assert_eq!((error.cause(), error.reconnect_in()), (Cause::OutOfTurn, None));
        assert_eq!(open.handle_unavailable(Some(milliseconds(1))), None);
        assert_eq!(open.poll(Duration::ZERO), Step::Read);
        // Nothing can come but the end of the wait.
        let mut waiting = super::open();
        let _ = waiting.handle_network_error();
        assert_eq!(waiting.handle_network_error(), None);
        assert_eq!(waiting.handle_end_of_body(), None);
        assert_eq!(waiting.handle_unavailable(None), None);
        assert_eq!(waiting.handle_response(200, TYPE).unwrap_err().cause(), Cause::OutOfTurn);
        assert_eq!(read(&mut waiting, b"data: a\n\n"), [""; 0]);
        assert_eq!(waiting.poll(Duration::ZERO), Step::Wait(milliseconds(3000)));
    }

    #[test]
    fn retry_after_prolongs_the_wait() {
        for (after, expected) in [(None, 3000), (Some(100), 3000), (Some(120_000), 120_000)] {
            let mut session = session();
            let error = session.handle_unavailable(after.map(milliseconds)).unwrap();
            assert_eq!((error.cause(), error.reconnect_in()), (Cause::Unavailable, Some(milliseconds(expected))));
            assert_eq!(session.poll(Duration::ZERO), Step::Wait(milliseconds(expected)));
        }
        let mut session = session();
        let error = session.handle_unavailable(Some(Duration::from_nanos(5_000_000_001))).unwrap();
        assert_eq!(error.reconnect_in(), Some(Duration::from_nanos(5_000_000_001)));
    }

    #[test]
    fn the_wait_doubles_until_an_event_comes() {
        let mut session = session();
        session.set_back_off(milliseconds(10_000));
        let wait = |session: &mut Session| {
            let time = session.handle_network_error().unwrap().reconnect_in().unwrap();
            session.reconnect();
            time.as_millis()
        };
        assert_eq!([(); 4].map(|()| wait(&mut session)), [3000, 6000, 10_000, 10_000]);
        // A response alone, or an ID, makes no difference.
        session.handle_response(200, TYPE).unwrap();
        read(&mut session, b"id: 1\n\n: c\n\n");
        assert_eq!(wait(&mut session), 10_000);
        session.handle_response(200, TYPE).unwrap();
        read(&mut session, b"data: a\n\n");
        assert_eq!([(); 2].map(|()| wait(&mut session)), [3000, 6000]);
        // Back-off only makes a wait longer.
        session.handle_response(200, TYPE).unwrap();
        read(&mut session, b"retry: 20000\n");
        assert_eq!([(); 3].map(|()| wait(&mut session)), [20_000; 3]);
        // Back-off saturates.
        let mut session = super::session();
        session.set_back_off(Duration::MAX);
        let last = (0..200).map(|_| wait(&mut session)).last();
        assert_eq!(last, Some(u128::from(u32::MAX)));
    }

    #[test]
    fn failures_in_a_row_are_counted() {
        let mut session = session();
        for expected in 1..4 {
            assert_eq!(session.handle_network_error().unwrap().failures(), expected);
            session.reconnect();
        }
        session.handle_response(200, TYPE).unwrap();
        let mut input = Input::new(b"data: a\n\n");
        assert!(session.next_item(&mut input).is_some());
        assert_eq!(session.handle_end_of_body().unwrap().failures(), 1);
        session.reconnect();
        assert_eq!(session.handle_response(500, TYPE).unwrap_err().failures(), 2);
    }

    #[test]
    fn an_event_that_is_too_large_leaves_the_session_open() {
        let mut session = EventSource::with_decoder(Decoder::with_storage([0; 4]));
        session.handle_response(200, TYPE).unwrap();
        let mut input = Input::new(b"data: 12345\n\ndata: ok\n\n");
        assert_eq!(session.next_event(&mut input).unwrap().unwrap_err().limit(), 4);
        assert_eq!(session.next_event(&mut input).unwrap().unwrap().data(), "ok");
        assert_eq!(session.poll(Duration::ZERO), Step::Read);
    }

    #[test]
    fn debug_shows_no_data_and_display_names_the_cause() {
        let mut session = open();
        read(&mut session, b"id: 7\ndata: secret\n\ndata: secret");
        let expected = "EventSource { ready_state: Open, last_event_id: \"7\", reconnection_time: 3s, .. }";
        assert_eq!(format!("{session:?}"), expected);
        let error = session.handle_response(200, TYPE).unwrap_err();
        assert_eq!(error.to_string(), "response reported out of turn");
        let printed = |error: Option<ConnectionError>| error.unwrap().to_string();
        assert_eq!(printed(open().handle_end_of_body()), "the body has ended");
        assert_eq!(printed(open().handle_network_error()), "network error");
        assert_eq!(printed(super::session().handle_unavailable(None)), "temporarily unavailable");
        assert_eq!(printed(open().fail()), "the connection has failed");
        assert_eq!(printed(super::session().handle_response(404, TYPE).err()), "response with status 404");
        let error = super::session().handle_response(200, Some("text/html")).err();
        assert_eq!(printed(error), "the response is not of type text/event-stream");
    }
}

mod mime_types {
    use super::*;

    const VALUES: [(&str, bool); 43] = [
        ("text/event-stream", true),
        ("TEXT/Event-STREAM", true),
        ("text/event-stream;", true),
        ("text/event-stream; charset=utf-8", true),
        ("text/event-stream;charset=\"utf-8\"", true),
        ("text/event-stream ; charset=iso-8859-1", true),
        ("text/event-stream\t;", true),
        (" \t\r\ntext/event-stream\r\n\t ", true),
        ("text/event-stream;a=\u{E9}", true),
        ("text/event-stream; a=b; ; =; \"", true),
        ("", false),
        (" ", false),
        ("text", false),
        ("text/", false),
        ("/event-stream", false),
        ("text/event-streamer", false),
        ("text/event-stream-x", false),
        ("text/x-event-stream", false),
        ("xtext/event-stream", false),
        ("text /event-stream", false),
        ("text/ event-stream", false),
        ("text/event stream", false),
        ("text/event-stream x", false),
        ("text/event-stream/x", false),
        ("text/event-stream charset=utf-8", false),
        ("text/html; x=text/event-stream", false),
        ("\"text/event-stream\"", false),
        ("text/event-stream\u{E9}", false),
        // With several values, the last one that is a MIME type counts.
        ("text/html, text/event-stream", true),
        ("text/event-stream, text/html", false),
        ("text/event-stream,text/event-stream", true),
        ("text/event-stream,", true),
        (",text/event-stream", true),
        ("text/event-stream, nonsense", true),
        ("text/event-stream, a/b/c", true),
        ("text/event-stream, */*", true),
        ("*/*", false),
        ("text/*", false),
        ("text/event-stream; a=\",text/html\"", true),
        ("text/event-stream; a=\",text/html", true),
        ("text/html; a=\"\",text/event-stream", true),
        ("text/html; a=\"\\\",text/event-stream;\"", false),
        ("text/html; a=\"\\\\\",text/event-stream", true),
    ];

    #[test]
    fn by_name() {
        for (value, expected) in VALUES {
            let is = session().handle_response(200, Some(value)).is_ok();
            assert_eq!(is, expected, "{value:?}");
            assert_eq!(is_event_stream(value), expected, "{value:?}");
            let model = session::mime_essence(value).as_deref() == Some("text/event-stream");
            assert_eq!(model, expected, "the model: {value:?}");
        }
        assert!(session().handle_response(200, Some(b"text/event-stream;\xFF")).is_ok());
        assert!(session().handle_response(200, None::<&[u8]>).is_err());
    }

    /// Tests every short sequence of characters with a meaning in a MIME type.
    #[test]
    fn against_the_model() {
        const TOKENS: [&str; 11] = ["text", "/", "event-stream", ";", ",", "\"", "\\", " ", "*", "\r", "x"];
        fn walk(value: &mut String, length: usize) {
            let expected = session::mime_essence(value).as_deref() == Some("text/event-stream");
            assert_eq!(session().handle_response(200, Some(&*value)).is_ok(), expected, "{value:?}");
            if length > 0 {
                for token in TOKENS {
                    value.push_str(token);
                    walk(value, length - 1);
                    value.truncate(value.len() - token.len());
                }
            }
        }
        walk(&mut String::new(), 5);
        walk(&mut String::from("text/event-stream"), 4);
        walk(&mut String::from("text/event-stream,\"text"), 3);
    }
}

/// The web platform tests in `eventsource/` about connections, by file name, as far as they are about the client and not
/// about JavaScript. Each asserts what its namesake expects of the client.
mod web_platform_tests {
    use super::*;

    /// Connects, and reads a body to its end.
    fn visit(session: &mut Session, now: &mut Duration, body: &[u8]) -> Vec<String> {
        while let Step::Wait(time) = session.poll(*now) {
            *now += time;
        }
        assert!(matches!(session.poll(*now), Step::Connect(_)));
        session.handle_response(200, TYPE).unwrap();
        let events = read(session, body);
        assert!(session.handle_end_of_body().is_some_and(|error| error.reconnect_in().is_some()));
        events
    }

    #[test]
    fn eventsource_close() {
        // "dispatched an error event, and is connecting again, until it is closed"
        let (mut session, mut now) = (session(), Duration::ZERO);
        assert_eq!(visit(&mut session, &mut now, b"retry: 500\n\ndata: data\n\n"), ["data"]);
        assert_eq!(session.ready_state(), ReadyState::Connecting);
        session.close();
        assert_eq!(session.ready_state(), ReadyState::Closed);
        assert_eq!(session.poll(now + milliseconds(500)), Step::Closed);
    }

    #[test]
    fn eventsource_onopen() {
        let mut session = session();
        assert_eq!(session.ready_state() as u8, 0);
        assert_eq!(session.handle_response(200, TYPE), Ok(()));
        assert_eq!(session.ready_state() as u8, 1);
    }

    #[test]
    fn eventsource_reconnect() {
        // status-reconnect.py: a body that ends, and another one after the reconnection time; reconnect-fail.py: then 204.
        let (mut session, mut now) = (session(), Duration::ZERO);
        assert_eq!(visit(&mut session, &mut now, b"retry: 200\nid: 1\ndata: opened\n\n"), ["opened"]);
        assert_eq!(session.poll(now), Step::Wait(milliseconds(200)));
        assert_eq!(visit(&mut session, &mut now, b"id: 2\ndata: reconnected\n\n"), ["reconnected"]);
        assert_eq!(session.poll(now), Step::Wait(milliseconds(200)));
        now += milliseconds(200);
        assert_eq!(headers(&mut session, now)[2], "Last-Event-ID: 2");
        assert!(session.handle_response(204, TYPE).is_err());
        assert_eq!(session.ready_state(), ReadyState::Closed);
    }

    #[test]
    fn eventsource_request_cancellation() {
        // A session that is closed while it connects fires no event of any kind.
        let mut session = session();
        assert!(matches!(session.poll(Duration::ZERO), Step::Connect(_)));
        session.close();
        assert_eq!(session.handle_network_error(), None);
        assert_eq!(session.ready_state(), ReadyState::Closed);
    }

    #[test]
    fn event_data() {
        let (mut session, mut now) = (session(), Duration::ZERO);
        let body = b"data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n";
        assert_eq!(visit(&mut session, &mut now, body), ["msg\nmsg", "", "end"]);
    }

    #[test]
    fn format_data_before_final_empty_line() {
        let (mut session, mut now) = (session(), Duration::ZERO);
        assert_eq!(visit(&mut session, &mut now, b"retry:1000\ndata:test1\n\nid:test\ndata:test2"), ["test1"]);
        assert_eq!(session.last_event_id(), "");
        assert_eq!(visit(&mut session, &mut now, b"retry:1000\ndata:test1\n\nid:test\ndata:test2"), ["test1"]);
    }

    #[test]
    fn format_field_id() {
        // last-event-id.php: "hello" at first, then the ID that came back.
        let (mut session, mut now) = (session(), Duration::ZERO);
        assert_eq!(visit(&mut session, &mut now, "id: \u{2026}\nretry: 200\ndata: hello\n\n".as_bytes()), ["hello"]);
        now += milliseconds(200);
        assert!(matches!(session.poll(Duration::ZERO), Step::Wait(_)));
        assert_eq!(headers(&mut session, now)[2], "Last-Event-ID: \u{2026}");
    }

    #[test]
    fn format_field_id_2() {
        // The ID holds over connections until it is changed.
        let (mut session, mut now) = (session(), Duration::ZERO);
        let _ = visit(&mut session, &mut now, b"retry: 200\nid: hoge\n\ndata: a\n\n");
        assert_eq!(session.last_event_id(), "hoge");
        assert_eq!(visit(&mut session, &mut now, b"data: b\n\n"), ["b"]);
        assert_eq!(session.last_event_id(), "hoge");
        let _ = visit(&mut session, &mut now, b"id\ndata: c\n\n");
        now += milliseconds(200);
        let _ = session.poll(Duration::ZERO);
        assert_eq!(headers(&mut session, now).len(), 2);
    }

    #[test]
    fn format_field_id_3() {
        // last-event-id2.py: an ID in a block without data counts.
        let (mut session, mut now) = (session(), Duration::ZERO);
        let _ = visit(&mut session, &mut now, b"retry: 0\nid: 1\n\n");
        assert_eq!(headers(&mut session, now)[2], "Last-Event-ID: 1");
    }

    #[test]
    fn format_field_id_null() {
        for id in ["\0\0", "x\0", "\0x", "x\0x", " \0"] {
            let (mut session, mut now) = (session(), Duration::ZERO);
            let body = format!("retry: 0\nid: \u{2026}\ndata: a\n\nid: {id}\ndata: b\n\n");
            assert_eq!(visit(&mut session, &mut now, body.as_bytes()), ["a", "b"]);
            assert_eq!(headers(&mut session, now)[2], "Last-Event-ID: \u{2026}");
        }
    }

    #[test]
    fn format_field_retry_and_its_bogus_and_empty_variants() {
        for (body, expected) in [
            ("retry:03000\n\ndata:x\n\n", 3000),
            ("retry:3000\nretry:1000x\ndata:x\n\n", 3000),
            ("retry:500\nretry\ndata:test\n\n", 500),
        ] {
            let (mut session, mut now) = (session(), Duration::ZERO);
            session.set_reconnection_time(milliseconds(1));
            let _ = visit(&mut session, &mut now, body.as_bytes());
            assert_eq!(session.poll(now), Step::Wait(milliseconds(expected)));
        }
    }

    #[test]
    fn format_mime_bogus_trailing_semicolon_and_valid_bogus() {
        assert!(session().handle_response(200, Some("x bogus")).is_err());
        assert!(session().handle_response(200, Some("text/event-stream;")).is_ok());
        assert!(session().handle_response(200, Some("text/event-stream;x bogus")).is_ok());
    }

    #[test]
    fn request_accept_and_request_cache_control() {
        let headers = headers(&mut session(), Duration::ZERO);
        assert_eq!(headers, ["Accept: text/event-stream", "Cache-Control: no-cache"]);
    }

    #[test]
    fn request_status_error() {
        for status in [204, 205, 210, 299, 404, 410, 503] {
            let mut session = session();
            let error = session.handle_response(status, TYPE).unwrap_err();
            assert_eq!((error.cause(), error.reconnect_in()), (Cause::Status(status), None));
            assert_eq!((session.ready_state(), session.poll(Duration::MAX)), (ReadyState::Closed, Step::Closed));
        }
    }
}
