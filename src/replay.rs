//! What a server sent lately, for clients that come back: [`Replay`].
//!
//! > HTML, ["The `Last-Event-ID` header"](https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header):
//! > the last event ID is reported back to the server when a connection is established again.

use core::{fmt, iter::FusedIterator};

use crate::{
    FieldName, Input, Parser, Part, Storage, TooLarge, encode, storage::with_default_storage, target::copy,
    value::is_id,
};

with_default_storage! {
    /// The events that a server sent last, encoded, by ID: what comes after the one that a client had last.
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
    /// // A client comes back, with the header `Last-Event-ID: 7`.
    /// let missed: Vec<_> = replay.after("7").unwrap().collect();
    /// assert_eq!(missed, [&b"id: 8\ndata: number 8\n\n"[..], b"id: 9\ndata: number 9\n\n"]);
    ///
    /// // What another client had last has gone: it has to begin anew, in whatever way there is.
    /// assert_eq!(replay.after("1").err(), Some(Missed::TooOld));
    /// # Ok::<(), sse_proto::TooLarge>(())
    /// ```
    ///
    /// # What is kept
    ///
    /// As many events as there is room for in storage of your choice, as for a [`Decoder`](crate::Decoder); the oldest go first.
    /// Each takes its bytes and 12 more, in one piece. So there can be gaps, and if events are large compared with the storage,
    /// fewer are kept than their lengths add up to.
    ///
    /// # IDs
    ///
    /// [`after`](Self::after) returns the events that were pushed after the one with an ID: each of them, once, in order. It relies
    /// on your IDs:
    ///
    /// - Give every event an ID. One without is returned as any other, but a client that has it reports the ID before it, and gets
    ///   it again.
    /// - Give each ID once, also over restarts of the server. A counter that begins at 0 again gives IDs that clients have from
    ///   before; put the time of the start in front of it. If several events have the same ID, the first of them that is kept
    ///   counts. So a client can get events again. If the one that it had has gone, it misses what came between that and the next
    ///   one with this ID, without notice.
    /// - Give IDs that a client can send back: see [`EventId::fits_header`](crate::EventId::fits_header).
    /// - With an empty ID ([`EventId::RESET`](crate::EventId::RESET)) a client forgets its ID and reports none, so nothing is ever found after an empty
    ///   ID. A client that reports no ID is new to you; [`iter`](Self::iter) returns all events, if that is what a new one gets.
    ///
    /// # Cost
    ///
    /// Pushing takes time linear in the length of the event and the number of those that go; looking for an ID, in the number of
    /// events. Only the storage allocates. There is no limit to the age of an event, only to the room that all of them take.
    #[derive(Clone)]
    pub struct Replay<S> {
        /// Where the oldest event is.
        first: usize,
        /// Where the newest one ends.
        end: usize,
        /// If the events wrap, where the last one before the end of the memory ends: from `first` to there, and then from the start
        /// to `end`. Else 0.
        wrap: usize,
        /// Some have gone.
        has_forgotten: bool,
        storage: S,
    }
}

/// Before each event, in four bytes each: where its ID begins in it, how long that is, and one more, or 0 if it has none, and how
/// long the event is.
const HEAD: usize = 12;

/// There is nothing to be returned after an ID: see [`Replay::after`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Missed {
    /// No event that was kept has had this ID: none has gone, and none of those that are kept has it. The ID is that of another
    /// server, of this one before a restart, or of an event that was not pushed.
    Unknown,
    /// No event that is still kept has this ID, and some have gone. So the event with this ID is too old, or there never was one.
    TooOld,
}

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "no event has had this ID",
            Self::TooOld => "no event that is kept has this ID",
        })
    }
}

impl core::error::Error for Missed {}

#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
impl Replay<crate::GrowingStorage> {
    /// Keeps as many events as go into [`GrowingStorage::DEFAULT_LIMIT`](crate::GrowingStorage::DEFAULT_LIMIT) bytes, in memory
    /// that grows up to that. Allocates nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_storage(crate::GrowingStorage::new())
    }

    /// Keeps as many events as go into `limit` bytes, in memory that grows up to that. Allocates nothing yet.
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
    /// Keeps as many events as go into this storage, up to its limit.
    #[must_use]
    pub const fn with_storage(storage: S) -> Self {
        Self { first: 0, end: 0, wrap: 0, has_forgotten: false, storage }
    }

    /// Encodes an event, keeps it, and returns its bytes, for the clients that are connected.
    ///
    /// An event without data, such as a heartbeat or a reconnection time, is kept as any other; send it without pushing it if
    /// clients that come back don't need it.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if the event and the 12 bytes beside it are more than the limit of the storage; the limit in the error
    /// is that of the event, 12 less. Everything is left as it was. (Only if memory below its limit doesn't grow, the events before it have gone.) Then either don't send the event, or
    /// [`clear`](Self::clear) the replay. Otherwise a client that resumes later misses the event without notice.
    pub fn push(&mut self, event: &encode::Event<'_>) -> Result<&[u8], TooLarge> {
        let len = event.encoded_len();
        let place = self.make_room(len)?;
        // It is as long as it said.
        let _ = event.encode_to_slice(place);
        Ok(self.keep(len))
    }

    /// Keeps an event that has been encoded already, by whatever encoder: one event, with its blank line. Its ID is read from it;
    /// nothing else is checked, and the bytes come back as they are.
    ///
    /// # Errors
    ///
    /// As for [`push`](Self::push).
    pub fn push_encoded(&mut self, encoded: &[u8]) -> Result<(), TooLarge> {
        copy(encoded, self.make_room(encoded.len())?);
        self.keep(encoded.len());
        Ok(())
    }

    /// Returns the events after the one with this ID, encoded, oldest first; none if it is the newest. The ID is the value of the
    /// header `Last-Event-ID`, as text or bytes.
    ///
    /// # Errors
    ///
    /// Returns [`Missed`] if no event that is kept has this ID. Tell the client then that it has missed something. The protocol has
    /// no way to say so: send an event of a type that the client knows, or the whole state anew.
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

    /// Returns all events that are kept, encoded, oldest first.
    pub fn iter(&self) -> Events<'_> {
        let memory = self.storage.bytes();
        let (first, second) = if self.wrap == 0 {
            (memory.get(self.first..self.end), None)
        } else {
            (memory.get(self.first..self.wrap), memory.get(..self.end))
        };
        Events { first: first.unwrap_or_default(), second: second.unwrap_or_default() }
    }

    /// Whether no event is kept.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.wrap == 0 && self.first == self.end
    }

    /// Forgets all events. From then on their IDs are too old.
    pub fn clear(&mut self) {
        self.has_forgotten |= !self.is_empty();
        (self.first, self.end, self.wrap) = (0, 0, 0);
    }

    /// Makes room for an event of this length, and returns where it goes.
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

    /// Keeps the event of this length that has been written where there was room for it.
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

    /// Where so many bytes are free, after the oldest events have gone, if they have to. There is room for them, unless memory
    /// doesn't grow.
    fn free(&mut self, needed: usize) -> Option<usize> {
        loop {
            let end = self.end.saturating_add(needed);
            if self.wrap == 0 {
                // What is large enough wraps only when it can't grow.
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
        events.next_event();
        self.first = self.first.saturating_add(before.saturating_sub(events.first.len()));
        self.has_forgotten = true;
        if self.wrap != 0 && self.first >= self.wrap {
            (self.first, self.wrap) = (0, 0);
        }
    }
}

/// Events that are kept, encoded, oldest first: see [`Replay::after`].
#[derive(Clone)]
#[must_use = "events are to be sent"]
pub struct Events<'r> {
    first: &'r [u8],
    /// What comes after that, if the events wrap.
    second: &'r [u8],
}

impl<'r> Events<'r> {
    /// The next event, and its ID.
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

/// The first number, and what comes after it.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u32::from_le_bytes(*number) as usize, rest))
}

/// Where the ID of an event is that has been encoded, and one more than its length, or 0 if it has none.
fn id_in(event: &[u8]) -> (usize, usize) {
    let (mut parser, mut input) = (Parser::at_line_start(), Input::new(event));
    let mut found = (0, 0);
    while let Some(part) = parser.next_part(&mut input) {
        if let Part::Field { name: FieldName::Id, value, .. } = part {
            // A decoder ignores an ID that can't be one.
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

/// How many events there are.
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

/// How many events it keeps, and nothing of what is in them.
impl<S: Storage> fmt::Debug for Replay<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("count", &self.iter().count()).finish_non_exhaustive()
    }
}
