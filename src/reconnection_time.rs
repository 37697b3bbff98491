//! The reconnection time: the value of a `retry` field.
//!
//! > HTML, "Interpreting an event stream": if the value of a `retry` field consists of only ASCII digits, it is an
//! > integer in base ten, and the reconnection time is set to it, in milliseconds; otherwise the field is ignored.

use core::time::Duration;

use crate::{end_of_line::FAST, work};

/// Appends a piece of a value to the digits before it: whether it is all digits. There may be any number of them; an
/// integer beyond `u64` becomes the greatest `u64`.
#[inline]
pub(crate) fn push_digits(number: &mut u64, piece: &[u8]) -> bool {
    work::count(piece.len());
    piece.iter().all(|&byte| {
        let digit = byte.wrapping_sub(b'0');
        *number = ten_times(*number, digit);
        digit < 10
    })
}

/// Ten times a number and a digit, at most the greatest there is.
fn ten_times(number: u64, digit: u8) -> u64 {
    let digit = u64::from(digit);
    if FAST { number.saturating_mul(10).saturating_add(digit) } else { ten_times_by_sums(number, digit) }
}

/// The same where no instruction multiplies numbers of this size.
fn ten_times_by_sums(number: u64, digit: u64) -> u64 {
    (0..10).fold(digit, |sum, _| sum.saturating_add(number))
}

/// So many milliseconds.
pub(crate) fn from_milliseconds(number: u64) -> Duration {
    if FAST { Duration::from_millis(number) } else { from_milliseconds_bitwise(number) }
}

/// The same where no instruction divides numbers of this size: in binary, by hand.
fn from_milliseconds_bitwise(number: u64) -> Duration {
    let (mut seconds, mut milliseconds) = (number, 0_u32);
    for _ in 0..u64::BITS {
        milliseconds = milliseconds << 1 | u32::from(seconds.leading_zeros() == 0);
        seconds <<= 1;
        if milliseconds >= 1000 {
            milliseconds = milliseconds.wrapping_sub(1000);
            seconds |= 1;
        }
    }
    Duration::new(seconds, milliseconds.min(999).wrapping_mul(1_000_000))
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{from_milliseconds_bitwise, ten_times_by_sums};

    #[test]
    fn what_small_cpus_do_by_hand_is_right() {
        let numbers = (0..64).flat_map(|bit| [(1 << bit) - 1, 1 << bit, u64::MAX >> bit]);
        for number in numbers.chain([999, 1000, 1001, u64::MAX / 10, u64::MAX / 10 + 1, u64::MAX / 1000 * 1000]) {
            assert_eq!(from_milliseconds_bitwise(number), Duration::from_millis(number));
            for digit in 0..10 {
                let expected = number.saturating_mul(10).saturating_add(digit);
                assert_eq!(ten_times_by_sums(number, digit), expected, "{number}, {digit}");
            }
        }
    }
}
