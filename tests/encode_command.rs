//! The `encode` example, run as a command.
//!
//! `cargo test` builds the examples before it runs this.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// `target/<profile>/deps/this_test` → `target/<profile>/examples/encode`
fn program() -> PathBuf {
    let mut path = std::env::current_exe().expect("this test is a file");
    path.pop();
    path.pop();
    path.push("examples");
    path.push(format!("encode{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo build --examples`", path.display());
    path
}

fn encode(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(program())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // It may stop reading at any line.
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

/// `why` is a part of the message.
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

#[test]
fn strict() {
    encodes(&["--strict"], r#"{"data":"a\nb","comment":"\r"}"#, ":\n:\ndata: a\ndata: b\n\n");
    refuses(&["--strict"], r#"{"data":"a\rb"}"#, "", 1, "data: U+000D at byte 1 cannot be encoded");
}

#[test]
fn values_that_cannot_be_encoded() {
    refuses(&[], r#"{"type":"a\nb"}"#, "", 1, "event: U+000A at byte 1 cannot be encoded");
    refuses(&[], r#"{"type":"a\rb"}"#, "", 1, "event: U+000D at byte 1 cannot be encoded");
    refuses(&[], r#"{"id":"\u0000"}"#, "", 1, "id: U+0000 at byte 0 cannot be encoded");
    refuses(&[], r#"{"id":"\n","data":"x"}"#, "", 1, "id: U+000A");
    encodes(&[], r#"{"type":"a\u0000b"}"#, "event: a\0b\n\n");
}

#[test]
fn lines_that_are_no_such_object() {
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
        (r#"{"event":"x"}"#, "unknown field `event`"),
        (r#"{"Data":"x"}"#, "unknown field `Data`"),
        (r#"{"a\nb\u001b[31m":1}"#, r"unknown field `a\nb\u{1b}[31m`"),
        ("{\"a\u{2028}b\":1}", r"unknown field `a\u{2028}b`"),
        (r#"{"data":"x","data":"y"}"#, "duplicate field `data`"),
        (r#"{"type":null}"#, "null"),
        (r#"{"data":null}"#, "null"),
        (r#"{"id":null}"#, "null"),
        (r#"{"retry":null}"#, "null"),
        (r#"{"comment":null}"#, "null"),
        (r#"{"data":1}"#, "expected a string"),
        (r#"{"data":["x"]}"#, "expected a string"),
        (r#"{"id":7}"#, "expected a string"),
        (r#"{"retry":-1}"#, "-1"),
        (r#"{"retry":-0}"#, "expected u64"),
        (r#"{"retry":1.5}"#, "1.5"),
        (r#"{"retry":1.0}"#, "1.0"),
        (r#"{"retry":1e3}"#, "1000.0"),
        (r#"{"retry":"3000"}"#, "expected u64"),
        (r#"{"retry":03}"#, "invalid number"),
        (r#"{"retry":18446744073709551616}"#, "expected u64"),
        (r#"{"data":"\ud800"}"#, "column"),
        (r#"{"data":"\udc00x"}"#, "surrogate"),
        ("{\"data\":\"a\tb\"}", "control character"),
        ("{\"data\":\"x\"", "EOF"),
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
    let mut child =
        Command::new(program()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the command starts");
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
    let mut child = Command::new(program())
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
fn options() {
    for help in [&["--help"][..], &["-h"], &["--strict", "-h"]] {
        let output = encode(help, b"not read");
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("Usage: encode "), "{help:?}");
        assert_eq!((output.stderr.as_slice(), output.status.code()), (&b""[..], Some(0)), "{help:?}");
    }
    for wrong in [&["--sloppy"][..], &["-x"], &["--strict=yes"], &["one", "two"], &["--a\nb"]] {
        let output = encode(wrong, b"{}");
        assert_eq!((output.stdout.as_slice(), output.status.code()), (&b""[..], Some(2)), "{wrong:?}");
        assert_one_line(&String::from_utf8_lossy(&output.stderr));
    }
}
