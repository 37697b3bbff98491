//! Decimal numbers, without the machinery of `core::fmt`, which is slow for this task and large.

use core::fmt;

use super::sink::Sink;
use crate::target::{FAST, divided_by_ten};

/// The number of digits of [`u64::MAX`].
pub(super) const MOST_DIGITS: usize = "18446744073709551615".len();

/// Holds a number in ASCII digits without leading zeros. A reconnection time must be written in ASCII digits.
#[derive(Clone, Copy)]
pub(crate) struct Decimal {
    /// The digits are at the end.
    bytes: [u8; MOST_DIGITS],
    /// The number of bytes before the digits.
    start: u8,
}

impl Decimal {
    #[inline]
    pub(crate) const fn new(mut number: u64) -> Self {
        let mut bytes = [0; MOST_DIGITS];
        let mut start = MOST_DIGITS as u8;
        let mut before: &mut [u8] = &mut bytes;
        // The last digit is found first.
        while let Some((last, rest)) = before.split_last_mut() {
            let digit;
            (number, digit) = divided_by_ten(number);
            *last = b'0'.wrapping_add(digit);
            before = rest;
            start = start.wrapping_sub(1);
            if number == 0 {
                break;
            }
        }
        Self { bytes, start }
    }

    pub(crate) const fn as_bytes(&self) -> &[u8] {
        match self.bytes.split_at_checked(self.start as usize) {
            Some((_, digits)) => digits,
            // Not reached: `start` is never beyond the end.
            None => &[],
        }
    }

    /// Returns the digits as text. Bare metal uses [`as_bytes`](Self::as_bytes), as a check for UTF-8 is larger than the encoder.
    pub(crate) const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.as_bytes()) {
            Ok(digits) => digits,
            // Not reached: digits are ASCII.
            Err(_) => "",
        }
    }

    /// Writes the digits as text.
    #[inline]
    pub(super) fn write<S: Sink + ?Sized>(&self, out: &mut S) -> fmt::Result {
        if FAST {
            return out.text(self.as_str());
        }
        self.as_bytes().iter().try_for_each(|&byte| {
            let start = usize::from(byte.wrapping_sub(b'0'));
            out.text("0123456789".get(start..=start).unwrap_or_default())
        })
    }
}

/// Holds a number in two halves, because a 32-bit CPU may align a `u64` to eight bytes, which would make an event larger.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Packed {
    high: u32,
    low: u32,
}

impl Packed {
    #[inline]
    pub(super) const fn new(number: u64) -> Self {
        Self { high: (number >> 32) as u32, low: number as u32 }
    }

    #[inline]
    pub(super) const fn get(self) -> u64 {
        (self.high as u64) << 32 | self.low as u64
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Packed {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=u64}", self.get());
    }
}

/// Writes `number` in ASCII digits.
#[inline(never)] // Inlined, it would enlarge the caller's frame, also for the other calls.
pub(crate) fn write_decimal<S: Sink + ?Sized>(number: u64, out: &mut S) -> fmt::Result {
    out.number(number)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::string::{String, ToString};

    use super::{Decimal, write_decimal};

    #[test]
    fn every_length() {
        let mut power = 1_u64;
        loop {
            for number in [0, power - 1, power, power + 1, u64::MAX - power, u64::MAX] {
                let mut out = String::new();
                write_decimal(number, &mut out).expect("a String takes everything");
                assert_eq!(out, number.to_string());
                assert_eq!(Decimal::new(number).as_str(), number.to_string());
            }
            match power.checked_mul(10) {
                Some(next) => power = next,
                None => break,
            }
        }
    }
}
