//! Decimal numbers, without the formatting machinery: it is slow for its task, and its code is large.

use core::fmt;

use super::sink::Sink;

/// Writes `number` in ASCII digits, without leading zeros: the only form that decoders take for a reconnection time.
pub(super) fn write_decimal<S: Sink + ?Sized>(mut number: u64, out: &mut S) -> fmt::Result {
    let mut digits = [0_u8; 20]; // as many as u64::MAX has
    let mut start = digits.len();
    // The last digit is found first.
    for digit in digits.iter_mut().rev() {
        *digit = b'0'.saturating_add((number % 10) as u8);
        number /= 10;
        start = start.saturating_sub(1);
        if number == 0 {
            break;
        }
    }
    let digits = digits.get(start..).and_then(|digits| core::str::from_utf8(digits).ok());
    out.text(digits.ok_or(fmt::Error)?)
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
