//! Lines: how a text becomes lines, and how each next one begins.
//!
//! 9.2.5 has three ends of line: CRLF, a lone LF, a lone CR. A text that holds one can only be written as several lines,
//! each with its field name: this is what keeps a value from becoming a field, a comment or an event of its own.

use core::fmt;

use super::ends::{EndsOfLine, count_ends_of_line};
use super::sink::Sink;

/// What has to be known between two pieces of one text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineWriter {
    /// The last byte was a CR, so an LF right behind it belongs to the same end of line.
    after_cr: bool,
}

impl LineWriter {
    /// Writes the next piece of a text. `next_line` is what every end of line in it becomes: an LF, and what has to stand
    /// in front of the line that follows. An end of line is written at once, as it does not matter what comes next: if it
    /// is the text's last byte, then the text has an empty last line.
    // Inlined, `next_line` is a constant there, copied without a call. A small CPU has this once.
    #[cfg_attr(target_pointer_width = "64", inline(always))]
    pub(super) fn write<S: Sink + ?Sized>(&mut self, text: &str, next_line: &'static str, out: &mut S) -> fmt::Result {
        let bytes = text.as_bytes();
        // CRLF is one end of line, and its CR, in the piece before, has already been written as one.
        let mut line_start = usize::from(self.after_cr && bytes.first() == Some(&b'\n'));
        if let Some(&last) = bytes.last() {
            self.after_cr = last == b'\r';
        }

        let mut ends = EndsOfLine::new(bytes);
        while let Some(end) = ends.first_from(line_start) {
            out.line(text, line_start..end, next_line)?;
            // As a branch that is nearly always guessed right: then the search for the next end does not wait for this.
            line_start = end.wrapping_add(1);
            if bytes.get(end) == Some(&b'\r') && bytes.get(line_start) == Some(&b'\n') {
                line_start = line_start.wrapping_add(1);
            }
        }
        match text.get(line_start..) {
            Some("") => Ok(()),
            Some(rest) => out.text(rest),
            None => Err(fmt::Error),
        }
    }
}

/// How much [`LineWriter::write`] makes of a whole text, in bytes. Saturates.
pub(super) fn lines_len(text: &str, next_line: &'static str) -> usize {
    let found = count_ends_of_line(text.as_bytes());
    text.len().wrapping_sub(found.bytes).saturating_add(found.ends.saturating_mul(next_line.len()))
}
