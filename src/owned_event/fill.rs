//! Copies the bytes of an event, and checks that they are UTF-8.
//!
//! What is done first depends on what is faster: the copy, or the check of one part after another.

use alloc::{string::String, vec::Vec};

use super::OwnedEvent;
use crate::Text;

/// Holds the bytes of an event as they came: data, event type (empty if the block names none) and last event ID. `has_id` says
/// whether the last event ID is the block's own.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'e> {
    pub(crate) text: [&'e [u8]; 3],
    pub(crate) has_id: bool,
}

impl Parts<'_> {
    /// Returns where each part ends, if all are valid.
    #[inline(always)]
    fn ends(&self) -> [usize; 3] {
        let [data, event_type, last_event_id] = self.text;
        // The parts are in different places, so the sum of their lengths can't overflow.
        let end = data.len().wrapping_add(event_type.len());
        [data.len(), end, end.wrapping_add(last_event_id.len())]
    }

    /// Returns whether it pays to check all parts at once, after the copy. simdutf8 makes it pay to check each before, except for
    /// ASCII.
    #[inline(always)]
    fn are_checked_at_once(&self) -> bool {
        let [.., len] = self.ends();
        len >= STEP && (cfg!(not(feature = "simdutf8")) || len < 64 || is_ascii_in_the_middle(self.text[0]))
    }
}

/// As many bytes as `str::from_utf8` takes at once.
const STEP: usize = 16;

/// From this length on, a text gets a multiple of `LONG_STEP`. The CPU mispredicts the number of steps if that varies much.
const LONG: usize = 12 * STEP;

const LONG_STEP: usize = 4 * STEP;

impl OwnedEvent {
    /// Creates an event with these parts, with U+FFFD in place of invalid UTF-8.
    #[inline]
    pub(crate) fn of(parts: &Parts<'_>) -> Self {
        if parts.are_checked_at_once() { Self::new_at_once(parts) } else { Self::new_part_by_part(parts) }
    }

    /// Does what [`of`](Self::of) does, in the memory that the event has if it is large enough.
    #[inline]
    pub(crate) fn fill(&mut self, parts: &Parts<'_>) {
        if parts.are_checked_at_once() { self.fill_at_once(parts) } else { self.fill_part_by_part(parts) }
    }

    #[inline(never)]
    fn new_at_once(parts: &Parts<'_>) -> Self {
        let ends = parts.ends();
        match at_once(Vec::new(), &parts.text, &ends) {
            Ok(text) => Self { text, ends, has_id: parts.has_id },
            Err(_) => Self::new_part_by_part(parts),
        }
    }

    #[inline(never)]
    fn fill_at_once(&mut self, parts: &Parts<'_>) {
        self.has_id = parts.has_id;
        self.ends = parts.ends();
        match at_once(core::mem::take(&mut self.text).into_bytes(), &parts.text, &self.ends) {
            Ok(text) => self.text = text,
            Err(mut memory) => {
                memory.clear();
                self.text = String::from_utf8(memory).unwrap_or_default();
                self.fill_part_by_part(parts);
            }
        }
    }

    #[inline(never)]
    fn new_part_by_part(parts: &Parts<'_>) -> Self {
        let [.., len] = parts.ends();
        let mut text = String::with_capacity(len);
        let mut ends = [0; 3];
        part_by_part(&mut text, &mut ends, parts);
        Self { text, ends, has_id: parts.has_id }
    }

    #[inline(never)]
    fn fill_part_by_part(&mut self, parts: &Parts<'_>) {
        let Self { text, ends, has_id } = self;
        *has_id = parts.has_id;
        text.clear();
        let [.., len] = parts.ends();
        if text.capacity() < len {
            *text = String::with_capacity(len);
        }
        part_by_part(text, ends, parts);
    }
}

/// Copies all parts into the memory, then checks them at once. Returns the memory if they are not valid.
///
/// `from_utf8` takes ASCII in steps: in the copy the bytes begin at the start of an allocation and are padded with spaces, so it
/// has no bytes at the ends to take one by one. For other text, the spaces would only be more bytes to check.
#[inline(always)]
fn at_once(mut memory: Vec<u8>, parts: &[&[u8]; 3], ends: &[usize; 3]) -> Result<String, Vec<u8>> {
    let [.., len] = *ends;
    memory.clear();
    let padding = if len < LONG { STEP } else { LONG_STEP };
    let capacity = len.saturating_add(padding);
    if memory.capacity() < capacity {
        memory = Vec::with_capacity(capacity);
    }
    for part in parts {
        if !part.is_empty() {
            memory.extend_from_slice(part);
        }
    }
    let padded = if !is_ascii_in_the_middle(parts[0]) {
        len
    } else if len < LONG {
        memory.extend_from_slice(&[b' '; STEP]);
        len.next_multiple_of(STEP)
    } else {
        memory.extend_from_slice(&[b' '; LONG_STEP]);
        len.next_multiple_of(LONG_STEP)
    };
    memory.truncate(padded);
    match String::from_utf8(memory) {
        // A character that begins in one part and ends in the next is invalid in both.
        Ok(text) if ends.iter().all(|&end| text.is_char_boundary(end)) => Ok(text),
        Ok(text) => Err(text.into_bytes()),
        Err(error) => Err(error.into_bytes()),
    }
}

/// Checks and copies one part after another.
#[inline(always)]
fn part_by_part(text: &mut String, ends: &mut [usize; 3], parts: &Parts<'_>) {
    for (end, part) in ends.iter_mut().zip(&parts.text) {
        if !part.is_empty() {
            match Text::new(part).to_str() {
                Ok(part) => text.push_str(part),
                Err(_) => push_lossy(text, part),
            }
        }
        *end = text.len();
    }
}

/// Returns whether the bytes in the middle are ASCII: a hint at the others. To look at all of them would cost more than it helps.
#[inline]
fn is_ascii_in_the_middle(bytes: &[u8]) -> bool {
    bytes.get(bytes.len() / 2..).and_then(<[u8]>::first_chunk::<STEP>).is_none_or(|middle| middle.is_ascii())
}

/// Appends the bytes as text, with U+FFFD in place of invalid UTF-8.
#[cold]
fn push_lossy(text: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend((!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER));
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use alloc::format;
    use core::hash::BuildHasher;
    use std::hash::RandomState;

    use super::{OwnedEvent, Parts, STEP};
    use crate::Text;

    /// Asserts that an event of these parts, made in this memory, returns them as text.
    fn assert_right(mut event: OwnedEvent, parts: [&[u8]; 3]) -> OwnedEvent {
        let new = OwnedEvent::of(&Parts { text: parts, has_id: true });
        event.fill(&Parts { text: parts, has_id: true });
        assert_eq!((&new, new.id()), (&event, event.id()));
        let [data, event_type, last_event_id] = parts.map(|part| Text::new(part).to_string_lossy());
        assert_eq!(event.data(), data);
        assert_eq!(event.event_type(), if event_type.is_empty() { "message" } else { &event_type });
        assert_eq!(event.id(), Some(&*last_event_id));
        assert_eq!(event.clone().into_data(), data);
        event
    }

    #[test]
    fn parts_of_every_length() {
        let bytes = [b'x'; 20 * STEP];
        let mut memory = OwnedEvent::default();
        for data in (0..3 * STEP).chain(11 * STEP..bytes.len()) {
            for others in [0, 1, STEP - 1, STEP, STEP + 1] {
                let parts = [&bytes[..data], &bytes[..others], &bytes[..others / 2]];
                let event = assert_right(OwnedEvent::default(), parts);
                let len = parts.concat().len();
                // `Event::into_owned` promises these numbers.
                assert!(event.text.capacity() <= len + if len < 192 { 16 } else { 64 });
                memory = assert_right(memory, parts);
                assert_eq!(event, memory);
            }
        }
    }

    /// Covers the parts that feature `simdutf8` checks before the copy.
    #[test]
    fn long_parts_that_are_not_ascii() {
        let text = "\u{20AC}".repeat(40);
        let memory = assert_right(OwnedEvent::default(), [text.as_bytes(), b"type", b"7"]);
        assert_right(memory, [&text.as_bytes()[1..], b"type", text.as_bytes()]);
    }

    /// A part that ends in the middle of a character must not be completed by the next part.
    #[test]
    fn a_character_is_not_joined_over_two_parts() {
        let mut memory = OwnedEvent::default();
        for [first, second] in
            [[&b"\xC3"[..], b"\xA9"], [b"\xE2\x82", b"\xAC"], [b"\xF0", b"\x9F\x8E\x89"], [b"\xFF", b"x"]]
        {
            for len in [0, STEP] {
                let first = &[&[b'x'; STEP][..len], first].concat()[..];
                for parts in [[first, second, b"1"], [first, b"", second], [b"", first, second]] {
                    memory = assert_right(memory, parts);
                }
            }
        }
    }

    #[test]
    fn equal_events_hash_alike_and_debug_shows_the_text() {
        let hashes = RandomState::new();
        let parts = [&b"data"[..], b"type", b"7"];
        let new = assert_right(OwnedEvent::default(), parts);
        let filled = assert_right(assert_right(OwnedEvent::default(), [&[b'x'; 100], b"", b""]), parts);
        assert_eq!(hashes.hash_one(&new), hashes.hash_one(&filled));
        let printed = format!("{filled:?}");
        assert_eq!(printed, r#"OwnedEvent { event_type: "type", data: "data", last_event_id: "7" }"#);
    }

    #[test]
    fn an_event_that_is_filled_again_is_like_a_new_one() {
        let large = assert_right(OwnedEvent::default(), [&[b'x'; 1000], b"type", b"id"]);
        let small = assert_right(large, [b"", b"", b""]);
        assert_eq!(small, OwnedEvent::default());
        assert!(small.text.capacity() >= 1000);
    }
}
