//! Generates streams by the grammar of the standard, or near it.

use alloc::vec::Vec;

use ::arbitrary::{Arbitrary, Result, Unstructured};

use super::ingredients::{
    BYTE_ORDER_MARK, FIELDS, HOSTILE, INVALID_UTF8, ODD_NAMES, ODD_TIMES, ODD_VALUES, PLAIN_VALUES, SLIPS, TIMES,
};

/// Says how far a stream strays from the streams of ordinary servers.
///
/// ```
/// use arbitrary::Unstructured;
/// use sse_proto::arbitrary::{ChunkedStream, Mood};
///
/// let mut choices = Unstructured::new(b"what libFuzzer makes up");
/// let stream = ChunkedStream::with_mood(&mut choices, Mood::Valid)?;
/// assert!(core::str::from_utf8(stream.bytes()).is_ok());
/// # Ok::<(), arbitrary::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mood {
    /// A stream that a server may send: derivable from the standard's grammar, in UTF-8, with every event ended.
    Valid,
    /// A mostly valid stream with slips: names and values that are nearly right, bytes that are not UTF-8, a premature end.
    NearlyValid,
    /// Bytes with a meaning in the format, and others, in any order.
    Hostile,
}

impl Mood {
    /// All moods.
    pub const ALL: [Self; 3] = [Self::Valid, Self::NearlyValid, Self::Hostile];
}

/// Chooses one of the three, by one byte.
impl<'a> Arbitrary<'a> for Mood {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(&Self::ALL).copied()
    }
}

/// Returns `true` once in `n` times, and never when the bytes are used up, so that every stream ends.
pub(super) fn one_in(n: usize, u: &mut Unstructured<'_>) -> Result<bool> {
    Ok(u.int_in_range(1..=n)? == n)
}

/// Generates a whole stream.
pub(super) fn stream(u: &mut Unstructured<'_>, mood: Mood) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    if one_in(5, u)? {
        out.extend(BYTE_ORDER_MARK);
        if mood != Mood::Valid && one_in(4, u)? {
            out.extend(BYTE_ORDER_MARK);
        }
    }
    if mood == Mood::Hostile {
        for _ in 0..u.int_in_range(1..=32)? {
            if one_in(10, u)? {
                out.push(u.arbitrary()?);
            } else {
                out.extend(*u.choose(HOSTILE)?);
            }
        }
        return Ok(out);
    }
    let line_ends = LineEnds::some(u)?;
    for _ in 0..u.int_in_range(1..=5)? {
        block(u, mood, line_ends, &mut out)?;
    }
    if mood == Mood::NearlyValid {
        if one_in(3, u)? {
            out.truncate(out.len().saturating_sub(u.int_in_range(1..=12)?));
        }
        if one_in(8, u)? {
            let at = u.int_in_range(0..=out.len())?;
            out.splice(at..at, u.choose(SLIPS)?.iter().copied());
        }
    }
    Ok(out)
}

fn block(u: &mut Unstructured<'_>, mood: Mood, line_ends: LineEnds, out: &mut Vec<u8>) -> Result<()> {
    for _ in 0..u.int_in_range(0..=4)? {
        line(u, mood, out)?;
        line_ends.one(u, out)?;
    }
    // Most blocks should be an event; otherwise the effect of most lines can't be seen.
    if !one_in(4, u)? {
        field(b"data", u, mood, out)?;
        line_ends.one(u, out)?;
    }
    line_ends.one(u, out)?;
    if one_in(6, u)? {
        line_ends.one(u, out)?;
    }
    Ok(())
}

/// Chooses the ends of line of a stream.
#[derive(Clone, Copy)]
enum LineEnds {
    Always(&'static [u8]),
    Mixed,
}

impl LineEnds {
    const ALL: [&'static [u8]; 3] = [b"\n", b"\r\n", b"\r"];

    fn some(u: &mut Unstructured<'_>) -> Result<Self> {
        Ok(if one_in(3, u)? { Self::Mixed } else { Self::Always(u.choose(&Self::ALL)?) })
    }

    fn one(self, u: &mut Unstructured<'_>, out: &mut Vec<u8>) -> Result<()> {
        let end = match self {
            Self::Always(end) => end,
            Self::Mixed => u.choose(&Self::ALL)?,
        };
        // An LF alone would belong to the CR before it, and end no line.
        out.extend(if end == b"\n" && out.ends_with(b"\r") { b"\r\n" } else { end });
        Ok(())
    }
}

/// Generates a line that is not blank, without its end.
fn line(u: &mut Unstructured<'_>, mood: Mood, out: &mut Vec<u8>) -> Result<()> {
    match u.int_in_range(0..=9)? {
        9 => {
            out.push(b':');
            value(u, mood, out)
        }
        8 => field(b"foo", u, mood, out),
        7 if mood == Mood::NearlyValid => field(u.choose(ODD_NAMES)?, u, mood, out),
        _ => field(u.choose(FIELDS)?, u, mood, out),
    }
}

fn field(name: &[u8], u: &mut Unstructured<'_>, mood: Mood, out: &mut Vec<u8>) -> Result<()> {
    out.extend(name);
    if one_in(10, u)? {
        return Ok(());
    }
    out.push(b':');
    if !one_in(4, u)? {
        out.push(b' ');
    }
    if name == b"retry" { time(u, mood, out) } else { value(u, mood, out) }
}

fn value(u: &mut Unstructured<'_>, mood: Mood, out: &mut Vec<u8>) -> Result<()> {
    let value = match u.int_in_range(0..=5)? {
        5 => u.choose(ODD_VALUES)?,
        4 if mood == Mood::NearlyValid => u.choose(INVALID_UTF8)?,
        _ => u.choose(PLAIN_VALUES)?,
    };
    out.extend(*value);
    // Fast parsers read long lines in another way than short ones.
    if one_in(16, u)? {
        for _ in 0..u.int_in_range(1..=30)? {
            out.extend(*value);
        }
    }
    Ok(())
}

fn time(u: &mut Unstructured<'_>, mood: Mood, out: &mut Vec<u8>) -> Result<()> {
    let odd = mood == Mood::NearlyValid && one_in(3, u)?;
    out.extend(*u.choose(if odd { ODD_TIMES } else { TIMES })?);
    Ok(())
}

#[cfg(test)]
mod tests {
    extern crate std;

    use alloc::{string::String, vec};
    use std::eprintln;

    use super::*;
    use crate::arbitrary::noise;

    fn made(number: u64, mood: Mood) -> Vec<u8> {
        stream(&mut Unstructured::new(&noise(number)), mood).unwrap()
    }

    #[test]
    fn valid_streams_are_text_that_ends_with_a_blank_line() {
        for number in 0..2000 {
            let text = String::from_utf8(made(number, Mood::Valid)).expect("UTF-8");
            assert!(
                ["\n\n", "\r\r", "\n\r", "\n\r\n", "\r\r\n"].iter().any(|end| text.ends_with(end))
                    || text.trim_start_matches('\u{FEFF}').chars().all(|c| c == '\r' || c == '\n'),
                "{text:?}"
            );
        }
    }

    #[test]
    fn without_bytes_the_stream_is_short() {
        for mood in Mood::ALL {
            let stream = stream(&mut Unstructured::new(&[]), mood).unwrap();
            assert!(!stream.is_empty() && stream.len() < 20, "{}", stream.escape_ascii());
        }
    }

    #[test]
    fn streams_are_not_too_long() {
        for mood in Mood::ALL {
            let mut lengths = (0..2000).map(|number| made(number, mood).len()).collect::<Vec<_>>();
            lengths.sort_unstable();
            eprintln!("{mood:?}: median {}, longest {}", lengths[1000], lengths[1999]);
            assert!(lengths[1000] < 300 && lengths[1999] < 32 * 1024);
        }
        // Whatever the bytes.
        let longest = ODD_VALUES.iter().chain(PLAIN_VALUES).map(|value| value.len()).max().unwrap();
        assert!(5 * 6 * 31 * longest < 30 * 1024, "{longest}");
    }

    #[test]
    fn every_field_comes_up_in_every_mood() {
        for mood in Mood::ALL {
            let all = (0..300).map(|number| made(number, mood)).collect::<Vec<_>>().concat();
            for name in FIELDS.iter().chain(&vec![BYTE_ORDER_MARK]) {
                assert!(all.windows(name.len()).any(|window| window == *name), "{mood:?}");
            }
        }
    }
}
