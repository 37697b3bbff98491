//! Sessions whose decoder has memory that grows.

use super::EventSource;
use crate::{Decoder, GrowingStorage};

#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl EventSource<GrowingStorage> {
    /// Creates a session that is about to connect, with the decoder of [`Decoder::new`]. Allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_decoder(Decoder::new())
    }

    /// Creates a session that is about to connect, with the decoder of [`Decoder::with_limit`]. Allocates nothing yet.
    #[must_use]
    pub const fn with_limit(limit: usize) -> Self {
        Self::with_decoder(Decoder::with_limit(limit))
    }
}

impl Default for EventSource<GrowingStorage> {
    fn default() -> Self {
        Self::new()
    }
}
