//! Finds lines 64 bytes at a time.
//!
//! A *chunk* of 64 bytes becomes a `u64` whose bit *n* says whether byte *n* ends a line. Then the bits are taken one by one.
//! So a chunk costs the same however many lines end in it, and no chunk is looked at again for the next line, because the
//! bits are kept with the input.
//!
//! The bits of the next chunk are computed before those of the current one are taken. The CPU often mispredicts how many bits
//! a chunk has. It then has the bits of the next chunk already.

#![expect(clippy::arithmetic_side_effects, reason = "offsets into a slice, which is never longer than isize::MAX")]

mod bits;

use self::bits::{ROW, ends_of_line, ends_of_line_in_tail};
use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    work,
};

/// The size of a chunk: as many bytes as a mask has bits.
const CHUNK: usize = u64::BITS as usize;

/// Holds one input, and how far it has been read.
///
/// Invariant: `ends` and `ahead` have the bits of all ends of line between `at` and `scanned`. They may also have some before
/// `at`, in a chunk that is not the current one yet.
#[derive(Clone, Default)]
pub(crate) struct Lines<'i> {
    bytes: &'i [u8],
    /// Where the next line, or the next piece of one, starts.
    at: usize,
    /// The ends of line in the current chunk that have not been taken yet.
    ends: u64,
    /// The ends of line in the chunk after it.
    ahead: u64,
    /// Where the chunk after that starts: two chunks after the current one, as long as that has ends of line.
    scanned: usize,
}

impl<'i> Lines<'i> {
    #[inline(always)]
    pub(crate) const fn new(bytes: &'i [u8]) -> Self {
        Self { bytes, at: 0, ends: 0, ahead: 0, scanned: 0 }
    }

    /// Returns the whole input.
    #[inline(always)]
    pub(crate) const fn bytes(&self) -> &'i [u8] {
        self.bytes
    }

    /// Returns how many bytes have been read.
    #[inline(always)]
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Returns the bytes that have not been read yet.
    #[inline(always)]
    pub(crate) fn rest(&self) -> &'i [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Reads the next line, if it ends in the input, and returns it without its end.
    ///
    /// A CR ends its line at once, and an LF after it is read, too. After a CR at the end of the input, the LF may still come.
    #[inline(always)]
    pub(crate) fn next_line(&mut self) -> Option<&'i [u8]> {
        let line = self.peek()?;
        self.skip_line(line);
        Some(line)
    }

    /// Returns the next line, if it ends in the input, without reading it.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<&'i [u8]> {
        while self.ends == 0 {
            if self.ahead == 0 {
                if self.scanned >= self.bytes.len() {
                    return None;
                }
                self.look_ahead();
            } else {
                self.next_chunk();
            }
        }
        let end = self.scanned - 2 * CHUNK + self.ends.trailing_zeros() as usize;
        self.bytes.get(self.at..end)
    }

    /// Returns whether no line ends in the rest of the input.
    #[inline(always)]
    pub(crate) fn no_line_ends(&mut self) -> bool {
        match self.rest() {
            // Chunks don't pay for so few bytes.
            few if few.len() < ROW => {
                work::count(few.len());
                !few.iter().any(|&byte| is_end_of_line(byte))
            }
            _ => {
                // And a call for two chunks doesn't pay for one.
                if self.scanned == 0 && self.at == 0 && self.bytes.len() <= CHUNK {
                    self.ends = first_bits(self.bytes, self.bytes);
                    self.scanned = 2 * CHUNK;
                }
                self.peek().is_none()
            }
        }
    }

    /// Reads the line that [`peek`](Self::peek) has just returned.
    #[inline(always)]
    pub(crate) fn skip_line(&mut self, line: &[u8]) {
        let end = self.at + line.len();
        self.ends &= self.ends.wrapping_sub(1);
        self.at = end + 1;
        if self.bytes.get(end) == Some(&CR) {
            self.skip_line_feed();
        }
    }

    /// Computes the bits of the next chunk, if neither the current chunk nor the one after it has any, or those of the first two.
    #[inline(always)]
    fn look_ahead(&mut self) {
        if self.scanned == 0 {
            (self.ends, self.ahead) = first_two(self.bytes, self.at);
            self.scanned = 2 * CHUNK;
        } else {
            // The current line is long, so more chunks without an end of line are likely.
            self.scanned += skip(self.not_scanned());
            self.ahead = self.next_bits();
        }
    }

    /// Makes the next chunk the current one, and computes the bits of the chunk after it.
    #[inline(always)]
    fn next_chunk(&mut self) {
        let chunk = self.scanned - CHUNK;
        self.ends = self.ahead;
        if self.at > chunk {
            self.ends = without_first(self.at - chunk, self.ends);
        }
        self.ahead = self.next_bits();
    }

    /// Computes the bits of the chunk at `scanned`.
    #[inline(always)]
    fn next_bits(&mut self) -> u64 {
        let bits = first_bits(self.bytes, self.not_scanned());
        self.scanned += CHUNK;
        bits
    }

    #[inline(always)]
    fn not_scanned(&self) -> &'i [u8] {
        self.bytes.get(self.scanned..).unwrap_or_default()
    }

    /// Reads and returns the rest of the input, in which no line ends.
    #[inline(always)]
    pub(crate) fn take_rest(&mut self) -> &'i [u8] {
        let rest = self.rest();
        self.at = self.bytes.len();
        rest
    }

    /// Reads `len` bytes, in which no line ends.
    #[inline(always)]
    pub(crate) const fn skip(&mut self, len: usize) {
        self.at += len;
    }

    /// Reads the next byte if it is an LF, and returns whether it is.
    #[inline(always)]
    pub(crate) fn skip_line_feed(&mut self) -> bool {
        let is_line_feed = self.bytes.get(self.at) == Some(&LF);
        if is_line_feed {
            self.at += 1;
            // The bit of the LF is the next one in `ends`. If the LF is in a later chunk, no bit is left in `ends`.
            self.ends &= self.ends.wrapping_sub(1);
        }
        is_line_feed
    }

    /// Goes back to the start of a block, whose ends of line are searched for once more.
    #[cold]
    pub(crate) const fn go_back(&mut self, at: usize) {
        (self.at, self.ends, self.ahead, self.scanned) = (at, 0, 0, at);
    }
}

/// Returns the bits of the first two chunks of an input of which `at` bytes have been read. Many events that come alone have no
/// more.
#[inline(never)]
fn first_two(input: &[u8], at: usize) -> (u64, u64) {
    let (first, second) = (first_bits(input, input), first_bits(input, input.get(CHUNK..).unwrap_or_default()));
    (if at == 0 { first } else { without_first(at, first) }, second)
}

/// Returns the bits of the first chunk of the `rest` of an input.
#[inline(always)]
fn first_bits(input: &[u8], rest: &[u8]) -> u64 {
    match rest.first_chunk() {
        Some(chunk) => ends_of_line(chunk),
        None if rest.is_empty() => 0,
        None => ends_of_line_in_tail(input, rest),
    }
}

/// Returns the length of the whole chunks without an end of line at the start of `input`.
#[inline(always)]
fn skip(input: &[u8]) -> usize {
    let mut skipped = 0;
    for chunk in input.chunks_exact(CHUNK) {
        work::count(CHUNK);
        if chunk.iter().fold(0, |any, &byte| any | u8::from(is_end_of_line(byte))) != 0 {
            break;
        }
        skipped += CHUNK;
        if skipped == LONG {
            return skipped + skip_long(input.get(LONG..).unwrap_or_default());
        }
    }
    skipped
}

/// After so many bytes without an end of line, a call pays: half the instructions (decode/lent-bytes/bulk/event).
const LONG: usize = 8 * CHUNK;

/// Does what [`skip`] does, for the rest of a line that is long already.
#[inline(never)]
fn skip_long(input: &[u8]) -> usize {
    // memchr uses the widest vectors that this CPU has. The call pays if the input is long enough.
    #[cfg(feature = "memchr")]
    if input.len() >= 2 * LONG {
        let end = memchr::memchr2(CR, LF, input).unwrap_or(input.len());
        work::count(end);
        return end - end % CHUNK;
    }
    // One comparison finds LF, CR and the two bytes between them, which are rare.
    const LONGER: usize = 4 * CHUNK;
    let mut skipped = 0;
    for chunks in input.chunks_exact(LONGER) {
        work::count(LONGER);
        let least = chunks.iter().fold(u8::MAX, |least, &byte| least.min(byte.wrapping_sub(LF)));
        if least <= CR - LF {
            break;
        }
        skipped += LONGER;
    }
    skipped
}

/// Drops the bits of the first `count` bytes, which have been read: a line feed that has been skipped ends no line.
#[cold]
fn without_first(count: usize, ends: u64) -> u64 {
    ends & u64::MAX.checked_shl(count as u32).unwrap_or(0)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::Lines;
    use crate::small::lines as small;

    /// Returns what a `Lines` type finds: all lines, whether a line feed is skipped after each `skip`-th one, how much has been
    /// read after each, and the rest. Goes back before each fifth line and reads it again.
    macro_rules! lines {
        ($Lines:ty, $input:expr, $skip:expr) => {{
            let mut lines = <$Lines>::new($input);
            let mut found = Vec::new();
            while let Some(line) = lines.peek() {
                let before = lines.clone();
                assert!(!lines.no_line_ends());
                assert_eq!(lines.next_line(), Some(line));
                if found.len() % 5 == 4 {
                    lines.go_back(before.at());
                    assert_eq!(lines.next_line(), Some(line));
                }
                let skipped = found.len() % $skip == 0 && lines.skip_line_feed();
                found.push((line, skipped, lines.at()));
            }
            assert!(lines.no_line_ends());
            assert_eq!(lines.next_line(), None, "it stays at the end");
            assert!(lines.bytes().ends_with(lines.rest()));
            let rest = lines.take_rest();
            assert_eq!((lines.peek(), lines.rest(), lines.at()), (None, &b""[..], $input.len()));
            (found, rest)
        }};
    }

    fn assert_equal(input: &[u8]) {
        for skip in [1, 2, usize::MAX] {
            let expected = lines!(small::Lines<'_>, input, skip);
            let found = lines!(Lines<'_>, input, skip);
            assert_eq!(found, expected, "{}", input.escape_ascii());
        }
    }

    #[test]
    fn ends_of_line_at_every_place() {
        for len in (0..70).chain(120..136).chain(190..195) {
            for at in 0..len {
                for ends in
                    ["\n", "\r", "\r\n", "\n\n", "\r\r", "\n\r", "\r\n\n", "\r\n\r\n", "\n\n\n", "\r\r\n\n", "\n.\n"]
                {
                    let mut input = vec![b'x'; len];
                    input.splice(at..len.min(at + ends.len()), ends.bytes());
                    assert_equal(&input);
                    // Also with an input that ends where they end, and with one that begins where they begin.
                    assert_equal(&input[..at + ends.len()]);
                    assert_equal(&input[at..]);
                }
            }
        }
    }

    #[test]
    fn ends_of_line_at_many_places_at_once() {
        let mut random = 1_u64;
        for len in (0..400).chain([1100, 1151, 2111, 4200]) {
            for one_in in [1, 2, 4, 16, 100, 1000] {
                let mut byte = || {
                    random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                    match random >> 33 {
                        n if n % one_in != 0 => b'x',
                        n if n / one_in % 2 == 0 => b'\n',
                        _ => b'\r',
                    }
                };
                assert_equal(&(0..len).map(|_| byte()).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn an_end_of_line_after_each_long_line() {
        for end in [&b"\n"[..], b"\r", b"\r\n", b"\x0B", b"\x0C\n"] {
            for len in 500..1500 {
                let mut input = vec![b'x'; len];
                input.extend(end);
                input.extend([b'y'; 100]);
                assert_equal(&input);
            }
        }
    }

    #[test]
    fn every_byte_that_ends_no_line() {
        for byte in (0..=255).filter(|byte| !b"\r\n".contains(byte)) {
            assert_equal(&[byte; 2000]);
        }
    }
}
