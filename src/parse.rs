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
//! Notes for maintainers. `Lines` cuts an input into lines, and [`Parser::line`] takes one line, or piece of a line, at a time.
//! It holds all the rules. A [`State`] is where in a line the parser is between two inputs; a line that is whole in one input
//! goes from [`State::LineStart`] to [`State::LineStart`] in one call. `fast::common_line` runs before the rules and recognizes
//! only the commonest lines. It declines all others, and must agree with the rules on those that it recognizes.

use crate::{
    FieldName, Input, Part, byte_order_mark,
    fast::common_line::common_line,
    line::{Found, Line, What},
    target::FAST,
    work,
};

/// Parses an event stream into fields, comments and blank lines, without a buffer.
///
/// Pass it the body of a response, input by input, as the bytes arrive. It returns each line, or piece of a line, as a
/// [`Part`] that is borrowed from the input. It only remembers where in a line the last input ended, so its size is a few
/// bytes whatever the stream. Every stream of bytes is an event stream, so there are no errors.
///
/// It does not interpret: it neither joins data lines, nor checks the value of an `id` or `retry` field, nor dispatches
/// events. [`Decoder`](crate::Decoder) does.
///
/// Memory limits the events of a decoder, but not those of a parser. This adds up the lengths of values without storing
/// them:
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
    /// Whether a block has begun: the last part, not counting comments and ignored lines, was a field. Only
    /// [`Parser::next_part`] maintains this.
    in_block: bool,
}

/// Says where in the stream, and where in a line of it, the parser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum State {
    /// At the start of the stream, after `matched` bytes of a byte order mark.
    ByteOrderMark { matched: u8 },
    /// At the start of a line.
    LineStart,
    /// At the start of a line, after an input that ended with a CR: an LF that comes next belongs to that CR.
    AfterCarriageReturn,
    /// In what may become this field name, whose last `unmatched` bytes are still to come; at its end if that is 0.
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
    /// Creates a parser at the start of a stream.
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

    /// Returns the next part of the input, or `None` once the input is used up.
    ///
    /// Reads no further than the end of that part, and returns it as soon as its bytes are there: a CR ends a line at once, and
    /// an LF that follows, even in a later input, is swallowed.
    ///
    /// All calls together take time linear in the length of the stream, however it is cut into inputs. Copies and allocates
    /// nothing.
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
    // Inlined into the caller's loop, input and parser stay in registers: 0.5 times as many instructions (parser/tiny/16384).
    #[inline(always)]
    pub fn next_part<'i>(&mut self, input: &mut Input<'i>) -> Option<Part<'i>> {
        if !self.is_at_line_start() {
            // Work on a copy, which the compiler can keep in registers.
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

    /// Returns whether a proxy that passes the bytes on may insert a comment here: between two events.
    ///
    /// *Here* is the place up to which the parser has read. The result is `true` after each blank line, and after comments and
    /// ignored lines before the first field of a block. It is `false` in a line, after a field of a block, and where a byte order
    /// mark or the LF of a CRLF may come next: at the start of the stream, and after an input that ended with CR. There, the
    /// comment would become part of another line, or end an event.
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

    /// Returns the next line in the input, or piece of a line.
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

    /// Does what [`line`](Self::line) does, but first tries the commonest lines and pieces of lines.
    #[inline(always)]
    fn piece<'i>(&mut self, bytes: &'i [u8], ends: bool) -> Option<Line<'i>> {
        let line = |what, text, begins| Some(Line { what, text, begins, ends });
        match self.state {
            State::LineStart if FAST && ends => {
                if let Some((what, text)) = common_line(bytes) {
                    return line(what, text, true);
                }
            }
            // Every recognized name has a byte after its colon, so it is known whether a space is dropped.
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

    /// Skips a byte order mark, or the LF of a CRLF that the input before has begun. Returns whether either could come here.
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
            // After an empty input, the LF may still come.
            State::AfterCarriageReturn if !input.is_empty() => {
                input.lines().skip_line_feed();
                self.state = State::LineStart;
                true
            }
            _ => false,
        }
    }

    /// Remembers a CR at the end of the input, whose LF may still come.
    #[inline(always)]
    pub(crate) fn end(&mut self, input: &Input<'_>) {
        if input.is_empty() && input.ends_with_carriage_return() {
            self.state = State::AfterCarriageReturn;
        }
    }

    /// Returns whether the next bytes belong to the value of a `data` field.
    #[inline(always)]
    pub(crate) const fn is_in_data(&self) -> bool {
        matches!(self.state, State::In(What::Field(FieldName::Data)))
    }

    /// Returns whether the parser is at the start of a line.
    #[inline(always)]
    pub(crate) const fn is_at_line_start(&self) -> bool {
        matches!(self.state, State::LineStart)
    }

    /// Takes a line, or the next piece of one. Returns `None` if its bytes so far don't decide what it is.
    #[inline(never)]
    pub(crate) fn line(&mut self, bytes: &[u8], ends: bool) -> Option<Found> {
        let mut rest = bytes;
        let mut begins = false;
        let mut state = self.state;
        self.state = State::LineStart;

        // A line is blank, a comment if it begins with a colon, or else a field, whose name is everything before the first
        // colon. The first byte distinguishes the four names that have a meaning.
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
        // A field's name must match byte by byte up to the colon. A field without a colon has the whole line as its name, and
        // an empty value.
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
        // After the colon it is a field, so return a piece, even an empty one.
        let what = match state {
            State::Colon { name } => What::Field(name),
            State::In(what) => what,
            // Not reached: a name has become one of these by now, and the other states are not in a line.
            _ => What::Ignored,
        };
        // At most a name, a colon and a space come before the text.
        Some(Found { what, at: bytes.len().wrapping_sub(rest.len()) as u8, begins })
    }

    /// Ignores the rest of the line whose last piece has just been read.
    pub(crate) const fn ignore_line(&mut self) {
        self.state = State::In(What::Ignored);
    }

    /// Ends the stream, and returns its last line if that was unfinished. Starts afresh.
    pub(crate) fn end_of_stream(&mut self) -> Option<Found> {
        let last_line = match self.state {
            State::Name { .. } | State::Colon { .. } | State::In(_) => self.line(&[], true),
            _ => None,
        };
        self.reset();
        last_line
    }

    /// Returns whether the line so far is `data`, which would be an empty data line if it ended here.
    pub(crate) const fn is_after_name_of_data(&self) -> bool {
        matches!(self.state, State::Name { name: FieldName::Data, unmatched: 0 })
    }

    /// Creates a parser at the start of a line, where no byte order mark can come.
    pub(crate) const fn at_line_start() -> Self {
        Self { state: State::LineStart, in_block: false }
    }
}

impl State {
    /// Returns the state at the start of a field's name.
    fn name(name: FieldName) -> Self {
        Self::Name { name, unmatched: name.name().len() as u8 }
    }
}

/// Returns the last `count` bytes of a field name.
fn last(name: &[u8], count: u8) -> &[u8] {
    name.get(name.len().saturating_sub(usize::from(count))..).unwrap_or_default()
}

/// Returns the rests of a line and of a name after the bytes that they have in common.
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
