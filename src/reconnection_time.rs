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

/// Ten times a number and a digit, at most the greatest there is. Small CPUs have no instruction to multiply numbers of this
/// size.
fn ten_times(number: u64, digit: u8) -> u64 {
    let digit = u64::from(digit);
    if FAST {
        return number.saturating_mul(10).saturating_add(digit);
    }
    (0..10).fold(digit, |sum, _| sum.saturating_add(number))
}

/// So many milliseconds. Small CPUs have no instruction to divide numbers of this size, either: there it is done in binary,
/// by hand.
pub(crate) fn from_milliseconds(number: u64) -> Duration {
    if FAST {
        return Duration::from_millis(number);
    }
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
