//! `heapless::Vec` as the storage of a decoder.
//!
//! A plain `[u8; N]` does the same with less. This is for who has such a vector already, or gets it from a pool.

use sse_proto::Storage;

/// Up to `N` bytes; none of them is in use before an event needs it.
#[derive(Debug, Default)]
pub struct HeaplessStorage<const N: usize>(pub heapless::Vec<u8, N>);

impl<const N: usize> Storage for HeaplessStorage<N> {
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
        // Twice as long each time, so that many small steps take linear time. What is above the capacity can't happen, and
        // changes nothing.
        let _ = self.0.resize(len.max(self.0.len().saturating_mul(2)).min(N), 0);
    }
}
