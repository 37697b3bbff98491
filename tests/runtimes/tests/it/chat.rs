//! Tests the recipe for a client of language models, over loopback, with replies in the formats of the services.

mod scripts;
use std::iter;

use crate::support::{
    runtime::on_tokio,
    server::{CUTS, Response, Server},
};
use scripts::Script;
use serde_json::{Value, json};
use sse_proto::GrowingStorage;
use sse_proto_runtimes::chat::{ChatError, Reply, Service, chat, services};

/// Sends one request for each response. Returns the outcomes, and the pieces of text that came before.
fn chats(service: Service, responses: Vec<Response>) -> Vec<(Result<Reply, ChatError>, Vec<String>)> {
    let (count, server) = (responses.len(), Server::start(responses));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let outcomes = on_tokio(async {
        let mut outcomes = Vec::new();
        for _ in 0..count {
            let mut pieces = Vec::new();
            let request = client.post(server.url()).header("X-Api-Key", "secret").json(&json!({"stream": true}));
            let outcome = chat(request, service, |piece| pieces.push(piece.to_owned())).await;
            outcomes.push((outcome, pieces));
        }
        outcomes
    });
    // Each request came once: the server had no response for another.
    let requests = server.requests();
    assert_eq!(requests.len(), count);
    for request in requests {
        assert!(request.head.starts_with("POST / HTTP/1.1\r\n"), "{}", request.head);
        let headers = ["Accept", "Content-Type", "X-Api-Key", "Last-Event-ID"].map(|name| request.header(name));
        assert_eq!(headers, [Some("text/event-stream"), Some("application/json"), Some("secret"), None]);
        assert_eq!(request.body, br#"{"stream":true}"#);
    }
    outcomes
}

fn only_chat(service: Service, response: Response) -> (Result<Reply, ChatError>, Vec<String>) {
    chats(service, vec![response]).remove(0)
}

#[track_caller]
fn assert_whole(script: &Script, (outcome, pieces): (Result<Reply, ChatError>, Vec<String>), what: &str) {
    let reply = outcome.unwrap_or_else(|error| panic!("{}, {what}: {error}", script.name));
    assert_eq!(pieces, script.pieces, "{}, {what}", script.name);
    assert_eq!(reply.text, script.pieces.concat(), "{}, {what}", script.name);
    assert_eq!(reply.finish_reason.as_deref(), Some(script.finish_reason), "{}, {what}", script.name);
    assert_eq!(reply.usage.as_ref(), Some(&script.usage), "{}, {what}", script.name);
}

#[test]
fn a_reply_of_each_service_is_read_however_it_is_split() {
    for script in scripts::all() {
        let responses = CUTS.map(|cuts| Response::new(script.body.as_str()).split(cuts)).to_vec();
        for (outcome, cuts) in iter::zip(chats(script.service, responses), CUTS) {
            assert_whole(&script, outcome, &format!("split into {cuts:?}"));
        }
    }
}

/// Returns whether an event would be lost if the stream ended here: the plain text has data after the last blank line.
fn is_mid_event(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).replace("\r\n", "\n").replace('\r', "\n");
    let block = text.rsplit("\n\n").next().unwrap();
    block.lines().any(|line| line == "data" || line.starts_with("data:"))
}

/// Replies are cut off after every byte, but end as HTTP requires, so only the service's own mark shows a complete one.
#[test]
fn a_reply_of_each_service_that_is_cut_off_is_recognised() {
    for script in scripts::all() {
        let cut = |len: usize| Response::new(&script.body.as_bytes()[..len]).split((61, usize::MAX));
        let outcomes = chats(script.service, (0..=script.body.len()).map(cut).collect());
        for (len, (outcome, pieces)) in outcomes.into_iter().enumerate() {
            let what = format!("cut off after {len} of {} bytes", script.body.len());
            if len >= script.whole {
                assert_whole(&script, (outcome, pieces), &what);
                continue;
            }
            assert_eq!(pieces, script.pieces[..pieces.len()], "{}, {what}", script.name);
            let Err(ChatError::CutOff { mid_event }) = outcome else { panic!("{}, {what}: {outcome:?}", script.name) };
            assert_eq!(mid_event, is_mid_event(&script.body.as_bytes()[..len]), "{}, {what}", script.name);
        }
    }
}

#[test]
fn a_connection_that_is_lost_is_told_from_a_body_that_ends() {
    for script in scripts::all() {
        let half = &script.body.as_bytes()[..script.body.len() / 2];
        let (outcome, pieces) = only_chat(script.service, Response::new(half).split((7, 5)).cut_off());
        assert!(matches!(&outcome, Err(ChatError::Connection(_))), "{}: {outcome:?}", script.name);
        assert_eq!(pieces, script.pieces[..pieces.len()], "{}", script.name);
    }
}

#[test]
fn a_reply_is_over_at_its_mark_whatever_follows() {
    for script in scripts::all().into_iter().filter(|script| script.name != "Gemini" && script.name != "Tongyi") {
        let body = script.body.clone() + "data: this is no JSON\n\n";
        assert_whole(&script, only_chat(script.service, Response::new(body).cut_off()), "with something after it");
    }
}

/// Errors that services send in place of the rest. A piece of text comes first if there is a stream.
#[test]
fn errors_in_the_stream_end_the_reply() {
    let hello = "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n";
    let anthropic = "event: content_block_delta\ndata: {\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n";
    let responses = "event: response.output_text.delta\ndata: {\"delta\":\"hello\"}\n\n";
    let gemini = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hello\"}]}}]}\r\n\r\n";
    let tongyi = "id:1\nevent:result\n:HTTP_STATUS/200\n\
        data:{\"output\":{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"null\"}]}}\n\n";
    let overloaded = json!({"type": "overloaded_error", "message": "Overloaded"});
    let cases: [(Service, String, Value); 7] = [
        (services::chat_completions, format!("{hello}data: {{\"error\":{overloaded}}}\n\n"), overloaded.clone()),
        (
            services::chat_completions,
            format!("{hello}event: error\ndata: Over\ndata: loaded\n\n"),
            json!("Over\nloaded"),
        ),
        (
            services::messages,
            format!("{anthropic}event: error\ndata: {{\"type\": \"error\", \"error\": {overloaded}}}\n\n"),
            json!({"type": "error", "error": overloaded}),
        ),
        (
            services::responses,
            format!(
                "{responses}event: response.failed\n\
                data: {{\"type\":\"response.failed\",\"response\":{{\"status\":\"failed\",\"error\":{overloaded}}}}}\n\n"
            ),
            overloaded.clone(),
        ),
        (
            services::responses,
            format!("{responses}event: error\ndata: {{\"type\":\"error\",\"code\":null,\"message\":\"no\"}}\n\n"),
            json!({"type": "error", "code": null, "message": "no"}),
        ),
        (
            services::generate_content,
            format!("{gemini}data: {{\"error\": {{\"code\": 503, \"status\": \"UNAVAILABLE\"}}}}\r\n\r\n"),
            json!({"code": 503, "status": "UNAVAILABLE"}),
        ),
        (
            services::dashscope,
            format!(
                "{tongyi}id:2\nevent:error\n:HTTP_STATUS/429\ndata:{{\"code\":\"Throttling\",\"message\":\"no\"}}\n\n"
            ),
            json!({"code": "Throttling", "message": "no"}),
        ),
    ];
    for (service, body, expected) in cases {
        // Without the blank line, the outcome is the same.
        for body in [body.trim_end(), &format!("{body}{hello}data: [DONE]\n\n")] {
            let (outcome, pieces) = only_chat(service, Response::new(body).split((3, 4)));
            let Err(ChatError::Service(error)) = outcome else { panic!("{body}: {outcome:?}") };
            assert_eq!((error, &pieces[..]), (expected.clone(), &["hello".to_owned()][..]), "{body}");
        }
    }
}

#[test]
fn what_is_no_event_stream_is_shown() {
    let error = "{\"error\": {\"message\": \"kein Modell heißt so 🙂\"}}";
    let refused = [
        (Response::new(error).with_status("429 Too Many Requests").with_content_type("application/json"), 429),
        // An event stream with an error status is not a reply, either.
        (Response::new(error).with_status("500 Internal Server Error"), 500),
        (Response::new(error).with_content_type("application/json; charset=UTF-8"), 200),
        (Response::new(error).with_content_type("text/event-stream-not"), 200),
        // JSON in place of events.
        (Response::new(error).split((2, 3)), 200),
        (Response::new(error.replacen('{', "{\n\n", 1) + "\n"), 200),
    ];
    for (response, status) in refused {
        let (outcome, pieces) = only_chat(services::generate_content, response);
        let Err(ChatError::Refused(said, body)) = outcome else { panic!("{outcome:?}") };
        assert_eq!((said, &body[..], pieces.len()), (status, error, 0));
    }
    let done = "data: [DONE]\n\n";
    for content_type in ["text/event-stream;charset=utf-8", "Text/Event-Stream ; charset=UTF-8"] {
        let (outcome, _) = only_chat(services::messages, Response::new(done).with_content_type(content_type));
        assert!(outcome.is_ok(), "{content_type}: {outcome:?}");
    }
}

#[test]
fn a_reply_that_lacks_a_part_is_an_error() {
    let (outcome, _) = only_chat(services::messages, Response::new("data: {\"a\":\n\ndata: [DONE]\n\n"));
    assert!(matches!(outcome, Err(ChatError::NotJson(_))), "{outcome:?}");

    let too_large = "data: ".to_owned() + &"x".repeat(GrowingStorage::DEFAULT_LIMIT + 1) + "\n\ndata: [DONE]\n\n";
    let (outcome, _) = only_chat(services::messages, Response::new(too_large));
    assert!(matches!(outcome, Err(ChatError::TooLarge(_))), "{outcome:?}");
}
