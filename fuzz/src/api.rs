//! Calls every public method of decoder and parser, in any order.

use core::{fmt, time::Duration};
use std::collections::HashSet;

use sse_proto::{
    Decoder, Event, FieldName, GrowingStorage, Input, Item, OwnedEvent, Parser, Part, Storage, Text, TooLarge,
    encode::{BufferTooSmall, EventId, EventType, EventWriter, HEARTBEAT, HEARTBEAT_LINE, InvalidValue, SliceWriter},
};

use crate::{
    decode::PATIENCE,
    drive::{Creeping, same_items},
    model::{self, Options},
    seen::{Inputs, Logged, Parsed, Parts, Seen},
    shared_input::{SharedInput, Twins},
    stream::number,
};

/// Storage with its full length from the start, which can be cloned.
#[derive(Clone, Debug)]
struct Fixed(Vec<u8>);

impl Storage for Fixed {
    fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

/// Checks that a decoder returns the same with every storage, in any order of calls. Without a limit, it returns what the model
/// does for the same bytes, resets and IDs.
///
/// The bytes are a script: they are input that waits, until a `|` and a letter say what to do with it. Digits before the script
/// are a limit. The unread rest of an input begins the next one, as the documentation asks for.
pub fn api(data: &[u8]) {
    let (limit, data) = number(data);
    // Without a limit, there is room for everything, even if each byte becomes a U+FFFD.
    let repeats = data.iter().filter(|&&byte| byte == b'~').count();
    let room = limit.unwrap_or(3 * (data.len() + 63 * repeats));
    let mut machines = Machines {
        growing: Logged::new(GrowingStorage::with_limit(room)),
        fixed: Logged::new(Fixed(vec![b'\n'; room])),
        creeping: Logged::new(Creeping::with_limit(room)),
        parsed: Parsed::default(),
        waiting: Vec::new(),
        left: 0,
        story: Story { exact: limit.is_none(), ..Story::default() },
    };
    let mut kept = machines.clone();
    let mut bytes = data.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'~' if machines.waiting.len() < 4096 => {
                let last = machines.waiting.last().copied().unwrap_or(b'x');
                machines.waiting.extend([last; 63]);
            }
            b'|' => match bytes.next().copied().unwrap_or(b'.') {
                b'e' => machines.decode(Reading::Events),
                b'1' => machines.decode(Reading::OneItem),
                b'2' => machines.decode(Reading::OneEvent),
                b'0' => machines.decode(Reading::Nothing),
                b't' => machines.decode(Reading::InTurn),
                b'o' => machines.decode(Reading::Owned),
                b'p' => machines.decode(Reading::OneOwned),
                b's' => {
                    let rest = bytes.as_slice();
                    let script = rest.split(|&byte| byte == b'|').next().unwrap_or_default();
                    bytes = rest[script.len()..].iter();
                    machines.share(script);
                }
                b'r' => machines.reset(),
                b'=' => machines.set_last_event_id(),
                b'c' => machines = machines.clone(),
                b'k' => kept = machines.clone(),
                b'b' => core::mem::swap(&mut machines, &mut kept),
                b'd' => machines.look(),
                b'u' => machines.take_unfinished(),
                b'n' => encode(&machines.take_value()),
                _ => machines.decode(Reading::Items),
            },
            _ => machines.waiting.push(byte),
        }
    }
    machines.decode(Reading::Items);
    machines.check_story();
    kept.check_story();
}

/// Says how much of an input is read, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Items,
    Events,
    /// An item, an event, an item, …
    InTurn,
    OneItem,
    OneEvent,
    /// Events that own their text.
    Owned,
    OneOwned,
    /// The input is dropped unread.
    Nothing,
}

/// Three decoders and a parser, which get the same calls.
#[derive(Clone)]
struct Machines {
    growing: Logged<GrowingStorage>,
    fixed: Logged<Fixed>,
    creeping: Logged<Creeping>,
    parsed: Parsed,
    /// The next input. Its first `left` bytes are the unread rest of the last one.
    waiting: Vec<u8>,
    left: usize,
    story: Story,
}

/// Records the calls since the last reset, and the state that the model expects.
#[derive(Clone, Default)]
struct Story {
    /// Whether the model covers the calls.
    exact: bool,
    stream: Vec<u8>,
    set_last_event_id: Vec<(usize, String)>,
    /// The length of the log at the last reset.
    log: usize,
    last_event_id: String,
    reconnection_time: Option<u64>,
    /// Whether only events were taken from some parts of the stream.
    events_only: bool,
}

impl Machines {
    /// Takes the waiting input for a value, but not the unread rest of the last input.
    fn take_value(&mut self) -> Vec<u8> {
        self.waiting.split_off(self.left)
    }

    /// Decodes the waiting bytes, and leaves the unread ones there.
    fn decode(&mut self, reading: Reading) {
        let before = self.growing.log.len();
        let bytes = &self.waiting[..];
        let rest = read(&mut self.growing, bytes, reading);
        assert_eq!(read(&mut self.fixed, bytes, reading), rest, "fixed storage leaves something else");
        assert_eq!(read(&mut self.creeping, bytes, reading), rest, "creeping storage leaves something else");
        let taken = &bytes[..bytes.len() - rest];
        self.parsed.feed(taken);
        self.story.stream.extend_from_slice(taken);
        self.left = rest;
        self.waiting.drain(..self.waiting.len() - rest);
        self.same(before);

        self.story.events_only |= !matches!(reading, Reading::Items | Reading::OneItem | Reading::Nothing);
        if self.story.stream.len() < 256 {
            self.check_story();
        }
    }

    /// Gives the waiting bytes to clones of all machines, as one input that these share. The bytes go on waiting.
    fn share(&self, script: &[u8]) {
        SharedInput::new(
            &self.waiting,
            [
                &mut Twins::new(self.growing.without_log()),
                &mut Twins::new(self.fixed.without_log()),
                &mut Twins::new(self.creeping.without_log()),
                &mut Twins::new(Parsed { parser: self.parsed.parser.clone(), log: Parts::default() }),
                &mut Twins::new(Parsed::default()),
            ],
        )
        .run(script);
    }

    fn same(&self, before: usize) {
        self.fixed.assert_same_state(&self.growing, before, Inputs::Same, "fixed storage");
        self.creeping.assert_same_state(&self.growing, before, Inputs::Same, "creeping storage");
        if !self.is_before_no_line_feed() {
            assert_eq!(self.parsed.parser.is_between_events(), self.growing.decoder.is_between_events());
        }
    }

    /// Returns whether the decoders know that no LF follows the CR that they have read last, because the rest of the input
    /// begins with another byte. Neither the parser nor the model can see that.
    fn is_before_no_line_feed(&self) -> bool {
        self.left > 0 && self.story.stream.ends_with(b"\r")
    }

    fn reset(&mut self) {
        self.check_story();
        // Two resets have the effect of one.
        self.growing.decoder.reset();
        self.growing.decoder.reset();
        self.fixed.decoder.reset();
        self.creeping.decoder.reset();
        self.begin_story();
    }

    /// Ends the response body.
    fn take_unfinished(&mut self) {
        self.check_story();
        let unfinished = self.growing.end_of_stream();
        assert_eq!(self.fixed.end_of_stream(), unfinished);
        assert_eq!(self.creeping.end_of_stream(), unfinished);
        self.begin_story();
    }

    /// Puts decoders and parser at the start of another response body.
    fn begin_story(&mut self) {
        self.parsed.parser.reset();
        // The rest of the old body becomes the beginning of the new one.
        self.left = 0;
        assert_eq!(self.parsed.parser, Parser::default());
        self.parsed.log.end();
        self.growing.log.end();
        self.fixed.log.end();
        self.creeping.log.end();
        self.same(0);
        self.story = Story {
            exact: self.story.exact,
            log: self.growing.log.len(),
            last_event_id: self.growing.decoder.last_event_id().to_string(),
            reconnection_time: self.growing.decoder.reconnection_time().map(milliseconds),
            ..Story::default()
        };
    }

    fn set_last_event_id(&mut self) {
        let id = self.take_value();
        let id = String::from_utf8_lossy(&id);
        let Ok(value) = EventId::new(&id) else {
            assert!(id.contains(['\r', '\n', '\0']), "{id:?} was refused");
            return;
        };
        let before = self.growing.decoder.last_event_id().as_bytes().to_vec();
        let result = self.growing.decoder.set_last_event_id(value);
        assert_eq!(self.fixed.decoder.set_last_event_id(value), result);
        assert_eq!(self.creeping.decoder.set_last_event_id(value), result);
        let now = self.growing.decoder.last_event_id();
        match result {
            Ok(()) => {
                assert_eq!(now, value.as_str());
                let lines = model::count_lines(&self.story.stream);
                self.story.set_last_event_id.push((lines, id.into_owned()));
            }
            Err(error) => {
                assert!(!self.story.exact || id.len() + self.story.stream.len() > error.limit() / 4, "there was room");
                assert_eq!(now, before, "an ID that was refused was set");
                self.story.exact = false;
            }
        }
        self.same(self.growing.log.len());
    }

    /// Compares the items since the last reset with those of the model for the same stream.
    fn check_story(&self) {
        let story = &self.story;
        let set = &story.set_last_event_id;
        if !story.exact || story.stream.len() * (1 + set.len()) > PATIENCE {
            return;
        }
        let outcome = model::interpret_with(
            &story.stream,
            Options {
                last_event_id: &story.last_event_id,
                reconnection_time: story.reconnection_time,
                limit: None,
                set_last_event_id: set,
            },
        );
        let came = &self.growing.log.0[story.log..];
        let mut items: Vec<_> = came.iter().filter(|seen| !seen.is_open()).map(Seen::item).collect();
        let mut expected = outcome.items;
        if story.events_only {
            items.retain(is_event);
            expected.retain(is_event);
        }
        assert!(same_items(&items, &expected, false), "{items:?}\n{expected:?}");
        assert!(came.iter().filter_map(Seen::own).eq(outcome.own), "{came:?}");
        let decoder = &self.growing.decoder;
        assert_eq!(decoder.last_event_id().to_string(), outcome.last_event_id);
        assert_eq!(decoder.reconnection_time().map(milliseconds), outcome.reconnection_time);
        if !self.is_before_no_line_feed() {
            assert_eq!(decoder.is_between_events(), outcome.is_between_events);
        }
        let unfinished = self.growing.unfinished();
        assert_eq!(unfinished, self.fixed.unfinished());
        assert_eq!(unfinished, self.creeping.unfinished());
        assert_eq!(unfinished.map(|seen| (seen.item(), seen.own().expect("there is room"))), outcome.unfinished);
    }

    /// Checks that looking changes nothing.
    fn look(&self) {
        let _ = format!("{:?} {:?} {:?}", self.growing, self.fixed.decoder, self.parsed.parser);
        let decoder = &self.growing.decoder;
        let (id, time) = (decoder.last_event_id(), decoder.reconnection_time());
        let shown = format!("Decoder {{ last_event_id: {id:?}, reconnection_time: {time:?}, .. }}");
        assert_eq!(format!("{decoder:?}"), shown);
        // There may be no room for the unfinished event.
        let unfinished = self.growing.unfinished();
        assert_eq!(unfinished, self.fixed.unfinished());
        assert_eq!(unfinished, self.creeping.unfinished());
        let input = Input::new(&self.waiting);
        assert_eq!(format!("{input:?}"), format!("Input {{ consumed: 0, len: {}, .. }}", self.waiting.len()));
        let _ = (FieldName::Data.as_str(), FieldName::Retry.to_string(), FieldName::Id <= FieldName::Event);
        let storage = GrowingStorage::with_limit(self.waiting.len());
        assert_eq!(format!("{storage:?}"), format!("GrowingStorage {{ len: 0, limit: {}, .. }}", self.waiting.len()));
        let fresh = Decoder::default();
        assert!(fresh.last_event_id().is_empty() && fresh.reconnection_time().is_none());
        assert_eq!(Decoder::new().last_event_id(), Text::default());
        let mut storage = self.creeping.clone().decoder;
        let mut input = Input::new(b"id: 1\n\n");
        assert!(Decoder::with_storage(&mut GrowingStorage::default()).next_event(&mut input).is_none());
        storage.reset();
        assert_eq!(storage.last_event_id(), self.creeping.decoder.last_event_id());
        assert_eq!(HEARTBEAT, format!("{HEARTBEAT_LINE}\n"));
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).expect("a reconnection time is a u64 of milliseconds")
}

fn is_event(item: &model::Item) -> bool {
    matches!(item, model::Item::Event { .. })
}

/// Reads as much as `reading` says, and returns how many bytes remain.
fn read<S: Storage>(logged: &mut Logged<S>, bytes: &[u8], reading: Reading) -> usize {
    let mut input = Input::new(bytes);
    match reading {
        Reading::Items => while one_item(logged, &mut input) {},
        Reading::Events => while one_event(logged, &mut input) {},
        Reading::InTurn => while one_item(logged, &mut input) && one_event(logged, &mut input) {},
        Reading::OneItem => drop(one_item(logged, &mut input)),
        Reading::OneEvent => drop(one_event(logged, &mut input)),
        Reading::Owned => return owned_events(logged, bytes, usize::MAX),
        Reading::OneOwned => return owned_events(logged, bytes, 1),
        Reading::Nothing => {}
    }
    let rest = input.rest();
    assert!(bytes.ends_with(rest), "what remains is not the end of the input");
    assert_eq!(input.consumed() + rest.len(), bytes.len());
    assert_eq!(input.is_empty(), rest.is_empty());
    rest.len()
}

fn one_item<S: Storage>(logged: &mut Logged<S>, input: &mut Input<'_>) -> bool {
    let Logged { decoder, log } = logged;
    let Some(item) = decoder.next_item(input) else { return ended(decoder, input) };
    let same = item;
    assert_eq!(item, same);
    match item {
        Ok(Item::Event(event)) => look_at(event),
        Ok(Item::LastEventId(id)) => drop(text(id)),
        Ok(Item::ReconnectionTime(_) | Item::Comment { .. }) => {}
        Ok(Item::Ignored { text, end_of_line }) => assert!(!text.is_empty() || end_of_line, "a piece of nothing"),
        Err(error) => look_at_error(error),
    }
    log.item(item);
    true
}

/// Reads an event. It passes over comments, so the log's last comment has not been taken up to its end.
fn one_event<S: Storage>(logged: &mut Logged<S>, input: &mut Input<'_>) -> bool {
    let Logged { decoder, log } = logged;
    log.end();
    let Some(event) = decoder.next_event(input) else { return ended(decoder, input) };
    match event {
        Ok(event) => look_at(event),
        Err(error) => look_at_error(error),
    }
    log.item(event.map(Item::Event));
    true
}

fn ended<S: Storage>(decoder: &mut Decoder<S>, input: &mut Input<'_>) -> bool {
    assert!(input.is_empty());
    assert!(decoder.next_item(input).is_none() && decoder.next_event(input).is_none());
    assert!(input.rest().is_empty());
    false
}

/// Reads up to `most` events that own their text.
fn owned_events<S: Storage>(logged: &mut Logged<S>, bytes: &[u8], most: usize) -> usize {
    let Logged { decoder, log } = logged;
    log.end();
    let shown = format!("OwnedEvents {{ decoder: {decoder:?}, input: {:?} }}", Input::new(bytes));
    let mut events = decoder.owned_events(bytes);
    assert_eq!(format!("{events:?}"), shown);
    for event in events.by_ref().take(most) {
        match event {
            Ok(event) => log.push(Seen::owned_event(&event)),
            Err(error) => log.push(Seen::TooLarge(error.limit())),
        }
    }
    let rest = events.rest();
    assert!(bytes.ends_with(rest), "what remains is not the end of the input");
    if rest.is_empty() {
        assert!(events.next().is_none(), "something came after the end of the input");
    }
    rest.len()
}

fn look_at_error(error: TooLarge) {
    assert_eq!(error.to_string(), format!("event larger than the limit of {} bytes", error.limit()));
}

/// Checks that an event, its texts and its copy agree in every method.
fn look_at(event: Event<'_>) {
    let owned: OwnedEvent = event.into_owned();
    assert_eq!(OwnedEvent::from(event), owned);
    assert_eq!(owned.event_type(), text(event.event_type()));
    assert_eq!(owned.data(), text(event.data()));
    assert_eq!(owned.last_event_id(), text(event.last_event_id()));
    assert_eq!(owned.id(), event.id().map(text).as_deref());
    assert_eq!(owned.has_event_type(), event.has_event_type());
    assert!(event.has_event_type() || event.event_type() == "message");
    assert!(event.id().is_none_or(|id| id == event.last_event_id()));
    assert_eq!(owned.clone().into_data(), owned.data());
    let texts = [event.event_type(), event.data(), event.last_event_id()];
    let is_valid = texts.iter().all(|text| text.to_str().is_ok());
    assert_eq!(owned == event, is_valid);
    assert_eq!(event == owned, is_valid);
    assert!(HashSet::from([owned.clone()]).contains(&owned));
    let [event_type, data, id] = [owned.event_type(), owned.data(), owned.last_event_id()];
    let shown = format!("OwnedEvent {{ event_type: {event_type:?}, data: {data:?}, last_event_id: {id:?} }}");
    assert_eq!(format!("{owned:?}"), shown);
    // The event's earlier values must not show.
    let mut other = OwnedEvent::default();
    let before = Decoder::new()
        .next_event(&mut Input::new(b"event: \xC3\xA4\ndata: \xFF, and more than most\nid: 1\n\n"))
        .map(|before| before.map(|before| before.clone_into(&mut other)));
    assert!(before == Some(Ok(())) && other.data() == "\u{FFFD}, and more than most");
    event.clone_into(&mut other);
    assert_eq!(other, owned);
    assert_eq!(Seen::owned_event(&other), Seen::owned_event(&owned));
    let made = make(&owned);
    assert_eq!(made, owned);
    assert_eq!(Seen::owned_event(&made), Seen::owned_event(&owned));
    let same = event;
    assert!(event == same && !event.event_type().is_empty());
}

/// Puts the same event together from its values.
fn make(event: &OwnedEvent) -> OwnedEvent {
    let id = EventId::new(event.last_event_id()).expect("it was one");
    let mut made = OwnedEvent::new(event.data());
    if event.has_event_type() {
        made = made.with_event_type(EventType::new(event.event_type()).expect("it was one"));
    }
    if event.id().is_some() { made.with_id(id) } else { made.with_last_event_id(id) }
}

fn text(text: Text<'_>) -> String {
    use std::borrow::Cow;

    let bytes = text.as_bytes();
    let lossy = String::from_utf8_lossy(bytes);
    assert_eq!(text.to_string(), lossy);
    assert_eq!(text.to_string_lossy(), lossy);
    assert_eq!(String::from(text), lossy);
    assert_eq!(Cow::<str>::from(text), lossy);
    assert_eq!((text.len(), text.is_empty()), (bytes.len(), bytes.is_empty()));
    assert_eq!(text.as_ref(), bytes);
    assert_eq!(text, Text::from(bytes));
    let others = [
        &*lossy,
        &*format!("{lossy}x"),
        &lossy[lossy.char_indices().nth(1).map_or(0, |(at, _)| at)..],
        "\u{FFFD}x",
        "message",
    ];
    for other in others {
        let other_bytes = other.as_bytes();
        assert_eq!(text.cmp(&Text::from(other)), bytes.cmp(other_bytes));
        assert_eq!(text.partial_cmp(&Text::from(other_bytes)), Some(bytes.cmp(other_bytes)));
        let (string, vector, cow) = (String::from(other), Vec::from(other_bytes), Cow::from(other));
        let same = bytes == other_bytes;
        let equal = [
            text == other,
            text == *other,
            text == other_bytes,
            text == *other_bytes,
            text == string,
            text == vector,
            text == cow,
            text == Text::from(other),
            other == text,
            *other == text,
            other_bytes == text,
            *other_bytes == text,
            string == text,
            vector == text,
            cow == text,
        ];
        assert_eq!(equal, [same; 15], "{text:?} and {other:?}");
    }
    assert_eq!((text == b"message", text == *b"message"), (text == "message", text == "message"));
    match text.to_str() {
        Ok(valid) => {
            assert_eq!(valid, lossy);
            assert_eq!(format!("{text:?}"), format!("\"{}\"", valid.escape_debug()));
        }
        Err(error) => {
            assert!(error.valid_up_to() < text.as_bytes().len());
            assert!(format!("{text:?}").contains(r"\x"));
        }
    }
    lossy.into_owned()
}

/// Calls the parts of the encoder that the other targets don't.
fn encode(value: &[u8]) {
    let value = String::from_utf8_lossy(value);
    let say = |error: InvalidValue| {
        let character = error.byte();
        let (field, position) = (error.field(), error.position());
        assert_eq!(error.to_string(), format!("{field}: U+{character:04X} at byte {position} cannot be encoded"));
    };
    assert_eq!(EventType::try_from(&*value), EventType::new(&value));
    assert_eq!(EventId::try_from(&*value), EventId::new(&value));
    let event = sse_proto::encode::Event::default();
    let event_type = EventType::new(&value).map_err(say).map(|value| event.event_type(value));
    let id = EventId::new(&value).map_err(say).map(|value| event.id(value));
    let data = event.strict_data(&value).map_err(say);
    if let Ok(id) = EventId::new(&value) {
        let as_header = value.trim_matches([' ', '\t']);
        let refused = |char: char| char.is_ascii_control() && char != '\t';
        assert_eq!(id.fits_header(), as_header == value && !value.contains(refused), "{value:?}");
        let first = value.bytes().take(8).fold(0, |number, byte| number << 8 | u64::from(byte));
        let number = EventId::from_number(first);
        assert_eq!((number.as_str(), number.to_string()), (&*first.to_string(), first.to_string()));
        assert_eq!(number == id, number.as_str() == value);
        assert_eq!(number.cmp(&id), number.as_str().cmp(&value));
    }
    for event in [event_type, id, data, Ok(event.data(&value))].into_iter().flatten() {
        let encoded = event.to_vec();
        assert_eq!(format!("{event:>9.3}").as_bytes(), encoded);
        let mut buffer = vec![0; encoded.len().min(64)];
        let too_small: Result<_, BufferTooSmall> = event.encode_to_slice(&mut buffer);
        if let Err(error) = too_small {
            assert_eq!(error.to_string(), format!("buffer too small: the event takes {} bytes", encoded.len()));
        }
        let room = buffer.len();
        match event.encode_to_slice_with(&mut buffer, |data| data.write_str("ä")) {
            Ok(written) => assert!(written.starts_with(&encoded[..encoded.len() - 2])),
            Err(fmt::Error) => assert!(room < encoded.len() + "data: \nä".len()),
        }
    }
    let mut small = [b'?'; 48];
    let writer = EventWriter::new(SliceWriter::new(&mut small));
    match writer.spaced_comment(&value).and_then(|writer| writer.data(&value)?.end()) {
        Ok(out) => {
            assert!(!out.overflowed() && out.written().ends_with(b"\n\n"));
            assert!(
                value.contains(['\r', '\n'])
                    || out.into_written() == format!(": {value}\ndata: {value}\n\n").as_bytes()
            );
        }
        Err(fmt::Error) => assert!(value.len() > 5, "{value:?}"),
    }
    let _ = (EventId::RESET.to_string(), Part::BlankLine);
}
