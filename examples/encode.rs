//! Turns JSON Lines into an event stream: the reverse of the `decode` example.
//!
//! ```text
//! cargo run --release --example encode -- [OPTIONS] [FILE]
//! ```
//!
//! Reads FILE, or standard input if there is none or it is `-`: one JSON object a line, each of which becomes one event
//! on standard output, sent on at once. All keys are optional:
//!
//! | key | value | becomes |
//! |---|---|---|
//! | `type` | string without CR and LF | the event type |
//! | `data` | string | one `data` line for each of its lines |
//! | `id` | string without CR, LF and NULL | the event ID; `""` makes the client forget it |
//! | `retry` | whole number, at most 2⁶⁴ − 1 | the reconnection time in milliseconds |
//! | `comment` | string | one comment line for each of its lines |
//!
//! With `--strict`, a CR in `data` is refused, as it cannot arrive as one.
//!
//! Exit status: 0 if all is written, or nobody wants to read it any more; 1 after the first line that is no such object
//! (`line N: why` on standard error; nothing of it is written, the events before it are); 2 if an option is wrong, or
//! reading or writing fails.
//!
//! ```text
//! $ echo '{"type":"greeting","data":"hello\nworld"}' | cargo run -q --example encode
//! event: greeting
//! data: hello
//! data: world
//!
//! ```

use core::fmt::Display;
use core::time::Duration;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::process::ExitCode;

use serde::{Deserialize, Deserializer};
use sse_proto::encode::{Event, EventId, EventType};

const USAGE: &str = "\
Usage: encode [OPTIONS] [FILE]

Reads one JSON object a line from FILE (standard input if there is none, or if it
is -), with any of the keys type, data, id, retry and comment, and writes each as
an event of an event stream.

Options:
      --strict  Refuse CR in data, as it cannot arrive as one
  -h, --help    Print this
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the stream has seen enough of it.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Write(error)) => fail(2, format_args!("cannot write: {error}")),
        Err(Failure::Read(file, error)) => fail(2, format_args!("cannot read {file}: {error}")),
        Err(Failure::Option(error)) => fail(2, error),
        Err(Failure::Line(number, why)) => fail(1, format_args!("line {number}: {why}")),
    }
}

enum Failure {
    Option(lexopt::Error),
    Read(String, io::Error),
    Write(io::Error),
    /// The line's number, counted from 1, and what is wrong with it.
    Line(u64, String),
}

fn run() -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let options = match Options::parse().map_err(Failure::Option)? {
        Command::Help => {
            return stdout.write_all(USAGE.as_bytes()).and_then(|()| stdout.flush()).map_err(Failure::Write);
        }
        Command::Encode(options) => options,
    };
    match options.file {
        Some(file) if file != "-" => {
            let name = format!("{file:?}");
            match File::open(file) {
                Ok(file) => encode(BufReader::new(file), &name, options.strict, stdout),
                Err(error) => Err(Failure::Read(name, error)),
            }
        }
        _ => encode(io::stdin().lock(), "standard input", options.strict, stdout),
    }
}

fn encode(mut input: impl BufRead, name: &str, strict: bool, mut output: impl Write) -> Result<(), Failure> {
    let mut line = Vec::new();
    let mut stream = String::new();
    for number in 1.. {
        line.clear();
        stream.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Failure::Read(name.to_owned(), error))? == 0 {
            break;
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        encode_line(line, strict, &mut stream).map_err(|why| Failure::Line(number, why))?;
        output.write_all(stream.as_bytes()).and_then(|()| output.flush()).map_err(Failure::Write)?;
    }
    Ok(())
}

/// Appends the event to `stream`, or says what is wrong with it.
fn encode_line(line: &[u8], strict: bool, stream: &mut String) -> Result<(), String> {
    let object = Object::parse(line)?;
    let mut event = Event::new();
    if let Some(event_type) = &object.event_type {
        event = event.event_type(EventType::new(event_type).map_err(|error| error.to_string())?);
    }
    if let Some(id) = &object.id {
        event = event.id(EventId::new(id).map_err(|error| error.to_string())?);
    }
    if let Some(milliseconds) = object.retry {
        event = event.reconnection_time(Duration::from_millis(milliseconds));
    }
    if let Some(comment) = &object.comment {
        event = event.comment(comment);
    }
    match &object.data {
        Some(data) if strict => event = event.strict_data(data).map_err(|error| error.to_string())?,
        Some(data) => event = event.data(data),
        None => {}
    }
    event.encode_to(stream).map_err(|error| error.to_string())
}

/// One line of the input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Object {
    #[serde(rename = "type", default, deserialize_with = "present")]
    event_type: Option<String>,
    #[serde(default, deserialize_with = "present")]
    data: Option<String>,
    #[serde(default, deserialize_with = "present")]
    id: Option<String>,
    #[serde(default, deserialize_with = "present")]
    retry: Option<u64>,
    #[serde(default, deserialize_with = "present")]
    comment: Option<String>,
}

/// A key that is there has a value: `null` is not the same as no key, but a mistake.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

impl Object {
    fn parse(line: &[u8]) -> Result<Self, String> {
        let text = core::str::from_utf8(line).map_err(|error| error.to_string())?;
        // Serde would also take an array for a struct, its values in the order of the fields.
        if !text.trim_start_matches([' ', '\t', '\r']).starts_with('{') {
            return Err("not a JSON object".to_owned());
        }
        serde_json::from_str(text).map_err(|error| {
            // For serde_json, this is line 1 each time.
            let why = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            match why.strip_suffix(&place) {
                Some(why) => format!("{why} at column {}", error.column()),
                None => why,
            }
        })
    }
}

enum Command {
    Help,
    Encode(Options),
}

#[derive(Default)]
struct Options {
    strict: bool,
    file: Option<OsString>,
}

impl Options {
    fn parse() -> Result<Command, lexopt::Error> {
        use lexopt::prelude::*;

        let mut options = Self::default();
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(Command::Help),
                Long("strict") => options.strict = true,
                Value(file) if options.file.is_none() => options.file = Some(file),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Command::Encode(options))
    }
}

/// Says what is wrong, on one line whatever the message contains, for it may quote the input.
fn fail(status: u8, why: impl Display) -> ExitCode {
    let mut message = String::new();
    for character in why.to_string().chars() {
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            message.extend(character.escape_default());
        } else {
            message.push(character);
        }
    }
    // Standard error may be closed, which is no reason to panic.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(status)
}
