//! The values of an event, in the input or in the storage.

use crate::{Text, decoder::Stored};

/// Borrows what the standard's three buffers have at the end of a block, even if the block is lent from the input.
#[derive(Clone, Copy)]
pub(crate) struct Values<'e> {
    event_type: &'e [u8],
    data: Text<'e>,
    last_event_id: &'e [u8],
    has_id: bool,
}

impl<'e> Values<'e> {
    pub(crate) const fn new(event_type: &'e [u8], data: Text<'e>, last_event_id: &'e [u8], has_id: bool) -> Self {
        Self { event_type, data, last_event_id, has_id }
    }

    /// Makes the values of an event that is in the buffers.
    #[inline]
    pub(crate) fn stored(stored: Stored<'e>) -> Self {
        Self::new(stored.event_type(), stored.data(), stored.last_event_id(), stored.has_id())
    }

    /// Makes the values of an event whose type and data are in the input. Only its last event ID is in the buffers.
    #[inline(always)]
    pub(crate) fn lent(event_type: &'e [u8], data: Text<'e>, stored: Stored<'e>, has_id: bool) -> Self {
        Self::new(event_type, data, stored.last_event_id_before(), has_id)
    }

    /// Returns the event type buffer.
    #[inline(always)]
    pub(crate) const fn event_type(self) -> &'e [u8] {
        self.event_type
    }

    /// Returns the data buffer, without the standard's last LF.
    #[inline(always)]
    pub(crate) const fn data(self) -> Text<'e> {
        self.data
    }

    /// Returns the last event ID buffer.
    #[inline(always)]
    pub(crate) const fn last_event_id(self) -> &'e [u8] {
        self.last_event_id
    }

    /// Returns whether the block has an ID of its own, which is then the last event ID.
    #[inline(always)]
    pub(crate) const fn has_id(self) -> bool {
        self.has_id
    }
}
