//! The reply of a service, and how an event adds to it.

use serde_json::Value;
use sse_proto::Event;

use super::ChatError;

/// Holds a reply, or the part of it that is in one event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// The text.
    pub text: String,
    /// Why the model stopped, in the words of the service.
    pub finish_reason: Option<String>,
    /// How many tokens the reply took, as the service counts them.
    pub usage: Option<Value>,
    /// Whether the reply has ended.
    pub end: End,
}

/// Says whether a reply has ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// More text may follow.
    #[default]
    No,
    /// The text is complete, but events that describe it, such as the usage, may follow until the body ends.
    WithBody,
    /// Nothing follows.
    Now,
}

/// Returns what an event with this type and data adds to the reply. An event of unknown type, such as a ping, adds nothing.
pub type Service = fn(&str, &Value) -> Reply;

impl Reply {
    pub(super) fn add(&mut self, part: Self, handle: &mut impl FnMut(&str)) {
        if !part.text.is_empty() {
            handle(&part.text);
            self.text += &part.text;
        }
        self.finish_reason = part.finish_reason.or(self.finish_reason.take());
        self.usage = part.usage.or(self.usage.take());
        self.end = self.end.max(part.end);
    }
}

pub(super) fn read(event: Event<'_>, service: Service) -> Result<Reply, ChatError> {
    let (event_type, data) = (event.event_type().to_string_lossy(), event.data());
    if data == "[DONE]" {
        return Ok(Reply { end: End::Now, ..Reply::default() });
    } else if data.is_empty() {
        return Ok(Reply::default());
    }
    let json = serde_json::from_slice::<Value>(data.as_bytes());
    if event_type == "error" {
        return Err(ChatError::Service(json.unwrap_or_else(|_| Value::String(data.to_string_lossy().into_owned()))));
    }
    let json = json?;
    match ["/error", "/response/error"].iter().find_map(|pointer| at(&json, pointer)) {
        Some(error) => Err(ChatError::Service(error.clone())),
        None => Ok(service(&event_type, &json)),
    }
}

/// Returns the value at this JSON pointer, unless it is `null`.
pub(super) fn at<'e>(json: &'e Value, pointer: &str) -> Option<&'e Value> {
    json.pointer(pointer).filter(|value| !value.is_null())
}

pub(super) fn text(json: &Value, pointer: &str) -> Option<String> {
    at(json, pointer)?.as_str().map(str::to_owned)
}
