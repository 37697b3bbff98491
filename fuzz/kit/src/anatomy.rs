//! Takes a stream and its chunking apart, so that a rule can say whether it concerns a case.
//!
//! This module judges nothing: only the reference model knows what a stream *means*. It works on bytes, because CR, LF, colon
//! and space are the same bytes in UTF-8.

use core::ops::Range;

use crate::chunked::Chunked;

/// The byte order mark.
pub const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// LF.
    Lf,
    /// CR, not followed by LF.
    Cr,
    /// CR LF.
    CrLf,
}

/// A finished line.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The place of the line, without its end.
    pub place: Range<usize>,
    /// The end of the line.
    pub line_end: LineEnd,
    /// The place after the end of the line.
    pub end: usize,
    /// The text before the first colon, or the whole line.
    pub name: &'a [u8],
    /// The text after the colon, without one space.
    pub value: &'a [u8],
    /// Whether there is a colon.
    pub colon: bool,
    /// Whether a space follows the colon.
    pub space: bool,
}

impl Line<'_> {
    /// Returns whether this is a blank line.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.place.is_empty()
    }

    /// Returns whether this is a comment line.
    #[must_use]
    pub fn is_comment(&self) -> bool {
        self.colon && self.name.is_empty()
    }

    /// Returns whether this is a field of this name.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name == name.as_bytes()
    }

    /// Returns whether this is a field of a name that the standard doesn't know.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        !self.name.is_empty() && !self.is_known()
    }

    /// Returns whether this is one of the four fields.
    #[must_use]
    pub fn is_known(&self) -> bool {
        ["data", "event", "id", "retry"].iter().any(|name| self.is(name))
    }

    /// Returns whether this is an ID that counts.
    #[must_use]
    pub fn is_id(&self) -> bool {
        self.is("id") && !self.value.contains(&0)
    }

    /// Returns whether this is a reconnection time that counts.
    #[must_use]
    pub fn is_time(&self) -> bool {
        self.is("retry") && !self.value.is_empty() && self.value.iter().all(u8::is_ascii_digit)
    }
}

/// The lines up to a blank line, without the blank line.
#[derive(Clone, Debug)]
pub struct Block {
    /// The indices of the lines.
    pub lines: Range<usize>,
    /// Whether a blank line ends it.
    pub ended: bool,
}

/// A case that has been taken apart.
#[derive(Clone, Debug)]
pub struct Anatomy<'a> {
    /// The case.
    pub case: &'a Chunked,
    /// Whether the stream starts with a byte order mark.
    pub byte_order_mark: bool,
    /// The finished lines.
    pub lines: Vec<Line<'a>>,
    /// The place of the rest after the last line end.
    pub rest: Range<usize>,
    /// The blocks, in order. Only the last one may be unfinished; then it has lines.
    pub blocks: Vec<Block>,
}

impl<'a> Anatomy<'a> {
    /// Takes a case apart.
    #[must_use]
    pub fn of(case: &'a Chunked) -> Self {
        let stream = case.stream.as_slice();
        let byte_order_mark = stream.starts_with(BYTE_ORDER_MARK);
        let mut start = if byte_order_mark { BYTE_ORDER_MARK.len() } else { 0 };
        let mut lines = Vec::new();
        while let Some(length) = stream[start..].iter().position(|byte| b"\r\n".contains(byte)) {
            let at = start + length;
            let (line_end, end) = match stream[at..] {
                [b'\r', b'\n', ..] => (LineEnd::CrLf, at + 2),
                [b'\r', ..] => (LineEnd::Cr, at + 1),
                _ => (LineEnd::Lf, at + 1),
            };
            lines.push(line(stream, start..at, line_end, end));
            start = end;
        }
        let blocks = blocks(&lines);
        Self { case, byte_order_mark, lines, rest: start..stream.len(), blocks }
    }

    /// Returns the stream.
    #[must_use]
    pub fn stream(&self) -> &'a [u8] {
        &self.case.stream
    }

    /// Returns the rest after the last line end.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        &self.case.stream[self.rest.clone()]
    }

    /// Returns the lines of a block.
    #[must_use]
    pub fn lines_of(&self, block: &Block) -> &[Line<'a>] {
        &self.lines[block.lines.clone()]
    }

    /// Returns whether some block has this property. The function gets its lines, and whether a blank line ends it.
    pub fn any_block(&self, has: impl Fn(&[Line<'a>], bool) -> bool) -> bool {
        self.blocks.iter().any(|block| has(self.lines_of(block), block.ended))
    }

    /// Returns whether some finished line has this property.
    pub fn any_line(&self, has: impl Fn(&Line<'a>) -> bool) -> bool {
        self.lines.iter().any(has)
    }

    /// Returns whether some field that the standard knows has a value with this property.
    pub fn any_value(&self, has: impl Fn(&[u8]) -> bool) -> bool {
        self.any_line(|line| line.is_known() && has(line.value))
    }

    /// Returns whether a block that makes an event has this property.
    pub fn any_event(&self, has: impl Fn(&[Line<'a>]) -> bool) -> bool {
        self.any_block(|lines, ended| ended && makes_event(lines) && has(lines))
    }

    /// Returns how many events the stream dispatches.
    #[must_use]
    pub fn events(&self) -> usize {
        self.blocks.iter().filter(|block| block.ended && makes_event(self.lines_of(block))).count()
    }

    /// Returns whether a block with the first property comes before one with the second, both ended by blank lines.
    pub fn followed_by(&self, first: impl Fn(&[Line<'a>]) -> bool, second: impl Fn(&[Line<'a>]) -> bool) -> bool {
        let mut ended = self.blocks.iter().filter(|block| block.ended).map(|block| self.lines_of(block));
        ended.by_ref().any(first) && ended.any(second)
    }

    /// Returns whether the stream is cut at a place with this property. The function gets the bytes before and after it.
    pub fn any_cut(&self, has: impl Fn(&[u8], &[u8]) -> bool) -> bool {
        self.case.cuts.iter().any(|&at| {
            let (before, after) = self.case.stream.split_at(at);
            has(before, after)
        })
    }

    /// Returns whether there is an empty chunk at a place with this property.
    pub fn any_empty_chunk(&self, has: impl Fn(&[u8], &[u8]) -> bool) -> bool {
        let (cuts, stream) = (&self.case.cuts, self.stream());
        let doubled = cuts.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let outer = cuts.iter().copied().filter(|&at| at == 0 || at == stream.len());
        doubled.chain(outer).any(|at| has(&stream[..at], &stream[at..]))
    }
}

/// Returns whether a block with these lines makes an event.
#[must_use]
pub fn makes_event(lines: &[Line<'_>]) -> bool {
    lines.iter().any(|line| line.is("data"))
}

/// Returns whether the event type is set after these lines.
#[must_use]
pub fn sets_type(lines: &[Line<'_>]) -> bool {
    lines.iter().rev().find(|line| line.is("event")).is_some_and(|line| !line.value.is_empty())
}

/// Returns how many IDs in these lines count.
#[must_use]
pub fn ids(lines: &[Line<'_>]) -> usize {
    lines.iter().filter(|line| line.is_id()).count()
}

/// Returns whether the last of these IDs is empty, or `None` without an ID.
#[must_use]
pub fn last_id_is_empty(lines: &[Line<'_>]) -> Option<bool> {
    lines.iter().rev().find(|line| line.is_id()).map(|line| line.value.is_empty())
}

/// Returns whether a non-empty ID is set after these lines.
#[must_use]
pub fn sets_id(lines: &[Line<'_>]) -> bool {
    last_id_is_empty(lines) == Some(false)
}

fn line(stream: &[u8], place: Range<usize>, line_end: LineEnd, end: usize) -> Line<'_> {
    let content = &stream[place.clone()];
    let (name, value, colon) = match content.iter().position(|&byte| byte == b':') {
        Some(at) => (&content[..at], &content[at + 1..], true),
        None => (content, &b""[..], false),
    };
    let (value, space) = match value.strip_prefix(b" ") {
        Some(value) => (value, true),
        None => (value, false),
    };
    Line { place, line_end, end, name, value, colon, space }
}

fn blocks(lines: &[Line<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            blocks.push(Block { lines: start..index, ended: true });
            start = index + 1;
        }
    }
    if start < lines.len() {
        blocks.push(Block { lines: start..lines.len(), ended: false });
    }
    blocks
}
