//! Compares the buffer of a server's latest events with a list of everything.

use sse_proto::{
    EventId, Replay, Storage,
    encode::Event,
    replay::{Events, Missed},
};

use crate::stream::number;

/// Checks that a replay keeps the end of the list of pushed events, in order, and returns the right events after an ID, in
/// storage of any kind and size.
///
/// The bytes are a size and then calls, between `|`: `e`, an ID, `:` and data push an event; `r` and bytes push these bytes,
/// encoded or not; `x` clears.
pub fn replay(data: &[u8]) {
    let (limit, data) = number(data);
    let limit = limit.unwrap_or(100);
    let mut memory = vec![b'?'; limit];
    check(&mut Replay::with_storage(&mut memory[..]), limit, data);
    check(&mut Replay::with_limit(limit), limit, data);
}

fn check<S: Storage>(replay: &mut Replay<S>, limit: usize, calls: &[u8]) {
    // Each event has its ID beside it.
    let mut pushed: Vec<(Option<Vec<u8>>, Vec<u8>)> = Vec::new();
    let mut has_forgotten = false;
    for call in calls.split(|&byte| byte == b'|') {
        let Some((kind, argument)) = call.split_first() else { continue };
        let (id, event) = match kind {
            b'e' => {
                let text = String::from_utf8_lossy(argument);
                let (id, data) = text.split_once(':').unwrap_or((&text, ""));
                let id = EventId::new(id).ok();
                let event = id.map_or(Event::new(), |id| Event::new().id(id)).data(data);
                let encoded = event.to_vec();
                match replay.push(&event) {
                    Ok(bytes) => assert_eq!(bytes, encoded),
                    Err(error) => {
                        assert!(error.limit() == limit.saturating_sub(12) && encoded.len() + 12 > limit);
                        continue;
                    }
                }
                (id.map(|id| id.as_str().into()), encoded)
            }
            b'r' => {
                if replay.push_encoded(argument).is_err() {
                    assert!(argument.len() + 12 > limit);
                    continue;
                }
                (id_line(argument), argument.to_vec())
            }
            b'x' => {
                replay.clear();
                has_forgotten |= !pushed.is_empty();
                pushed.clear();
                continue;
            }
            _ => continue,
        };
        pushed.push((id, event));

        let kept = replay.iter().count();
        assert!((1..=pushed.len()).contains(&kept), "the newest is there");
        assert!(!replay.is_empty() && replay.into_iter().count() == kept);
        has_forgotten |= kept < pushed.len();
        let kept = &pushed[pushed.len() - kept..];
        assert!(replay.iter().eq(kept.iter().map(|(_, event)| event)));
        let ids = kept.iter().filter_map(|(id, _)| id.as_deref()).chain([&b""[..], b"none has this"]);
        for id in ids {
            let first = kept.iter().position(|(own, _)| !id.is_empty() && own.as_deref() == Some(id));
            let after: Result<Events<'_>, Missed> = replay.after(id);
            match (first, after) {
                (Some(at), Ok(events)) => assert!(events.eq(kept[at + 1..].iter().map(|(_, event)| event))),
                (None, Err(missed)) => assert_eq!(missed == Missed::TooOld, has_forgotten),
                (first, after) => panic!("{first:?}, {after:?}"),
            }
        }
    }
}

/// Returns the last ID in the lines of an event, by the standard. What has no end of line is no line yet.
fn id_line(event: &[u8]) -> Option<Vec<u8>> {
    let end = event.iter().rposition(|byte| b"\r\n".contains(byte))?;
    event[..end]
        .split(|byte| b"\r\n".contains(byte))
        .rfind(|line| (*line == b"id" || line.starts_with(b"id:")) && !line.contains(&0))
        .map(|line| {
            line.strip_prefix(b"id:").map_or(&b""[..], |value| value.strip_prefix(b" ").unwrap_or(value)).to_vec()
        })
}
