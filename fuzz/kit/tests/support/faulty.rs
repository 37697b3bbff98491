//! Runs one of the faulty parsers or encoders as a process: `faulty NAME`; `faulty correct` for the correct ones.
//!
//! Only a process can show some faults, as it may crash, hang, print too much, or answer a question that was not asked. If the
//! variable `STARTS` names a file, each start adds a line to it.

use std::{
    env,
    fs::File,
    io::{self, BufRead as _, Write as _},
    process, thread,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use conformance::{
    answer::Answer,
    encoder::{ToEncode, Written},
};
use serde_json::{Value, json};

mod encoder;
mod faults;
mod parser;

fn main() -> io::Result<()> {
    let name = env::args().nth(1).unwrap_or_default();
    let known = faults::PARSERS.iter().chain(faults::ENCODERS).map(|(fault, _)| *fault);
    let fault = known.into_iter().find(|fault| *fault == name).unwrap_or_default();
    let mut out = io::stdout().lock();
    if let Some(file) = env::var_os("STARTS") {
        writeln!(File::options().create(true).append(true).open(file)?, "{name}")?;
    }
    match name.as_str() {
        "banner" => writeln!(out, "ready")?,
        "dies-at-once" => process::exit(3),
        "floods" => loop {
            writeln!(out, "nobody asked")?;
        },
        "floods-a-line" => loop {
            write!(out, "nobody asked")?;
        },
        _ => {}
    }
    // Kept for the fault `reused`.
    let mut kept = parser::Parser::new(fault);
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let mut answer = answer(&name, fault, &question, &mut kept);
        answer["id"] = question["id"].clone();
        let hard = question["chunks"].as_array().is_some_and(|chunks| chunks.len() > 3);
        match name.as_str() {
            "always-wrong-id" => answer["id"] = json!(0),
            "always-garbage" | "dies-after-garbage" => {
                writeln!(out, "nobody asked")?;
                out.flush()?;
                if name == "dies-after-garbage" {
                    process::exit(3);
                }
                continue;
            }
            "no-object" => answer = json!([answer]),
            "wrong-shape" => answer = json!({ "id": question["id"], "events": { "data": "x" }, "bytes": [1] }),
            "answers-twice" => writeln!(out, "{answer}")?,
            "never-again" if answer["id"] != 1 => thread::sleep(Duration::from_secs(3600)),
            "hangs" if hard => thread::sleep(Duration::from_secs(3600)),
            "crashes" if hard => {
                eprintln!("assertion failed");
                process::exit(3);
            }
            "wrong-id" if hard => answer["id"] = json!(0),
            "talks" => writeln!(out, "answering")?,
            "garbage" if hard => {
                writeln!(out, "{{\"id\":")?;
                out.flush()?;
                continue;
            }
            _ => {}
        }
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(name: &str, fault: &'static str, question: &Value, kept: &mut parser::Parser) -> Value {
    if let Some(chunks) = question["chunks"].as_array() {
        if name == "encodes-only" {
            return json!({ "error": "this is an encoder" });
        }
        let mut parser = if fault == "reused" { kept.clone() } else { parser::Parser::new(fault) };
        for chunk in chunks {
            parser.feed(&STANDARD.decode(chunk.as_str().unwrap_or_default()).unwrap_or_default());
        }
        kept.clone_from(&parser);
        return parser.end().map_or_else(|error| json!({ "error": error }), |answer| decoded(name, &answer));
    }
    match encoder::encode(fault, &ToEncode::from_json(&question["encode"].to_string())) {
        Written::Bytes(bytes) => json!({ "bytes": STANDARD.encode(bytes) }),
        Written::Refused(why) => json!({ "refused": why }),
    }
}

/// Returns the answer, with or without its optional parts.
fn decoded(name: &str, answer: &Answer) -> Value {
    let terse = name == "terse";
    let event = |event: &conformance::answer::Event| {
        let mut object = json!({ "type": event.event_type, "data": event.data });
        if let (Some(id), false) = (&event.last_event_id, terse) {
            object["lastEventId"] = json!(id);
        }
        object
    };
    let mut object = json!({ "events": answer.events.iter().map(event).collect::<Vec<_>>() });
    if !terse {
        let time = answer.retry.as_ref().and_then(|time| time.as_deref());
        object["retry"] = time.map_or(Value::Null, |time| serde_json::from_str(time).unwrap_or(Value::Null));
        object["lastEventId"] = json!(answer.last_event_id);
    }
    object
}
