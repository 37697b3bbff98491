//! Runs the command with a process as the other side.

#[path = "support/scratch.rs"]
mod scratch;

use std::process::{Command, Output};

use scratch::Scratch;
use serde_json::Value;

/// Runs the kit with these options and the faulty other side of this name.
fn kit(options: &[&str], fault: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kit"));
    command.args(options).arg("--").arg(env!("CARGO_BIN_EXE_faulty")).arg(fault);
    command.output().expect("the kit runs")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_is_correct_passes() {
    for side in ["correct", "terse", "encodes-only"] {
        let output = kit(&["--cases", "3000"], side);
        assert_eq!(output.status.code(), Some(0), "{side}: {}", text(&output));
        assert!(text(&output).contains("No deviation in 3000 cases"));
        assert_eq!(text(&output).contains("encode-data"), side == "encodes-only");
        assert_eq!(text(&output).contains("not told"), side == "terse");
        assert!(!text(&output).contains('\r'), "no progress line without a terminal");
    }
    assert_eq!(kit(&["--cases", "500", "--encoder"], "correct").status.code(), Some(0));
}

#[test]
fn deviations_are_explained_and_reported() {
    let (json, markdown) = (Scratch::new("a.json"), Scratch::new("a.md"));
    let output = kit(&["--cases", "1000", "--report", json.name()], "chunk-forgets-cr");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains(r#"\r" | "\n"#), "{}", text(&output));
    let report: Value = serde_json::from_str(&json.read()).expect("JSON");
    assert_eq!(report["deviations"][0]["rule"], "crlf-split");
    assert_eq!(report["mode"], "decoder");
    assert!(report["deviations"][0]["examples"][0]["question"]["chunks"].is_array());

    let output = kit(&["--encoder", "--report", markdown.name()], "cr-is-let-out");
    assert_eq!(output.status.code(), Some(1));
    assert!(markdown.read().contains("## encode-data-cr\n"));
    assert!(markdown.read().contains("| encode-data-cr |"));
}

#[test]
fn only_some_rules() {
    let output = kit(&["--cases", "1000", "--only", "bom", "--only", "bom-split"], "chunk-forgets-cr");
    assert_eq!(output.status.code(), Some(1), "CRLF comes up with every rule");
    let output = kit(&["--cases", "1000", "--only", "empty-stream"], "chunk-forgets-cr");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let output = kit(&["--only", "no-such-rule"], "correct");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("no-such-rule"));
}

#[test]
fn crashes_and_their_like_are_reported_and_the_run_goes_on() {
    for (side, what) in [
        ("crashes", "a crash: it ended with exit status: 3, and said \"assertion failed\""),
        ("hangs", "a hang: no answer within 0.2 s"),
        ("garbage", "garbage: the line is no JSON"),
        ("wrong-id", "a wrong id: 0 instead of "),
        ("talks", "garbage: the line is no JSON"),
        ("banner", "garbage: the line is no JSON"),
    ] {
        let output = kit(&["--cases", "450", "--time-limit", "0.2"], side);
        assert_eq!(output.status.code(), Some(1), "{side}: {}", text(&output));
        assert!(text(&output).contains(what), "{side}: {}", text(&output));
    }
}

#[test]
fn what_cannot_be_run_is_told_apart() {
    let missing = Command::new(env!("CARGO_BIN_EXE_kit")).args(["--", "no-such-command-anywhere"]).output();
    let missing = missing.expect("the kit runs");
    assert_eq!(missing.status.code(), Some(2));
    assert!(text(&missing).contains("no-such-command-anywhere"));
    let silent = Command::new(env!("CARGO_BIN_EXE_kit")).args(["--", "false"]).output().expect("the kit runs");
    assert_eq!(silent.status.code(), Some(2), "{}", text(&silent));
    let none = Command::new(env!("CARGO_BIN_EXE_kit")).output().expect("the kit runs");
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn every_rule_is_listed() {
    let output = Command::new(env!("CARGO_BIN_EXE_kit")).arg("--list").output().expect("the kit runs");
    let list = text(&output);
    for name in ["bom-split", "cr-at-chunk-end", "id-with-null", "retry-sign", "encode-data-cr"] {
        assert!(list.contains(&format!("{name}\n")), "{name}");
    }
}
