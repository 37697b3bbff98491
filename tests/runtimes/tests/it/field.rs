//! Tests the crate against common programs for event streams, by name: servers that our clients read from, and interfaces that
//! ours can replace.

mod fetch_event_source;
mod node;
mod php;
mod spring;
mod url_session;

use std::{net::SocketAddr, ops::ControlFlow};

use sse_proto::{
    Event, EventSource, TooLarge,
    event_source::{Cause, ConnectionError},
};
use sse_proto_runtimes::{session_std, session_tokio, ureq};

type Run = fn(
    &mut EventSource,
    SocketAddr,
    &mut dyn FnMut(Result<Event<'_>, TooLarge>) -> ControlFlow<()>,
    &mut dyn FnMut(ConnectionError),
) -> ControlFlow<()>;

/// Recipes for a session, and each one's cause for a lost connection: only with HTTP/1.1, it is not the end of the body.
const CLIENTS: [(Cause, Run); 3] = [
    (Cause::EndOfBody, |session, server, handle, report| session_std::run(session, server, handle, report)),
    (Cause::EndOfBody, |session, server, handle, report| {
        crate::support::runtime::on_tokio(session_tokio::run(session, server, handle, report))
    }),
    (Cause::NetworkError, |session, server, handle, report| {
        ureq::run(session, (&ureq::agent(), &format!("http://{server}/")), handle, report)
    }),
];
