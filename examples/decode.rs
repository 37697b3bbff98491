//! Prints the events of an event stream, one JSON object a line.
//!
//! ```text
//! cargo run --release --example decode -- [OPTIONS] [FILE]
//! ```
//!
//! See `USAGE` below for the rest.

use core::time::Duration;
use std::{
    fs::File,
    io::{self, BufWriter, ErrorKind, Read, Write},
    process::ExitCode,
};

use lexopt::prelude::*;
use serde::Serialize;
use sse_proto::{Decoder, GrowingStorage, Input, Item};

const USAGE: &str = "\
Prints the events of an event stream (text/event-stream), one JSON object a line.

Usage: decode [OPTIONS] [FILE]

Reads standard input if there is no FILE, or if it is -.

Options:
      --comments         print comments, too
      --end              at the end, print the last event ID and the reconnection time
      --chunk N          decode at most N bytes at a time, up to 65536 (default: as they come)
      --max-event BYTES  drop events that are larger (default: 16777216)
  -h, --help             print this

Output, in the order of the stream, each line as soon as it is known:
  {\"type\":…,\"data\":…,\"lastEventId\":…}                an event
  {\"retry\":…}                                        a reconnection time, in milliseconds
  {\"comment\":…}                                      a comment: all that stands after the colon
  {\"error\":…,\"limit\":…}                              an event over the limit was dropped
                                                     (or a comment over 16777216 bytes)
  {\"end\":{\"lastEventId\":…,\"reconnectionTime\":…}}     the end; null if there was no reconnection time

Exit status: 0, also when the output is closed early; 2 if FILE can't be read, the output can't be written, or an option
is wrong.
";

/// How much is read at once.
const READ: usize = 64 * 1024;

/// The longest comment that is printed: it has to be kept until its end. The limit of an event is for events.
const COMMENT_LIMIT: usize = GrowingStorage::DEFAULT_LIMIT;

#[derive(Debug)]
struct Options {
    comments: bool,
    end: bool,
    chunk: usize,
    max_event: usize,
    file: Option<std::ffi::OsString>,
}

/// One line of output.
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
}

/// Why it ends early.
enum Failure {
    /// Nobody reads the output any more. That is no failure of ours.
    OutputClosed,
    Message(String),
}

fn main() -> ExitCode {
    let outcome = options().and_then(|options| options.map_or(Ok(()), |options| decode(&options)));
    match outcome {
        Ok(()) | Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => {
            // One line, whatever a file name contains. Standard error may be closed: there is no one to tell then.
            let message: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let _ = writeln!(io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

/// The options; none if only help was asked for.
fn options() -> Result<Option<Options>, Failure> {
    let mut options =
        Options { comments: false, end: false, chunk: READ, max_event: GrowingStorage::DEFAULT_LIMIT, file: None };
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("comments") => options.comments = true,
            Long("end") => options.end = true,
            Long("chunk") => match number("--chunk", &mut arguments)? {
                0 => return Err(Failure::Message("--chunk: must be at least 1".into())),
                chunk => options.chunk = chunk.min(READ),
            },
            Long("max-event") => options.max_event = number("--max-event", &mut arguments)?,
            Long("help") | Short('h') => {
                io::stdout().write_all(USAGE.as_bytes()).map_err(output_failure)?;
                return Ok(None);
            }
            Value(file) if options.file.is_none() => options.file = Some(file),
            unexpected => return Err(unexpected.unexpected().into()),
        }
    }
    Ok(Some(options))
}

fn number(option: &str, arguments: &mut lexopt::Parser) -> Result<usize, Failure> {
    arguments.value()?.parse().map_err(|error| Failure::Message(format!("{option}: {error}")))
}

fn decode(options: &Options) -> Result<(), Failure> {
    let (name, mut input): (_, Box<dyn Read>) = match &options.file {
        Some(file) if file != "-" => {
            let name = format!("{file:?}");
            let input = File::open(file).map_err(|error| input_failure(&name, &error))?;
            (name, Box::new(input))
        }
        _ => ("standard input".into(), Box::new(io::stdin())),
    };
    let mut printer = Printer {
        decoder: Decoder::with_storage(GrowingStorage::with_limit(options.max_event)),
        comment: options.comments.then(Comment::default),
        output: BufWriter::new(io::stdout().lock()),
    };
    // A whole number of chunks, so that a full read is cut into full ones.
    let mut buffer = vec![0; READ - READ % options.chunk];
    loop {
        // Whatever is known is out before we wait for more.
        printer.output.flush().map_err(output_failure)?;
        match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                for chunk in buffer[..read].chunks(options.chunk) {
                    printer.decode(chunk).map_err(output_failure)?;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(input_failure(&name, &error)),
        }
    }
    if options.end {
        printer.end().map_err(output_failure)?;
    }
    printer.output.flush().map_err(output_failure)
}

struct Printer<W> {
    decoder: Decoder<GrowingStorage>,
    /// The comment that is being read, if comments are wanted.
    comment: Option<Comment>,
    output: W,
}

/// The pieces of a comment, as long as they are within the limit.
#[derive(Default)]
struct Comment {
    text: Vec<u8>,
    too_large: bool,
}

impl<W: Write> Printer<W> {
    fn decode(&mut self, chunk: &[u8]) -> io::Result<()> {
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
                Ok(Item::LastEventId(_) | Item::Ignored { .. }) => {}
                Err(error) => {
                    print(&mut self.output, &Line::Error { error: &error.to_string(), limit: error.limit() })?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let end = End {
            last_event_id: &self.decoder.last_event_id().to_string_lossy(),
            reconnection_time: self.decoder.reconnection_time().map(milliseconds),
        };
        print(&mut self.output, &Line::End { end })
    }
}

impl Comment {
    /// Takes a piece, and prints the comment once it is whole; or, at once, that it is too large.
    fn take(&mut self, piece: &[u8], ends: bool, output: &mut impl Write) -> io::Result<()> {
        let limit = COMMENT_LIMIT;
        if !self.too_large && self.text.len() + piece.len() > limit {
            self.too_large = true;
            let error = format!("comment larger than the limit of {limit} bytes");
            print(output, &Line::Error { error: &error, limit })?;
        }
        if !self.too_large {
            self.text.extend_from_slice(piece);
            if ends {
                print(output, &Line::Comment { comment: &String::from_utf8_lossy(&self.text) })?;
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
    serde_json::to_writer(&mut *output, line)?;
    output.write_all(b"\n")
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn input_failure(name: &str, error: &io::Error) -> Failure {
    Failure::Message(format!("cannot read {name}: {error}"))
}

fn output_failure(error: io::Error) -> Failure {
    match error.kind() {
        ErrorKind::BrokenPipe => Failure::OutputClosed,
        _ => Failure::Message(format!("cannot write: {error}")),
    }
}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Message(error.to_string())
    }
}
