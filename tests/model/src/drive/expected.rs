//! The model's results, and the check that a layer's are the same.

use super::{Layer, log::same_items};
use crate::model::{self, Item, Options, Own};

/// Holds the model's results for a stream, and for its beginnings.
#[derive(Clone, Debug)]
pub struct Expected<'s> {
    /// The stream.
    pub stream: &'s [u8],
    /// All items.
    pub items: Vec<Item>,
    events: Vec<Item>,
    own: Vec<Own>,
    /// The model's results once so many bytes are in.
    at: Vec<Option<State>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    items: usize,
    events: usize,
    last_event_id: String,
    reconnection_time: Option<u64>,
    is_between_events: bool,
}

impl<'s> Expected<'s> {
    /// Asks the model about every beginning of the stream: once `n` bytes are in, a layer must have returned the items of
    /// `stream[..n]`, and no more. Takes quadratic time.
    ///
    /// Under a limit the stream must be valid UTF-8, and the middle of a character is left out, because the model measures
    /// decoded text.
    pub fn at_every_byte(stream: &'s [u8], options: Options<'_>) -> Self {
        Self::at(stream, options, 0..=stream.len())
    }

    /// Does what [`at_every_byte`](Self::at_every_byte) does, but asks only about these beginnings, and always about the
    /// whole stream.
    pub fn at(stream: &'s [u8], options: Options<'_>, ends: impl IntoIterator<Item = usize>) -> Self {
        let whole = model::interpret_with(stream, options);
        let mut at = vec![None; stream.len() + 1];
        for end in ends.into_iter().chain([stream.len()]) {
            if at[end].is_some() || (options.limit.is_some() && core::str::from_utf8(&stream[..end]).is_err()) {
                continue;
            }
            let begun = model::interpret_with(&stream[..end], options);
            assert!(whole.items.starts_with(&begun.items), "the model changes its mind: {}", stream.escape_ascii());
            at[end] = Some(State {
                items: begun.items.len(),
                events: begun.items.iter().filter(|item| is_event(item)).count(),
                last_event_id: begun.last_event_id,
                reconnection_time: begun.reconnection_time,
                is_between_events: begun.is_between_events,
            });
        }
        let events = whole.items.iter().filter(|item| is_event(item)).cloned().collect();
        Self { stream, items: whole.items, events, own: whole.own, at }
    }

    /// Feeds the stream to a layer that is at the start of a stream, and checks the results after each input. The stream is
    /// cut at the given places; two equal places make an empty input.
    #[track_caller]
    pub fn check(&self, what: &str, layer: &mut dyn Layer, cuts: &[usize]) {
        if let Err(error) = self.try_check(what, layer, cuts) {
            panic!("{error}");
        }
    }

    /// Does what [`check`](Self::check) does, without a panic.
    ///
    /// # Errors
    ///
    /// Returns a description if the results differ.
    pub fn try_check(&self, what: &str, layer: &mut dyn Layer, cuts: &[usize]) -> Result<(), String> {
        let before = layer.items().len();
        let own_before = layer.own().len();
        let mut start = 0;
        for &end in cuts.iter().chain([&self.stream.len()]) {
            let old = layer.items().len();
            layer.feed(&self.stream[start..end]);
            let whole_lines = cuts.is_empty() && layer.has_whole_lines();
            let mut right = self
                .check_state(layer, before, end, whole_lines)
                .and_then(|()| self.check_consumed(layer, before, old, start));
            if end == self.stream.len() && layer.own()[own_before..] != self.own {
                right = Err(format!("blocks of their own: {:?}, came {:?}", self.own, &layer.own()[own_before..]));
            }
            start = end;
            right.map_err(|error| {
                let (stream, layer) = (self.stream.escape_ascii(), layer.name());
                format!("\n{what}, {layer}\nstream: {stream}\ncut at {cuts:?}\n{error}\n")
            })?;
        }
        Ok(())
    }

    /// Checks that the bytes consumed with an item give that item and those before it, and no more. Looks at the items after
    /// the first `old` ones, of an input that starts at `start`.
    fn check_consumed(&self, layer: &dyn Layer, before: usize, old: usize, start: usize) -> Result<(), String> {
        for (number, consumed) in (1..).zip(&layer.consumed()[before..]).skip(old - before) {
            let consumed = start + consumed;
            let Some(state) = &self.at[consumed] else { continue };
            let given = if layer.events_only() { state.events } else { state.items };
            if given != number {
                let consumed = self.stream[..consumed].escape_ascii();
                return Err(format!("item {number} came when what had been consumed gives {given}: {consumed}"));
            }
        }
        Ok(())
    }

    fn check_state(&self, layer: &dyn Layer, before: usize, end: usize, whole_lines: bool) -> Result<(), String> {
        let Some(state) = &self.at[end] else { return Ok(()) };
        let expected = if layer.events_only() { &self.events[..state.events] } else { &self.items[..state.items] };
        let came = &layer.items()[before..];
        // All earlier items but the last one have been compared before.
        let new = if end == self.stream.len() { 0 } else { expected.len().saturating_sub(1) };
        if came.len() == expected.len()
            && same_items(&came[new..], &expected[new..], whole_lines)
            && layer.last_event_id() == state.last_event_id
            && layer.reconnection_time() == state.reconnection_time
            && layer.is_between_events() == state.is_between_events
        {
            return Ok(());
        }
        Err(format!(
            "once {end} bytes are in: {}\nexpected {expected:?}, ID {:?}, reconnection time {:?}, between events: {}\n    \
             came {came:?}, ID {:?}, reconnection time {:?}, between events: {}",
            self.stream[..end].escape_ascii(),
            state.last_event_id,
            state.reconnection_time,
            state.is_between_events,
            layer.last_event_id(),
            layer.reconnection_time(),
            layer.is_between_events(),
        ))
    }
}

/// Returns whether a caller that asks only for events gets the item.
pub fn is_event(item: &Item) -> bool {
    matches!(item, Item::Event { .. } | Item::TooLarge)
}
