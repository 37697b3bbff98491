//! Compares the session with the model of the standard's text.

use core::time::Duration;

use sse_proto::{
    Decoder, EventId, EventSource, GrowingStorage, Input, Item,
    event_source::{Cause, ConnectionError, ReadyState, Step},
};

use crate::{
    drive,
    session_model::{Fired, Model, Policy, ToDo},
};

/// Checks that a session does and fires what the model does, for any calls in any order.
///
/// The bytes are calls, between `|`. Each begins with a letter:
///
/// - `r`, an optional status and an optional content type: a response, which opens the session if both are missing
/// - `b` and bytes: a part of the body, read as events; `i`: the same, read as items
/// - `e`: the end of the body; `n`: a network error; `f`: a failure
/// - `u` and seconds: a temporary answer
/// - `c`: reconnect; `x`: close
/// - `p` and milliseconds: the next step, so much later
/// - `s` and an ID: sets the last event ID, if no other call came before
/// - `t`, `m`, `o` and milliseconds: sets the reconnection time, its maximum, and how far it doubles, under the same condition
pub fn session(data: &[u8]) {
    let calls: Vec<&[u8]> = data.split(|&byte| byte == b'|').collect();
    let mut policy = Policy::default();
    let is_policy = |call: &&&[u8]| matches!(call.first(), Some(b's' | b't' | b'm' | b'o'));
    let policies = calls.iter().take_while(is_policy).count();
    let mut session = EventSource::new();
    for call in &calls[..policies] {
        let Some((kind, argument)) = call.split_first() else { continue };
        let milliseconds = number(argument).0.unwrap_or(0) % (u64::from(u32::MAX) + 1);
        let time = Duration::from_millis(milliseconds);
        match kind {
            b's' => {
                let id = String::from_utf8_lossy(argument).replace(['\r', '\n', '\0'], "");
                session.set_last_event_id(EventId::new(&id).expect("it is one")).expect("there is room");
                policy.last_event_id = id;
            }
            b't' => {
                session.set_reconnection_time(time);
                policy.reconnection_time = milliseconds.into();
            }
            b'm' => {
                session.set_max_reconnection_time(time);
                policy.max_reconnection_time =
                    if milliseconds == u64::from(u32::MAX) { u128::MAX } else { milliseconds.into() };
            }
            _ => {
                session.set_back_off(time);
                policy.max_back_off = (milliseconds > 0).then(|| milliseconds.into());
            }
        }
    }
    let mut model = Model::new(policy);
    let mut now = 0_u64;
    for call in &calls[policies..] {
        let Some((kind, argument)) = call.split_first() else { continue };
        let (argument_number, rest) = number(argument);
        let [ours, theirs] = match kind {
            b'r' => {
                let status = argument_number.map_or(200, |status| status as u16);
                let content_type = String::from_utf8_lossy(rest);
                let content_type = if rest.is_empty() { "text/event-stream" } else { &content_type };
                let ours = match session.handle_response(status, Some(content_type)) {
                    Ok(()) => Some(Fired::Open),
                    Err(error) if error.cause() == Cause::OutOfTurn => None,
                    Err(error) => fired(Some(error)),
                };
                [ours.into_iter().collect(), model.response(status, Some(content_type)).into_iter().collect()]
            }
            b'b' => [events(&mut session, argument), model.bytes(argument)],
            b'i' => [items(&mut session, argument), model.bytes(argument)],
            b'e' => both(fired(session.handle_end_of_body()), model.end_of_body()),
            b'n' => both(fired(session.handle_network_error()), model.network_error()),
            b'u' => {
                let after = argument_number.map(|seconds| Duration::from_secs(seconds % 1_000_000));
                let model = model.unavailable(after.unwrap_or_default().as_millis());
                both(fired(session.handle_unavailable(after)), model)
            }
            b'f' => both(fired(session.fail()), model.fail()),
            b'c' => {
                session.reconnect();
                model.reconnect();
                [Vec::new(), Vec::new()]
            }
            b'x' => {
                session.close();
                model.close();
                [Vec::new(), Vec::new()]
            }
            b'p' => {
                now = now.saturating_add(argument_number.unwrap_or(0) % 10_000_000_000);
                for _ in 0..2 {
                    assert_eq!(next_step(&mut session, now), model.next_step(now.into()), "at {now}");
                }
                [Vec::new(), Vec::new()]
            }
            _ => continue,
        };
        assert_eq!(ours, theirs, "{}", call.escape_ascii());
        assert_eq!(session.ready_state() as u8, model.ready_state(), "{}", call.escape_ascii());
        assert_eq!(session.last_event_id().to_string(), model.last_event_id(), "{}", call.escape_ascii());
        assert_eq!(session.ready_state() == ReadyState::Closed, session.clone().fail().is_none());
        let cloned: Decoder<GrowingStorage> = session.decoder().clone();
        let of_decoder = cloned.reconnection_time();
        assert!(of_decoder.is_none_or(|time| session.reconnection_time() <= time));
        assert_eq!(EventSource::with_decoder(cloned).last_event_id(), session.last_event_id());
    }
    let small = EventSource::with_storage([0; 4]);
    assert!(small.last_event_id().is_empty());
}

fn both(ours: Option<Fired>, theirs: Option<Fired>) -> [Vec<Fired>; 2] {
    [ours.into_iter().collect(), theirs.into_iter().collect()]
}

fn fired(error: Option<ConnectionError>) -> Option<Fired> {
    let error = error?;
    assert!(error.failures() > 0);
    Some(Fired::Error(error.reconnect_in().map(|time| time.as_millis())))
}

fn events(session: &mut EventSource, bytes: &[u8]) -> Vec<Fired> {
    let mut input = Input::new(bytes);
    let mut fired = Vec::new();
    while let Some(event) = session.next_event(&mut input) {
        fired.push(Fired::Event(drive::seen(event.expect("there is room")).0));
    }
    fired
}

fn items(session: &mut EventSource, bytes: &[u8]) -> Vec<Fired> {
    let mut input = Input::new(bytes);
    let mut fired = Vec::new();
    while let Some(item) = session.next_item(&mut input) {
        if let Item::Event(event) = item.expect("there is room") {
            fired.push(Fired::Event(drive::seen(event).0));
        }
    }
    fired
}

fn next_step(session: &mut EventSource, now: u64) -> ToDo {
    match session.poll(Duration::from_millis(now)) {
        Step::Connect(request) => {
            let header = request.headers().find(|(name, _)| *name == "Last-Event-ID").map(|(_, id)| id.to_string());
            assert_eq!(header, request.last_event_id().map(|id| id.to_string()));
            ToDo::Connect(header)
        }
        Step::Read => ToDo::Read,
        Step::Wait(time) => ToDo::Wait(time.as_millis()),
        Step::Closed => ToDo::Nothing,
    }
}

/// Returns the number that the bytes begin with, and the bytes after it.
fn number(bytes: &[u8]) -> (Option<u64>, &[u8]) {
    let len = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at(len);
    (core::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()), rest)
}
