//! The reconnection time: the value of a `retry` field.
//!
//! > HTML, "Interpreting an event stream": if the value of a `retry` field consists of only ASCII digits, it is an
//! > integer in base ten, and the reconnection time is set to it, in milliseconds; otherwise the field is ignored.

use crate::{target::ten_times, work};

/// Appends the digits of a piece of a value to `number`, and returns whether the piece is all digits. An integer beyond `u64`
/// becomes the greatest `u64`.
#[inline]
pub(crate) fn push_digits(number: &mut u64, piece: &[u8]) -> bool {
    work::count(piece.len());
    piece.iter().all(|&byte| {
        let digit = byte.wrapping_sub(b'0');
        *number = ten_times(*number, digit);
        digit < 10
    })
}
