//! The fast path: reads blocks that are whole in the input, as most are.
//!
//! ```text
//! read lines as long as each has a common form and is the first of its kind
//! a blank line came, and the rules would have room for the block:  lend the event from the input
//! another line came:                                               pass the fields to the rules, which go on
//! the rules would have no room:                                    go back, and leave the block to the rules
//! ```
//!
//! Nothing is decided here. The rules in `decoder::interpret` alone say what a block leads to, what counts towards the limit,
//! and what is too large. The tests below, the fuzz target `fast_path`, and all tests of a build with `--cfg sse_proto_small`
//! compare the two.

use super::common_line::common_line;
use crate::{
    Decoder, FieldName, Input, Parser, Storage,
    decoder::{Stage, Step},
    line::{Found, Line, What},
    target::Lines,
};

/// Says what the fast path has found.
pub(crate) enum WholeBlock<'i> {
    /// An event, lent from the input. Its ID, if it has one, has become the last event ID.
    Event { event_type: &'i [u8], data: &'i [u8], has_id: bool },
    /// An event that is too large: there is no memory for its ID, or for the fields that were passed to the rules.
    TooLarge,
    /// A block that is no event has ended.
    NoEvent,
    /// A block that is no event has ended, and its ID has become the last event ID. Only with `all_items`.
    LastEventId,
    /// Nothing. The rules go on if there is more to read.
    Declined,
}

impl<S: Storage> Decoder<S> {
    /// Reads on to the end of the next event, if its block is whole in the input.
    #[inline(always)]
    pub(crate) fn next_whole_block<'i>(&mut self, input: &mut Input<'i>, all_items: bool) -> WholeBlock<'i> {
        if self.is_at_block_start() {
            let mut block = Block { start: input.consumed(), ..Block::default() };
            let at_uncommon_line = block.read(input.lines(), all_items);
            if block.has_ended && self.has_room_for(&block, input) {
                return self.end_whole_block(block, input, all_items);
            }
            if block.is_empty() && !at_uncommon_line {
                self.parser.end(input);
                return WholeBlock::Declined;
            }
            // Work on a copy, which the compiler can keep in registers.
            let mut rest = input.clone();
            let outcome = self.go_on(block, &mut rest, at_uncommon_line, all_items);
            *input = rest;
            return outcome;
        }
        // Most small inputs are a piece of data.
        if self.parser.is_in_data() && input.lines().no_line_ends() && self.data(input.rest(), false).is_ok() {
            input.lines().take_rest();
        }
        WholeBlock::Declined
    }

    /// Returns whether the rules would have room for the block so far. They would store no more than its length.
    #[inline(always)]
    fn has_room_for(&self, block: &Block<'_>, input: &Input<'_>) -> bool {
        self.buffers.has_room(input.consumed().wrapping_sub(block.start))
    }

    /// Ends the block after its blank line.
    #[inline(always)]
    fn end_whole_block<'i>(&mut self, block: Block<'i>, input: &Input<'i>, all_items: bool) -> WholeBlock<'i> {
        self.parser.end(input);
        if block.id.is_some_and(|id| self.buffers.set_last_event_id(id).is_err()) {
            return WholeBlock::TooLarge;
        }
        match block.data {
            Some(data) => {
                WholeBlock::Event { event_type: block.event_type.unwrap_or_default(), data, has_id: block.id.is_some() }
            }
            None if all_items && block.id.is_some() => WholeBlock::LastEventId,
            None => WholeBlock::NoEvent,
        }
    }

    /// Goes on with a block that has not ended, or for which there is no room.
    #[inline(never)]
    fn go_on<'i>(
        &mut self,
        mut block: Block<'i>,
        input: &mut Input<'i>,
        mut at_uncommon_line: bool,
        all_items: bool,
    ) -> WholeBlock<'i> {
        loop {
            if !self.has_room_for(&block, input) {
                input.lines().go_back(block.start);
                return WholeBlock::Declined;
            }
            if block.has_ended {
                return self.end_whole_block(block, input, all_items);
            }
            if !at_uncommon_line || !self.take_if_nothing_is_stored(input, &mut block) {
                break;
            }
            at_uncommon_line = block.read(input.lines(), all_items);
        }
        self.parser.end(input);
        if block.has_reconnection_time {
            self.stage = Stage::Stored;
        }
        let Block { event_type, data, id, .. } = block;
        if !block.is_empty() && self.store(event_type, data, id) == Step::TooLarge {
            return WholeBlock::TooLarge;
        }
        WholeBlock::Declined
    }

    /// Takes the next line if it is ignored or a reconnection time, so that nothing of it is stored.
    #[inline]
    fn take_if_nothing_is_stored(&mut self, input: &mut Input<'_>, block: &mut Block<'_>) -> bool {
        let Some(bytes) = input.lines().peek() else { return false };
        let is_taken = self.take_without_storing(bytes, block);
        if is_taken {
            input.lines().skip_line(bytes);
        }
        is_taken
    }

    #[inline(never)]
    fn take_without_storing(&mut self, bytes: &[u8], block: &mut Block<'_>) -> bool {
        match Parser::at_line_start().line(bytes, true) {
            Some(Found { what: What::Ignored, .. }) => true,
            Some(Found { what: What::Field(FieldName::Retry), at, .. }) => {
                let value = bytes.get(usize::from(at)..).unwrap_or_default();
                self.retry(&Line::whole(FieldName::Retry, value));
                block.has_reconnection_time = true;
                true
            }
            _ => false,
        }
    }

    /// Returns whether the next byte begins a line and nothing of a block has been stored.
    #[inline(always)]
    fn is_at_block_start(&self) -> bool {
        self.stage == Stage::Start && self.parser.is_at_line_start()
    }
}

/// Holds the fields of a block, at most one of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Block<'i> {
    event_type: Option<&'i [u8]>,
    data: Option<&'i [u8]>,
    id: Option<&'i [u8]>,
    /// Whether a `retry` field has been taken.
    has_reconnection_time: bool,
    /// Whether a blank line has ended the block.
    has_ended: bool,
    /// Where in the input the block begins.
    start: usize,
}

impl<'i> Block<'i> {
    /// Reads on in a block. Stops at its end, before a line that has no common form or repeats a field, or after the last whole
    /// line of the input. Skips blocks without fields to store.
    ///
    /// Returns whether nothing of the next line may have to be stored, because it is a reconnection time or an ignored line.
    /// With `all_items`, leaves comments, reconnection times and ignored lines to the rules.
    #[inline(always)]
    fn read(&mut self, lines: &mut Lines<'i>, all_items: bool) -> bool {
        while let Some(bytes) = lines.peek() {
            let Some((what, text)) = common_line(bytes) else { return !all_items };
            match what {
                What::Field(FieldName::Event) if self.event_type.is_none() => self.event_type = Some(text),
                What::Field(FieldName::Data) if self.data.is_none() => {
                    self.data = Some(text);
                    lines.skip_line(bytes);
                    // Most blocks end with their data.
                    if lines.skip_line_feed() {
                        self.has_ended = true;
                        break;
                    }
                    continue;
                }
                What::Field(FieldName::Id) if self.id.is_none() && !text.contains(&0) => self.id = Some(text),
                What::Field(FieldName::Retry) => return !all_items,
                What::Comment if !all_items => {}
                What::BlankLine => {}
                What::Field(_) | What::Comment | What::Ignored => break,
            }
            lines.skip_line(bytes);
            if what == What::BlankLine || lines.skip_line_feed() {
                if !self.is_empty() {
                    self.has_ended = true;
                    break;
                }
                self.start = lines.at();
                self.has_reconnection_time = false;
            }
        }
        false
    }

    /// Returns whether the block has no fields to store.
    #[inline(always)]
    const fn is_empty(&self) -> bool {
        self.event_type.is_none() && self.data.is_none() && self.id.is_none()
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{format, string::String, vec::Vec};

    use crate::{Decoder, Input, target::FAST};

    /// Returns the items of the inputs, and the decoder's state after each, as text.
    fn items<const FAST_PATH: bool>(inputs: &[&[u8]], limit: usize, all_items: bool) -> Vec<String> {
        let mut decoder = Decoder::with_limit(limit);
        let mut items = Vec::new();
        for input in inputs {
            let mut input = Input::new(input);
            while let Some(item) = decoder.next::<FAST_PATH>(&mut input, all_items) {
                items.push(format!("{item:?}"));
                items.push(format!("{} {:?}", input.consumed(), decoder.last_event_id()));
            }
            assert!(input.is_empty());
            items.push(format!("{:?} {:?}", decoder.last_event_id(), decoder.reconnection_time()));
        }
        items
    }

    #[test]
    fn the_fast_path_agrees_with_the_rules() {
        if !FAST {
            return; // Bare metal has no fast path.
        }
        const TOKENS: [&str; 18] = [
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
            "id: 12345678\n",
            "event: type\n",
            "\u{FEFF}",
        ];
        let mut random = 1_u64;
        let mut up_to = |n: usize| {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (random >> 33) as usize % n
        };
        for _ in 0..20_000 {
            let stream: String = (0..up_to(40)).map(|_| TOKENS[up_to(TOKENS.len())]).collect();
            let limit = [4, 12, 20, 1000][up_to(4)];
            let inputs: Vec<_> = stream.as_bytes().chunks(1 + up_to(60)).collect();
            for all_items in [false, true] {
                let found = items::<true>(&inputs, limit, all_items);
                assert_eq!(found, items::<false>(&inputs, limit, all_items), "{inputs:?}, all: {all_items}");
            }
        }
    }
}
