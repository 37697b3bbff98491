//! The error of a decoder and a replay: an event exceeds the limit.

use core::fmt;

/// Reports that an event, or an ID that was to be set, has been dropped, because the storage had no room for it.
///
/// Decoding goes on with the next event. The `id` and `retry` fields of the dropped one count: see
/// [`Decoder`](crate::Decoder#where-events-are-kept). A [`Replay`](crate::Replay) returns this error, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TooLarge {
    limit: usize,
}

impl TooLarge {
    #[inline]
    pub(crate) const fn new(limit: usize) -> Self {
        Self { limit }
    }

    /// Returns the limit in bytes: [`Storage::limit`](crate::Storage::limit) of the storage, or 12 less for a
    /// [`Replay`](crate::Replay), which takes 12 bytes more for each event.
    #[must_use]
    #[inline]
    pub const fn limit(&self) -> usize {
        self.limit
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event larger than the limit of {} bytes", self.limit)
    }
}

impl core::error::Error for TooLarge {}
