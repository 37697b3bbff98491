//! Lines, found 64 bytes at a time.
//!
//! A *chunk* of the input becomes a `u64` whose bit *n* says whether byte *n* ends a line, and the bits are then taken one by
//! one: a chunk costs the same however many lines end in it. The bits are kept with the input, so no chunk is looked at
//! again for the next line.
//!
//! The bits of the next chunk are worked out before those of the current one are taken. A CPU that has guessed wrong how
//! many these are, and most guesses about text are about that, has the next ones at hand then.

#![expect(clippy::arithmetic_side_effects, reason = "offsets into a slice, which is never longer than isize::MAX")]

use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    work,
};

/// The bytes of a chunk: as many as a mask has bits.
const CHUNK: usize = u64::BITS as usize;

/// One input, and how far it has been read.
///
/// The bits depend on the input alone, and on `at`: whatever has been read, `ends` and `ahead` have the bits of all ends of
/// line between `at` and `scanned`, and perhaps some before `at` in a chunk that is not the current one yet.
#[derive(Clone, Default)]
pub(crate) struct Lines<'i> {
    bytes: &'i [u8],
    /// Where the next line, or the next piece of one, starts.
    at: usize,
    /// The ends of line in the current chunk that have not been taken yet.
    ends: u64,
    /// Those in the chunk after it.
    ahead: u64,
    /// Where the chunk after that one starts: two chunks after the current one, as long as that has ends of line.
    scanned: usize,
}

impl<'i> Lines<'i> {
    #[inline(always)]
    pub(crate) const fn new(bytes: &'i [u8]) -> Self {
        Self { bytes, at: 0, ends: 0, ahead: 0, scanned: 0 }
    }

    /// The whole input.
    #[inline(always)]
    pub(crate) const fn bytes(&self) -> &'i [u8] {
        self.bytes
    }

    /// How many bytes have been read.
    #[inline(always)]
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// What has not been read yet.
    #[inline(always)]
    pub(crate) fn rest(&self) -> &'i [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The next line, if it ends in the input.
    ///
    /// A CR ends its line at once, and takes the LF that follows with it. Whether one follows a CR at the end of the input
    /// is not known yet.
    #[inline(always)]
    pub(crate) fn next_line(&mut self) -> Option<&'i [u8]> {
        let line = self.peek()?;
        self.skip_line(line);
        Some(line)
    }

    /// The next line, which is then still the next one.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<&'i [u8]> {
        while self.ends == 0 {
            if self.ahead == 0 && self.scanned >= self.bytes.len() {
                return None;
            }
            self.next_chunk();
        }
        let end = self.scanned - 2 * CHUNK + self.ends.trailing_zeros() as usize;
        self.bytes.get(self.at..end)
    }

    /// Whether no line ends in what has not been read yet.
    #[inline(always)]
    pub(crate) fn no_line_ends(&mut self) -> bool {
        match self.rest() {
            // For so few bytes, chunks don't pay.
            few if few.len() < ROW => {
                work::count(few.len());
                !few.iter().any(|&byte| is_end_of_line(byte))
            }
            _ => self.peek().is_none(),
        }
    }

    /// Passes over the line that [`peek`](Self::peek) has just returned.
    #[inline(always)]
    pub(crate) fn skip_line(&mut self, line: &[u8]) {
        let end = self.at + line.len();
        self.ends &= self.ends.wrapping_sub(1);
        self.at = end + 1;
        if self.bytes.get(end) == Some(&CR) {
            self.skip_line_feed();
        }
    }

    /// Goes on to the next chunk, and looks at the one after it.
    #[inline(always)]
    fn next_chunk(&mut self) {
        // What has been skipped of this chunk, which is a byte order mark or a line feed if anything, ends nothing. (To begin
        // with there is no chunk, and there are no bits: what has been skipped by then is seen to the next time.)
        let chunk = self.scanned.wrapping_sub(CHUNK);
        self.ends = self.ahead & u64::MAX.checked_shl(self.at.saturating_sub(chunk) as u32).unwrap_or(0);
        let mut rest = self.bytes.get(self.scanned..).unwrap_or_default();
        if self.ends == 0 && self.scanned != 0 {
            // We are in a long line, and most of what follows is like it.
            let skipped = skip(rest);
            self.scanned += skipped;
            rest = rest.get(skipped..).unwrap_or_default();
        }
        self.ahead = match rest.first_chunk() {
            Some(chunk) => ends_of_line(chunk),
            None if rest.is_empty() => 0,
            None => ends_of_line_in_tail(self.bytes, rest),
        };
        self.scanned += CHUNK;
    }

    /// Takes what is left, in which no line ends.
    #[inline(always)]
    pub(crate) fn take_rest(&mut self) -> &'i [u8] {
        let rest = self.rest();
        self.at = self.bytes.len();
        rest
    }

    /// Passes over so many bytes, in which no line ends.
    #[inline(always)]
    pub(crate) const fn skip(&mut self, len: usize) {
        self.at += len;
    }

    /// Passes over the next byte, if it is an LF.
    #[inline(always)]
    pub(crate) fn skip_line_feed(&mut self) -> bool {
        let is_line_feed = self.bytes.get(self.at) == Some(&LF);
        if is_line_feed {
            self.at += 1;
            // Its bit is the next one, unless it is in the next chunk, or there is no chunk yet: then none is left.
            self.ends &= self.ends.wrapping_sub(1);
        }
        is_line_feed
    }

    /// Goes back to where a block began. Its ends of line are looked for once more.
    #[cold]
    pub(crate) const fn go_back(&mut self, at: usize) {
        (self.at, self.ends, self.ahead, self.scanned) = (at, 0, 0, at);
    }
}

/// How much of `input` lies in chunks without an end of line.
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

/// How much of a line has to be before us for a call to pay.
const LONG: usize = 8 * CHUNK;

/// The same, for what is most likely more of a long line.
#[inline(never)]
fn skip_long(input: &[u8]) -> usize {
    // With the widest vectors that this CPU has, by a call that pays if there is enough left to look at.
    #[cfg(feature = "memchr")]
    if input.len() >= 2 * LONG {
        let end = memchr::memchr2(CR, LF, input).unwrap_or(input.len());
        work::count(end);
        return end - end % CHUNK;
    }
    // One comparison finds both, and two bytes between them, which are rare enough.
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

/// The ends of line in what lies after the last whole chunk of an input: bit *n* is set if byte *n* is a CR or an LF.
#[inline(never)]
fn ends_of_line_in_tail(input: &[u8], tail: &[u8]) -> u64 {
    if let (Some(chunk), true) = (input.last_chunk(), tail.len() >= CHUNK / 4) {
        // The last 64 bytes there are end with it.
        return ends_of_line(chunk) >> (CHUNK - tail.len());
    }
    let Some(&last) = tail.last_chunk() else {
        work::count(tail.len());
        return tail.iter().rev().fold(0, |ends, &byte| ends << 1 | u64::from(is_end_of_line(byte)));
    };
    let mut ends = ends_of_line_in_row(last) << (tail.len() - ROW);
    for (n, row) in tail.chunks_exact(ROW).enumerate() {
        ends |= ends_of_line_in_row(row.first_chunk().copied().unwrap_or_default()) << (ROW * n);
    }
    ends
}

/// The bytes of a word.
const ROW: usize = size_of::<u64>();

/// The same for eight bytes, in a form that compilers leave alone: for so few, vectors don't pay.
#[inline(always)]
fn ends_of_line_in_row(row: [u8; ROW]) -> u64 {
    work::count(ROW);
    let row = u64::from_le_bytes(row);
    let ends = equal(row, LF) | equal(row, CR);
    // A sum of eight powers of two: each brings one of the bits to its place in the highest byte, and no two bits meet.
    ends.wrapping_mul(0x0002_0408_1020_4081) >> 56
}

/// The highest bit of each byte that is equal to this one.
#[inline(always)]
fn equal(row: u64, byte: u8) -> u64 {
    const ALL_BUT_HIGHEST: u64 = u64::from_ne_bytes([0x7F; ROW]);
    let different = row ^ u64::from_ne_bytes([byte; ROW]);
    !(((different & ALL_BUT_HIGHEST) + ALL_BUT_HIGHEST) | different | ALL_BUT_HIGHEST)
}

/// The ends of line in a whole chunk, in a form that compilers turn into vector instructions wherever there are some.
///
/// The chunk is taken as eight rows of eight bytes. A byte that ends a line becomes the power of two of its row, any other
/// one zero. All rows, one on top of the other, are eight bytes: each one is a column, and each bit of it a row. To have
/// them row by row, this square of bits is turned; chunks without an end of line leave before that.
#[inline(always)]
fn ends_of_line(&chunk: &[u8; CHUNK]) -> u64 {
    work::count(CHUNK);
    let columns = rows(chunk)
        .chunks_exact(ROW)
        .fold(0, |columns, row| columns | u64::from_le_bytes(row.first_chunk().copied().unwrap_or_default()));
    if columns == 0 { 0 } else { transpose(columns) }
}

/// For each byte that ends a line the power of two of its row, for any other one zero.
#[inline(always)]
fn rows(bytes: [u8; CHUNK]) -> [u8; CHUNK] {
    let mut rows = [0; CHUNK];
    for (n, (row, byte)) in rows.iter_mut().zip(bytes).enumerate() {
        *row = if is_end_of_line(byte) { 1 << (n / ROW) } else { 0 };
    }
    rows
}

/// Bit *n* of byte *m* becomes bit *m* of byte *n*: first in squares of two bits by two, then of four by four, then of eight.
#[inline(always)]
fn transpose(bits: u64) -> u64 {
    let bits = swap(bits, 7, 0x00AA_00AA_00AA_00AA);
    let bits = swap(bits, 14, 0x0000_CCCC_0000_CCCC);
    swap(bits, 28, 0x0000_0000_F0F0_F0F0)
}

/// Swaps each bit in `mask` with the one that is so many places above it.
#[inline(always)]
fn swap(bits: u64, distance: u32, mask: u64) -> u64 {
    let different = (bits ^ bits >> distance) & mask;
    bits ^ different ^ different << distance
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::Lines;
    use crate::small::lines as small;

    /// What both are asked: all lines, after each `skip`-th one whether a line feed is skipped, and how much has been read; once
    /// more from there, if `back`; then the rest.
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
                    // All of an input that ends where they do, and one that begins there.
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
