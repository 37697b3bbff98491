//! Events that are not lent, as an ordinary iterator.

use core::{fmt, iter::FusedIterator};

use super::{Decoder, TooLarge};
use crate::{Input, OwnedEvent, Storage};

/// The events of one input, each a copy that owns its text: see [`Decoder::owned_events`].
#[must_use = "events are decoded as they are taken"]
pub struct OwnedEvents<'d, 'i, S> {
    decoder: &'d mut Decoder<S>,
    input: Input<'i>,
}

impl<S: Storage> Decoder<S> {
    /// Decodes one input: an iterator of its events, each a copy that owns its text.
    ///
    /// For those who collect events, or send them elsewhere. It costs a copy and an allocation for each event;
    /// [`next_event`](Self::next_event) lends them instead.
    ///
    /// If you drop the iterator before it ends, you lose the [`rest`](OwnedEvents::rest) of the input, and nothing else.
    ///
    /// ```
    /// use sse_proto::Decoder;
    ///
    /// let mut decoder = Decoder::new();
    /// for chunk in [&b"data: one\n\nda"[..], b"ta: two\n\n"] {
    ///     for event in decoder.owned_events(chunk) {
    ///         println!("{}", event?.data());
    ///     }
    /// }
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[inline]
    pub fn owned_events<'d, 'i>(&'d mut self, chunk: &'i [u8]) -> OwnedEvents<'d, 'i, S> {
        OwnedEvents { decoder: self, input: Input::new(chunk) }
    }
}

impl<'i, S> OwnedEvents<'_, 'i, S> {
    /// What has not been read yet of the input.
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

/// What has been read of the input, as that says it.
impl<S: Storage> fmt::Debug for OwnedEvents<'_, '_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnedEvents").field("decoder", &self.decoder).field("input", &self.input).finish()
    }
}
