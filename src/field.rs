//! The field names of the standard.

use core::fmt;

/// Names one of the four fields to which the standard gives a meaning.
///
/// Names are compared byte by byte, so `Data` and `data ` with a space are other names. A field with any other name is ignored
/// ([HTML, "Interpreting an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)).
///
/// ```
/// use sse_proto::FieldName;
///
/// assert_eq!(FieldName::Event.as_str(), "event");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum FieldName {
    /// `data`: its value is one line of the data buffer.
    Data,
    /// `event`: its value becomes the event type buffer.
    Event,
    /// `id`: its value becomes the last event ID buffer, unless it contains a NULL.
    Id,
    /// `retry`: its value becomes the reconnection time, if it is all ASCII digits.
    Retry,
}

impl FieldName {
    /// Returns the name as it appears in an event stream.
    #[must_use]
    #[inline]
    pub const fn as_str(self) -> &'static str {
        self.name()
    }

    /// Does what [`as_str`](Self::as_str) does, without a call and the stack that a call takes.
    #[inline(always)]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Event => "event",
            Self::Id => "id",
            Self::Retry => "retry",
        }
    }
}

impl fmt::Display for FieldName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
