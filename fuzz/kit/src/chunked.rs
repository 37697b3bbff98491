//! A case for a decoder: a stream in chunks.

/// A stream and where it is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Chunked {
    /// The bytes of one response body.
    pub stream: Vec<u8>,
    /// Where a chunk ends and the next begins, in order. The same place twice makes an empty chunk.
    pub cuts: Vec<usize>,
}

impl Chunked {
    /// Returns the stream in one chunk.
    #[must_use]
    pub fn whole(stream: Vec<u8>) -> Self {
        Self { stream, cuts: Vec::new() }
    }

    /// Returns the stream byte by byte.
    #[must_use]
    pub fn byte_by_byte(stream: Vec<u8>) -> Self {
        let cuts = (1..stream.len()).collect();
        Self { stream, cuts }
    }

    /// Returns the chunks, in order. An empty stream is one empty chunk.
    pub fn chunks(&self) -> impl Iterator<Item = &[u8]> {
        let starts = core::iter::once(0).chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain(core::iter::once(self.stream.len()));
        starts.zip(ends).map(|(start, end)| &self.stream[start..end])
    }
}
