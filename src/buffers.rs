//! The data buffer, the event type buffer, and the last event ID buffer.
//!
//! > HTML, "Interpreting an event stream": streams must be processed with a data buffer, an event type buffer, and a last
//! > event ID buffer, all empty to begin with.
//!
//! All of them lie in one stretch of memory, the caller's storage, so its size is the only bound there is:
//!
//! ```text
//! | data | line |    free    | event type, ID | last event ID |
//!         →            ←
//! ```
//!
//! - The *data* buffer grows from the front. It has an LF between its lines; the standard's last one is left out.
//! - The *line* is the value of an `event` or `id` field of which pieces have come, but not yet the end.
//! - The *event type* and the *ID* of the block that is being read lie in either order: the one that was written last
//!   lies lowest, where it can be written again without moving the other one. So each is moved at most once for each time
//!   it was written, and a block with any number of `event` and `id` lines takes linear time.
//! - The *last event ID* is that of the blocks before. The block's own takes its place when the block ends, and only then:
//!   a stream that ends in the middle of a block leaves it alone.

#![expect(clippy::arithmetic_side_effects, reason = "sums of lengths, which never exceed the limit, itself a usize")]

use core::cell::Cell;

use crate::{end_of_line::FAST, storage::Buffer, work};

/// There is no room.
#[derive(Debug)]
pub(crate) struct Full;

#[derive(Clone, Debug)]
pub(crate) struct Buffers<B> {
    storage: B,
    // Lengths in bytes. Front and back together are never more than there is of storage, nor than its limit.
    data: usize,
    /// Of the data and the line.
    front: usize,
    /// Of the event type, the ID, and the last event ID.
    back: usize,
    id: usize,
    last_event_id: usize,
    /// Whether there is a data line: the data can be empty though there is one.
    has_data: bool,
    /// Whether the block has an ID: it can be empty though it has one.
    has_id: bool,
    /// Whether the event type lies below the ID.
    event_type_is_lowest: bool,
}

/// The two values that a line can replace.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    EventType,
    Id,
}

impl<B: Buffer> Buffers<B> {
    pub(crate) const fn new(storage: B) -> Self {
        Self {
            storage,
            data: 0,
            front: 0,
            back: 0,
            id: 0,
            last_event_id: 0,
            has_data: false,
            has_id: false,
            event_type_is_lowest: false,
        }
    }

    /// The most bytes that all buffers together can have.
    #[inline]
    pub(crate) fn limit(&self) -> usize {
        self.storage.limit()
    }

    /// How many bytes more are within the limit.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.limit().saturating_sub(self.front + self.back)
    }

    /// Whether there is a data line.
    #[inline]
    pub(crate) fn has_data(&self) -> bool {
        self.has_data
    }

    /// The data buffer, without the standard's last LF.
    #[inline]
    pub(crate) fn data(&self) -> &[u8] {
        self.storage.bytes().get(..self.data).unwrap_or_default()
    }

    /// The event type buffer.
    #[inline]
    pub(crate) fn event_type(&self) -> &[u8] {
        self.value(Value::EventType)
    }

    /// The last event ID: this block's if it has one, else that of the blocks before.
    #[inline]
    pub(crate) fn last_event_id(&self) -> &[u8] {
        if self.has_id { self.value(Value::Id) } else { self.last_event_id_before() }
    }

    /// The last event ID of the blocks before.
    #[inline]
    pub(crate) fn last_event_id_before(&self) -> &[u8] {
        let storage = self.storage.bytes();
        storage.get(storage.len().saturating_sub(self.last_event_id)..).unwrap_or_default()
    }

    /// Begins a data line; before all but the first one there is an LF.
    #[inline(always)]
    pub(crate) fn push_data_line(&mut self, bytes: &[u8]) -> Result<(), Full> {
        let separator = usize::from(self.has_data);
        let end = self.data + separator + bytes.len();
        self.reserve(separator + bytes.len())?;
        let Some(place) = self.storage.bytes_mut().get_mut(self.data..end) else { return Err(Full) };
        let line = match place {
            [first, line @ ..] if self.has_data => {
                *first = b'\n';
                line
            }
            line => line,
        };
        copy(bytes, line);
        (self.data, self.front) = (end, end);
        self.has_data = true;
        Ok(())
    }

    /// Goes on with a data line.
    #[inline]
    pub(crate) fn push_data(&mut self, bytes: &[u8]) -> Result<(), Full> {
        let end = self.data + bytes.len();
        self.reserve(bytes.len())?;
        let Some(place) = self.storage.bytes_mut().get_mut(self.data..end) else { return Err(Full) };
        copy(bytes, place);
        (self.data, self.front) = (end, end);
        Ok(())
    }

    /// Goes on with the line that is to become an event type or an ID.
    #[inline]
    pub(crate) fn push_line(&mut self, bytes: &[u8]) -> Result<(), Full> {
        self.reserve(bytes.len())?;
        write(self.storage.bytes_mut(), self.front, bytes);
        self.front += bytes.len();
        Ok(())
    }

    /// Drops the line.
    #[inline]
    pub(crate) fn clear_line(&mut self) {
        self.front = self.data;
    }

    /// Replaces a value by the line.
    pub(crate) fn set_to_line(&mut self, value: Value) {
        let len = self.front - self.data;
        self.clear(value);
        self.clear_line();
        self.extend(value, len);
        let to = self.offset(value);
        move_within(self.storage.bytes_mut(), self.data, to, len);
    }

    /// Replaces a value. If there is no room, the old one stays.
    pub(crate) fn set(&mut self, value: Value, bytes: &[u8]) -> Result<(), Full> {
        self.reserve(bytes.len())?;
        self.clear(value);
        self.extend(value, bytes.len());
        let at = self.offset(value);
        write(self.storage.bytes_mut(), at, bytes);
        Ok(())
    }

    /// Drops a value, and leaves its place at the lowest end.
    pub(crate) fn clear(&mut self, value: Value) {
        let (from, len, below) = (self.lowest(), self.len_of(value), self.below(value));
        move_within(self.storage.bytes_mut(), from, from + len, below);
        self.event_type_is_lowest = value == Value::EventType;
        self.back -= len;
        if value == Value::Id {
            (self.id, self.has_id) = (0, false);
        }
    }

    /// Drops what makes an event of the block: its data and its event type. Its ID stays, and the line.
    pub(crate) fn clear_event(&mut self) {
        let line = self.front - self.data;
        move_within(self.storage.bytes_mut(), self.data, 0, line);
        (self.data, self.front, self.has_data) = (0, line, false);
        self.clear(Value::EventType);
    }

    /// Ends the block: its ID, if it has one, becomes the last event ID; data and event type are dropped.
    #[inline]
    pub(crate) fn end_block(&mut self) {
        self.commit_id();
        self.drop_block();
    }

    /// If the block has an ID, makes it the last event ID. An event type in the buffers is lost with that, so this is for a
    /// block that ends.
    #[inline(always)]
    pub(crate) fn commit_id(&mut self) {
        if self.has_id {
            self.replace_last_event_id();
        }
    }

    #[inline(never)]
    fn replace_last_event_id(&mut self) {
        let from = self.offset(Value::Id);
        let len = self.id;
        (self.last_event_id, self.back) = (len, len);
        (self.id, self.has_id) = (0, false);
        let to = self.lowest();
        move_within(self.storage.bytes_mut(), from, to, len);
    }

    /// Drops the block and all it has.
    #[inline]
    pub(crate) fn drop_block(&mut self) {
        (self.data, self.front, self.has_data) = (0, 0, false);
        (self.id, self.has_id) = (0, false);
        self.back = self.last_event_id;
    }

    /// Replaces the last event ID of the blocks before. If there is no room, the old one stays.
    pub(crate) fn set_last_event_id(&mut self, bytes: &[u8]) -> Result<(), Full> {
        self.reserve(bytes.len().saturating_sub(self.last_event_id))?;
        let from = self.lowest();
        let block = self.back - self.last_event_id;
        self.last_event_id = bytes.len();
        self.back = block + bytes.len();
        let to = self.lowest();
        move_within(self.storage.bytes_mut(), from, to, block);
        write(self.storage.bytes_mut(), to + block, bytes);
        Ok(())
    }

    /// Where the lowest of the values at the back starts.
    #[inline]
    fn lowest(&self) -> usize {
        self.storage.bytes().len().saturating_sub(self.back)
    }

    #[inline]
    fn len_of(&self, value: Value) -> usize {
        match value {
            Value::EventType => self.back - self.id - self.last_event_id,
            Value::Id => self.id,
        }
    }

    /// How much lies below a value at the back.
    #[inline]
    fn below(&self, value: Value) -> usize {
        match (value, self.event_type_is_lowest) {
            (Value::EventType, false) => self.id,
            (Value::Id, true) => self.len_of(Value::EventType),
            (Value::EventType, true) | (Value::Id, false) => 0,
        }
    }

    #[inline]
    fn offset(&self, value: Value) -> usize {
        self.lowest() + self.below(value)
    }

    #[inline]
    fn value(&self, value: Value) -> &[u8] {
        let rest = self.storage.bytes().get(self.offset(value)..);
        rest.and_then(|rest| rest.get(..self.len_of(value))).unwrap_or_default()
    }

    /// Makes a value, which has been cleared, so long.
    fn extend(&mut self, value: Value, len: usize) {
        self.back += len;
        if value == Value::Id {
            (self.id, self.has_id) = (len, true);
        }
    }

    /// Makes room for so many bytes more.
    #[inline]
    fn reserve(&mut self, more: usize) -> Result<(), Full> {
        if self.front + self.back + more <= self.storage.bytes().len() { Ok(()) } else { self.grow(more) }
    }

    #[cold]
    fn grow(&mut self, more: usize) -> Result<(), Full> {
        if more > self.room() {
            return Err(Full);
        }
        let needed = self.front + self.back + more;
        let from = self.lowest();
        self.storage.grow(needed);
        if self.storage.bytes().len() < needed {
            return Err(Full);
        }
        let to = self.lowest();
        move_within(self.storage.bytes_mut(), from, to, self.back);
        Ok(())
    }
}

/// Copies `bytes` into `storage`. They fit: there is nothing to be done about it if they don't.
#[inline]
fn write(storage: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = storage.get_mut(at..).and_then(|rest| rest.get_mut(..bytes.len())) {
        copy(bytes, place);
    }
}

/// Copies bytes to a place of the same length.
#[inline(always)]
fn copy(bytes: &[u8], place: &mut [u8]) {
    work::count(bytes.len());
    if !FAST {
        place.iter_mut().zip(bytes).for_each(|(to, &byte)| *to = byte);
        return;
    }
    // Many lines are short, and for those a call is most of the work.
    if let ([byte], [to]) = (bytes, &mut *place) {
        *to = *byte;
    } else if bytes.len() <= 64 && copy_ends::<32>(bytes, place) {
        // That was all of it.
    } else if let Some(bytes) = bytes.get(..place.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Copies the first and the last `N` bytes, if there are so many.
#[inline]
fn copy_ends<const N: usize>(bytes: &[u8], place: &mut [u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else { return false };
    let Some(to) = place.first_chunk_mut() else { return false };
    *to = *first;
    let Some(to) = place.last_chunk_mut() else { return false };
    *to = *last;
    true
}

/// Moves bytes within `storage`.
#[inline]
fn move_within(storage: &mut [u8], from: usize, to: usize, len: usize) {
    if from == to {
        return;
    }
    work::count(len);
    let distance = from.abs_diff(to);
    let region = storage.get_mut(from.min(to)..).and_then(|rest| rest.get_mut(..distance.checked_add(len)?));
    let Some(region) = region else { return };
    match (FAST, from < to) {
        (true, true) => region.copy_within(..len, distance),
        (true, false) => region.copy_within(distance.., 0),
        (false, upwards) => {
            let cells = Cell::from_mut(region).as_slice_of_cells();
            let pairs = cells.iter().zip(cells.get(distance..).unwrap_or_default());
            if upwards {
                pairs.rev().for_each(|(low, high)| high.set(low.get()));
            } else {
                pairs.for_each(|(low, high)| low.set(high.get()));
            }
        }
    }
}
