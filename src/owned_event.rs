//! Events that own their text.

use alloc::{string::String, vec::Vec};
use core::{
    fmt,
    hash::{Hash, Hasher},
};

use crate::{Event, EventId, EventType, Text, event::MESSAGE};

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

/// Holds the bytes of an event as they came: data, event type (empty if the block names none) and last event ID. `has_id` says
/// whether the last event ID is the block's own.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'e> {
    pub(crate) text: [&'e [u8]; 3],
    pub(crate) has_id: bool,
}

/// The length of the text is a multiple of this: as many bytes as `str::from_utf8` takes at once.
const STEP: usize = 16;

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
        let mut event = Self::default();
        event.fill(Parts { text: text.map(str::as_bytes), has_id });
        event
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

    /// Replaces the content with these parts, and invalid UTF-8 in them with U+FFFD. Keeps the memory if it is large enough.
    #[inline]
    pub(crate) fn fill(&mut self, parts: Parts<'_>) {
        let Parts { text: parts, has_id } = parts;
        self.has_id = has_id;
        self.text.clear();
        let len = parts.iter().fold(0_usize, |len, part| len.saturating_add(part.len()));
        // simdutf8 makes it pay to check each part before the copy, except for ASCII.
        let part_by_part = len < STEP || (cfg!(feature = "simdutf8") && len >= 64 && !is_ascii_in_the_middle(parts[0]));
        if !part_by_part && self.fill_at_once(parts, len) {
            return;
        }
        if self.text.capacity() < len {
            self.text = String::with_capacity(len);
        }
        self.ends = parts.map(|part| {
            if !part.is_empty() {
                match Text::new(part).to_str() {
                    Ok(part) => self.text.push_str(part),
                    Err(_) => push_lossy(&mut self.text, part),
                }
            }
            self.text.len()
        });
    }

    /// Copies all parts, then checks them at once. Returns whether they are valid; if not, the text is empty.
    ///
    /// `from_utf8` takes ASCII in steps: in the copy the bytes begin at the start of an allocation and are padded with spaces, so
    /// it has no bytes at the ends to take one by one.
    #[inline]
    fn fill_at_once(&mut self, parts: [&[u8]; 3], len: usize) -> bool {
        let mut bytes = core::mem::take(&mut self.text).into_bytes();
        let capacity = len.saturating_add(STEP);
        if bytes.capacity() < capacity {
            bytes = Vec::with_capacity(capacity);
        }
        self.ends = parts.map(|part| {
            if !part.is_empty() {
                bytes.extend_from_slice(part);
            }
            bytes.len()
        });
        bytes.extend_from_slice(&[b' '; STEP]);
        bytes.truncate(len.next_multiple_of(STEP));
        match String::from_utf8(bytes) {
            Ok(text) => self.text = text,
            Err(error) => {
                let mut bytes = error.into_bytes();
                bytes.clear();
                self.text = String::from_utf8(bytes).unwrap_or_default();
                return false;
            }
        }
        // A character that begins in one part and ends in the next is invalid in both.
        let are_whole = self.ends.iter().all(|&end| self.text.is_char_boundary(end));
        if !are_whole {
            self.text.clear();
        }
        are_whole
    }
}

/// Returns whether the bytes in the middle are ASCII: a hint at the others. To look at all of them would cost more than it helps.
#[inline]
fn is_ascii_in_the_middle(bytes: &[u8]) -> bool {
    bytes.get(bytes.len() / 2..).and_then(<[u8]>::first_chunk::<STEP>).is_none_or(|middle| middle.is_ascii())
}

/// Appends the bytes as text, with U+FFFD in place of invalid UTF-8.
#[cold]
fn push_lossy(text: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend((!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER));
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

#[cfg(test)]
mod tests {
    extern crate std;

    use alloc::format;
    use core::hash::BuildHasher;
    use std::hash::RandomState;

    use super::{OwnedEvent, Parts, STEP};
    use crate::Text;

    /// Asserts that an event of these parts, made in this memory, returns them as text.
    fn assert_right(mut event: OwnedEvent, parts: [&[u8]; 3]) -> OwnedEvent {
        event.fill(Parts { text: parts, has_id: false });
        let [data, event_type, last_event_id] = parts.map(|part| Text::new(part).to_string_lossy());
        assert_eq!(event.data(), data);
        assert_eq!(event.event_type(), if event_type.is_empty() { "message" } else { &event_type });
        assert_eq!(event.last_event_id(), last_event_id);
        assert_eq!(event.clone().into_data(), data);
        event
    }

    #[test]
    fn parts_of_every_length() {
        let bytes = [b'x'; 3 * STEP];
        let mut memory = OwnedEvent::default();
        for data in 0..bytes.len() {
            for others in [0, 1, STEP - 1, STEP, STEP + 1] {
                let event =
                    assert_right(OwnedEvent::default(), [&bytes[..data], &bytes[..others], &bytes[..others / 2]]);
                memory = assert_right(memory, [&bytes[..data], &bytes[..others], &bytes[..others / 2]]);
                assert_eq!(event, memory);
            }
        }
    }

    /// Covers the parts that feature `simdutf8` checks before the copy.
    #[test]
    fn long_parts_that_are_not_ascii() {
        let text = "\u{20AC}".repeat(40);
        let memory = assert_right(OwnedEvent::default(), [text.as_bytes(), b"type", b"7"]);
        assert_right(memory, [&text.as_bytes()[1..], b"type", text.as_bytes()]);
    }

    /// A part that ends in the middle of a character must not be completed by the next part.
    #[test]
    fn a_character_is_not_joined_over_two_parts() {
        let mut memory = OwnedEvent::default();
        for [first, second] in
            [[&b"\xC3"[..], b"\xA9"], [b"\xE2\x82", b"\xAC"], [b"\xF0", b"\x9F\x8E\x89"], [b"\xFF", b"x"]]
        {
            for len in [0, STEP] {
                let first = &[&[b'x'; STEP][..len], first].concat()[..];
                for parts in [[first, second, b"1"], [first, b"", second], [b"", first, second]] {
                    memory = assert_right(memory, parts);
                }
            }
        }
    }

    #[test]
    fn equal_events_hash_alike_and_debug_shows_the_text() {
        let hashes = RandomState::new();
        let parts = [&b"data"[..], b"type", b"7"];
        let new = assert_right(OwnedEvent::default(), parts);
        let filled = assert_right(assert_right(OwnedEvent::default(), [&[b'x'; 100], b"", b""]), parts);
        assert_eq!(hashes.hash_one(&new), hashes.hash_one(&filled));
        let printed = format!("{filled:?}");
        assert_eq!(printed, r#"OwnedEvent { event_type: "type", data: "data", last_event_id: "7" }"#);
    }

    #[test]
    fn an_event_that_is_filled_again_is_like_a_new_one() {
        let large = assert_right(OwnedEvent::default(), [&[b'x'; 1000], b"type", b"id"]);
        let small = assert_right(large, [b"", b"", b""]);
        assert_eq!(small, OwnedEvent::default());
        assert!(small.text.capacity() >= 1000);
    }
}
