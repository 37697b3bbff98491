//! Checks UTF-8 in steps.

use core::str::Utf8Error;

/// Holds the known memory around a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Memory<'a>(&'a [u8]);

impl<'a> Memory<'a> {
    /// `memory` should contain the text. If it doesn't, [`to_str`] is slower but still correct.
    #[inline(always)]
    pub(crate) const fn new(memory: &'a [u8]) -> Self {
        Self(memory)
    }
}

/// Returns the text, if it is valid UTF-8.
///
/// Checks by steps if the bytes after the text suffice for the last step, which nearly all texts of a large input have, and the
/// text of an event that comes alone doesn't. To find that out in [`by_steps`] would cost as much as it gains.
#[inline]
pub(crate) fn to_str<'a>(bytes: &'a [u8], memory: Memory<'a>) -> Result<&'a str, Utf8Error> {
    // One byte is a single step for core, too.
    if bytes.len() < 2 { core::str::from_utf8(bytes) } else { text_to_str(bytes, memory.0) }
}

#[inline]
fn text_to_str<'a>(bytes: &'a [u8], memory: &'a [u8]) -> Result<&'a str, Utf8Error> {
    #[cfg(feature = "simdutf8")]
    if bytes.len() >= 64 {
        // The crate doesn't say where an error is, so core checks again if there is one.
        return simdutf8::basic::from_utf8(bytes).or_else(|_| core::str::from_utf8(bytes));
    }
    let after = memory.as_ptr_range().end.addr().wrapping_sub(bytes.as_ptr_range().end.addr());
    if bytes.len() < LONG_STEP {
        if after < STEP { core::str::from_utf8(bytes) } else { by_steps::<STEP>(bytes, memory) }
    } else if after < LONG_STEP {
        core::str::from_utf8(bytes)
    } else {
        by_steps::<LONG_STEP>(bytes, memory)
    }
}

const WORD: usize = size_of::<usize>();

/// As many bytes as core checks at once, if they are ASCII.
const STEP: usize = 2 * WORD;

/// The step for texts of at least that length: the number of steps varies less, so the CPU predicts it better.
const LONG_STEP: usize = 4 * STEP;

/// Does what `core::str::from_utf8` does, faster if the memory goes on after the text.
///
/// That function takes ASCII two words at once. In a text of some hundred bytes, more than half of its work is the bytes before
/// the first word and after the last two, which it takes one by one. So this function passes it some more bytes of the memory
/// on both sides, up to the next `N` bytes, and cuts them off again. They are mostly ASCII, as field names are.
#[inline(never)]
fn by_steps<'a, const N: usize>(bytes: &'a [u8], memory: &'a [u8]) -> Result<&'a str, Utf8Error> {
    let steps = || {
        let address = bytes.as_ptr().addr();
        let before = address % WORD;
        let from = address.checked_sub(memory.as_ptr().addr())?.checked_sub(before)?;
        let end = before.checked_add(bytes.len())?;
        let steps = memory.get(from..)?.get(..end.checked_next_multiple_of(N)?)?;
        if !steps.last_chunk::<N>()?.is_ascii() {
            return None;
        }
        core::str::from_utf8(steps).ok()?.get(before..end)
    };
    steps().map_or_else(|| core::str::from_utf8(bytes), Ok)
}

#[cfg(test)]
mod tests {
    use super::{LONG_STEP, STEP, by_steps};

    /// Asserts the right answer for every text in a memory, with and without the memory around it.
    fn assert_right<const N: usize>(memory: &[u8]) {
        for start in 0..memory.len() {
            for end in start..=memory.len() {
                let bytes = &memory[start..end];
                assert_eq!(by_steps::<N>(bytes, memory), core::str::from_utf8(bytes), "{start}..{end} of {memory:?}");
                assert_eq!(by_steps::<N>(bytes, bytes), core::str::from_utf8(bytes), "{start}..{end} of {memory:?}");
            }
        }
    }

    #[test]
    fn the_memory_around_a_text_makes_no_difference() {
        assert_right::<STEP>(&[b'x'; 4 * STEP]);
        assert_right::<LONG_STEP>(&[b'x'; 3 * LONG_STEP]);
        for character in [&b"\xC3\xA9"[..], b"\xE2\x82\xAC", b"\xF0\x9F\x8E\x89", b"\xFF", b"\xA9", b"\xE2\x82"] {
            for at in 0..=3 * STEP {
                let mut memory = [b'x'; 3 * STEP + 4];
                memory[at..][..character.len()].copy_from_slice(character);
                assert_right::<STEP>(&memory);
                let mut memory = [b'x'; LONG_STEP + 3 * STEP + 4];
                memory[at..][..character.len()].copy_from_slice(character);
                assert_right::<LONG_STEP>(&memory);
            }
        }
    }

    #[test]
    fn unrelated_memory_makes_no_difference() {
        let (bytes, memory) = ([b'a'; 2 * LONG_STEP], [b'b'; 4 * LONG_STEP]);
        assert_eq!(by_steps::<LONG_STEP>(&bytes, &memory).unwrap().as_bytes(), bytes);
        assert_eq!(by_steps::<LONG_STEP>(&bytes[5..], &[]).unwrap().as_bytes(), &bytes[5..]);
    }
}
