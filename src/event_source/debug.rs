//! `Debug` for a session.

use core::fmt;

use super::EventSource;
use crate::Storage;

/// Shows the ready state, the last event ID, and the reconnection time.
impl<S: Storage> fmt::Debug for EventSource<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSource")
            .field("ready_state", &self.ready_state())
            .field("last_event_id", &self.last_event_id())
            .field("reconnection_time", &self.reconnection_time())
            .finish_non_exhaustive()
    }
}
