//! What is simpler than decoding: copying, looking for line ends, checking UTF-8, looking at each byte.

use super::{Check, Contestant, Inputs, Role, Tally};
use std::hint::black_box;

/// The yardstick of all ratios.
pub const LINE_ENDS: &str = "`memchr2_iter`";

pub(super) fn contestants() -> [Contestant; 4] {
    [
        limit("memcpy", memcpy, |stream| stream.len()),
        limit("`from_utf8`", utf8, |stream| stream.len()),
        limit(LINE_ENDS, line_ends, |stream| stream.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count()),
        limit("byte loop", blank_lines, |stream| {
            // One line end right after another one, CR LF taken as one.
            let text = String::from_utf8_lossy(stream).replace("\r\n", "\n");
            let ends = text.bytes().collect::<Vec<_>>();
            let is_end = |byte: u8| matches!(byte, b'\r' | b'\n');
            (0..ends.len()).filter(|&at| is_end(ends[at]) && (at == 0 || is_end(ends[at - 1]))).count()
        }),
    ]
}

/// A limit gives a number, which is compared with what the obvious way gives.
fn limit(name: &'static str, run: fn(Inputs<'_>) -> Tally, expected: fn(&[u8]) -> usize) -> Contestant {
    Contestant { name, role: Role::Limit, run, check: Check::Limit(expected) }
}

/// Copies each input to the same place.
fn memcpy(inputs: Inputs<'_>) -> Tally {
    let mut buffer = vec![0; inputs.size];
    number(inputs.slices().map(|input| {
        let copy = &mut buffer[..input.len()];
        copy.copy_from_slice(input);
        black_box(copy).len()
    }))
}

/// Checks the UTF-8 of each input by itself. A character that began in an input before is passed over, since core would
/// stop at it, and one that ends in a later one is not complained about.
fn utf8(inputs: Inputs<'_>) -> Tally {
    number(inputs.slices().map(|input| {
        let rest = input.iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count();
        let checked = match str::from_utf8(&input[rest..]) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => input.len() - rest,
            Err(error) => error.valid_up_to(),
        };
        rest + black_box(checked)
    }))
}

/// Finds each line end, and nothing else: what whoever makes one call a line cannot pass.
fn line_ends(inputs: Inputs<'_>) -> Tally {
    number(inputs.slices().map(|input| memchr::memchr2_iter(b'\r', b'\n', input).count()))
}

/// Counts blank lines, byte by byte, with the state that this takes.
fn blank_lines(inputs: Inputs<'_>) -> Tally {
    let mut line_is_empty = true;
    let mut after_cr = false;
    number(inputs.slices().map(|input| {
        let mut blank_lines = 0;
        for &byte in input {
            match byte {
                b'\n' if after_cr => after_cr = false,
                b'\r' | b'\n' => {
                    blank_lines += usize::from(line_is_empty);
                    line_is_empty = true;
                    after_cr = byte == b'\r';
                }
                _ => {
                    line_is_empty = false;
                    after_cr = false;
                }
            }
        }
        blank_lines
    }))
}

fn number(parts: impl Iterator<Item = usize>) -> Tally {
    Tally { events: black_box(parts.sum::<usize>()) as u64, data_bytes: 0 }
}
