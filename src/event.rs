//! Events, as the decoder hands them out.

#[cfg(any(all(target_pointer_width = "64", not(sse_proto_small_cpu)), feature = "arbitrary"))]
mod values;

#[cfg(feature = "alloc")]
use alloc::string::String;
use core::{
    fmt,
    hash::{Hash, Hasher},
};

#[cfg(any(all(target_pointer_width = "64", not(sse_proto_small_cpu)), feature = "arbitrary"))]
pub(crate) use self::values::Values;
use crate::Text;
/// On small CPUs, events are never lent from the input, and need not say more than where they are stored. That takes three
/// words instead of six, on every stack that an event lies on. (Those that feature `arbitrary` makes up are stored nowhere,
/// so with that it takes the six.)
#[cfg(not(any(all(target_pointer_width = "64", not(sse_proto_small_cpu)), feature = "arbitrary")))]
pub(crate) use crate::decoder::Stored as Values;

/// The event type of an event that names none
/// ([HTML, "dispatch the event"](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage), step 4).
const MESSAGE: &str = "message";

/// An event, lent by the decoder.
///
/// It holds what the DOM's `MessageEvent` does: type, data and last event ID. It borrows from the input
/// or from the decoder's storage (see [`Decoder`](crate::Decoder)), until the decoder is asked for the next one.
/// Under feature `alloc`, [`into_owned`](Self::into_owned) makes a copy that stays.
///
/// ```
/// # let mut decoder = sse_proto::Decoder::with_storage([0; 64]);
/// let mut events = decoder.decode(b"event: add\ndata: 73857293\nid: 7\n\n");
/// let event = events.next_event().unwrap().unwrap();
///
/// assert_eq!(event.event_type(), "add");
/// assert_eq!(event.data(), "73857293");
/// assert_eq!(event.last_event_id(), "7");
/// ```
#[derive(Clone, Copy)]
pub struct Event<'e> {
    values: Values<'e>,
}

impl<'e> Event<'e> {
    /// Makes an event of what the standard's three buffers have at the end of a block.
    #[inline(always)]
    pub(crate) fn new(values: impl Into<Values<'e>>) -> Self {
        Self { values: values.into() }
    }

    /// The event type: the value of the block's last `event` field, or `message` if there was none or it was empty.
    #[must_use]
    #[inline]
    pub fn event_type(&self) -> Text<'e> {
        match self.values.event_type() {
            [] => Text::new(MESSAGE.as_bytes()),
            event_type => Text::new(event_type),
        }
    }

    /// The data: the values of the block's `data` fields, in order, with an LF between them.
    #[must_use]
    #[inline]
    pub fn data(&self) -> Text<'e> {
        self.values.data()
    }

    /// The last event ID: the value of the stream's last valid `id` field up to this event, in this block or an earlier
    /// one; empty if there was none yet, or if it was empty.
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'e> {
        Text::new(self.values.last_event_id())
    }

    /// A copy that owns its strings, with U+FFFD for what is not valid UTF-8.
    ///
    /// Takes one pass over the bytes and one allocation for each string that is not empty, of its own length unless something
    /// has to be replaced; the type `message` is not stored.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[must_use]
    #[inline]
    pub fn into_owned(self) -> OwnedEvent {
        let event_type = self.values.event_type();
        OwnedEvent {
            event_type: if event_type == MESSAGE.as_bytes() { String::new() } else { to_owned(Text::new(event_type)) },
            data: to_owned(self.data()),
            last_event_id: to_owned(self.last_event_id()),
        }
    }
}

#[cfg(feature = "alloc")]
#[inline]
fn to_owned(text: Text<'_>) -> String {
    if text.is_empty() { String::new() } else { text.to_string_lossy().into_owned() }
}

impl PartialEq for Event<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.event_type() == other.event_type()
            && self.data() == other.data()
            && self.last_event_id() == other.last_event_id()
    }
}

impl Eq for Event<'_> {}

impl Hash for Event<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.event_type().hash(state);
        self.data().hash(state);
        self.last_event_id().hash(state);
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event_type", &self.event_type())
            .field("data", &self.data())
            .field("last_event_id", &self.last_event_id())
            .finish()
    }
}

/// An event that owns its strings.
///
/// ```
/// let mut decoder = sse_proto::Decoder::new();
/// let mut inbox = Vec::new();
/// let mut events = decoder.decode(b"data: a\n\ndata: b\n\n");
/// while let Some(event) = events.next_event() {
///     inbox.push(event.unwrap().into_owned());
/// }
/// assert_eq!(inbox[1].data(), "b");
/// assert_eq!(inbox[1].event_type(), "message");
/// ```
#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnedEvent {
    /// Empty for `message`, which most events are.
    event_type: String,
    data: String,
    last_event_id: String,
}

#[cfg(feature = "alloc")]
impl OwnedEvent {
    /// The event type, as [`Event::event_type`].
    #[must_use]
    #[inline]
    pub fn event_type(&self) -> &str {
        if self.event_type.is_empty() { MESSAGE } else { &self.event_type }
    }

    /// The data, as [`Event::data`].
    #[must_use]
    #[inline]
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The data, without a copy.
    #[must_use]
    #[inline]
    pub fn into_data(self) -> String {
        self.data
    }

    /// The last event ID, as [`Event::last_event_id`].
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }
}
