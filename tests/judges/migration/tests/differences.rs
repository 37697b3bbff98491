//! What the page on migrating says of other crates, tested on them and on this one.

use std::{
    convert::Infallible,
    panic::{AssertUnwindSafe, catch_unwind},
};

use futures_executor::block_on;
use futures_util::{FutureExt, Stream, StreamExt, stream};
use sse_proto::{EventStreamExt, OwnedEvent};

/// A body in these chunks.
fn body(chunks: &[&'static [u8]]) -> impl Stream<Item = Result<&'static [u8], Infallible>> + Unpin + use<> {
    stream::iter(chunks.to_vec()).map(Ok)
}

/// What sse-proto makes of a stream.
fn here(bytes: &'static [u8]) -> Vec<OwnedEvent> {
    block_on(body(&[bytes]).events().map(Result::unwrap).collect())
}

/// The data of events.
fn data(events: &[OwnedEvent]) -> Vec<&str> {
    events.iter().map(OwnedEvent::data).collect()
}

fn panics(action: impl FnOnce()) -> bool {
    catch_unwind(AssertUnwindSafe(action)).is_err()
}

mod eventsource_stream {
    use ::eventsource_stream::{Event, EventStreamError, Eventsource};

    use super::*;

    fn there(chunks: &[&'static [u8]]) -> Vec<Result<Event, EventStreamError<Infallible>>> {
        block_on(body(chunks).eventsource().collect())
    }

    #[test]
    fn panics_at_a_byte_order_mark() {
        let stream = b"\xEF\xBB\xBFdata: x\n\n";
        assert!(panics(|| drop(there(&[stream]))));
        assert_eq!(data(&here(stream)), ["x"]);
    }

    #[test]
    fn holds_back_what_follows_invalid_utf8() {
        let events = there(&[b"data: \xFF\n\n", b"data: y\n\n"]);
        assert!(matches!(events[..], [Err(EventStreamError::Utf8(_))]), "{events:?}");
        assert_eq!(data(&here(b"data: \xFF\n\ndata: y\n\n")), ["\u{FFFD}", "y"]);
    }

    #[test]
    fn waits_for_the_byte_after_a_carriage_return() {
        let open = || body(&[b"data: x\r\n\r"]).chain(stream::pending());
        assert!(open().eventsource().next().now_or_never().is_none());
        assert_eq!(open().events().next().now_or_never().unwrap().unwrap().unwrap().data(), "x");
    }

    #[test]
    fn counts_the_id_of_a_block_without_data_later() {
        let mut events = body(&[b"id: 1\n\n", b"data: x\n\n"]).eventsource();
        let mut ids = body(&[b"id: 1\n\n"]).eventsource();
        assert!(block_on(ids.next()).is_none());
        assert_eq!(ids.last_event_id(), "");
        assert_eq!(block_on(events.next()).unwrap().unwrap().id, "1");

        let mut ids = body(&[b"id: 1\n\n"]).events();
        assert!(block_on(ids.next()).is_none());
        assert_eq!(ids.last_event_id(), "1");
    }

    #[test]
    fn does_not_pass_on_an_id_that_was_set() {
        let mut events = body(&[b"data: x\n\n"]).eventsource();
        events.set_last_event_id("7");
        assert_eq!(block_on(events.next()).unwrap().unwrap().id, "");

        let mut decoder = sse_proto::Decoder::new();
        decoder.set_last_event_id(sse_proto::EventId::from_number(7)).unwrap();
        let event = decoder.owned_events(b"data: x\n\n").next().unwrap().unwrap();
        assert_eq!(event.last_event_id(), "7");
    }

    #[test]
    fn has_retry_in_the_event_and_takes_a_sign() {
        let retry = |stream| there(&[stream]).pop().unwrap().unwrap().retry.map(|time| time.as_millis());
        assert_eq!(retry(b"retry: 5\n\ndata: x\n\n"), None);
        assert_eq!(retry(b"retry: +5\ndata: x\n\n"), Some(5));

        let retry = |stream| {
            let mut events = body(&[stream]).events();
            block_on(events.next()).unwrap().unwrap();
            events.reconnection_time().map(|time| time.as_millis())
        };
        assert_eq!(retry(b"retry: 5\n\ndata: x\n\n"), Some(5));
        assert_eq!(retry(b"retry: +5\ndata: x\n\n"), None);
    }
}

mod reqwest_eventsource {
    use std::{
        io::{BufRead, BufReader, Write},
        net::{SocketAddr, TcpListener},
        sync::{Arc, Mutex},
        thread,
        time::Duration,
    };

    use ::reqwest_eventsource::{
        Error, Event, EventSource,
        retry::{DEFAULT_RETRY, RetryPolicy},
    };
    use sse_proto::event_source::{DEFAULT_RECONNECTION_TIME, Step};

    use super::*;

    /// Answers each request with these events, and notes the header in question.
    fn server(events: &'static str) -> (SocketAddr, Arc<Mutex<Vec<Option<String>>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let noted = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&noted);
        thread::spawn(move || {
            for socket in listener.incoming() {
                let mut socket = socket.unwrap();
                let lines = BufReader::new(socket.try_clone().unwrap()).lines().map(Result::unwrap);
                let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
                let id = head.iter().find_map(|line| line.strip_prefix("last-event-id:"));
                notes.lock().unwrap().push(id.map(|id| id.trim().to_owned()));
                let response = format!("HTTP/1.0 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{events}");
                socket.write_all(response.as_bytes()).unwrap();
            }
        });
        (address, noted)
    }

    /// Tries again at once, and notes what it was told of the try before.
    struct AtOnce(Arc<Mutex<Vec<Option<usize>>>>);

    impl RetryPolicy for AtOnce {
        fn retry(&self, _: &Error, last: Option<(usize, Duration)>) -> Option<Duration> {
            self.0.lock().unwrap().push(last.map(|(tries, _)| tries));
            Some(Duration::ZERO)
        }

        fn set_reconnection_time(&mut self, _: Duration) {}
    }

    /// Reads up to the third connection, or to the end, and returns the last error and what the policy was told.
    fn read(address: SocketAddr) -> (Option<Error>, Vec<Option<usize>>) {
        let tries = Arc::new(Mutex::new(Vec::new()));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let error = runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let mut events = EventSource::new(client.get(format!("http://{address}/"))).unwrap();
            events.set_retry_policy(Box::new(AtOnce(Arc::clone(&tries))));
            let (mut opened, mut error) = (0, None);
            while let Some(event) = events.next().await {
                match event {
                    Ok(Event::Open) => opened += 1,
                    Ok(Event::Message(_)) => {}
                    Err(other) => error = Some(other),
                }
                if opened == 3 {
                    events.close();
                }
            }
            error
        });
        let tries = tries.lock().unwrap().clone();
        (error, tries)
    }

    #[test]
    fn begins_with_a_shorter_wait() {
        assert_eq!(DEFAULT_RETRY.start, Duration::from_millis(300));
        assert_eq!((DEFAULT_RETRY.factor, DEFAULT_RETRY.max_duration), (2.0, Some(Duration::from_secs(5))));
        assert_eq!(DEFAULT_RECONNECTION_TIME, Duration::from_secs(3));
    }

    #[test]
    fn sends_an_empty_last_event_id_and_counts_no_failure_after_a_response() {
        let (address, ids) = server("data: x\n\n");
        let (_, tries) = read(address);
        assert_eq!(ids.lock().unwrap()[..3], [None, Some(String::new()), Some(String::new())]);
        assert_eq!(tries, [None, None]);

        let mut session = sse_proto::EventSource::new();
        session.set_back_off(Duration::from_secs(60));
        let mut waits = Vec::new();
        for _ in 0..2 {
            session.poll(Duration::ZERO);
            session.handle_response(200, Some("text/event-stream")).unwrap();
            waits.push(session.handle_end_of_body().unwrap().reconnect_in().unwrap().as_secs());
            session.reconnect();
            let Step::Connect(request) = session.poll(Duration::ZERO) else { panic!("it reconnects") };
            assert!(!request.headers().any(|(name, _)| name.eq_ignore_ascii_case("last-event-id")));
        }
        assert!(waits[0] < waits[1], "{waits:?}");
    }

    #[test]
    fn ends_at_an_id_that_no_header_can_have() {
        let (address, _) = server("id: \u{1}\ndata: x\n\n");
        let (error, _) = read(address);
        assert!(matches!(error, Some(Error::InvalidLastEventId(_))), "{error:?}");
        assert!(!here(b"id: \x01\ndata: x\n\n")[0].last_event_id().is_empty());
    }
}

mod sse_codec {
    use ::sse_codec::{DecodeStream, Error, Event, decode_stream, encode_stream};

    use super::*;

    fn there(bytes: &'static [u8]) -> Vec<Result<Event, Error>> {
        let events: DecodeStream<_> = decode_stream(bytes);
        block_on(events.collect())
    }

    /// The data, type and ID of the last event.
    fn last(bytes: &'static [u8]) -> (String, String, Option<String>) {
        match there(bytes).pop() {
            Some(Ok(Event::Message { id, event, data })) => (data, event, id),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn drops_a_line_of_invalid_utf8() {
        let mut events = there(b"data: x\ndata: \xFF\n\n");
        assert!(matches!(events.remove(0), Err(Error::Utf8Error(_))));
        assert!(matches!(&events[..], [Ok(Event::Message { data, .. })] if data == "x"), "{events:?}");
    }

    #[test]
    fn ignores_a_reconnection_time_with_its_space() {
        assert!(there(b"retry: 1000\n\n").is_empty());
        assert!(matches!(there(b"retry:1000\n\n")[..], [Ok(Event::Retry { retry: 1000 })]));
    }

    #[test]
    fn ignores_fields_without_a_colon() {
        let stream = b"id: 1\nid\nevent: a\nevent\ndata: x\n\n";
        assert_eq!(last(stream), ("x".into(), "a".into(), Some("1".into())));
        let event = &here(stream)[0];
        assert_eq!((event.event_type(), event.last_event_id()), ("message", ""));
    }

    #[test]
    fn has_an_empty_type() {
        assert_eq!(last(b"event:\ndata: x\n\n").1, "");
        assert_eq!(here(b"event:\ndata: x\n\n")[0].event_type(), "message");
    }

    #[test]
    fn drops_a_later_byte_order_mark() {
        let stream = b"data: a\n\n\xEF\xBB\xBFdata: b\n\n";
        assert_eq!(last(stream).0, "b");
        assert_eq!(data(&here(stream)), ["a"]);
    }

    #[test]
    fn encodes_lines_that_nobody_meant_and_drops_empty_data() {
        let encoded = |event| {
            let mut bytes = Vec::new();
            block_on(futures_util::SinkExt::send(&mut encode_stream(&mut bytes), event)).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        assert!(encoded(Event::message("a\ndata: b", "c", None)).contains("\ndata: b\n"));
        assert!(!encoded(Event::message("a", "", None)).contains("data"));
        assert!(sse_proto::EventType::new("a\ndata: b").is_err());
        assert_eq!(sse_proto::encode::Event::new().data("").to_string(), "data: \n\n");
    }
}

mod axum {
    use ::axum::{
        body::to_bytes,
        response::{IntoResponse, Sse, sse::Event},
    };

    use super::*;

    fn encoded(event: Event) -> String {
        let response = Sse::new(stream::iter([Ok::<_, Infallible>(event)])).into_response();
        String::from_utf8(block_on(to_bytes(response.into_body(), 1000)).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn panics_at_ends_of_line_and_second_calls() {
        assert!(panics(|| drop(Event::default().event("a\nb"))));
        assert!(panics(|| drop(Event::default().id("a\rb"))));
        assert!(panics(|| drop(Event::default().id("a\0b"))));
        assert!(panics(|| drop(Event::default().comment("a\nb"))));
        assert!(panics(|| drop(Event::default().event("a").event("a"))));
        assert!(panics(|| drop(Event::default().id("a").id("a"))));
        assert!(panics(|| drop(Event::default().data("a").data("a"))));
        assert!(panics(|| drop(Event::default().retry(Default::default()).retry(Default::default()))));
        assert!(!panics(|| drop(Event::default().comment("a").comment("a"))));

        let twice = sse_proto::encode::Event::new().comment("a\nb").data("a").data("b");
        assert_eq!(twice.to_string(), ":a\n:b\ndata: b\n\n");
    }

    #[test]
    fn writes_two_ends_of_line_for_crlf_and_nothing_for_empty_data() {
        let stream = encoded(Event::default().data("a\r\nb")) + &encoded(Event::default().data(""));
        assert_eq!(data(&here(stream.leak().as_bytes())), ["a\n\nb"]);
        let stream = |data| sse_proto::encode::Event::new().data(data).to_vec();
        let stream = [stream("a\r\nb"), stream("")].concat();
        assert_eq!(data(&here(stream.leak())), ["a\nb", ""]);
    }
}
