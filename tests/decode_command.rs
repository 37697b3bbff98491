//! The `decode` example, run as a command.
//!
//! `cargo test` builds the examples before it runs this.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

/// `target/<profile>/deps/this_test` → `target/<profile>/examples/decode`
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this test is a file");
    let profile = test.ancestors().nth(2).expect("it lies in a folder of its profile");
    let program = profile.join("examples").join(format!("decode{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is missing: run `cargo build --examples`", program.display());
    program
}

fn start(arguments: &[&str]) -> std::process::Child {
    Command::new(program())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts")
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(arguments);
    // It may end before it has read everything, if an option is wrong.
    let _ = child.stdin.take().expect("stdin is piped").write_all(input);
    child.wait_with_output().expect("the command ends")
}

/// What it prints, one JSON value a line; it must succeed.
#[track_caller]
fn decode(arguments: &[&str], input: &[u8]) -> Vec<Value> {
    let output = run(arguments, input);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    let lines = String::from_utf8(output.stdout).expect("the output is text");
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// It must refuse, with one line on standard error that mentions `why`, and print nothing.
#[track_caller]
fn refuses(arguments: &[&str], why: &str) {
    let output = run(arguments, b"data: x\n\n");
    let message = String::from_utf8(output.stderr).expect("the message is text");
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(output.stdout, b"", "{message}");
    assert!(message.contains(why), "{message}");
    assert_eq!(message.lines().count(), 1, "{message:?}");
    assert!(message.ends_with('\n'), "{message:?}");
}

#[test]
fn events() {
    let output = run(&[], b"event: add\ndata: a\ndata: \"b\"\nid: 7\n\ndata: c\n\ndata: never");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "{\"type\":\"add\",\"data\":\"a\\n\\\"b\\\"\",\"lastEventId\":\"7\"}\n\
         {\"type\":\"message\",\"data\":\"c\",\"lastEventId\":\"7\"}\n",
    );
}

#[test]
fn nothing() {
    assert_eq!(decode(&[], b""), [] as [Value; 0]);
    assert_eq!(decode(&["--end"], b""), [json!({"end": {"lastEventId": "", "reconnectionTime": null}})]);
}

#[test]
fn everything_in_its_place_at_every_chunk_size() {
    let stream = b"\xEF\xBB\xBF:first\r\ndata: 1\r\nretry: 10\r\n: second\r\n\r\nid: \xC3\xA9\r\n\r\nretry: 20\n\
        retry: no\n:\n\ndata: caf\xC3\n\nid: lost\n: unterminated";
    let expected = [
        json!({"comment": "first"}),
        json!({"retry": 10}),
        json!({"comment": " second"}),
        json!({"type": "message", "data": "1", "lastEventId": ""}),
        json!({"retry": 20}),
        json!({"comment": ""}),
        json!({"type": "message", "data": "caf\u{FFFD}", "lastEventId": "é"}),
        json!({"end": {"lastEventId": "é", "reconnectionTime": 20}}),
    ];
    assert_eq!(decode(&["--comments", "--end"], stream), expected);
    for chunk in 1..=stream.len() {
        assert_eq!(decode(&["--comments", "--end", "--chunk", &chunk.to_string()], stream), expected, "{chunk}");
    }
    let without_comments: Vec<_> = expected.into_iter().filter(|line| line.get("comment").is_none()).collect();
    assert_eq!(decode(&["--end"], stream), without_comments);
}

#[test]
fn an_event_over_the_limit() {
    let stream = b"data: 0123456789\n\ndata: 0123456789a\nid: 1\nretry: 5\n\ndata: ok\n\n";
    for chunk in ["1", "7", "1000"] {
        let lines = decode(&["--max-event", "10", "--end", "--chunk", chunk], stream);
        assert_eq!(lines[0]["data"], "0123456789");
        assert_eq!(lines[1]["limit"], 10);
        assert!(lines[1]["error"].is_string());
        assert_eq!(lines[2], json!({"retry": 5}));
        assert_eq!(lines[3], json!({"type": "message", "data": "ok", "lastEventId": "1"}));
        assert_eq!(lines[4], json!({"end": {"lastEventId": "1", "reconnectionTime": 5}}));
    }
}

#[test]
fn the_limit_of_events_is_not_for_comments() {
    let stream = b":0123456789\ndata: 01\n\n";
    let expected = [json!({"comment": "0123456789"}), json!({"type": "message", "data": "01", "lastEventId": ""})];
    assert_eq!(decode(&["--max-event", "2", "--comments"], stream), expected);
}

#[test]
fn a_comment_over_the_limit() {
    let limit = 16 * 1024 * 1024;
    let mut stream = b":".to_vec();
    stream.resize(1 + limit, b'x');
    let longest = decode(&["--comments"], &[&stream[..], b"\n"].concat());
    assert_eq!(longest[0]["comment"].as_str().map(str::len), Some(limit));

    stream.extend(b"x\n:ok\n:");
    stream.resize(2 * stream.len(), b'x');
    let lines = decode(&["--comments"], &stream);
    assert_eq!(lines[0]["limit"], limit);
    assert_eq!(lines[1], json!({"comment": "ok"}));
    // The last one is not terminated, but too large already.
    assert_eq!(lines[2]["limit"], limit);
    assert_eq!(lines.len(), 3);
    assert_eq!(decode(&[], &stream), [] as [Value; 0], "a comment nobody wants has no limit");
}

#[test]
fn the_greatest_reconnection_time() {
    let lines = decode(&["--end"], b"retry: 99999999999999999999999\n");
    assert_eq!(lines[0], json!({"retry": u64::MAX}));
    assert_eq!(lines[1]["end"]["reconnectionTime"], json!(u64::MAX));
}

#[test]
fn each_line_is_out_before_more_is_read() {
    let mut child = start(&["--comments"]);
    let mut input = child.stdin.take().expect("stdin is piped");
    let mut output = BufReader::new(child.stdout.take().expect("stdout is piped"));
    for (sent, expected) in [
        ("data: 1\n\n", json!({"type": "message", "data": "1", "lastEventId": ""})),
        // A CR counts at once.
        ("data: 2\r\r", json!({"type": "message", "data": "2", "lastEventId": ""})),
        ("retry: 7\n", json!({"retry": 7})),
        (": hello\n", json!({"comment": " hello"})),
    ] {
        input.write_all(sent.as_bytes()).expect("it reads");
        input.flush().expect("it reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("it writes");
        assert_eq!(serde_json::from_str::<Value>(&line).expect("the line is JSON"), expected);
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_closed_output_ends_it_quietly() {
    let mut child = start(&[]);
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("stdin is piped");
    let event = b"data: x\n\n".repeat(1000);
    // Until it is gone.
    while input.write_all(&event).is_ok() {}
    drop(input);
    let mut errors = String::new();
    child.stderr.take().expect("stderr is piped").read_to_string(&mut errors).expect("the message is text");
    assert_eq!(errors, "");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/streams");
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("the sample streams are there") {
        let path = entry.expect("the folder can be read").path();
        let stream = fs::read(&path).expect("the file can be read");
        let from_file = decode(&["--comments", "--end", path.to_str().expect("the path is text")], b"");
        assert_eq!(from_file, decode(&["--comments", "--end", "-"], &stream), "{}", path.display());
        assert!(from_file.iter().any(|line| line.get("data").is_some()), "{}", path.display());
        files += 1;
    }
    assert_eq!(files, 3);
}

#[test]
fn wrong_options() {
    refuses(&["--nonsense"], "--nonsense");
    refuses(&["--chunk"], "--chunk");
    refuses(&["--chunk", "0"], "--chunk");
    refuses(&["--chunk", "-1"], "--chunk: ");
    refuses(&["--max-event", "many"], "--max-event: ");
    refuses(&["--end=yes"], "--end");
    refuses(&["-x"], "-x");
    refuses(&["one", "two"], "two");
    refuses(&["no/such/file"], "cannot read \"no/such/file\"");
    refuses(&[""], "cannot read \"\"");
    refuses(&["no\nsuch\nfile"], "such");
    refuses(&[env!("CARGO_MANIFEST_DIR")], "cannot read");
}

#[test]
fn help() {
    for option in ["--help", "-h"] {
        let output = run(&[option], b"");
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(output.stderr, b"");
        let usage = String::from_utf8(output.stdout).expect("the usage is text");
        for mentioned in ["--comments", "--end", "--chunk", "--max-event", "--help", "FILE"] {
            assert!(usage.contains(mentioned), "{usage}");
        }
    }
}
