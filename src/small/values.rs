//! The values of an event that is always stored. They take three words instead of eight, on every stack that has an event.

use crate::{Text, decoder::Stored};

/// Borrows the standard's three buffers at the end of a block.
#[derive(Clone, Copy)]
pub(crate) struct Values<'e>(Stored<'e>);

impl<'e> Values<'e> {
    #[inline]
    pub(crate) const fn stored(stored: Stored<'e>) -> Self {
        Self(stored)
    }

    /// Makes the values of the stored event. Bare metal never calls this, because no event is lent from the input there.
    #[inline]
    pub(crate) const fn lent(_: &'e [u8], _: Text<'e>, stored: Stored<'e>, _: bool) -> Self {
        Self(stored)
    }

    /// Returns the event type buffer.
    #[inline]
    pub(crate) fn event_type(self) -> &'e [u8] {
        self.0.event_type()
    }

    /// Returns the data buffer, without the standard's last LF.
    #[inline]
    pub(crate) fn data(self) -> Text<'e> {
        self.0.data()
    }

    /// Returns the last event ID buffer.
    #[inline]
    pub(crate) fn last_event_id(self) -> &'e [u8] {
        self.0.last_event_id()
    }

    /// Returns whether the block has an ID of its own, which is then the last event ID.
    #[inline]
    pub(crate) fn has_id(self) -> bool {
        self.0.has_id()
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::{Decoder, Text};

    #[test]
    fn only_stored_values_count() {
        let decoder = Decoder::with_storage([0; 8]);
        let values = Values::lent(b"type", Text::new(b"data"), decoder.buffers.stored(), true);
        assert!(!values.has_id());
        assert_eq!((values.event_type(), values.data(), values.last_event_id()), (&b""[..], Text::new(b""), &b""[..]));
    }
}
