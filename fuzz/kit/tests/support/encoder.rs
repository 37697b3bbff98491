//! A small encoder: correct, unless it has a fault.

use conformance::encoder::{ToEncode, Written};

/// Writes an event with this fault, or correctly if `fault` is empty.
pub(crate) fn encode(fault: &str, event: &ToEncode) -> Written {
    let has = |name: &str| fault == name;
    let mut out = String::new();
    if let Some(comment) = &event.comment {
        let lines = if has("comment-not-split") { vec![comment.as_str()] } else { lines(comment) };
        lines.into_iter().for_each(|line| out.push_str(&format!(": {line}\n")));
    }
    if let Some(event_type) = &event.event_type {
        match single(event_type, has("type-not-checked")) {
            Some(value) => field(fault, &mut out, "event", value),
            None if has("type-stripped") => field(fault, &mut out, "event", &event_type.replace(['\r', '\n'], "")),
            None => return Written::Refused("a line end in the type".to_owned()),
        }
    }
    if let Some(id) = event.id.as_ref().filter(|id| !(has("empty-id-is-none") && id.is_empty())) {
        if id.contains('\0') && !has("id-with-null") {
            return Written::Refused("U+0000 in the ID".to_owned());
        }
        match single(id, has("id-not-checked")) {
            Some(value) => field(fault, &mut out, "id", value),
            None => return Written::Refused("a line end in the ID".to_owned()),
        }
    }
    if let Some(retry) = event.retry.filter(|&time| !(has("zero-is-none") && time == 0)) {
        let time = if has("exponent") && retry >= 100_000 { format!("{:e}", retry as f64) } else { retry.to_string() };
        field(fault, &mut out, "retry", &time);
    }
    if let Some(data) = event.data.as_deref().or(has("no-data-is-empty").then_some("")) {
        let mut pieces = match fault {
            "data-not-split" => vec![data],
            "cr-is-let-out" => data.split('\n').collect(),
            "crlf-is-two" => data.split(['\r', '\n']).collect(),
            "splits-lines-of-unicode" => lines(data)
                .into_iter()
                .flat_map(|line| line.split(['\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']))
                .collect(),
            _ => lines(data),
        };
        if has("empty-pieces-lost") && pieces.len() > 1 {
            let last = pieces.len() - 1;
            pieces = pieces
                .iter()
                .enumerate()
                .filter(|(at, line)| *at == last || !line.is_empty())
                .map(|(_, line)| *line)
                .collect();
        }
        if has("lines-function") && pieces.len() > 1 && pieces.last() == Some(&"") {
            pieces.pop();
        }
        if !(has("empty-data-is-none") && data.is_empty()) {
            pieces.into_iter().for_each(|line| field(fault, &mut out, "data", line));
        }
    }
    if !has("no-blank-line") {
        out.push('\n');
    }
    Written::Bytes(out.into_bytes())
}

fn field(fault: &str, out: &mut String, name: &str, value: &str) {
    let escaped: String = value.chars().flat_map(char::escape_default).collect();
    let value = match fault {
        "trims" => value.trim(),
        "escapes" if !value.is_ascii() => &escaped,
        _ => value,
    };
    let space = if fault == "no-space" { "" } else { " " };
    out.push_str(&format!("{name}:{space}{value}\n"));
    if fault == "nulls-lost" {
        out.retain(|c| c != '\0');
    }
}

/// Returns the value if it has one line.
fn single(value: &str, unchecked: bool) -> Option<&str> {
    (unchecked || !value.contains(['\r', '\n'])).then_some(value)
}

fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\r', '\n']) {
        lines.push(&rest[..end]);
        let length = if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = &rest[end + length..];
    }
    lines.push(rest);
    lines
}
