//! Replies in the formats of the services, with everything that they send in between.

use serde_json::{Value, json};
use sse_proto_runtimes::chat::{Service, services};

/// A reply, and the expected result of a client.
pub(crate) struct Script {
    pub(crate) name: &'static str,
    pub(crate) service: Service,
    pub(crate) body: String,
    /// The reply is complete after so many bytes.
    pub(crate) whole: usize,
    pub(crate) pieces: &'static [&'static str],
    pub(crate) finish_reason: &'static str,
    pub(crate) usage: Value,
}

pub(crate) fn all() -> [Script; 8] {
    [openai_chat(), openai_responses(), anthropic(), gemini(), tongyi(), tongyi_with_done(), zhipu(), a_gateway()]
}

/// Returns the length up to the end of the last line, without its end of line.
fn whole(body: &str) -> usize {
    body.trim_end().len()
}

/// Makes each value the data of an event.
fn data(events: &[Value]) -> String {
    events.iter().map(|json| format!("data: {json}\n\n")).collect()
}

/// Does the same, and makes the type in the JSON the type of the event, too.
fn typed(events: &[Value]) -> String {
    events.iter().map(|json| format!("event: {}\ndata: {json}\n\n", json["type"].as_str().unwrap())).collect()
}

fn completion(content: &str, finish_reason: Option<&str>) -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "m",
        "choices": [{"index": 0, "delta": {"content": content}, "finish_reason": finish_reason}],
        "usage": null,
    })
}

/// The first piece has a role and no text, and the usage comes without choices.
fn openai_chat() -> Script {
    let role = json!({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": null}]});
    let stop = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": null});
    let usage = json!({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}});
    let events = [role, completion("Grü", None), completion("ße\n", None), completion("🙂", None), stop, usage];
    let body = data(&events) + "data: [DONE]\n\n";
    Script {
        name: "OpenAI, chat completions",
        service: services::chat_completions,
        whole: whole(&body),
        body,
        pieces: &["Grü", "ße\n", "🙂"],
        finish_reason: "stop",
        usage: json!({"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}),
    }
}

/// The data repeats the type, there are deltas of other things than text, and the whole text comes again at the end.
fn openai_responses() -> Script {
    let usage = json!({"input_tokens": 9, "output_tokens": 30, "total_tokens": 39});
    let events = [
        json!({"type": "response.created", "response": {"status": "in_progress", "error": null, "usage": null}}),
        json!({"type": "response.output_item.added", "item": {"type": "reasoning", "summary": []}}),
        json!({"type": "response.reasoning_summary_text.delta", "delta": "They greet."}),
        json!({"type": "response.output_text.delta", "item_id": "msg_1", "delta": "Grü"}),
        json!({"type": "response.output_text.delta", "item_id": "msg_1", "delta": "ße"}),
        json!({"type": "response.output_text.done", "item_id": "msg_1", "text": "Grüße"}),
        json!({"type": "response.completed", "response": {"status": "completed", "error": null, "usage": usage}}),
    ];
    let body = typed(&events);
    Script {
        name: "OpenAI, responses",
        service: services::responses,
        whole: whole(&body),
        body,
        pieces: &["Grü", "ße"],
        finish_reason: "completed",
        usage,
    }
}

/// Pings come as events, with spaces in their JSON. Usage comes at the start and at the end.
fn anthropic() -> Script {
    let usage = json!({"input_tokens": 15, "output_tokens": 9});
    let events = [
        json!({"type": "message_start", "message": {"role": "assistant", "usage": {"input_tokens": 15, "output_tokens": 1}}}),
        json!({"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}}),
        json!({"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "They greet."}}),
        json!({"type": "content_block_stop", "index": 0}),
        json!({"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}}),
        json!({"type": "ping"}),
        json!({"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "Grü"}}),
        json!({"type": "ping"}),
        json!({"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "ße"}}),
        json!({"type": "content_block_stop", "index": 1}),
        json!({"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": null}, "usage": usage}),
        json!({"type": "message_stop"}),
    ];
    let body = typed(&events).replace("{\"type\":\"ping\"}", "{\"type\": \"ping\"}");
    Script {
        name: "Anthropic, messages",
        service: services::messages,
        whole: whole(&body),
        body,
        pieces: &["Grü", "ße"],
        finish_reason: "end_turn",
        usage,
    }
}

/// CRLF, thoughts among the parts, and no mark at the end.
fn gemini() -> Script {
    let candidate = |parts: Value| json!({"content": {"parts": parts, "role": "model"}, "index": 0});
    let mut last = candidate(json!([{"text": "e"}]));
    last["finishReason"] = json!("STOP");
    let usage = json!({"promptTokenCount": 8, "candidatesTokenCount": 7, "totalTokenCount": 15});
    let events = [
        json!({"candidates": [candidate(json!([{"text": "They greet.", "thought": true}]))]}),
        json!({"candidates": [candidate(json!([{"text": "Hm.", "thought": true}, {"text": "秋"}, {"text": "风"}]))]}),
        json!({"candidates": [candidate(json!([{"text": "ß"}]))], "usageMetadata": {"promptTokenCount": 8}}),
        json!({"candidates": [last], "usageMetadata": usage}),
    ];
    let body = data(&events).replace('\n', "\r\n");
    Script {
        name: "Gemini",
        service: services::generate_content,
        whole: whole(&body),
        body,
        pieces: &["秋风", "ß", "e"],
        finish_reason: "STOP",
        usage,
    }
}

/// An ID, a type and a comment in each event, no space after the colons, and a finish reason that is the text `null`.
fn tongyi() -> Script {
    let event = |(id, (content, finish_reason)): (usize, (&str, &str))| {
        let message = json!({"role": "assistant", "content": content, "reasoning_content": ""});
        let json = json!({
            "output": {"choices": [{"message": message, "finish_reason": finish_reason}]},
            "usage": {"input_tokens": 22, "output_tokens": id},
            "request_id": "r",
        });
        format!("id:{}\nevent:result\n:HTTP_STATUS/200\ndata:{json}\n\n", id + 1)
    };
    let events = [("", "null"), ("我是", "null"), ("通义", "null"), ("", "stop")];
    let body = events.into_iter().enumerate().map(event).collect::<String>();
    Script {
        name: "Tongyi",
        service: services::dashscope,
        whole: whole(&body),
        body,
        pieces: &["我是", "通义"],
        finish_reason: "stop",
        usage: json!({"input_tokens": 22, "output_tokens": 3}),
    }
}

fn tongyi_with_done() -> Script {
    let script = tongyi();
    // The reply is complete before that.
    Script { name: "Tongyi, with [DONE]", body: script.body + "data:[DONE]\n\n", ..script }
}

/// The event type is the default one, and thoughts come beside the text.
fn zhipu() -> Script {
    let thoughts = json!({"choices": [{"index": 0, "delta": {"role": "assistant", "reasoning_content": "他"}}]});
    let mut last = completion("", Some("stop"));
    last["usage"] = json!({"prompt_tokens": 6, "completion_tokens": 4, "total_tokens": 10});
    let events = [thoughts, completion("春", None), completion("天", None), last];
    let event = |json: &Value| format!("event:message\ndata:{json}\n\n");
    let body = events.iter().map(event).collect::<String>() + "event:message\ndata:[DONE]\n\n";
    Script {
        name: "Zhipu",
        service: services::chat_completions,
        whole: whole(&body),
        body,
        pieces: &["春", "天"],
        finish_reason: "stop",
        usage: json!({"prompt_tokens": 6, "completion_tokens": 4, "total_tokens": 10}),
    }
}

/// A gateway in front of a service sends a byte order mark, comments while it waits, empty events, and all ends of line.
fn a_gateway() -> Script {
    let body = [
        "\u{FEFF}: PROCESSING\n\n: PROCESSING\n\n:\n".to_owned(),
        data(&[completion("a", None)]).replace('\n', "\r"),
        "event: ping\ndata\n\n:\n\nevent: keepalive\ndata: {}\n\nretry: 3000\n\n".to_owned(),
        data(&[completion("b", Some("length"))]).replace('\n', "\r\n"),
        ": PROCESSING\n\n".to_owned() + &data(&[json!({"usage": {"total_tokens": 2}})]) + "data: [DONE]\n\n",
    ]
    .concat();
    Script {
        name: "a gateway",
        service: services::chat_completions,
        whole: whole(&body),
        body,
        pieces: &["a", "b"],
        finish_reason: "length",
        usage: json!({"total_tokens": 2}),
    }
}
