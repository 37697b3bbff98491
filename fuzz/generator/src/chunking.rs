//! How a stream is cut into chunks.

use crate::Choices;

/// A stream and where it is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Chunked {
    /// The bytes of one response body.
    pub stream: Vec<u8>,
    /// Where a chunk ends and the next begins, in order. The same place twice makes an empty chunk.
    pub cuts: Vec<usize>,
}

impl Chunked {
    /// The stream in one chunk.
    #[must_use]
    pub fn whole(stream: Vec<u8>) -> Self {
        Self { stream, cuts: Vec::new() }
    }

    /// The stream byte by byte.
    #[must_use]
    pub fn byte_by_byte(stream: Vec<u8>) -> Self {
        let cuts = (1..stream.len()).collect();
        Self { stream, cuts }
    }

    /// The chunks, in order. An empty stream is one empty chunk.
    pub fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        let starts = core::iter::once(0).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain(core::iter::once(self.stream.len()));
        starts.zip(ends).map(|(start, end)| &self.stream[start..end])
    }
}

/// The places where cutting goes wrong most: inside and beside a byte order mark, a CRLF, a character of several bytes, a
/// blank line, a field name and its colon, and at the line's start and middle.
#[must_use]
pub fn interesting_cuts(stream: &[u8]) -> Vec<usize> {
    let beside = |at: usize| {
        let (before, after) = (stream[at - 1], stream[at]);
        let line_end = |byte| byte == b'\r' || byte == b'\n';
        !before.is_ascii()
            || !after.is_ascii()
            || line_end(before)
            || line_end(after)
            || before == b':'
            || after == b':'
            || (at >= 2 && before == b' ' && stream[at - 2] == b':')
            || (at >= 2 && line_end(stream[at - 2]))
    };
    let middle = stream.len() / 2;
    (1..stream.len()).filter(|&at| at == middle || beside(at)).collect()
}

/// A chunking of some kind: whole, byte by byte, at interesting places, anywhere, in equal pieces, with empty chunks.
pub fn some_cuts(choices: &mut impl Choices, stream: &[u8]) -> Vec<usize> {
    let length = stream.len();
    let mut cuts: Vec<usize> = match choices.below(6) {
        0 => Vec::new(),
        1 => (1..length).collect(),
        2 => {
            let mut cuts = interesting_cuts(stream);
            let keep_one_in = 1 + choices.below(8);
            cuts.retain(|_| choices.one_in(keep_one_in));
            cuts
        }
        3 => (0..1 + choices.below(8)).map(|_| choices.below(length + 1)).collect(),
        4 => {
            let size = 1 + choices.below(16);
            (size..length).step_by(size).collect()
        }
        _ => {
            let interesting = interesting_cuts(stream);
            let at = interesting.get(choices.below(interesting.len())).copied().unwrap_or(0);
            vec![at; 1 + choices.below(2)]
        }
    };
    if choices.one_in(4) {
        for _ in 0..1 + choices.below(3) {
            let again = cuts.get(choices.below(cuts.len())).copied();
            cuts.push(again.unwrap_or_else(|| choices.below(2) * length));
        }
    }
    cuts.sort_unstable();
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Seeded;

    #[test]
    fn the_chunks_are_the_stream() {
        let stream = b"\xEF\xBB\xBFdata: \xC3\xA4\r\n\r\n".to_vec();
        let mut choices = Seeded::new(3);
        for _ in 0..1000 {
            let case = Chunked { cuts: some_cuts(&mut choices, &stream), stream: stream.clone() };
            assert!(case.cuts.is_sorted());
            assert_eq!(case.chunks().flatten().copied().collect::<Vec<u8>>(), stream);
        }
        assert_eq!(Chunked::byte_by_byte(stream.clone()).chunks().count(), stream.len());
        assert_eq!(Chunked::whole(Vec::new()).chunks().collect::<Vec<_>>(), [b""]);
    }

    #[test]
    fn cuts_are_where_it_hurts() {
        //                              0123456789012 3
        assert_eq!(interesting_cuts(b"data: abcdef\r\n"), [4, 5, 6, 7, 12, 13]);
        assert_eq!(interesting_cuts(b""), []);
    }
}
