//! Interpreting an event stream: fields to events.
//!
//! > HTML, ["Interpreting an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
//!
//! For who changes the machine: a *block* is what stands between two blank lines. As long as its lines lie whole in one
//! input it is kept as slices of that input, in a [`Block`], but for its ID. As soon as something is split, or has to be
//! joined, all of it goes into the buffers, and so it does whenever control goes back to the caller in the middle of a
//! block. A [`Block`] thus never outlives a call, and the cursor over an input can be dropped at any time.
//!
//! The rules are in [`Decoder::take`] and the functions it calls, in terms of the buffers, and [`Events::next_by_rules`] is
//! all that small CPUs have. Others ([`FAST`]) have [`Decoder::next_in_input`], which goes round the rules where it can:
//! [`Decoder::take_in_input`] does without the buffers what the rules would do with them, and [`Decoder::join_data`] and
//! others take data to the buffers directly. They may refuse anything, and then the rules have it. The outcome is the same,
//! which the tests below show.
//!
//! What counts towards the limit is decided by lengths alone, never by where something lies: the outcome must not depend
//! on how the stream is cut into inputs.

use super::{
    Decoder, Events,
    block::Block,
    buffers::{Full, Value},
    line::{Lent, Line},
    status::{Fact, Stage},
};
use crate::{
    Buffer, Event, FieldName,
    end_of_line::{FAST, Lines, is_short_piece},
    parse::{What, usual},
    reconnection_time, work,
};
#[cfg(all(target_pointer_width = "64", not(sse_proto_small_cpu)))]
use crate::{Text, event::Values};

impl<'i, B: Buffer> Events<'_, 'i, B> {
    /// The event at which a call has arrived.
    #[inline(always)]
    pub(super) fn event(&self) -> Event<'_> {
        let stored = self.decoder.buffers.stored();
        #[cfg(all(target_pointer_width = "64", not(sse_proto_small_cpu)))]
        if self.decoder.status.stage() != Stage::HANDED_OUT {
            let Lent { line: Line { text: data, .. }, event_type } = self.lent;
            let data = Text::within(data, self.lines.input());
            return Event::new(Values::new(event_type, data, stored.last_event_id_before()));
        }
        Event::new(stored)
    }

    /// Reads on to the next event, or, if `all` items are wanted, to the next item: the obvious way. What it calls are
    /// functions of their own, one behind the other rather than within each other, so that the stack gets no deeper than
    /// each of them needs.
    #[inline(always)]
    pub(super) fn next_by_rules(&mut self, all: bool) -> Step {
        self.decoder.end_block_if_handed_out();
        while self.find_by_rules() {
            match self.decoder.take_by_rules(&self.lent.line) {
                Step::GoOn => {}
                Step::ReconnectionTime | Step::Comment if !all => {}
                step => return step,
            }
        }
        Step::GoOn
    }

    /// Reads on to a line that means something, or what there is of it.
    #[inline(never)]
    fn find_by_rules(&mut self) -> bool {
        let parser = &mut self.decoder.parser;
        while let Some((bytes, ends)) = self.lines.next_piece(&mut parser.after_carriage_return) {
            if let Some(found) = parser.line(bytes, ends) {
                self.lent.line = Line::new(found, bytes, ends);
                return true;
            }
        }
        false
    }
}

impl<B: Buffer> Decoder<B> {
    /// The last event ID of the last block that has ended.
    #[inline]
    pub(super) fn committed_last_event_id(&self) -> &[u8] {
        let stored = self.buffers.stored();
        if self.status.stage() == Stage::HANDED_OUT { stored.last_event_id() } else { stored.last_event_id_before() }
    }

    /// Ends the block whose event the caller has had until now, if there is one.
    #[inline(never)]
    pub(super) fn end_block_if_handed_out(&mut self) {
        if self.status.stage() == Stage::HANDED_OUT {
            self.end_block();
        }
    }

    fn end_block(&mut self) {
        self.buffers.end_block();
        self.status.set_stage(Stage::IN_INPUT);
    }

    /// Drops what has been read of a block. Last event ID and reconnection time stay.
    pub(super) fn drop_block(&mut self) {
        self.end_block_if_handed_out();
        self.buffers.drop_block();
        self.status.set_stage(Stage::IN_INPUT);
    }

    /// [`take`](Self::take), as a call: it is inlined wherever it is used.
    #[inline(never)]
    fn take_by_rules(&mut self, line: &Line<'_>) -> Step {
        self.take(line)
    }

    /// Does what [`Events::next_by_rules`] does, round the rules where it can.
    #[inline(always)]
    pub(super) fn next_in_input<'i, const ALL: bool>(&mut self, lines: &mut Lines<'i>, lent: &mut Lent<'i>) -> Step {
        if self.status.stage() != Stage::IN_INPUT {
            if lines.input().is_empty() && self.status.stage() == Stage::IN_BUFFERS {
                return Step::GoOn;
            }
            self.end_block_if_handed_out();
            if self.take_untold() {
                return Step::TooLarge;
            }
        }
        let mut block = Block::default();
        let mut room = self.buffers.room();
        while let Some(mut line) = lines.next(&mut self.parser.after_carriage_return) {
            if self.parser.is_at_line_start() {
                if self.status.stage() == Stage::IN_INPUT {
                    match self.take_in_input::<ALL>(lines, &mut block, &mut room, line) {
                        Some(Step::Event) => {
                            *lent = Lent::event(block);
                            return Step::Event;
                        }
                        Some(_) => continue,
                        None if block.data.is_some()
                            && matches!(usual(line), Some((What::Field(FieldName::Data), _))) =>
                        {
                            // A copy: what a reference points to can't be in registers.
                            let mut rest = lines.clone();
                            let other = self.join_data(block, line, &mut rest);
                            *lines = rest;
                            block = Block::default();
                            match other {
                                Some(other) => line = other,
                                None => break,
                            }
                        }
                        None => {}
                    }
                } else if self.more_data(line) {
                    continue;
                }
            }
            let Some((step, text)) = self.take_line(block, line, true) else { continue };
            block = Block::default();
            match step {
                Step::GoOn => room = self.buffers.room(),
                Step::ReconnectionTime | Step::Comment if !ALL => {}
                step => {
                    *lent = Lent::comment(text, true);
                    return step;
                }
            }
        }
        self.store(block);
        let rest = lines.take_rest();
        if !rest.is_empty() {
            if self.rest_of_data(rest) {
                return Step::GoOn;
            }
            match self.take_line(Block::default(), rest, false) {
                Some((step, text)) if step == Step::TooLarge || ALL && step != Step::GoOn => {
                    *lent = Lent::comment(text, false);
                    return step;
                }
                _ => {}
            }
        }
        if self.take_untold() { Step::TooLarge } else { Step::GoOn }
    }

    /// Takes a short input, if all of it belongs to a data line that has begun before. Where inputs are this short, it is
    /// what they are most of the time.
    #[inline(always)]
    pub(super) fn take_short_data(&mut self, input: &[u8]) -> bool {
        FAST && self.parser.is_in_data()
            && self.status.stage() == Stage::IN_BUFFERS
            && is_short_piece(input)
            && self.buffers.push_data(input, false).is_ok()
    }

    /// Takes what belongs to a data line that has begun in an input before.
    #[inline(always)]
    fn rest_of_data(&mut self, bytes: &[u8]) -> bool {
        self.parser.is_in_data()
            && self.status.stage() == Stage::IN_BUFFERS
            && self.buffers.push_data(bytes, false).is_ok()
    }

    /// Takes a line, or a piece of one, by the rules, and moves the block into the buffers first. If the line means
    /// nothing, neither is done.
    #[inline(never)]
    fn take_line<'i>(&mut self, block: Block<'_>, bytes: &'i [u8], ends: bool) -> Option<(Step, &'i [u8])> {
        let line = Line::new(self.parser.line(bytes, ends)?, bytes, ends);
        self.store(block);
        Some((self.take(&line), line.text))
    }

    /// Moves a block with data into the buffers, and takes a line of data that is to be joined to it, and those behind it,
    /// as long as there is memory for them. Returns the first line that it did not take.
    #[inline(never)]
    fn join_data<'i>(&mut self, block: Block<'_>, mut line: &'i [u8], lines: &mut Lines<'i>) -> Option<&'i [u8]> {
        self.store_all(block);
        if self.status.stage() != Stage::IN_BUFFERS {
            return Some(line);
        }
        let mut more = self.buffers.append_data();
        let other = loop {
            match usual(line) {
                Some((What::Field(FieldName::Data), value)) if more.push(value) => {}
                _ => break Some(line),
            }
            match lines.next(&mut self.parser.after_carriage_return) {
                Some(next) => line = next,
                None => break None,
            }
        };
        more.finish();
        other
    }

    /// Takes a whole line if it is one more line of data. (Where events are spread over inputs, there are few in each, for
    /// which [`join_data`](Self::join_data) would not pay.)
    #[inline(always)]
    fn more_data(&mut self, line: &[u8]) -> bool {
        match usual(line) {
            Some((What::Field(FieldName::Data), value)) if self.status.stage() == Stage::IN_BUFFERS => {
                self.buffers.push_data(value, true).is_ok()
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
            What::BlankLine => return Some(self.end_block_in_input(block, room)),
            What::Field(FieldName::Retry) if !ALL => {
                self.retry(&Line::whole(what, value));
            }
            What::Comment if !ALL => {}
            What::Field(_) | What::Comment => return None,
        }
        // Most blocks are one or two lines, and end behind the last one.
        Some(if lines.skip_line_feed() { self.end_block_in_input(block, room) } else { Step::GoOn })
    }

    /// A blank line ends a block of which only the ID is in the buffers, if it has one.
    #[inline(always)]
    fn end_block_in_input(&mut self, block: &mut Block<'_>, room: &mut usize) -> Step {
        let had_id = self.buffers.commit_id();
        if block.data.is_some() {
            return Step::Event;
        }
        // Most blocks without data are a comment, and there is nothing to be dropped.
        if had_id || !block.event_type.is_empty() {
            *block = Block::default();
            *room = self.buffers.room();
        }
        Step::GoOn
    }

    /// Does what the standard says about a line, or a piece of one. The block is in the buffers.
    fn take(&mut self, line: &Line<'_>) -> Step {
        if self.status.stage() == Stage::IN_INPUT {
            self.status.set_stage(Stage::IN_BUFFERS);
        }
        match line.what {
            What::Field(FieldName::Retry) => self.retry(line),
            What::Field(name) => self.field(name, line),
            What::BlankLine => self.dispatch(),
            What::Comment => Step::Comment,
        }
    }

    /// Does what the standard says about a field whose value is kept. If there is no room for it, the event is dropped. With
    /// that out of the way there may be room for an ID; if not, it is ignored.
    fn field(&mut self, name: FieldName, line: &Line<'_>) -> Step {
        if self.keep(name, line).is_ok() {
            return Step::GoOn;
        }
        let step = self.drop_event();
        if step == Step::GoOn || name != FieldName::Id || self.id(line).is_err() {
            self.ignore_line(line);
        }
        step
    }

    /// Drops the event, and says so; does nothing if that has been done before.
    #[cold]
    #[inline(never)]
    fn drop_event(&mut self) -> Step {
        if self.status.stage() == Stage::TOO_LARGE {
            return Step::GoOn;
        }
        self.buffers.clear_event();
        self.status.set_stage(Stage::TOO_LARGE);
        Step::TooLarge
    }

    #[inline(always)]
    fn keep(&mut self, name: FieldName, line: &Line<'_>) -> Result<(), Full> {
        match name {
            FieldName::Data => self.data(line),
            FieldName::EventType => self.event_type(line),
            FieldName::Id => self.id(line),
            // Not reached: it has nothing to keep, and `take` sees to it.
            FieldName::Retry => Ok(()),
        }
    }

    /// A blank line ends the block. Its ID, if it has one, is the last event ID from here on. If it has data, there is an
    /// event. Data and event type are dropped, event or not.
    fn dispatch(&mut self) -> Step {
        if self.status.stage() == Stage::IN_BUFFERS && self.buffers.has_data() {
            self.status.set_stage(Stage::HANDED_OUT);
            return Step::Event;
        }
        let untold = FAST && self.take_untold();
        self.end_block();
        if untold { Step::TooLarge } else { Step::GoOn }
    }

    /// `data`: the value is appended to the data buffer, and an LF.
    #[cfg_attr(not(target_pointer_width = "64"), inline(never))]
    fn data(&mut self, line: &Line<'_>) -> Result<(), Full> {
        if self.is_too_large() {
            return Ok(());
        }
        self.buffers.push_data(line.text, line.begins)
    }

    /// `event`: the event type buffer is set to the value.
    #[cfg_attr(not(target_pointer_width = "64"), inline(never))]
    fn event_type(&mut self, line: &Line<'_>) -> Result<(), Full> {
        if self.is_too_large() {
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

    /// `id`: the last event ID buffer is set to the value, unless that contains a NULL; then the field is ignored.
    #[cfg_attr(not(target_pointer_width = "64"), inline(never))]
    fn id(&mut self, line: &Line<'_>) -> Result<(), Full> {
        work::count(line.text.len());
        let up_to_null = line.text.split(|&byte| byte == 0).next().unwrap_or(line.text);
        self.buffers.push_line(up_to_null)?;
        if up_to_null.len() < line.text.len() {
            self.ignore_line(line);
        } else if line.ends {
            self.buffers.clear(Value::Id);
            self.buffers.set_to_line(Value::Id);
        }
        Ok(())
    }

    /// `retry`: the reconnection time is set to the value, if it is all digits.
    #[inline(never)]
    fn retry(&mut self, line: &Line<'_>) -> Step {
        if line.begins {
            self.digits = 0;
            self.status.set(Fact::DIGIT, false);
        }
        if !reconnection_time::push_digits(&mut self.digits, line.text) {
            self.ignore_line(line);
            return Step::GoOn;
        }
        if !line.text.is_empty() {
            self.status.set(Fact::DIGIT, true);
        }
        if !line.ends || !self.status.has(Fact::DIGIT) {
            return Step::GoOn;
        }
        self.status.set(Fact::RECONNECTION_TIME, true);
        self.reconnection_time = self.digits;
        Step::ReconnectionTime
    }

    /// Ignores the field that is being read, and the rest of its line, if that has not ended.
    #[cfg_attr(not(target_pointer_width = "64"), inline(never))]
    fn ignore_line(&mut self, line: &Line<'_>) {
        self.buffers.clear_line();
        if !line.ends {
            self.parser.ignore_line();
        }
    }

    #[inline]
    fn is_too_large(&self) -> bool {
        matches!(self.status.stage(), Stage::TOO_LARGE | Stage::TOO_LARGE_UNTOLD)
    }

    /// Whether the caller has yet to be told that the event was too large; it is told now.
    #[inline]
    fn take_untold(&mut self) -> bool {
        let untold = self.status.stage() == Stage::TOO_LARGE_UNTOLD;
        if untold {
            self.status.set_stage(Stage::TOO_LARGE);
        }
        untold
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
        self.status.set_stage(Stage::IN_BUFFERS);
        let event_type = self.buffers.set(Value::EventType, block.event_type);
        let data = event_type.and_then(|()| block.data.map_or(Ok(()), |data| self.buffers.push_data(data, true)));
        if data.is_err() {
            self.buffers.clear_event();
            self.status.set_stage(Stage::TOO_LARGE_UNTOLD);
        }
    }
}

/// What a line leads to, or a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To nothing in particular; a call, to the end of the input.
    GoOn,
    Event,
    ReconnectionTime,
    Comment,
    TooLarge,
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{format, string::String, vec::Vec};

    use super::Step;
    use crate::{Decoder, Events, Growing};

    /// What `next` comes to, input by input, and what the decoder knows in the end.
    fn steps(inputs: &[&[u8]], limit: usize, next: fn(&mut Events<'_, '_, Growing>) -> Step) -> Vec<String> {
        let mut decoder = Decoder::with_storage(Growing::with_limit(limit));
        let mut steps = Vec::new();
        for input in inputs {
            let mut events = decoder.decode(input);
            loop {
                let step = next(&mut events);
                steps.push(match step {
                    Step::GoOn => break,
                    Step::Event => format!("{:?}", events.event()),
                    Step::Comment => format!("{step:?} {:?} {}", events.lent.line.text, events.lent.line.ends),
                    Step::ReconnectionTime | Step::TooLarge => format!("{step:?}"),
                });
            }
            assert_eq!(events.remaining(), b"");
            steps.push(format!("{:?} {:?}", decoder.last_event_id(), decoder.reconnection_time()));
        }
        steps
    }

    fn assert_equal<const ALL: bool>(inputs: &[&[u8]], limit: usize) {
        let found = steps(inputs, limit, |events| events.next::<ALL>());
        let expected = steps(inputs, limit, |events| events.next_by_rules(ALL));
        assert_eq!(found, expected, "{inputs:?}, all: {ALL}");
    }

    #[test]
    fn going_round_the_rules_makes_no_difference() {
        const TOKENS: [&str; 16] = [
            "data",
            "event",
            "id",
            "retry",
            ":",
            ": ",
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            "x",
            "7",
            "\0",
            "other",
            "data: text\n",
            "\u{FEFF}",
        ];
        let mut random = 1_u64;
        let mut up_to = |n: usize| {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (random >> 33) as usize % n
        };
        for _ in 0..20_000 {
            let stream: String = (0..up_to(40)).map(|_| TOKENS[up_to(TOKENS.len())]).collect();
            let limit = [4, 12, 1000][up_to(3)];
            let inputs: Vec<_> = stream.as_bytes().chunks(1 + up_to(40)).collect();
            assert_equal::<false>(&inputs, limit);
            assert_equal::<true>(&inputs, limit);
        }
    }
}
