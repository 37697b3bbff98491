//! [`Replay`]: the events that a server sent last, for clients that reconnect.
//!
//! > HTML, ["The `Last-Event-ID` header"](https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header):
//! > the last event ID is reported back to the server when a connection is established again.

use core::{fmt, iter::FusedIterator};

use crate::{
    FieldName, Input, Parser, Part, Storage, TooLarge, encode, storage::with_default_storage, target::copy,
    value::is_id,
};

with_default_storage! {
    /// Keeps the encoded events that a server sent last, and returns those after the last event that a client had.
    ///
    /// ```
    /// use sse_proto::{EventId, Replay, encode::Event, replay::Missed};
    ///
    /// let mut replay = Replay::with_storage([0; 128]);
    /// for n in 1..=9 {
    ///     let data = format!("number {n}");
    ///     let bytes = replay.push(&Event::new().id(EventId::from(n)).data(&data))?;
    ///     // Send `bytes` to the clients that are connected.
    /// }
    ///
    /// // A client reconnects, with the header `Last-Event-ID: 7`.
    /// let missed: Vec<_> = replay.after("7").unwrap().collect();
    /// assert_eq!(missed, [&b"id: 8\ndata: number 8\n\n"[..], b"id: 9\ndata: number 9\n\n"]);
    ///
    /// // The last event of another client is gone, so that client must begin anew, in whatever way you offer.
    /// assert_eq!(replay.after("1").err(), Some(Missed::TooOld));
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    ///
    /// # What is kept
    ///
    /// It keeps as many events as fit in storage of your choice, as for a [`Decoder`](crate::Decoder), and drops the oldest
    /// first. Each event takes its length and 12 bytes more, in one piece. So the storage can have gaps, and if events are
    /// large compared with it, fewer are kept than their lengths suggest.
    ///
    /// # IDs
    ///
    /// [`after`](Self::after) returns all events that were pushed after the one with a given ID, each once and in order. It
    /// relies on your IDs:
    ///
    /// - Give every event an ID. An event without one is returned as any other, but a client that has it reports the ID before
    ///   it, and gets it again.
    /// - Use each ID once, even if the server restarts. A counter that begins at 0 again repeats IDs that clients have from
    ///   before, so put the start time in front of it. If several events have the same ID, the first of them that is kept
    ///   counts, so a client can get events again. If the event that the client had is gone, the client misses the events
    ///   between that one and the next with the same ID, without notice.
    /// - Use IDs that a client can send back: see [`EventId::fits_header`](crate::EventId::fits_header).
    /// - An empty ID ([`EventId::RESET`](crate::EventId::RESET)) makes a client forget its ID and report none, so `after` never
    ///   finds an empty ID. A client that reports no ID is new to you. If it should get all events, use [`iter`](Self::iter).
    ///
    /// # Cost
    ///
    /// A push takes time linear in the length of the event and the number of events that it drops. A search for an ID takes time
    /// linear in the number of events. Only the storage allocates. Events are dropped for lack of room, never for their age.
    #[derive(Clone)]
    pub struct Replay<S> {
        /// Where the oldest event starts.
        first: usize,
        /// Where the newest event ends.
        end: usize,
        /// If the events wrap, they are from `first` to `wrap`, and then from the start of the memory to `end`. Else 0.
        wrap: usize,
        /// Whether events have been dropped.
        has_forgotten: bool,
        storage: S,
    }
}

/// The size of the head before each event, with three numbers of four bytes: the position of the ID in the event; the length
/// of the ID plus one, or 0 without an ID; the length of the event.
const HEAD: usize = 12;

/// Reports that no kept event has the ID that was asked for: see [`Replay::after`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Missed {
    /// No event has had this ID: none has been dropped, and no kept event has it. The ID is from another server, from this
    /// server before a restart, or from an event that was not pushed.
    Unknown,
    /// No kept event has this ID, but events have been dropped. So the event with this ID is too old, or never existed.
    TooOld,
}

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "no event has had this ID",
            Self::TooOld => "no kept event has this ID",
        })
    }
}

impl core::error::Error for Missed {}

#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl Replay<crate::GrowingStorage> {
    /// Creates a replay in memory that grows up to
    /// [`GrowingStorage::DEFAULT_LIMIT`](crate::GrowingStorage::DEFAULT_LIMIT) bytes. Allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_storage(crate::GrowingStorage::new())
    }

    /// Creates a replay in memory that grows up to `limit` bytes. Allocates nothing yet.
    #[must_use]
    pub const fn with_limit(limit: usize) -> Self {
        Self::with_storage(crate::GrowingStorage::with_limit(limit))
    }
}

#[cfg(feature = "alloc")]
impl Default for Replay<crate::GrowingStorage> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Storage> Replay<S> {
    /// Creates a replay in storage of your choice, which it uses up to the storage's limit.
    #[must_use]
    pub const fn with_storage(storage: S) -> Self {
        Self { first: 0, end: 0, wrap: 0, has_forgotten: false, storage }
    }

    /// Encodes an event, keeps it, and returns its bytes, for the clients that are connected.
    ///
    /// An event without data, such as a heartbeat or a reconnection time, is kept as any other. If clients that reconnect don't
    /// need it, send it without pushing it.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if the event and its 12 bytes more exceed the limit of the storage, or reach 4 GiB. The limit in the
    /// error is that of the event, 12 less than the storage's. The replay stays as it was. But if the storage fails to grow
    /// below its limit, all events are gone.
    ///
    /// After this error, either don't send the event, or [`clear`](Self::clear) the replay. Otherwise a client that resumes
    /// later misses the event without notice.
    pub fn push(&mut self, event: &encode::Event<'_>) -> Result<&[u8], TooLarge> {
        let len = event.encoded_len();
        let place = self.make_room(len)?;
        // This can't fail: the place has the encoded length.
        let _ = event.encode_to_slice(place);
        Ok(self.keep(len))
    }

    /// Keeps one encoded event with its blank line, from any encoder.
    ///
    /// The ID is read from the bytes, as a [`Decoder`](crate::Decoder) would read it in the middle of a stream. Nothing else is
    /// checked, and the bytes are
    /// returned later as they are.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if [`push`](Self::push) would.
    pub fn push_encoded(&mut self, encoded: &[u8]) -> Result<(), TooLarge> {
        copy(encoded, self.make_room(encoded.len())?);
        self.keep(encoded.len());
        Ok(())
    }

    /// Returns the encoded events after the one with this ID, oldest first; an empty iterator if that is the newest.
    ///
    /// The ID is the value of the header `Last-Event-ID`, as text or bytes.
    ///
    /// # Errors
    ///
    /// Returns [`Missed`] if no kept event has this ID. The client has then missed events, and the protocol has no way to say
    /// so: send an event of a type that the client knows, or the whole state anew. Then go on with [`iter`](Self::iter), whose
    /// events are all new to the client.
    pub fn after(&self, id: impl AsRef<[u8]>) -> Result<Events<'_>, Missed> {
        self.find(id.as_ref()).ok_or(if self.has_forgotten { Missed::TooOld } else { Missed::Unknown })
    }

    fn find(&self, id: &[u8]) -> Option<Events<'_>> {
        let mut events = self.iter();
        while let Some((own, _)) = events.next_event() {
            if own == Some(id) && !id.is_empty() {
                return Some(events);
            }
        }
        None
    }

    /// Returns all kept events, encoded, oldest first.
    pub fn iter(&self) -> Events<'_> {
        let memory = self.storage.bytes();
        let (first, second) = if self.wrap == 0 {
            (memory.get(self.first..self.end), None)
        } else {
            (memory.get(self.first..self.wrap), memory.get(..self.end))
        };
        Events { first: first.unwrap_or_default(), second: second.unwrap_or_default() }
    }

    /// Returns whether no event is kept.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.wrap == 0 && self.first == self.end
    }

    /// Drops all events. Afterwards their IDs are too old.
    pub fn clear(&mut self) {
        self.has_forgotten |= !self.is_empty();
        (self.first, self.end, self.wrap) = (0, 0, 0);
    }

    /// Makes room for an event of this length, and returns the place for its bytes.
    fn make_room(&mut self, len: usize) -> Result<&mut [u8], TooLarge> {
        let limit = self.storage.limit();
        let error = TooLarge::new(limit.saturating_sub(HEAD));
        let needed = HEAD.saturating_add(len);
        if needed > limit || u32::try_from(needed).is_err() {
            return Err(error);
        }
        let at = self.free(needed).ok_or(error)?;
        let place = at.saturating_add(HEAD)..at.saturating_add(needed);
        self.storage.bytes_mut().get_mut(place).ok_or(error)
    }

    /// Keeps the event that the caller has written to the place from [`make_room`](Self::make_room).
    fn keep(&mut self, len: usize) -> &[u8] {
        let at = self.end;
        self.end = at.saturating_add(HEAD).saturating_add(len);
        let Some((head, event)) =
            self.storage.bytes_mut().get_mut(at..self.end).and_then(<[u8]>::split_first_chunk_mut::<HEAD>)
        else {
            // Not reached: there was room for it.
            return &[];
        };
        let (id_at, id_len) = id_in(event);
        let numbers = [id_at, id_len, len];
        for (bytes, number) in head.chunks_exact_mut(4).zip(numbers) {
            copy(&(number as u32).to_le_bytes(), bytes);
        }
        event
    }

    /// Returns where `needed` bytes are free, and drops the oldest events if it must. Returns `None` only if memory doesn't grow.
    fn free(&mut self, needed: usize) -> Option<usize> {
        loop {
            let end = self.end.saturating_add(needed);
            if self.wrap == 0 {
                // Grow as long as the limit allows, and wrap only then.
                if end > self.storage.bytes().len() && end <= self.storage.limit() {
                    self.storage.grow(end);
                }
                if end <= self.storage.bytes().len() {
                    return Some(self.end);
                }
                if needed <= self.first {
                    (self.wrap, self.end) = (self.end, 0);
                    return Some(0);
                }
                if self.is_empty() {
                    if self.first == 0 {
                        return None;
                    }
                    (self.first, self.end) = (0, 0);
                    continue;
                }
            } else if end <= self.first {
                return Some(self.end);
            }
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let mut events = self.iter();
        let before = events.first.len();
        if events.next_event().is_none() {
            // The storage has shrunk, and events are lost.
            self.clear();
            return;
        }
        self.first = self.first.saturating_add(before.saturating_sub(events.first.len()));
        self.has_forgotten = true;
        if self.wrap != 0 && self.first >= self.wrap {
            (self.first, self.wrap) = (0, 0);
        }
    }
}

/// Iterates over kept events, encoded, oldest first: see [`Replay::after`].
#[derive(Clone)]
#[must_use = "events are to be sent"]
pub struct Events<'r> {
    first: &'r [u8],
    /// The events after `first`, if the events wrap.
    second: &'r [u8],
}

impl<'r> Events<'r> {
    /// Returns the next event, and its ID.
    fn next_event(&mut self) -> Option<(Option<&'r [u8]>, &'r [u8])> {
        if self.first.is_empty() {
            self.first = core::mem::take(&mut self.second);
        }
        let (id_at, rest) = number(self.first)?;
        let (id_len, rest) = number(rest)?;
        let (len, rest) = number(rest)?;
        let (event, rest) = rest.split_at_checked(len)?;
        self.first = rest;
        let id = id_len.checked_sub(1).and_then(|id_len| event.get(id_at..)?.get(..id_len));
        Some((id, event))
    }
}

/// Returns the first number, and the bytes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number) as usize, rest))
}

/// Returns the position of the ID in an encoded event, and the length of the ID plus one, or 0 without an ID.
fn id_in(event: &[u8]) -> (usize, usize) {
    let (mut parser, mut input) = (Parser::at_line_start(), Input::new(event));
    let mut found = (0, 0);
    while let Some(part) = parser.next_part(&mut input) {
        // A line that doesn't end is no line of this event.
        if let Part::Field { name: FieldName::Id, value, end_of_line: true } = part {
            // A decoder ignores an invalid ID.
            if is_id(value) {
                let end = input.read_without_last_end().len();
                found = (end.saturating_sub(value.len()), value.len().saturating_add(1));
            }
        }
    }
    found
}

impl<'r> Iterator for Events<'r> {
    type Item = &'r [u8];

    fn next(&mut self) -> Option<Self::Item> {
        self.next_event().map(|(_, event)| event)
    }
}

impl FusedIterator for Events<'_> {}

/// Shows how many events there are.
impl fmt::Debug for Events<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("count", &self.clone().count()).finish_non_exhaustive()
    }
}

impl<'r, S: Storage> IntoIterator for &'r Replay<S> {
    type Item = &'r [u8];
    type IntoIter = Events<'r>;

    fn into_iter(self) -> Events<'r> {
        self.iter()
    }
}

/// Shows how many events are kept, but not their content.
impl<S: Storage> fmt::Debug for Replay<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("count", &self.iter().count()).finish_non_exhaustive()
    }
}
