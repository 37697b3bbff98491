//! 64-bit numbers, by the operators.

use core::time::Duration;

/// Ten times a number and a digit, at most the greatest there is.
#[inline]
pub(crate) const fn ten_times(number: u64, digit: u8) -> u64 {
    number.saturating_mul(10).saturating_add(digit as u64)
}

/// The quotient and the remainder.
#[inline]
pub(crate) const fn divided_by_ten(number: u64) -> (u64, u8) {
    (number / 10, (number % 10) as u8)
}

/// So many milliseconds.
#[inline]
pub(crate) const fn from_milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// The whole milliseconds of a duration, at most [`u64::MAX`].
#[inline]
pub(crate) const fn whole_milliseconds(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1000).saturating_add(time.subsec_millis() as u64)
}
