//! What there is no room for.

use core::fmt;

/// There was no room in the storage for an event, or for an ID that was to be set, and it has been dropped.
///
/// Decoding goes on with the next event; see [`Decoder`](crate::Decoder) for what is kept of this one. A [`Replay`](crate::Replay) returns it, too:
/// there an event takes 12 bytes more than it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TooLarge {
    limit: usize,
}

impl TooLarge {
    #[inline]
    pub(crate) const fn new(limit: usize) -> Self {
        Self { limit }
    }

    /// The limit, in bytes: [`Storage::limit`](crate::Storage::limit) of the storage, and 12 less for a [`Replay`](crate::Replay).
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
