//! Decimal numbers, without the formatting machinery: it is slow for its task, and its code is large.

use core::fmt;
use core::time::Duration;

use super::sink::Sink;
use crate::end_of_line::FAST;

/// Writes `number` in ASCII digits, without leading zeros: the only form that decoders take for a reconnection time.
#[cfg_attr(not(target_pointer_width = "64"), inline(never))] // it takes more stack than what is called after it
pub(super) fn write_decimal<S: Sink + ?Sized>(mut number: u64, out: &mut S) -> fmt::Result {
    // The last digit is found first. There are as many as u64::MAX has.
    let digits: [u8; 20] = core::array::from_fn(|_| {
        let digit;
        (number, digit) = divided_by_ten(number);
        digit
    });
    let first = digits.iter().rposition(|&digit| digit != 0).unwrap_or(0);
    digits.get(..=first).unwrap_or_default().iter().rev().try_for_each(|&digit| out.digit(digit))
}

/// The quotient and the remainder.
const fn divided_by_ten(number: u64) -> (u64, u8) {
    if FAST { (number / 10, (number % 10) as u8) } else { divided_by_ten_bytewise(number) }
}

/// The same as it is done on paper, but with bytes for digits: where 64 bits cannot be divided at once, the function for it
/// is larger than the whole encoder.
const fn divided_by_ten_bytewise(number: u64) -> (u64, u8) {
    let mut bytes = number.to_be_bytes();
    let mut rest: &mut [u8] = &mut bytes;
    let mut remainder = 0;
    while let Some((byte, behind)) = rest.split_first_mut() {
        let dividend = remainder << 8 | *byte as u32;
        // A tenth of it: 6554 / 65536 is near enough below 2560.
        let quotient = dividend.wrapping_mul(6554) >> 16;
        remainder = dividend.wrapping_sub(quotient.wrapping_mul(10));
        *byte = quotient as u8;
        rest = behind;
    }
    (u64::from_be_bytes(bytes), remainder as u8)
}

/// The whole milliseconds of a duration, at most [`u64::MAX`].
pub(super) const fn whole_milliseconds(time: Duration) -> u64 {
    if FAST {
        time.as_secs().saturating_mul(1000).saturating_add(time.subsec_millis() as u64)
    } else {
        whole_milliseconds_bytewise(time)
    }
}

/// The same without a function for the division, which is done bit by bit, and one for the multiplication of 64 bits, which
/// is done byte by byte.
#[inline(never)]
const fn whole_milliseconds_bytewise(time: Duration) -> u64 {
    const MILLISECOND: u32 = 1_000_000;

    let (mut nanoseconds, mut milliseconds) = (time.subsec_nanos(), 0);
    let mut unit = MILLISECOND << 9;
    while unit >= MILLISECOND {
        milliseconds <<= 1;
        if nanoseconds >= unit {
            nanoseconds = nanoseconds.wrapping_sub(unit);
            milliseconds |= 1;
        }
        unit >>= 1;
    }

    let mut bytes = time.as_secs().to_le_bytes();
    let mut rest: &mut [u8] = &mut bytes;
    let mut carry: u32 = milliseconds;
    while let Some((byte, behind)) = rest.split_first_mut() {
        carry = carry.wrapping_add((*byte as u32).wrapping_mul(1000));
        *byte = carry as u8;
        carry >>= 8;
        rest = behind;
    }
    if carry == 0 { u64::from_le_bytes(bytes) } else { u64::MAX }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::string::{String, ToString};
    use core::time::Duration;

    use super::{divided_by_ten_bytewise, whole_milliseconds, whole_milliseconds_bytewise, write_decimal};

    #[test]
    fn every_length() {
        let mut power = 1_u64;
        loop {
            for number in [0, power - 1, power, power + 1, u64::MAX - power, u64::MAX] {
                let mut out = String::new();
                write_decimal(number, &mut out).expect("a String takes everything");
                assert_eq!(out, number.to_string());
                assert_eq!(divided_by_ten_bytewise(number), (number / 10, (number % 10) as u8));
            }
            match power.checked_mul(10) {
                Some(next) => power = next,
                None => break,
            }
        }
    }

    #[test]
    fn a_tenth_of_two_bytes() {
        for number in 0..=0xFFFF {
            assert_eq!(divided_by_ten_bytewise(number), (number / 10, (number % 10) as u8));
        }
    }

    #[test]
    fn milliseconds_of_every_length() {
        let most = u64::MAX / 1000;
        for seconds in (0..64).map(|bit| 1 << bit).chain([0, 59, most - 1, most, most + 1, u64::MAX]) {
            for nanoseconds in [0, 1, 999_999, 1_000_000, 500_000_000, 615_999_999, 616_000_000, 999_999_999] {
                let time = Duration::new(seconds, nanoseconds);
                let expected = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
                assert_eq!(whole_milliseconds(time), expected, "{time:?}");
                assert_eq!(whole_milliseconds_bytewise(time), expected, "{time:?}");
            }
        }
        for milliseconds in 0..1000 {
            assert_eq!(whole_milliseconds_bytewise(Duration::from_millis(milliseconds)), milliseconds);
        }
    }
}
