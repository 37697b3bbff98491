//! Serves the JSON objects of a file as an event stream over HTTP, and a page that shows them.
//!
//! ```text
//! cargo run --release --example serve -- [OPTIONS] FILE
//! ```
//!
//! See `USAGE` below for the rest. It uses std's sockets, with a thread for each connection; `httparse` reads the heads of
//! requests, `sse_proto::encode` writes the events, and `sse_proto::Replay` finds the events after a `Last-Event-ID`.

#[path = "../../../examples/common/fail.rs"]
mod fail;

use core::{fmt::Display, time::Duration};
use std::{
    collections::{BTreeSet, HashMap},
    ffi::OsString,
    fs,
    io::{self, ErrorKind, IsTerminal, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    process::ExitCode,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Instant,
};

use fail::fail;
use lexopt::prelude::*;
use serde::{Deserialize, Deserializer};
use sse_proto::{
    GrowingStorage, Replay,
    encode::{Event, EventId, EventType, HEARTBEAT, InvalidValue},
};

const USAGE: &str = "\
Serves JSON Lines as an event stream (text/event-stream) over HTTP.

Usage: serve [OPTIONS] FILE

Reads standard input if FILE is -. All of it is read before anybody is served.

Options:
      --addr ADDRESS  listen there (default: 127.0.0.1:0, which is a free port)
      --interval MS   wait so long before each event but the first of a response
                      (default: 0)
      --heartbeat MS  send a comment whenever there was nothing else to send for
                      so long (default: 15000)
      --retry MS      begin each stream with this reconnection time
  -h, --help          print this

Input, one JSON object per line, with any of these keys. Each object becomes an
event:
  type     the event type, without CR and LF
  data     each of its lines becomes a data line
  id       the event ID, which must be one that a client can send back, and is
           there once
  retry    the reconnection time in milliseconds, a whole number
  comment  each of its lines becomes a comment line
An object without an ID gets the number of its line as its ID, for a client
resumes after the last event that had one. What decode prints without options is
understood, too: lastEventId is an ID if it is not that of the line before.

Prints `listening on http://…` first, and then serves, until a signal ends it:
  GET /       the events. A client that sends Last-Event-ID gets those after it,
              or 204, which says that it need not come back, if there are none.
              One that sends none, or an ID that no event has, gets all of them.
              The response ends after the last event.
  GET /page   a page that shows the events as they come
  POST /drop  cuts the connections over which events are being sent

Exit status:
  0  nobody reads the output any more
  1  a line is no such object
  2  an option is wrong, or reading, writing or listening failed
";

const PAGE: &str = include_str!("serve.html");

/// The limits for the head of a request: its size, and the number of its headers.
const MAX_HEAD: usize = 16 * 1024;
const MAX_HEADERS: usize = 64;

/// How long a client may take to send the head of a request, or to accept bytes of the response.
const PATIENCE: Duration = Duration::from_secs(10);

struct Options {
    address: String,
    interval: Duration,
    heartbeat: Duration,
    retry: Option<Duration>,
    file: OsString,
}

/// Says why the command ends early.
enum Failure {
    Option(lexopt::Error),
    Read(String, io::Error),
    Write(io::Error),
    Listen(String, io::Error),
    /// The line's number, counted from 1, and the fault in it.
    Line(u64, String),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has gone, having seen enough.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Write(error)) => fail(2, format_args!("cannot write: {error}")),
        Err(Failure::Read(file, error)) => fail(2, format_args!("cannot read {file}: {error}")),
        Err(Failure::Listen(address, error)) => fail(2, format_args!("cannot listen on {address}: {error}")),
        Err(Failure::Option(error)) => fail(2, format_args!("{error} (see --help)")),
        Err(Failure::Line(number, why)) => fail(1, format_args!("line {number}: {why}")),
    }
}

fn run() -> Result<(), Failure> {
    let Some(options) = options().map_err(Failure::Option)? else { return print(USAGE) };
    let (name, input) = if options.file == "-" {
        let mut input = Vec::new();
        ("standard input".to_owned(), io::stdin().lock().read_to_end(&mut input).map(|_| input))
    } else {
        (format!("{:?}", options.file), fs::read(&options.file))
    };
    let input = input.map_err(|error| Failure::Read(name, error))?;
    let served = Arc::new(Served::new(&input, &options)?);

    let listen = |error| Failure::Listen(options.address.clone(), error);
    let listener = TcpListener::bind(&options.address).map_err(listen)?;
    print(&format!("listening on http://{}\n", listener.local_addr().map_err(listen)?))?;
    loop {
        // Without a connection, or a thread for it, no client can get an error.
        let started = listener.accept().and_then(|(socket, _)| {
            let served = Arc::clone(&served);
            thread::Builder::new().spawn(move || served.serve(socket))
        });
        if started.is_err() {
            // Too many connections are open at the moment.
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    output.write_all(text.as_bytes()).and_then(|()| output.flush()).map_err(Failure::Write)
}

/// Returns the options, or `None` if the user only asked for help.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let (mut address, mut file) = ("127.0.0.1:0".to_owned(), None);
    let (mut interval, mut heartbeat, mut retry) = (Duration::ZERO, Duration::from_secs(15), None);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("addr") => address = arguments.value()?.string()?,
            Long("interval") => interval = milliseconds("--interval", &mut arguments)?,
            Long("heartbeat") => match milliseconds("--heartbeat", &mut arguments)? {
                Duration::ZERO => return Err("--heartbeat: must be at least 1".into()),
                time => heartbeat = time,
            },
            Long("retry") => retry = Some(milliseconds("--retry", &mut arguments)?),
            Value(argument) if file.is_none() => file = Some(argument),
            _ => return Err(argument.unexpected()),
        }
    }
    let file = file.ok_or("missing FILE")?;
    Ok(Some(Options { address, interval, heartbeat, retry, file }))
}

fn milliseconds(option: &str, arguments: &mut lexopt::Parser) -> Result<Duration, lexopt::Error> {
    arguments.value()?.parse().map(Duration::from_millis).map_err(|error| format!("{option}: {error}").into())
}

/// Holds what the server serves, and how.
struct Served {
    events: Replay<GrowingStorage>,
    page: String,
    interval: Duration,
    heartbeat: Duration,
    /// The bytes at the start of each stream.
    start: Vec<u8>,
    /// How often all connections have been cut. Connections that send events wait for a change.
    cuts: Mutex<u64>,
    cut: Condvar,
    shows_requests: bool,
}

impl Served {
    fn new(input: &[u8], options: &Options) -> Result<Self, Failure> {
        // There is room for all events, so none is ever too old.
        let mut events = Replay::with_limit(u32::MAX as usize);
        let (mut types, mut lines) = (BTreeSet::from(["message".to_owned()]), HashMap::new());
        let mut last_event_id = String::new();
        for (line, number) in input.strip_suffix(b"\n").unwrap_or(input).split(|&byte| byte == b'\n').zip(1..) {
            if input.is_empty() {
                break;
            }
            let failure = |why| Failure::Line(number, why);
            let object = Object::parse(line).map_err(failure)?;
            let id = object.id_of_its_own(&mut last_event_id).unwrap_or_else(|| number.to_string());
            events.push(&object.to_event(&id).map_err(failure)?).map_err(|error| failure(error.to_string()))?;
            // A client that reports an ID that occurs twice would get the same events for ever.
            if let Some(earlier) = lines.insert(id.clone(), number) {
                return Err(failure(format!("id: {id:?} is the ID of line {earlier}, too")));
            }
            types.extend(object.event_type.filter(|event_type| !event_type.is_empty()));
        }
        let mut start = Vec::new();
        if let Some(time) = options.retry {
            Event::new().reconnection_time(time).encode_to_vec(&mut start);
        }
        // In a script, `<` is the only character in JSON that could end it.
        let types = serde_json::json!(types).to_string().replace('<', "\\u003c");
        Ok(Self {
            events,
            page: PAGE.replacen("[\"message\"]", &types, 1),
            interval: options.interval,
            heartbeat: options.heartbeat,
            start,
            cuts: Mutex::new(0),
            cut: Condvar::new(),
            shows_requests: io::stderr().is_terminal(),
        })
    }

    /// Serves one request. If that fails, the client has gone.
    fn serve(&self, socket: TcpStream) {
        let _ = self.try_to_serve(&socket);
    }

    fn try_to_serve(&self, mut socket: &TcpStream) -> io::Result<()> {
        socket.set_nodelay(true)?;
        socket.set_write_timeout(Some(PATIENCE))?;
        let request = match RequestHead::read(socket)? {
            Ok(request) => request,
            Err(status) => {
                self.log(format_args!("{status}"));
                return respond(socket, status, "", b"");
            }
        };
        self.log(format_args!("{} {}, after {:?}", request.method, request.path, request.last_event_id_text()));
        let (is_head, is_get) = (request.method == "HEAD", matches!(&*request.method, "GET" | "HEAD"));
        match &*request.path {
            "/" if is_get => {
                // A new client gets all events, and so does one that last read from another server.
                let events = self.events.after(&request.last_event_id).unwrap_or_else(|_| self.events.iter());
                if events.clone().next().is_none() {
                    return respond(socket, "204 No Content", "", b"");
                }
                let mut body = Body { socket, is_chunked: request.is_http_1_1 };
                socket.write_all(
                    format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store, no-transform\r\n\
                         X-Accel-Buffering: no\r\nConnection: close\r\n{}\r\n",
                        if body.is_chunked { "Transfer-Encoding: chunked\r\n" } else { "" }
                    )
                    .as_bytes(),
                )?;
                if is_head {
                    return finish(socket);
                }
                if self.send(events, &mut body)? {
                    body.end()?;
                    return finish(socket);
                }
                // Without the last chunk, the client sees that the connection is lost.
                socket.shutdown(Shutdown::Both)
            }
            "/page" if is_get => {
                let headers = "Content-Type: text/html; charset=utf-8\r\nContent-Security-Policy: default-src 'none'; \
                               script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'\r\n";
                respond_to(socket, is_head, "200 OK", headers, self.page.as_bytes())
            }
            "/drop" if request.method == "POST" => {
                *self.cuts() += 1;
                self.cut.notify_all();
                respond(socket, "204 No Content", "", b"")
            }
            "/" | "/page" => respond(socket, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", b""),
            "/drop" => respond_to(socket, is_head, "405 Method Not Allowed", "Allow: POST\r\n", b""),
            _ => respond_to(socket, is_head, "404 Not Found", "", b""),
        }
    }

    /// Returns whether all events have been sent; if not, the caller must cut the connection.
    fn send<'e>(&self, events: impl Iterator<Item = &'e [u8]>, body: &mut Body<'_>) -> io::Result<bool> {
        let cuts = *self.cuts();
        body.write(&self.start)?;
        for (number, event) in events.enumerate() {
            let next = Instant::now().checked_add(if number == 0 { Duration::ZERO } else { self.interval });
            // A heartbeat is possible only between events.
            while let Some(rest) = rest_until(next) {
                if self.is_cut_within(rest.min(self.heartbeat), cuts) {
                    return Ok(false);
                }
                if rest > self.heartbeat {
                    body.write(HEARTBEAT.as_bytes())?;
                }
            }
            if *self.cuts() != cuts {
                return Ok(false);
            }
            body.write(event)?;
        }
        Ok(true)
    }

    /// Waits for so long, or until the connections are cut. Returns whether they are.
    fn is_cut_within(&self, time: Duration, cuts: u64) -> bool {
        let wait = self.cut.wait_timeout_while(self.cuts(), time, |now| *now == cuts);
        *wait.unwrap_or_else(PoisonError::into_inner).0 != cuts
    }

    fn cuts(&self) -> MutexGuard<'_, u64> {
        self.cuts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn log(&self, what: impl Display) {
        if self.shows_requests {
            let _ = writeln!(io::stderr(), "{what}");
        }
    }
}

/// Returns the time until then, or `None` once it has come. A `time` of `None` is too late for an `Instant`, and never comes.
fn rest_until(time: Option<Instant>) -> Option<Duration> {
    let rest = time.map_or(Duration::MAX, |time| time.saturating_duration_since(Instant::now()));
    (!rest.is_zero()).then_some(rest)
}

/// Holds one line of the input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a JSON object")]
struct Object {
    #[serde(rename = "type", default, deserialize_with = "not_null")]
    event_type: Option<String>,
    #[serde(default, deserialize_with = "not_null")]
    data: Option<String>,
    #[serde(default, deserialize_with = "not_null")]
    id: Option<String>,
    #[serde(rename = "lastEventId", default, deserialize_with = "not_null")]
    last_event_id: Option<String>,
    #[serde(default, deserialize_with = "not_null")]
    retry: Option<u64>,
    #[serde(default, deserialize_with = "not_null")]
    comment: Option<String>,
}

/// Refuses `null`, which is a mistake and not the same as no key.
fn not_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

impl Object {
    fn parse(line: &[u8]) -> Result<Self, String> {
        let text = core::str::from_utf8(line).map_err(|error| error.to_string())?;
        if !text.trim_start_matches([' ', '\t', '\r']).starts_with('{') {
            return Err("not a JSON object".to_owned());
        }
        serde_json::from_str(text).map_err(|error| {
            // serde_json counts each line as line 1.
            let why = error.to_string();
            let place = format!(" at line {} column {}", error.line(), error.column());
            match why.strip_suffix(&place) {
                Some(why) => format!("{why} at column {}", error.column()),
                None => why,
            }
        })
    }

    /// Returns the object's own ID. `decode` prints the last event ID, which may be the ID of an earlier event.
    fn id_of_its_own(&self, last_event_id: &mut String) -> Option<String> {
        match (&self.id, &self.last_event_id) {
            (Some(id), _) => {
                last_event_id.clone_from(id);
                Some(id.clone())
            }
            (None, Some(id)) if id != last_event_id => {
                last_event_id.clone_from(id);
                // An ID that was reset is not an ID.
                (!id.is_empty()).then(|| id.clone())
            }
            _ => None,
        }
    }

    fn to_event<'e>(&'e self, id: &'e str) -> Result<Event<'e>, String> {
        let id = EventId::new(id).map_err(|error| invalid("id", error))?;
        if id.as_str().is_empty() {
            return Err("id: a client would forget where it was".to_owned());
        }
        if !id.fits_header() {
            return Err("id: no client can send it back, as it cannot be the value of a header".to_owned());
        }
        let mut event = Event::new().id(id);
        if let Some(event_type) = &self.event_type {
            event = event.event_type(EventType::new(event_type).map_err(|error| invalid("type", error))?);
        }
        if let Some(milliseconds) = self.retry {
            event = event.reconnection_time(Duration::from_millis(milliseconds));
        }
        if let Some(comment) = &self.comment {
            event = event.comment(comment);
        }
        if let Some(data) = &self.data {
            event = event.data(data);
        }
        Ok(event)
    }
}

/// Names the key, because the library's message names the field.
fn invalid(key: &str, error: InvalidValue) -> String {
    format!("{key}: U+{:04X} at byte {} cannot be encoded", error.byte(), error.position())
}

/// Holds the needed parts of a request's head.
struct RequestHead {
    method: String,
    /// The path without a query.
    path: String,
    is_http_1_1: bool,
    /// Empty if the request has none.
    last_event_id: Vec<u8>,
}

impl RequestHead {
    /// Reads the head of a request, or returns the status of the answer to an invalid one.
    fn read(mut socket: &TcpStream) -> io::Result<Result<Self, &'static str>> {
        let deadline = Instant::now() + PATIENCE;
        let (mut head, mut buffer) = (Vec::new(), [0; 1024]);
        loop {
            let rest = deadline.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return Ok(Err("408 Request Timeout"));
            }
            socket.set_read_timeout(Some(rest))?;
            match socket.read(&mut buffer) {
                Ok(0) if head.is_empty() => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(0) => return Ok(Err("400 Bad Request")),
                Ok(read) => head.extend_from_slice(&buffer[..read]),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                Err(error) => return Err(error),
            }
            match Self::parse(&head) {
                Ok(None) if head.len() >= MAX_HEAD => return Ok(Err("431 Request Header Fields Too Large")),
                Ok(None) => {}
                Ok(Some(request)) => return Ok(Ok(request)),
                Err(status) => return Ok(Err(status)),
            }
        }
    }

    /// Returns `None` if the head is incomplete.
    fn parse(head: &[u8]) -> Result<Option<Self>, &'static str> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(head) {
            Ok(httparse::Status::Complete(_)) => {}
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err("431 Request Header Fields Too Large"),
            Err(httparse::Error::Version) => return Err("505 HTTP Version Not Supported"),
            Err(_) => return Err("400 Bad Request"),
        }
        let values = |name: &str| {
            let values = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
            values.map(|header| header.value).collect::<Vec<_>>()
        };
        let is_http_1_1 = request.version == Some(1);
        // RFC 9112, 3.2: a request has at most one `Host`, and with HTTP/1.1 exactly one.
        if values("Host").len() > 1 || (is_http_1_1 && values("Host").is_empty()) {
            return Err("400 Bad Request");
        }
        let (method, target) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
        // RFC 9112, 3.2.2: a target may be a whole URL.
        let target = match target.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => {
                &rest[rest.find(['/', '?']).unwrap_or(rest.len())..]
            }
            _ => target,
        };
        let path = match target.split('?').next() {
            Some("") | None => "/",
            Some(path) => path,
        };
        Ok(Some(Self {
            method: method.to_owned(),
            path: path.to_owned(),
            is_http_1_1,
            last_event_id: values("Last-Event-ID").first().map_or_else(Vec::new, |id| id.to_vec()),
        }))
    }

    fn last_event_id_text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.last_event_id)
    }
}

/// Writes the body of a response, in chunks, so that a client can tell its end from a lost connection. HTTP/1.0 has no chunks.
struct Body<'s> {
    socket: &'s TcpStream,
    is_chunked: bool,
}

impl Body<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            // An empty chunk would be the last one.
            return Ok(());
        }
        if !self.is_chunked {
            return self.socket.write_all(bytes);
        }
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        self.socket.write_all(&chunk)
    }

    fn end(&mut self) -> io::Result<()> {
        if self.is_chunked { self.socket.write_all(b"0\r\n\r\n") } else { Ok(()) }
    }
}

fn respond(socket: &TcpStream, status: &str, headers: &str, body: &[u8]) -> io::Result<()> {
    respond_to(socket, false, status, headers, body)
}

/// Sends a whole response, or only its head.
fn respond_to(mut socket: &TcpStream, is_head: bool, status: &str, headers: &str, body: &[u8]) -> io::Result<()> {
    // RFC 9110, 8.6: 204 has no length.
    let length = if status.starts_with("204") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let head = format!("HTTP/1.1 {status}\r\n{headers}{length}Cache-Control: no-store\r\nConnection: close\r\n\r\n");
    let mut response = head.into_bytes();
    if !is_head {
        response.extend_from_slice(body);
    }
    socket.write_all(&response)?;
    finish(socket)
}

/// Closes a connection such that the client gets all bytes: it might not, if bytes from the client were left unread.
fn finish(mut socket: &TcpStream) -> io::Result<()> {
    socket.shutdown(Shutdown::Write)?;
    socket.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut buffer = [0; 4096];
    for _ in 0..64 {
        if socket.read(&mut buffer)? == 0 {
            break;
        }
    }
    Ok(())
}
