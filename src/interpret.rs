//! Interpreting an event stream: fields to events.
//!
//! > HTML, ["Interpreting an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
//!
//! For who changes the machine: a *block* is what stands between two blank lines. As long as its lines lie whole in one
//! input it is kept as slices of that input, in a [`Block`]. As soon as something is split, or has to be joined, all of
//! it goes into the buffers, and so it does whenever control goes back to the caller in the middle of a block. A
//! [`Block`] thus never outlives a call, and the cursor over an input can be dropped at any time.
//!
//! What counts towards the limit is decided by lengths alone, never by where something lies: the outcome must not depend
//! on how the stream is cut into inputs.

use crate::{
    Buffer, Event, FieldName, Parser, Part,
    block::{Block, Piece, up_to_null},
    buffers::{Buffers, Full, Value},
    end_of_line::Lines,
    reconnection_time::Digits,
};

/// The buffers of the standard, and what the fields of a stream do to them.
#[derive(Clone, Debug)]
pub(crate) struct Interpreter<B> {
    buffers: Buffers<B>,
    stage: Stage,
    /// Whether a field of which pieces have come has not ended yet.
    in_field: bool,
    /// Whether the rest of that field is of no use.
    skip_field: bool,
    /// The value of the `retry` field that is being read.
    digits: Digits,
    /// In milliseconds.
    reconnection_time: Option<u64>,
}

/// Where the block is that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// All that has been read of it lies in the input; between two inputs that is nothing.
    InInput,
    /// All that has been read of it lies in the buffers.
    InBuffers,
    /// It has ended, and the event in the buffers has been handed out.
    HandedOut,
    /// Its event was too large and has been dropped; the rest of it is read for its ID and reconnection time only.
    TooLarge,
    /// The same, and the caller has not been told yet.
    TooLargeUntold,
}

impl<B: Buffer> Interpreter<B> {
    #[inline]
    pub(crate) const fn new(storage: B) -> Self {
        Self {
            buffers: Buffers::new(storage),
            stage: Stage::InInput,
            in_field: false,
            skip_field: false,
            digits: Digits::new(),
            reconnection_time: None,
        }
    }

    /// The most bytes that the buffers can have.
    #[inline]
    pub(crate) fn limit(&self) -> usize {
        self.buffers.limit()
    }

    /// In milliseconds.
    #[inline]
    pub(crate) fn reconnection_time(&self) -> Option<u64> {
        self.reconnection_time
    }

    /// That of the last block that has ended.
    #[inline]
    pub(crate) fn last_event_id(&self) -> &[u8] {
        match self.stage {
            Stage::HandedOut => self.buffers.last_event_id(),
            _ => self.buffers.last_event_id_before(),
        }
    }

    pub(crate) fn set_last_event_id(&mut self, id: &[u8]) -> Result<(), Full> {
        self.end_block_if_handed_out();
        self.buffers.set_last_event_id(id)
    }

    /// Drops what has been read of a block. Last event ID and reconnection time stay.
    pub(crate) fn reset(&mut self) {
        self.end_block_if_handed_out();
        self.buffers.drop_block();
        self.stage = Stage::InInput;
        self.in_field = false;
        self.digits = Digits::new();
    }

    #[inline]
    fn end_block_if_handed_out(&mut self) {
        if self.stage == Stage::HandedOut {
            self.buffers.end_block();
            self.stage = Stage::InInput;
        }
    }

    /// The event whose block has ended.
    #[inline]
    pub(crate) fn event<'e, 'i: 'e>(&'e self, data: &'i [u8], event_type: &'i [u8]) -> Event<'e> {
        match self.stage {
            Stage::HandedOut => {
                Event::new(self.buffers.event_type(), self.buffers.data(), self.buffers.last_event_id())
            }
            _ => Event::new(event_type, data, self.buffers.last_event_id_before()),
        }
    }

    /// Reads on to the next event, or, if `ALL` items are wanted, to the next item.
    #[inline]
    pub(crate) fn next<'i, const ALL: bool>(
        &mut self,
        parser: &mut Parser,
        lines: &mut Lines<'i>,
    ) -> Option<Outcome<'i>> {
        self.end_block_if_handed_out();
        if self.take_untold() {
            return Some(Outcome::TooLarge);
        }
        let mut block = Block::new(self.buffers.room());
        while let Some(part) = parser.next(lines) {
            match part {
                Part::Field { name, value, end_of_line } => {
                    let field = Piece { name, begins: !self.in_field, value, ends: end_of_line };
                    self.in_field = !end_of_line;
                    let outcome = match name {
                        FieldName::Data => self.data(&mut block, field),
                        FieldName::EventType => self.event_type(&mut block, field),
                        FieldName::Id => self.id(&mut block, field),
                        FieldName::Retry => {
                            if let (Some(milliseconds), true) = (self.retry(field), ALL) {
                                self.store(&mut block);
                                return Some(Outcome::ReconnectionTime(milliseconds));
                            }
                            Ok(())
                        }
                    };
                    if outcome.is_err() {
                        self.overflow(&mut block, field);
                        if self.take_untold() {
                            return Some(Outcome::TooLarge);
                        }
                    }
                }
                Part::BlankLine => {
                    if let Some(step) = self.dispatch(&mut block) {
                        return Some(step);
                    }
                }
                Part::Comment { text, end_of_line } => {
                    if ALL {
                        self.store(&mut block);
                        return Some(Outcome::Comment { text, end_of_line });
                    }
                }
            }
        }
        self.store(&mut block);
        self.take_untold().then_some(Outcome::TooLarge)
    }

    /// A blank line ends the block. Its ID, if it has one, is the last event ID from here on. If it has data, there is an
    /// event. Data and event type are dropped, event or not.
    #[inline]
    fn dispatch<'i>(&mut self, block: &mut Block<'i>) -> Option<Outcome<'i>> {
        if self.stage != Stage::InInput {
            return self.dispatch_from_buffers(block);
        }
        if let Some(id) = block.id {
            if self.buffers.set_last_event_id(id).is_err() {
                *block = Block::new(self.buffers.room());
                return Some(Outcome::TooLarge);
            }
        }
        let Block { data, event_type, .. } = *block;
        if let Some(data) = data {
            return Some(Outcome::Event { data, event_type });
        }
        *block = Block::new(self.buffers.room());
        None
    }

    #[inline(never)]
    fn dispatch_from_buffers<'i>(&mut self, block: &mut Block<'i>) -> Option<Outcome<'i>> {
        if self.stage == Stage::InBuffers && self.buffers.has_data() {
            self.stage = Stage::HandedOut;
            return Some(Outcome::Event { data: &[], event_type: &[] });
        }
        self.buffers.end_block();
        self.stage = Stage::InInput;
        *block = Block::new(self.buffers.room());
        None
    }

    /// `data`: the value is appended to the data buffer, and an LF.
    #[inline]
    fn data<'i>(&mut self, block: &mut Block<'i>, field: Piece<'i>) -> Result<(), Full> {
        if field.is_whole() && self.stage == Stage::InInput && block.data.is_none() {
            block.take(field.value)?;
            block.data = Some(field.value);
            return Ok(());
        }
        if field.is_whole() && self.stage == Stage::InBuffers {
            return self.buffers.push_data_line(field.value);
        }
        self.data_to_buffers(block, field)
    }

    #[inline(never)]
    fn data_to_buffers(&mut self, block: &mut Block<'_>, field: Piece<'_>) -> Result<(), Full> {
        if self.is_too_large() {
            return Ok(());
        }
        self.store_all(block)?;
        if field.begins { self.buffers.push_data_line(field.value) } else { self.buffers.push_data(field.value) }
    }

    /// `event`: the event type buffer is set to the value.
    #[inline]
    fn event_type<'i>(&mut self, block: &mut Block<'i>, field: Piece<'i>) -> Result<(), Full> {
        if field.is_whole() && self.stage == Stage::InInput {
            // The old one makes room: the block can't end before this line does.
            block.give_back(block.event_type);
            block.take(field.value)?;
            block.event_type = field.value;
            return Ok(());
        }
        self.event_type_to_buffers(block, field)
    }

    #[inline(never)]
    fn event_type_to_buffers(&mut self, block: &mut Block<'_>, field: Piece<'_>) -> Result<(), Full> {
        if self.is_too_large() {
            return Ok(());
        }
        if field.begins {
            block.event_type = &[];
            self.buffers.clear(Value::EventType);
        }
        self.store_all(block)?;
        self.buffers.push_line(field.value)?;
        if field.ends {
            self.buffers.set_to_line(Value::EventType);
        }
        Ok(())
    }

    /// `id`: the last event ID buffer is set to the value, unless that contains a NULL; then the field is ignored.
    #[inline]
    fn id<'i>(&mut self, block: &mut Block<'i>, field: Piece<'i>) -> Result<(), Full> {
        if field.is_whole() && self.stage == Stage::InInput {
            let (value, null) = up_to_null(field.value);
            block.take(value)?;
            let old = if null { value } else { block.id.replace(value).unwrap_or_default() };
            block.give_back(old);
            return Ok(());
        }
        self.id_to_buffers(block, field)
    }

    #[inline(never)]
    fn id_to_buffers(&mut self, block: &mut Block<'_>, field: Piece<'_>) -> Result<(), Full> {
        self.skip_field &= !field.begins;
        if self.skip_field {
            return Ok(());
        }
        let (value, null) = up_to_null(field.value);
        self.store_all(block)?;
        self.buffers.push_line(value)?;
        if null {
            self.buffers.clear_line();
            self.skip_field = true;
        } else if field.ends {
            self.buffers.set_to_line(Value::Id);
        }
        Ok(())
    }

    /// `retry`: the reconnection time is set to the value, if it is all digits.
    #[inline]
    fn retry(&mut self, field: Piece<'_>) -> Option<u64> {
        self.digits.push(field.value);
        if !field.ends {
            return None;
        }
        let milliseconds = self.digits.end()?;
        self.reconnection_time = Some(milliseconds);
        Some(milliseconds)
    }

    #[inline]
    fn is_too_large(&self) -> bool {
        matches!(self.stage, Stage::TooLarge | Stage::TooLargeUntold)
    }

    /// Whether the caller has yet to be told that the event was too large; it is told now.
    #[inline]
    fn take_untold(&mut self) -> bool {
        let untold = self.stage == Stage::TooLargeUntold;
        if untold {
            self.stage = Stage::TooLarge;
        }
        untold
    }

    /// There is no room for a field: drops the event. With that gone there may be room for an ID; if not, it is ignored.
    #[cold]
    fn overflow(&mut self, block: &mut Block<'_>, field: Piece<'_>) {
        self.drop_event(block);
        if field.name != FieldName::Id {
            self.buffers.clear_line();
        } else if self.id_to_buffers(block, field).is_err() {
            self.buffers.clear_line();
            self.skip_field = true;
        }
    }

    /// Drops what makes an event of the block, and sees to it that the caller is told, once.
    #[cold]
    fn drop_event(&mut self, block: &mut Block<'_>) {
        let id = block.id.take();
        *block = Block::new(0);
        self.buffers.clear_event();
        if let Some(id) = id {
            // Its room has been checked, and nothing else lies there.
            let _ = self.buffers.set(Value::Id, id);
        }
        if !self.is_too_large() {
            self.stage = Stage::TooLargeUntold;
        }
    }

    /// Moves the block into the buffers, since control goes back to the caller.
    #[inline]
    fn store(&mut self, block: &mut Block<'_>) {
        if !block.is_empty() && self.store_all(block).is_err() {
            self.drop_event(block);
        }
    }

    /// Moves the block into the buffers. Its room has been checked: this fails only if storage that is below its limit
    /// does not grow.
    #[inline(never)]
    fn store_all(&mut self, block: &mut Block<'_>) -> Result<(), Full> {
        if self.stage == Stage::InInput {
            self.stage = Stage::InBuffers;
        }
        if let Some(id) = block.id.take() {
            self.buffers.set(Value::Id, id)?;
        }
        if !block.event_type.is_empty() {
            self.buffers.set(Value::EventType, core::mem::take(&mut block.event_type))?;
        }
        if let Some(data) = block.data.take() {
            self.buffers.push_data_line(data)?;
        }
        Ok(())
    }
}

/// How far a call has come.
pub(crate) enum Outcome<'i> {
    /// To an event: it lies here, or, if the decoder says so, in the buffers.
    Event {
        data: &'i [u8],
        event_type: &'i [u8],
    },
    ReconnectionTime(u64),
    Comment {
        text: &'i [u8],
        end_of_line: bool,
    },
    TooLarge,
}
