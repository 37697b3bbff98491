//! Feature `defmt`: `Format` for the decoder's types. The encoder's types derive it.

use defmt::{Format, Formatter, write};

use crate::{
    Decoder, Event, EventSource, Input, Item, Parser, Part, Replay, Storage, Text, TooLarge,
    event_source::{Request, Step},
};
#[cfg(feature = "alloc")]
use crate::{GrowingStorage, OwnedEvent, OwnedEvents};

/// Logs a string if the text is valid UTF-8, else its bytes as a byte string. Takes one pass over the bytes.
///
/// To keep the UTF-8 check out of your firmware, log `{=[u8]:a}` of [`Text::as_bytes`].
impl Format for Text<'_> {
    fn format(&self, f: Formatter<'_>) {
        match self.to_str() {
            Ok(text) => write!(f, "{=str:?}", text),
            Err(_) => write!(f, "{=[u8]:a}", self.as_bytes()),
        }
    }
}

impl Format for Event<'_> {
    fn format(&self, f: Formatter<'_>) {
        let (event_type, data, last_event_id) = (self.event_type(), self.data(), self.last_event_id());
        write!(f, "Event {{ event_type: {}, data: {}, last_event_id: {} }}", event_type, data, last_event_id);
    }
}

#[cfg(feature = "alloc")]
impl Format for OwnedEvent {
    fn format(&self, f: Formatter<'_>) {
        let (event_type, data, last_event_id) = (self.event_type(), self.data(), self.last_event_id());
        write!(
            f,
            "OwnedEvent {{ event_type: {=str:?}, data: {=str:?}, last_event_id: {=str:?} }}",
            event_type, data, last_event_id
        );
    }
}

impl Format for Item<'_> {
    fn format(&self, f: Formatter<'_>) {
        match self {
            Item::Event(event) => write!(f, "Event({})", event),
            Item::ReconnectionTime(time) => write!(f, "ReconnectionTime({})", time),
            Item::Comment { text, end_of_line } => {
                write!(f, "Comment {{ text: {}, end_of_line: {} }}", Text::new(text), end_of_line);
            }
            Item::LastEventId(id) => write!(f, "LastEventId({})", id),
            Item::Ignored { text, end_of_line } => {
                write!(f, "Ignored {{ text: {}, end_of_line: {} }}", Text::new(text), end_of_line);
            }
        }
    }
}

impl Format for TooLarge {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "TooLarge {{ limit: {} }}", self.limit());
    }
}

/// Logs the last event ID and the reconnection time, but nothing of an unfinished event.
impl<S: Storage> Format for Decoder<S> {
    fn format(&self, f: Formatter<'_>) {
        let (last_event_id, reconnection_time) = (self.last_event_id(), self.reconnection_time());
        write!(f, "Decoder {{ last_event_id: {}, reconnection_time: {}, .. }}", last_event_id, reconnection_time);
    }
}

/// Logs the ready state, the last event ID and the reconnection time.
impl<S: Storage> Format for EventSource<S> {
    fn format(&self, f: Formatter<'_>) {
        let (state, last_event_id, time) = (self.ready_state(), self.last_event_id(), self.reconnection_time());
        write!(
            f,
            "EventSource {{ ready_state: {}, last_event_id: {}, reconnection_time: {}, .. }}",
            state, last_event_id, time
        );
    }
}

impl Format for Step<'_> {
    fn format(&self, f: Formatter<'_>) {
        match self {
            Step::Connect(request) => write!(f, "Connect({})", request),
            Step::Read => write!(f, "Read"),
            Step::Wait(time) => write!(f, "Wait({})", time),
            Step::Closed => write!(f, "Closed"),
        }
    }
}

impl Format for Request<'_> {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "Request {{ last_event_id: {} }}", self.last_event_id());
    }
}

/// Logs how many events are kept, but not their content.
impl<S: Storage> Format for Replay<S> {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "Replay {{ count: {}, .. }}", self.iter().count());
    }
}

/// Logs the length and how much has been read.
impl Format for Input<'_> {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "Input {{ consumed: {}, len: {}, .. }}", self.consumed(), self.bytes().len());
    }
}

#[cfg(feature = "alloc")]
impl<S: Storage> Format for OwnedEvents<'_, '_, S> {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "OwnedEvents {{ rest: {}, .. }}", Text::new(self.rest()));
    }
}

impl Format for Part<'_> {
    fn format(&self, f: Formatter<'_>) {
        match self {
            Part::Field { name, value, end_of_line } => {
                let value = Text::new(value);
                write!(f, "Field {{ name: {}, value: {}, end_of_line: {} }}", name, value, end_of_line);
            }
            Part::Comment { text, end_of_line } => {
                write!(f, "Comment {{ text: {}, end_of_line: {} }}", Text::new(text), end_of_line);
            }
            Part::Ignored { text, end_of_line } => {
                write!(f, "Ignored {{ text: {}, end_of_line: {} }}", Text::new(text), end_of_line);
            }
            Part::BlankLine => write!(f, "BlankLine"),
        }
    }
}

/// Logs only the name: the state in the grammar is not worth its room.
impl Format for Parser {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "Parser {{ .. }}");
    }
}

/// Logs the length and the limit, since the content means nothing by itself.
#[cfg(feature = "alloc")]
impl Format for GrowingStorage {
    fn format(&self, f: Formatter<'_>) {
        write!(f, "GrowingStorage {{ len: {}, limit: {}, .. }}", self.bytes().len(), self.limit());
    }
}
