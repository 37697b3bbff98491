//! Events, as the decoder lends them.

use core::{
    fmt,
    hash::{Hash, Hasher},
};

#[cfg(feature = "alloc")]
use crate::{OwnedEvent, owned_event::Parts};
use crate::{Text, target::Values};

/// The event type of an event whose block doesn't name one
/// ([HTML, "dispatch the event"](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage), step 4).
pub(crate) const MESSAGE: &str = "message";

/// Borrows an event from a decoder: event type, data and last event ID, as in the DOM's `MessageEvent`.
///
/// The bytes are in the input or in the decoder's storage (see [`Decoder`](crate::Decoder#where-events-are-kept)). The event
/// lives until you ask the decoder for the next one. Under feature `alloc`, [`into_owned`](Self::into_owned) makes a copy to
/// keep.
///
/// ```
/// # let mut decoder = sse_proto::Decoder::with_storage([0; 64]);
/// let mut input = sse_proto::Input::new(b"event: add\ndata: 73857293\nid: 7\n\n");
/// let event = decoder.next_event(&mut input).unwrap().unwrap();
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
    /// Makes an event of the standard's three buffers at the end of a block.
    #[inline(always)]
    pub(crate) const fn new(values: Values<'e>) -> Self {
        Self { values }
    }

    /// Returns the event type: the value of the block's last `event` field, or `message` if that is missing or empty.
    #[doc(alias = "name")]
    #[must_use]
    #[inline]
    pub fn event_type(&self) -> Text<'e> {
        match self.values.event_type() {
            [] => Text::new(MESSAGE.as_bytes()),
            event_type => Text::new(event_type),
        }
    }

    /// Returns the data: the values of the block's `data` fields, in order, with an LF between them.
    #[must_use]
    #[inline]
    pub fn data(&self) -> Text<'e> {
        self.values.data()
    }

    /// Returns the last event ID: the value of the last valid `id` field in this block or an earlier one.
    ///
    /// It is empty if that value is empty or if there was no such field yet. See [`id`](Self::id) for this block's own ID.
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'e> {
        Text::new(self.values.last_event_id())
    }

    /// Returns whether the [event type](Self::event_type) is the value of an `event` field, not the default.
    ///
    /// A proxy that encodes the event anew needs this, because some clients treat `event: message` and no type differently.
    ///
    /// ```
    /// # let mut decoder = sse_proto::Decoder::with_storage([0; 64]);
    /// let mut input = sse_proto::Input::new(b"data: a\n\nevent: message\ndata: b\n\n");
    /// assert!(!decoder.next_event(&mut input).unwrap().unwrap().has_event_type());
    /// assert!(decoder.next_event(&mut input).unwrap().unwrap().has_event_type());
    /// ```
    #[must_use]
    #[inline]
    pub fn has_event_type(&self) -> bool {
        !self.values.event_type().is_empty()
    }

    /// Returns the ID that this block's own `id` fields have set, which is then the last event ID, or `None` if they set none.
    ///
    /// `Some` of an empty text is not the same as `None`: it means that the block has reset the last event ID.
    ///
    /// ```
    /// # let mut decoder = sse_proto::Decoder::with_storage([0; 64]);
    /// let mut input = sse_proto::Input::new(b"id: 7\ndata: a\n\ndata: b\n\n");
    /// assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().id(), Some("7".into()));
    ///
    /// let event = decoder.next_event(&mut input).unwrap().unwrap();
    /// assert_eq!(event.id(), None);
    /// assert_eq!(event.last_event_id(), "7");
    /// ```
    #[must_use]
    #[inline]
    pub fn id(&self) -> Option<Text<'e>> {
        self.values.has_id().then(|| self.last_event_id())
    }

    /// Returns a copy that owns its text, with U+FFFD in place of invalid UTF-8. The last event ID is copied, too.
    ///
    /// Takes one pass over the bytes and one allocation, or none if data, type and last event ID are empty. The allocation is at
    /// most 16 bytes larger than the text, or 64 if that has 192 bytes or more. If something has to be replaced, takes another
    /// pass and several allocations. To use the same memory for many events, see [`clone_into`](Self::clone_into).
    #[doc(alias = "to_owned")]
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[must_use]
    #[inline]
    pub fn into_owned(self) -> OwnedEvent {
        OwnedEvent::of(&self.parts())
    }

    /// Copies the event into an existing [`OwnedEvent`], whose content it replaces.
    ///
    /// Does what [`into_owned`](Self::into_owned) does, but allocates only if the memory of `event` is too small or something
    /// has to be replaced.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input, OwnedEvent};
    ///
    /// let mut decoder = Decoder::new();
    /// let mut input = Input::new(b"data: one\n\ndata: two\n\n");
    /// let mut latest = OwnedEvent::default();
    /// while let Some(event) = decoder.next_event(&mut input) {
    ///     event?.clone_into(&mut latest);
    /// }
    /// assert_eq!(latest.data(), "two");
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[inline]
    pub fn clone_into(&self, event: &mut OwnedEvent) {
        event.fill(&self.parts());
    }

    #[cfg(feature = "alloc")]
    #[inline]
    fn parts(&self) -> Parts<'e> {
        let Self { values } = self;
        let text = [values.data().as_bytes(), values.event_type(), values.last_event_id()];
        Parts { text, has_id: values.has_id() }
    }
}

/// Compares event type, data and last event ID, byte by byte, which is all that a browser reports. It makes no difference
/// whether the blocks name the type and the ID themselves.
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
