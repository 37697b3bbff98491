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

/// What an end of line in data becomes.
pub(super) const NEXT_DATA_LINE: &str = "\ndata: ";
/// What an end of line in a comment becomes.
pub(super) const NEXT_COMMENT_LINE: &str = "\n:";

/// What has to be known between two pieces of one text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineWriter {
    /// The last byte was a CR, so an LF right after it belongs to the same end of line.
    after_cr: bool,
}

impl LineWriter {
    /// Writes the next piece of a text. `next_line` is what every end of line in it becomes: an LF, and what has to stand
    /// in front of the line that follows. An end of line is written at once, as it does not matter what comes next: if it
    /// is the text's last byte, then the text has an empty last line.
    // Inlined, `next_line` is a constant there, copied without a call. Bare metal has this once.
    #[inline(always)]
    pub(super) fn write<S: Sink + ?Sized>(&mut self, text: &str, next_line: &'static str, out: &mut S) -> fmt::Result {
        if FAST { self.write_here(text, next_line, out) } else { self.write_there(text, next_line, out) }
    }

    #[inline(never)]
    fn write_there<S: Sink + ?Sized>(&mut self, text: &str, next_line: &'static str, out: &mut S) -> fmt::Result {
        self.write_here(text, next_line, out)
    }

    #[inline(always)]
    fn write_here<S: Sink + ?Sized>(&mut self, text: &str, next_line: &'static str, out: &mut S) -> fmt::Result {
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
        if next_line.len() == NEXT_DATA_LINE.len() {
            Self::write_lines::<S, { NEXT_DATA_LINE.len() }>(text, start, next_line, out)
        } else {
            Self::write_lines::<S, { NEXT_COMMENT_LINE.len() }>(text, start, next_line, out)
        }
    }

    /// Writes what begins at `start`. `NEXT` is the length of `next_line`: one that is known is copied without a call.
    #[inline(never)]
    fn write_lines<S: Sink + ?Sized, const NEXT: usize>(
        text: &str,
        mut start: usize,
        next_line: &'static str,
        out: &mut S,
    ) -> fmt::Result {
        let next_line = next_line.get(..NEXT).ok_or(fmt::Error)?;
        let mut lines = Lines::new(text.as_bytes());
        if start != 0 {
            lines.skip_line_feed();
        }
        while let Some(line) = lines.next_line() {
            out.line(text, start..start.wrapping_add(line.len()), next_line)?;
            start = lines.at();
        }
        match text.get(start..) {
            Some("") => Ok(()),
            Some(rest) => out.text(rest),
            // Not reached: after an end of line, a character begins.
            None => Err(fmt::Error),
        }
    }
}

/// How much [`LineWriter::write`] makes of a whole text, in bytes. Saturates.
pub(super) fn lines_len(text: &str, next_line: &'static str) -> usize {
    let found = count_ends_of_line(text.as_bytes());
    text.len().wrapping_sub(found.bytes).saturating_add(found.ends.saturating_mul(next_line.len()))
}
