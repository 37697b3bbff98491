//! Tasks that are simpler than decoding: copying, finding line ends, checking UTF-8, looking at each byte.

use super::{Check, Contestant, CutStream, Inputs, Role, Tally};
use std::hint::black_box;

/// The yardstick of all ratios.
pub const LINE_ENDS: &str = "`memchr2_iter`";

pub(super) fn contestants() -> [Contestant; 4] {
    [limit::<Memcpy>(), limit::<Utf8>(), limit::<LineEnds>(), limit::<ByteLoop>()]
}

/// A limit returns a number, which is compared with that of the obvious way.
trait Limit {
    /// Its name in all tables.
    const NAME: &'static str;

    /// Returns the number of each input; their sum is the answer.
    fn numbers(inputs: &impl Inputs) -> impl Iterator<Item = usize>;

    /// Returns the answer in the obvious way.
    fn expected(stream: &[u8]) -> usize;
}

fn limit<L: Limit>() -> Contestant {
    let run = |stream: CutStream<'_>| match stream {
        CutStream::Pieces(inputs) => number::<L>(&inputs),
        CutStream::Blocks(inputs) => number::<L>(&inputs),
    };
    Contestant { name: L::NAME, role: Role::Limit, run, check: Check::Limit(L::expected) }
}

/// A separate function, as for decoders.
#[inline(never)]
fn number<L: Limit>(inputs: &impl Inputs) -> Tally {
    Tally { events: black_box(L::numbers(inputs).sum::<usize>()) as u64, data_bytes: 0 }
}

/// Copies each input to the same place.
struct Memcpy;

impl Limit for Memcpy {
    const NAME: &'static str = "memcpy";

    fn numbers(inputs: &impl Inputs) -> impl Iterator<Item = usize> {
        let mut buffer = vec![0; inputs.longest()];
        inputs.slices().map(move |input| {
            let copy = &mut buffer[..input.len()];
            copy.copy_from_slice(input);
            black_box(copy).len()
        })
    }

    fn expected(stream: &[u8]) -> usize {
        stream.len()
    }
}

/// Checks the UTF-8 of each input by itself. It passes over a character that began in an earlier input, because core would stop
/// at it, and accepts one that ends in a later input.
struct Utf8;

impl Limit for Utf8 {
    const NAME: &'static str = "`from_utf8`";

    fn numbers(inputs: &impl Inputs) -> impl Iterator<Item = usize> {
        inputs.slices().map(|input| {
            let rest = input.iter().take(3).take_while(|byte| **byte & 0xC0 == 0x80).count();
            let checked = match str::from_utf8(&input[rest..]) {
                Ok(text) => text.len(),
                Err(error) if error.error_len().is_none() => input.len() - rest,
                Err(error) => error.valid_up_to(),
            };
            rest + black_box(checked)
        })
    }

    fn expected(stream: &[u8]) -> usize {
        stream.len()
    }
}

/// Finds each line end, and nothing else: no decoder that makes one call per line can be faster.
struct LineEnds;

impl Limit for LineEnds {
    const NAME: &'static str = LINE_ENDS;

    fn numbers(inputs: &impl Inputs) -> impl Iterator<Item = usize> {
        inputs.slices().map(|input| memchr::memchr2_iter(b'\r', b'\n', input).count())
    }

    fn expected(stream: &[u8]) -> usize {
        stream.iter().filter(|byte| matches!(byte, b'\r' | b'\n')).count()
    }
}

/// Counts blank lines, byte by byte, with the state that this requires.
struct ByteLoop;

impl Limit for ByteLoop {
    const NAME: &'static str = "byte loop";

    fn numbers(inputs: &impl Inputs) -> impl Iterator<Item = usize> {
        let mut line_is_empty = true;
        let mut after_cr = false;
        inputs.slices().map(move |input| {
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
        })
    }

    fn expected(stream: &[u8]) -> usize {
        // One line end directly follows another one, where CR LF is one line end.
        let text = String::from_utf8_lossy(stream).replace("\r\n", "\n");
        let ends = text.bytes().collect::<Vec<_>>();
        let is_end = |byte: u8| matches!(byte, b'\r' | b'\n');
        (0..ends.len()).filter(|&at| is_end(ends[at]) && (at == 0 || is_end(ends[at - 1]))).count()
    }
}
