//! The decoder: parser and interpreter in one.

mod buffers;
mod debug;
mod ends;
#[cfg(feature = "alloc")]
mod growing;
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
    /// Decodes an event stream: bytes in, events out.
    ///
    /// Pass it the body of a response, input by input, as the bytes arrive. It lends each event as soon as the byte that
    /// completes it is in. How the stream is cut into inputs makes no difference to the events.
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
    /// As a rule, an event that is whole in one input and has one `data` line is lent from the input; only its ID is copied.
    /// Any other event is put together in storage of your choice: see [`Storage`]. [`next_item`](Self::next_item) also puts an
    /// event together there if a comment, a reconnection time or an ignored line is between its lines. On bare metal, every
    /// event is put together there.
    ///
    /// The storage's limit, in bytes, is the limit of an event, wherever the event is. It covers the event's data, with an LF
    /// between its lines, its event type and its ID, and also the last event ID of the events before, which is kept beside it.
    /// Comments, fields of unknown name and other ignored lines take no room, however long they are.
    ///
    /// If an event doesn't fit:
    ///
    /// - The decoder drops it, and reports it once, as [`TooLarge`], as soon as the first byte over the limit is in. No part of
    ///   it is returned. Decoding goes on after the blank line that ends the event.
    /// - `id` and `retry` fields of that event count; otherwise a client that reconnects would be sent the same event for ever.
    /// - While an `id` line is read, its value takes room beside the last event ID and an earlier ID of the same block. A NULL
    ///   voids the line, and the bytes after it take no room. An ID that doesn't fit, even with the event's data and type
    ///   dropped, is ignored: the last event ID stays as it was.
    /// - None of this depends on how the stream is cut into inputs, or on the kind of storage, only on its limit.
    ///
    /// So the size to set aside, in bytes, is the length of the data with the LFs between its lines, plus the length of the event
    /// type, plus twice the length of the longest ID, or three times if a block may have several `id` lines.
    ///
    /// The decoder keeps the last event ID until the stream replaces it, so one very long ID takes room from all later events.
    /// If that must not happen, look at the length of [`last_event_id`](Self::last_event_id) after each event, and drop an ID
    /// that is too long for you with `decoder.set_last_event_id(EventId::RESET)`.
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
    /// Keep a copy ([`Event::into_owned`]), or take copies from the start ([`owned_events`](Self::owned_events)). If you write a
    /// method that reads on until there is an event, return a copy from it, too: Rust's borrow checker does not accept a loop
    /// that returns a lent event.
    ///
    /// # Where the standard leaves room
    ///
    /// - The last event ID is committed at each blank line, with or without data. [`reset`](Self::reset) carries it over to the
    ///   next response body, as browsers do. At the end of the stream, an unfinished block is dropped, with its ID; there is
    ///   nothing to call, but `reset` before another body.
    /// - `retry` counts at the end of its own line. An empty value is ignored, and so is a value with anything but digits; a
    ///   value beyond `u64` milliseconds is taken as the greatest `u64`.
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
        /// Whether the value of the `retry` field that is being read has a digit.
        has_digit: bool,
        /// Whether the stream has set the reconnection time.
        has_reconnection_time: bool,
        /// Comes last because it contains the storage: see [`Buffers`].
        pub(crate) buffers: Buffers<S>,
    }
}

impl<S: Storage> Decoder<S> {
    /// Creates a decoder at the start of a stream, with storage of your choice. Allocates nothing yet.
    ///
    /// ```
    /// use sse_proto::{Decoder, GrowingStorage};
    ///
    /// let owned = Decoder::with_storage([0; 512]);
    ///
    /// let mut memory = vec![0; 4096];
    /// let borrowed = Decoder::with_storage(&mut memory[..]);
    ///
    /// let growing = Decoder::with_storage(GrowingStorage::with_limit(1024 * 1024)); // or `Decoder::with_limit`
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

    /// Returns the reconnection time that the stream last set: how long a client waits before it reconnects.
    ///
    /// Returns `None` if the stream has not set one; the client then uses its own, usually a few seconds.
    ///
    /// The *server* chose it, in whole milliseconds: anything from 0, which is legal, to the greatest `u64`, which is
    /// 584 million years. Cap it before you sleep, and don't reconnect in a tight loop if it is 0:
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

    /// Returns the next event in the input, or `None` once the input is used up, even in the middle of an event.
    ///
    /// The event is lent until the next call. Reconnection times, comments and ignored lines are passed over; the decoder keeps
    /// the [reconnection time](Self::reconnection_time) and the [last event ID](Self::last_event_id).
    ///
    /// All calls together take time linear in the length of the stream, however it is cut into inputs. Copies IDs, events that
    /// are split over inputs, and the data of events with several `data` lines; each byte once or twice. Allocates only
    /// through [`GrowingStorage`](crate::GrowingStorage). An empty input changes nothing. The end of the stream needs no call,
    /// unless the decoder goes on with another body: then call [`reset`](Self::reset) in between.
    ///
    /// Keep the `Input` for the whole loop: a new one begins again at its first byte.
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
    /// Returns [`TooLarge`] if an event exceeds the limit, once for each such event. The next call goes on after it, so handle
    /// the error inside the loop: `while let Some(Ok(event))` would stop there, and leave the rest of the input unread.
    #[doc(alias("feed", "push", "poll", "decode", "parse"))]
    #[must_use = "the event, or the news that one was too large, is reported once"]
    #[inline]
    pub fn next_event<'e, 'i: 'e>(&'e mut self, input: &mut Input<'i>) -> Option<Result<Event<'e>, TooLarge>> {
        match self.next::<FAST>(input, false)? {
            Ok(Item::Event(event)) => Some(Ok(event)),
            // Not reached: `false` asks for no other items.
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        }
    }

    /// Returns the next [`Item`] of the input, event or not, or `None` once the input is used up.
    ///
    /// The item is lent until the next call. Comments and ignored lines come in pieces if inputs split them. You may mix calls
    /// of `next_event` and `next_item`. The cost is that of [`next_event`](Self::next_event), except for events with a comment,
    /// a reconnection time or an ignored line between their lines, which are put together in the storage.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if an event exceeds the limit, once for each such event. The next call goes on after it.
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

    /// Returns the next item, or the next event unless `all_items`. Without the fast path, the rules alone give the same result.
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
                // Work on a copy, which the compiler can keep in registers.
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

    /// Returns the last event ID, which a client that reconnects sends in the `Last-Event-ID` header, unless it is empty.
    ///
    /// A blank line commits the ID of its block, whether or not the block has data. The last event ID is empty at first.
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'_> {
        Text::new(self.committed_last_event_id())
    }

    /// Sets the last event ID, for a client that resumes a stream it has read before. Copies the ID.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if the storage has no room for it beside the block that is being read. The last event ID then stays
    /// as it was.
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

    /// Starts afresh, for the body of a new response, which may begin with a byte order mark.
    ///
    /// Drops an unfinished block. Last event ID, reconnection time and storage stay.
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
