//! What a decoder or parser hands out, to the byte, put together so that it doesn't depend on where the stream is cut.

use core::time::Duration;

use sse_proto::{Decoder, Event, Input, Item, OwnedEvent, Parser, Part, Storage, TooLarge};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    Event {
        event_type: Vec<u8>,
        data: Vec<u8>,
        last_event_id: Vec<u8>,
    },
    ReconnectionTime(Duration),
    /// A comment, whose end may not have come yet.
    Comment {
        text: Vec<u8>,
        ended: bool,
    },
    TooLarge(usize),
}

impl Seen {
    pub(crate) fn owned_event(event: &OwnedEvent) -> Self {
        Self::Event {
            event_type: event.event_type().into(),
            data: event.data().into(),
            last_event_id: event.last_event_id().into(),
        }
    }
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
            _ => self.0.push(Seen::Comment { text: piece.to_vec(), ended: end_of_line }),
        }
    }

    pub(crate) fn push(&mut self, seen: Seen) {
        let open = matches!(self.0.last(), Some(Seen::Comment { ended: false, .. }));
        assert!(!open, "{seen:?} came between two pieces of a comment");
        self.0.push(seen);
    }

    pub(crate) fn event(&mut self, event: Event<'_>) {
        self.push(Seen::Event {
            event_type: event.event_type().as_bytes().to_vec(),
            data: event.data().as_bytes().to_vec(),
            last_event_id: event.last_event_id().as_bytes().to_vec(),
        });
    }

    pub(crate) fn item(&mut self, item: Result<Item<'_>, TooLarge>) {
        match item {
            Ok(Item::Event(event)) => self.event(event),
            Ok(Item::ReconnectionTime(time)) => self.push(Seen::ReconnectionTime(time)),
            Ok(Item::Comment { text, end_of_line }) => self.comment(text, end_of_line),
            Err(error) => self.push(Seen::TooLarge(error.limit())),
        }
    }

    /// The end of the response body: a comment that has not ended never will.
    pub(crate) fn end(&mut self) {
        if let Some(Seen::Comment { ended, .. }) = self.0.last_mut() {
            *ended = true;
        }
    }

    /// Whether two logs, that were the same when they had `before` entries, are still. (The last of these may have been
    /// a comment that went on.)
    #[track_caller]
    pub(crate) fn assert_same(&self, other: &Self, before: usize, what: &str) {
        let from = before.saturating_sub(1);
        assert_eq!(self.0.len(), other.0.len(), "{what}: {:?}, {:?}", self.0.get(from..), other.0.get(from..));
        assert_eq!(self.0.get(from..), other.0.get(from..), "{what}");
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A decoder and what it has handed out.
#[derive(Clone, Debug)]
pub(crate) struct Logged<S: Storage> {
    pub(crate) decoder: Decoder<S>,
    pub(crate) log: Log,
}

impl<S: Storage> Logged<S> {
    pub(crate) fn new(storage: S) -> Self {
        Self { decoder: Decoder::with_storage(storage), log: Log::default() }
    }

    /// A clone of the decoder, which has handed out nothing yet.
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

    /// What the decoder knows besides.
    #[track_caller]
    pub(crate) fn assert_same_state<C: Storage>(&self, other: &Logged<C>, before: usize, what: &str) {
        self.log.assert_same(&other.log, before, what);
        assert_eq!(self.decoder.last_event_id(), other.decoder.last_event_id(), "{what}");
        assert_eq!(self.decoder.reconnection_time(), other.decoder.reconnection_time(), "{what}");
    }
}

/// Parts, with the pieces of each line put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts(pub(crate) Vec<(Option<&'static str>, Vec<u8>, bool)>);

impl Parts {
    pub(crate) fn push(&mut self, part: Part<'_>) {
        let (name, bytes, ended) = match part {
            Part::Field { name, value, end_of_line } => (Some(name.as_str()), value, end_of_line),
            Part::Comment { text, end_of_line } => (Some(":"), text, end_of_line),
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

    /// As [`Log::end`].
    pub(crate) fn end(&mut self) {
        if let Some((.., ended)) = self.0.last_mut() {
            *ended = true;
        }
    }

    /// As [`Log::assert_same`].
    #[track_caller]
    pub(crate) fn assert_same(&self, other: &Self, before: usize, what: &str) {
        let from = before.saturating_sub(1);
        assert_eq!(self.0.get(from..), other.0.get(from..), "{what}");
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// A parser and what it has handed out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parsed {
    pub(crate) parser: Parser,
    pub(crate) log: Parts,
}

impl Parsed {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        let mut input = Input::new(bytes);
        while let Some(part) = self.parser.next_part(&mut input) {
            self.log.push(part);
        }
        assert_read(&input, bytes);
        assert!(self.parser.next_part(&mut input).is_none(), "something came after the end of the input");
    }
}

/// An input of these bytes has been read to its end.
#[track_caller]
fn assert_read(input: &Input<'_>, bytes: &[u8]) {
    assert!(input.is_empty() && input.rest().is_empty(), "something remains after the end of the input");
    assert_eq!(input.consumed(), bytes.len());
}
