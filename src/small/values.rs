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
    use crate::{Decoder, Input, Text};

    fn check(decoder: &Decoder<[u8; 8]>, expected: [&str; 3], has_id: bool) {
        let values = Values::lent(b"type", Text::new(b"data"), decoder.buffers.stored(), !has_id);
        assert_eq!([Text::new(values.event_type()), values.data(), Text::new(values.last_event_id())], expected);
        assert_eq!(values.has_id(), has_id);
    }

    #[test]
    fn only_stored_values_count() {
        let mut decoder = Decoder::with_storage([0; 8]);
        check(&decoder, ["", "", ""], false);
        // In two inputs, so that fast code stores the event, too.
        for input in [&b"event: t\nid: 7\ndata: "[..], b"x\n\n"] {
            _ = decoder.next_event(&mut Input::new(input));
        }
        check(&decoder, ["t", "x", "7"], true);
    }
}
