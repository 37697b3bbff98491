//! Measures time: the time that this thread spends on a CPU.
//!
//! It does not use clock time: if other programs want the CPU too, a long job is interrupted more often than a short one, and a
//! comparison by the clock would favour the fast.

use cpu_time::ThreadTime;
use std::time::Duration;

/// A running stopwatch.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(ThreadTime);

impl Stopwatch {
    /// Starts a stopwatch.
    pub fn start() -> Self {
        Self(ThreadTime::now())
    }

    /// Returns the time since the start.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
