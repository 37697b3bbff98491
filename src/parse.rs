//! Parsing an event stream: bytes to fields, comments and blank lines.
//!
//! > HTML, ["Parsing an event stream"](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream)
//!
//! ```abnf
//! stream  = [ bom ] *event
//! event   = *( comment / field ) end-of-line
//! comment = colon *any-char end-of-line
//! field   = 1*name-char [ colon [ space ] *any-char ] end-of-line
//! ```
//!
//! For who changes the machine: `Lines` cuts an input into lines, and [`Parser::line`] takes one of these at a time, or as
//! much of one as there is. It holds all the rules. A [`State`] is where in a line the parser stands between two inputs; a
//! line that lies whole in the input goes from [`State::LineStart`] to [`State::LineStart`] in one call. [`usual`] only
//! recognizes the commonest whole lines before that. It leaves alone what it doesn't know, and must agree otherwise.

use crate::{
    FieldName, byte_order_mark,
    end_of_line::{FAST, Lines, swallow_line_feed},
    work,
};

/// The parser: finds the fields, comments and blank lines of an event stream, without a buffer.
///
/// Give it the body of a response, input by input, in whatever pieces it arrives. It gives back stretches of each input,
/// tagged with what they are. It keeps nothing of the input, so its size is a few bytes whatever the stream; what it
/// remembers is where in a line the last input ended. Every stream of bytes is an event stream, so there are no errors.
///
/// It does not interpret: it neither joins data lines, nor checks the value of an `id` or `retry` field, nor dispatches
/// events. [`Decoder`](crate::Decoder) does.
///
/// An event is as long as memory allows for a decoder, but not for a parser. This sums up the sizes of values that
/// nothing has room for:
///
/// ```
/// use sse_proto::{FieldName, Parser, Part};
///
/// let mut parser = Parser::new();
/// let mut bytes_of_data = 0;
/// for input in [&b"data: how lo"[..], b"ng", b" is this?\n", b"\n"] {
///     for part in parser.parse(input) {
///         match part {
///             Part::Field { name: FieldName::Data, value, .. } => bytes_of_data += value.len(),
///             Part::BlankLine => assert_eq!(bytes_of_data, 17),
///             _ => {}
///         }
///     }
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Parser {
    state: State,
    /// Whether the last input ended with a CR: an LF that comes next belongs to it.
    pub(crate) after_carriage_return: bool,
}

/// Where in the stream, and where in a line of it, the parser stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    /// At the start of the stream, or so many bytes into a byte order mark.
    ByteOrderMark { matched: u8 },
    /// At the start of a line.
    LineStart,
    /// In what may become this field name, of which so many bytes are still to come; or behind it, if none is.
    Name { name: FieldName, unmatched: u8 },
    /// Behind the colon, where one space is dropped.
    Colon { name: FieldName },
    /// In the value of this field.
    Value { name: FieldName },
    /// In a comment.
    Comment,
    /// In a line that is ignored.
    Ignored,
}

impl Default for State {
    fn default() -> Self {
        Self::ByteOrderMark { matched: 0 }
    }
}

/// A stretch of an input, and what it is.
///
/// A line that lies whole in one input is one part. One that is split is several: pieces of one field or one comment
/// follow each other directly, the last one has `end_of_line` set, and any may be empty. Lines that mean nothing, such as
/// a field of unknown name, are no part at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part<'i> {
    /// A field, or a piece of one.
    Field {
        /// The field's name.
        name: FieldName,
        /// The value, or a piece of it, without the one space that may follow the colon.
        value: &'i [u8],
        /// Whether the field ends here.
        end_of_line: bool,
    },
    /// A comment, or a piece of one.
    Comment {
        /// What stands after the colon, untouched, or a piece of it.
        text: &'i [u8],
        /// Whether the comment ends here.
        end_of_line: bool,
    },
    /// A blank line: here an event ends, and is dispatched if it has data.
    BlankLine,
}

impl Parser {
    /// A parser at the start of a stream.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self { state: State::ByteOrderMark { matched: 0 }, after_carriage_return: false }
    }

    /// Starts afresh, for a new response body, which may begin with a byte order mark.
    #[inline]
    pub const fn reset(&mut self) {
        *self = Self::new();
    }

    /// Parses one input: an iterator over its parts.
    ///
    /// Each call of `next` reads up to the part it returns, so a part is there as soon as its bytes are: a CR ends a
    /// line at once, and an LF that follows, even in a later input, is swallowed. `None` means that the input is used up.
    /// If the iterator is dropped before, the parser stands behind the last part it returned, and
    /// [`remaining`](Parts::remaining) is what to give it next; not the input again, even if nothing was returned, since a
    /// byte order mark or the LF of a CRLF may have been read.
    ///
    /// Takes time linear in the length of the input, over all calls, whatever the pieces; copies and allocates nothing.
    #[inline]
    pub fn parse<'p, 'i>(&'p mut self, input: &'i [u8]) -> Parts<'p, 'i> {
        Parts { lines: self.lines(input), parser: self }
    }

    /// Begins with an input: takes what belongs to the stream before its first line, and to the line before.
    #[inline]
    pub(crate) fn lines<'i>(&mut self, input: &'i [u8]) -> Lines<'i> {
        let at = if let State::ByteOrderMark { matched } = &mut self.state {
            let (at, outcome) = byte_order_mark::skip(input, matched);
            match outcome {
                byte_order_mark::Outcome::Undecided => {}
                byte_order_mark::Outcome::Skipped | byte_order_mark::Outcome::Absent => self.state = State::LineStart,
                byte_order_mark::Outcome::Broken => self.state = State::Ignored,
            }
            at
        } else {
            swallow_line_feed(input, &mut self.after_carriage_return)
        };
        Lines::new(input.get(at..).unwrap_or_default())
    }

    /// Whether the parser is at the start of a line.
    #[inline]
    pub(crate) fn is_at_line_start(&self) -> bool {
        matches!(self.state, State::LineStart)
    }

    /// Whether the next bytes are data.
    #[inline]
    pub(crate) fn is_in_data(&self) -> bool {
        matches!(self.state, State::Value { name: FieldName::Data })
    }

    /// Takes a line, or as much of it as there is, on from where the last piece ended.
    #[inline(never)]
    pub(crate) fn line(&mut self, bytes: &[u8], ended: bool) -> Option<Found> {
        let mut rest = bytes;
        let mut begins = false;
        let mut state = self.state;
        self.state = State::LineStart;

        // A line is blank, or begins with a colon (a comment), or is a field, whose name is all up to the first colon. Only
        // the four names that mean something need to be told apart, and their first bytes do.
        if let State::LineStart = state {
            begins = true;
            state = match rest {
                [] => return Some(Found { what: What::BlankLine, at: 0, begins }),
                [b':', text @ ..] => {
                    rest = text;
                    State::Comment
                }
                [b'd', ..] => State::name(FieldName::Data),
                [b'e', ..] => State::name(FieldName::EventType),
                [b'i', ..] => State::name(FieldName::Id),
                [b'r', ..] => State::name(FieldName::Retry),
                _ => State::Ignored,
            };
        }
        // A field's name must match to the byte, up to the colon or, for a field without one, the end of the line; such a
        // field has an empty value.
        if let State::Name { name, unmatched } = state {
            begins = true;
            let unmatched = last(name.as_str().as_bytes(), unmatched);
            let (matched, unmatched) = match_name(rest, unmatched);
            state = match (matched, unmatched) {
                ([b':', value @ ..], []) => {
                    rest = value;
                    State::Colon { name }
                }
                ([], []) if ended => {
                    rest = &[];
                    State::Value { name }
                }
                ([], _) => State::Name { name, unmatched: unmatched.len() as u8 },
                _ => State::Ignored,
            };
        }
        // One space behind the colon is dropped; a second one belongs to the value.
        if let (State::Colon { name }, [first, behind @ ..]) = (state, rest) {
            if *first == b' ' {
                rest = behind;
            }
            state = State::Value { name };
        }
        if !ended {
            self.state = state;
        }
        // The colon says that there is a field, so there is a piece of one, even if the input ends there.
        let what = match state {
            State::Colon { name } | State::Value { name } => What::Field(name),
            State::Comment => What::Comment,
            _ => return None,
        };
        Some(Found { what, at: bytes.len().wrapping_sub(rest.len()) as u8, begins })
    }

    /// Ignores the rest of the line, of which a piece was the last thing read.
    pub(crate) fn ignore_line(&mut self) {
        self.state = State::Ignored;
    }
}

impl State {
    /// At the start of a field's name.
    fn name(name: FieldName) -> Self {
        Self::Name { name, unmatched: name.as_str().len() as u8 }
    }
}

/// The last `count` bytes of a field name.
fn last(name: &[u8], count: u8) -> &[u8] {
    name.get(name.len().saturating_sub(usize::from(count))..).unwrap_or_default()
}

/// What remains of a line and of a name behind what they have in common.
fn match_name<'i, 'n>(mut line: &'i [u8], mut name: &'n [u8]) -> (&'i [u8], &'n [u8]) {
    while let ([byte, line_behind @ ..], [expected, name_behind @ ..]) = (line, name) {
        work::count(1);
        if byte != expected {
            break;
        }
        (line, name) = (line_behind, name_behind);
    }
    (line, name)
}

/// What a whole line is, if it has one of the forms that most lines have: each is known at a glance. It follows from
/// [`Parser::line`], which knows all lines and is asked about any other.
#[inline(always)]
pub(crate) fn usual(line: &[u8]) -> Option<(What, &[u8])> {
    // Most lines of most streams: first things first.
    if let Some(value) = usual_field(line, b"data:") {
        return Some((What::Field(FieldName::Data), value));
    }
    match line {
        [] => Some((What::BlankLine, line)),
        [b':', text @ ..] => Some((What::Comment, text)),
        [b'e', ..] => Some((What::Field(FieldName::EventType), usual_field(line, b"event:")?)),
        [b'i', ..] => Some((What::Field(FieldName::Id), usual_field(line, b"id:")?)),
        [b'r', ..] => Some((What::Field(FieldName::Retry), usual_field(line, b"retry:")?)),
        _ => None,
    }
}

/// The value of a field, if the line begins with this name and a colon.
#[inline(always)]
fn usual_field<'i>(line: &'i [u8], name_and_colon: &[u8]) -> Option<&'i [u8]> {
    work::count(line.len().min(name_and_colon.len()));
    let value = line.strip_prefix(name_and_colon)?;
    Some(value.strip_prefix(b" ").unwrap_or(value))
}

/// What a line, or a piece of one, is.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) what: What,
    /// Where in the line the value or text begins, or the piece of it: it is all from there on. That is behind a name, a
    /// colon and a space at most.
    pub(crate) at: u8,
    /// Whether this is the first piece.
    pub(crate) begins: bool,
}

impl Found {
    /// What was found, out of the line it was found in.
    #[inline(always)]
    pub(crate) fn cut<'i>(&self, line: &'i [u8]) -> &'i [u8] {
        line.get(usize::from(self.at)..).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Field(FieldName),
    Comment,
    BlankLine,
}

impl<'i> Part<'i> {
    #[inline]
    fn new(what: What, bytes: &'i [u8], end_of_line: bool) -> Self {
        match what {
            What::Field(name) => Part::Field { name, value: bytes, end_of_line },
            What::Comment => Part::Comment { text: bytes, end_of_line },
            What::BlankLine => Part::BlankLine,
        }
    }
}

/// The parts of one input: see [`Parser::parse`].
#[derive(Debug)]
#[must_use = "the parts are found only as they are taken"]
pub struct Parts<'p, 'i> {
    parser: &'p mut Parser,
    lines: Lines<'i>,
}

impl<'i> Parts<'_, 'i> {
    /// What has not been read yet of the input.
    ///
    /// Empty once `next` has returned `None`. Who stops earlier gives this to the parser next, before what arrives next.
    #[must_use = "what remains is to be parsed before the next input"]
    #[inline]
    pub fn remaining(&self) -> &'i [u8] {
        self.lines.rest()
    }

    /// The next part, the obvious way.
    fn next_by_rules(&mut self) -> Option<Part<'i>> {
        while let Some((line, ended)) = self.lines.next_piece(&mut self.parser.after_carriage_return) {
            if let Some(found) = self.parser.line(line, ended) {
                return Some(Part::new(found.what, found.cut(line), ended));
            }
        }
        None
    }
}

impl<'i> Iterator for Parts<'_, 'i> {
    type Item = Part<'i>;

    #[inline(always)]
    fn next(&mut self) -> Option<Part<'i>> {
        if !FAST {
            return self.next_by_rules();
        }
        while let Some(line) = self.lines.next(&mut self.parser.after_carriage_return) {
            if self.parser.is_at_line_start() {
                if let Some((what, bytes)) = usual(line) {
                    return Some(Part::new(what, bytes, true));
                }
            }
            if let Some(found) = self.parser.line(line, true) {
                return Some(Part::new(found.what, found.cut(line), true));
            }
        }
        let rest = self.lines.take_rest();
        if rest.is_empty() {
            return None;
        }
        let found = self.parser.line(rest, false)?;
        Some(Part::new(found.what, found.cut(rest), false))
    }
}

impl core::iter::FusedIterator for Parts<'_, '_> {}

#[cfg(test)]
mod tests {
    use super::{Found, Parser, State, What, usual};

    /// Calls `check` with every line of so many pieces.
    fn every_line(pieces: &[&str], line: &mut [u8; 32], len: usize, depth: usize, check: &mut impl FnMut(&[u8])) {
        check(&line[..len]);
        if depth > 0 {
            for piece in pieces {
                line[len..len + piece.len()].copy_from_slice(piece.as_bytes());
                every_line(pieces, line, len + piece.len(), depth - 1, check);
            }
        }
    }

    #[test]
    fn the_usual_lines_are_what_the_rules_say() {
        let pieces = ["data", "event", "id", "retry", "d", "a", ":", " ", "x", "\0", "\u{FEFF}"];
        let (mut known, mut unknown) = (0, 0);
        every_line(&pieces, &mut [0; 32], 0, 5, &mut |line| {
            let Some((what, bytes)) = usual(line) else {
                unknown += 1;
                return;
            };
            known += 1;
            let mut parser = Parser { state: State::LineStart, after_carriage_return: false };
            let Some(Found { what: expected, at, begins: true }) = parser.line(line, true) else {
                panic!("{}", line.escape_ascii());
            };
            assert_eq!((what, bytes), (expected, &line[usize::from(at)..]), "{}", line.escape_ascii());
            assert!(parser.is_at_line_start());
        });
        assert!(known > 10_000 && unknown > 10_000, "{known} known, {unknown} unknown");
        assert_eq!(usual(b""), Some((What::BlankLine, &b""[..])));
    }
}
