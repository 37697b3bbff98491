//! Interpreting an event stream: fields to events.
//!
//! > HTML, ["Interpreting an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
//!
//! For who changes the machine: a *block* is what stands between two blank lines. As long as its lines lie whole in one
//! input it is kept as slices of that input, in a [`Block`], but for its ID. As soon as something is split, or has to be
//! joined, all of it goes into the buffers, and so it does whenever control goes back to the caller in the middle of a
//! block. A [`Block`] thus never outlives a call, and the cursor over an input can be dropped at any time.
//!
//! The rules are in [`Interpreter::take`] and the functions it calls, in terms of the buffers. [`Interpreter::next`] goes
//! round them where it can: [`Interpreter::take_in_input`] does without the buffers what the rules would do with them.
//! It may refuse anything, and then the rules have it. Without it ([`FAST`]) all is the same, only slower.
//!
//! What counts towards the limit is decided by lengths alone, never by where something lies: the outcome must not depend
//! on how the stream is cut into inputs.

use crate::{
    Buffer, Event, FieldName, Parser,
    block::Block,
    buffers::{Buffers, Full, Value},
    end_of_line::{FAST, Lines},
    parse::{Found, What, usual},
    reconnection_time::Digits,
    work,
};

/// The buffers of the standard, and what the fields of a stream do to them.
#[derive(Clone, Debug)]
pub(crate) struct Interpreter<B> {
    buffers: Buffers<B>,
    stage: Stage,
    /// Whether the rest of the field that is being read is of no use.
    skip_field: bool,
    /// The value of the `retry` field that is being read.
    digits: Digits,
    /// In milliseconds.
    reconnection_time: Option<u64>,
}

/// Where the block is that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// All that has been read of it, but for its ID, lies in the input; between two inputs there is at most that ID.
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
        self.digits = Digits::new();
    }

    #[inline]
    fn end_block_if_handed_out(&mut self) {
        if self.stage == Stage::HandedOut {
            self.buffers.end_block();
            self.stage = Stage::InInput;
        }
    }

    /// The event at which a call has arrived.
    #[inline]
    pub(crate) fn event<'e, 'i: 'e>(&'e self, lent: &Lent<'i>) -> Event<'e> {
        match self.stage {
            Stage::HandedOut => {
                Event::new(self.buffers.event_type(), self.buffers.data(), self.buffers.last_event_id())
            }
            _ => Event::new(lent.event_type, lent.text, self.buffers.last_event_id_before()),
        }
    }

    /// Reads on to the next event, or, if `ALL` items are wanted, to the next item.
    #[inline(always)]
    pub(crate) fn next<'i, const ALL: bool>(
        &mut self,
        parser: &mut Parser,
        lines: &mut Lines<'i>,
        lent: &mut Lent<'i>,
    ) -> Step {
        if self.stage != Stage::InInput {
            if FAST && self.stage == Stage::InBuffers && parser.is_in_data() && self.short_data(lines) {
                return Step::GoOn;
            }
            self.end_block_if_handed_out();
            if self.take_untold() {
                return Step::TooLarge;
            }
        }
        let mut block = Block::default();
        let mut room = self.buffers.room();
        while let Some(line) = lines.next(&mut parser.after_carriage_return) {
            if FAST && parser.is_at_line_start() {
                if self.stage == Stage::InInput {
                    match self.take_in_input::<ALL>(lines, &mut block, &mut room, line) {
                        Some(Step::Event) => {
                            *lent = Lent { text: block.data.unwrap_or_default(), event_type: block.event_type };
                            return Step::Event;
                        }
                        Some(_) => continue,
                        None => {}
                    }
                } else if self.more_data(line) {
                    continue;
                }
            }
            let Some((step, text)) = self.take_line(parser, block, line, true) else { continue };
            block = Block::default();
            match step {
                Step::GoOn => room = self.buffers.room(),
                Step::ReconnectionTime | Step::Comment { .. } if !ALL => {}
                step => {
                    *lent = Lent { text, event_type: &[] };
                    return step;
                }
            }
        }
        self.store(block);
        let rest = lines.take_rest();
        if !rest.is_empty() {
            if FAST && parser.is_in_data() && self.stage == Stage::InBuffers && self.buffers.push_data(rest).is_ok() {
                return Step::GoOn;
            }
            match self.take_line(parser, Block::default(), rest, false) {
                Some((step, text)) if step == Step::TooLarge || ALL && step != Step::GoOn => {
                    *lent = Lent { text, event_type: &[] };
                    return step;
                }
                _ => {}
            }
        }
        if self.take_untold() { Step::TooLarge } else { Step::GoOn }
    }

    /// Takes all of a short input, if all of it belongs to a data line that has begun before. Where inputs are this short,
    /// it is what they are most of the time.
    #[inline(always)]
    fn short_data(&mut self, lines: &mut Lines<'_>) -> bool {
        lines.short_rest().is_some_and(|rest| {
            let taken = self.buffers.push_data(rest).is_ok();
            if taken {
                lines.take_rest();
            }
            taken
        })
    }

    /// Takes a line, or a piece of one, by the general rules, and moves the block into the buffers first. If the line means
    /// nothing, neither is done.
    #[inline(never)]
    fn take_line<'i>(
        &mut self,
        parser: &mut Parser,
        block: Block<'_>,
        line: &'i [u8],
        ended: bool,
    ) -> Option<(Step, &'i [u8])> {
        let Found { what, bytes, begins, ends } = parser.line(line, ended)?;
        self.store(block);
        Some((self.take(what, bytes, begins, ends), bytes))
    }

    /// Takes a whole line if it is one more line of data.
    #[inline(always)]
    fn more_data(&mut self, line: &[u8]) -> bool {
        match usual(line) {
            Some((What::Field(FieldName::Data), value)) if self.stage == Stage::InBuffers => {
                self.buffers.push_data_line(value).is_ok()
            }
            _ => false,
        }
    }

    /// Does what the standard says about a whole line, as long as it can be done without the buffers. That is what most
    /// lines of most streams need, and all that is fast.
    #[inline(always)]
    fn take_in_input<'i, const ALL: bool>(
        &mut self,
        lines: &mut Lines<'i>,
        block: &mut Block<'i>,
        room: &mut usize,
        line: &'i [u8],
    ) -> Option<Step> {
        let (what, value) = usual(line)?;
        match what {
            What::Field(FieldName::Data) if block.data.is_none() => {
                *room = room.checked_sub(value.len())?;
                block.data = Some(value);
                // The end of most events.
                if lines.skip_line_feed() {
                    self.buffers.commit_id();
                    return Some(Step::Event);
                }
            }
            What::Field(FieldName::EventType) => {
                *room = room.wrapping_add(block.event_type.len()).checked_sub(value.len())?;
                block.event_type = value;
            }
            What::Field(FieldName::Id) if !value.contains(&0) => {
                work::count(value.len());
                room.checked_sub(value.len())?;
                let before = self.buffers.room();
                self.buffers.set(Value::Id, value).ok()?;
                *room = room.wrapping_add(self.buffers.room()).wrapping_sub(before);
            }
            What::BlankLine => {
                self.buffers.commit_id();
                if block.data.is_some() {
                    return Some(Step::Event);
                }
                *block = Block::default();
                *room = self.buffers.room();
            }
            What::Field(FieldName::Retry) if !ALL => {
                self.retry(value, true);
            }
            What::Comment if !ALL => {}
            What::Field(_) | What::Comment => return None,
        }
        Some(Step::GoOn)
    }

    /// Does what the standard says about a line, or a piece of one. The block is in the buffers.
    fn take(&mut self, what: What, bytes: &[u8], begins: bool, ends: bool) -> Step {
        if self.stage == Stage::InInput {
            self.stage = Stage::InBuffers;
        }
        let outcome = match what {
            What::Field(FieldName::Data) => self.data(bytes, begins),
            What::Field(FieldName::EventType) => self.event_type(bytes, begins, ends),
            What::Field(FieldName::Id) => self.id(bytes, begins, ends),
            What::Field(FieldName::Retry) => return self.retry(bytes, ends),
            What::BlankLine => return self.dispatch(),
            What::Comment => return Step::Comment { ends },
        };
        match outcome {
            Ok(()) => Step::GoOn,
            Err(Full) => self.overflow(what, bytes, begins, ends),
        }
    }

    /// A blank line ends the block. Its ID, if it has one, is the last event ID from here on. If it has data, there is an
    /// event. Data and event type are dropped, event or not.
    fn dispatch(&mut self) -> Step {
        if self.stage == Stage::InBuffers && self.buffers.has_data() {
            self.stage = Stage::HandedOut;
            return Step::Event;
        }
        let untold = self.take_untold();
        self.buffers.end_block();
        self.stage = Stage::InInput;
        if untold { Step::TooLarge } else { Step::GoOn }
    }

    /// `data`: the value is appended to the data buffer, and an LF.
    fn data(&mut self, value: &[u8], begins: bool) -> Result<(), Full> {
        if self.is_too_large() {
            return Ok(());
        }
        if begins { self.buffers.push_data_line(value) } else { self.buffers.push_data(value) }
    }

    /// `event`: the event type buffer is set to the value.
    fn event_type(&mut self, value: &[u8], begins: bool, ends: bool) -> Result<(), Full> {
        if self.is_too_large() {
            return Ok(());
        }
        if begins {
            // The old one is of no use any more: the block can't end before this line does.
            self.buffers.clear(Value::EventType);
        }
        self.buffers.push_line(value)?;
        if ends {
            self.buffers.set_to_line(Value::EventType);
        }
        Ok(())
    }

    /// `id`: the last event ID buffer is set to the value, unless that contains a NULL; then the field is ignored.
    fn id(&mut self, value: &[u8], begins: bool, ends: bool) -> Result<(), Full> {
        self.skip_field &= !begins;
        if self.skip_field {
            return Ok(());
        }
        work::count(value.len());
        let null = value.iter().position(|&byte| byte == 0);
        self.buffers.push_line(null.and_then(|null| value.get(..null)).unwrap_or(value))?;
        if null.is_some() {
            self.buffers.clear_line();
            self.skip_field = true;
        } else if ends {
            self.buffers.set_to_line(Value::Id);
        }
        Ok(())
    }

    /// `retry`: the reconnection time is set to the value, if it is all digits.
    fn retry(&mut self, value: &[u8], ends: bool) -> Step {
        self.digits.push(value);
        match if ends { self.digits.end() } else { None } {
            Some(milliseconds) => {
                self.reconnection_time = Some(milliseconds);
                Step::ReconnectionTime
            }
            None => Step::GoOn,
        }
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
    fn overflow(&mut self, what: What, value: &[u8], begins: bool, ends: bool) -> Step {
        self.drop_event();
        let id = matches!(what, What::Field(FieldName::Id));
        if !id || self.id(value, begins, ends).is_err() {
            self.buffers.clear_line();
            self.skip_field = true;
        }
        if self.take_untold() { Step::TooLarge } else { Step::GoOn }
    }

    /// Drops what makes an event of the block, and sees to it that the caller is told, once.
    fn drop_event(&mut self) {
        self.buffers.clear_event();
        if !self.is_too_large() {
            self.stage = Stage::TooLargeUntold;
        }
    }

    /// Moves the block into the buffers, since some of it has to go there, or control goes back to the caller.
    #[inline(always)]
    fn store(&mut self, block: Block<'_>) {
        if FAST && !block.is_empty() {
            self.store_all(block);
        }
    }

    /// Its room has been checked: this fails only if storage that is below its limit does not grow.
    #[inline(never)]
    fn store_all(&mut self, block: Block<'_>) {
        self.stage = Stage::InBuffers;
        let event_type = self.buffers.set(Value::EventType, block.event_type);
        let data = event_type.and_then(|()| block.data.map_or(Ok(()), |data| self.buffers.push_data_line(data)));
        if data.is_err() {
            self.drop_event();
        }
    }
}

/// What a line leads to, or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To nothing in particular; a call, to the end of the input.
    GoOn,
    Event,
    ReconnectionTime,
    Comment {
        ends: bool,
    },
    TooLarge,
}

/// What is lent from the input.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lent<'i> {
    /// The data of an event, or the text of a comment.
    pub(crate) text: &'i [u8],
    pub(crate) event_type: &'i [u8],
}
