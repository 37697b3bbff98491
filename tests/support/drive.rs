//! Ways to run a stream through each layer of the crate, and the check that what comes out is the model's.

use sse_proto::{Buffer, Decoder, Event, FieldName, Parser, Part, TooLarge};

use super::model::{self, Item, Options};

/// Room enough for every stream that is not about limits.
pub const ROOMY: usize = 512;

/// What storage contains before it is used must not matter; these bytes would be noticed.
pub const POISON: u8 = b'\n';

/// A layer of the crate that is fed input by input, and all that came out of it.
pub trait Layer {
    /// Says which layer it is, in failure messages.
    fn name(&self) -> &str;

    /// Gives it one input.
    fn feed(&mut self, input: &[u8]);

    /// A new response body begins.
    fn reset(&mut self);

    /// All that came out so far. A comment is among it once its end has come.
    fn items(&self) -> &[Item];

    /// The last event ID of the blocks that have ended.
    fn last_event_id(&self) -> String;

    /// The reconnection time in milliseconds.
    fn reconnection_time(&self) -> Option<u64>;

    /// Whether comments and reconnection times are not among the items.
    fn events_only(&self) -> bool {
        false
    }
}

/// How items are taken out of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All of an input's items by one cursor.
    Items,
    /// Only the events, by one cursor.
    Events,
    /// Each cursor is dropped after its first item, and what remains of the input is given to the next one.
    OneAtATime,
}

/// A decoder with some storage, and what it handed out.
#[derive(Clone, Debug)]
pub struct Decoding<B> {
    /// The decoder.
    pub decoder: Decoder<B>,
    name: &'static str,
    reading: Reading,
    limit: usize,
    log: Log,
}

impl<B: Buffer> Decoding<B> {
    /// A decoder at the start of a stream.
    pub fn new(name: &'static str, storage: B, reading: Reading) -> Self {
        let limit = storage.limit();
        Self { decoder: Decoder::with_storage(storage), name, reading, limit, log: Log::default() }
    }

    /// The outcome must be the same when control goes back to the caller after each item; a cursor that is dropped unread
    /// changes nothing.
    fn feed_one_at_a_time(&mut self, input: &[u8]) {
        let mut rest = input;
        loop {
            rest = self.decoder.decode(rest).remaining();
            let mut events = self.decoder.decode(rest);
            match events.next_item() {
                Some(item) => self.log.item(item, self.limit),
                None => break,
            }
            rest = events.remaining();
        }
    }
}

impl<B: Buffer> Layer for Decoding<B> {
    fn name(&self) -> &str {
        self.name
    }

    fn feed(&mut self, input: &[u8]) {
        if self.reading == Reading::OneAtATime {
            return self.feed_one_at_a_time(input);
        }
        let mut events = self.decoder.decode(input);
        if self.reading == Reading::Events {
            while let Some(event) = events.next_event() {
                match event {
                    Ok(event) => self.log.event(event),
                    Err(error) => self.log.too_large(error, self.limit),
                }
            }
        } else {
            while let Some(item) = events.next_item() {
                self.log.item(item, self.limit);
            }
        }
        assert!(events.next_item().is_none(), "{}: something came after the end of the input", self.name);
        assert!(events.remaining().is_empty(), "{}: something remains after the end of the input", self.name);
    }

    fn reset(&mut self) {
        self.decoder.reset();
        self.log.comment = None;
    }

    fn items(&self) -> &[Item] {
        &self.log.items
    }

    fn last_event_id(&self) -> String {
        self.decoder.last_event_id().to_string()
    }

    fn reconnection_time(&self) -> Option<u64> {
        self.decoder.reconnection_time().map(|time| u64::try_from(time.as_millis()).unwrap())
    }

    fn events_only(&self) -> bool {
        self.reading == Reading::Events
    }
}

#[derive(Clone, Debug, Default)]
struct Log {
    items: Vec<Item>,
    /// The pieces of a comment that has not ended yet.
    comment: Option<Vec<u8>>,
}

impl Log {
    fn push(&mut self, item: Item) {
        assert_eq!(self.comment, None, "{item:?} came between two pieces of a comment");
        self.items.push(item);
    }

    fn comment(&mut self, text: &[u8], end_of_line: bool) {
        let comment = self.comment.get_or_insert_default();
        comment.extend_from_slice(text);
        if end_of_line {
            let text = String::from_utf8_lossy(comment).into_owned();
            self.comment = None;
            self.items.push(Item::Comment(text));
        }
    }

    fn event(&mut self, event: Event<'_>) {
        self.push(Item::Event {
            event_type: event.event_type().to_string(),
            data: event.data().to_string(),
            last_event_id: event.last_event_id().to_string(),
        });
    }

    fn item(&mut self, item: Result<sse_proto::Item<'_>, TooLarge>, limit: usize) {
        match item {
            Ok(sse_proto::Item::Event(event)) => self.event(event),
            Ok(sse_proto::Item::ReconnectionTime(time)) => {
                self.push(Item::ReconnectionTime(u64::try_from(time.as_millis()).unwrap()));
            }
            Ok(sse_proto::Item::Comment { text, end_of_line }) => self.comment(text, end_of_line),
            Err(error) => self.too_large(error, limit),
        }
    }

    fn too_large(&mut self, error: TooLarge, limit: usize) {
        assert_eq!(error.limit(), limit, "the error names another limit");
        self.push(Item::TooLarge);
    }
}

/// The parser under a small interpreter: as one would write it who wants no decoder.
#[derive(Clone, Debug, Default)]
pub struct Parsing {
    parser: Parser,
    one_at_a_time: bool,
    log: Log,
    /// The value of the field that has begun and not ended.
    value: Option<(FieldName, Vec<u8>)>,
    data: Option<Vec<u8>>,
    event_type: Vec<u8>,
    id: Option<Vec<u8>>,
    last_event_id: Vec<u8>,
    reconnection_time: Option<u64>,
}

impl Parsing {
    /// A parser at the start of a stream.
    pub fn new(reading: Reading) -> Self {
        Self { one_at_a_time: reading == Reading::OneAtATime, ..Self::default() }
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Comment { text, end_of_line } => {
                assert_eq!(self.value, None, "a comment came between two pieces of a field");
                self.log.comment(text, end_of_line);
            }
            Part::Field { name, value, end_of_line } => {
                let (begun, pieces) = self.value.get_or_insert((name, Vec::new()));
                assert_eq!(*begun, name, "a piece of one field came between two pieces of another");
                pieces.extend_from_slice(value);
                if end_of_line {
                    let (name, value) = self.value.take().unwrap();
                    self.field(name, value);
                }
            }
            Part::BlankLine => {
                assert_eq!(self.value, None, "a blank line came between two pieces of a field");
                self.blank_line();
            }
        }
    }

    fn field(&mut self, name: FieldName, value: Vec<u8>) {
        match name {
            FieldName::Data => match &mut self.data {
                None => self.data = Some(value),
                Some(data) => {
                    data.push(b'\n');
                    data.extend(value);
                }
            },
            FieldName::EventType => self.event_type = value,
            FieldName::Id if !value.contains(&0) => self.id = Some(value),
            FieldName::Retry if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                let time = value
                    .iter()
                    .fold(0_u64, |time, digit| time.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
                self.reconnection_time = Some(time);
                self.log.push(Item::ReconnectionTime(time));
            }
            _ => {}
        }
    }

    fn blank_line(&mut self) {
        if let Some(id) = self.id.take() {
            self.last_event_id = id;
        }
        let event_type = core::mem::take(&mut self.event_type);
        if let Some(data) = self.data.take() {
            self.log.push(Item::Event {
                event_type: text(if event_type.is_empty() { b"message" } else { &event_type }),
                data: text(&data),
                last_event_id: text(&self.last_event_id),
            });
        }
    }
}

impl Layer for Parsing {
    fn name(&self) -> &str {
        if self.one_at_a_time { "parser, one part at a time" } else { "parser" }
    }

    fn feed(&mut self, input: &[u8]) {
        // The parser is taken out, so that its parts and the interpreter can be used at the same time.
        let mut parser = core::mem::take(&mut self.parser);
        let mut rest = input;
        if self.one_at_a_time {
            loop {
                rest = parser.parse(rest).remaining();
                let mut parts = parser.parse(rest);
                match parts.next() {
                    Some(part) => self.part(part),
                    None => break,
                }
                rest = parts.remaining();
            }
        } else {
            for part in parser.parse(rest) {
                self.part(part);
            }
        }
        self.parser = parser;
    }

    fn reset(&mut self) {
        self.parser.reset();
        self.log.comment = None;
        self.value = None;
        self.data = None;
        self.event_type.clear();
        self.id = None;
    }

    fn items(&self) -> &[Item] {
        &self.log.items
    }

    fn last_event_id(&self) -> String {
        text(&self.last_event_id)
    }

    fn reconnection_time(&self) -> Option<u64> {
        self.reconnection_time
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Storage that never grows by more than it is asked for, so that a decoder has to move what it keeps as often as
/// can be. New bytes are poisoned.
#[derive(Clone, Debug)]
pub struct Creeping {
    bytes: Vec<u8>,
    limit: usize,
}

impl Creeping {
    /// Empty storage with this limit.
    pub fn with_limit(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }
}

impl Buffer for Creeping {
    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    fn limit(&self) -> usize {
        self.limit
    }

    fn grow(&mut self, len: usize) {
        assert!(len > self.bytes.len(), "asked to grow from {} to {len} bytes", self.bytes.len());
        assert!(len <= self.limit, "asked to grow to {len} bytes, over the limit of {}", self.limit);
        self.bytes.resize(len, POISON);
    }
}

/// Runs something with every layer in turn, each in every way of reading that it has.
pub fn every_layer(mut run: impl FnMut(&mut dyn Layer)) {
    every_storage(ROOMY, &mut run);
    run(&mut Decoding::new("array decoder", [POISON; ROOMY], Reading::Items));
    every_parser(&mut run);
}

/// Runs something with the parser in both ways of reading.
pub fn every_parser(run: &mut dyn FnMut(&mut dyn Layer)) {
    run(&mut Parsing::new(Reading::Items));
    run(&mut Parsing::new(Reading::OneAtATime));
}

/// Runs something with decoders of every storage whose limit can be chosen freely.
pub fn every_storage(limit: usize, run: &mut dyn FnMut(&mut dyn Layer)) {
    let mut memory = vec![POISON; limit];
    run(&mut Decoding::new("slice decoder", &mut memory[..], Reading::Items));
    memory.fill(POISON);
    run(&mut Decoding::new("slice decoder, one item at a time", &mut memory[..], Reading::OneAtATime));
    run(&mut Decoding::new("creeping decoder, events only", Creeping::with_limit(limit), Reading::Events));
    #[cfg(feature = "alloc")]
    run(&mut Decoding::new("growing decoder", sse_proto::Growing::with_limit(limit), Reading::Items));
}

/// What the model says about a stream, and about each of its beginnings.
#[derive(Clone, Debug)]
pub struct Expected<'s> {
    /// The stream.
    pub stream: &'s [u8],
    /// Everything that is handed out.
    pub items: Vec<Item>,
    events: Vec<Item>,
    /// What is known once so many bytes are in.
    at: Vec<Option<State>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    items: usize,
    events: usize,
    last_event_id: String,
    reconnection_time: Option<u64>,
}

impl<'s> Expected<'s> {
    /// Asks the model about every beginning of the stream: what it says of `stream[..n]` must have been handed out, and
    /// no more, once `n` bytes are in. Takes quadratic time.
    ///
    /// Under a limit the stream must be valid UTF-8, and nothing is asked in the middle of a character: the model measures
    /// decoded text.
    pub fn at_every_byte(stream: &'s [u8], options: Options<'_>) -> Self {
        Self::at(stream, options, 0..=stream.len())
    }

    /// Like [`at_every_byte`](Self::at_every_byte), but asks only about these beginnings. About the whole stream it always
    /// asks.
    pub fn at(stream: &'s [u8], options: Options<'_>, ends: impl IntoIterator<Item = usize>) -> Self {
        let whole = model::interpret_with(stream, options);
        let mut at = vec![None; stream.len() + 1];
        for end in ends.into_iter().chain([stream.len()]) {
            if at[end].is_some() || (options.limit.is_some() && core::str::from_utf8(&stream[..end]).is_err()) {
                continue;
            }
            let begun = model::interpret_with(&stream[..end], options);
            assert!(whole.items.starts_with(&begun.items), "the model changes its mind: {}", stream.escape_ascii());
            at[end] = Some(State {
                items: begun.items.len(),
                events: begun.items.iter().filter(|item| is_event(item)).count(),
                last_event_id: begun.last_event_id,
                reconnection_time: begun.reconnection_time,
            });
        }
        let events = whole.items.iter().filter(|item| is_event(item)).cloned().collect();
        Self { stream, items: whole.items, events, at }
    }

    /// Feeds the stream to a layer that is at the start of a stream, cut at the given places (an input between two equal
    /// ones is empty), and checks after each input what came out.
    #[track_caller]
    pub fn check(&self, what: &str, layer: &mut dyn Layer, cuts: &[usize]) {
        if let Err(error) = self.try_check(what, layer, cuts) {
            panic!("{error}");
        }
    }

    /// Like [`check`](Self::check), without the panic.
    ///
    /// # Errors
    ///
    /// If something else came out: the whole story.
    pub fn try_check(&self, what: &str, layer: &mut dyn Layer, cuts: &[usize]) -> Result<(), String> {
        let before = layer.items().len();
        let mut start = 0;
        for &end in cuts.iter().chain([&self.stream.len()]) {
            layer.feed(&self.stream[start..end]);
            start = end;
            self.check_state(layer, before, end).map_err(|error| {
                let (stream, layer) = (self.stream.escape_ascii(), layer.name());
                format!("\n{what}, {layer}\nstream: {stream}\ncut at {cuts:?}\n{error}\n")
            })?;
        }
        Ok(())
    }

    fn check_state(&self, layer: &dyn Layer, before: usize, end: usize) -> Result<(), String> {
        let Some(state) = &self.at[end] else { return Ok(()) };
        let expected = if layer.events_only() { &self.events[..state.events] } else { &self.items[..state.items] };
        let came = &layer.items()[before..];
        // What came before has been compared before, all but the last one.
        let new = if end == self.stream.len() { 0 } else { expected.len().saturating_sub(1) };
        if came.len() == expected.len()
            && came[new..] == expected[new..]
            && layer.last_event_id() == state.last_event_id
            && layer.reconnection_time() == state.reconnection_time
        {
            return Ok(());
        }
        Err(format!(
            "once {end} bytes are in: {}\nexpected {expected:?}, ID {:?}, reconnection time {:?}\n    came {came:?}, ID {:?}, \
             reconnection time {:?}",
            self.stream[..end].escape_ascii(),
            state.last_event_id,
            state.reconnection_time,
            layer.last_event_id(),
            layer.reconnection_time(),
        ))
    }
}

/// The model's items that are handed out also to who asks for events only.
pub fn is_event(item: &Item) -> bool {
    matches!(item, Item::Event { .. } | Item::TooLarge)
}

/// Cuts that make an input of each byte.
pub fn byte_by_byte(len: usize) -> Vec<usize> {
    (1..len).collect()
}

/// Cuts that make an input of each byte, with empty inputs before, between and behind.
pub fn with_empty_inputs(len: usize) -> Vec<usize> {
    (0..=len).flat_map(|at| [at, at]).collect()
}

/// Cuts that make inputs of this size.
pub fn chunks_of(size: usize, len: usize) -> Vec<usize> {
    (1..).map(|n| n * size).take_while(|&cut| cut < len).collect()
}
