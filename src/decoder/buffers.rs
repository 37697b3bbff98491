//! The data buffer, the event type buffer, and the last event ID buffer.
//!
//! > HTML, "Interpreting an event stream": streams must be processed with a data buffer, an event type buffer, and a last
//! > event ID buffer, all empty to begin with.
//!
//! All of them share the caller's storage, so its limit is the only bound:
//!
//! ```text
//! | data | line |    free    | event type, ID | last event ID |
//!         →            ←
//! ```
//!
//! - The *data* buffer grows from the front. It has an LF between its lines, without the standard's LF after the last line.
//! - The *line* is the value of an `event` or `id` field whose end has not come yet.
//! - The *event type* and the *ID* of the current block are in either order. The one that was written last is the lowest,
//!   where it can be written again without moving the other one. So each is moved at most once for each time it was
//!   written, and a block with any number of `event` and `id` lines takes linear time.
//! - The *last event ID* is that of the blocks before. The current block's ID replaces it only when the block ends, so a
//!   stream that ends in the middle of a block leaves it alone.

#![expect(clippy::arithmetic_side_effects, reason = "sums of lengths, which never exceed the limit, itself a usize")]

use crate::{
    Text,
    storage::Storage,
    target::{copy, shift},
    work,
};

/// Says that there is no room.
#[derive(Debug)]
pub(crate) struct Full;

#[derive(Clone)]
#[repr(C)]
pub(crate) struct Buffers<S> {
    layout: Layout,
    /// Comes last, so that the other fields have short offsets: instructions of small CPUs have no room for long ones.
    storage: S,
}

/// Records where the buffers are in the storage, in as few words as possible, for microcontrollers. All are lengths in bytes.
/// `front + back` never exceeds the storage's present length, nor its limit.
#[derive(Clone, Debug)]
#[repr(C)]
struct Layout {
    /// The data with an LF after each line, as in the standard, so it is 0 only without a data line. The last LF is not in the
    /// storage.
    data: usize,
    /// The data in the storage, and the line.
    front: usize,
    /// The event type, the ID, and the last event ID.
    back: usize,
    /// The length of the ID plus one, or 0 if the block has no ID; negative if the ID is below the event type.
    id: isize,
    last_event_id: usize,
}

/// Borrows what is in the buffers.
#[derive(Clone, Copy)]
pub(crate) struct Stored<'s> {
    layout: &'s Layout,
    storage: &'s [u8],
}

/// The two values that a line can replace.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    EventType,
    Id,
}

impl<S: Storage> Buffers<S> {
    pub(crate) const fn new(storage: S) -> Self {
        Self { layout: Layout { data: 0, front: 0, back: 0, id: 0, last_event_id: 0 }, storage }
    }

    /// Returns how many bytes all buffers together can have.
    #[inline]
    pub(crate) fn limit(&self) -> usize {
        self.storage.limit()
    }

    /// Returns whether `more` bytes are within the limit.
    #[inline]
    pub(crate) fn has_room(&self, more: usize) -> bool {
        self.layout.front + self.layout.back + more <= self.limit()
    }

    /// Returns whether there is a data line.
    #[inline]
    pub(crate) fn has_data(&self) -> bool {
        self.layout.data != 0
    }

    /// Returns whether the block has an ID.
    #[inline]
    pub(crate) fn has_id(&self) -> bool {
        self.layout.id != 0
    }

    /// Borrows what is in the buffers.
    #[inline(always)]
    pub(crate) fn stored(&self) -> Stored<'_> {
        Stored { layout: &self.layout, storage: self.storage.bytes() }
    }

    /// Begins a data line, or goes on with one. Writes an LF before each line but the first.
    #[inline(always)]
    pub(crate) fn push_data(&mut self, bytes: &[u8], begins: bool) -> Result<(), Full> {
        let end = self.append(bytes, begins && self.layout.data != 0)?;
        self.layout.data = end + 1;
        Ok(())
    }

    /// Begins to append lines of data, as long as they fit in the present memory, which does not grow. There must be a data
    /// line already, and nothing after it.
    #[inline(always)]
    pub(crate) fn append_data(&mut self) -> DataAppender<'_> {
        let Layout { front, back, .. } = self.layout;
        let memory = self.storage.bytes_mut();
        let end = memory.len().saturating_sub(back);
        DataAppender { free: memory.get_mut(front..end).unwrap_or_default(), used: 0, layout: &mut self.layout }
    }

    /// Goes on with the line that is to become an event type or an ID.
    #[inline]
    pub(crate) fn push_line(&mut self, bytes: &[u8]) -> Result<(), Full> {
        self.append(bytes, false).map(drop)
    }

    /// Appends bytes at the front, after an LF if asked for, and returns where the front ends now.
    #[inline]
    fn append(&mut self, bytes: &[u8], after_line_feed: bool) -> Result<usize, Full> {
        let separator = usize::from(after_line_feed);
        self.reserve(separator + bytes.len())?;
        let from = self.layout.front;
        let end = from + separator + bytes.len();
        let Some(place) = self.storage.bytes_mut().get_mut(from..end) else { return Err(Full) };
        let place = match place {
            [first, rest @ ..] if after_line_feed => {
                *first = b'\n';
                rest
            }
            place => place,
        };
        copy(bytes, place);
        self.layout.front = end;
        Ok(end)
    }

    /// Drops the line.
    #[inline]
    pub(crate) fn clear_line(&mut self) {
        self.layout.front = self.layout.data_len();
    }

    /// Sets a value to the line. The value must have been cleared.
    pub(crate) fn set_to_line(&mut self, value: Value) {
        let from = self.layout.data_len();
        let len = self.layout.front - from;
        self.clear_line();
        let to = self.extend(value, len);
        move_within(self.storage.bytes_mut(), from, to, len);
    }

    /// Drops a value, and moves what was below it up, so that the freed place is at the lowest end.
    pub(crate) fn clear(&mut self, value: Value) {
        let from = self.lowest();
        let (below, len) = self.layout.place(value);
        self.layout.back -= len;
        self.layout.id = match value {
            Value::EventType => self.layout.id.wrapping_abs(),
            Value::Id => 0,
        };
        move_within(self.storage.bytes_mut(), from, from + len, below);
    }

    /// Gives a value the length `len`, and returns where it starts. The value must have been cleared.
    fn extend(&mut self, value: Value, len: usize) -> usize {
        self.layout.back += len;
        if value == Value::Id {
            // -1 for an empty ID.
            self.layout.id = !len as isize;
        }
        self.lowest()
    }

    /// Drops the block's data and event type. Its ID stays, and so does the line.
    pub(crate) fn clear_event(&mut self) {
        let from = self.layout.data_len();
        let line = self.layout.front - from;
        move_within(self.storage.bytes_mut(), from, 0, line);
        (self.layout.data, self.layout.front) = (0, line);
        self.clear(Value::EventType);
    }

    /// Makes the block's ID, if it has one, the last event ID. The caller must drop the block after that.
    pub(crate) fn commit_id(&mut self) {
        if self.layout.id != 0 {
            let (below, len) = self.layout.place(Value::Id);
            let from = self.lowest() + below;
            (self.layout.last_event_id, self.layout.back) = (len, len);
            let to = self.lowest();
            move_within(self.storage.bytes_mut(), from, to, len);
        }
    }

    /// Drops everything but the last event ID of the blocks before.
    #[inline]
    pub(crate) fn drop_block(&mut self) {
        (self.layout.data, self.layout.front, self.layout.id) = (0, 0, 0);
        self.layout.back = self.layout.last_event_id;
    }

    /// Replaces the last event ID of the blocks before. If there is no room, the old one stays.
    pub(crate) fn set_last_event_id(&mut self, bytes: &[u8]) -> Result<(), Full> {
        self.reserve(bytes.len().saturating_sub(self.layout.last_event_id))?;
        let from = self.lowest();
        let block = self.layout.back - self.layout.last_event_id;
        self.layout.last_event_id = bytes.len();
        self.layout.back = block + bytes.len();
        let to = self.lowest();
        move_within(self.storage.bytes_mut(), from, to, block);
        write(self.storage.bytes_mut(), to + block, bytes);
        Ok(())
    }

    /// Returns where the lowest of the values at the back starts.
    #[inline]
    fn lowest(&self) -> usize {
        self.storage.bytes().len().saturating_sub(self.layout.back)
    }

    /// Makes room for `more` bytes.
    #[inline]
    fn reserve(&mut self, more: usize) -> Result<(), Full> {
        if self.layout.front + self.layout.back + more <= self.storage.bytes().len() { Ok(()) } else { self.grow(more) }
    }

    #[cold]
    fn grow(&mut self, more: usize) -> Result<(), Full> {
        if !self.has_room(more) {
            return Err(Full);
        }
        let needed = self.layout.front + self.layout.back + more;
        let from = self.lowest();
        self.storage.grow(needed);
        if self.storage.bytes().len() < needed {
            return Err(Full);
        }
        let to = self.lowest();
        move_within(self.storage.bytes_mut(), from, to, self.layout.back);
        Ok(())
    }
}

/// Appends lines of data, as [`Buffers::push_data`] does, but works out only once where the room for all of them is.
pub(crate) struct DataAppender<'s> {
    free: &'s mut [u8],
    used: usize,
    layout: &'s mut Layout,
}

impl DataAppender<'_> {
    /// Appends an LF and a line, or returns `false` if there is no memory for them.
    #[inline(always)]
    pub(crate) fn push(&mut self, line: &[u8]) -> bool {
        let end = self.used + 1 + line.len();
        let Some([line_feed, place @ ..]) = self.free.get_mut(self.used..end) else { return false };
        *line_feed = b'\n';
        copy(line, place);
        self.used = end;
        true
    }

    /// Makes the appended lines part of the data.
    #[inline(always)]
    pub(crate) fn finish(self) {
        self.layout.front += self.used;
        self.layout.data += self.used;
    }
}

impl<'s> Stored<'s> {
    /// Returns the data buffer, without the standard's last LF.
    #[inline]
    pub(crate) fn data(self) -> Text<'s> {
        Text::within(self.storage.get(..self.layout.data_len()).unwrap_or_default(), self.storage)
    }

    /// Returns the event type buffer.
    #[inline]
    pub(crate) fn event_type(self) -> &'s [u8] {
        self.value(Value::EventType)
    }

    /// Returns whether the block has an ID.
    #[inline]
    pub(crate) fn has_id(self) -> bool {
        self.layout.id != 0
    }

    /// Returns the last event ID: this block's if it has one, else that of the blocks before.
    #[inline]
    pub(crate) fn last_event_id(self) -> &'s [u8] {
        if self.layout.id == 0 { self.last_event_id_before() } else { self.value(Value::Id) }
    }

    /// Returns the last event ID of the blocks before.
    #[inline]
    pub(crate) fn last_event_id_before(self) -> &'s [u8] {
        self.last(self.layout.last_event_id)
    }

    #[inline]
    fn value(self, value: Value) -> &'s [u8] {
        let (below, len) = self.layout.place(value);
        self.last(self.layout.back - below).get(..len).unwrap_or_default()
    }

    /// Returns the last `len` bytes of the storage.
    #[inline]
    fn last(self, len: usize) -> &'s [u8] {
        self.storage.get(self.storage.len().saturating_sub(len)..).unwrap_or_default()
    }
}

impl Layout {
    /// Returns the length of the data in the storage.
    #[inline]
    fn data_len(&self) -> usize {
        self.data.saturating_sub(1)
    }

    /// Returns how many bytes are below a value at the back, and the length of the value.
    #[inline]
    fn place(&self, value: Value) -> (usize, usize) {
        let id = self.id.unsigned_abs().saturating_sub(1);
        let event_type = self.back - self.last_event_id - id;
        match value {
            Value::EventType => (if self.id < 0 { id } else { 0 }, event_type),
            Value::Id => (if self.id < 0 { 0 } else { event_type }, id),
        }
    }
}

/// Moves `len` bytes within `storage`.
fn move_within(storage: &mut [u8], from: usize, to: usize, len: usize) {
    if from == to {
        return;
    }
    work::count(len);
    let distance = from.abs_diff(to);
    let region = storage.get_mut(from.min(to)..).and_then(|rest| rest.get_mut(..distance.checked_add(len)?));
    if let Some(region) = region {
        shift(region, distance, from < to);
    }
}

/// Copies `bytes` into `storage`. They fit, since the caller has reserved room; if they didn't, this would do nothing.
#[inline]
fn write(storage: &mut [u8], at: usize, bytes: &[u8]) {
    if let Some(place) = storage.get_mut(at..).and_then(|rest| rest.get_mut(..bytes.len())) {
        copy(bytes, place);
    }
}
