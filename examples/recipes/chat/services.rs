//! The meaning of the services' events: one function for each format.

use serde_json::Value;

use super::reply::{End, Reply, at, text};

/// Reads chat completions, by OpenAI and services that imitate it. The end is `[DONE]`.
pub fn chat_completions(_: &str, json: &Value) -> Reply {
    Reply {
        text: text(json, "/choices/0/delta/content").unwrap_or_default(),
        finish_reason: text(json, "/choices/0/finish_reason"),
        usage: at(json, "/usage").cloned(),
        end: End::No,
    }
}

/// Reads responses, by OpenAI. The type of the event says what is in it.
pub fn responses(event_type: &str, json: &Value) -> Reply {
    match event_type {
        "response.output_text.delta" => Reply { text: text(json, "/delta").unwrap_or_default(), ..Reply::default() },
        "response.completed" | "response.incomplete" => Reply {
            finish_reason: text(json, "/response/status"),
            usage: at(json, "/response/usage").cloned(),
            end: End::Now,
            ..Reply::default()
        },
        _ => Reply::default(),
    }
}

/// Reads messages, by Anthropic. The usage is that of `message_delta`, which counts the whole reply.
pub fn messages(event_type: &str, json: &Value) -> Reply {
    Reply {
        text: text(json, "/delta/text").unwrap_or_default(),
        finish_reason: text(json, "/delta/stop_reason"),
        usage: at(json, "/usage").cloned(),
        end: if event_type == "message_stop" { End::Now } else { End::No },
    }
}

/// Reads `streamGenerateContent?alt=sse`, by Google. The text is in parts, and the end is a finish reason.
pub fn generate_content(_: &str, json: &Value) -> Reply {
    let parts = at(json, "/candidates/0/content/parts").and_then(Value::as_array).into_iter().flatten();
    let is_thought = |part: &&Value| at(part, "/thought") == Some(&Value::Bool(true));
    let finish_reason = text(json, "/candidates/0/finishReason").or(text(json, "/promptFeedback/blockReason"));
    Reply {
        text: parts.filter(|part| !is_thought(part)).filter_map(|part| text(part, "/text")).collect(),
        usage: at(json, "/usageMetadata").cloned(),
        end: if finish_reason.is_some() { End::WithBody } else { End::No },
        finish_reason,
    }
}

/// Reads DashScope, by Alibaba, with `incremental_output`. Before the end, the finish reason is the text `null`.
pub fn dashscope(_: &str, json: &Value) -> Reply {
    let finish_reason = text(json, "/output/choices/0/finish_reason").filter(|reason| reason != "null");
    Reply {
        text: text(json, "/output/choices/0/message/content").unwrap_or_default(),
        usage: at(json, "/usage").cloned(),
        end: if finish_reason.is_some() { End::WithBody } else { End::No },
        finish_reason,
    }
}
