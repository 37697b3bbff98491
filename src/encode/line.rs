//! Lines: how a text becomes lines, and how each next one begins.
//!
//! 9.2.5 has three ends of line: CRLF, a lone LF, a lone CR. A text that holds one can only be written as several lines,
//! each with its field name: this is what keeps a value from becoming a field, a comment or an event of its own.

use core::fmt;

use super::ends::{count_ends_of_line, len_without_end};
use super::sink::Sink;
use crate::{
    end_of_line::{CR, LF},
    target::{FAST, Lines},
};

/// What a text is: what its lines begin with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LineKind {
    Data,
    Comment,
    /// A comment with a space after each colon.
    SpacedComment,
}

impl LineKind {
    /// What the first line begins with.
    #[inline(always)]
    pub(super) const fn start(self) -> &'static str {
        match self {
            Self::Data => "data: ",
            Self::Comment => ":",
            Self::SpacedComment => ": ",
        }
    }

    /// What an end of line in the text becomes: an LF, and the start of the line that follows.
    #[inline(always)]
    pub(super) const fn next(self) -> &'static str {
        match self {
            Self::Data => "\ndata: ",
            Self::Comment => "\n:",
            Self::SpacedComment => "\n: ",
        }
    }
}

/// What has to be known between two pieces of one text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineWriter {
    /// The last byte was a CR, so an LF right after it belongs to the same end of line.
    after_cr: bool,
}

impl LineWriter {
    /// Writes the next piece of a text. An end of line is written at once, as it does not matter what comes next: if it
    /// is the text's last byte, then the text has an empty last line.
    // Inlined, `kind` is a constant there, and what it says is copied without a call. Bare metal has this once.
    #[inline(always)]
    pub(super) fn write<S: Sink + ?Sized>(&mut self, text: &str, kind: LineKind, out: &mut S) -> fmt::Result {
        if FAST { self.write_here(text, kind, out) } else { self.write_there(text, kind, out) }
    }

    #[inline(never)]
    fn write_there<S: Sink + ?Sized>(&mut self, text: &str, kind: LineKind, out: &mut S) -> fmt::Result {
        self.write_here(text, kind, out)
    }

    #[inline(always)]
    fn write_here<S: Sink + ?Sized>(&mut self, text: &str, kind: LineKind, out: &mut S) -> fmt::Result {
        let bytes = text.as_bytes();
        let mut start = 0;
        if let (true, Some(first)) = (self.after_cr, bytes.first()) {
            // CRLF is one end of line, and its CR, in the piece before, has already been written as one.
            start = usize::from(*first == LF);
            self.after_cr = false;
        }
        // Most texts have none, which is faster to see for all of them at once.
        if FAST && len_without_end(bytes, start) == bytes.len().wrapping_sub(start) {
            return out.text(text.get(start..).ok_or(fmt::Error)?);
        }
        if let Some(&last) = bytes.last() {
            self.after_cr = last == CR;
        }
        if !FAST {
            return write_lines(text, start, kind, out);
        }
        match kind {
            LineKind::Data => write_data_lines(text, start, out),
            LineKind::Comment => write_comment_lines(text, start, out),
            LineKind::SpacedComment => write_lines(text, start, kind, out),
        }
    }
}

#[inline(never)]
fn write_data_lines<S: Sink + ?Sized>(text: &str, start: usize, out: &mut S) -> fmt::Result {
    write_lines(text, start, LineKind::Data, out)
}

#[inline(never)]
fn write_comment_lines<S: Sink + ?Sized>(text: &str, start: usize, out: &mut S) -> fmt::Result {
    write_lines(text, start, LineKind::Comment, out)
}

/// Writes what begins at `start`.
#[inline(always)]
fn write_lines<S: Sink + ?Sized>(text: &str, mut start: usize, kind: LineKind, out: &mut S) -> fmt::Result {
    let mut lines = Lines::new(text.as_bytes());
    if start != 0 {
        lines.skip_line_feed();
    }
    while let Some(line) = lines.next_line() {
        out.line(text, start..start.wrapping_add(line.len()), kind.next())?;
        start = lines.at();
    }
    match text.get(start..) {
        Some("") => Ok(()),
        Some(rest) => out.text(rest),
        // Not reached: after an end of line, a character begins.
        None => Err(fmt::Error),
    }
}

/// How much [`LineWriter::write`] makes of a whole text, in bytes. Saturates.
pub(super) fn lines_len(text: &str, kind: LineKind) -> usize {
    let found = count_ends_of_line(text.as_bytes());
    text.len().wrapping_sub(found.bytes).saturating_add(found.ends.saturating_mul(kind.next().len()))
}
