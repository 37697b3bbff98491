//! Replaces `fetchEventSource` of `@microsoft/fetch-event-source`: its callbacks get what the methods of a session return. The
//! network below it does what the test says, and only a wait moves its clock.

use core::time::Duration;
use std::{collections::VecDeque, mem};

use sse_proto::{
    Event, EventSource, Input,
    event_source::{Cause, ConnectionError, Step},
};

/// The argument of `onerror`.
#[derive(Debug)]
enum Problem {
    /// An error of the session.
    Connection(ConnectionError),
    /// An error that another callback threw.
    Thrown(&'static str),
}

/// The callbacks, with their defaults.
trait Callbacks {
    /// Handles a response: `handle_response` says whether the session reads it.
    fn onopen(&mut self, response: Result<(), ConnectionError>) -> Result<(), Problem> {
        response.map_err(Problem::Connection)
    }

    /// Handles an event of any type, which `next_event` returned.
    fn onmessage(&mut self, _event: &Event<'_>) -> Result<(), Problem> {
        Ok(())
    }

    /// Handles that `handle_end_of_body` returned an error; by default, that is no error.
    fn onclose(&mut self) -> Result<(), Problem> {
        Ok(())
    }

    /// Returns how long to wait, `None` for the session's own time, or an error that ends everything.
    fn onerror(&mut self, _problem: &Problem) -> Result<Option<Duration>, ()> {
        Ok(None)
    }
}

/// The network's answer to a request.
enum Answer {
    Refusal,
    /// Status, MIME type, and body.
    Response(u16, &'static str, &'static str),
    /// A body that breaks off.
    Broken(&'static str),
}
use Answer::{Broken, Refusal, Response};

const STREAM: &str = "text/event-stream";

/// Calls the callbacks until everything is over, and logs what happens.
fn fetch_event_source(
    callbacks: &mut impl Callbacks,
    answers: impl Into<VecDeque<Answer>>,
    log: &mut Vec<String>,
) -> Result<(), Problem> {
    let (mut answers, mut now, mut session) = (answers.into(), Duration::ZERO, EventSource::new());
    session.set_reconnection_time(Duration::from_secs(1)); // its default
    let (mut chunks, mut breaks) = ([].chunks(5), false);
    loop {
        let outcome = match session.poll(now) {
            Step::Connect(request) => {
                let id = request.last_event_id().map(|id| format!(", last-event-id: {id}"));
                log.push(format!("fetch{}", id.unwrap_or_default()));
                let (status, content_type, body);
                (status, content_type, body, breaks) = match answers.pop_front().expect("there is an answer to this") {
                    Refusal => (0, "", "", true),
                    Response(status, content_type, body) => (status, content_type, body, false),
                    Broken(body) => (200, STREAM, body, true),
                };
                chunks = body.as_bytes().chunks(5);
                if status == 0 {
                    Err(Problem::Connection(session.handle_network_error().unwrap()))
                } else {
                    callbacks.onopen(session.handle_response(status, Some(content_type)))
                }
            }
            Step::Read => match chunks.next() {
                Some(chunk) => {
                    let (mut input, mut outcome) = (Input::new(chunk), Ok(()));
                    while outcome.is_ok() {
                        let Some(event) = session.next_event(&mut input) else { break };
                        let event = event.expect("there is room for it");
                        log.push(format!("{}: {}", event.event_type(), event.data()));
                        outcome = callbacks.onmessage(&event);
                    }
                    outcome
                }
                None if mem::take(&mut breaks) => Err(Problem::Connection(session.handle_network_error().unwrap())),
                None => {
                    assert_eq!(session.handle_end_of_body().unwrap().cause(), Cause::EndOfBody);
                    log.push("close".to_owned());
                    let outcome = callbacks.onclose();
                    if outcome.is_ok() {
                        session.close();
                    }
                    outcome
                }
            },
            Step::Wait(time) => {
                log.push(format!("wait {time:?}"));
                now += time;
                Ok(())
            }
            Step::Closed => return Ok(()),
        };
        let Err(problem) = outcome else { continue };
        match (callbacks.onerror(&problem), &problem) {
            (Err(()), _) => {
                session.close();
                return Err(problem);
            }
            // The session waits by itself.
            (Ok(None), Problem::Connection(error)) if error.reconnect_in().is_some() => {}
            // The callback's own interval, shorter or longer, or one more try although a session has failed for good.
            (Ok(interval), _) => {
                let wait = interval.unwrap_or(session.reconnection_time());
                log.push(format!("wait {wait:?}"));
                now += wait;
                session.reconnect();
            }
        }
    }
}

/// Has no callback.
struct Defaults;
impl Callbacks for Defaults {}

/// Does the same as the package's README: most answers of the server are fatal, and other errors are not.
struct Strict {
    interval: Option<Duration>,
}

impl Callbacks for Strict {
    fn onopen(&mut self, response: Result<(), ConnectionError>) -> Result<(), Problem> {
        response.map_err(|error| match error.cause() {
            Cause::Status(429) => Problem::Thrown("retriable"),
            Cause::Status(400..=499) => Problem::Thrown("fatal"),
            _ => Problem::Thrown("retriable"),
        })
    }

    fn onmessage(&mut self, event: &Event<'_>) -> Result<(), Problem> {
        if event.event_type() == "FatalError" { Err(Problem::Thrown("fatal")) } else { Ok(()) }
    }

    fn onclose(&mut self) -> Result<(), Problem> {
        Err(Problem::Thrown("closed"))
    }

    fn onerror(&mut self, problem: &Problem) -> Result<Option<Duration>, ()> {
        if matches!(problem, Problem::Thrown("fatal")) { Err(()) } else { Ok(self.interval) }
    }
}

#[test]
fn fetch_event_source_without_callbacks_retries_errors_and_ends_with_the_body() {
    let mut log = Vec::new();
    let answers = [
        Refusal,
        Response(200, "text/html", "<p>"),
        Broken("id: 7\ndata: a\n\nevent: x\ndata: b\n\ndata: c"),
        Broken("retry: 20\n\n"),
        Response(200, "text/event-stream; charset=utf-8", "data: d\n\n"),
    ];
    assert!(fetch_event_source(&mut Defaults, answers, &mut log).is_ok());
    let expected = [
        "fetch",
        "wait 1s",
        "fetch",
        "wait 1s",
        "fetch",
        "message: a",
        "x: b",
        "wait 1s",
        "fetch, last-event-id: 7",
        "wait 20ms",
        "fetch, last-event-id: 7",
        "message: d",
        "close",
    ];
    assert_eq!(log, expected);
}

#[test]
fn fetch_event_source_onerror_chooses_the_interval() {
    for interval in [Duration::from_millis(5), Duration::from_secs(60)] {
        let mut log = Vec::new();
        let answers = [
            Broken("retry: 3000\nid: 1\ndata: a\n\n"),
            Refusal,
            Response(429, "application/json", "{}"),
            Response(503, STREAM, ""),
            Response(200, STREAM, "id\ndata: b\n\n"),
            Response(404, STREAM, ""),
        ];
        let outcome = fetch_event_source(&mut Strict { interval: Some(interval) }, answers, &mut log);
        assert!(matches!(outcome, Err(Problem::Thrown("fatal"))), "{outcome:?}");
        let wait = format!("wait {interval:?}");
        let again = "fetch, last-event-id: 1";
        let expected =
            ["fetch", "message: a", &wait, again, &wait, again, &wait, again, &wait, again, "message: b", "close"];
        // An empty ID removes the header.
        assert_eq!(log, [&expected[..], &[&wait, "fetch"]].concat());
    }
}

#[test]
fn fetch_event_source_onclose_that_throws_is_a_reconnection() {
    let mut log = Vec::new();
    let answers = [Response(200, STREAM, "retry: 50\ndata: a\n\n"), Response(400, STREAM, "")];
    let outcome = fetch_event_source(&mut Strict { interval: None }, answers, &mut log);
    assert!(matches!(outcome, Err(Problem::Thrown("fatal"))), "{outcome:?}");
    assert_eq!(log, ["fetch", "message: a", "close", "wait 50ms", "fetch"]);
}

#[test]
fn fetch_event_source_onmessage_that_throws_reads_no_further() {
    let mut log = Vec::new();
    let body = "data: a\n\nevent: FatalError\ndata: b\n\n\ndata: c\n\n";
    let outcome = fetch_event_source(&mut Strict { interval: None }, [Response(200, STREAM, body)], &mut log);
    assert!(matches!(outcome, Err(Problem::Thrown("fatal"))), "{outcome:?}");
    assert_eq!(log, ["fetch", "message: a", "FatalError: b"]);
}

/// There, every blank line is a message, and an `id` line counts before its block ends. Here, both follow the standard.
#[test]
fn fetch_event_source_heartbeats_are_no_messages_here_and_an_id_counts_with_its_block() {
    let mut log = Vec::new();
    let answers = [Broken(":\n\n:\n\nretry: 9\n\nid: 1\ndata: a\n\nid: 2\ndata: b"), Response(200, STREAM, ":\n\n")];
    assert!(fetch_event_source(&mut Defaults, answers, &mut log).is_ok());
    assert_eq!(log, ["fetch", "message: a", "wait 9ms", "fetch, last-event-id: 1", "close"]);
}
