//! Runs the example `decode` as a command, and `decode | encode | decode`, which prints the same as `decode`.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    thread,
};

use serde_json::{Value, json};
use sse_proto_model::cases::CASES;

use crate::program;

fn start(name: &str, arguments: &[&str]) -> Child {
    Command::new(program(name))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts")
}

fn run(name: &str, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(name, arguments);
    let mut stdin = child.stdin.take().expect("stdin is piped");
    thread::scope(|scope| {
        // Write in another thread, because neither pipe holds everything. With a wrong option, the command may end before it
        // has read everything.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("the command ends")
    })
}

/// Returns the output of the command, which must succeed.
#[track_caller]
fn output(name: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let output = run(name, arguments, input);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name} {arguments:?}");
    assert_eq!(output.status.code(), Some(0), "{name} {arguments:?}");
    output.stdout
}

/// Returns the output as JSON values, one per line. The command must succeed.
#[track_caller]
fn decode(arguments: &[&str], input: &[u8]) -> Vec<Value> {
    let lines = String::from_utf8(output("decode", arguments, input)).expect("the output is text");
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

/// Asserts that the command prints nothing but one line on standard error that mentions `why`.
#[track_caller]
fn refuses(arguments: &[&str], why: &str) {
    let output = run("decode", arguments, b"data: x\n\n");
    let message = String::from_utf8(output.stderr).expect("the message is text");
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(output.stdout, b"", "{message}");
    assert!(message.contains(why), "{message}");
    let line = message.strip_suffix('\n').expect("the message is a line");
    assert!(!line.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')), "{message:?}");
    // `--help` helps with options, but not with files.
    assert_eq!(message.ends_with(" (see --help)\n"), !message.starts_with("cannot read"), "{message}");
}

#[test]
fn events() {
    let output = run("decode", &[], b"event: add\ndata: a\ndata: \"b\"\nid: 7\n\ndata: c\n\ndata: never");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "{\"type\":\"add\",\"data\":\"a\\n\\\"b\\\"\",\"lastEventId\":\"7\"}\n\
         {\"type\":\"message\",\"data\":\"c\",\"lastEventId\":\"7\"}\n",
    );
}

#[test]
fn nothing() {
    assert_eq!(decode(&[], b""), [] as [Value; 0]);
    assert_eq!(
        decode(&["--end"], b""),
        [json!({"end": {"lastEventId": "", "reconnectionTime": null, "midEvent": false}})]
    );
}

/// Decodes an error with status 200, whose last line has no end.
#[test]
fn a_body_that_is_no_event_stream() {
    let body = b"{\"error\": {\n  \"code\": 503}}";
    let expected = [json!({"ignored": "{\"error\": {"}), json!({"ignored": "  \"code\": 503}}"})];
    for chunk in 1..=body.len() {
        assert_eq!(decode(&["--all", "--chunk", &chunk.to_string()], body), expected, "{chunk}");
    }
    assert_eq!(decode(&["--comments"], body), [] as [Value; 0]);
}

#[test]
fn the_output_is_in_order_at_every_chunk_size() {
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
        json!({"end": {"lastEventId": "é", "reconnectionTime": 20, "midEvent": false}}),
    ];
    assert_eq!(decode(&["--comments", "--end"], stream), expected);
    for chunk in 1..=stream.len() {
        assert_eq!(decode(&["--comments", "--end", "--chunk", &chunk.to_string()], stream), expected, "{chunk}");
    }
    // With `--all`, everything is printed.
    let mut all = expected.to_vec();
    all.insert(4, json!({"lastEventId": "é"}));
    all.insert(6, json!({"ignored": "retry: no"}));
    assert_eq!(decode(&["--all", "--end"], stream), all);
    assert_eq!(decode(&["--all", "--comments", "--end"], stream), all);
    for chunk in 1..=stream.len() {
        assert_eq!(decode(&["--all", "--end", "--chunk", &chunk.to_string()], stream), all, "{chunk}");
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
        assert_eq!(lines[4], json!({"end": {"lastEventId": "1", "reconnectionTime": 5, "midEvent": false}}));
    }
}

#[test]
fn the_limit_of_events_does_not_apply_to_comments() {
    let stream = b":0123456789\ndata: 01\n\n";
    let expected = [json!({"comment": "0123456789"}), json!({"type": "message", "data": "01", "lastEventId": ""})];
    assert_eq!(decode(&["--max-event", "2", "--comments"], stream), expected);
}

const LINE_LIMIT: usize = 16 * 1024 * 1024;

#[test]
fn a_comment_over_the_limit() {
    let mut stream = b":".to_vec();
    stream.resize(1 + LINE_LIMIT, b'x');
    let longest = decode(&["--comments"], &[&stream[..], b"\n"].concat());
    assert_eq!(longest[0]["comment"].as_str().map(str::len), Some(LINE_LIMIT));

    stream.extend(b"x\n:ok\n:");
    stream.resize(2 * stream.len(), b'x');
    let error = format!("comment larger than the limit of {LINE_LIMIT} bytes");
    let error = json!({"error": error, "limit": LINE_LIMIT});
    // The last comment has no end, but is too large already.
    assert_eq!(decode(&["--comments"], &stream), [error.clone(), json!({"comment": "ok"}), error]);
    assert_eq!(decode(&[], &stream), [] as [Value; 0], "a comment nobody wants has no limit");
}

#[test]
fn an_ignored_line_over_the_limit() {
    let mut stream = vec![b'x'; LINE_LIMIT + 1];
    stream.extend(b"\nok\nid: ");
    // Only its last byte makes it an ignored line.
    stream.resize(2 * stream.len(), b'x');
    stream.extend(b"\0");
    let error = format!("ignored line larger than the limit of {LINE_LIMIT} bytes");
    let error = json!({"error": error, "limit": LINE_LIMIT});
    let max = (2 * LINE_LIMIT).to_string();
    assert_eq!(decode(&["--all", "--max-event", &max], &stream), [error.clone(), json!({"ignored": "ok"}), error]);
    assert_eq!(decode(&["--max-event", &max], &stream), [] as [Value; 0], "an ignored line nobody wants has no limit");
}

#[test]
fn ignored_lines() {
    let stream = b"\xEF\xBB\xBFdat: 1\nfoo: bar\nbaz\r\n data: x\rData: \xFF\nid: a\0b\nretry: 1s\nretry\nretry: 1\n\n\
        \xEF\xBB\xBFdata: 2\nidle\ndata: x\n\ndatum";
    let ignored = [
        "dat: 1",
        "foo: bar",
        "baz",
        " data: x",
        "Data: \u{FFFD}",
        "id: a\0b",
        "retry: 1s",
        "retry",
        "\u{FEFF}data: 2",
        "idle",
    ];
    let mut expected: Vec<_> = ignored.iter().map(|line| json!({"ignored": line})).collect();
    expected.insert(8, json!({"retry": 1}));
    expected.push(json!({"type": "message", "data": "x", "lastEventId": ""}));
    expected.push(json!({"ignored": "datum"})); // even though its line has not ended
    for chunk in 1..=stream.len() {
        assert_eq!(decode(&["--all", "--chunk", &chunk.to_string()], stream), expected, "{chunk}");
    }
    expected.retain(|line| line.get("ignored").is_none());
    assert_eq!(decode(&["--comments"], stream), expected);

    let lines = decode(&["--all", "--chunk", "1"], b"\xEF\xBBdata: x\n\xEF\xBB\xBF\n");
    assert_eq!(lines, [json!({"ignored": "\u{FFFD}data: x"}), json!({"ignored": "\u{FEFF}"})]);
}

#[test]
fn ids_of_blocks_without_data() {
    let stream = b"id: 5\n\nid: 6\ndata: x\n\nid: 6\nevent: t\nid: 7\n\nid\n\nid: a\0\n\nid: 8";
    let expected = [
        json!({"lastEventId": "5"}),
        json!({"type": "message", "data": "x", "lastEventId": "6"}),
        json!({"lastEventId": "7"}),
        json!({"lastEventId": ""}),
        json!({"ignored": "id: a\0"}),
        json!({"end": {"lastEventId": "", "reconnectionTime": null, "midEvent": false}}),
    ];
    for chunk in ["1", "2", "3", "5", "1000"] {
        assert_eq!(decode(&["--all", "--end", "--chunk", chunk], stream), expected, "{chunk}");
    }
}

#[test]
fn the_end_says_whether_an_event_was_cut_off() {
    for (stream, mid_event) in [
        ("", false),
        ("data: x\n\n", false),
        ("data: x\n\n:\n", false),
        ("data: x\r\n\r\n", false),
        ("data: x\r\r", false),
        ("data: x\n", true),
        ("data: x\n\ndata: y", true),
    ] {
        let lines = decode(&["--end"], stream.as_bytes());
        assert_eq!(lines.last().expect("there is an end")["end"]["midEvent"], mid_event, "{stream:?}");
    }
}

#[test]
fn the_greatest_reconnection_time() {
    let lines = decode(&["--end"], b"retry: 99999999999999999999999\n");
    assert_eq!(lines[0], json!({"retry": u64::MAX}));
    assert_eq!(lines[1]["end"]["reconnectionTime"], json!(u64::MAX));
}

#[test]
fn each_line_is_printed_before_more_is_read() {
    let mut child = start("decode", &["--comments"]);
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
fn a_closed_output_ends_the_command_quietly() {
    let mut child = start("decode", &[]);
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("stdin is piped");
    let event = b"data: x\n\n".repeat(1000);
    // Write until the reader is gone.
    while input.write_all(&event).is_ok() {}
    drop(input);
    let mut errors = String::new();
    child.stderr.take().expect("stderr is piped").read_to_string(&mut errors).expect("the message is text");
    assert_eq!(errors, "");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// Many readers of JSON lines split lines at these characters.
#[test]
fn line_ends_of_unicode_are_escaped() {
    let stream =
        ": \u{85}\nevent: \u{2028}\ndata: a\u{85}\u{85}b\u{2028}\\\ndata: \u{2029}é\u{2027}\u{202a}\nid: \u{2029}\n\n";
    let output = output("decode", &["--comments", "--end"], stream.as_bytes());
    assert_eq!(
        String::from_utf8(output).expect("the output is text"),
        "{\"comment\":\" \\u0085\"}\n\
         {\"type\":\"\\u2028\",\"data\":\"a\\u0085\\u0085b\\u2028\\\\\\n\\u2029é\u{2027}\u{202a}\",\"lastEventId\":\"\\u2029\"}\n\
         {\"end\":{\"lastEventId\":\"\\u2029\",\"reconnectionTime\":null,\"midEvent\":false}}\n",
    );
}

/// Asserts that `decode
/// encode
/// decode` prints the same as `decode`, except for the lines that `encode` passes over, and that the output of `encode` never
/// ends in the middle of an event.
#[track_caller]
fn check_round_trip(options: &[&str], stream: &[u8], what: &str) {
    let first = output("decode", options, stream);
    // Events that were too large are gone already. The others may have grown: U+FFFD takes three bytes, an invalid byte one.
    let mut without_limit = options.to_vec();
    if let Some(limit) = options.iter().position(|&option| option == "--max-event") {
        without_limit.drain(limit..limit + 2);
    }
    let second = output("decode", &without_limit, &output("encode", &[], &first));
    let text = |output| String::from_utf8(output).expect("the output is text");
    let passed_over = |line: &&str| ["{\"error\":", "{\"ignored\":"].iter().any(|start| line.starts_with(start));
    let expected: String = text(first).split_inclusive('\n').filter(|line| !passed_over(line)).collect();
    let expected = expected.replace("\"midEvent\":true}}\n", "\"midEvent\":false}}\n");
    assert_eq!(text(second), expected, "{options:?}, {what}");
}

#[test]
fn every_case_makes_the_round_trip() {
    for case in CASES {
        check_round_trip(&["--all", "--end"], case.stream, case.name);
        // Without `--all`, only the line for the end may have the ID.
        if !case.last_event_id.is_empty() {
            check_round_trip(&["--end"], case.stream, case.name);
        }
    }
}

#[test]
fn streams_make_the_round_trip_with_every_option() {
    let mut streams = vec![
        // The first event has no ID. The others have the ID of the first block, each in another way.
        b"data: 1\n\nid: 5\n\ndata: 2\n\ndata: 3\nid: 5\n\nid: 5\ndata: 4\n\n".to_vec(),
        // A block without data sets an ID, which changes, and changes back before the next event.
        b"id: 1\ndata: a\n\nid: 2\n\nid: 1\n\ndata: b\n\nid\n\n: c\nretry: 3\n\nid: 4\n\n".to_vec(),
        // The same text in other bytes.
        b"id: \xFF\ndata: \xFE\n\nid: \xFE\ndata: b\n\nevent: \xFF\nid: \xEF\xBF\xBD\ndata\n\n".to_vec(),
        b"data: 0123456789abcdef\nid: 1\nretry: 5\n\ndata: ok\n\nid: 2\ndata: 0123456789abcdef\n\n".to_vec(),
    ];
    streams.extend(sample_streams().map(|path| fs::read(path).expect("the file can be read")));
    streams.push(all_cases());
    for stream in &streams {
        let what = stream.escape_ascii().to_string();
        for options in [&[][..], &["--comments"], &["--end"], &["--comments", "--end"], &["--all"], &["--all", "--end"]]
        {
            check_round_trip(options, stream, &what);
            for limit in ["0", "1", "5", "10", "100", "1000"] {
                check_round_trip(&[options, &["--max-event", limit]].concat(), stream, &what);
            }
        }
    }
}

/// Joins all cases to one stream, with an event between them.
fn all_cases() -> Vec<u8> {
    CASES.iter().flat_map(|case| [case.stream, b"\n\ndata: next\n\n"]).flatten().copied().collect()
}

#[test]
fn every_case_at_every_chunk_size() {
    let stream = all_cases();
    let expected = output("decode", &["--all", "--end"], &stream);
    for chunk in ["1", "2", "3", "5", "7", "64", "1000"] {
        // `assert_eq` would print both.
        assert!(output("decode", &["--all", "--end", "--chunk", chunk], &stream) == expected, "{chunk}");
    }
}

fn sample_streams() -> impl Iterator<Item = PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/streams");
    let entries = fs::read_dir(folder).expect("the sample streams are there");
    entries.map(|entry| entry.expect("the folder can be read").path())
}

#[test]
fn files() {
    let mut files = 0;
    for path in sample_streams() {
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
    refuses(&["--a\u{2028}b\n"], "b");
    refuses(&["--chunk"], "--chunk");
    refuses(&["--chunk", "0"], "--chunk: must be at least 1");
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
        let output = run("decode", &[option], b"");
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(output.stderr, b"");
        let usage = String::from_utf8(output.stdout).expect("the usage is text");
        for mentioned in ["--comments", "--all", "--end", "--chunk", "--max-event", "--help"] {
            assert!(usage.contains(mentioned), "{usage}");
        }
        // The help has the same form as that of `encode`.
        let mut rest = &*usage;
        for part in [
            "\n\nUsage: decode [OPTIONS] [FILE]\n\n",
            "\n\nOptions:\n",
            "\n\nOutput",
            "\n\nExit status:\n  0  ",
            "\n  2  ",
        ] {
            let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is not in its place: {usage}"));
            rest = after;
        }
        assert!(usage.lines().all(|line| line.chars().count() <= 80), "{usage}");
    }
}
