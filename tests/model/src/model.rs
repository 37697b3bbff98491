//! The reference model, a slow and obvious twin: it first decodes the whole stream as text, then splits it into lines, then
//! interprets these.
//!
//! It shares no code with the crate and works only on `String` and `char`, so a mistake about bytes, chunks or borrowed
//! buffers cannot be in both. If it and the crate disagree, one of them misreads the standard (HTML, "Server-sent events"),
//! or the documentation of `Decoder` where the standard leaves room.

/// Holds one item of a stream, in stream order.
///
/// A comment and a reconnection time come at the end of their line, and an event at its blank line. The error for an event
/// that is too large comes at the first byte that no longer fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A dispatched event.
    Event {
        /// `message` if no type was given.
        event_type: String,
        /// The data lines, joined with LF.
        data: String,
        /// The last event ID as of this event's blank line.
        last_event_id: String,
    },
    /// A `retry` field that counts, in milliseconds.
    ReconnectionTime(u64),
    /// The text after the colon of a comment line, unchanged.
    Comment(String),
    /// The ID that a block without an event has set.
    LastEventId(String),
    /// A whole line that is ignored.
    Ignored(String),
    /// An event over the limit, reported once per block.
    TooLarge,
}

/// Holds the block's own ID and type, besides its event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// The ID that its `id` lines have set, if any.
    pub id: Option<String>,
    /// Whether it names a type.
    pub has_event_type: bool,
}

/// Holds all results at the end of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The items, in order.
    pub items: Vec<Item>,
    /// The block of each event, in order.
    pub own: Vec<Own>,
    /// The last event ID, which the next request would send.
    pub last_event_id: String,
    /// The reconnection time in milliseconds, if one was ever set.
    pub reconnection_time: Option<u64>,
    /// Whether a proxy may insert a comment here: not in a line or a block, nor where a byte order mark or the LF of a CRLF
    /// may come next.
    pub is_between_events: bool,
    /// The event that the end of the stream loses: the one that would be dispatched if its last line, and then its last
    /// block, ended.
    pub unfinished: Option<(Item, Own)>,
}

/// Holds the state that an earlier connection has left, and the limit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The last event ID at the start.
    pub last_event_id: &'a str,
    /// The reconnection time at the start, in milliseconds.
    pub reconnection_time: Option<u64>,
    /// How many bytes may be kept. Works only for valid UTF-8, because the model measures decoded text.
    pub limit: Option<usize>,
    /// After how many lines the caller sets the last event ID, and to what, in order. Only without a limit, so that it can't
    /// fail.
    pub set_last_event_id: &'a [(usize, String)],
}

/// Interprets a whole event stream, from its first byte to its end.
pub fn interpret(stream: &[u8]) -> Outcome {
    interpret_with(stream, Options::default())
}

/// Does what [`interpret`] does, with a history and a limit.
pub fn interpret_with(stream: &[u8], options: Options<'_>) -> Outcome {
    let text = String::from_utf8_lossy(stream);
    let may_be_byte_order_mark = [&b""[..], b"\xEF", b"\xEF\xBB"].contains(&stream);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);

    let mut interpreter = Interpreter {
        items: Vec::new(),
        own: Vec::new(),
        last_event_id: options.last_event_id.to_owned(),
        reconnection_time: options.reconnection_time,
        limit: options.limit.unwrap_or(usize::MAX),
        block: Block::default(),
    };
    let (lines, unterminated) = split_lines(text);
    let mut set = options.set_last_event_id.iter().peekable();
    let ends = lines.len();
    for (number, line) in lines.into_iter().enumerate() {
        while let Some((_, id)) = set.next_if(|(after, _)| *after == number) {
            interpreter.last_event_id.clone_from(id);
        }
        interpreter.line(line);
    }
    interpreter.unterminated_line(unterminated);
    while let Some((_, id)) = set.next_if(|(after, _)| *after == ends) {
        interpreter.last_event_id.clone_from(id);
    }
    let is_between_events =
        unterminated.is_empty() && !interpreter.block.has_begun && !may_be_byte_order_mark && !text.ends_with('\r');
    let (last_event_id, reconnection_time) = (interpreter.last_event_id.clone(), interpreter.reconnection_time);
    let items = interpreter.items.len();
    let unfinished = interpreter.unfinished(unterminated);
    interpreter.items.truncate(items);
    Outcome {
        items: interpreter.items,
        own: interpreter.own,
        last_event_id,
        reconnection_time,
        is_between_events,
        unfinished,
    }
}

/// Returns how many lines of a stream have ended.
pub fn count_lines(stream: &[u8]) -> usize {
    let text = String::from_utf8_lossy(stream);
    split_lines(&text).0.len()
}

/// Returns the lines that were ended by CR LF, LF or CR, without their ends, and the text after the last of them.
fn split_lines(text: &str) -> (Vec<&str>, &str) {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\r', '\n']) {
        lines.push(&rest[..end]);
        let (this_end, after) = rest[end..].split_at(1);
        rest = after;
        if this_end == "\r" {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
    }
    (lines, rest)
}

/// Collects the fields between two blank lines.
#[derive(Default)]
struct Block {
    event_type: String,
    /// `None` until there is a `data` line: a single empty one already makes an event.
    data: Option<String>,
    id: Option<String>,
    /// Whether there was a field with a known name.
    has_begun: bool,
    /// Whether the limit was exceeded: no data, no type, and no event until the blank line.
    too_large: bool,
}

struct Interpreter {
    items: Vec<Item>,
    own: Vec<Own>,
    last_event_id: String,
    reconnection_time: Option<u64>,
    limit: usize,
    block: Block,
}

impl Interpreter {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.dispatch();
        } else if let Some(comment) = line.strip_prefix(':') {
            self.items.push(Item::Comment(comment.to_owned()));
        } else {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            self.charge(name, value);
            self.field(name, value, line);
        }
    }

    /// Takes a line without an end, which sets nothing. But its value has been read, so it can exceed the limit, once its
    /// colon shows which field it belongs to.
    fn unterminated_line(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            self.charge(name, value.strip_prefix(' ').unwrap_or(value));
        }
    }

    fn field(&mut self, name: &str, value: &str, line: &str) {
        let block = &mut self.block;
        block.has_begun |= ["event", "data", "id", "retry"].contains(&name);
        match name {
            "event" if !block.too_large => block.event_type = value.to_owned(),
            "data" if !block.too_large => match &mut block.data {
                None => block.data = Some(value.to_owned()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "id" if !value.contains('\0')
                && self.last_event_id.len() + length(&block.id) + value.len() <= self.limit =>
            {
                block.id = Some(value.to_owned());
            }
            "retry" if !value.is_empty() && value.chars().all(|c| c.is_ascii_digit()) => {
                // There are only digits, so this fails only if the number is too large for the type.
                let milliseconds = value.parse().unwrap_or(u64::MAX);
                self.reconnection_time = Some(milliseconds);
                self.items.push(Item::ReconnectionTime(milliseconds));
            }
            // The event has already been reported as too large.
            _ if block.too_large => {}
            _ => self.items.push(Item::Ignored(line.to_owned())),
        }
    }

    /// Counts what is kept when the last byte of `value` has been read and its line has not ended. The sum only grows while a
    /// value is read, so one look at its end finds every line that exceeded the limit before.
    fn charge(&mut self, name: &str, value: &str) {
        let block = &self.block;
        if block.too_large {
            return;
        }
        let ids = self.last_event_id.len() + length(&block.id);
        let kept = ids + block.event_type.len() + length(&block.data);
        let kept = match name {
            // The LF that will join this line to the one before it.
            "data" => kept + usize::from(block.data.is_some()) + value.len(),
            // A new type first drops the old one.
            "event" => kept - block.event_type.len() + value.len(),
            // The pending ID stays until the line has ended, because a NULL would make the line void. From the NULL on,
            // nothing is kept.
            "id" => kept + value.split('\0').next().unwrap_or_default().len(),
            _ => return,
        };
        if kept > self.limit {
            self.items.push(Item::TooLarge);
            self.block.too_large = true;
            self.block.data = None;
            self.block.event_type.clear();
        }
    }

    fn dispatch(&mut self) {
        let block = core::mem::take(&mut self.block);
        if let Some(id) = &block.id {
            self.last_event_id.clone_from(id);
        }
        if let Some(data) = block.data {
            self.own.push(Own { id: block.id, has_event_type: !block.event_type.is_empty() });
            let event_type = if block.event_type.is_empty() { "message".to_owned() } else { block.event_type };
            self.items.push(Item::Event { event_type, data, last_event_id: self.last_event_id.clone() });
        } else if let Some(id) = block.id {
            self.items.push(Item::LastEventId(id));
        }
    }
}

impl Interpreter {
    /// Returns the event that would be dispatched if this last line, and then the block, ended now.
    fn unfinished(&mut self, line: &str) -> Option<(Item, Own)> {
        if !line.is_empty() {
            self.line(line);
        }
        let events = self.own.len();
        self.dispatch();
        if self.own.len() == events {
            return None;
        }
        Some((self.items.pop()?, self.own.pop()?))
    }
}

fn length(text: &Option<String>) -> usize {
    text.as_deref().unwrap_or_default().len()
}
