//! What a decoder looks like to people who debug.

use core::fmt;

use crate::{Decoder, Storage};

/// Its last event ID and reconnection time, and nothing of the event that is being read, nor of what else is in the storage.
impl<S: Storage> fmt::Debug for Decoder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("last_event_id", &self.last_event_id())
            .field("reconnection_time", &self.reconnection_time())
            .finish_non_exhaustive()
    }
}
