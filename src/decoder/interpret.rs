//! Interpreting an event stream: fields to events.
//!
//! > HTML, ["Interpreting an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
//!
//! Notes for maintainers. A *block* is the lines up to a blank line. The rules below put it together in the buffers, line by
//! line, or piece by piece where a line is split over inputs. Each rule appears here once, in the order of the standard.
//! [`fast::whole_block`](crate::fast::whole_block) runs before them, and reads blocks that need no buffers.
//!
//! The limit counts lengths alone, wherever the bytes are, because the result must not depend on how the stream is cut into
//! inputs.

use super::{
    Decoder,
    buffers::{Full, Value},
};
use crate::{
    FieldName, Input, Storage,
    fast::common_line::common_line,
    line::{Found, Line, What},
    reconnection_time,
    target::{FAST, call},
    work,
};

/// Says how far the current block has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// No field of it has been stored.
    Start,
    /// Its fields so far are in the buffers.
    Stored,
    /// Its event was too large and has been dropped. The rest of it is read only for its ID and reconnection time.
    TooLarge,
    /// It has ended, and the caller has its event, which is in the buffers.
    HandedOut,
    /// The stream has ended in the middle of it, but the caller has its event, which is in the buffers.
    Unfinished,
}

/// Says what a line leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Nothing to return yet.
    GoOn,
    /// The end of a block that is no event.
    EndOfBlock,
    /// The end of a block that is no event, but has an ID, which has become the last event ID.
    LastEventId,
    /// An event, which is in the buffers.
    Event,
    /// A new reconnection time.
    ReconnectionTime,
    /// A comment, or a piece of one: the line itself.
    Comment,
    /// Nothing, because the line is ignored.
    Ignored,
    /// There is no room, so the event's data and type have been dropped.
    TooLarge,
}

impl<S: Storage> Decoder<S> {
    /// Takes lines until one leads to something, the block ends, or the input ends. Leaves the last one in `line`.
    #[inline(always)]
    pub(crate) fn read_by_rules<'i>(&mut self, input: &mut Input<'i>, all_items: bool, line: &mut Line<'i>) -> Step {
        if self.parser.begin(input) && self.stage == Stage::Start {
            return Step::EndOfBlock;
        }
        loop {
            if FAST && self.stage == Stage::Stored && input.rest().starts_with(b"data:") {
                self.more_data(input);
            }
            let start = input.consumed();
            match call(|| self.parser.next_line(input)) {
                Some(next) => *line = next,
                None => return Step::GoOn,
            }
            let has_id = all_items && self.buffers.has_id();
            match call(|| self.line(line)) {
                Step::GoOn => {}
                Step::ReconnectionTime | Step::Comment | Step::Ignored if !all_items => {}
                Step::EndOfBlock if has_id => return Step::LastEventId,
                Step::TooLarge => {
                    if self.too_large(line) {
                        return Step::TooLarge;
                    }
                }
                // The rest of an event that was reported as too large is not reported as ignored, too.
                Step::Ignored if self.stage == Stage::TooLarge => {}
                Step::Ignored => {
                    line.text = input.last_line_since(start);
                    return Step::Ignored;
                }
                step => return step,
            }
            if !line.ends {
                return Step::GoOn;
            }
        }
    }

    /// Does what [`read_by_rules`](Self::read_by_rules) does, but is not inlined.
    #[inline(never)]
    pub(crate) fn call_rules<'i>(&mut self, input: &mut Input<'i>, all_items: bool, line: &mut Line<'i>) -> Step {
        self.read_by_rules(input, all_items, line)
    }

    /// Stores the fields of a block that the fast path has read, but can't lend.
    #[inline(never)]
    pub(crate) fn store(&mut self, event_type: Option<&[u8]>, data: Option<&[u8]>, id: Option<&[u8]>) -> Step {
        let mut step = Step::GoOn;
        let fields = [(FieldName::Event, event_type), (FieldName::Data, data), (FieldName::Id, id)];
        for (name, value) in fields {
            let Some(value) = value else { continue };
            let line = Line::whole(name, value);
            if self.field(name, &line) == Step::TooLarge && self.too_large(&line) {
                step = Step::TooLarge;
            }
        }
        step
    }

    /// Does what the standard says about a line, or a piece of one.
    #[inline(always)]
    fn line(&mut self, line: &Line<'_>) -> Step {
        match line.what {
            What::BlankLine => self.dispatch(),
            What::Comment => Step::Comment,
            What::Field(name) => self.field(name, line),
            What::Ignored => Step::Ignored,
        }
    }

    /// Does what the standard says about a field.
    #[inline(always)]
    fn field(&mut self, name: FieldName, line: &Line<'_>) -> Step {
        if self.stage == Stage::Start {
            self.stage = Stage::Stored;
        }
        let kept = match name {
            FieldName::Event => self.event_type(line),
            FieldName::Data => self.data(line.text, line.begins),
            FieldName::Id => return self.id(line),
            FieldName::Retry => return self.retry(line),
        };
        if kept.is_ok() { Step::GoOn } else { Step::TooLarge }
    }

    /// `event`: the event type buffer is set to the value.
    #[inline(never)]
    fn event_type(&mut self, line: &Line<'_>) -> Result<(), Full> {
        if self.stage == Stage::TooLarge {
            self.buffers.clear_line();
            return Ok(());
        }
        if line.begins {
            // Free the old value at once: the block can't end before this line does.
            self.buffers.clear(Value::EventType);
        }
        self.buffers.push_line(line.text)?;
        if line.ends {
            self.buffers.set_to_line(Value::EventType);
        }
        Ok(())
    }

    /// `data`: the value is appended to the data buffer, and an LF.
    #[inline]
    pub(crate) fn data(&mut self, value: &[u8], begins: bool) -> Result<(), Full> {
        if self.stage == Stage::TooLarge {
            return Ok(());
        }
        self.buffers.push_data(value, begins)
    }

    /// Appends all lines of data that come next, as long as they are whole and there is memory for them.
    #[inline(never)]
    fn more_data(&mut self, input: &mut Input<'_>) {
        if !self.parser.is_at_line_start() || !self.buffers.has_data() {
            return;
        }
        let mut more = self.buffers.append_data();
        // Work on a copy, which the compiler can keep in registers.
        let mut lines = input.lines().clone();
        while let Some(line) = lines.peek() {
            match common_line(line) {
                Some((What::Field(FieldName::Data), value)) if more.push(value) => lines.skip_line(line),
                _ => break,
            }
        }
        *input.lines() = lines;
        more.finish();
        self.parser.end(input);
    }

    /// `id`: the last event ID buffer is set to the value, unless that contains a NULL; then the field is ignored.
    #[inline(never)]
    fn id(&mut self, line: &Line<'_>) -> Step {
        work::count(line.text.len());
        let up_to_null = line.text.split(|&byte| byte == 0).next().unwrap_or(line.text);
        if self.buffers.push_line(up_to_null).is_err() {
            return Step::TooLarge;
        }
        if up_to_null.len() < line.text.len() {
            return self.ignore_line(line);
        }
        if line.ends {
            self.buffers.clear(Value::Id);
            self.buffers.set_to_line(Value::Id);
        }
        Step::GoOn
    }

    /// `retry`: the reconnection time is set to the value, if it is all digits.
    #[inline(never)]
    pub(crate) fn retry(&mut self, line: &Line<'_>) -> Step {
        if line.begins {
            self.digits = 0;
            self.has_digit = false;
        }
        if !reconnection_time::push_digits(&mut self.digits, line.text) {
            return self.ignore_line(line);
        }
        self.has_digit |= !line.text.is_empty();
        if !line.ends {
            return Step::GoOn;
        }
        if !self.has_digit {
            return Step::Ignored;
        }
        self.has_reconnection_time = true;
        self.reconnection_time = self.digits;
        Step::ReconnectionTime
    }

    /// Ignores the current field, and the rest of its line if that has not ended.
    #[inline(never)]
    fn ignore_line(&mut self, line: &Line<'_>) -> Step {
        self.buffers.clear_line();
        if !line.ends {
            self.parser.ignore_line();
        }
        Step::Ignored
    }

    /// Ends the block at a blank line. If it has data, there is an event, which stays in the buffers while the caller has it.
    #[inline]
    fn dispatch(&mut self) -> Step {
        if self.stage == Stage::Stored && self.buffers.has_data() {
            self.stage = Stage::HandedOut;
            return Step::Event;
        }
        self.end_block();
        Step::EndOfBlock
    }

    /// Makes the block's ID, if it has one, the last event ID, and drops the block's data and event type. Drops the ID, too, if
    /// the end of the stream has ended the block.
    #[inline(never)]
    fn end_block(&mut self) {
        if self.stage != Stage::Unfinished {
            self.buffers.commit_id();
        }
        self.drop_block();
    }

    /// Ends the block whose event the caller had until now, if there is such a block.
    #[inline]
    pub(crate) fn end_block_if_handed_out(&mut self) {
        if matches!(self.stage, Stage::HandedOut | Stage::Unfinished) {
            self.end_block();
        }
    }

    /// Drops an unfinished block. Last event ID and reconnection time stay.
    #[inline]
    pub(crate) fn drop_block(&mut self) {
        self.buffers.drop_block();
        self.stage = Stage::Start;
    }

    /// Ends the last line and the last block at the end of the stream, without committing the block's ID.
    pub(crate) fn end_of_stream(&mut self) -> Step {
        if let Some(Found { what: What::Field(name), begins, .. }) = self.parser.end_of_stream() {
            let line = Line { what: What::Field(name), text: &[], begins, ends: true };
            // An unfinished `retry` line doesn't count.
            if name != FieldName::Retry && self.field(name, &line) == Step::TooLarge && self.too_large(&line) {
                self.drop_block();
                return Step::TooLarge;
            }
        }
        if self.stage == Stage::Stored && self.buffers.has_data() {
            self.stage = Stage::Unfinished;
            return Step::Event;
        }
        self.drop_block();
        Step::GoOn
    }

    /// Drops the event, as there is no room for a field. Afterwards there may be room for the field if it is an ID; if not, the
    /// field is ignored. Returns whether this is news, which it is not if the event had been dropped before.
    #[inline(always)]
    fn too_large(&mut self, line: &Line<'_>) -> bool {
        let is_news = self.stage != Stage::TooLarge;
        if is_news {
            self.drop_event();
        }
        if !is_news || line.what != What::Field(FieldName::Id) || self.id(line) == Step::TooLarge {
            self.ignore_line(line);
        }
        is_news
    }

    #[cold]
    #[inline(never)]
    fn drop_event(&mut self) {
        self.buffers.clear_event();
        self.stage = Stage::TooLarge;
    }

    /// Returns the last event ID as of the last block that has ended.
    #[inline]
    pub(crate) fn committed_last_event_id(&self) -> &[u8] {
        let stored = self.buffers.stored();
        if self.stage == Stage::HandedOut { stored.last_event_id() } else { stored.last_event_id_before() }
    }
}
