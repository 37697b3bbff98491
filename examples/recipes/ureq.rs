//! A session over `ureq`: blocking, a thread for each stream, with TLS.
//!
//! The agent has one time-out for connecting and one for each read. A time-out for the whole call would end every stream.
//! A reconnection sends the request again, to the URL that you gave. So it is a GET: the server would handle a POST twice.

use std::time::{Duration, Instant};
use std::{io::Read, ops::ControlFlow, thread};

use sse_proto::event_source::{ConnectionError, Request, Step};
use sse_proto::{Event, EventSource, Input, TooLarge};
use ureq::{Agent, BodyReader, http::HeaderValue};

/// Makes an agent for streams. Leave out the feature `gzip` of ureq: a server that compresses holds events back.
pub fn agent() -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).max_idle_connections(0);
    let config = config.timeout_connect(Some(Duration::from_secs(30))).timeout_per_read(Some(Duration::from_secs(60)));
    config.build().new_agent()
}

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub fn run<B>(
    session: &mut EventSource,
    (agent, url): (&Agent, &str),
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (start, mut buffer, mut body) = (Instant::now(), [0; 4096], None);
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => match connect(agent, url, request, &mut body) {
                Ok((status, content_type)) => report(session.handle_response(status, content_type).err()),
                Err(_) => report(session.handle_network_error()),
            },
            Step::Read => match body.as_mut().map_or(Ok(0), |body| body.read(&mut buffer)) {
                Ok(0) => report(session.handle_end_of_body()),
                Ok(read) => {
                    let mut input = Input::new(&buffer[..read]);
                    while let Some(event) = session.next_event(&mut input) {
                        handle(event)?;
                    }
                }
                Err(_) => report(session.handle_network_error()),
            },
            Step::Wait(time) => thread::sleep(time),
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}

type Opened = Result<(u16, Option<HeaderValue>), ureq::Error>;

fn connect(agent: &Agent, url: &str, request: Request<'_>, body: &mut Option<BodyReader<'static>>) -> Opened {
    *body = None; // The last connection ends before the next one begins.
    let get = agent.get(url);
    let get = request.headers().fold(get, |get, (name, value)| get.header(name, value.to_string_lossy().as_bytes()));
    let (head, content) = get.call()?.into_parts();
    *body = Some(content.into_reader());
    Ok((head.status.as_u16(), head.headers.get("Content-Type").cloned()))
}
