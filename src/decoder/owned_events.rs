//! An ordinary iterator of owned events.

use core::{fmt, iter::FusedIterator};

use super::{Decoder, TooLarge};
use crate::{Input, OwnedEvent, Storage};

/// Iterates over the events of one input, as copies: see [`Decoder::owned_events`].
#[must_use = "events are decoded as they are taken"]
pub struct OwnedEvents<'d, 'i, S> {
    decoder: &'d mut Decoder<S>,
    input: Input<'i>,
}

impl<S: Storage> Decoder<S> {
    /// Returns an iterator over the events of one input, each a copy that owns its text.
    ///
    /// Use it to collect events or to send them elsewhere. Each event costs an allocation and a copy, also of the
    /// last event ID; [`next_event`](Self::next_event) lends events instead. The iterator yields [`TooLarge`] in the place of an event that
    /// exceeds the limit, and goes on after it.
    ///
    /// If you drop the iterator before it ends, you lose the [`rest`](OwnedEvents::rest) of the input and nothing else.
    ///
    /// ```
    /// use sse_proto::Decoder;
    ///
    /// let mut decoder = Decoder::new();
    /// for input in [&b"data: one\n\nda"[..], b"ta: two\n\n"] {
    ///     for event in decoder.owned_events(input) {
    ///         println!("{}", event?.data());
    ///     }
    /// }
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[inline]
    pub fn owned_events<'d, 'i>(&'d mut self, input: &'i [u8]) -> OwnedEvents<'d, 'i, S> {
        OwnedEvents { decoder: self, input: Input::new(input) }
    }
}

impl<'i, S> OwnedEvents<'_, 'i, S> {
    /// Returns the bytes of the input that have not been read yet.
    #[must_use]
    #[inline]
    pub fn rest(&self) -> &'i [u8] {
        self.input.rest()
    }
}

impl<S: Storage> Iterator for OwnedEvents<'_, '_, S> {
    type Item = Result<OwnedEvent, TooLarge>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.decoder.next_event(&mut self.input).map(|event| event.map(crate::Event::into_owned))
    }
}

impl<S: Storage> FusedIterator for OwnedEvents<'_, '_, S> {}

/// Shows the decoder and the input, as their own `Debug` does.
impl<S: Storage> fmt::Debug for OwnedEvents<'_, '_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedEvents").field("decoder", &self.decoder).field("input", &self.input).finish()
    }
}
