//! What an event consists of, wherever it lies.

use crate::{Text, decoder::Stored};

/// The three buffers of the standard, at the end of a block.
#[derive(Clone, Copy)]
pub(crate) struct Values<'e> {
    event_type: &'e [u8],
    data: Text<'e>,
    last_event_id: &'e [u8],
}

impl<'e> Values<'e> {
    #[inline(always)]
    pub(crate) const fn new(event_type: &'e [u8], data: Text<'e>, last_event_id: &'e [u8]) -> Self {
        Self { event_type, data, last_event_id }
    }

    /// The event type buffer.
    #[inline(always)]
    pub(crate) const fn event_type(self) -> &'e [u8] {
        self.event_type
    }

    /// The data buffer, without the standard's last LF.
    #[inline(always)]
    pub(crate) const fn data(self) -> Text<'e> {
        self.data
    }

    /// The last event ID buffer.
    #[inline(always)]
    pub(crate) const fn last_event_id(self) -> &'e [u8] {
        self.last_event_id
    }
}

impl<'e> From<Stored<'e>> for Values<'e> {
    #[inline(always)]
    fn from(stored: Stored<'e>) -> Self {
        Self::new(stored.event_type(), stored.data(), stored.last_event_id())
    }
}
