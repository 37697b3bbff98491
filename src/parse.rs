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
//! Notes for maintainers. `Lines` cuts an input into lines, and [`Parser::line`] takes one of these at a time, or as much of
//! one as there is. It holds all the rules. A [`State`] is where in a line the parser is between two inputs; a line that is
//! whole in one input goes from [`State::LineStart`] to [`State::LineStart`] in one call. `fast::common_line` only recognizes
//! the commonest whole lines before that. It leaves alone what it doesn't know, and must agree otherwise.

use crate::{
    FieldName, Input, Part, byte_order_mark,
    fast::common_line::common_line,
    line::{Found, Line, What},
    target::FAST,
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
/// use sse_proto::{FieldName, Input, Parser, Part};
///
/// let mut parser = Parser::new();
/// let mut bytes_of_data = 0;
/// for bytes in [&b"data: how lo"[..], b"ng", b" is this?\n", b"\n"] {
///     let mut input = Input::new(bytes);
///     while let Some(part) = parser.next_part(&mut input) {
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
    /// The last part but comments and ignored lines was a field: a block has begun. Only [`Parser::next_part`] keeps account.
    in_block: bool,
}

/// Where in the stream, and where in a line of it, the parser stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    /// At the start of the stream, or so many bytes into a byte order mark.
    ByteOrderMark { matched: u8 },
    /// At the start of a line.
    LineStart,
    /// The same, after an input that ended with a CR: an LF that comes next belongs to it.
    AfterCarriageReturn,
    /// In what may become this field name, of which so many bytes are still to come; or at its end, if none is.
    Name { name: FieldName, unmatched: u8 },
    /// After the colon, where one space is dropped.
    Colon { name: FieldName },
    /// In the value of a field, in a comment, or in a line that is ignored.
    In(What),
}

impl Default for State {
    fn default() -> Self {
        Self::ByteOrderMark { matched: 0 }
    }
}

impl Parser {
    /// A parser at the start of a stream.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self { state: State::ByteOrderMark { matched: 0 }, in_block: false }
    }

    /// Starts afresh, for a new response body, which may begin with a byte order mark.
    #[inline]
    pub const fn reset(&mut self) {
        *self = Self::new();
    }

    /// Returns the next part of the input; `None` when the input has been read to its end.
    ///
    /// Reads up to the end of the part it returns, so a part is returned as soon as its bytes are there: a CR ends a line at
    /// once, and an LF that follows, even in a later input, is swallowed. The input keeps count of what has been read.
    ///
    /// Takes time linear in the length of the input over all calls, whatever the pieces. Copies and allocates nothing.
    ///
    /// ```
    /// use sse_proto::{FieldName, Input, Parser, Part};
    ///
    /// let mut parser = Parser::new();
    /// let mut input = Input::new(b"data: a\n\nid");
    /// let field = Part::Field { name: FieldName::Data, value: b"a", end_of_line: true };
    /// assert_eq!(parser.next_part(&mut input), Some(field));
    /// assert_eq!(parser.next_part(&mut input), Some(Part::BlankLine));
    /// assert_eq!(parser.next_part(&mut input), None); // `id` may become a field; the parser remembers
    ///
    /// // As an iterator:
    /// let mut input = Input::new(b": 7\nevent:");
    /// assert_eq!(std::iter::from_fn(|| parser.next_part(&mut input)).count(), 2);
    /// ```
    #[must_use = "a part is returned once"]
    // In a loop of its caller's, input and parser are in registers: 0.5 times as many instructions (parser/tiny/16384).
    #[inline(always)]
    pub fn next_part<'i>(&mut self, input: &mut Input<'i>) -> Option<Part<'i>> {
        if !self.is_at_line_start() {
            // A copy: what a reference points to can't be in registers.
            let mut rest = input.clone();
            self.begin(&mut rest);
            *input = rest;
        } else if FAST {
            let lines = input.lines();
            if let Some((bytes, (what, text))) = lines.peek().and_then(|bytes| Some((bytes, common_line(bytes)?))) {
                lines.skip_line(bytes);
                self.end(input);
                return Some(self.part(what, text, true));
            }
        }
        let Line { what, text, ends, .. } = self.next_line(input)?;
        Some(self.part(what, text, ends))
    }

    #[inline(always)]
    fn part<'i>(&mut self, what: What, text: &'i [u8], end_of_line: bool) -> Part<'i> {
        if !matches!(what, What::Comment | What::Ignored) {
            self.in_block = what != What::BlankLine;
        }
        Part::new(what, text, end_of_line)
    }

    /// Returns whether you may write a comment of your own here, if you pass the bytes on as they come: between two events.
    ///
    /// It is `true` after each blank line, and after comments and ignored lines that follow one. It is `false` in a line and
    /// in a block, of which a field has come, and where a byte order mark or the LF of a CRLF may come next: at the start of
    /// the stream, and after an input that ended with CR. Written there, a comment would become part of another line, or
    /// end an event. It says so of the place up to which the parser has read.
    ///
    /// ```
    /// use sse_proto::{Input, Parser, encode::HEARTBEAT};
    ///
    /// let mut parser = Parser::new();
    /// let mut passed_on = Vec::new();
    /// for bytes in [&b"data: a\n\nx-no"[..], b"te: b\n", b"data: c\n\n"] {
    ///     let mut input = Input::new(bytes);
    ///     while parser.next_part(&mut input).is_some() {}
    ///     passed_on.extend(bytes);
    ///     if parser.is_between_events() {
    ///         passed_on.extend(HEARTBEAT.bytes()); // not after the first input: it would become a part of `x-note`
    ///     }
    /// }
    /// assert_eq!(passed_on, b"data: a\n\nx-note: b\n:\n\ndata: c\n\n:\n\n");
    /// ```
    #[must_use]
    #[inline]
    pub const fn is_between_events(&self) -> bool {
        self.is_at_line_start() && !self.in_block
    }

    /// The next line in the input, or as much of it as there is.
    #[inline(always)]
    pub(crate) fn next_line<'i>(&mut self, input: &mut Input<'i>) -> Option<Line<'i>> {
        while let Some((bytes, ends)) = input.next_piece() {
            let line = self.piece(bytes, ends);
            self.end(input);
            if line.is_some() {
                return line;
            }
        }
        None
    }

    /// [`line`](Self::line), and before it what most lines and most pieces of lines are, at a glance.
    #[inline(always)]
    fn piece<'i>(&mut self, bytes: &'i [u8], ends: bool) -> Option<Line<'i>> {
        let line = |what, text, begins| Some(Line { what, text, begins, ends });
        match self.state {
            State::LineStart if FAST && ends => {
                if let Some((what, text)) = common_line(bytes) {
                    return line(what, text, true);
                }
            }
            // Whichever name it is, there is something after the colon.
            State::LineStart if FAST && bytes.len() > "retry:".len() => {
                if let Some((what, text)) = common_line(bytes) {
                    self.state = State::In(what);
                    return line(what, text, true);
                }
            }
            State::In(What::Field(name)) if FAST => {
                if ends {
                    self.state = State::LineStart;
                }
                return line(What::Field(name), bytes, false);
            }
            _ => {}
        }
        let Found { what, at, begins } = self.line(bytes, ends)?;
        line(what, bytes.get(usize::from(at)..).unwrap_or_default(), begins)
    }

    /// Takes what belongs to the stream before its first line, or to the end of the line before: whether there is something
    /// of the kind.
    #[inline(never)]
    pub(crate) fn begin(&mut self, input: &mut Input<'_>) -> bool {
        match &mut self.state {
            State::ByteOrderMark { matched } => {
                let (len, outcome) = byte_order_mark::skip(input.rest(), matched);
                input.lines().skip(len);
                match outcome {
                    byte_order_mark::Outcome::Undecided => {}
                    byte_order_mark::Outcome::Skipped | byte_order_mark::Outcome::Absent => {
                        self.state = State::LineStart
                    }
                    byte_order_mark::Outcome::Broken => self.state = State::In(What::Ignored),
                }
                true
            }
            // An empty input is no input: the LF may still come.
            State::AfterCarriageReturn if !input.is_empty() => {
                input.lines().skip_line_feed();
                self.state = State::LineStart;
                true
            }
            _ => false,
        }
    }

    /// Notes whether the line that has just ended, if it has, may still be followed by the LF of its CRLF.
    #[inline(always)]
    pub(crate) fn end(&mut self, input: &Input<'_>) {
        if input.is_empty() && input.ends_with_carriage_return() {
            self.state = State::AfterCarriageReturn;
        }
    }

    /// Whether the next bytes are data.
    #[inline(always)]
    pub(crate) const fn is_in_data(&self) -> bool {
        matches!(self.state, State::In(What::Field(FieldName::Data)))
    }

    /// Whether the parser is at the start of a line.
    #[inline(always)]
    pub(crate) const fn is_at_line_start(&self) -> bool {
        matches!(self.state, State::LineStart)
    }

    /// Takes a line, or as much of it as there is, on from where the last piece ended. `None` if what there is doesn't say yet
    /// what it is.
    #[inline(never)]
    pub(crate) fn line(&mut self, bytes: &[u8], ends: bool) -> Option<Found> {
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
                    State::In(What::Comment)
                }
                [b'd', ..] => State::name(FieldName::Data),
                [b'e', ..] => State::name(FieldName::Event),
                [b'i', ..] => State::name(FieldName::Id),
                [b'r', ..] => State::name(FieldName::Retry),
                _ => State::In(What::Ignored),
            };
        }
        // A field's name must match to the byte, up to the colon or, for a field without one, the end of the line; such a
        // field has an empty value.
        if let State::Name { name, unmatched } = state {
            begins = true;
            let unmatched = last(name.name().as_bytes(), unmatched);
            let (matched, unmatched) = match_name(rest, unmatched);
            state = match (matched, unmatched) {
                ([b':', value @ ..], []) => {
                    rest = value;
                    State::Colon { name }
                }
                ([], _) if !ends => {
                    self.state = State::Name { name, unmatched: unmatched.len() as u8 };
                    return None;
                }
                ([], []) => {
                    rest = &[];
                    State::In(What::Field(name))
                }
                _ => State::In(What::Ignored),
            };
        }
        // One space after the colon is dropped; a second one belongs to the value.
        if let (State::Colon { name }, [first, value @ ..]) = (state, rest) {
            if *first == b' ' {
                rest = value;
            }
            state = State::In(What::Field(name));
        }
        if !ends {
            self.state = state;
        }
        // The colon says that there is a field, so there is a piece of one, even if the input ends there.
        let what = match state {
            State::Colon { name } => What::Field(name),
            State::In(what) => what,
            // Not reached: a name has become one of these by now, and before the first line, or in a CRLF, there is no line.
            _ => What::Ignored,
        };
        // It is at most a name, a colon and a space that comes before.
        Some(Found { what, at: bytes.len().wrapping_sub(rest.len()) as u8, begins })
    }

    /// Ignores the rest of the line, of which a piece was the last thing read.
    pub(crate) const fn ignore_line(&mut self) {
        self.state = State::In(What::Ignored);
    }

    /// Takes the stream to have ended, and its last line with it: what that is, if it had not ended yet. Starts afresh.
    pub(crate) fn end_of_stream(&mut self) -> Option<Found> {
        let last_line = match self.state {
            State::Name { .. } | State::Colon { .. } | State::In(_) => self.line(&[], true),
            _ => None,
        };
        self.reset();
        last_line
    }

    /// Whether the line would be an empty data line if it ended here, without a colon.
    pub(crate) const fn is_after_name_of_data(&self) -> bool {
        matches!(self.state, State::Name { name: FieldName::Data, unmatched: 0 })
    }

    /// A parser at the start of a line.
    pub(crate) const fn at_line_start() -> Self {
        Self { state: State::LineStart, in_block: false }
    }
}

impl State {
    /// At the start of a field's name.
    fn name(name: FieldName) -> Self {
        Self::Name { name, unmatched: name.name().len() as u8 }
    }
}

/// The last `count` bytes of a field name.
fn last(name: &[u8], count: u8) -> &[u8] {
    name.get(name.len().saturating_sub(usize::from(count))..).unwrap_or_default()
}

/// What remains of a line and of a name after what they have in common.
fn match_name<'i, 'n>(mut line: &'i [u8], mut name: &'n [u8]) -> (&'i [u8], &'n [u8]) {
    while let ([byte, line_rest @ ..], [expected, name_rest @ ..]) = (line, name) {
        work::count(1);
        if byte != expected {
            break;
        }
        (line, name) = (line_rest, name_rest);
    }
    (line, name)
}
