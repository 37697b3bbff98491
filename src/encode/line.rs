//! Splits a text into lines, each with its field name.
//!
//! 9.2.5 has three ends of line: CRLF, a lone LF, a lone CR. A text that contains one can only be written as several lines,
//! each with its field name. This prevents a value from injecting a field, a comment or an event.

use core::fmt;

use super::ends::{count_ends_of_line, len_without_end};
use super::sink::Sink;
use crate::{
    end_of_line::{CR, LF},
    target::{FAST, Lines},
};

/// Says what a text is, and so how its lines begin.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LineKind {
    Data,
    Comment,
    /// A comment with a space after each colon.
    SpacedComment,
}

impl LineKind {
    /// Returns the start of the first line.
    #[inline(always)]
    pub(super) const fn start(self) -> &'static str {
        match self {
            Self::Data => "data: ",
            Self::Comment => ":",
            Self::SpacedComment => ": ",
        }
    }

    /// Returns what replaces an end of line in the text: an LF, and the start of the next line.
    #[inline(always)]
    pub(super) const fn next(self) -> &'static str {
        match self {
            Self::Data => "\ndata: ",
            Self::Comment => "\n:",
            Self::SpacedComment => "\n: ",
        }
    }
}

/// Writes a text in pieces, and keeps the state between two of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineWriter {
    /// Whether the last byte was a CR, so that an LF right after it belongs to the same end of line.
    after_cr: bool,
}

impl LineWriter {
    /// Writes the next piece of a text. Replaces an end of line at once, whatever comes next: if it is the end of the text,
    /// then the text has an empty last line.
    // Inlined, `kind` is a constant, and its strings are copied without a call. On bare metal, the code exists once.
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
            // CRLF is one end of line, which has been written for the CR in the piece before.
            start = usize::from(*first == LF);
            self.after_cr = false;
        }
        // Most texts have no end of line, and looking only for that is faster.
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

/// Writes the text from `start` on.
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

/// Returns how many bytes [`LineWriter::write`] writes for a whole text. Saturates.
pub(super) fn lines_len(text: &str, kind: LineKind) -> usize {
    let found = count_ends_of_line(text.as_bytes());
    text.len().wrapping_sub(found.bytes).saturating_add(found.ends.saturating_mul(kind.next().len()))
}
