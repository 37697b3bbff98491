//! Writes the lines that go to the other side, and reads the ones that come back.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::{
    answer::{Answer, Event},
    chunked::Chunked,
    encoder::{ToEncode, Written},
    notation::{quoted, shortened},
    other_side::Reply,
};

/// Returns the question what a stream means.
#[must_use]
pub fn decode_question(id: u64, case: &Chunked) -> Value {
    let chunks: Vec<_> = case.chunks().map(|chunk| STANDARD.encode(chunk)).collect();
    json!({ "id": id, "chunks": chunks })
}

/// Returns the question how an event is written.
#[must_use]
pub fn encode_question(id: u64, event: &ToEncode) -> Value {
    json!({ "id": id, "encode": event.to_json() })
}

/// A line that came back, if it is an object with an id: the answer to some question.
#[derive(Clone, Debug)]
pub struct Line {
    object: Map<String, Value>,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// Returns the reason if it is not a JSON object.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            let shown = shortened(crate::notation::escaped(bytes));
            format!("the line is not UTF-8 (invalid bytes must have become U+FFFD): {shown}")
        })?;
        match serde_json::from_str(&without_lone_surrogates(text)) {
            Ok(Value::Object(object)) => Ok(Self { object }),
            Ok(_) => Err(format!("the line is no JSON object: {}", quoted(text.trim_end()))),
            Err(error) => Err(format!("the line is no JSON ({error}): {}", quoted(text.trim_end()))),
        }
    }

    /// Returns whether it answers this question.
    #[must_use]
    pub fn has_id(&self, id: u64) -> bool {
        self.object.get("id").and_then(Value::as_u64) == Some(id)
    }

    /// Returns the id in words.
    #[must_use]
    pub fn id_in_words(&self) -> String {
        self.object.get("id").map_or_else(|| "none".to_owned(), Value::to_string)
    }

    /// Returns the answer to the question what a stream means.
    #[must_use]
    pub fn decoded(&self) -> Reply<Answer> {
        self.reply(|object| {
            let Some(Value::Array(events)) = object.get("events") else {
                return Err("there is no array `events`".to_owned());
            };
            Ok(Answer {
                events: events.iter().map(event).collect::<Result<_, _>>()?,
                retry: match object.get("retry") {
                    None => None,
                    Some(Value::Null) => Some(None),
                    Some(Value::Number(number)) => Some(Some(number.to_string())),
                    Some(other) => return Err(format!("`retry` is neither a number nor null: {other}")),
                },
                last_event_id: id(object)?,
            })
        })
    }

    /// Returns the answer to the question how an event is written.
    #[must_use]
    pub fn encoded(&self) -> Reply<Written> {
        self.reply(|object| match (object.get("bytes"), object.get("refused")) {
            (_, Some(why)) => Ok(Written::Refused(why.as_str().map_or_else(|| why.to_string(), str::to_owned))),
            (Some(Value::String(bytes)), None) => match STANDARD.decode(bytes) {
                Ok(bytes) => Ok(Written::Bytes(bytes)),
                Err(error) => Err(format!("`bytes` is no base64: {error}")),
            },
            _ => Err("there is neither a string `bytes` nor `refused`".to_owned()),
        })
    }

    fn reply<T>(&self, answer: impl Fn(&Map<String, Value>) -> Result<T, String>) -> Reply<T> {
        match self.object.get("error") {
            Some(Value::String(why)) => Reply::Error(shortened(why.clone())),
            Some(why) if !why.is_null() => Reply::Error(shortened(why.to_string())),
            _ => answer(&self.object).map_or_else(Reply::Garbage, Reply::Answer),
        }
    }
}

fn event(value: &Value) -> Result<Event, String> {
    let Value::Object(object) = value else {
        return Err(format!("an event is no object: {value}"));
    };
    let text = |name: &str| match object.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(other) => Err(format!("`{name}` of an event is no string: {other}")),
        None => Err(format!("an event has no `{name}`")),
    };
    Ok(Event { event_type: text("type")?, data: text("data")?, last_event_id: id(object)? })
}

/// `null` is how many languages write that there is no ID; in the standard, that is the empty string.
fn id(object: &Map<String, Value>) -> Result<Option<String>, String> {
    match object.get("lastEventId") {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(String::new())),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(format!("`lastEventId` is no string: {other}")),
    }
}

/// JSON can have halves of surrogate pairs, but they are not text. Some languages have strings with such halves; they are shown
/// as the escapes of the answer, so that they are compared (and differ) like other text.
fn without_lone_surrogates(text: &str) -> String {
    let escape = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        out.push_str(&text[at..at + found]);
        at += found;
        let length = match (escape(at), escape(at + 6)) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => 12,
            (Some(0xD800..0xE000), _) => {
                out.push('\\');
                6
            }
            _ => 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
        out.push_str(&text[at..at + length]);
        at += length;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(line: &str) -> Reply<Answer> {
        Line::read(line.as_bytes()).expect("a JSON object").decoded()
    }

    #[test]
    fn questions_are_lines_of_json() {
        let case = crate::notation::case(b"a||b");
        assert_eq!(decode_question(7, &case).to_string(), r#"{"id":7,"chunks":["YQ==","","Yg=="]}"#);
        let event = ToEncode { data: Some("x".into()), retry: Some(5), ..ToEncode::default() };
        assert_eq!(encode_question(8, &event).to_string(), r#"{"id":8,"encode":{"data":"x","retry":5}}"#);
    }

    #[test]
    fn answers_may_leave_things_out() {
        let reply = decoded(r#"{"id":1,"events":[{"type":"t","data":"x"}]}"#);
        let event = Event { event_type: "t".into(), data: "x".into(), last_event_id: None };
        assert_eq!(reply, Reply::Answer(Answer { events: vec![event], ..Answer::default() }));
        assert!(matches!(
            decoded(r#"{"id":1,"events":[],"retry":null}"#),
            Reply::Answer(Answer { retry: Some(None), .. })
        ));
        assert_eq!(decoded(r#"{"id":1,"error":"why"}"#), Reply::Error("why".into()));
        for bad in [r#"{"id":1}"#, r#"{"id":1,"events":[{}]}"#, r#"{"id":1,"events":[],"retry":"5"}"#] {
            assert!(matches!(decoded(bad), Reply::Garbage(_)), "{bad}");
        }
    }

    #[test]
    fn numbers_are_kept_as_they_were_written() {
        let Reply::Answer(answer) = decoded(r#"{"id":1,"events":[],"retry":18446744073709551616}"#) else {
            panic!("no answer");
        };
        assert_eq!(answer.retry, Some(Some("18446744073709551616".to_owned())));
    }

    #[test]
    fn halves_of_surrogate_pairs_can_be_read() {
        assert_eq!(
            without_lone_surrogates(r#""\ud83d\ude00 \udc80 \\udc80 \n""#),
            r#""\ud83d\ude00 \\udc80 \\udc80 \n""#
        );
        assert_eq!(without_lone_surrogates(r"\ud83d\ud83d\ude00"), r"\\ud83d\ud83d\ude00");
        assert_eq!(without_lone_surrogates("\\"), "\\");
    }
}
