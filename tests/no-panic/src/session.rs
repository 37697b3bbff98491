//! The session, and the events that a server keeps for clients that come back.

use core::{fmt, time::Duration};

use sse_proto::{
    Decoder, EventSource, Input, Replay, Text,
    encode::{self, EventId},
    event_source::{Cause, ConnectionError, Headers, Request, Step, is_event_stream},
    replay::{Events, Missed},
};

use crate::{roots, storage::Unreliable};

/// Makes roots of the methods of each kind of session, and of each kind of ring.
macro_rules! session {
    ($Storage:ty) => {
        roots! {
            (storage: $Storage) { EventSource::with_storage(storage) }
            (decoder: Decoder<$Storage>) { EventSource::with_decoder(decoder) }
            (session: &mut EventSource<$Storage>, time: Duration) { session.set_reconnection_time(time) }
            (session: &mut EventSource<$Storage>, time: Duration) { session.set_max_reconnection_time(time) }
            (session: &mut EventSource<$Storage>, time: Duration) { session.set_back_off(time) }
            (session: &mut EventSource<$Storage>, id: EventId<'_>) { session.set_last_event_id(id) }
            (session: &EventSource<$Storage>) { session.decoder() }
            (session: &EventSource<$Storage>) { session.ready_state() }
            (session: &EventSource<$Storage>) { session.last_event_id() }
            (session: &EventSource<$Storage>) { session.reconnection_time() }
            (session: &mut EventSource<$Storage>, now: Duration) { session.poll(now) }
            (session: &mut EventSource<$Storage>, status: u16, content_type: Option<&[u8]>) {
                session.handle_response(status, content_type)
            }
            (session: &mut EventSource<$Storage>, after: Option<Duration>) { session.handle_unavailable(after) }
            (session: &mut EventSource<$Storage>) { session.handle_end_of_body() }
            (session: &mut EventSource<$Storage>) { session.handle_network_error() }
            (session: &mut EventSource<$Storage>) { session.fail() }
            (session: &mut EventSource<$Storage>) { session.reconnect() }
            (session: &mut EventSource<$Storage>) { session.close() }
            (session: &mut EventSource<$Storage>, input: &mut Input<'_>) { session.next_event(input) }
            (session: &mut EventSource<$Storage>, input: &mut Input<'_>) { session.next_item(input) }

            (storage: $Storage) { Replay::with_storage(storage) }
            (replay: &mut Replay<$Storage>, event: &encode::Event<'_>) { replay.push(event) }
            (replay: &mut Replay<$Storage>, encoded: &[u8]) { replay.push_encoded(encoded) }
            (replay: &Replay<$Storage>, id: &[u8]) { replay.after(id) }
            (replay: &Replay<$Storage>) { replay.iter() }
            (replay: &Replay<$Storage>) { replay.is_empty() }
            (replay: &mut Replay<$Storage>) { replay.clear() }
            (replay: &Replay<$Storage>, out: &mut dyn fmt::Write) { write!(out, "{replay:?}") }
        }
    };
}

pub(crate) fn roots() {
    session!([u8; 0]);
    session!([u8; 64]);
    session!(&mut [u8]);
    session!(Unreliable<'_>);
    roots! {
        (session: &EventSource<[u8; 64]>) { session.clone() }
        (content_type: &[u8]) { is_event_stream(content_type) }
        (step: &Step<'_>, other: &Step<'_>) { step == other }
        (request: &Request<'_>) { request.last_event_id() }
        (request: &Request<'_>) { request.headers() }
        (headers: &mut Headers<'_>) { headers.next() }
        (headers: Headers<'_>, out: &mut dyn fmt::Write) {
            for (name, value) in headers {
                let value: Text<'_> = value;
                let _ = write!(out, "{name}: {value}");
            }
        }
        (error: &ConnectionError) { error.cause() }
        (error: &ConnectionError) { error.failures() }
        (error: &ConnectionError) { error.reconnect_in() }
        (error: &ConnectionError, out: &mut dyn fmt::Write) { write!(out, "{error}") }
        (cause: &Cause, out: &mut dyn fmt::Write) { write!(out, "{cause:?}") }
        (replay: &Replay<[u8; 64]>) { replay.clone() }
        (events: &mut Events<'_>) { events.next() }
        (events: &Events<'_>, out: &mut dyn fmt::Write) { write!(out, "{events:?}") }
        (error: Missed, out: &mut dyn fmt::Write) { write!(out, "{error} {error:?}") }
    }
}
