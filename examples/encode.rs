//! Turns JSON Lines into an event stream: the reverse of the `decode` example.
//!
//! ```text
//! cargo run --release --example encode -- [OPTIONS] [FILE]
//! ```
//!
//! See `USAGE` below for the rest.
//!
//! ```text
//! $ echo '{"type":"greeting","data":"hello\nworld"}' | cargo run -q --example encode
//! event: greeting
//! data: hello
//! data: world
//!
//! ```

#[path = "common/fail.rs"]
mod fail;

use core::{fmt, time::Duration};
use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufRead, BufReader, ErrorKind, Write},
    process::ExitCode,
};

use fail::fail;
use lexopt::prelude::*;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};
use sse_proto::encode::{Event, EventId, EventType, InvalidValue};

const USAGE: &str = "\
Turns JSON Lines into an event stream (text/event-stream): the reverse of
decode.

Usage: encode [OPTIONS] [FILE]

Reads standard input if there is no FILE, or if it is -.

Options:
      --strict  refuse CR in data, as it cannot arrive as one
  -h, --help    print this

Input, one JSON object per line, with any of these keys. Each object becomes an
event, which is written at once:
  type     the event type, without CR and LF
  data     each of its lines becomes a data line
  id       the event ID, without CR, LF and NULL; an empty one makes the client
           forget the last one
  retry    the reconnection time in milliseconds, a whole number
  comment  each of its lines becomes a comment line

What decode prints is encoded such that decode prints it again:
  lastEventId          becomes the event ID unless it is that of the line before
                       and there is data; id takes precedence
  type                 message is not written in an object with lastEventId
  error, ignored, end  are passed over, but for a lastEventId of end that is
                       not that of the line before

Exit status:
  0  everything is written, or nobody reads the output any more
  1  a line is no such object: nothing of it is written, and nothing after it
  2  an option is wrong, or reading or writing failed
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has seen enough.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Write(error)) => fail(2, format_args!("cannot write: {error}")),
        Err(Failure::Read(file, error)) => fail(2, format_args!("cannot read {file}: {error}")),
        Err(Failure::Option(error)) => fail(2, format_args!("{error} (see --help)")),
        Err(Failure::Line(number, why)) => fail(1, format_args!("line {number}: {why}")),
    }
}

/// Says why the command ends early.
enum Failure {
    Option(lexopt::Error),
    Read(String, io::Error),
    Write(io::Error),
    /// The line's number, counted from 1, and what is wrong with it.
    Line(u64, String),
}

fn run() -> Result<(), Failure> {
    let Some(options) = options().map_err(Failure::Option)? else {
        let mut output = io::stdout().lock();
        return output.write_all(USAGE.as_bytes()).and_then(|()| output.flush()).map_err(Failure::Write);
    };
    match &options.file {
        Some(file) if file != "-" => {
            let name = format!("{file:?}");
            match File::open(file) {
                Ok(file) => encode(BufReader::new(file), &name, &options),
                Err(error) => Err(Failure::Read(name, error)),
            }
        }
        _ => encode(io::stdin().lock(), "standard input", &options),
    }
}

#[derive(Default)]
struct Options {
    strict: bool,
    file: Option<OsString>,
}

/// Returns the options, or `None` if the caller asks for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("strict") => options.strict = true,
            Value(file) if options.file.is_none() => options.file = Some(file),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(options))
}

fn encode(mut input: impl BufRead, name: &str, options: &Options) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let mut encoder = Encoder { strict: options.strict, last_event_id: String::new(), stream: String::new() };
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Failure::Read(name.to_owned(), error))? == 0 {
            break;
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let stream = encoder.encode(line).map_err(|why| Failure::Line(number, why))?;
        output.write_all(stream.as_bytes()).and_then(|()| output.flush()).map_err(Failure::Write)?;
    }
    Ok(())
}

struct Encoder {
    strict: bool,
    /// The last event ID of a client that has read the stream so far.
    last_event_id: String,
    /// The part of the stream that the latest line has become.
    stream: String,
}

impl Encoder {
    /// Returns the part of the stream that the line becomes.
    ///
    /// # Errors
    ///
    /// Returns a message if the line is wrong. The line then changes nothing.
    fn encode(&mut self, line: &[u8]) -> Result<&str, String> {
        self.stream.clear();
        let object = match Line::parse(line)? {
            Line::Object(object) => object,
            Line::End(End { last_event_id: Some(id) }) if id != self.last_event_id => {
                // A block without data has set it.
                Object { last_event_id: Some(id), ..Object::default() }
            }
            Line::End(_) | Line::PassedOver => return Ok(""),
        };

        let mut event = Event::new();
        if let Some(event_type) = &object.event_type {
            // `decode` prints `message` if there is no type, and a last event ID for every event.
            if event_type != "message" || object.last_event_id.is_none() {
                event = event.event_type(EventType::new(event_type).map_err(|error| invalid("type", error))?);
            }
        }
        let id = match (&object.id, &object.last_event_id) {
            (Some(id), _) => Some(EventId::new(id).map_err(|error| invalid("id", error))?),
            // A block without data is only there for its ID.
            (None, Some(id)) if *id != self.last_event_id || object.data.is_none() => {
                Some(EventId::new(id).map_err(|error| invalid("lastEventId", error))?)
            }
            _ => None,
        };
        if let Some(id) = id {
            event = event.id(id);
        }
        if let Some(milliseconds) = object.retry {
            event = event.reconnection_time(Duration::from_millis(milliseconds));
        }
        if let Some(comment) = &object.comment {
            event = event.comment(comment);
        }
        match &object.data {
            Some(data) if self.strict => event = event.strict_data(data).map_err(|error| invalid("data", error))?,
            Some(data) => event = event.data(data),
            None => {}
        }
        event.encode_to(&mut self.stream).map_err(|error| error.to_string())?;
        if let Some(id) = id {
            id.as_str().clone_into(&mut self.last_event_id);
        }
        Ok(&self.stream)
    }
}

/// Writes a message that names the key; the library's own message names the field.
fn invalid(key: &str, error: InvalidValue) -> String {
    format!("{key}: U+{:04X} at byte {} cannot be encoded", error.byte(), error.position())
}

/// Holds one line of the input.
enum Line {
    /// A line that becomes a part of the stream.
    Object(Object),
    /// The last line that `decode` prints.
    End(End),
    /// A line that `decode` prints for something that is not part of the new stream: an error, or an ignored line.
    PassedOver,
}

#[derive(Default)]
struct Object {
    event_type: Option<String>,
    data: Option<String>,
    id: Option<String>,
    last_event_id: Option<String>,
    retry: Option<u64>,
    comment: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
struct End {
    last_event_id: Option<String>,
}

impl Line {
    fn parse(line: &[u8]) -> Result<Self, String> {
        let text = core::str::from_utf8(line).map_err(|error| error.to_string())?;
        if !text.trim_start_matches([' ', '\t', '\r']).starts_with('{') {
            return Err("not a JSON object".to_owned());
        }
        serde_json::from_str(text).map_err(|error| {
            // serde_json gets one line at a time, so it always says line 1.
            let why = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            match why.strip_suffix(&place) {
                Some(why) => format!("{why} at column {}", error.column()),
                None => why,
            }
        })
    }
}

/// Written by hand, for errors that name the key.
impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(line: D) -> Result<Self, D::Error> {
        line.deserialize_map(LineVisitor)
    }
}

struct LineVisitor;

impl<'de> Visitor<'de> for LineVisitor {
    type Value = Line;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line, A::Error> {
        let mut object = Object::default();
        let mut end = None;
        // Keys of an event and other keys can't be in one object.
        let (mut of_event, mut of_none) = (false, None);
        while let Some(key) = map.next_key::<String>()? {
            match &*key {
                "type" => take(&key, &mut object.event_type, &mut map)?,
                "data" => take(&key, &mut object.data, &mut map)?,
                "id" => take(&key, &mut object.id, &mut map)?,
                "retry" => take(&key, &mut object.retry, &mut map)?,
                "comment" => take(&key, &mut object.comment, &mut map)?,
                "lastEventId" => take(&key, &mut object.last_event_id, &mut map)?,
                "end" => take(&key, &mut end, &mut map)?,
                "error" | "limit" | "ignored" => drop(map.next_value::<IgnoredAny>()?),
                _ => {
                    let expected = "type, data, id, retry or comment";
                    return Err(A::Error::custom(format_args!("unknown key `{key}`, expected {expected}")));
                }
            }
            match &*key {
                "end" | "error" | "limit" | "ignored" => of_none = Some(key),
                _ => of_event = true,
            }
        }
        match (of_none, end) {
            (Some(key), _) if of_event => Err(A::Error::custom(format_args!("{key}: needs a line of its own"))),
            (Some(_), Some(end)) => Ok(Line::End(end)),
            (Some(_), None) => Ok(Line::PassedOver),
            (None, _) => Ok(Line::Object(object)),
        }
    }
}

/// Takes the value of a key, which must not be `null`: that is a mistake, not the same as no key.
fn take<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    key: &str,
    value: &mut Option<T>,
    map: &mut A,
) -> Result<(), A::Error> {
    if value.is_some() {
        return Err(A::Error::custom(format_args!("duplicate key `{key}`")));
    }
    *value = Some(map.next_value().map_err(|error| A::Error::custom(format_args!("{key}: {error}")))?);
    Ok(())
}
