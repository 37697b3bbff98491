//! A session over `reqwest`, on tokio: HTTP/1.1 and 2, TLS and proxies, by its features. For a single response, use `reqwest.rs`.
//!
//! Set `connect_timeout` and `read_timeout` of the client, to 30 and 60 seconds for example. `timeout` would end every stream.
//! A reconnection sends the request again. So keep it a GET, unless the server may handle a POST twice.
//! You may drop the future at any time: the connection is lost, and the next call of `run` connects at once and resumes.

use std::{ops::ControlFlow, time::Instant};

use futures_util::future::OptionFuture;
use reqwest::{Client, Response, header::CONTENT_TYPE};
use sse_proto::event_source::{ConnectionError, Request, Step};
use sse_proto::{Event, EventSource, Input, TooLarge};

/// Reads events, and reconnects as often as needed, until `handle` breaks or the session is closed, by a 204 for example.
pub async fn run<B>(
    session: &mut EventSource,
    (client, url): (&Client, &str),
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<B>,
    mut report: impl FnMut(ConnectionError),
) -> ControlFlow<B> {
    let mut report = |error: Option<_>| error.into_iter().for_each(&mut report);
    let (start, mut body) = (Instant::now(), None);
    session.reconnect(); // The last call may have been dropped in a wait, and `start` is another instant now.
    loop {
        match session.poll(start.elapsed()) {
            Step::Connect(request) => {
                body = None; // The last connection ends before the next one begins.
                match connect(client, url, request).await {
                    Ok(response) => {
                        let content_type = response.headers().get(CONTENT_TYPE);
                        report(session.handle_response(response.status().as_u16(), content_type).err());
                        body = Some(response);
                    }
                    Err(_) => report(session.handle_network_error()),
                }
            }
            Step::Read => match OptionFuture::from(body.as_mut().map(Response::chunk)).await {
                Some(Ok(Some(chunk))) => {
                    let mut input = Input::new(&chunk);
                    while let Some(event) = session.next_event(&mut input) {
                        handle(event)?;
                    }
                }
                Some(Ok(None)) => report(session.handle_end_of_body()),
                _ => report(session.handle_network_error()),
            },
            Step::Wait(time) => tokio::time::sleep(time).await,
            Step::Closed => return ControlFlow::Continue(()),
        }
    }
}

async fn connect(client: &Client, url: &str, request: Request<'_>) -> reqwest::Result<Response> {
    let get = client.get(url);
    let get = request.headers().fold(get, |get, (name, value)| get.header(name, value.to_string_lossy().as_bytes()));
    get.send().await
}
