//! Makes choices that are the same for the same seed.

use sse_proto::arbitrary::{ChunkedStream, Mood};

use crate::chunked::Chunked;

/// Makes the same choices for the same seed, on every machine: SplitMix64.
#[derive(Clone, Debug)]
pub struct Choices {
    state: u64,
}

impl Choices {
    /// Creates the choices of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number below `bound`, or 0 if `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        // The remainder favours small numbers by less than one in 2^32 for every bound that is used here.
        (self.next() as usize).checked_rem(bound).unwrap_or(0)
    }

    /// Returns true once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Returns one of these, which must not be empty.
    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// Returns a stream of some mood.
    pub fn stream(&mut self) -> Vec<u8> {
        let mood = Mood::ALL[self.below(3)];
        self.with_bytes(1024, |bytes| ChunkedStream::with_mood(bytes, mood)).bytes().to_vec()
    }

    /// Returns the stream, cut in some way.
    pub fn cut(&mut self, stream: &[u8]) -> Chunked {
        let made = self.with_bytes(64 + stream.len(), |bytes| ChunkedStream::cut(bytes, stream.to_vec()));
        Chunked { stream: made.bytes().to_vec(), cuts: made.cuts().to_vec() }
    }

    /// Returns the value that the library's generator makes of so many bytes.
    fn with_bytes<T>(
        &mut self,
        count: usize,
        make: impl FnOnce(&mut arbitrary::Unstructured<'_>) -> arbitrary::Result<T>,
    ) -> T {
        let bytes: Vec<u8> = (0..count.div_ceil(8)).flat_map(|_| self.next().to_le_bytes()).collect();
        make(&mut arbitrary::Unstructured::new(&bytes)).expect("every byte is a choice")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The first numbers of the reference implementation, modulo 1000.
    #[test]
    fn a_seed_always_makes_the_same_choices() {
        let mut choices = Choices::new(0);
        let made: Vec<usize> = (0..4).map(|_| choices.below(1000)).collect();
        assert_eq!(made, [535, 700, 679, 444]);
    }

    #[test]
    fn no_choice_is_out_of_bounds() {
        let mut choices = Choices::new(1);
        for bound in [0, 1, 2, 3, 100, 256, 257, 1000, 65536] {
            assert!(choices.below(bound) < bound.max(1));
        }
    }

    #[test]
    fn cutting_changes_no_byte() {
        let mut choices = Choices::new(2);
        for _ in 0..1000 {
            let stream = choices.stream();
            let cut = choices.cut(&stream);
            assert_eq!(cut.stream, stream);
            assert!(cut.cuts.is_sorted() && cut.cuts.last().is_none_or(|&last| last <= stream.len()));
        }
    }
}
