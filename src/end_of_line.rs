//! End of line: CR, LF, or CRLF.
//!
//! > HTML, "Parsing an event stream": lines are separated by either a CRLF pair, a single LF, or a single CR.
//!
//! `Lines` cuts one input into lines: `fast::lines` for most targets, `small::lines` for bare metal.

pub(crate) const LF: u8 = b'\n';
pub(crate) const CR: u8 = b'\r';

#[inline(always)]
pub(crate) const fn is_end_of_line(byte: u8) -> bool {
    // `||` could be compiled to a branch in each step of a loop.
    (byte == LF) | (byte == CR)
}
