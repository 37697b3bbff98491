//! `Debug` for a decoder.

use core::fmt;

use crate::{Decoder, Storage};

/// Shows the last event ID and the reconnection time, but no other content of the storage.
impl<S: Storage> fmt::Debug for Decoder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("last_event_id", &self.last_event_id())
            .field("reconnection_time", &self.reconnection_time())
            .finish_non_exhaustive()
    }
}
