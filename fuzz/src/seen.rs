//! Records everything that a decoder or parser returns, to the byte, in a form that doesn't depend on where the stream is cut.

use core::time::Duration;

use sse_proto::{Decoder, Event, Input, Item, OwnedEvent, Parser, Part, Storage, TooLarge};

use crate::model::{self, Own};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Event {
        event_type: Vec<u8>,
        data: Vec<u8>,
        last_event_id: Vec<u8>,
        /// The ID that its block has set, if any.
        id: Option<Vec<u8>>,
        has_event_type: bool,
    },
    ReconnectionTime(Duration),
    /// A comment, which may be unfinished.
    Comment {
        text: Vec<u8>,
        ended: bool,
    },
    LastEventId(Vec<u8>),
    /// An ignored line, which may be unfinished. Its beginning is missing if it was in an earlier input than the byte that
    /// makes the line an ignored one.
    Ignored {
        text: Vec<u8>,
        ended: bool,
    },
    TooLarge(usize),
}

/// Relates the inputs of two readers that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inputs {
    /// Both have the same inputs.
    Same,
    /// Both have the same stream, cut at different places.
    CutOtherwise,
}

impl Inputs {
    /// Returns whether the two texts are of one ignored line.
    fn same_ignored(self, one: &[u8], other: &[u8]) -> bool {
        match self {
            Self::Same => one == other,
            Self::CutOtherwise => one.ends_with(other) || other.ends_with(one),
        }
    }
}

impl Seen {
    pub(crate) fn event(event: Event<'_>) -> Self {
        Self::Event {
            event_type: event.event_type().as_bytes().to_vec(),
            data: event.data().as_bytes().to_vec(),
            last_event_id: event.last_event_id().as_bytes().to_vec(),
            id: event.id().map(|id| id.as_bytes().to_vec()),
            has_event_type: event.has_event_type(),
        }
    }

    pub(crate) fn owned_event(event: &OwnedEvent) -> Self {
        Self::Event {
            event_type: event.event_type().into(),
            data: event.data().into(),
            last_event_id: event.last_event_id().into(),
            id: event.id().map(Into::into),
            has_event_type: event.has_event_type(),
        }
    }

    /// Returns the model's name for it.
    pub(crate) fn item(&self) -> model::Item {
        match self {
            Self::Event { event_type, data, last_event_id, .. } => model::Item::Event {
                event_type: text(event_type),
                data: text(data),
                last_event_id: text(last_event_id),
            },
            Self::ReconnectionTime(time) => {
                model::Item::ReconnectionTime(time.as_millis().try_into().expect("a u64 of milliseconds"))
            }
            Self::Comment { text: bytes, .. } => model::Item::Comment(text(bytes)),
            Self::LastEventId(id) => model::Item::LastEventId(text(id)),
            Self::Ignored { text: bytes, .. } => model::Item::Ignored(text(bytes)),
            Self::TooLarge(_) => model::Item::TooLarge,
        }
    }

    /// Returns the model's properties of an event's block.
    pub(crate) fn own(&self) -> Option<Own> {
        match self {
            Self::Event { id, has_event_type, .. } => {
                Some(Own { id: id.as_deref().map(text), has_event_type: *has_event_type })
            }
            _ => None,
        }
    }

    /// Returns whether `self` has the same or less: the text of an ignored line may be the end of the other's.
    pub(crate) fn is_end_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ignored { text: end, .. }, Self::Ignored { text, .. }) => text.ends_with(end),
            _ => self == other,
        }
    }

    /// Returns whether it is a line that may go on.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Comment { ended: false, .. } | Self::Ignored { ended: false, .. })
    }

    fn is_same(&self, other: &Self, inputs: Inputs) -> bool {
        match (self, other) {
            (Self::Ignored { text: one, ended }, Self::Ignored { text: other, ended: other_ended }) => {
                ended == other_ended && inputs.same_ignored(one, other)
            }
            _ => self == other,
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Log(pub(crate) Vec<Seen>);

impl Log {
    pub(crate) fn comment(&mut self, piece: &[u8], end_of_line: bool) {
        match self.0.last_mut() {
            Some(Seen::Comment { text, ended }) if !*ended => {
                text.extend_from_slice(piece);
                *ended = end_of_line;
            }
            _ => self.push(Seen::Comment { text: piece.to_vec(), ended: end_of_line }),
        }
    }

    pub(crate) fn ignored(&mut self, piece: &[u8], end_of_line: bool) {
        match self.0.last_mut() {
            Some(Seen::Ignored { text, ended }) if !*ended => {
                text.extend_from_slice(piece);
                *ended = end_of_line;
            }
            _ => self.push(Seen::Ignored { text: piece.to_vec(), ended: end_of_line }),
        }
    }

    pub(crate) fn push(&mut self, seen: Seen) {
        assert!(!self.0.last().is_some_and(Seen::is_open), "{seen:?} came between two pieces of a line");
        self.0.push(seen);
    }

    pub(crate) fn item(&mut self, item: Result<Item<'_>, TooLarge>) {
        match item {
            Ok(Item::Event(event)) => self.push(Seen::event(event)),
            Ok(Item::ReconnectionTime(time)) => self.push(Seen::ReconnectionTime(time)),
            Ok(Item::Comment { text, end_of_line }) => self.comment(text, end_of_line),
            Ok(Item::LastEventId(id)) => self.push(Seen::LastEventId(id.as_bytes().to_vec())),
            Ok(Item::Ignored { text, end_of_line }) => self.ignored(text, end_of_line),
            Err(error) => self.push(Seen::TooLarge(error.limit())),
        }
    }

    /// Ends the response body: nothing more can come of an unfinished line.
    pub(crate) fn end(&mut self) {
        if let Some(Seen::Comment { ended, .. } | Seen::Ignored { ended, .. }) = self.0.last_mut() {
            *ended = true;
        }
    }

    /// Asserts that two logs, which were the same when they had `before` entries, still are. The last of these entries may have
    /// been a line that went on.
    #[track_caller]
    pub(crate) fn assert_same(&self, other_log: &Self, before: usize, inputs: Inputs, what: &str) {
        let from = before.saturating_sub(1);
        let [one, other] = [self, other_log].map(|log| log.0.get(from..).unwrap_or_default());
        assert_eq!(self.len(), other_log.len(), "{what}: {one:?}, {other:?}");
        let same = one.iter().zip(other).all(|(one, other)| one.is_same(other, inputs));
        assert!(same, "{what}: {one:?}, {other:?}");
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A decoder and the items that it has returned.
#[derive(Clone, Debug)]
pub(crate) struct Logged<S: Storage> {
    pub(crate) decoder: Decoder<S>,
    pub(crate) log: Log,
}

impl<S: Storage> Logged<S> {
    pub(crate) fn new(storage: S) -> Self {
        Self { decoder: Decoder::with_storage(storage), log: Log::default() }
    }

    /// Returns a clone of the decoder, with an empty log.
    pub(crate) fn without_log(&self) -> Self
    where
        S: Clone,
    {
        Self { decoder: self.decoder.clone(), log: Log::default() }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut input = Input::new(bytes);
        while let Some(item) = self.decoder.next_item(&mut input) {
            self.log.item(item);
        }
        assert_read(&input, bytes);
        assert!(self.decoder.next_item(&mut input).is_none(), "something came after the end of the input");
    }

    /// Returns the event that would be lost if the stream ended here.
    pub(crate) fn unfinished(&self) -> Option<Seen>
    where
        S: Clone,
    {
        let mut ended = self.without_log();
        let unfinished = ended.end_of_stream();
        let mut twice = ended.clone();
        assert_eq!(twice.end_of_stream(), None, "it came before: {unfinished:?}");
        // The state is then the same as after a reset.
        let mut reset = self.without_log();
        reset.decoder.reset();
        for machine in [&mut ended, &mut twice, &mut reset] {
            machine.feed(b"\xEF\xBB\xBFdata: x\n\nx\r");
        }
        ended.assert_same_state(&reset, 0, Inputs::Same, "after the end, and after a reset");
        twice.assert_same_state(&reset, 0, Inputs::Same, "after the end, and after a reset");
        unfinished
    }

    /// Ends the stream, and returns the event that is lost. The log doesn't record it.
    pub(crate) fn end_of_stream(&mut self) -> Option<Seen> {
        let decoder = &mut self.decoder;
        let before = (decoder.last_event_id().as_bytes().to_vec(), decoder.reconnection_time());
        let is_mid_event = decoder.is_mid_event();
        let unfinished = decoder.take_unfinished().map(|event| match event {
            Ok(event) => Seen::event(event),
            Err(error) => Seen::TooLarge(error.limit()),
        });
        assert_eq!(is_mid_event, unfinished.is_some(), "{unfinished:?}");
        assert_eq!(before, (decoder.last_event_id().as_bytes().to_vec(), decoder.reconnection_time()));
        assert!(!decoder.is_mid_event() && !decoder.is_between_events());
        unfinished
    }

    /// Asserts that both have returned the same, and have the same state.
    #[track_caller]
    pub(crate) fn assert_same_state<C: Storage>(&self, other: &Logged<C>, before: usize, inputs: Inputs, what: &str) {
        self.assert_same_but_place(other, before, inputs, what);
        assert_eq!(self.decoder.is_between_events(), other.decoder.is_between_events(), "{what}");
    }

    /// Asserts the same, except for the one state that depends on the next byte: whether a CR is at the end of an input.
    #[track_caller]
    pub(crate) fn assert_same_but_place<C: Storage>(
        &self,
        other: &Logged<C>,
        before: usize,
        inputs: Inputs,
        what: &str,
    ) {
        self.log.assert_same(&other.log, before, inputs, what);
        assert_eq!(self.decoder.last_event_id(), other.decoder.last_event_id(), "{what}");
        assert_eq!(self.decoder.reconnection_time(), other.decoder.reconnection_time(), "{what}");
        assert_eq!(self.decoder.is_mid_event(), other.decoder.is_mid_event(), "{what}");
    }
}

/// The name of an ignored line, which no field has.
pub(crate) const IGNORED: &str = "?";

/// Parts, with the pieces of each line joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts(pub(crate) Vec<Joined>);

/// The name of a line, its text, and whether it is finished.
pub(crate) type Joined = (Option<&'static str>, Vec<u8>, bool);

impl Parts {
    pub(crate) fn push(&mut self, part: Part<'_>) {
        let (name, bytes, ended) = match part {
            Part::Field { name, value, end_of_line } => (Some(name.as_str()), value, end_of_line),
            Part::Comment { text, end_of_line } => (Some(":"), text, end_of_line),
            Part::Ignored { text, end_of_line } => (Some(IGNORED), text, end_of_line),
            Part::BlankLine => (None, &[][..], true),
        };
        match self.0.last_mut() {
            Some((begun, text, end)) if !*end => {
                assert_eq!(*begun, name, "a piece of one line came between two pieces of another");
                text.extend_from_slice(bytes);
                *end = ended;
            }
            _ => self.0.push((name, bytes.to_vec(), ended)),
        }
    }

    /// Does the same as [`Log::end`].
    pub(crate) fn end(&mut self) {
        if let Some((.., ended)) = self.0.last_mut() {
            *ended = true;
        }
    }

    /// Does the same as [`Log::assert_same`].
    #[track_caller]
    pub(crate) fn assert_same(&self, other_parts: &Self, before: usize, inputs: Inputs, what: &str) {
        let from = before.saturating_sub(1);
        let [one, other] = [self, other_parts].map(|parts| parts.0.get(from..).unwrap_or_default());
        let is_same = |((name, text, ended), (other_name, other_text, other_ended)): (&Joined, &Joined)| {
            let same_text =
                if *name == Some(IGNORED) { inputs.same_ignored(text, other_text) } else { text == other_text };
            name == other_name && same_text && ended == other_ended
        };
        assert_eq!(self.len(), other_parts.len(), "{what}: {one:?}, {other:?}");
        assert!(one.iter().zip(other).all(is_same), "{what}: {one:?}, {other:?}");
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A parser and the parts that it has returned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) parser: Parser,
    pub(crate) log: Parts,
}

impl Parsed {
    /// Asserts that both have returned the same, and have the same state.
    #[track_caller]
    pub(crate) fn assert_same_state(&self, other: &Self, before: usize, inputs: Inputs, what: &str) {
        self.log.assert_same(&other.log, before, inputs, what);
        assert_eq!(self.parser, other.parser, "{what}");
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut input = Input::new(bytes);
        while let Some(part) = self.parser.next_part(&mut input) {
            self.log.push(part);
        }
        assert_read(&input, bytes);
        assert!(self.parser.next_part(&mut input).is_none(), "something came after the end of the input");
    }
}

/// Asserts that an input of these bytes has been read to its end.
#[track_caller]
fn assert_read(input: &Input<'_>, bytes: &[u8]) {
    assert!(input.is_empty() && input.rest().is_empty(), "something remains after the end of the input");
    assert_eq!(input.consumed(), bytes.len());
}
