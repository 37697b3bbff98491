//! Storage that keeps no promise: what a [`Storage`] of somebody else may do at worst.

use core::hint::black_box;

use sse_proto::Storage;

/// Other memory at each call, of any length; any limit; and it grows or doesn't.
pub(crate) struct Unreliable<'m> {
    memory: &'m mut [u8],
}

impl Storage for Unreliable<'_> {
    #[inline(never)]
    fn bytes(&self) -> &[u8] {
        black_box(&self.memory).get(..black_box(0)).unwrap_or_default()
    }

    #[inline(never)]
    fn bytes_mut(&mut self) -> &mut [u8] {
        black_box(&mut self.memory).get_mut(..black_box(0)).unwrap_or_default()
    }

    #[inline(never)]
    fn limit(&self) -> usize {
        black_box(0)
    }

    #[inline(never)]
    fn grow(&mut self, len: usize) {
        black_box(len);
    }
}
