//! Where a stream breaks off, and where a comment fits.

use super::{Decoder, Stage, Step, TooLarge};
use crate::{Event, Storage, target::Values};

impl<S: Storage> Decoder<S> {
    /// Returns whether an event would be lost if the stream ended here: its data has been seen, and no blank line since.
    ///
    /// That tells a reply that was cut off from one that has ended. It is about what has been read, so ask once the input is
    /// used up. The event can still be had: see [`take_unfinished`](Self::take_unfinished). An event that is too large has been
    /// lost and reported already.
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

    /// Returns the event in the middle of which the stream has ended, if it has: beyond the standard, which drops it.
    ///
    /// The decoder takes the last line, and the block, as ended. So the data may be cut off anywhere; whether it is all there is
    /// for you to know (some services forget the last blank line). The ID of this block does *not* become the decoder's
    /// [last event ID](Self::last_event_id), so a client that reconnects gets the event again. A `retry` line that has not ended
    /// doesn't count.
    ///
    /// After this, the decoder is as after [`reset`](Self::reset). The event is lent from the storage until you use the
    /// decoder again. Takes constant time, but for moving an event type or ID in the storage.
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
    /// Returns [`TooLarge`] if the last line is `data` without a colon and there is no room for one more empty line.
    pub fn take_unfinished(&mut self) -> Option<Result<Event<'_>, TooLarge>> {
        self.end_block_if_handed_out();
        match self.end_of_stream() {
            Step::Event => Some(Ok(Event::new(Values::stored(self.buffers.stored())))),
            Step::TooLarge => Some(Err(self.error())),
            _ => None,
        }
    }

    /// Returns whether you may write a comment of your own here, such as a heartbeat, if you pass the bytes on as they come.
    ///
    /// It says so of the place up to which the input has been read: see [`Parser::is_between_events`](crate::Parser::is_between_events), which says the same.
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
