//! The reference model of a session, a slow and obvious twin: "Processing model" and "Interpreting an event stream" of the
//! standard (HTML, "Server-sent events"), and "extract a MIME type" (Fetch), as they are written there, on text and lists.
//!
//! It shares no code with the crate. The model of the decoder interprets each body, from its first byte each time.

use crate::model::{self, Item, Options};

/// Says what the DOM would fire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fired {
    /// `open`
    Open,
    /// An event of the stream.
    Event(Item),
    /// `error`, and the least number of milliseconds of the wait that follows, if there is one.
    Error(Option<u128>),
}

/// Says what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToDo {
    /// Send a request, with this `Last-Event-ID`.
    Connect(Option<String>),
    /// Read the body.
    Read,
    /// Wait this many milliseconds.
    Wait(u128),
    /// Stop.
    Nothing,
}

/// Holds the choices of the caller of a session.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The reconnection time until the server sets another one, in milliseconds.
    pub reconnection_time: u128,
    /// The maximum reconnection time.
    pub max_reconnection_time: u128,
    /// The maximum of back-off, if there is any.
    pub max_back_off: Option<u128>,
    /// The last event ID of an earlier session.
    pub last_event_id: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            reconnection_time: 3000,
            max_reconnection_time: u128::MAX,
            max_back_off: None,
            last_event_id: String::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Connection {
    /// A request must be sent, or has been sent.
    Requested,
    /// The body of a response is being read.
    Responded,
    /// The connection is lost. It must be established again this many milliseconds after the next look at the clock.
    Lost { wait: u128 },
    /// The connection is lost. It must be established again at this time.
    LostUntil(u128),
    /// The user agent has failed the connection.
    Failed,
    /// `close()` was called.
    Closed,
}

/// The session.
#[derive(Clone, Debug)]
pub struct Model {
    policy: Policy,
    connection: Connection,
    /// The bytes of the body so far.
    body: Vec<u8>,
    /// The state at the start of the body.
    before: (String, Option<u64>),
    /// The current state.
    last_event_id: String,
    reconnection_time: Option<u64>,
    failures: u32,
}

impl Model {
    /// `new EventSource(url)`
    pub fn new(policy: Policy) -> Self {
        let last_event_id = policy.last_event_id.clone();
        Self {
            policy,
            connection: Connection::Requested,
            body: Vec::new(),
            before: (last_event_id.clone(), None),
            last_event_id,
            reconnection_time: None,
            failures: 0,
        }
    }

    /// `readyState`
    pub fn ready_state(&self) -> u8 {
        match self.connection {
            Connection::Requested | Connection::Lost { .. } | Connection::LostUntil(_) => 0,
            Connection::Responded => 1,
            Connection::Failed | Connection::Closed => 2,
        }
    }

    /// Returns the last event ID string.
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// Returns the number of errors in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// Returns what to do at a time.
    pub fn next_step(&mut self, now: u128) -> ToDo {
        if let Connection::Lost { wait } = self.connection {
            self.connection = Connection::LostUntil(now + wait);
        }
        if let Connection::LostUntil(time) = self.connection {
            if now < time {
                return ToDo::Wait(time - now);
            }
            self.connection = Connection::Requested;
        }
        match self.connection {
            Connection::Requested => {
                let id = &self.last_event_id;
                let is_header_value = !id.starts_with([' ', '\t'])
                    && !id.ends_with([' ', '\t'])
                    && !id.chars().any(|c| c.is_ascii_control() && c != '\t');
                ToDo::Connect((!id.is_empty() && is_header_value).then(|| id.clone()))
            }
            Connection::Responded => ToDo::Read,
            _ => ToDo::Nothing,
        }
    }

    /// "processResponse"
    pub fn response(&mut self, status: u16, content_type: Option<&str>) -> Option<Fired> {
        if self.connection != Connection::Requested {
            return None;
        }
        if status != 200 || mime_essence(content_type.unwrap_or_default()).as_deref() != Some("text/event-stream") {
            return self.fail();
        }
        self.connection = Connection::Responded;
        self.body.clear();
        self.before = (self.last_event_id.clone(), self.reconnection_time);
        Some(Fired::Open)
    }

    /// Takes bytes of the body.
    pub fn bytes(&mut self, bytes: &[u8]) -> Vec<Fired> {
        if self.connection != Connection::Responded {
            return Vec::new();
        }
        let before = self.interpret().items.len();
        self.body.extend_from_slice(bytes);
        let outcome = self.interpret();
        (self.last_event_id, self.reconnection_time) = (outcome.last_event_id, outcome.reconnection_time);
        let events = outcome.items.into_iter().skip(before).filter(|item| matches!(item, Item::Event { .. }));
        let fired: Vec<_> = events.map(Fired::Event).collect();
        if !fired.is_empty() {
            self.failures = 0;
        }
        fired
    }

    fn interpret(&self) -> model::Outcome {
        let (last_event_id, reconnection_time) = (&*self.before.0, self.before.1);
        model::interpret_with(&self.body, Options { last_event_id, reconnection_time, ..Options::default() })
    }

    /// "processResponseEndOfBody", for a body that has ended well
    pub fn end_of_body(&mut self) -> Option<Fired> {
        if self.connection == Connection::Responded { self.reestablish(0) } else { None }
    }

    /// Takes a network error, instead of a response or in the middle of a body.
    pub fn network_error(&mut self) -> Option<Fired> {
        let may_be = matches!(self.connection, Connection::Requested | Connection::Responded);
        if may_be { self.reestablish(0) } else { None }
    }

    /// Takes a response that the caller takes for temporary.
    pub fn unavailable(&mut self, retry_after: u128) -> Option<Fired> {
        let granted = retry_after.min(self.policy.max_reconnection_time);
        if self.connection == Connection::Requested { self.reestablish(granted) } else { None }
    }

    /// "fail the connection"
    pub fn fail(&mut self) -> Option<Fired> {
        if self.ready_state() == 2 {
            return None;
        }
        self.failures += 1;
        self.connection = Connection::Failed;
        Some(Fired::Error(None))
    }

    /// "reestablish the connection"
    fn reestablish(&mut self, at_least: u128) -> Option<Fired> {
        self.failures += 1;
        let time = self.reconnection_time.map_or(self.policy.reconnection_time, u128::from);
        let time = time.min(self.policy.max_reconnection_time);
        let mut wait = time;
        if let Some(max) = self.policy.max_back_off {
            for _ in 1..self.failures {
                wait = (wait.max(1) * 2).min(max);
            }
            wait = wait.max(time);
        }
        let wait = wait.max(at_least);
        self.connection = Connection::Lost { wait };
        Some(Fired::Error(Some(wait)))
    }

    /// Connects at once, in any state.
    pub fn reconnect(&mut self) {
        if self.connection != Connection::Closed {
            self.connection = Connection::Requested;
        }
    }

    /// `close()`
    pub fn close(&mut self) {
        self.connection = Connection::Closed;
    }
}

/// "Extract a MIME type", and its essence.
pub fn mime_essence(content_type: &str) -> Option<String> {
    let mut essence = None;
    for value in get_decode_and_split(content_type) {
        match parse_mime_type(&value) {
            Some(parsed) if parsed != "*/*" => essence = Some(parsed),
            _ => {}
        }
    }
    essence
}

fn get_decode_and_split(input: &str) -> Vec<String> {
    let (mut values, mut value, mut chars) = (Vec::new(), String::new(), input.chars());
    while let Some(char) = chars.next() {
        match char {
            '"' => {
                value.push('"');
                while let Some(char) = chars.next() {
                    value.push(char);
                    match char {
                        '"' => break,
                        '\\' => value.extend(chars.next()),
                        _ => {}
                    }
                }
            }
            ',' => values.push(core::mem::take(&mut value)),
            _ => value.push(char),
        }
    }
    values.push(value);
    values.into_iter().map(|value| value.trim_matches(['\t', ' ']).to_owned()).collect()
}

fn parse_mime_type(input: &str) -> Option<String> {
    let is_token = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
    };
    let whitespace = ['\n', '\r', '\t', ' '];
    let (kind, rest) = input.trim_matches(whitespace).split_once('/')?;
    let subtype = rest.split(';').next()?.trim_end_matches(whitespace);
    (is_token(kind) && is_token(subtype)).then(|| format!("{kind}/{subtype}").to_ascii_lowercase())
}
