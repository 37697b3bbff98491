//! Decoders whose memory grows.

use super::Decoder;
use crate::GrowingStorage;

#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl Decoder<GrowingStorage> {
    /// Creates a decoder at the start of a stream, whose memory grows up to [`GrowingStorage::DEFAULT_LIMIT`]. Allocates
    /// nothing yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self::with_storage(GrowingStorage::new())
    }

    /// Creates a decoder at the start of a stream, whose memory grows up to `limit` bytes. Allocates nothing yet.
    ///
    /// For what an event takes, see ["Where events are kept"](Decoder#where-events-are-kept).
    #[must_use]
    #[inline]
    pub const fn with_limit(limit: usize) -> Self {
        Self::with_storage(GrowingStorage::with_limit(limit))
    }
}

impl Default for Decoder<GrowingStorage> {
    fn default() -> Self {
        Self::new()
    }
}
