//! Runs a stream through each layer of the crate in several ways, and checks that the results are the model's.

use sse_proto::{Decoder, FieldName, Input, Parser, Part, Storage, TooLarge};

use crate::model::{self, Item, Options, Own};

/// Enough room for every stream that is not about limits.
pub const ROOMY: usize = 512;

/// The initial content of storage must not matter. These bytes would be noticed.
pub const POISON: u8 = b'\n';

/// A layer of the crate that gets a stream input by input, and collects its results.
pub trait Layer {
    /// Returns the name of the layer, for failure messages.
    fn name(&self) -> &str;

    /// Feeds one input.
    fn feed(&mut self, bytes: &[u8]);

    /// Begins a new response body.
    fn reset(&mut self);

    /// Returns all items so far, including a comment once its end has come.
    fn items(&self) -> &[Item];

    /// Returns the own ID and type of the block of each event.
    fn own(&self) -> &[Own];

    /// Returns whether a comment may be written here.
    fn is_between_events(&self) -> bool;

    /// Returns whether ignored lines that are whole in an input are returned whole.
    fn has_whole_lines(&self) -> bool {
        true
    }

    /// Returns, for each item, how many bytes of its input had been consumed when the item was returned.
    fn consumed(&self) -> &[usize];

    /// Returns the last event ID of the blocks that have ended.
    fn last_event_id(&self) -> String;

    /// Returns the reconnection time in milliseconds.
    fn reconnection_time(&self) -> Option<u64>;

    /// Returns whether comments and reconnection times are missing among the items.
    fn events_only(&self) -> bool {
        false
    }
}

/// Says how an input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All of its items, with one `Input`.
    Items,
    /// Only the events, with one `Input`.
    Events,
    /// Each `Input` is dropped after its first item, and its rest becomes a new one.
    OneAtATime,
}

/// Watches an input while it is read: after each call, it must say how far it has been read.
struct Watched<'i> {
    bytes: &'i [u8],
    input: Input<'i>,
}

impl<'i> Watched<'i> {
    fn new(bytes: &'i [u8]) -> Self {
        Self { bytes, input: Input::new(bytes) }
    }

    /// Returns how many bytes are left.
    fn rest(&self) -> usize {
        self.input.rest().len()
    }

    /// Goes on with a new input of the rest.
    fn renew(&mut self) {
        *self = Self::new(self.input.rest());
    }

    /// Reads the next item.
    fn read<T>(&mut self, read: impl FnOnce(&mut Input<'i>) -> Option<T>) -> Option<T> {
        let consumed_before = self.input.consumed();
        let came = read(&mut self.input);
        let (input, consumed) = (&self.input, self.input.consumed());
        let what = || format!("{input:?} of {}", self.bytes.escape_ascii());
        assert_eq!(consumed + input.rest().len(), self.bytes.len(), "{}", what());
        let (read, rest) = self.bytes.split_at(consumed);
        assert!(core::ptr::eq(input.rest(), rest), "another rest: {}", what());
        assert_eq!(input.is_empty(), rest.is_empty(), "{}", what());
        match came {
            Some(_) => assert!(consumed > consumed_before, "something came of nothing: {}", what()),
            None => assert!(rest.is_empty(), "nothing came, but there is a rest: {}", what()),
        }
        assert!(!(read.ends_with(b"\r") && rest.starts_with(b"\n")), "between CR and LF: {}", what());
        came
    }
}

/// A decoder with some storage, and its results.
#[derive(Clone, Debug)]
pub struct Decoding<S: Storage> {
    /// The decoder.
    pub decoder: Decoder<S>,
    name: &'static str,
    reading: Reading,
    /// Called with the decoder after each item, in the middle of the input.
    after_item: fn(&mut Decoder<S>),
    limit: usize,
    log: Log,
}

impl<S: Storage> Decoding<S> {
    /// Creates a decoder at the start of a stream.
    pub fn new(name: &'static str, storage: S, reading: Reading) -> Self {
        let limit = storage.limit();
        let decoder = Decoder::with_storage(storage);
        Self { decoder, name, reading, after_item: |_| {}, limit, log: Log::default() }
    }

    /// Hands the input over to a clone of the decoder after each item. The clone takes the decoder's place.
    pub fn handed_over(mut self) -> Self
    where
        S: Clone,
    {
        self.after_item = |decoder| *decoder = decoder.clone();
        self
    }
}

impl<S: Storage> Layer for Decoding<S> {
    fn name(&self) -> &str {
        self.name
    }

    fn feed(&mut self, bytes: &[u8]) {
        let Self { decoder, log, .. } = self;
        let mut input = Watched::new(bytes);
        while let Some(item) = input.read(|input| match self.reading {
            Reading::Events => decoder.next_event(input).map(|event| event.map(sse_proto::Item::Event)),
            Reading::Items | Reading::OneAtATime => decoder.next_item(input),
        }) {
            log.item(item, self.limit);
            log.consumed(bytes.len() - input.rest());
            (self.after_item)(decoder);
            if self.reading == Reading::OneAtATime {
                // Without bytes there is no item, and an empty input changes nothing.
                assert!(decoder.next_item(&mut Input::default()).is_none(), "{}", self.name);
                input.renew();
            }
        }
        for _ in 0..2 {
            assert!(input.read(|input| decoder.next_event(input)).is_none(), "{}: an event after the end", self.name);
            assert!(input.read(|input| decoder.next_item(input)).is_none(), "{}: an item after the end", self.name);
        }
    }

    fn reset(&mut self) {
        self.decoder.reset();
        self.log.line = None;
    }

    fn items(&self) -> &[Item] {
        &self.log.items
    }

    fn own(&self) -> &[Own] {
        &self.log.own
    }

    fn consumed(&self) -> &[usize] {
        &self.log.consumed
    }

    fn is_between_events(&self) -> bool {
        self.decoder.is_between_events()
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
    own: Vec<Own>,
    /// How many bytes of its input had been consumed, for each item.
    consumed: Vec<usize>,
    /// The pieces of a comment or an ignored line that has not ended yet.
    line: Option<Pieces>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pieces {
    is_comment: bool,
    bytes: Vec<u8>,
}

impl Log {
    fn push(&mut self, item: Item) {
        assert_eq!(self.line, None, "{item:?} came between two pieces of a line");
        self.items.push(item);
    }

    fn event(&mut self, event: Item, own: Own) {
        self.push(event);
        self.own.push(own);
    }

    fn piece(&mut self, is_comment: bool, text: &[u8], end_of_line: bool) {
        let line = self.line.get_or_insert(Pieces { is_comment, bytes: Vec::new() });
        assert_eq!(line.is_comment, is_comment, "a piece of one line came between two pieces of another");
        line.bytes.extend_from_slice(text);
        if end_of_line {
            let text = self::text(&line.bytes);
            self.line = None;
            self.items.push(if is_comment { Item::Comment(text) } else { Item::Ignored(text) });
        }
    }

    fn item(&mut self, item: Result<sse_proto::Item<'_>, TooLarge>, limit: usize) {
        match item {
            Ok(sse_proto::Item::Event(event)) => {
                let (event, own) = seen(event);
                self.event(event, own);
            }
            Ok(sse_proto::Item::ReconnectionTime(time)) => {
                self.push(Item::ReconnectionTime(u64::try_from(time.as_millis()).unwrap()));
            }
            Ok(sse_proto::Item::Comment { text, end_of_line }) => self.piece(true, text, end_of_line),
            Ok(sse_proto::Item::Ignored { text, end_of_line }) => self.piece(false, text, end_of_line),
            Ok(sse_proto::Item::LastEventId(id)) => self.push(Item::LastEventId(id.to_string())),
            Err(error) => {
                assert_eq!(error.limit(), limit, "the error names another limit");
                self.push(Item::TooLarge);
            }
        }
    }

    /// Notes how many bytes had been consumed when the new items were returned, if there are any.
    fn consumed(&mut self, consumed: usize) {
        self.consumed.resize(self.items.len(), consumed);
    }
}

/// The parser with a small interpreter, as a caller without a decoder would write it.
#[derive(Clone, Debug, Default)]
pub struct Parsing {
    parser: Parser,
    one_at_a_time: bool,
    log: Log,
    /// The value so far of a field that has not ended.
    value: Option<(FieldName, Vec<u8>)>,
    data: Option<Vec<u8>>,
    event_type: Vec<u8>,
    id: Option<Vec<u8>>,
    last_event_id: Vec<u8>,
    reconnection_time: Option<u64>,
}

impl Parsing {
    /// Creates a parser at the start of a stream.
    pub fn new(reading: Reading) -> Self {
        Self { one_at_a_time: reading == Reading::OneAtATime, ..Self::default() }
    }

    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Comment { text, end_of_line } => {
                assert_eq!(self.value, None, "a comment came between two pieces of a field");
                self.log.piece(true, text, end_of_line);
            }
            Part::Ignored { text, end_of_line } => {
                assert_eq!(self.value, None, "an ignored line came between two pieces of a field");
                self.log.piece(false, text, end_of_line);
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
            FieldName::Event => self.event_type = value,
            FieldName::Id if !value.contains(&0) => self.id = Some(value),
            FieldName::Retry if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                let time = value
                    .iter()
                    .fold(0_u64, |time, digit| time.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
                self.reconnection_time = Some(time);
                self.log.push(Item::ReconnectionTime(time));
            }
            FieldName::Id | FieldName::Retry => self.log.push(Item::Ignored(text(&value))),
        }
    }

    fn blank_line(&mut self) {
        let id = self.id.take();
        if let Some(id) = &id {
            self.last_event_id.clone_from(id);
        }
        let event_type = core::mem::take(&mut self.event_type);
        if let Some(data) = self.data.take() {
            let event = Item::Event {
                event_type: text(if event_type.is_empty() { b"message" } else { &event_type }),
                data: text(&data),
                last_event_id: text(&self.last_event_id),
            };
            let id = id.as_deref().map(text);
            self.log.event(event, Own { id, has_event_type: !event_type.is_empty() });
        } else if let Some(id) = id {
            self.log.push(Item::LastEventId(text(&id)));
        }
    }
}

impl Layer for Parsing {
    fn name(&self) -> &str {
        if self.one_at_a_time { "parser, one part at a time" } else { "parser" }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let mut input = Watched::new(bytes);
        while let Some(part) = input.read(|input| self.parser.next_part(input)) {
            self.part(part);
            self.log.consumed(bytes.len() - input.rest());
            if self.one_at_a_time {
                assert_eq!(self.parser.next_part(&mut Input::default()), None, "a part of nothing");
                input.renew();
            } else {
                // Hand the input over to a clone of the parser, which takes the parser's place.
                self.parser = self.parser.clone();
            }
        }
        for _ in 0..2 {
            assert_eq!(input.read(|input| self.parser.next_part(input)), None, "a part after the end of the input");
        }
    }

    fn reset(&mut self) {
        self.parser.reset();
        self.log.line = None;
        self.value = None;
        self.data = None;
        self.event_type.clear();
        self.id = None;
    }

    fn items(&self) -> &[Item] {
        &self.log.items
    }

    fn own(&self) -> &[Own] {
        &self.log.own
    }

    fn consumed(&self) -> &[usize] {
        &self.log.consumed
    }

    fn is_between_events(&self) -> bool {
        self.parser.is_between_events()
    }

    fn has_whole_lines(&self) -> bool {
        false
    }

    fn last_event_id(&self) -> String {
        text(&self.last_event_id)
    }

    fn reconnection_time(&self) -> Option<u64> {
        self.reconnection_time
    }
}

/// Converts an event to the model's form.
pub fn seen(event: sse_proto::Event<'_>) -> (Item, Own) {
    let item = Item::Event {
        event_type: event.event_type().to_string(),
        data: event.data().to_string(),
        last_event_id: event.last_event_id().to_string(),
    };
    (item, Own { id: event.id().map(|id| id.to_string()), has_event_type: event.has_event_type() })
}

/// Returns whether the items are those that the model expects. The bytes of an ignored line in an earlier input can be
/// missing, so unless `whole_lines` is set, the end of such a line is enough.
pub fn same_items(came: &[Item], expected: &[Item], whole_lines: bool) -> bool {
    came.len() == expected.len()
        && came.iter().zip(expected).all(|items| match items {
            (Item::Ignored(came), Item::Ignored(expected)) if !whole_lines => {
                expected.ends_with(came.trim_start_matches('\u{FFFD}'))
            }
            (came, expected) => came == expected,
        })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Storage that grows only by as much as it is asked for, so that a decoder moves its content as often as possible. New bytes
/// are poisoned.
#[derive(Clone, Debug)]
pub struct Creeping {
    bytes: Vec<u8>,
    limit: usize,
}

impl Creeping {
    /// Creates empty storage with this limit.
    pub fn with_limit(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }
}

impl Storage for Creeping {
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

/// Calls `run` with every layer in turn, each in every way of reading that it has.
pub fn every_layer(mut run: impl FnMut(&mut dyn Layer)) {
    every_storage(ROOMY, &mut run);
    run(&mut Decoding::new("array decoder", [POISON; ROOMY], Reading::Items));
    every_parser(&mut run);
}

/// Calls `run` with the parser in both ways of reading.
pub fn every_parser(run: &mut dyn FnMut(&mut dyn Layer)) {
    run(&mut Parsing::new(Reading::Items));
    run(&mut Parsing::new(Reading::OneAtATime));
}

/// Calls `run` with decoders of every storage whose limit can be chosen freely.
pub fn every_storage(limit: usize, run: &mut dyn FnMut(&mut dyn Layer)) {
    let mut memory = vec![POISON; limit];
    run(&mut Decoding::new("slice decoder", &mut memory[..], Reading::Items));
    memory.fill(POISON);
    run(&mut Decoding::new("slice decoder, one item at a time", &mut memory[..], Reading::OneAtATime));
    run(&mut Decoding::new("creeping decoder, events only", Creeping::with_limit(limit), Reading::Events));
    run(&mut Decoding::new("creeping decoder, handed over", Creeping::with_limit(limit), Reading::Items).handed_over());
}

/// Holds the model's results for a stream, and for its beginnings.
#[derive(Clone, Debug)]
pub struct Expected<'s> {
    /// The stream.
    pub stream: &'s [u8],
    /// All items.
    pub items: Vec<Item>,
    events: Vec<Item>,
    own: Vec<Own>,
    /// The model's results once so many bytes are in.
    at: Vec<Option<State>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    items: usize,
    events: usize,
    last_event_id: String,
    reconnection_time: Option<u64>,
    is_between_events: bool,
}

impl<'s> Expected<'s> {
    /// Asks the model about every beginning of the stream: once `n` bytes are in, a layer must have returned the items of
    /// `stream[..n]`, and no more. Takes quadratic time.
    ///
    /// Under a limit the stream must be valid UTF-8, and the middle of a character is left out, because the model measures
    /// decoded text.
    pub fn at_every_byte(stream: &'s [u8], options: Options<'_>) -> Self {
        Self::at(stream, options, 0..=stream.len())
    }

    /// Does what [`at_every_byte`](Self::at_every_byte) does, but asks only about these beginnings, and always about the
    /// whole stream.
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
                is_between_events: begun.is_between_events,
            });
        }
        let events = whole.items.iter().filter(|item| is_event(item)).cloned().collect();
        Self { stream, items: whole.items, events, own: whole.own, at }
    }

    /// Feeds the stream to a layer that is at the start of a stream, and checks the results after each input. The stream is
    /// cut at the given places; two equal places make an empty input.
    #[track_caller]
    pub fn check(&self, what: &str, layer: &mut dyn Layer, cuts: &[usize]) {
        if let Err(error) = self.try_check(what, layer, cuts) {
            panic!("{error}");
        }
    }

    /// Does what [`check`](Self::check) does, without a panic.
    ///
    /// # Errors
    ///
    /// Returns a description if the results differ.
    pub fn try_check(&self, what: &str, layer: &mut dyn Layer, cuts: &[usize]) -> Result<(), String> {
        let before = layer.items().len();
        let own_before = layer.own().len();
        let mut start = 0;
        for &end in cuts.iter().chain([&self.stream.len()]) {
            let old = layer.items().len();
            layer.feed(&self.stream[start..end]);
            let whole_lines = cuts.is_empty() && layer.has_whole_lines();
            let mut right = self
                .check_state(layer, before, end, whole_lines)
                .and_then(|()| self.check_consumed(layer, before, old, start));
            if end == self.stream.len() && layer.own()[own_before..] != self.own {
                right = Err(format!("blocks of their own: {:?}, came {:?}", self.own, &layer.own()[own_before..]));
            }
            start = end;
            right.map_err(|error| {
                let (stream, layer) = (self.stream.escape_ascii(), layer.name());
                format!("\n{what}, {layer}\nstream: {stream}\ncut at {cuts:?}\n{error}\n")
            })?;
        }
        Ok(())
    }

    /// Checks that the bytes consumed with an item give that item and those before it, and no more. Looks at the items after
    /// the first `old` ones, of an input that starts at `start`.
    fn check_consumed(&self, layer: &dyn Layer, before: usize, old: usize, start: usize) -> Result<(), String> {
        for (number, consumed) in (1..).zip(&layer.consumed()[before..]).skip(old - before) {
            let consumed = start + consumed;
            let Some(state) = &self.at[consumed] else { continue };
            let given = if layer.events_only() { state.events } else { state.items };
            if given != number {
                let consumed = self.stream[..consumed].escape_ascii();
                return Err(format!("item {number} came when what had been consumed gives {given}: {consumed}"));
            }
        }
        Ok(())
    }

    fn check_state(&self, layer: &dyn Layer, before: usize, end: usize, whole_lines: bool) -> Result<(), String> {
        let Some(state) = &self.at[end] else { return Ok(()) };
        let expected = if layer.events_only() { &self.events[..state.events] } else { &self.items[..state.items] };
        let came = &layer.items()[before..];
        // All earlier items but the last one have been compared before.
        let new = if end == self.stream.len() { 0 } else { expected.len().saturating_sub(1) };
        if came.len() == expected.len()
            && same_items(&came[new..], &expected[new..], whole_lines)
            && layer.last_event_id() == state.last_event_id
            && layer.reconnection_time() == state.reconnection_time
            && layer.is_between_events() == state.is_between_events
        {
            return Ok(());
        }
        Err(format!(
            "once {end} bytes are in: {}\nexpected {expected:?}, ID {:?}, reconnection time {:?}, between events: {}\n    \
             came {came:?}, ID {:?}, reconnection time {:?}, between events: {}",
            self.stream[..end].escape_ascii(),
            state.last_event_id,
            state.reconnection_time,
            state.is_between_events,
            layer.last_event_id(),
            layer.reconnection_time(),
            layer.is_between_events(),
        ))
    }
}

/// Returns whether a caller that asks only for events gets the item.
pub fn is_event(item: &Item) -> bool {
    matches!(item, Item::Event { .. } | Item::TooLarge)
}

/// Returns cuts that make an input of each byte.
pub fn byte_by_byte(len: usize) -> Vec<usize> {
    (1..len).collect()
}

/// Returns cuts that make an input of each byte, with empty inputs before, between and after these.
pub fn with_empty_inputs(len: usize) -> Vec<usize> {
    (0..=len).flat_map(|at| [at, at]).collect()
}

/// Returns cuts that make inputs of this size.
pub fn chunks_of(size: usize, len: usize) -> Vec<usize> {
    (1..).map(|n| n * size).take_while(|&cut| cut < len).collect()
}
