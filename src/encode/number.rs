//! Decimal numbers, without the formatting machinery: it is slow for its task, and its code is large.

use core::fmt;

use super::sink::Sink;
use crate::target::divided_by_ten;

/// Writes `number` in ASCII digits, without leading zeros: the only form that decoders take for a reconnection time.
#[inline(never)] // It takes more stack than what is called after it.
pub(crate) fn write_decimal<S: Sink + ?Sized>(mut number: u64, out: &mut S) -> fmt::Result {
    // The last digit is found first. There are as many as u64::MAX has.
    let digits: [u8; 20] = core::array::from_fn(|_| {
        let digit;
        (number, digit) = divided_by_ten(number);
        digit
    });
    let first = digits.iter().rposition(|&digit| digit != 0).unwrap_or(0);
    digits.get(..=first).unwrap_or_default().iter().rev().try_for_each(|&digit| out.digit(digit))
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::string::{String, ToString};

    use super::write_decimal;

    #[test]
    fn every_length() {
        let mut power = 1_u64;
        loop {
            for number in [0, power - 1, power, power + 1, u64::MAX - power, u64::MAX] {
                let mut out = String::new();
                write_decimal(number, &mut out).expect("a String takes everything");
                assert_eq!(out, number.to_string());
            }
            match power.checked_mul(10) {
                Some(next) => power = next,
                None => break,
            }
        }
    }
}
