//! 64-bit arithmetic for CPUs that have no instruction to multiply or divide such numbers. The library functions that replace
//! these instructions are larger than their callers.

use core::time::Duration;

/// Returns ten times a number, plus a digit. Saturates.
pub(crate) fn ten_times(number: u64, digit: u8) -> u64 {
    (0..10).fold(u64::from(digit), |sum, _| sum.saturating_add(number))
}

/// Returns the quotient and the remainder, by long division with bytes as digits.
pub(crate) const fn divided_by_ten(number: u64) -> (u64, u8) {
    let mut bytes = number.to_be_bytes();
    let mut rest: &mut [u8] = &mut bytes;
    let mut remainder = 0;
    while let Some((byte, next)) = rest.split_first_mut() {
        let dividend = remainder << 8 | *byte as u32;
        // For numbers below 2560, multiplying by 6554 / 65536 and rounding down divides by ten.
        let quotient = dividend.wrapping_mul(6554) >> 16;
        remainder = dividend.wrapping_sub(quotient.wrapping_mul(10));
        *byte = quotient as u8;
        rest = next;
    }
    (u64::from_be_bytes(bytes), remainder as u8)
}

/// Returns a duration of `number` milliseconds, by long division in binary.
#[inline(never)]
pub(crate) fn from_milliseconds(number: u64) -> Duration {
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

/// Returns the whole milliseconds of a duration, rounded down, at most [`u64::MAX`]. Divides bit by bit, and multiplies byte
/// by byte.
#[inline(never)]
pub(crate) const fn whole_milliseconds(time: Duration) -> u64 {
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
    while let Some((byte, next)) = rest.split_first_mut() {
        carry = carry.wrapping_add((*byte as u32).wrapping_mul(1000));
        *byte = carry as u8;
        carry >>= 8;
        rest = next;
    }
    if carry == 0 { u64::from_le_bytes(bytes) } else { u64::MAX }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::{divided_by_ten, from_milliseconds, ten_times, whole_milliseconds};
    use crate::fast::arithmetic;

    #[test]
    fn products_and_quotients_are_those_of_the_operators() {
        let numbers = (0..64).flat_map(|bit| [(1 << bit) - 1, 1 << bit, u64::MAX >> bit]);
        let powers = (0..20).flat_map(|n| [10_u64.pow(n) - 1, 10_u64.pow(n), u64::MAX - 10_u64.pow(n)]);
        for number in
            numbers.chain(powers).chain([999, 1000, 1001, u64::MAX / 10, u64::MAX / 1000 * 1000]).chain(0..0x10000)
        {
            assert_eq!(from_milliseconds(number), arithmetic::from_milliseconds(number));
            assert_eq!(divided_by_ten(number), arithmetic::divided_by_ten(number));
            for digit in 0..10 {
                assert_eq!(ten_times(number, digit), arithmetic::ten_times(number, digit), "{number}, {digit}");
            }
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
                assert_eq!(arithmetic::whole_milliseconds(time), expected, "{time:?}");
            }
        }
        for milliseconds in 0..1000 {
            assert_eq!(whole_milliseconds(Duration::from_millis(milliseconds)), milliseconds);
        }
    }
}
