//! End of line: CR, LF, or CRLF.
//!
//! > HTML, "Parsing an event stream": lines are separated by either a CRLF pair, a single LF, or a single CR.
//!
//! `Lines` cuts one input into lines. There are two of it, of which one is used: the one in `blocks` is for CPUs of 64
//! bits, which have vectors, and the one in `bytes` for smaller ones, and the first one's twin in the tests. With
//! `--cfg sse_proto_small_cpu`, every CPU counts as a small one: that is how `.ci/coverage` gets to see the code for those.

use crate::work;

#[cfg(any(all(target_pointer_width = "64", not(sse_proto_small_cpu)), all(test, feature = "alloc")))]
mod blocks;
#[cfg(any(not(target_pointer_width = "64"), sse_proto_small_cpu, all(test, feature = "alloc")))]
mod bytes;

#[cfg(all(target_pointer_width = "64", not(sse_proto_small_cpu)))]
pub(crate) use blocks::Lines;
#[cfg(any(not(target_pointer_width = "64"), sse_proto_small_cpu))]
pub(crate) use bytes::Lines;

/// Whether speed is worth code of its own: for what most lines are, and for copies. (Where a constant can't decide, this
/// condition is written out.)
pub(crate) const FAST: bool = cfg!(all(target_pointer_width = "64", not(sse_proto_small_cpu)));

const LF: u8 = b'\n';
const CR: u8 = b'\r';

#[inline(always)]
pub(crate) const fn is_end_of_line(byte: u8) -> bool {
    // With `||`, this could be a branch in each step of a loop.
    (byte == LF) | (byte == CR)
}

/// Whether this is short, and no line ends in it.
#[inline(always)]
pub(crate) fn is_short_piece(input: &[u8]) -> bool {
    if let &[byte] = input {
        work::count(1);
        return !is_end_of_line(byte);
    }
    let is_short = input.len() < 8;
    work::count(if is_short { input.len() } else { 0 });
    is_short && !input.iter().any(|&byte| is_end_of_line(byte))
}

/// How much of `input` belongs to the line before it: an LF, if a CR ended that line. An empty input is no input: the LF
/// may still come.
#[inline]
pub(crate) fn swallow_line_feed(input: &[u8], after_carriage_return: &mut bool) -> usize {
    match input {
        [byte, ..] if *after_carriage_return => {
            *after_carriage_return = false;
            usize::from(*byte == LF)
        }
        _ => 0,
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::{blocks, bytes};

    /// What both are asked: all lines, and behind each `skip`-th one whether a line feed is skipped; then the rest.
    macro_rules! lines {
        ($Lines:ty, $input:expr, $skip:expr) => {{
            let mut after_carriage_return = false;
            let mut lines = <$Lines>::new($input);
            let mut found = Vec::new();
            while let Some(line) = lines.next(&mut after_carriage_return) {
                let skipped = found.len() % $skip == 0 && lines.skip_line_feed();
                found.push((line, skipped, lines.rest().len()));
            }
            assert_eq!(lines.next(&mut after_carriage_return), None, "it stays at the end");
            assert!(lines.input().ends_with(lines.rest()));
            assert!(lines.clone().next_piece(&mut false).is_none_or(|piece| piece == (lines.rest(), false)));
            (found, lines.take_rest(), lines.rest(), after_carriage_return)
        }};
    }

    fn assert_equal(input: &[u8]) {
        for skip in [1, 2, usize::MAX] {
            let expected = lines!(bytes::Lines<'_>, input, skip);
            let found = lines!(blocks::Lines<'_>, input, skip);
            assert_eq!(found, expected, "{}", input.escape_ascii());
        }
    }

    #[test]
    fn ends_of_line_at_every_place() {
        for len in (0..70).chain(120..136).chain(190..195) {
            for at in 0..len {
                for ends in
                    ["\n", "\r", "\r\n", "\n\n", "\r\r", "\n\r", "\r\n\n", "\r\n\r\n", "\n\n\n", "\r\r\n\n", "\n.\n"]
                {
                    let mut input = vec![b'x'; len];
                    input.splice(at..len.min(at + ends.len()), ends.bytes());
                    assert_equal(&input);
                    // All of an input that ends where they do, and one that begins there.
                    assert_equal(&input[..at + ends.len()]);
                    assert_equal(&input[at..]);
                }
            }
        }
    }

    #[test]
    fn ends_of_line_at_many_places_at_once() {
        let mut random = 1_u64;
        for len in (0..400).chain([1100, 1151, 2111, 4200]) {
            for one_in in [1, 2, 4, 16, 100, 1000] {
                let mut byte = || {
                    random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    match random >> 33 {
                        n if n % one_in != 0 => b'x',
                        n if n / one_in % 2 == 0 => b'\n',
                        _ => b'\r',
                    }
                };
                assert_equal(&(0..len).map(|_| byte()).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn an_end_of_line_behind_each_long_line() {
        for end in [&b"\n"[..], b"\r", b"\r\n", b"\x0B", b"\x0C\n"] {
            for len in 500..1500 {
                let mut input = vec![b'x'; len];
                input.extend(end);
                input.extend([b'y'; 100]);
                assert_equal(&input);
            }
        }
    }

    #[test]
    fn every_byte_that_ends_no_line() {
        for byte in (0..=255).filter(|byte| !b"\r\n".contains(byte)) {
            assert_equal(&[byte; 2000]);
        }
    }
}
