//! The reconnection time: the value of a `retry` field.
//!
//! > HTML, "Interpreting an event stream": if the value of a `retry` field consists of only ASCII digits, it is an
//! > integer in base ten, and the reconnection time is set to it, in milliseconds; otherwise the field is ignored.

/// The value of a `retry` field, read piece by piece.
///
/// A value without any digit is ignored: it is no integer. There may be any number of digits; an integer beyond `u64`
/// becomes the greatest `u64`.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    milliseconds: u64,
    some: bool,
    others: bool,
}

impl Digits {
    pub(crate) const fn new() -> Self {
        Self { milliseconds: 0, some: false, others: false }
    }

    /// Takes a piece of the value.
    #[inline]
    pub(crate) fn push(&mut self, piece: &[u8]) {
        crate::work::count(piece.len());
        for &byte in piece {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                self.some = true;
                self.milliseconds = times_ten(self.milliseconds).saturating_add(u64::from(digit));
            } else {
                self.others = true;
            }
        }
    }

    /// Ends the value: the reconnection time in milliseconds, unless the field is to be ignored.
    #[inline]
    pub(crate) fn end(&mut self) -> Option<u64> {
        let digits = core::mem::replace(self, Self::new());
        (digits.some && !digits.others).then_some(digits.milliseconds)
    }
}

/// Ten times a number, at most the greatest. Small CPUs have no instruction to multiply numbers of this size.
const fn times_ten(number: u64) -> u64 {
    if number <= u64::MAX / 10 { (number << 3).wrapping_add(number << 1) } else { u64::MAX }
}
