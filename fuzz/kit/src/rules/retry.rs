//! The reconnection time.

use super::{Rule, Section, Section::Interpreting, rule};
use crate::{
    anatomy::{Anatomy, Line},
    aspects::Aspects,
};

/// Returns whether a `retry` line that doesn't count has a value with this property.
fn odd(a: &Anatomy<'_>, has: impl Fn(&[u8]) -> bool) -> bool {
    a.any_line(|line| line.is("retry") && !line.is_time() && has(line.value))
}

fn starts_with_digit(value: &[u8]) -> bool {
    value.first().is_some_and(u8::is_ascii_digit)
}

fn without_sign(value: &[u8]) -> Option<&[u8]> {
    value.strip_prefix(b"+").or_else(|| value.strip_prefix(b"-"))
}

fn has_point_or_exponent(value: &[u8]) -> bool {
    value.starts_with(b".") || value.windows(2).any(|pair| pair[0].is_ascii_digit() && b".eE".contains(&pair[1]))
}

/// Returns whether there is white space before or after the digits.
fn has_white_space(value: &[u8]) -> bool {
    String::from_utf8_lossy(value).chars().any(char::is_whitespace) && value.iter().any(u8::is_ascii_digit)
}

/// Returns the digits of a reconnection time that counts.
fn significant<'a>(line: &Line<'a>) -> &'a [u8] {
    let zeros = line.value.iter().take_while(|&&byte| byte == b'0').count();
    &line.value[zeros..]
}

fn above(line: &Line<'_>, limit: &[u8]) -> bool {
    let digits = significant(line);
    line.is_time() && (digits.len(), digits) > (limit.len(), limit)
}

const fn retry(
    name: &'static str,
    texts: [&'static str; 2],
    concerns: fn(&Anatomy<'_>) -> bool,
    cases: &'static [&'static [u8]],
) -> Rule {
    rule(name, SECTION, texts, concerns, cases).shows_in(Aspects::RETRY)
}

const SECTION: Section = Interpreting;

pub(super) static RULES: &[Rule] = &[
    retry(
        "retry-last-wins",
        [
            "Each valid `retry` field sets the reconnection time anew.",
            "Overwrite the reconnection time with each valid line.",
        ],
        |a| a.lines.iter().filter(|line| line.is_time()).count() > 1,
        &[b"retry: 5\nretry: 6\n\n", b"retry: 5\n\nretry: 6\n\n", b"retry: 6\ndata: x\n\nretry: 5\ndata: y\n\n"],
    ),
    retry(
        "retry-leading-zeros",
        [
            "Leading zeros don't matter: `03000` is three thousand.",
            "Read the value in base ten; a leading zero makes no octal number.",
        ],
        |a| a.any_line(|line| line.is_time() && line.value.len() > 1 && line.value.starts_with(b"0")),
        &[b"retry: 03000\n\n", b"retry: 010\n\n", b"retry: 00\n\n", b"retry: 08\n\n"],
    ),
    retry(
        "retry-large",
        [
            "There is no greatest reconnection time: values beyond 31 or 32 bits count.",
            "Use a type of 64 bits (or more) for the reconnection time.",
        ],
        |a| a.any_line(|line| above(line, b"2147483647")),
        &[b"retry: 2147483648\n\n", b"retry: 4294967296\n\n", b"retry: 4294967295\n\n", b"retry: 9007199254740991\n\n"],
    ),
    retry(
        "retry-overflow",
        [
            "A number too large for any type still is one: the greatest value there is will do, a wrapped, negative or unset one won't.",
            "Saturate instead of overflowing, failing or ignoring the field.",
        ],
        |a| a.any_line(|line| above(line, b"9007199254740991")),
        &[
            b"retry: 9223372036854775808\n\n",
            b"retry: 18446744073709551616\n\n",
            b"retry: 184467440737095516160\n\n",
            b"retry: 1000000000000000000000000000000000000000\n\n",
            b"retry: 5\nretry: 18446744073709551616\n\n",
        ],
    ),
    retry(
        "retry-not-digits",
        [
            "A `retry` field with anything but ASCII digits in its value is ignored, and the earlier value stays.",
            "Check that every character is an ASCII digit before converting the value to a number, and ignore the line otherwise.",
        ],
        |a| odd(a, |value| !value.is_empty()),
        &[b"retry: abc\n\n", b"retry: 5\nretry: x\n\n", b"retry: NaN\n\n", b"retry: Infinity\n\n", b"retry: true\n\n"],
    ),
    retry(
        "retry-empty",
        ["A `retry` field with an empty value is ignored.", "Require at least one digit: an empty value is not zero."],
        |a| odd(a, <[u8]>::is_empty),
        &[b"retry:\n\n", b"retry: \n\n", b"retry\n\n", b"retry: 5\nretry:\n\n"],
    ),
    retry(
        "retry-trailing-text",
        [
            "Digits followed by something else, as in `10ms`, are no number: the field is ignored.",
            "Look at the whole value; functions like `parseInt`, `atoi` and `strtol` stop at the first character they don't know.",
        ],
        |a| odd(a, |value| starts_with_digit(without_sign(value).unwrap_or(value))),
        &[b"retry: 10ms\n\n", b"retry: 5x\n\n", b"retry: 3s\n\n", b"retry: 5\0\n\n", b"retry: 5;\n\n"],
    ),
    retry(
        "retry-sign",
        [
            "A sign makes the value of `retry` invalid: `-5` and `+5` are ignored.",
            "Check that every character is an ASCII digit; functions that convert numbers accept a sign.",
        ],
        |a| odd(a, |value| without_sign(value).is_some_and(starts_with_digit)),
        &[b"retry: -5\n\n", b"retry: +5\n\n", b"retry: -0\n\n"],
    ),
    retry(
        "retry-white-space",
        [
            "White space in the value of `retry` makes it invalid, apart from the one space after the colon.",
            "Don't trim the value before or while converting it: `retry:  5` and `retry: 5 ` are ignored.",
        ],
        |a| odd(a, has_white_space),
        &[
            b"retry:  5\n\n",
            b"retry: 5 \n\n",
            b"retry:\t5\n\n",
            b"retry: 5\t\n\n",
            b"retry: 1 000\n\n",
            b"retry: 5\xC2\xA0\n\n",
        ],
    ),
    retry(
        "retry-decimal",
        [
            "Fractions and exponents make the value of `retry` invalid: `1.5` and `1e3` are ignored.",
            "Accept ASCII digits only; functions that convert floating-point numbers accept more.",
        ],
        |a| odd(a, has_point_or_exponent),
        &[b"retry: 1.5\n\n", b"retry: 1e3\n\n", b"retry: 5.\n\n", b"retry: .5\n\n", b"retry: 1E3\n\n"],
    ),
    retry(
        "retry-separator",
        [
            "Separators between digits make the value of `retry` invalid: `1_000` and `1,000` are ignored.",
            "Accept ASCII digits only; some languages' number functions skip underscores.",
        ],
        |a| odd(a, |value| value.iter().any(u8::is_ascii_digit) && value.iter().any(|byte| b"_,'".contains(byte))),
        &[b"retry: 1_000\n\n", b"retry: 1,000\n\n", b"retry: 1'000\n\n"],
    ),
    retry(
        "retry-other-base",
        [
            "The value of `retry` is in base ten: `0x10` and the like are ignored.",
            "Accept ASCII digits only, and convert them in base ten.",
        ],
        |a| odd(a, |value| value.len() > 2 && [&b"0x"[..], b"0X", b"0b", b"0o"].contains(&&value[..2])),
        &[b"retry: 0x10\n\n", b"retry: 0b11\n\n", b"retry: 0o17\n\n"],
    ),
    retry(
        "retry-other-digits",
        [
            "Only the digits 0 to 9 count: Arabic, fullwidth or superscript digits make the value of `retry` invalid.",
            "Test for the ASCII range; `isdigit`, `\\d` and `isNumeric` of many languages accept all of Unicode.",
        ],
        |a| {
            odd(a, |value| {
                std::str::from_utf8(value).is_ok_and(|text| !text.is_ascii() && text.chars().all(char::is_numeric))
            })
        },
        &[b"retry: \xD9\xA3\n\n", b"retry: \xEF\xBC\x95\n\n", b"retry: 1\xC2\xB2\n\n", b"retry: \xE0\xA5\xAB\n\n"],
    ),
];
