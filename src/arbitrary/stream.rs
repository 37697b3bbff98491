//! Cuts a stream into chunks.

use alloc::{vec, vec::Vec};
use core::fmt;

use ::arbitrary::{Arbitrary, Result, Unstructured};

use super::grammar::{Mood, one_in, stream};

/// Holds an event stream, cut into the chunks in which it arrives. Chunks may be empty.
///
/// The bytes of the [`Unstructured`] are choices within the grammar of the format. So a fuzzer that changes one of them changes
/// a name, a value, an end of line or a cut, and seldom gets a meaningless stream. Streams contain the things over which
/// parsers have stumbled: byte order marks that are doubled or in pieces, CR at the end of a chunk, NULL in an ID, names that
/// are nearly right, times with a sign, truncated characters, and separators that end no line.
///
/// The median stream has less than 300 bytes, and none has more than 32 KiB. Generating one takes some hundred bytes of choices
/// and time linear in its length. `arbitrary` always returns a value, whatever the bytes, and even without any.
///
/// ```
/// use arbitrary::{Arbitrary, Unstructured};
/// use sse_proto::{Decoder, Input, arbitrary::ChunkedStream};
///
/// let stream = ChunkedStream::arbitrary(&mut Unstructured::new(b"what libFuzzer makes up"))?;
/// let mut decoder = Decoder::new();
/// for chunk in stream.chunks() {
///     let mut input = Input::new(chunk);
///     while let Some(event) = decoder.next_event(&mut input) {
///         println!("{:?}", event.unwrap());
///     }
/// }
/// # Ok::<(), arbitrary::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ChunkedStream {
    bytes: Vec<u8>,
    /// In order, and none beyond the end.
    cuts: Vec<usize>,
}

/// Generates a stream of any mood, cut in any way.
impl<'a> Arbitrary<'a> for ChunkedStream {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mood = u.arbitrary()?;
        Self::with_mood(u, mood)
    }
}

impl ChunkedStream {
    /// Generates a stream of this mood, cut in any way.
    ///
    /// # Errors
    ///
    /// Never returns an error. The signature is that of [`Arbitrary::arbitrary`].
    ///
    /// ```
    /// use arbitrary::Unstructured;
    /// use sse_proto::arbitrary::{ChunkedStream, Mood};
    ///
    /// let stream = ChunkedStream::with_mood(&mut Unstructured::new(b"what libFuzzer makes up"), Mood::Hostile)?;
    /// assert_eq!(stream.chunks().collect::<Vec<_>>().concat(), stream.bytes());
    /// # Ok::<(), arbitrary::Error>(())
    /// ```
    pub fn with_mood(u: &mut Unstructured<'_>, mood: Mood) -> Result<Self> {
        let bytes = stream(u, mood)?;
        Self::cut(u, bytes)
    }

    /// Cuts a stream of yours in any way: not at all, byte by byte, at [`interesting_cuts`], anywhere, or into equal chunks, and
    /// sometimes with empty chunks.
    ///
    /// # Errors
    ///
    /// Never returns an error. The signature is that of [`Arbitrary::arbitrary`].
    ///
    /// ```
    /// use arbitrary::Unstructured;
    /// use sse_proto::arbitrary::ChunkedStream;
    ///
    /// let mut choices = Unstructured::new(b"what libFuzzer makes up");
    /// let stream = ChunkedStream::cut(&mut choices, b"data: recorded\r\n\r\n".to_vec())?;
    /// assert_eq!(stream.bytes(), b"data: recorded\r\n\r\n");
    /// # Ok::<(), arbitrary::Error>(())
    /// ```
    pub fn cut(u: &mut Unstructured<'_>, stream: Vec<u8>) -> Result<Self> {
        let cuts = some_cuts(u, &stream)?;
        Ok(Self { bytes: stream, cuts })
    }

    /// Returns all bytes, as if they came in one chunk.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the positions where one chunk ends and the next begins, from 0 up to the length of the stream, in order. The same
    /// position twice makes an empty chunk.
    #[must_use]
    pub fn cuts(&self) -> &[usize] {
        &self.cuts
    }

    /// Returns the chunks in order, one more than there are [`cuts`](Self::cuts). Joined, they are the stream.
    pub fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        let starts = core::iter::once(0).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain(core::iter::once(self.bytes.len()));
        starts.zip(ends).map(|(start, end)| self.bytes.get(start..end).unwrap_or_default())
    }
}

/// Shows the chunks as byte strings: `["data: a\r", "\n\r\n"]`.
impl fmt::Debug for ChunkedStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Chunk<'c>(&'c [u8]);
        impl fmt::Debug for Chunk<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "\"{}\"", self.0.escape_ascii())
            }
        }
        f.debug_list().entries(self.chunks().map(Chunk)).finish()
    }
}

/// Returns the positions where cutting a stream goes wrong most often.
///
/// These are beside and inside an end of line, a byte order mark, and a character of several bytes; beside a colon and the
/// space after it; after the first byte of a line; and in the middle of the stream. They come in order, each once, none at the
/// start or the end. The iterator makes one pass over the stream as it is used.
///
/// ```
/// use sse_proto::arbitrary::interesting_cuts;
///
/// //                        0123456789012 3
/// let cuts = interesting_cuts(b"data: abcdef\r\n");
/// assert_eq!(cuts.collect::<Vec<_>>(), [1, 4, 5, 6, 7, 12, 13]);
/// ```
pub fn interesting_cuts(stream: &[u8]) -> impl Iterator<Item = usize> {
    let middle = stream.len() / 2;
    // The two bytes before a position. Before the stream, assume that a line has ended.
    let mut before = [b'\n', b'\n'];
    stream.iter().enumerate().filter_map(move |(at, &next)| {
        let [second, first] = before;
        before = [first, next];
        let line_end = |byte| byte == b'\r' || byte == b'\n';
        let interesting = at == middle
            || !(first.is_ascii() && next.is_ascii())
            || line_end(first)
            || line_end(second)
            || line_end(next)
            || first == b':'
            || next == b':'
            || (second == b':' && first == b' ');
        (at > 0 && interesting).then_some(at)
    })
}

fn some_cuts(u: &mut Unstructured<'_>, stream: &[u8]) -> Result<Vec<usize>> {
    let length = stream.len();
    let mut cuts: Vec<usize> = match u.int_in_range(0..=5)? {
        0 => Vec::new(),
        1 => (1..length).collect(),
        2 => {
            let keep_one_in = u.int_in_range(1..=8)?;
            let mut cuts = Vec::new();
            for at in interesting_cuts(stream) {
                if keep_one_in == 1 || one_in(keep_one_in, u)? {
                    cuts.push(at);
                }
            }
            cuts
        }
        3 => {
            let mut cuts = Vec::new();
            for _ in 0..u.int_in_range(1..=8)? {
                cuts.push(u.int_in_range(0..=length)?);
            }
            cuts
        }
        4 => {
            let size = u.int_in_range(1..=16)?;
            (size..length).step_by(size).collect()
        }
        _ => {
            let interesting = interesting_cuts(stream).collect::<Vec<_>>();
            let at = if interesting.is_empty() { 0 } else { *u.choose(&interesting)? };
            vec![at; u.int_in_range(1..=2)?]
        }
    };
    // Add empty chunks: beside other chunks, or at an end of the stream.
    if one_in(4, u)? {
        for _ in 0..u.int_in_range(1..=3)? {
            let ends = [0, length];
            let again = *u.choose(if cuts.is_empty() { &ends } else { &cuts })?;
            cuts.push(again);
        }
    }
    cuts.sort_unstable();
    Ok(cuts)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;
    use crate::arbitrary::noise;

    fn cut(choices: &[u8], stream: &[u8]) -> ChunkedStream {
        ChunkedStream::cut(&mut Unstructured::new(choices), stream.to_vec()).unwrap()
    }

    #[test]
    fn joined_chunks_are_the_stream() {
        let (mut whole, mut byte_by_byte, mut empty) = (0, 0, 0);
        for stream in [&b"\xEF\xBB\xBFdata: \xC3\xA4\r\n\r\n"[..], b"x", b""] {
            for number in 0..1000 {
                let case = cut(&noise(number), stream);
                assert!(case.cuts().is_sorted());
                assert_eq!(case.bytes(), stream);
                assert_eq!(case.chunks().collect::<Vec<_>>().concat(), stream);
                whole += usize::from(case.cuts.is_empty());
                byte_by_byte += usize::from(case.chunks().all(|chunk| chunk.len() == 1));
                empty += usize::from(case.chunks().any(<[u8]>::is_empty));
            }
        }
        assert!(whole > 100 && byte_by_byte > 100 && empty > 100, "{whole} {byte_by_byte} {empty}");
    }

    #[test]
    fn without_choices_there_are_no_cuts() {
        assert_eq!(format!("{:?}", cut(&[], b"data: \xFF\n")), r#"["data: \xff\n"]"#);
        assert_eq!(format!("{:?}", cut(&[], b"")), r#"[""]"#);
    }

    #[test]
    fn cuts_are_beside_and_inside_delicate_bytes() {
        let cuts = |stream| interesting_cuts(stream).collect::<Vec<_>>();
        assert_eq!(cuts(b"\r\nx"), [1, 2]);
        assert_eq!(cuts(b"\xEF\xBB\xBFa\n\nb"), [1, 2, 3, 4, 5, 6]);
        assert_eq!(cuts(b""), []);
    }

    #[test]
    fn every_mood_comes_up() {
        let streams = (0..300).map(|number| ChunkedStream::arbitrary(&mut Unstructured::new(&noise(number))).unwrap());
        let hostile = |stream: &ChunkedStream| core::str::from_utf8(stream.bytes()).is_err();
        assert!((50..200).contains(&streams.filter(hostile).count()));
    }
}
