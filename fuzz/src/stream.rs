//! The meaning of the fuzzer's bytes: a stream, where to cut it, and a limit in some cases.
//!
//! The bytes are either the stream as it is, so that a seed can be read and written by hand, or choices for the generator:
//!
//! - `>` and the stream itself. In it, `|` is no byte of the stream, but cuts it (`||` makes an empty chunk), and `~` means 63
//!   more of the byte before it, so that a few bytes make a long line;
//! - `v`, `n` or `h`, and choices, from which the library's generator makes a valid, nearly valid or hostile stream.
//!
//! Any other first byte counts as `>`. Digits before it are a limit.

use arbitrary::Unstructured;
use sse_proto::arbitrary::{ChunkedStream, Mood};

/// `~` doesn't lengthen a stream that is longer than this.
const LONGEST: usize = 1 << 13;

/// A stream and where to cut it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stream {
    pub(crate) bytes: Vec<u8>,
    /// In order, and not beyond the end.
    pub(crate) cuts: Vec<usize>,
}

impl Stream {
    pub(crate) fn new(data: &[u8]) -> Self {
        let mood = match data {
            [b'v', ..] => Mood::Valid,
            [b'n', ..] => Mood::NearlyValid,
            [b'h', ..] => Mood::Hostile,
            _ => return Self::written_out(data.get(1..).unwrap_or_default()),
        };
        let made = ChunkedStream::with_mood(&mut Unstructured::new(&data[1..]), mood).expect("every byte is a choice");
        assert_eq!(made.chunks().collect::<Vec<_>>().concat(), made.bytes());
        Self { bytes: made.bytes().to_vec(), cuts: made.cuts().to_vec() }
    }

    pub(crate) fn written_out(data: &[u8]) -> Self {
        let mut stream = Self::default();
        for &byte in data {
            match (byte, stream.bytes.last()) {
                (b'|', _) => stream.cuts.push(stream.bytes.len()),
                (b'~', Some(&last)) if stream.bytes.len() < LONGEST => stream.bytes.extend([last; 63]),
                _ => stream.bytes.push(byte),
            }
        }
        stream
    }

    /// Returns the same as text: invalid UTF-8 is replaced, and the cuts stay within the text.
    pub(crate) fn into_text(self) -> (String, Vec<usize>) {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let cuts = self.cuts.into_iter().map(|cut| cut.min(text.len())).collect();
        (text, cuts)
    }

    /// Returns the bytes between two cuts: an input each.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &[u8]> {
        let ends = self.cuts.iter().copied().chain([self.bytes.len()]);
        let starts = [0].into_iter().chain(self.cuts.iter().copied());
        starts.zip(ends).map(|(start, end)| &self.bytes[start..end])
    }
}

/// Returns the number at the start, up to four digits, and the bytes after it.
pub(crate) fn number(data: &[u8]) -> (Option<usize>, &[u8]) {
    let digits = data.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let number = data[..digits].iter().fold(0, |number, digit| 10 * number + usize::from(digit - b'0'));
    ((digits > 0).then_some(number), &data[digits..])
}
