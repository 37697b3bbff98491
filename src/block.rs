//! A block of fields: what stands between two blank lines, as long as it lies in the input.

use crate::{FieldName, buffers::Full, work};

/// A field, or a piece of one.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'i> {
    pub(crate) name: FieldName,
    pub(crate) begins: bool,
    pub(crate) value: &'i [u8],
    pub(crate) ends: bool,
}

impl Piece<'_> {
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        self.begins && self.ends
    }
}

/// What has been read of a block, as long as all of it lies in the input.
#[derive(Clone, Copy)]
pub(crate) struct Block<'i> {
    pub(crate) data: Option<&'i [u8]>,
    pub(crate) event_type: &'i [u8],
    pub(crate) id: Option<&'i [u8]>,
    /// How much more there may be of it.
    pub(crate) room: usize,
}

impl Block<'_> {
    #[inline]
    pub(crate) fn new(room: usize) -> Self {
        Self { data: None, event_type: &[], id: None, room }
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.data.is_none() && self.event_type.is_empty() && self.id.is_none()
    }

    /// Gives back the room of a value that is not kept.
    #[inline]
    pub(crate) fn give_back(&mut self, value: &[u8]) {
        self.room = self.room.saturating_add(value.len());
    }

    /// Takes room for a value.
    #[inline]
    pub(crate) fn take(&mut self, value: &[u8]) -> Result<(), Full> {
        self.room = self.room.checked_sub(value.len()).ok_or(Full)?;
        Ok(())
    }
}

/// The value up to its first NULL, and whether there is one.
pub(crate) fn up_to_null(value: &[u8]) -> (&[u8], bool) {
    work::count(value.len());
    match value.iter().position(|&byte| byte == 0) {
        Some(null) => (value.get(..null).unwrap_or_default(), true),
        None => (value, false),
    }
}
