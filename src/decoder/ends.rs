//! The end of a stream in the middle of an event, and the places where a comment fits.

use super::{Decoder, Stage, Step, TooLarge};
use crate::{Event, Storage, target::Values};

impl<S: Storage> Decoder<S> {
    /// Returns whether an event would be lost if the stream ended here: data has been read, but no blank line after it.
    ///
    /// Use it to distinguish a reply that was cut off from a complete one. It refers to the bytes that have been read, so call
    /// it once the input is used up. [`take_unfinished`](Self::take_unfinished) returns the unfinished event. Returns `false`
    /// for an event that is too large, which has been reported already.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// let mut input = Input::new(b"data: one\n\ndata: tw");
    /// while let Some(event) = decoder.next_event(&mut input) {
    ///     assert_eq!(event?.data(), "one");
    /// }
    /// assert!(decoder.is_mid_event());
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    #[must_use]
    pub fn is_mid_event(&self) -> bool {
        match self.stage {
            Stage::Start | Stage::Stored => self.buffers.has_data() || self.parser.is_after_name_of_data(),
            Stage::TooLarge | Stage::HandedOut | Stage::Unfinished => false,
        }
    }

    /// Returns the event that the end of the stream has cut off, if any. The standard drops such an event.
    ///
    /// Call it at the end of the stream. The decoder treats the last line and the block as ended. The data may be cut off
    /// anywhere, and only you can know whether it is complete: some services forget the last blank line. The ID of this block
    /// does *not* become the decoder's [last event ID](Self::last_event_id), so a client that reconnects gets the event again.
    /// An unfinished `retry` line doesn't count.
    ///
    /// Afterwards, the decoder is in the same state as after [`reset`](Self::reset). The event is lent from the storage until
    /// you use the decoder again. Takes constant time, except for moving an event type or ID in the storage.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// assert!(decoder.next_event(&mut Input::new(b"id: 7\ndata: almost")).is_none());
    /// if let Some(event) = decoder.take_unfinished() {
    ///     let event = event?;
    ///     assert_eq!((event.data(), event.id()), ("almost".into(), Some("7".into())));
    /// }
    /// assert_eq!(decoder.last_event_id(), "");
    /// assert!(!decoder.is_mid_event());
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if the last line is `data` without a colon and there is no room for one more empty line of data.
    pub fn take_unfinished(&mut self) -> Option<Result<Event<'_>, TooLarge>> {
        self.end_block_if_handed_out();
        match self.end_of_stream() {
            Step::Event => Some(Ok(Event::new(Values::stored(self.buffers.stored())))),
            Step::TooLarge => Some(Err(self.error())),
            _ => None,
        }
    }

    /// Returns whether a proxy that passes the bytes on may insert a comment here, such as a heartbeat.
    ///
    /// *Here* is the place up to which the input has been read. The rules are those of
    /// [`Parser::is_between_events`](crate::Parser::is_between_events).
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// for (bytes, expected) in [(&b"data: a\n\n"[..], true), (b"data: b", false), (b"\n", false), (b"\n", true)] {
    ///     let mut input = Input::new(bytes);
    ///     while decoder.next_event(&mut input).is_some() {}
    ///     assert_eq!(decoder.is_between_events(), expected);
    /// }
    /// ```
    #[must_use]
    pub fn is_between_events(&self) -> bool {
        self.parser.is_at_line_start() && matches!(self.stage, Stage::Start | Stage::HandedOut)
    }
}
