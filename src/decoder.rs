//! The decoder: the parser and the interpreter in one, as most callers want them.

mod block;
mod buffers;
mod interpret;
mod line;
mod status;

pub(crate) use self::buffers::Stored;

use core::{fmt, time::Duration};

use self::{
    buffers::{Buffers, Full},
    interpret::Step,
    line::Lent,
    status::{Fact, Status},
};
use crate::{
    Buffer, Event, Parser, Text,
    encode::EventId,
    end_of_line::{FAST, Lines},
    reconnection_time,
};

/// The decoder: bytes in, events out.
///
/// Give it the body of a response, input by input, in whatever pieces it arrives; it lends the events, each as soon as the
/// byte that completes it is in. How the stream is cut into inputs makes no difference to what comes out.
///
/// ```
/// use sse_proto::Decoder;
///
/// let mut decoder = Decoder::new();
/// for input in [&b"event: greet"[..], b"ing\r", b"\ndata: hello\r\n\r\ndata: [DO", b"NE]\n\n"] {
///     let mut events = decoder.decode(input);
///     while let Some(event) = events.next_event() {
///         let event = event?;
///         if event.data() == "[DONE]" {
///             break;
///         }
///         println!("{}: {}", event.event_type(), event.data());
///     }
/// }
/// # Ok::<(), sse_proto::TooLarge>(())
/// ```
///
/// # Where events are kept
///
/// An event whose lines lie whole in one input, a single `data` line among them, is lent from the input as a rule: only its
/// ID is copied. Any other is put together in storage of your choice: see [`Buffer`]. (So is one with a reconnection time
/// or a comment between its lines, if you ask for those, and, on CPUs of less than 64 bits, every event.)
///
/// The storage's limit is the limit of an event, wherever it lies. It covers the event's data (with an LF between its
/// lines), its event type and its ID, and the last event ID of the events before, which is kept beside it, all in bytes.
/// Lines that mean nothing, such as comments and fields of unknown name, cost nothing, however long they are.
///
/// What doesn't fit:
///
/// - An event over the limit is dropped, and the caller told once, with [`TooLarge`], as soon as the byte that is too much
///   is in. No part of it is handed out. Decoding goes on behind the blank line that ends it.
/// - `id` and `retry` fields of that event count, as otherwise a client that reconnects would be sent the same event for
///   ever.
/// - While an `id` line is read, its value takes room beside the last event ID and the block's earlier ID, if it has one,
///   up to a NULL, which makes the line void. So there ought to be room for two IDs. An ID for which there is none, even
///   with the event's data and type out of the way, is ignored: the last event ID remains what it was.
/// - None of this depends on how the stream is cut into inputs, or on the kind of storage; only on its limit.
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
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Decoder<B> {
    /// The value of the `retry` field that is being read.
    digits: u64,
    /// In milliseconds.
    reconnection_time: u64,
    parser: Parser,
    status: Status,
    /// Last, as the storage is in there: see [`Buffers`].
    buffers: Buffers<B>,
}

/// What a stream says, in the order in which it says it: see [`Events::next_item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item<'e> {
    /// An event, at the blank line that ends it.
    Event(Event<'e>),
    /// A reconnection time, at the end of its line.
    ReconnectionTime(Duration),
    /// A comment, or a piece of one. The pieces of a comment follow each other directly, and the last one has
    /// `end_of_line` set (and may be empty). Nothing of it is stored, so there is no limit to its length.
    Comment {
        /// What stands after the colon, untouched, or a piece of it.
        text: &'e [u8],
        /// Whether the comment ends here.
        end_of_line: bool,
    },
}

/// An event, or an ID that was to be set, was larger than the limit of the storage, and has been dropped.
///
/// Decoding goes on with the next event; see [`Decoder`] for what is kept of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TooLarge {
    limit: usize,
}

impl TooLarge {
    /// The limit, in bytes: [`Buffer::limit`] of the storage.
    #[must_use]
    #[inline]
    pub const fn limit(&self) -> usize {
        self.limit
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "larger than the limit of {} bytes", self.limit)
    }
}

impl core::error::Error for TooLarge {}

#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl Decoder<crate::Growing> {
    /// A decoder at the start of a stream, whose memory grows up to
    /// [`Growing::DEFAULT_LIMIT`](crate::Growing::DEFAULT_LIMIT). Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self::with_storage(crate::Growing::new())
    }
}

#[cfg(feature = "alloc")]
impl Default for Decoder<crate::Growing> {
    fn default() -> Self {
        Self::new()
    }
}

impl<B: Buffer> Decoder<B> {
    /// A decoder at the start of a stream, with storage of your choice.
    ///
    /// ```
    /// use sse_proto::{Decoder, Growing};
    ///
    /// let owned = Decoder::with_storage([0; 512]);
    ///
    /// let mut memory = vec![0; 4096];
    /// let borrowed = Decoder::with_storage(&mut memory[..]);
    ///
    /// let growing = Decoder::with_storage(Growing::with_limit(1024 * 1024));
    /// ```
    #[must_use]
    #[inline]
    pub const fn with_storage(storage: B) -> Self {
        Self {
            parser: Parser::new(),
            status: Status::new(),
            digits: 0,
            reconnection_time: 0,
            buffers: Buffers::new(storage),
        }
    }

    /// The reconnection time that the stream last set: how long a client waits before it reconnects. `None` if it has
    /// not set one; the client then uses its own, usually a few seconds. In whole milliseconds, up to the greatest `u64`
    /// of them.
    #[must_use]
    #[inline]
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.status.has(Fact::RECONNECTION_TIME).then(|| reconnection_time::from_milliseconds(self.reconnection_time))
    }

    /// Decodes one input: a cursor that lends the events in it.
    ///
    /// Each call on the cursor reads up to what it returns. `None` means that the input is used up. If the cursor is
    /// dropped before, the decoder stands behind what it returned last, and [`remaining`](Events::remaining) is what to
    /// give it next; not the input again, even if nothing was returned, since a byte order mark or the LF of a CRLF may have
    /// been read. An empty input changes nothing; the end of the stream needs no call at all.
    ///
    /// Takes time linear in the length of the input over all calls, whatever the pieces. Copies IDs, what an input ends in
    /// the middle of, and the data of events with several `data` lines; each byte once or twice. Allocates only through
    /// [`Growing`](crate::Growing).
    #[inline]
    pub fn decode<'d, 'i>(&'d mut self, input: &'i [u8]) -> Events<'d, 'i, B> {
        let lines = if self.take_short_data(input) { Lines::new(&[]) } else { self.parser.lines(input) };
        Events { lines, lent: Lent::NOTHING, decoder: self }
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
    /// If there is no room for it, beside what has been read of a block; it then stays what it was.
    ///
    /// ```
    /// use sse_proto::{Decoder, encode::EventId};
    ///
    /// let mut decoder = Decoder::new();
    /// decoder.set_last_event_id(EventId::new("41")?)?;
    /// assert_eq!(decoder.last_event_id(), "41");
    ///
    /// let mut events = decoder.decode(b"data: no ID of its own\n\n");
    /// assert_eq!(events.next_event().unwrap()?.last_event_id(), "41");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_last_event_id(&mut self, id: EventId<'_>) -> Result<(), TooLarge> {
        self.end_block_if_handed_out();
        self.buffers.set_last_event_id(id.as_str().as_bytes()).map_err(|Full| self.error())
    }

    /// Starts afresh, for the body of a new response: whatever has been read of a block is dropped, and the body may
    /// begin with a byte order mark. Last event ID and reconnection time stay, and so does the storage.
    ///
    /// ```
    /// use sse_proto::Decoder;
    ///
    /// let mut decoder = Decoder::new();
    /// assert!(decoder.decode(b"id: 1\n\nid: 2\ndata: the connection is lo").next_event().is_none());
    /// assert_eq!(decoder.last_event_id(), "1");
    ///
    /// decoder.reset();
    /// let mut events = decoder.decode(b"\xEF\xBB\xBFid: 2\ndata: the connection is back\n\n");
    /// assert_eq!(events.next_event().unwrap()?.data(), "the connection is back");
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    pub fn reset(&mut self) {
        self.parser.reset();
        self.drop_block();
    }

    #[inline]
    fn error(&self) -> TooLarge {
        TooLarge { limit: self.buffers.limit() }
    }
}

/// A cursor over one input, which lends the events in it: see [`Decoder::decode`].
///
/// It is an iterator in all but the trait, which cannot lend. Two ways to read it:
///
/// - [`next_event`](Self::next_event): the events;
/// - [`next_item`](Self::next_item): the events, and the reconnection times and comments between them.
#[derive(Debug)]
#[must_use = "the events are found only as they are taken"]
pub struct Events<'d, 'i, B> {
    decoder: &'d mut Decoder<B>,
    lines: Lines<'i>,
    lent: Lent<'i>,
}

impl<'i, B: Buffer> Events<'_, 'i, B> {
    /// The next event; `None` when the input is used up, whether or not it ends in the middle of an event.
    ///
    /// The event is lent until the next call. Reconnection times and comments on the way are passed over; the decoder
    /// knows the [reconnection time](Decoder::reconnection_time).
    ///
    /// # Errors
    ///
    /// If an event was too large, once for each. The next call goes on behind it.
    #[inline(always)]
    pub fn next_event(&mut self) -> Option<Result<Event<'_>, TooLarge>> {
        let step = self.next::<false>();
        if step == Step::Event {
            return Some(Ok(self.event()));
        }
        (step == Step::TooLarge).then(|| Err(self.decoder.error()))
    }

    /// The next event, reconnection time, or comment; `None` when the input is used up.
    ///
    /// The item is lent until the next call. Comments come in pieces if inputs split them. `next_event` and `next_item` may
    /// be called in turn.
    ///
    /// # Errors
    ///
    /// If an event was too large, once for each. The next call goes on behind it.
    ///
    /// ```
    /// use std::time::Duration;
    /// use sse_proto::{Decoder, Item};
    ///
    /// let mut decoder = Decoder::new();
    /// let mut events = decoder.decode(b"retry: 3000\n: keep-alive\ndata: x\n\n");
    /// assert_eq!(events.next_item(), Some(Ok(Item::ReconnectionTime(Duration::from_secs(3)))));
    /// assert_eq!(events.next_item(), Some(Ok(Item::Comment { text: b" keep-alive", end_of_line: true })));
    /// assert!(matches!(events.next_item(), Some(Ok(Item::Event(event))) if event.data() == "x"));
    /// assert_eq!(events.next_item(), None);
    /// ```
    #[inline]
    pub fn next_item(&mut self) -> Option<Result<Item<'_>, TooLarge>> {
        Some(match self.next::<true>() {
            Step::GoOn => return None,
            Step::Event => Ok(Item::Event(self.event())),
            Step::ReconnectionTime => Ok(Item::ReconnectionTime(self.decoder.reconnection_time()?)),
            Step::Comment => Ok(Item::Comment { text: self.lent.line.text, end_of_line: self.lent.line.ends }),
            Step::TooLarge => Err(self.decoder.error()),
        })
    }

    #[inline(always)]
    fn next<const ALL: bool>(&mut self) -> Step {
        if FAST { self.decoder.next_in_input::<ALL>(&mut self.lines, &mut self.lent) } else { self.next_by_rules(ALL) }
    }

    /// What has not been read yet of the input.
    ///
    /// Empty once a call has returned `None`. Who stops earlier, but wants to go on later, gives this to the decoder next,
    /// before what arrives next.
    #[must_use = "what remains is to be decoded before the next input"]
    #[inline]
    pub fn remaining(&self) -> &'i [u8] {
        self.lines.rest()
    }
}
