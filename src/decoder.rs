//! The decoder: the parser and the interpreter in one, as most callers want them.

mod buffers;
mod debug;
mod ends;
mod interpret;
mod item;
#[cfg(feature = "alloc")]
mod owned_events;
mod too_large;

pub(crate) use self::buffers::Stored;
#[cfg(feature = "alloc")]
pub use self::owned_events::OwnedEvents;
pub use self::{item::Item, too_large::TooLarge};

use core::time::Duration;

use self::buffers::{Buffers, Full};
pub(crate) use self::interpret::{Stage, Step};
use crate::{
    Event, EventId, Input, Parser, Storage, Text,
    fast::whole_block::WholeBlock,
    line::Line,
    storage::with_default_storage,
    target::{FAST, Values, from_milliseconds},
};

with_default_storage! {
    /// The decoder: bytes in, events out.
    ///
    /// Give it the body of a response, input by input, in whatever pieces it arrives; it lends the events, each as soon as the
    /// byte that completes it is in. How the stream is cut into inputs makes no difference to what comes out.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// 'stream: for bytes in [&b"event: greet"[..], b"ing\r", b"\ndata: hello\r\n\r\ndata: [DO", b"NE]\n\n"] {
    ///     let mut input = Input::new(bytes);
    ///     while let Some(event) = decoder.next_event(&mut input) {
    ///         let event = event?;
    ///         if event.data() == "[DONE]" {
    ///             break 'stream;
    ///         }
    ///         println!("{}: {}", event.event_type(), event.data());
    ///     }
    /// }
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    ///
    /// # Where events are kept
    ///
    /// An event with one `data` line whose lines are all in one input is lent from the input, as a rule: only its ID is copied. Any
    /// other is put together in storage of your choice: see [`Storage`]. So is an event with a comment or a reconnection time
    /// between its lines, if you ask for those, and on bare metal every event.
    ///
    /// The storage's limit is the limit of an event, wherever the event is. It covers the event's data (with an LF between its
    /// lines), its event type and its ID, and the last event ID of the events before, which is kept beside it, all in bytes.
    /// Lines that mean nothing, such as comments and fields of unknown name, cost nothing, however long they are.
    ///
    /// What doesn't fit:
    ///
    /// - An event over the limit is dropped, and reported once, as [`TooLarge`], as soon as the byte that is too much
    ///   is in. No part of it is returned. Decoding goes on after the blank line that ends it.
    /// - `id` and `retry` fields of that event count, as otherwise a client that reconnects would be sent the same event for
    ///   ever.
    /// - While an `id` line is read, its value takes room beside the last event ID and the block's earlier ID, if it has one,
    ///   up to a NULL, which makes the line void. An ID for which there is no room, even with the event's data and type out of
    ///   the way, is ignored: the last event ID remains what it was.
    /// - None of this depends on how the stream is cut into inputs, or on the kind of storage; only on its limit.
    ///
    /// So the size to set aside, in bytes, is the length of the data, plus the number of its lines minus one, plus the length of
    /// the event type, plus twice that of the longest ID (three times, if a block may have several `id` lines).
    ///
    /// The decoder keeps the last event ID as long as the stream doesn't replace it, so one very long ID takes room from all
    /// events after it. If that must not happen, look at the length of [`last_event_id`](Self::last_event_id) after each event,
    /// and drop an ID that is too long for you: `decoder.set_last_event_id(EventId::RESET)`.
    ///
    /// # In a struct
    ///
    /// ```
    /// use sse_proto::Decoder;
    ///
    /// #[derive(Debug, Default)]
    /// struct Client {
    ///     decoder: Decoder, // under feature `alloc`, `Decoder<GrowingStorage>`
    /// }
    ///
    /// struct Sensor {
    ///     decoder: Decoder<[u8; 256]>,
    /// }
    /// ```
    ///
    /// # Two events at once
    ///
    /// A lent event borrows the decoder until the next call. This does not compile:
    ///
    /// ```compile_fail,E0499
    /// # let mut decoder = sse_proto::Decoder::new();
    /// # let mut input = sse_proto::Input::new(b"data: a\n\ndata: b\n\n");
    /// let first = decoder.next_event(&mut input).unwrap().unwrap();
    /// let second = decoder.next_event(&mut input).unwrap().unwrap();
    /// assert_ne!(first.data(), second.data());
    /// ```
    ///
    /// Keep a copy ([`Event::into_owned`]), or take copies from the start ([`owned_events`](Self::owned_events)). Copies are also
    /// what a method of yours returns that reads on until there is an event: Rust's borrow checker does not accept a loop that
    /// returns a lent one.
    ///
    /// # Where the standard leaves room
    ///
    /// - The last event ID is committed at each blank line, with or without data, and is carried over to the next response
    ///   body by [`reset`](Self::reset), as browsers do. At the end of the stream, what has been read of a block is dropped,
    ///   with its ID; there is nothing to call.
    /// - `retry` counts at the end of its own line. A value without digits is ignored; one beyond `u64` milliseconds is taken
    ///   as the greatest `u64`.
    /// - `id` with a NULL in its value is ignored as a whole; an empty one resets the last event ID. NULL anywhere else is
    ///   data like any other.
    /// - One byte order mark is dropped, at the start of each response body. Anywhere else it is part of a name or value.
    #[derive(Clone)]
    #[repr(C)]
    pub struct Decoder<S> {
        /// The value of the `retry` field that is being read.
        digits: u64,
        /// In milliseconds.
        reconnection_time: u64,
        pub(crate) parser: Parser,
        pub(crate) stage: Stage,
        /// The value of the `retry` field that is being read has a digit.
        has_digit: bool,
        /// The stream has set the reconnection time.
        has_reconnection_time: bool,
        /// Last, as the storage is in there: see [`Buffers`].
        pub(crate) buffers: Buffers<S>,
    }
}

#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl Decoder<crate::GrowingStorage> {
    /// A decoder at the start of a stream, whose memory grows up to
    /// [`GrowingStorage::DEFAULT_LIMIT`](crate::GrowingStorage::DEFAULT_LIMIT). Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self::with_storage(crate::GrowingStorage::new())
    }
}

#[cfg(feature = "alloc")]
impl Default for Decoder<crate::GrowingStorage> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Storage> Decoder<S> {
    /// A decoder at the start of a stream, with storage of your choice.
    ///
    /// ```
    /// use sse_proto::{Decoder, GrowingStorage};
    ///
    /// let owned = Decoder::with_storage([0; 512]);
    ///
    /// let mut memory = vec![0; 4096];
    /// let borrowed = Decoder::with_storage(&mut memory[..]);
    ///
    /// let growing = Decoder::with_storage(GrowingStorage::with_limit(1024 * 1024));
    /// ```
    #[must_use]
    #[inline]
    pub const fn with_storage(storage: S) -> Self {
        Self {
            parser: Parser::new(),
            stage: Stage::Start,
            has_digit: false,
            has_reconnection_time: false,
            digits: 0,
            reconnection_time: 0,
            buffers: Buffers::new(storage),
        }
    }

    /// The reconnection time that the stream last set: how long a client waits before it reconnects. `None` if it has
    /// not set one; the client then uses its own, usually a few seconds.
    ///
    /// It is in whole milliseconds, and the *server* chose it: anything from 0, which is legal, to the greatest `u64` of
    /// milliseconds, which is 584 million years. Cap it before you sleep, and don't reconnect in a tight loop for 0:
    ///
    /// ```
    /// use std::time::Duration;
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// assert!(decoder.next_event(&mut Input::new(b"retry: 99999999999999999999\n")).is_none());
    /// let wait = decoder.reconnection_time().unwrap_or(Duration::from_secs(3));
    /// let wait = wait.clamp(Duration::from_millis(100), Duration::from_secs(60));
    /// assert_eq!(wait, Duration::from_secs(60));
    /// ```
    #[doc(alias = "retry")]
    #[must_use]
    #[inline]
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.reconnection_milliseconds().map(from_milliseconds)
    }

    #[inline]
    pub(crate) fn reconnection_milliseconds(&self) -> Option<u64> {
        self.has_reconnection_time.then_some(self.reconnection_time)
    }

    /// Returns the next event in the input; `None` when the input has been read to its end, whether or not that is in the middle
    /// of an event.
    ///
    /// The event is lent until the next call. Reconnection times, comments and whatever else is no event are passed over; the
    /// decoder knows the [reconnection time](Self::reconnection_time) and the [last event ID](Self::last_event_id).
    ///
    /// Takes time linear in the length of the input over all calls, whatever the pieces. Copies IDs, what an input ends in
    /// the middle of, and the data of events with several `data` lines; each byte once or twice. Allocates only through
    /// [`GrowingStorage`](crate::GrowingStorage). An empty input changes nothing, and the end of the stream needs no call at all.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// let mut input = Input::new(b"id: 7\ndata: hello\n\n");
    /// while let Some(event) = decoder.next_event(&mut input) {
    ///     let event = event?;
    ///     match event.event_type().as_bytes() {
    ///         b"message" => println!("{}", event.data()),
    ///         other => println!("an event of another type: {}", other.escape_ascii()),
    ///     }
    /// }
    /// assert_eq!(decoder.last_event_id(), "7");
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event was too large, once for each. The next call goes on after it, so handle the error
    /// inside the loop: `while let Some(Ok(event))` would stop there, and leave the rest of the input unread.
    #[doc(alias("feed", "push", "poll", "decode", "parse"))]
    #[must_use = "the event, or the news that one was too large, is reported once"]
    #[inline]
    pub fn next_event<'e, 'i: 'e>(&'e mut self, input: &mut Input<'i>) -> Option<Result<Event<'e>, TooLarge>> {
        match self.next::<FAST>(input, false)? {
            Ok(Item::Event(event)) => Some(Ok(event)),
            // Not reached: the others were not asked for.
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Returns the next thing that the input says: an event, a reconnection time, a comment, the ID of a block without an event,
    /// or a line that is ignored. `None` when the input has been read to its end.
    ///
    /// The item is lent until the next call. Comments and ignored lines come in pieces if inputs split them. `next_event` and
    /// `next_item` may be called in turn. This takes the same time as [`next_event`](Self::next_event), but for events with a
    /// comment, a reconnection time or an ignored line between their lines, which are put together in the storage.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event was too large, once for each. The next call goes on after it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sse_proto::{Decoder, Input, Item};
    ///
    /// let mut decoder = Decoder::new();
    /// let mut input = Input::new(b"retry: 3000\n: keep-alive\ndata: x\n\n");
    /// assert_eq!(decoder.next_item(&mut input), Some(Ok(Item::ReconnectionTime(Duration::from_secs(3)))));
    /// let comment = Item::Comment { text: b" keep-alive", end_of_line: true };
    /// assert_eq!(decoder.next_item(&mut input), Some(Ok(comment)));
    /// assert!(matches!(decoder.next_item(&mut input), Some(Ok(Item::Event(event))) if event.data() == "x"));
    /// assert_eq!(decoder.next_item(&mut input), None);
    ///
    /// let mut input = Input::new(b"id: 7\n\n{\"error\": \"overloaded\"}\n");
    /// assert_eq!(decoder.next_item(&mut input), Some(Ok(Item::LastEventId("7".into()))));
    /// let ignored = Item::Ignored { text: b"{\"error\": \"overloaded\"}", end_of_line: true };
    /// assert_eq!(decoder.next_item(&mut input), Some(Ok(ignored)));
    /// ```
    #[must_use = "the item, or the news that an event was too large, is reported once"]
    #[inline]
    pub fn next_item<'e, 'i: 'e>(&'e mut self, input: &mut Input<'i>) -> Option<Result<Item<'e>, TooLarge>> {
        self.next::<FAST>(input, true)
    }

    /// The next item: any, or an event. Without the fast path, all is done by the rules, with the same outcome.
    #[inline(always)]
    pub(crate) fn next<'e, 'i: 'e, const FAST_PATH: bool>(
        &'e mut self,
        input: &mut Input<'i>,
        all_items: bool,
    ) -> Option<Result<Item<'e>, TooLarge>> {
        while !input.is_empty() {
            self.end_block_if_handed_out();
            if FAST_PATH {
                match self.next_whole_block(input, all_items) {
                    WholeBlock::Event { event_type, data, has_id } => {
                        let data = Text::within(data, input.bytes());
                        let values = Values::lent(event_type, data, self.buffers.stored(), has_id);
                        return Some(Ok(Item::Event(Event::new(values))));
                    }
                    WholeBlock::TooLarge => return Some(Err(self.error())),
                    WholeBlock::NoEvent => continue,
                    WholeBlock::LastEventId => return Some(Ok(Item::LastEventId(self.last_event_id()))),
                    WholeBlock::Declined if input.is_empty() => return None,
                    WholeBlock::Declined => {}
                }
            }
            let mut line = Line::BLANK;
            let step = if FAST {
                // A copy: what a reference points to can't be in registers.
                let mut rest = input.clone();
                let step = self.call_rules(&mut rest, all_items, &mut line);
                *input = rest;
                step
            } else {
                self.read_by_rules(input, all_items, &mut line)
            };
            return Some(match step {
                Step::GoOn => return None,
                Step::EndOfBlock => continue,
                Step::Event => Ok(Item::Event(Event::new(Values::stored(self.buffers.stored())))),
                Step::LastEventId => Ok(Item::LastEventId(self.last_event_id())),
                Step::ReconnectionTime => Ok(Item::ReconnectionTime(from_milliseconds(self.reconnection_time))),
                Step::Ignored => Ok(Item::Ignored { text: line.text, end_of_line: line.ends }),
                Step::Comment => Ok(Item::Comment { text: line.text, end_of_line: line.ends }),
                Step::TooLarge => Err(self.error()),
            });
        }
        None
    }

    /// The last event ID: what a client that reconnects sends in the `Last-Event-ID` header, unless it is empty.
    ///
    /// It is that of the last block that has ended, whether or not the block had data. Empty to begin with.
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'_> {
        Text::new(self.committed_last_event_id())
    }

    /// Sets the last event ID, for a client that resumes a stream it has read before. Copies the ID.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if there is no room for it, beside what has been read of a block; it then stays what it was.
    ///
    /// ```
    /// use sse_proto::{Decoder, EventId, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// decoder.set_last_event_id(EventId::new("41")?)?;
    /// assert_eq!(decoder.last_event_id(), "41");
    ///
    /// let mut input = Input::new(b"data: no ID of its own\n\n");
    /// assert_eq!(decoder.next_event(&mut input).unwrap()?.last_event_id(), "41");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_last_event_id(&mut self, id: EventId<'_>) -> Result<(), TooLarge> {
        self.end_block_if_handed_out();
        self.buffers.set_last_event_id(id.as_bytes()).map_err(|Full| self.error())
    }

    /// Starts afresh, for the body of a new response: whatever has been read of a block is dropped, and the body may
    /// begin with a byte order mark. Last event ID and reconnection time stay, and so does the storage.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// let mut input = Input::new(b"id: 1\n\nid: 2\ndata: the connection is lo");
    /// assert!(decoder.next_event(&mut input).is_none());
    /// assert_eq!(decoder.last_event_id(), "1");
    ///
    /// decoder.reset();
    /// let mut input = Input::new(b"\xEF\xBB\xBFid: 2\ndata: the connection is back\n\n");
    /// assert_eq!(decoder.next_event(&mut input).unwrap()?.data(), "the connection is back");
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    pub fn reset(&mut self) {
        self.parser.reset();
        self.end_block_if_handed_out();
        self.drop_block();
    }

    #[inline]
    fn error(&self) -> TooLarge {
        TooLarge::new(self.buffers.limit())
    }
}
