//! Runs the command with a process that does not keep to the protocol, or that was hardly asked. Checks what the report says,
//! and what it costs. The tests count starts; each takes the time that the other side needs to start.

#[path = "support/scratch.rs"]
mod scratch;

use std::{
    fs,
    process::{Command, Output},
};

use scratch::Scratch;
use serde_json::Value;

/// More starts than this would take too long if a start takes a second.
const FEW_STARTS: usize = 20;

/// Runs the kit with these options and the faulty other side of this name. Returns the output, the report, and how often the
/// kit started the other side.
fn kit(options: &[&str], side: &str) -> (Output, Value, usize) {
    let (report, starts) = (Scratch::new(&format!("{side}.json")), Scratch::new(&format!("{side}.starts")));
    let mut command = Command::new(env!("CARGO_BIN_EXE_kit"));
    command.args(options).args(["--report", report.name(), "--", env!("CARGO_BIN_EXE_faulty"), side]);
    let output = command.env("STARTS", starts.name()).output().expect("the kit runs");
    let json = fs::read(report.name()).map_or(Value::Null, |bytes| serde_json::from_slice(&bytes).expect("JSON"));
    (output, json, starts.read().lines().count())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn a_side_that_never_keeps_to_the_protocol_costs_few_starts() {
    for (side, what) in [
        ("always-garbage", r#"garbage: the line is no JSON (expected ident at line 1 column 2): "nobody asked""#),
        ("dies-after-garbage", r#"garbage: the line is no JSON (expected ident at line 1 column 2): "nobody asked""#),
        ("no-object", "garbage: the line is no JSON object: "),
        ("wrong-shape", "garbage: there is no array `events`"),
        ("always-wrong-id", "a wrong id: 0 instead of "),
        ("answers-twice", "a wrong id: 1 instead of 2"),
        ("floods", "garbage: the line is no JSON"),
        ("floods-a-line", "garbage: the line is no JSON"),
    ] {
        let (output, report, starts) = kit(&["--cases", "3000"], side);
        assert_eq!(output.status.code(), Some(1), "{side}: {}", text(&output));
        let conclusion = report["conclusion"].as_str().expect("a sentence");
        assert!(
            conclusion.starts_with("The other side does not keep to the protocol: none of 12 cases"),
            "{conclusion}"
        );
        assert!(conclusion.contains(what), "{conclusion}");
        assert_eq!(report["deviations"][0]["rule"], "protocol", "{side}");
        assert_eq!(report["deviations"].as_array().map(Vec::len), Some(1), "{side}");
        let rules = report["rules"].as_array().expect("rules");
        assert!(rules.iter().all(|rule| rule["status"] != "ok"), "{side}: nothing was tested");
        assert!(starts <= FEW_STARTS, "{side}: {starts} starts");
    }
}

#[test]
fn a_side_that_never_answers_is_an_error() {
    let (output, report, starts) = kit(&[], "dies-at-once");
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("a crash: it ended with exit status: 3"), "{}", text(&output));
    assert!(report.is_null() && starts <= FEW_STARTS, "{starts} starts");
}

#[test]
fn a_side_that_answers_only_the_first_question_is_not_asked_for_long() {
    let (output, report, starts) = kit(&["--time-limit", "0.2"], "never-again");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert_eq!(report["cases"], 3);
    assert!(text(&output).contains("a hang: no answer within "), "{}", text(&output));
    assert!(starts <= FEW_STARTS, "{starts} starts");
}

#[cfg(unix)]
#[test]
fn a_side_that_closes_its_input_is_not_taken_for_a_slow_one() {
    let script = r#"read -r _; echo '{"id":1,"events":[{"type":"message","data":"x"}]}'; exec <&-; sleep 3600"#;
    let mut command = Command::new(env!("CARGO_BIN_EXE_kit"));
    // No answer takes so long: the kit must notice at once, or the test doesn't end.
    let output = command.args(["--time-limit", "600", "--cases", "1", "--", "sh", "-c", script]).output();
    let output = output.expect("the kit runs");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("a crash: it closed its input"), "{}", text(&output));
}

#[test]
fn rules_that_too_few_cases_left_out_are_named() {
    for side in ["correct", "encodes-only"] {
        let (output, report, _) = kit(&["--cases", "2"], side);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
        let names = report["notTested"].as_array().expect("names");
        assert!(names.len() > 5, "{names:?}");
        let printed = text(&output);
        let (_, list) = printed.split_once("\nnot tested: ").expect("a list");
        let (list, conclusion) = list.split_once("\n\n").expect("a conclusion");
        assert!(list.split(',').map(str::trim).eq(names.iter().filter_map(Value::as_str)), "{list}");
        let (_, enough) = conclusion.split_once("rules were not tested; `--cases ").expect("what would be enough");
        let enough: String = enough.chars().take_while(char::is_ascii_digit).collect();

        let (output, report, _) = kit(&["--cases", &enough], side);
        assert_eq!(report["notTested"], Value::Array(Vec::new()));
        assert!(!text(&output).contains("not tested"), "{}", text(&output));
    }
    // Rules that were not wanted are not among them.
    let (_, report, _) = kit(&["--cases", "100", "--only", "bom"], "correct");
    assert_eq!(report["notTested"], Value::Array(Vec::new()));
}

#[cfg(unix)]
#[test]
fn the_report_says_how_to_ask_a_case_again() {
    let answer = |line: &str| -> Value {
        let output = Command::new("sh").args(["-c", line]).output().expect("a shell");
        serde_json::from_slice(&output.stdout).expect("an answer")
    };
    for (options, side) in
        [(&["--cases", "1000"][..], "chunk-forgets-cr"), (&["--cases", "1000", "--encoder"], "cr-is-let-out")]
    {
        let (output, report, _) = kit(options, side);
        let example = &report["deviations"][0]["examples"][0];
        let again = example["again"].as_str().expect("a command line");
        assert!(text(&output).contains(&format!("again  {again}\n")), "{}", text(&output));
        assert_eq!(answer(again)["id"], example["question"]["id"]);
        // The correct side answers the question differently.
        assert_ne!(answer(again), answer(&again.replace(side, "correct")), "{again}");
    }
    let (output, ..) = kit(&["--cases", "1000"], "reused");
    assert!(text(&output).contains("again  only after other questions"), "{}", text(&output));
}
