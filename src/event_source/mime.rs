//! The MIME type of a response.
//!
//! > Fetch, ["extract a MIME type"](https://fetch.spec.whatwg.org/#concept-header-extract-mime-type); MIME Sniffing,
//! > ["parse a MIME type"](https://mimesniff.spec.whatwg.org/#parse-a-mime-type)

/// Returns whether a response with this `Content-Type` is an event stream. [`EventSource`](super::EventSource) asks this itself.
///
/// The header can have several values, separated by commas. The last one that is a MIME type must have the essence
/// `text/event-stream`. Parameters and ASCII case don't matter. Takes time linear in the length, and never fails.
///
/// ```
/// use sse_proto::event_source::is_event_stream;
///
/// assert!(is_event_stream("Text/Event-Stream; charset=utf-8"));
/// assert!(!is_event_stream("application/json"));
/// ```
#[must_use]
pub fn is_event_stream(content_type: impl AsRef<[u8]>) -> bool {
    last_type_is_event_stream(content_type.as_ref())
}

fn last_type_is_event_stream(content_type: &[u8]) -> bool {
    let mut is_event_stream = false;
    let mut rest = content_type;
    loop {
        let value = rest;
        rest = after_value(value);
        let value = value.get(..value.len().saturating_sub(rest.len())).unwrap_or_default();
        match essence(value) {
            None | Some(b"*/*") => {}
            Some(essence) => is_event_stream = is_the_same(essence, b"text/event-stream"),
        }
        if rest.is_empty() {
            return is_event_stream;
        }
    }
}

/// Returns the bytes after the first comma that is not in quotes.
fn after_value(values: &[u8]) -> &[u8] {
    let (mut in_quotes, mut is_escaped) = (false, false);
    let mut rest = values;
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte == b',' && !in_quotes {
            break;
        }
        in_quotes ^= *byte == b'"' && !is_escaped;
        is_escaped = in_quotes && *byte == b'\\' && !is_escaped;
    }
    rest
}

/// Returns the essence of a MIME type, which is its type, a slash, and its subtype. Parameters can't make it invalid.
fn essence(value: &[u8]) -> Option<&[u8]> {
    let mut start = value;
    while let [b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = start {
        start = rest;
    }
    let rest = after_token(start)?.strip_prefix(b"/")?;
    let mut rest = after_token(rest)?;
    let essence = start.get(..start.len().saturating_sub(rest.len()))?;
    while let [b' ' | b'\t' | b'\r' | b'\n', after @ ..] = rest {
        rest = after;
    }
    matches!(rest, [] | [b';' | b',', ..]).then_some(essence)
}

/// Returns the bytes after one or more HTTP token code points.
#[inline(never)]
fn after_token(value: &[u8]) -> Option<&[u8]> {
    let mut rest = value;
    while let [
        b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'^'..=b'z' | b'|' | b'~',
        after @ ..,
    ] = rest
    {
        rest = after;
    }
    (rest.len() < value.len()).then_some(rest)
}

/// Returns whether an essence, in lower case, is the expected one.
fn is_the_same(essence: &[u8], expected: &[u8]) -> bool {
    // Among the bytes of an essence, only the case of a letter can make this bit differ from the expected byte.
    essence.len() == expected.len() && essence.iter().zip(expected).all(|(&byte, &expected)| byte | 0x20 == expected)
}
