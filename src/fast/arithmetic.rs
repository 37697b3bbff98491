//! 64-bit arithmetic with the operators.

use core::time::Duration;

/// Returns ten times a number, plus a digit. Saturates.
#[inline]
pub(crate) const fn ten_times(number: u64, digit: u8) -> u64 {
    number.saturating_mul(10).saturating_add(digit as u64)
}

/// Returns the quotient and the remainder.
#[inline]
pub(crate) const fn divided_by_ten(number: u64) -> (u64, u8) {
    (number / 10, (number % 10) as u8)
}

/// Returns a duration of `number` milliseconds.
#[inline]
pub(crate) const fn from_milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Returns the whole milliseconds of a duration, rounded down, at most [`u64::MAX`].
#[inline]
pub(crate) const fn whole_milliseconds(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1000).saturating_add(time.subsec_millis() as u64)
}
