//! Streams by the grammar of the standard, and how far from it they stray.

use crate::{
    Choices,
    ingredients::{FIELDS, HOSTILE, INVALID_UTF8, ODD_NAMES, ODD_TIMES, ODD_VALUES, PLAIN_VALUES, TIMES},
};

/// The byte order mark.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How far a stream strays from what servers usually send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Derivable from the standard's grammar, in UTF-8, every event ended: what a server may send.
    Valid,
    /// Mostly that, with slips: names and values that almost mean something, bytes that are not UTF-8, an end too soon.
    NearlyValid,
    /// Bytes that mean something, in any order.
    Hostile,
}

impl Mood {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Valid, Self::NearlyValid, Self::Hostile];
}

/// A stream, from its first byte to its end.
pub fn stream(choices: &mut impl Choices, mood: Mood) -> Vec<u8> {
    let mut out = Vec::new();
    if choices.one_in(5) {
        out.extend(BYTE_ORDER_MARK);
        if mood != Mood::Valid && choices.one_in(4) {
            out.extend(BYTE_ORDER_MARK);
        }
    }
    if mood == Mood::Hostile {
        for _ in 0..1 + choices.below(24) {
            out.extend(choices.pick(HOSTILE));
        }
        return out;
    }
    let line_ends = LineEnds::some(choices);
    for _ in 0..1 + choices.below(5) {
        block_with(choices, mood, line_ends, &mut out);
    }
    if mood == Mood::NearlyValid {
        if choices.one_in(3) {
            out.truncate(out.len() - choices.below(out.len().min(12)));
        }
        if choices.one_in(8) {
            let at = choices.below(out.len());
            let odd: &[u8] = choices.pick(&[BYTE_ORDER_MARK, b"\0", b"\xFF", b"\r", b"\n", b" ", b":"]);
            out.splice(at..at, odd.iter().copied());
        }
    }
    out
}

/// A block with the blank line that ends it.
pub fn block(choices: &mut impl Choices, mood: Mood) -> Vec<u8> {
    let line_ends = LineEnds::some(choices);
    let mut out = Vec::new();
    block_with(choices, mood, line_ends, &mut out);
    out
}

fn block_with(choices: &mut impl Choices, mood: Mood, line_ends: LineEnds, out: &mut Vec<u8>) {
    for _ in 0..choices.below(5) {
        line(choices, mood, out);
        line_ends.one(choices, out);
    }
    // Most blocks should make an event, or little can be seen of the rest.
    if !choices.one_in(4) {
        field(choices, mood, b"data", out);
        line_ends.one(choices, out);
    }
    for _ in 0..1 + usize::from(choices.one_in(6)) {
        line_ends.one(choices, out);
    }
}

/// Which ends of line a stream uses.
#[derive(Clone, Copy)]
enum LineEnds {
    Always(&'static [u8]),
    Mixed,
}

impl LineEnds {
    const ALL: [&'static [u8]; 3] = [b"\n", b"\r\n", b"\r"];

    fn some(choices: &mut impl Choices) -> Self {
        match choices.below(6) {
            0 | 1 => Self::Always(b"\n"),
            2 => Self::Always(b"\r\n"),
            3 => Self::Always(b"\r"),
            _ => Self::Mixed,
        }
    }

    fn one(self, choices: &mut impl Choices, out: &mut Vec<u8>) {
        let end = match self {
            Self::Always(end) => end,
            Self::Mixed => choices.pick(&Self::ALL),
        };
        // An LF would belong to the CR before it, and end no line of its own.
        let end = if end == b"\n" && out.ends_with(b"\r") { b"\r\n" } else { end };
        out.extend(end);
    }
}

/// A line that is not blank, without its end.
fn line(choices: &mut impl Choices, mood: Mood, out: &mut Vec<u8>) {
    match choices.below(10) {
        0 => {
            out.push(b':');
            out.extend(value(choices, mood));
        }
        1 => field(choices, mood, b"foo", out),
        2 if mood == Mood::NearlyValid => {
            let name = choices.pick(ODD_NAMES);
            field(choices, mood, name, out);
        }
        _ => {
            let name = choices.pick(FIELDS);
            field(choices, mood, name, out);
        }
    }
}

fn field(choices: &mut impl Choices, mood: Mood, name: &[u8], out: &mut Vec<u8>) {
    out.extend(name);
    if choices.one_in(10) {
        return;
    }
    out.push(b':');
    if !choices.one_in(4) {
        out.push(b' ');
    }
    let value = if name == b"retry" { time(choices, mood) } else { value(choices, mood) };
    out.extend(value);
}

fn value(choices: &mut impl Choices, mood: Mood) -> &'static [u8] {
    match choices.below(6) {
        0 => choices.pick(ODD_VALUES),
        1 if mood == Mood::NearlyValid => choices.pick(INVALID_UTF8),
        _ => choices.pick(PLAIN_VALUES),
    }
}

fn time(choices: &mut impl Choices, mood: Mood) -> &'static [u8] {
    if mood == Mood::NearlyValid && choices.one_in(3) { choices.pick(ODD_TIMES) } else { choices.pick(TIMES) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FromBytes, Seeded};

    #[test]
    fn valid_streams_are_text_that_ends_with_a_blank_line() {
        let mut choices = Seeded::new(0);
        for _ in 0..2000 {
            let text = String::from_utf8(stream(&mut choices, Mood::Valid)).expect("UTF-8");
            assert!(
                ["\n\n", "\r\r", "\n\r", "\n\r\n", "\r\r\n"].iter().any(|end| text.ends_with(end))
                    || text.trim_start_matches('\u{FEFF}').chars().all(|c| c == '\r' || c == '\n'),
                "{text:?}"
            );
        }
    }

    #[test]
    fn no_bytes_make_a_short_stream() {
        for mood in Mood::ALL {
            assert!(stream(&mut FromBytes::new(&[]), mood).len() < 100);
        }
    }

    #[test]
    fn every_field_comes_up_in_every_mood() {
        for mood in Mood::ALL {
            let mut choices = Seeded::new(1);
            let all: Vec<u8> = (0..300).flat_map(|_| stream(&mut choices, mood)).collect();
            for name in FIELDS {
                assert!(all.windows(name.len()).any(|window| window == *name), "{mood:?}");
            }
        }
    }
}
