//! How long something takes: the time that this thread spends on a CPU.
//!
//! Not the time on the clock: when others want the CPU too, what takes long is interrupted more often than what is
//! over soon, and a comparison by the clock would flatter the fast.

use cpu_time::ThreadTime;
use std::time::Duration;

/// A running stopwatch.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(ThreadTime);

impl Stopwatch {
    /// Starts one.
    pub fn start() -> Self {
        Self(ThreadTime::now())
    }

    /// The time since.
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
