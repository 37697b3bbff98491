//! A session over `reqwless`, HTTP for microcontrollers, on any connection of embedded-io-async, with or without TLS.
//!
//! Connections need a read time-out that is longer than the time between heartbeats. Heads may take 1 KiB. The session doesn't
//! send an ID that is not UTF-8. You may drop the future at any time: the connection is lost, and the next `run` resumes.

use core::{ops::ControlFlow, time::Duration};
use embedded_io_async::{Read, Write};
use reqwless::request::{Method, Request, RequestBuilder};
use reqwless::response::Response;
use sse_proto::event_source::{ConnectionError, Step};
use sse_proto::{Event, EventSource, Input, Storage, TooLarge};

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub async fn run<C: Read + Write, S: Storage, B>(
    session: &mut EventSource<S>,
    (host, path): (&str, &str),
    (connect, now, sleep): (impl AsyncFn() -> Option<C>, impl Fn() -> Duration, impl AsyncFn(Duration)),
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (mut head, mut buffer) = ([0; 1024], [0; 128]);
    loop {
        match session.poll(now()) {
            Step::Connect(request) => {
                let mut connection = connect().await;
                let response = async {
                    let connection = connection.as_mut()?;
                    let headers = request.headers().filter_map(|(name, value)| Some((name, value.to_str().ok()?)));
                    let headers = headers.collect::<heapless::Vec<_, 3>>();
                    Request::get(path).host(host).headers(&headers).build().write_header(connection).await.ok()?;
                    connection.flush().await.ok()?;
                    Response::read(connection, Method::GET, &mut head).await.ok()
                };
                let Some(response) = response.await else {
                    report(session.handle_network_error());
                    continue;
                };
                let content_type = response.headers().find(|(name, _)| name.eq_ignore_ascii_case("Content-Type"));
                report(session.handle_response(response.status.0, content_type.map(|(_, value)| value)).err());
                let mut body = response.body().reader();
                while session.poll(now()) == Step::Read {
                    match body.read(&mut buffer).await {
                        Ok(0) => report(session.handle_end_of_body()),
                        Ok(read) => {
                            let mut input = Input::new(&buffer[..read]);
                            while let Some(event) = session.next_event(&mut input) {
                                handle(event)?;
                            }
                        }
                        Err(_) => report(session.handle_network_error()),
                    }
                }
            }
            Step::Read => session.reconnect(), // The future was dropped while it read.
            Step::Wait(time) => sleep(time).await,
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}
