//! Uses a `heapless::Vec` as the storage of a decoder.
//!
//! Use it only if you have such a vector already, or get it from a pool: a plain `[u8; N]` does the same with less. The decoder
//! drops and reports an event over `N` bytes; its ID still counts.

use sse_proto::Storage;

/// Stores up to `N` bytes; none of them is in use before an event needs it.
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
        // Double the length each time, so that many small steps take linear time. `resize` fails only beyond the
        // capacity, and `min` keeps the length within it.
        let _ = self.0.resize(len.max(self.0.len().saturating_mul(2)).min(N), 0);
    }
}
