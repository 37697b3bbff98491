//! The settings of a session.

use core::time::Duration;

use super::EventSource;
use crate::target::whole_milliseconds;

impl<S> EventSource<S> {
    /// Sets how long the session waits before it reconnects, until the server sets another time.
    ///
    /// The time counts in whole milliseconds, rounded down, and at most `u32::MAX` of them, which is seven weeks.
    pub fn set_reconnection_time(&mut self, time: Duration) {
        self.reconnection_time = to_milliseconds(time);
    }

    /// Limits the reconnection time: a longer one, and a longer `Retry-After`, counts as `time`. Doesn't limit back-off.
    ///
    /// The time counts in whole milliseconds, rounded down. Without this call, or with `u32::MAX` milliseconds (seven weeks) or
    /// more, there is no limit, as in browsers, and a server can ask for 584 million years.
    pub fn set_max_reconnection_time(&mut self, time: Duration) {
        self.max_reconnection_time = to_milliseconds(time);
    }

    /// Doubles the wait with each further error in a row, up to `max`. The standard allows this; by default it is off.
    ///
    /// The first wait is the reconnection time; if that is 0, the second wait is 2 ms. No wait is shorter than the reconnection
    /// time, even if that is more than `max`. An event ends the row. A response does not; otherwise a server that ends each body
    /// at once would be asked again and again. Neither do heartbeats, IDs or reconnection times.
    ///
    /// `max` counts in whole milliseconds, rounded down, and at most `u32::MAX` of them; 0 turns back-off off.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sse_proto::{EventSource, event_source::Step};
    ///
    /// let mut session = EventSource::new();
    /// session.set_back_off(Duration::from_secs(20));
    /// let mut now = Duration::ZERO;
    /// for seconds in [3, 6, 12, 20, 20] {
    ///     let error = session.handle_network_error().unwrap();
    ///     assert_eq!(error.reconnect_in(), Some(Duration::from_secs(seconds)));
    ///     let Step::Wait(time) = session.poll(now) else { panic!() };
    ///     now += time;
    ///     assert!(matches!(session.poll(now), Step::Connect(_)));
    /// }
    /// ```
    pub fn set_back_off(&mut self, max: Duration) {
        self.max_back_off = to_milliseconds(max);
    }
}

fn to_milliseconds(time: Duration) -> u32 {
    u32::try_from(whole_milliseconds(time)).unwrap_or(u32::MAX)
}
