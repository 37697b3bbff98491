//! Storage that keeps no promise: the worst that another crate's [`Storage`] may do.

use core::hint::black_box;

use sse_proto::Storage;

/// Returns other memory of any length at each call, and any limit; it grows or doesn't.
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
