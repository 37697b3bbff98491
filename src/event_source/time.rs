//! Sums and differences of times. Those of core contain a panic that is never reached, but that the compiler doesn't remove.

use core::time::Duration;

const SECOND: u32 = 1_000_000_000;

/// Returns the sum of a time and a duration. Saturates.
pub(super) fn later(time: Duration, by: Duration) -> Duration {
    let nanoseconds = time.subsec_nanos().wrapping_add(by.subsec_nanos());
    let (seconds, nanoseconds) =
        if nanoseconds < SECOND { (0, nanoseconds) } else { (1, nanoseconds.wrapping_sub(SECOND)) };
    match time.as_secs().checked_add(by.as_secs()).and_then(|sum| sum.checked_add(seconds)) {
        Some(seconds) => duration(seconds, nanoseconds),
        None => Duration::MAX,
    }
}

/// Returns how long it is from `now` until `time`, or `None` if that is not in the future.
pub(super) fn until(time: Duration, now: Duration) -> Option<Duration> {
    if time <= now {
        return None;
    }
    let seconds = time.as_secs().wrapping_sub(now.as_secs());
    let nanoseconds = time.subsec_nanos().wrapping_sub(now.subsec_nanos());
    if time.subsec_nanos() < now.subsec_nanos() {
        return Some(duration(seconds.wrapping_sub(1), nanoseconds.wrapping_add(SECOND)));
    }
    Some(duration(seconds, nanoseconds))
}

/// Makes a duration. The nanoseconds are always less than a second, but only `min` lets the compiler see that.
fn duration(seconds: u64, nanoseconds: u32) -> Duration {
    Duration::new(seconds, nanoseconds.min(SECOND.wrapping_sub(1)))
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{later, until};

    #[test]
    fn sums_and_differences_are_those_of_core() {
        let times = [
            Duration::ZERO,
            Duration::from_nanos(1),
            Duration::from_nanos(999_999_999),
            Duration::from_secs(1),
            Duration::new(3, 500_000_000),
            Duration::new(3, 500_000_001),
            Duration::new(u64::MAX - 3, 499_999_999),
            Duration::new(u64::MAX, 0),
            Duration::MAX,
        ];
        for first in times {
            for second in times {
                assert_eq!(later(first, second), first.saturating_add(second), "{first:?} {second:?}");
                let difference = first.checked_sub(second).filter(|difference| !difference.is_zero());
                assert_eq!(until(first, second), difference, "{first:?} {second:?}");
            }
        }
    }
}
