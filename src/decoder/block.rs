//! A block of fields: what stands between two blank lines, as long as it lies in the input.

/// What has been read of a block, as long as all of it lies in the input.
#[derive(Clone, Copy, Default)]
pub(super) struct Block<'i> {
    pub(super) data: Option<&'i [u8]>,
    pub(super) event_type: &'i [u8],
}

impl Block<'_> {
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.data.is_none() && self.event_type.is_empty()
    }
}
