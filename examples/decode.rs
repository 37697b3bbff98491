//! Prints the events of an event stream, one JSON object per line.
//!
//! ```text
//! cargo run --release --example decode -- [OPTIONS] [FILE]
//! ```
//!
//! See `USAGE` below for the rest.

#[path = "common/fail.rs"]
mod fail;
#[path = "common/one_line.rs"]
mod one_line;

use core::time::Duration;
use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufWriter, ErrorKind, Read, Write},
    process::ExitCode,
};

use fail::fail;
use lexopt::prelude::*;
use one_line::OneLine;
use serde::Serialize;
use serde_json::ser::Serializer;
use sse_proto::{Decoder, GrowingStorage, Input, Item};

const USAGE: &str = "\
Prints the events of an event stream (text/event-stream) as JSON Lines.

Usage: decode [OPTIONS] [FILE]

Reads standard input if there is no FILE, or if it is -.

Options:
      --comments         print comments, too
      --all              print comments, the ID of a block without data, and
                         ignored lines, too
      --end              at the end, print the last event ID, the reconnection
                         time, and whether an event has not ended
      --chunk N          decode at most N bytes at a time, up to 65536
                         (default: as they come)
      --max-event BYTES  drop events that are larger (default: 16777216)
  -h, --help             print this

Output, one JSON object per line, in the order of the stream, each as soon as it
is known:
  {\"type\":…,\"data\":…,\"lastEventId\":…}
      an event
  {\"retry\":…}
      a reconnection time, in milliseconds
  {\"comment\":…}
      a comment: all that follows the colon
  {\"lastEventId\":…}
      the ID of a block without data
  {\"ignored\":…}
      a line that means nothing: an unknown field, an id with NULL, or a retry
      that is no number
  {\"error\":…,\"limit\":…}
      an event was larger than the limit and has been dropped; or a comment or
      an ignored line was larger than 16777216 bytes
  {\"end\":{\"lastEventId\":…,\"reconnectionTime\":…,\"midEvent\":…}}
      the end; null if no reconnection time was set

Exit status:
  0  everything is printed, or nobody reads the output any more
  2  an option is wrong, or reading or writing failed
";

/// The number of bytes that one read asks for.
const READ: usize = 64 * 1024;

/// The length of the longest comment or ignored line that is printed, which must be kept until its end. The limit of an event
/// doesn't apply to these.
const LINE_LIMIT: usize = GrowingStorage::DEFAULT_LIMIT;

struct Options {
    comments: bool,
    all: bool,
    end: bool,
    chunk: usize,
    max_event: usize,
    file: Option<OsString>,
}

/// Holds one line of the output.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    #[serde(rename_all = "camelCase")]
    Event {
        r#type: &'a str,
        data: &'a str,
        last_event_id: &'a str,
    },
    Retry {
        retry: u64,
    },
    Comment {
        comment: &'a str,
    },
    #[serde(rename_all = "camelCase")]
    LastEventId {
        last_event_id: &'a str,
    },
    Ignored {
        ignored: &'a str,
    },
    Error {
        error: &'a str,
        limit: usize,
    },
    End {
        end: End<'a>,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct End<'a> {
    last_event_id: &'a str,
    reconnection_time: Option<u64>,
    mid_event: bool,
}

/// Says why the command ends early.
enum Failure {
    Option(lexopt::Error),
    Read(String, io::Error),
    Write(io::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has seen enough.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Write(error)) => fail(2, format_args!("cannot write: {error}")),
        Err(Failure::Read(file, error)) => fail(2, format_args!("cannot read {file}: {error}")),
        Err(Failure::Option(error)) => fail(2, format_args!("{error} (see --help)")),
    }
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
                Ok(file) => decode(file, &name, &options),
                Err(error) => Err(Failure::Read(name, error)),
            }
        }
        _ => decode(io::stdin().lock(), "standard input", &options),
    }
}

/// Returns the options, or `None` if the caller asks for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        comments: false,
        all: false,
        end: false,
        chunk: READ,
        max_event: GrowingStorage::DEFAULT_LIMIT,
        file: None,
    };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("comments") => options.comments = true,
            Long("all") => options.all = true,
            Long("end") => options.end = true,
            Long("chunk") => match number("--chunk", &mut arguments)? {
                0 => return Err("--chunk: must be at least 1".into()),
                chunk => options.chunk = chunk.min(READ),
            },
            Long("max-event") => options.max_event = number("--max-event", &mut arguments)?,
            Value(file) if options.file.is_none() => options.file = Some(file),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(options))
}

fn number(option: &str, arguments: &mut lexopt::Parser) -> Result<usize, lexopt::Error> {
    arguments.value()?.parse().map_err(|error| format!("{option}: {error}").into())
}

fn decode(mut input: impl Read, name: &str, options: &Options) -> Result<(), Failure> {
    let mut printer = Printer {
        decoder: Decoder::with_limit(options.max_event),
        comment: (options.comments || options.all).then(|| Pieces::new("comment", |comment| Line::Comment { comment })),
        ignored: options.all.then(|| Pieces::new("ignored line", |ignored| Line::Ignored { ignored })),
        line_start: Vec::new(),
        output: BufWriter::new(io::stdout().lock()),
    };
    // A multiple of the chunk size, so that a full read is cut into whole chunks.
    let mut buffer = vec![0; READ - READ % options.chunk];
    loop {
        // Print all that is known before waiting for more input.
        printer.output.flush().map_err(Failure::Write)?;
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                for chunk in buffer[..read].chunks(options.chunk) {
                    printer.decode(chunk).map_err(Failure::Write)?;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::Read(name.to_owned(), error)),
        }
    }
    printer.end_ignored_line().map_err(Failure::Write)?;
    if options.end {
        printer.end().map_err(Failure::Write)?;
    }
    printer.output.flush().map_err(Failure::Write)
}

struct Printer<W> {
    decoder: Decoder<GrowingStorage>,
    /// The current comment, if comments are printed.
    comment: Option<Pieces>,
    /// The current ignored line, if ignored lines are printed.
    ignored: Option<Pieces>,
    /// The bytes of the current line in earlier chunks, if ignored lines are printed. The decoder doesn't keep them, so if a
    /// line began like a field with a meaning, it returns only the rest.
    line_start: Vec<u8>,
    output: W,
}

/// Collects the pieces of a text that is printed as a whole, up to the limit.
struct Pieces {
    what: &'static str,
    line: fn(&str) -> Line<'_>,
    text: Vec<u8>,
    too_large: bool,
}

impl<W: Write> Printer<W> {
    fn decode(&mut self, chunk: &[u8]) -> io::Result<()> {
        if self.ignored.is_none() {
            return self.decode_input(chunk);
        }
        for line in chunk.split_inclusive(|byte| b"\r\n".contains(byte)) {
            self.decode_input(line)?;
            if line.ends_with(b"\r") || line.ends_with(b"\n") {
                self.line_start.clear();
            } else if self.line_start.len() <= LINE_LIMIT {
                self.line_start.extend_from_slice(line);
            }
        }
        Ok(())
    }

    fn decode_input(&mut self, chunk: &[u8]) -> io::Result<()> {
        let mut input = Input::new(chunk);
        while let Some(item) = self.decoder.next_item(&mut input) {
            match item {
                Ok(Item::Event(event)) => {
                    let line = Line::Event {
                        r#type: &event.event_type().to_string_lossy(),
                        data: &event.data().to_string_lossy(),
                        last_event_id: &event.last_event_id().to_string_lossy(),
                    };
                    print(&mut self.output, &line)?;
                }
                Ok(Item::ReconnectionTime(time)) => {
                    print(&mut self.output, &Line::Retry { retry: milliseconds(time) })?
                }
                Ok(Item::Comment { text, end_of_line }) => {
                    if let Some(comment) = &mut self.comment {
                        comment.take(text, end_of_line, &mut self.output)?;
                    }
                }
                Ok(Item::Ignored { text, end_of_line }) => {
                    if let Some(ignored) = &mut self.ignored {
                        if ignored.text.is_empty() {
                            // The byte order mark at the start of the stream is not part of the line.
                            let start = self.line_start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.line_start);
                            ignored.take(start, false, &mut self.output)?;
                        }
                        ignored.take(text, end_of_line, &mut self.output)?;
                    }
                }
                Ok(Item::LastEventId(id)) => {
                    if self.ignored.is_some() {
                        print(&mut self.output, &Line::LastEventId { last_event_id: &id.to_string_lossy() })?;
                    }
                }
                Err(error) => {
                    print(&mut self.output, &Line::Error { error: &error.to_string(), limit: error.limit() })?;
                }
            }
        }
        Ok(())
    }

    /// Prints an ignored line that the end of the stream has cut off, if ignored lines are printed. A body that is no event
    /// stream often has no end of line at all.
    fn end_ignored_line(&mut self) -> io::Result<()> {
        match &mut self.ignored {
            Some(ignored) if !ignored.text.is_empty() => ignored.take(b"", true, &mut self.output),
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        let end = End {
            last_event_id: &self.decoder.last_event_id().to_string_lossy(),
            reconnection_time: self.decoder.reconnection_time().map(milliseconds),
            mid_event: self.decoder.is_mid_event(),
        };
        print(&mut self.output, &Line::End { end })
    }
}

impl Pieces {
    fn new(what: &'static str, line: fn(&str) -> Line<'_>) -> Self {
        Self { what, line, text: Vec::new(), too_large: false }
    }

    /// Takes a piece, and prints the text once it is whole, or an error as soon as it is too large.
    fn take(&mut self, piece: &[u8], ends: bool, output: &mut impl Write) -> io::Result<()> {
        let limit = LINE_LIMIT;
        if !self.too_large && self.text.len() + piece.len() > limit {
            self.too_large = true;
            let error = format!("{} larger than the limit of {limit} bytes", self.what);
            print(output, &Line::Error { error: &error, limit })?;
        }
        if !self.too_large {
            self.text.extend_from_slice(piece);
            if ends {
                print(output, &(self.line)(&String::from_utf8_lossy(&self.text)))?;
            }
        }
        if ends || self.too_large {
            self.text.clear();
        }
        self.too_large &= !ends;
        Ok(())
    }
}

fn print(output: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    line.serialize(&mut Serializer::with_formatter(&mut *output, OneLine))?;
    output.write_all(b"\n")
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
