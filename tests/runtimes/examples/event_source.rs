//! Prints the events of a server, one JSON object per line: a browser's `EventSource` as a command.
//!
//! ```text
//! cargo run --release --example event_source -- [OPTIONS] URL
//! ```
//!
//! See `USAGE` below for the rest. `ureq` does HTTP and TLS, and `sse_proto::EventSource` says what to do next. A signal such
//! as Ctrl-C ends the command as usual: each line is written before the next thing happens, and nothing else has to be saved.

#[path = "../../../examples/common/fail.rs"]
mod fail;
#[path = "../../../examples/common/one_line.rs"]
mod one_line;

use core::{fmt::Display, str::FromStr, time::Duration};
use std::{
    ffi::OsString,
    fs,
    io::{self, ErrorKind, IsTerminal, Read, StdoutLock, Write},
    process::ExitCode,
    thread,
    time::Instant,
};

use fail::fail;
use lexopt::prelude::*;
use one_line::OneLine;
use serde::Serialize;
use serde_json::ser::Serializer;
use sse_proto::{
    EventId, EventSource, Input, Item,
    event_source::{Cause, ConnectionError, ReadyState, Request, Step},
};
use ureq::{
    Agent, Body,
    http::{self, HeaderMap, HeaderName, HeaderValue, Method, Response, Uri, header},
    tls::{RootCerts, TlsConfig},
};

const USAGE: &str = "\
Prints the events of a server as JSON Lines, and reconnects as browsers do.

Usage: event_source [OPTIONS] URL

Options:
      --header 'NAME: VALUE'  send this header, too, which may be repeated; it
                              replaces one of the same name
      --method METHOD         GET, POST, PUT or PATCH (default: GET, or POST if
                              there is a body); a reconnection sends it again
      --body FILE             send this body
      --last-event-id ID      begin after the event with this ID
      --max-events N          end after so many events
      --max-reconnects N      give up after so many reconnections
      --idle-timeout MS       reconnect if the server sends nothing for so long
                              (default: wait for ever, as browsers do)
  -h, --help                  print this

Redirects are followed, anew from URL each time. A POST is not sent to where a
redirect leads: with 307 or 308 it fails, with others it becomes a GET. Headers
go along, but for Authorization and Cookie. The certificates that the system
trusts are trusted; on Linux, SSL_CERT_FILE replaces them. ALL_PROXY,
HTTPS_PROXY, HTTP_PROXY and NO_PROXY are heeded.

Output, one JSON object per line, each as soon as it is known:
  {\"readyState\":…}
      it has changed: 0 is connecting, 1 is open, 2 is closed
  {\"open\":true}
      there is a connection
  {\"type\":…,\"data\":…,\"lastEventId\":…}
      an event
  {\"retry\":…}
      a reconnection time, in milliseconds
  {\"error\":…,\"reconnectIn\":…}
      there is no connection any more; in so many milliseconds there will be a
      new one, or never if null
  {\"error\":…,\"limit\":…}
      an event was larger than the limit and has been dropped

Exit status:
  0  that were so many events, the server has ended the stream for good (204),
     or nobody reads the output any more
  1  the answer is another that is fatal, a redirect fails, the body is
     compressed, or it has reconnected often enough
  2  an option is wrong, or reading or writing failed
";

/// The time limit for making a connection. Afterwards, only `--idle-timeout` counts: a stream may last for days.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

struct Options {
    url: Uri,
    headers: HeaderMap,
    method: Method,
    body: Option<Vec<u8>>,
    last_event_id: String,
    max_events: Option<u64>,
    max_reconnects: Option<u64>,
    idle_timeout: Option<Duration>,
}

/// A line of output.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    #[serde(rename_all = "camelCase")]
    ReadyState {
        ready_state: u8,
    },
    Open {
        open: bool,
    },
    #[serde(rename_all = "camelCase")]
    Event {
        r#type: &'a str,
        data: &'a str,
        last_event_id: &'a str,
    },
    Retry {
        retry: u64,
    },
    #[serde(rename_all = "camelCase")]
    Error {
        error: &'a str,
        reconnect_in: Option<u64>,
    },
    TooLarge {
        error: &'a str,
        limit: usize,
    },
}

/// Says why the command ends early.
enum Failure {
    Option(lexopt::Error),
    Read(String, io::Error),
    Write(io::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(status) => status,
        // The reader of the output has gone, having seen enough.
        Err(Failure::Write(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Write(error)) => fail(2, format_args!("cannot write: {error}")),
        Err(Failure::Read(file, error)) => fail(2, format_args!("cannot read {file}: {error}")),
        Err(Failure::Option(error)) => fail(2, format_args!("{error} (see --help)")),
    }
}

fn run() -> Result<ExitCode, Failure> {
    match options()? {
        Some(options) => Client::new(options)?.run().map_err(Failure::Write),
        None => {
            let mut output = io::stdout().lock();
            output.write_all(USAGE.as_bytes()).and_then(|()| output.flush()).map_err(Failure::Write)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Returns the options, or `None` if the user only asked for help.
fn options() -> Result<Option<Options>, Failure> {
    let Some((mut options, body)) = arguments().map_err(Failure::Option)? else { return Ok(None) };
    if let Some(file) = body {
        options.body = Some(fs::read(&file).map_err(|error| Failure::Read(format!("{file:?}"), error))?);
    }
    Ok(Some(options))
}

/// Returns the options, and the file of the body, which has not been read yet.
fn arguments() -> Result<Option<(Options, Option<OsString>)>, lexopt::Error> {
    let (mut url, mut method, mut body) = (None, None, None);
    let (mut headers, mut last_event_id) = (HeaderMap::new(), String::new());
    let (mut max_events, mut max_reconnects, mut idle_timeout) = (None, None, None);
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("header") => {
                let (name, value) = header(&arguments.value()?.string()?)?;
                headers.append(name, value);
            }
            Long("method") => method = Some(known_method(&arguments.value()?.string()?)?),
            Long("body") => body = Some(arguments.value()?),
            Long("last-event-id") => last_event_id = checked_id(arguments.value()?.string()?)?,
            Long("max-events") => max_events = Some(at_least_1("--max-events", &mut arguments)?),
            Long("max-reconnects") => max_reconnects = Some(number("--max-reconnects", &mut arguments)?),
            Long("idle-timeout") => {
                idle_timeout = Some(Duration::from_millis(at_least_1("--idle-timeout", &mut arguments)?));
            }
            Value(argument) if url.is_none() => url = Some(known_url(&argument.string()?)?),
            _ => return Err(argument.unexpected()),
        }
    }
    let url = url.ok_or("missing URL")?;
    let method = method.unwrap_or(if body.is_some() { Method::POST } else { Method::GET });
    if body.is_some() && method == Method::GET {
        return Err("--body: GET has none".into());
    }
    let options = Options { url, headers, method, body: None, last_event_id, max_events, max_reconnects, idle_timeout };
    Ok(Some((options, body)))
}

fn number(option: &str, arguments: &mut lexopt::Parser) -> Result<u64, lexopt::Error> {
    arguments.value()?.parse().map_err(|error| format!("{option}: {error}").into())
}

fn at_least_1(option: &str, arguments: &mut lexopt::Parser) -> Result<u64, lexopt::Error> {
    match number(option, arguments)? {
        0 => Err(format!("{option}: must be at least 1").into()),
        number => Ok(number),
    }
}

fn header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = text.split_once(':').ok_or_else(|| format!("--header: no colon in {text:?}"))?;
    let name = HeaderName::from_str(name).map_err(|error| format!("--header: {error}: {name:?}"))?;
    let value = value.trim_matches([' ', '\t']);
    let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|error| format!("--header: {name}: {error}"))?;
    match name.as_str() {
        // Its value changes from one connection to the next.
        "last-event-id" => Err("--header: use --last-event-id".to_owned()),
        // These say where the body ends.
        "content-length" | "transfer-encoding" => Err(format!("--header: {name} is not yours to choose")),
        _ => Ok((name, value)),
    }
}

fn known_method(text: &str) -> Result<Method, String> {
    [Method::GET, Method::POST, Method::PUT, Method::PATCH]
        .into_iter()
        .find(|method| method == text)
        .ok_or_else(|| format!("--method: {text:?} is not GET, POST, PUT or PATCH"))
}

fn checked_id(text: String) -> Result<String, String> {
    let id = EventId::new(&text).map_err(|error| format!("--last-event-id: {error}"))?;
    if !text.is_empty() && !id.fits_header() {
        return Err(format!("--last-event-id: {text:?} cannot be the value of a header"));
    }
    Ok(text)
}

fn known_url(text: &str) -> Result<Uri, String> {
    // The text after `#` is never sent.
    let without_fragment = text.split('#').next().unwrap_or_default();
    let url = Uri::from_str(without_fragment).map_err(|error| format!("{text:?}: {error}"))?;
    match url.scheme_str() {
        Some("http" | "https") if url.host().is_some_and(|host| !host.is_empty()) => Ok(url),
        _ => Err(format!("{text:?} is not a URL that begins with http:// or https://")),
    }
}

struct Client {
    options: Options,
    agent: Agent,
    session: EventSource,
    /// The state that was printed last.
    ready_state: Option<ReadyState>,
    events: u64,
    reconnects: u64,
    status: ExitCode,
    output: StdoutLock<'static>,
    shows_progress: bool,
}

impl Client {
    fn new(options: Options) -> Result<Self, Failure> {
        let agent = Agent::config_builder()
            // The session decides which statuses are fatal.
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT_TIMEOUT))
            // This time-out is for each read, not for the whole response.
            .timeout_per_read(options.idle_timeout)
            // Trust the certificates that the system trusts, as its other programs do.
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            // An old connection may be dead.
            .max_idle_connections(0)
            .build()
            .new_agent();
        let mut session = EventSource::new();
        EventId::new(&options.last_event_id)
            .map_err(|error| error.to_string())
            .and_then(|id| session.set_last_event_id(id).map_err(|error| error.to_string()))
            .map_err(|error| Failure::Option(format!("--last-event-id: {error}").into()))?;
        Ok(Self {
            options,
            agent,
            session,
            ready_state: None,
            events: 0,
            reconnects: 0,
            status: ExitCode::SUCCESS,
            output: io::stdout().lock(),
            shows_progress: io::stderr().is_terminal(),
        })
    }

    fn run(mut self) -> io::Result<ExitCode> {
        let (start, mut buffer, mut body) = (Instant::now(), vec![0; 16 * 1024], None);
        loop {
            self.print_ready_state()?;
            match self.session.poll(start.elapsed()) {
                Step::Connect(request) => {
                    // The last connection is over, even if there was no wait.
                    body = None;
                    let headers = headers(request, &self.options.headers);
                    self.progress(format_args!("connecting to {}", self.options.url));
                    match self.send(headers) {
                        Ok(response) => body = self.respond(response)?,
                        // A retry would fail in the same way.
                        Err(why @ ureq::Error::RedirectFailed) => self.report(EventSource::fail, Some(&why))?,
                        Err(why) => self.report(EventSource::handle_network_error, Some(&why))?,
                    }
                }
                Step::Read => match body.as_mut().map_or(Ok(0), |body: &mut Reader| body.read(&mut buffer)) {
                    Ok(0) => {
                        let cut_off = self.session.decoder().is_mid_event().then_some(&"in the middle of an event");
                        self.report(EventSource::handle_end_of_body, cut_off.map(|why| why as &dyn Display))?;
                    }
                    Ok(read) => self.print_events(&buffer[..read])?,
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(why) => self.report(EventSource::handle_network_error, Some(&why))?,
                },
                Step::Wait(time) => {
                    // The connection is no longer needed.
                    body = None;
                    self.progress(format_args!("waiting for {time:.1?}"));
                    thread::sleep(time);
                }
                Step::Closed => return Ok(self.status),
            }
        }
    }

    /// Sends a request to the URL of the command line, wherever the last one was redirected.
    fn send(&self, headers: HeaderMap) -> Result<Response<Body>, ureq::Error> {
        let mut request = http::Request::new(());
        *request.method_mut() = self.options.method.clone();
        *request.uri_mut() = self.options.url.clone();
        *request.headers_mut() = headers;
        if self.options.method == Method::GET {
            self.agent.run(request)
        } else {
            let body = self.options.body.as_deref().unwrap_or_default();
            self.agent.run(request.map(|()| body))
        }
    }

    /// Returns the body if the session reads it.
    fn respond(&mut self, response: Response<Body>) -> io::Result<Option<Reader>> {
        let joined = |name| response.headers().get_all(name).iter().map(HeaderValue::as_bytes).collect::<Vec<_>>();
        let content_type = Some(joined(header::CONTENT_TYPE).join(&b", "[..])).filter(|value| !value.is_empty());
        let encoding = joined(header::CONTENT_ENCODING).join(&b", "[..]);
        if let Err(error) = self.session.handle_response(response.status().as_u16(), content_type.as_deref()) {
            let content_type = content_type.unwrap_or_else(|| b"there is no type".to_vec());
            let what_it_is = String::from_utf8_lossy(&content_type);
            self.report_error(error, (error.cause() == Cause::ContentType).then_some(&what_it_is))?;
            return Ok(None);
        }
        if !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity") {
            let why =
                format!("the body is compressed, which was not asked for: {}", String::from_utf8_lossy(&encoding));
            self.report(EventSource::fail, Some(&why))?;
            return Ok(None);
        }
        self.print_ready_state()?;
        self.print(&Line::Open { open: true })?;
        self.progress("connected");
        Ok(Some(response.into_body().into_reader()))
    }

    fn print_events(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut input = Input::new(bytes);
        while let Some(item) = self.session.next_item(&mut input) {
            match item {
                Ok(Item::Event(event)) => {
                    let line = Line::Event {
                        r#type: &event.event_type().to_string_lossy(),
                        data: &event.data().to_string_lossy(),
                        last_event_id: &event.last_event_id().to_string_lossy(),
                    };
                    print(&mut self.output, &line)?;
                    self.events += 1;
                    if self.options.max_events == Some(self.events) {
                        self.session.close();
                    }
                }
                Ok(Item::ReconnectionTime(time)) => {
                    print(&mut self.output, &Line::Retry { retry: milliseconds(time) })?;
                }
                Ok(_) => {}
                Err(error) => {
                    print(&mut self.output, &Line::TooLarge { error: &error.to_string(), limit: error.limit() })?;
                }
            }
        }
        Ok(())
    }

    /// Reports what has happened to the session, and prints the resulting error.
    fn report(
        &mut self,
        what: impl FnOnce(&mut EventSource) -> Option<ConnectionError>,
        why: Option<&dyn Display>,
    ) -> io::Result<()> {
        match what(&mut self.session) {
            Some(error) => self.report_error(error, why),
            None => Ok(()),
        }
    }

    fn report_error(&mut self, error: ConnectionError, why: Option<&dyn Display>) -> io::Result<()> {
        let mut reconnect_in = error.reconnect_in();
        if reconnect_in.is_some() && self.options.max_reconnects == Some(self.reconnects) {
            self.session.close();
            reconnect_in = None;
        }
        match reconnect_in {
            Some(_) => self.reconnects += 1,
            None if error.cause() == Cause::Status(204) => {}
            None => self.status = ExitCode::from(1),
        }
        let mut message = error.to_string();
        if let Some(why) = why {
            message += &format!(": {why}");
        }
        self.print_ready_state()?;
        self.print(&Line::Error { error: &message, reconnect_in: reconnect_in.map(milliseconds) })
    }

    /// Prints the state if it has changed.
    fn print_ready_state(&mut self) -> io::Result<()> {
        let ready_state = self.session.ready_state();
        if self.ready_state.replace(ready_state) != Some(ready_state) {
            self.print(&Line::ReadyState { ready_state: ready_state as u8 })?;
        }
        Ok(())
    }

    fn print(&mut self, line: &Line<'_>) -> io::Result<()> {
        print(&mut self.output, line)
    }

    fn progress(&self, what: impl Display) {
        if self.shows_progress {
            let _ = writeln!(io::stderr(), "{what}");
        }
    }
}

type Reader = ureq::BodyReader<'static>;

/// Returns the session's headers and those of the options, which take precedence.
fn headers(request: Request<'_>, of_options: &HeaderMap) -> HeaderMap {
    let mut headers = of_options.clone();
    for (name, value) in request.headers() {
        // Every value is a valid header.
        if let (false, Ok(value)) =
            (headers.contains_key(name), HeaderValue::from_bytes(value.to_string_lossy().as_bytes()))
        {
            headers.insert(name, value);
        }
    }
    headers
}

fn print(output: &mut impl Write, line: &Line<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    line.serialize(&mut Serializer::with_formatter(&mut text, OneLine))?;
    text.push(b'\n');
    output.write_all(&text)?;
    output.flush()
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
