//! Prints event streams that were encoded from made-up events, each with the events that must come out of it:
//!
//! ```text
//! cargo run -- COUNT SEED
//! ```
//!
//! A stream is one JSON object per line: `{"chunks":["<base64>",…],"events":[{"type":…,"data":…,"lastEventId":…},…]}`.

use core::{fmt, time::Duration};
use std::{
    env,
    error::Error,
    io::{self, Write as _},
};

use arbitrary::{Arbitrary, Unstructured};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use sse_proto::{
    EventId,
    arbitrary::ChunkedStream,
    encode::{Event, EventType, HEARTBEAT, HEARTBEAT_LINE},
};

/// The parts of texts: each of these has a meaning somewhere in a stream, or is hard to decode.
const INGREDIENTS: [&str; 16] =
    ["a", "b", "0", " ", ":", "\n", "\r", "\r\n", "data: x", "event", "\0", "\u{FEFF}", "ä", "\u{2028}", "漢", "😀"];

/// About how many bytes of choices a stream takes at most.
const CHOICES: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let mut number =
        || arguments.next().ok_or("missing COUNT or SEED")?.parse::<u64>().map_err(|error| error.to_string());
    let (count, seed) = (number()?, number()?);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut output = io::stdout().lock();
    for _ in 0..count {
        let bytes = choices(&mut random);
        writeln!(output, "{}", stream(&mut Unstructured::new(&bytes))?)?;
    }
    Ok(())
}

/// Returns bytes for `arbitrary`, about half of them text.
fn choices(random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < CHOICES {
        match random.bool() {
            true => bytes.push(random.u8(..)),
            false => bytes.extend(INGREDIENTS[random.usize(..INGREDIENTS.len())].as_bytes()),
        }
    }
    bytes
}

/// Makes some events, with heartbeats of both kinds between them.
fn stream(u: &mut Unstructured<'_>) -> arbitrary::Result<Value> {
    let (mut stream, mut events, mut last_event_id) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..u.int_in_range(1..=8)? {
        stream.extend_from_slice(u.choose(&["", HEARTBEAT, HEARTBEAT_LINE])?.as_bytes());
        let (event_type, id): (Option<EventType<'_>>, Option<EventId<'_>>) = u.arbitrary()?;
        let data = event(u, event_type, id, &mut stream)?;
        if let Some(id) = id {
            id.as_str().clone_into(&mut last_event_id);
        }
        if let Some(data) = data {
            let event_type = event_type.map_or("", EventType::as_str);
            events.push(json!({
                "type": if event_type.is_empty() { "message" } else { event_type },
                // The encoder changes only the ends of line, to those of the format.
                "data": data.replace("\r\n", "\n").replace('\r', "\n"),
                "lastEventId": last_event_id,
            }));
        }
    }
    let stream = ChunkedStream::cut(u, stream)?;
    let chunks: Vec<_> = stream.chunks().map(|chunk| STANDARD.encode(chunk)).collect();
    Ok(json!({ "chunks": chunks, "events": events }))
}

/// Encodes an event, its data at once or in pieces, and returns the data, if it has any.
fn event(
    u: &mut Unstructured<'_>,
    event_type: Option<EventType<'_>>,
    id: Option<EventId<'_>>,
    stream: &mut Vec<u8>,
) -> arbitrary::Result<Option<String>> {
    let (comment, time): (Option<&str>, Option<u16>) = u.arbitrary()?;
    let mut event = Event::new();
    if let Some(comment) = comment {
        event = event.comment(comment);
    }
    if let Some(event_type) = event_type {
        event = event.event_type(event_type);
    }
    if let Some(id) = id {
        event = event.id(id);
    }
    if let Some(time) = time {
        event = event.reconnection_time(Duration::from_millis(time.into()));
    }
    let pieces: Option<Vec<&str>> = match u.int_in_range(0..=3)? {
        0 => None,
        1 => Some(vec![Arbitrary::arbitrary(u)?]),
        _ => Some(u.arbitrary()?),
    };
    match pieces.as_deref() {
        None => event.encode_to_vec(stream),
        Some([data]) => event.data(data).encode_to_vec(stream),
        Some(pieces) => {
            let written: Result<(), fmt::Error> =
                event.encode_to_vec_with(stream, |data| pieces.iter().try_for_each(|piece| data.write_str(piece)));
            written.expect("a vector takes everything");
        }
    }
    Ok(pieces.map(|pieces| pieces.concat()))
}
