//! Interpreting an event stream: fields to events.
//!
//! > HTML, ["Interpreting an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
//!
//! Notes for maintainers. A *block* is what stands between two blank lines. It is put together in the buffers by the rules
//! below, line by line, or piece by piece where a line is split over inputs. Every rule stands here once, in the order of the
//! standard. [`fast::whole_block`](crate::fast::whole_block) comes before them, and reads what needs no buffers.
//!
//! What counts towards the limit is decided by lengths alone, never by where something lies: the outcome must not depend
//! on how the stream is cut into inputs.

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

/// How far the block has been read that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing of it has been stored.
    Start,
    /// What has been read of it is in the buffers.
    Stored,
    /// Its event was too large and has been dropped; the rest of it is read for its ID and reconnection time only.
    TooLarge,
    /// It has ended, and its event, in the buffers, has been handed out.
    HandedOut,
    /// The stream has ended in the middle of it, and its event, in the buffers, has been handed out nevertheless.
    Unfinished,
}

/// What a line leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To nothing in particular.
    GoOn,
    /// To the end of a block that is no event.
    EndOfBlock,
    /// The same, and it has an ID, which has become the last event ID.
    LastEventId,
    /// To an event, which is in the buffers.
    Event,
    /// To another reconnection time.
    ReconnectionTime,
    /// To a comment, or a piece of one, which is that line.
    Comment,
    /// To nothing, as it is ignored.
    Ignored,
    /// To the end of an event's data and type: there is no room.
    TooLarge,
}

impl<S: Storage> Decoder<S> {
    /// Takes lines up to the one that leads to something, or to the end of the block, or of the input. `line` is the last one.
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
                // What has been reported as too large is not reported as ignored, too.
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

    /// The same, as a call.
    #[inline(never)]
    pub(crate) fn call_rules<'i>(&mut self, input: &mut Input<'i>, all_items: bool, line: &mut Line<'i>) -> Step {
        self.read_by_rules(input, all_items, line)
    }

    /// Takes the lines of a block that the fast path has read, but can't lend.
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
            // The old one is of no use any more: the block can't end before this line does.
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

    /// The same for all lines of data that come next, as long as they are whole and there is memory for them.
    #[inline(never)]
    fn more_data(&mut self, input: &mut Input<'_>) {
        if !self.parser.is_at_line_start() || !self.buffers.has_data() {
            return;
        }
        let mut more = self.buffers.append_data();
        // A copy: what a reference points to can't be in registers.
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

    /// Ignores the field that is being read, and the rest of its line, if that has not ended.
    #[inline(never)]
    fn ignore_line(&mut self, line: &Line<'_>) -> Step {
        self.buffers.clear_line();
        if !line.ends {
            self.parser.ignore_line();
        }
        Step::Ignored
    }

    /// A blank line ends the block. If it has data, there is an event, which stays in the buffers while the caller has it.
    #[inline]
    fn dispatch(&mut self) -> Step {
        if self.stage == Stage::Stored && self.buffers.has_data() {
            self.stage = Stage::HandedOut;
            return Step::Event;
        }
        self.end_block();
        Step::EndOfBlock
    }

    /// At the end of a block, its ID, if it has one, becomes the last event ID. Data and event type are dropped, event or not.
    /// At the end of the stream, the ID is dropped, too.
    #[inline(never)]
    fn end_block(&mut self) {
        if self.stage != Stage::Unfinished {
            self.buffers.commit_id();
        }
        self.drop_block();
    }

    /// Ends the block whose event the caller has had until now, if there is one.
    #[inline]
    pub(crate) fn end_block_if_handed_out(&mut self) {
        if matches!(self.stage, Stage::HandedOut | Stage::Unfinished) {
            self.end_block();
        }
    }

    /// Drops what has been read of a block. Last event ID and reconnection time stay.
    #[inline]
    pub(crate) fn drop_block(&mut self) {
        self.buffers.drop_block();
        self.stage = Stage::Start;
    }

    /// The end of the stream: its last line has ended, and so has its last block, but for its ID.
    pub(crate) fn end_of_stream(&mut self) -> Step {
        if let Some(Found { what: What::Field(name), begins, .. }) = self.parser.end_of_stream() {
            let line = Line { what: What::Field(name), text: &[], begins, ends: true };
            // Half a reconnection time is none.
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

    /// There is no room for a field: the event is dropped. With that out of the way there may be room for an ID; if not, it is
    /// ignored. Returns whether this is news: not if the event has been dropped before.
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

    /// The last event ID of the last block that has ended.
    #[inline]
    pub(crate) fn committed_last_event_id(&self) -> &[u8] {
        let stored = self.buffers.stored();
        if self.stage == Stage::HandedOut { stored.last_event_id() } else { stored.last_event_id_before() }
    }
}
