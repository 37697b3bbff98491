//! Runs the example `encode` as a command.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    process::{Command, Output, Stdio},
};

use crate::program;

fn encode(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(program("encode"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // The command may stop reading at any line.
    let _ = child.stdin.take().expect("stdin is piped").write_all(input);
    child.wait_with_output().expect("the command ends")
}

#[track_caller]
fn encodes(arguments: &[&str], input: &str, stream: &str) {
    let output = encode(arguments, input.as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stdout), stream, "for {input:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "for {input:?}");
    assert_eq!(output.status.code(), Some(0), "for {input:?}");
}

/// Asserts that the message contains `why`.
#[track_caller]
fn refuses(arguments: &[&str], input: impl AsRef<[u8]>, stream: &str, line: u32, why: &str) {
    let input = input.as_ref();
    let output = encode(arguments, input);
    let message = String::from_utf8(output.stderr).expect("the message is text");
    let case = format!("{}: {message}", String::from_utf8_lossy(input));
    assert_eq!(String::from_utf8_lossy(&output.stdout), stream, "{case}");
    assert!(message.starts_with(&format!("line {line}: ")), "{case}");
    assert!(message.contains(why), "{case}");
    assert_one_line(&message);
    assert_eq!(output.status.code(), Some(1), "{case}");
}

#[track_caller]
fn assert_one_line(message: &str) {
    let line = message.strip_suffix('\n').expect("the message is a line");
    assert!(!line.is_empty() && !line.chars().any(char::is_control), "{message:?}");
}

#[test]
fn every_key() {
    encodes(
        &[],
        "{\"data\":\"a\\nb\",\"retry\":3000,\"comment\":\" hi\",\"id\":\"7\",\"type\":\"news\"}\n",
        ": hi\nevent: news\nid: 7\nretry: 3000\ndata: a\ndata: b\n\n",
    );
}

#[test]
fn one_key_each() {
    encodes(&[], "{}\n", "\n");
    encodes(&[], "{\"type\":\"\"}\n", "event: \n\n");
    encodes(&[], "{\"data\":\"\"}\n", "data: \n\n");
    encodes(&[], "{\"id\":\"\"}\n", "id: \n\n");
    encodes(&[], "{\"comment\":\"\"}\n", ":\n\n");
    encodes(&[], "{\"retry\":0}\n", "retry: 0\n\n");
    encodes(&[], "{\"retry\":18446744073709551615}\n", "retry: 18446744073709551615\n\n");
}

#[test]
fn lines() {
    encodes(&[], "", "");
    encodes(&[], "{\"data\":\"1\"}\n{\"data\":\"2\"}\n", "data: 1\n\ndata: 2\n\n");
    encodes(&[], "{\"data\":\"1\"}\n{\"data\":\"2\"}", "data: 1\n\ndata: 2\n\n");
    encodes(&[], "{\"data\":\"1\"}\r\n \t{ \"data\" : \"2\" } \r\n", "data: 1\n\ndata: 2\n\n");
}

#[test]
fn text() {
    encodes(&[], r#"{"data":"\u0000\t\ud83d\ude00é\u2028\u0085"}"#, "data: \0\t😀é\u{2028}\u{85}\n\n");
    encodes(&[], r#"{"data":"  two","id":" one"}"#, "id:  one\ndata:   two\n\n");
    encodes(
        &[],
        r#"{"data":"a\r\nb\rc\n","comment":"x\ndata: y"}"#,
        ":x\n:data: y\ndata: a\ndata: b\ndata: c\ndata: \n\n",
    );
}

/// An event that `decode` prints has its last event ID, which becomes an `id` if it differs from that of the line before.
#[test]
fn last_event_ids() {
    encodes(
        &[],
        "{\"type\":\"message\",\"data\":\"a\",\"lastEventId\":\"\"}\n\
         {\"type\":\"message\",\"data\":\"b\",\"lastEventId\":\"1\"}\n\
         {\"retry\":5}\n\
         {\"type\":\"t\",\"data\":\"c\",\"lastEventId\":\"1\"}\n\
         {\"type\":\"message\",\"data\":\"d\",\"lastEventId\":\"\"}\n",
        "data: a\n\nid: 1\ndata: b\n\nretry: 5\n\nevent: t\ndata: c\n\nid: \ndata: d\n\n",
    );
    // `id` counts, and becomes the last event ID for the next line.
    encodes(
        &[],
        "{\"data\":\"a\",\"id\":\"1\",\"lastEventId\":\"2\"}\n\
         {\"data\":\"b\",\"lastEventId\":\"1\"}\n\
         {\"data\":\"c\",\"lastEventId\":\"2\"}\n",
        "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n",
    );
    // A block without data, but with an ID, as `decode` prints it: the ID is written even if it is the same.
    encodes(
        &[],
        "{\"lastEventId\":\"\"}\n{\"lastEventId\":\"5\"}\n{\"lastEventId\":\"5\"}\n{\"data\":\"\",\"lastEventId\":\"5\"}\n",
        "id: \n\nid: 5\n\nid: 5\n\ndata: \n\n",
    );
}

/// `decode` prints `message` for every event without a type. In a line that is written by hand, `message` becomes a field.
#[test]
fn the_type_message() {
    encodes(&[], r#"{"type":"message","data":"x","lastEventId":""}"#, "data: x\n\n");
    encodes(&[], r#"{"type":"message","data":"x"}"#, "event: message\ndata: x\n\n");
    encodes(&[], r#"{"type":"Message","data":"x","lastEventId":""}"#, "event: Message\ndata: x\n\n");
}

#[test]
fn errors_ignored_lines_and_ends_are_passed_over() {
    encodes(
        &[],
        "{\"error\":\"event larger than the limit of 5 bytes\",\"limit\":5}\n\
         {\"ignored\":\"foo: bar\"}\n\
         {\"data\":\"x\",\"id\":\"7\"}\n\
         {\"end\":{\"lastEventId\":\"7\",\"reconnectionTime\":null}}\n\
         {\"end\":{\"lastEventId\":\"7\",\"reconnectionTime\":3000,\"midEvent\":true}}\n",
        "id: 7\ndata: x\n\n",
    );
    // An ID that no line has had is the exception: a block without data has set it.
    encodes(&[], r#"{"end":{"lastEventId":"8","reconnectionTime":null}}"#, "id: 8\n\n");
    encodes(&[], "{\"id\":\"7\"}\n{\"end\":{\"lastEventId\":\"\"}}\n", "id: 7\n\nid: \n\n");
    encodes(&[], "{\"end\":{\"lastEventId\":\"8\"}}\n{\"data\":\"\",\"lastEventId\":\"8\"}\n", "id: 8\n\ndata: \n\n");
    encodes(&[], r#"{"end":{}}"#, "");
}

#[test]
fn strict() {
    encodes(&["--strict"], r#"{"data":"a\nb","comment":"\r"}"#, ":\n:\ndata: a\ndata: b\n\n");
    refuses(&["--strict"], r#"{"data":"a\rb"}"#, "", 1, "data: U+000D at byte 1 cannot be encoded");
}

#[test]
fn values_that_cannot_be_encoded() {
    refuses(&[], r#"{"type":"a\nb"}"#, "", 1, "type: U+000A at byte 1 cannot be encoded");
    refuses(&[], r#"{"type":"a\rb"}"#, "", 1, "type: U+000D at byte 1 cannot be encoded");
    refuses(&[], r#"{"id":"\u0000"}"#, "", 1, "id: U+0000 at byte 0 cannot be encoded");
    refuses(&[], r#"{"id":"\n","data":"x"}"#, "", 1, "id: U+000A");
    refuses(&[], r#"{"lastEventId":"a\r"}"#, "", 1, "lastEventId: U+000D at byte 1 cannot be encoded");
    refuses(&[], r#"{"end":{"lastEventId":"\u0000"}}"#, "", 1, "lastEventId: U+0000 at byte 0 cannot be encoded");
    encodes(&[], r#"{"type":"a\u0000b"}"#, "event: a\0b\n\n");
}

#[test]
fn lines_that_are_no_valid_object() {
    for (line, why) in [
        ("", "not a JSON object"),
        (" ", "not a JSON object"),
        ("[]", "not a JSON object"),
        (r#"["message","data"]"#, "not a JSON object"),
        ("null", "not a JSON object"),
        (r#""data""#, "not a JSON object"),
        ("\u{feff}{}", "not a JSON object"),
        ("\u{c}{}", "not a JSON object"),
        ("{", "EOF"),
        ("{} {}", "trailing characters at column 4"),
        ("{},", "trailing characters"),
        (r#"{"event":"x"}"#, "unknown key `event`, expected type, data, id, retry or comment at column 8\n"),
        (r#"{"Data":"x"}"#, "unknown key `Data`"),
        (r#"{"a\nb\u001b[31m":1}"#, r"unknown key `a\nb\u{1b}[31m`"),
        ("{\"a\u{2028}b\":1}", r"unknown key `a\u{2028}b`"),
        (r#"{"data":"x","data":"y"}"#, "duplicate key `data`"),
        (r#"{"type":null}"#, "type: invalid type: null"),
        (r#"{"data":null}"#, "data: invalid type: null"),
        (r#"{"id":null}"#, "id: invalid type: null"),
        (r#"{"retry":null}"#, "retry: invalid type: null"),
        (r#"{"comment":null}"#, "comment: invalid type: null"),
        (r#"{"lastEventId":null}"#, "lastEventId: invalid type: null"),
        (r#"{"data":1}"#, "line 1: data: invalid type: integer `1`, expected a string at column 9\n"),
        (r#"{"data":["x"]}"#, "data: invalid type: sequence, expected a string"),
        (r#"{"id":7}"#, "id: invalid type: integer `7`, expected a string"),
        (r#"{"retry":-1}"#, "retry: invalid value: integer `-1`"),
        (r#"{"retry":-0}"#, "expected u64"),
        (r#"{"retry":1.5}"#, "1.5"),
        (r#"{"retry":1.0}"#, "1.0"),
        (r#"{"retry":1e3}"#, "1000.0"),
        (r#"{"retry":"3000"}"#, "retry: invalid type: string \"3000\", expected u64"),
        (r#"{"retry":03}"#, "invalid number"),
        (r#"{"retry":18446744073709551616}"#, "expected u64"),
        (r#"{"data":"\ud800"}"#, "column"),
        (r#"{"data":"\udc00x"}"#, "surrogate"),
        ("{\"data\":\"a\tb\"}", "control character"),
        ("{\"data\":\"x\"", "EOF"),
        // Known keys, at places where `decode` doesn't print them.
        (r#"{"data":"x","error":"y"}"#, "error: needs a line of its own"),
        (r#"{"ignored":"y","id":"x"}"#, "ignored: needs a line of its own"),
        (r#"{"end":{"lastEventId":"1"},"lastEventId":"2"}"#, "end: needs a line of its own"),
        (r#"{"limit":7,"retry":7}"#, "limit: needs a line of its own"),
        (r#"{"reconnectionTime":7}"#, "unknown key `reconnectionTime`"),
        (r#"{"end":null}"#, "end: invalid type: null, expected an object"),
        (r#"{"end":{"lastEventId":5}}"#, "end: invalid type: integer `5`, expected a string"),
        (r#"{"end":{"lastEventId":""},"end":{}}"#, "duplicate key `end`"),
        (r#"{"lastEventId":"","lastEventId":""}"#, "duplicate key `lastEventId`"),
    ] {
        refuses(&[], line.to_owned() + "\n", "", 1, why);
    }
    refuses(&[], b"{\"data\":\"\xff\"}\n", "", 1, "utf-8");
    refuses(&[], b"{\"data\":\"\xed\xa0\x80\"}\n", "", 1, "utf-8");
}

#[test]
fn the_first_bad_line_is_the_last_one_read() {
    refuses(
        &[],
        "{\"data\":\"1\"}\n{\"retry\":1}\n{\"id\":1}\n{\"data\":\"2\"}\n",
        "data: 1\n\nretry: 1\n\n",
        3,
        "string",
    );
    refuses(&[], "{\"data\":\"1\"}\n\n", "data: 1\n\n", 2, "not a JSON object");
}

#[test]
fn interactive() {
    let mut child = Command::new(program("encode"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut input = child.stdin.take().expect("stdin is piped");
    let mut output = BufReader::new(child.stdout.take().expect("stdout is piped"));
    for number in 1..=3 {
        // The answer comes before the next question, and before the end of the input.
        writeln!(input, "{{\"data\":\"{number}\"}}").expect("the command reads");
        let mut lines = String::new();
        output.read_line(&mut lines).expect("the command writes");
        output.read_line(&mut lines).expect("the command writes");
        assert_eq!(lines, format!("data: {number}\n\n"));
    }
    drop(input);
    assert_eq!(output.read(&mut [0]).expect("the command ends"), 0);
    assert_eq!(child.wait().expect("the command ends").code(), Some(0));
}

#[test]
fn closed_output() {
    let mut child = Command::new(program("encode"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("stdin is piped");
    while input.write_all(b"{\"data\":\"nobody reads this\"}\n").is_ok() {}
    drop(input);
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn file() {
    let path = std::env::temp_dir().join(format!("sse-proto encode {}.jsonl", std::process::id()));
    fs::write(&path, "{\"data\":\"from a file\"}\n").expect("there is a temporary folder");
    let name = path.to_str().expect("its name is text");
    encodes(&[name], "", "data: from a file\n\n");
    encodes(&["--strict", "--", name], "", "data: from a file\n\n");
    fs::remove_file(&path).expect("the file was there");

    for file in [name, "no\nsuch\nfile", "."] {
        let output = encode(&[file], b"");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.stdout.as_slice(), output.status.code()), (&b""[..], Some(2)), "{file}: {message}");
        assert!(message.starts_with("cannot read"), "{message}");
        assert_one_line(&message);
    }
}

#[test]
fn help() {
    for option in [&["--help"][..], &["-h"], &["--strict", "-h"]] {
        let output = encode(option, b"not read");
        assert_eq!((output.stderr.as_slice(), output.status.code()), (&b""[..], Some(0)), "{option:?}");
        let usage = String::from_utf8(output.stdout).expect("the usage is text");
        for key in ["type", "data", "id", "lastEventId", "retry", "comment"] {
            assert!(usage.contains(&format!("\n  {key} ")), "{usage}");
        }
        // The help has the same form as that of `decode`.
        let mut rest = &*usage;
        for part in [
            "\n\nUsage: encode [OPTIONS] [FILE]\n\n",
            "\n\nOptions:\n",
            "\n\nInput",
            "\n\nExit status:\n  0  ",
            "\n  1  ",
            "\n  2  ",
        ] {
            let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is not in its place: {usage}"));
            rest = after;
        }
        assert!(usage.lines().all(|line| line.chars().count() <= 80), "{usage}");
    }
}

#[test]
fn wrong_options() {
    for (wrong, why) in [
        (&["--sloppy"][..], "--sloppy"),
        (&["-x"], "-x"),
        (&["--strict=yes"], "yes"),
        (&["one", "two"], "two"),
        (&["--a\nb"], r"--a\nb"),
        (&["--a\u{2028}b"], r"--a\u{2028}b"),
    ] {
        let output = encode(wrong, b"{}");
        assert_eq!((output.stdout.as_slice(), output.status.code()), (&b""[..], Some(2)), "{wrong:?}");
        let message = String::from_utf8_lossy(&output.stderr);
        assert!(message.contains(why) && message.ends_with(" (see --help)\n"), "{message}");
        assert_one_line(&message);
    }
}
