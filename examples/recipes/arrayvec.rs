//! Uses an `arrayvec::ArrayVec` as the storage of a decoder.
//!
//! Use it only if you have such a vector already: a plain `[u8; N]` does the same with less. The decoder drops and reports an
//! event over `N` bytes; its ID still counts.

use arrayvec::ArrayVec;
use sse_proto::Storage;

/// Stores up to `N` bytes; none of them is in use before an event needs it.
#[derive(Debug, Default)]
pub struct ArrayVecStorage<const N: usize>(pub ArrayVec<u8, N>);

impl<const N: usize> Storage for ArrayVecStorage<N> {
    fn bytes(&self) -> &[u8] {
        &self.0
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }

    fn limit(&self) -> usize {
        N
    }

    fn grow(&mut self, len: usize) {
        // Double the length each time, so that many small steps take linear time. `extend` panics beyond the capacity, so stay
        // below it.
        let more = len.max(self.0.len().saturating_mul(2)).saturating_sub(self.0.len());
        self.0.extend(core::iter::repeat_n(0, more.min(self.0.remaining_capacity())));
    }
}
