//! Events that own their text.

use alloc::string::String;
use core::{
    fmt,
    hash::{Hash, Hasher},
};

pub(crate) use self::fill::Parts;
use crate::{Event, EventId, EventType, event::MESSAGE};

mod fill;

/// Owns the strings of an event: event type, data and last event ID, as [`Event`] has them.
///
/// They share one allocation, so [`Event::into_owned`] takes one, and [`Event::clone_into`] takes none if the memory is large
/// enough. Both allocate more often if invalid UTF-8 has to be replaced.
///
/// ```
/// use sse_proto::Decoder;
///
/// let mut decoder = Decoder::new();
/// let mut inbox = Vec::new();
/// for event in decoder.owned_events(b"data: a\n\ndata: b\n\n") {
///     inbox.push(event?);
/// }
/// assert_eq!(inbox[1].data(), "b");
/// assert_eq!(inbox[1].event_type(), "message");
/// # Ok::<(), sse_proto::TooLarge>(())
/// ```
///
/// You can also build one, for tests or to encode it. An [`Event`] can't be built: to test a function that takes one, decode
/// it.
///
/// ```
/// use sse_proto::{Decoder, OwnedEvent, event_id, event_type};
///
/// let mut decoder = Decoder::new();
/// let events: Vec<_> = decoder.owned_events(b"event: add\nid: 7\ndata: a\n\ndata: b\n\n").collect();
/// let first = OwnedEvent::new("a").with_event_type(event_type!("add")).with_id(event_id!("7"));
/// let second = OwnedEvent::new("b").with_last_event_id(event_id!("7"));
/// assert_eq!(events, [Ok(first), Ok(second)]);
/// ```
///
/// It is equal to another one, or to an [`Event`], with the same event type, data and last event ID, which is all that a
/// browser reports. It makes no difference whether the block names the type and the ID itself.
///
/// With feature `serde` it is serialized as `{"type":"message","data":"b","lastEventId":"7"}`, and deserialized from that;
/// only `data` is required. A deserialized event has its last event ID as its own, unless that is empty, so an ID that resets
/// it is lost. It names its type unless that is `message`.
///
/// [`Event`]: crate::Event
/// [`Event::clone_into`]: crate::Event::clone_into
/// [`Event::into_owned`]: crate::Event::into_owned
#[derive(Clone, Default)]
pub struct OwnedEvent {
    /// The data, the event type (empty if the block names none), the last event ID, and perhaps spaces.
    text: String,
    /// Where in the text each of the three strings ends.
    ends: [usize; 3],
    /// Whether the last event ID is the block's own.
    has_id: bool,
}

impl OwnedEvent {
    /// Creates an event with data, without an event type and an ID. Copies nothing if `data` is a `String`.
    ///
    /// The data is kept as it is, even with a CR, which no decoded event has. The encoder writes a CR as an end of line, so it
    /// is decoded as LF.
    #[must_use]
    pub fn new(data: impl Into<String>) -> Self {
        let text = data.into();
        let len = text.len();
        Self { text, ends: [len; 3], has_id: false }
    }

    /// Sets the event type, as an `event` field does. Copies the whole event into a new allocation.
    #[must_use]
    pub fn with_event_type(self, event_type: EventType<'_>) -> Self {
        Self::of_text([self.data(), event_type.as_str(), self.last_event_id()], self.has_id)
    }

    /// Sets the event's own ID, as an `id` field does; it becomes the last event ID, too. Copies the whole event into a new
    /// allocation.
    #[must_use]
    pub fn with_id(self, id: EventId<'_>) -> Self {
        Self::of_text([self.data(), self.part(1), id.as_str()], true)
    }

    /// Sets the last event ID, and leaves the event without an ID of its own. Copies the whole event into a new allocation.
    #[must_use]
    pub fn with_last_event_id(self, id: EventId<'_>) -> Self {
        Self::of_text([self.data(), self.part(1), id.as_str()], false)
    }

    fn of_text(text: [&str; 3], has_id: bool) -> Self {
        Self::of(&Parts { text: text.map(str::as_bytes), has_id })
    }

    /// Returns the event type, as [`Event::event_type`](crate::Event::event_type) does.
    #[must_use]
    #[inline]
    pub fn event_type(&self) -> &str {
        match self.part(1) {
            "" => MESSAGE,
            event_type => event_type,
        }
    }

    /// Returns the data, as [`Event::data`](crate::Event::data) does.
    #[must_use]
    #[inline]
    pub fn data(&self) -> &str {
        self.part(0)
    }

    /// Returns whether the block names an event type, as [`Event::has_event_type`](crate::Event::has_event_type) does.
    #[must_use]
    #[inline]
    pub fn has_event_type(&self) -> bool {
        !self.part(1).is_empty()
    }

    /// Returns the ID that the block's own `id` fields have set, as [`Event::id`](crate::Event::id) does.
    #[must_use]
    #[inline]
    pub fn id(&self) -> Option<&str> {
        self.has_id.then(|| self.last_event_id())
    }

    /// Returns the data without copying it, and drops the rest.
    #[must_use]
    #[inline]
    pub fn into_data(mut self) -> String {
        let [end, ..] = self.ends;
        if self.text.is_char_boundary(end) {
            self.text.truncate(end);
        }
        self.text
    }

    /// Returns the last event ID, as [`Event::last_event_id`](crate::Event::last_event_id) does.
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> &str {
        self.part(2)
    }

    #[inline]
    fn part(&self, n: usize) -> &str {
        let [data, event_type, last_event_id] = self.ends;
        let range = match n {
            0 => 0..data,
            1 => data..event_type,
            _ => event_type..last_event_id,
        };
        self.text.get(range).unwrap_or_default()
    }
}

impl From<Event<'_>> for OwnedEvent {
    fn from(event: Event<'_>) -> Self {
        event.into_owned()
    }
}

impl PartialEq for OwnedEvent {
    fn eq(&self, other: &Self) -> bool {
        self.event_type() == other.event_type()
            && self.data() == other.data()
            && self.last_event_id() == other.last_event_id()
    }
}

impl Eq for OwnedEvent {}

/// Compares byte by byte, so an event with invalid UTF-8 is never equal.
impl PartialEq<Event<'_>> for OwnedEvent {
    fn eq(&self, other: &Event<'_>) -> bool {
        other.event_type() == self.event_type()
            && other.data() == self.data()
            && other.last_event_id() == self.last_event_id()
    }
}

impl PartialEq<OwnedEvent> for Event<'_> {
    fn eq(&self, other: &OwnedEvent) -> bool {
        other == self
    }
}

impl Hash for OwnedEvent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.event_type().hash(state);
        self.data().hash(state);
        self.last_event_id().hash(state);
    }
}

impl fmt::Debug for OwnedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedEvent")
            .field("event_type", &self.event_type())
            .field("data", &self.data())
            .field("last_event_id", &self.last_event_id())
            .finish()
    }
}
