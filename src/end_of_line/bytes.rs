//! Lines, found byte by byte: the obvious way.

use super::{CR, LF, is_end_of_line};
use crate::work;

/// What is left of one input, cut into lines.
#[derive(Clone, Debug)]
pub(crate) struct Lines<'i> {
    rest: &'i [u8],
}

impl<'i> Lines<'i> {
    /// All of `input`.
    #[inline]
    pub(crate) const fn new(input: &'i [u8]) -> Self {
        Self { rest: input }
    }

    /// The input, as far as it is known: what has not been read yet.
    #[cfg(any(not(target_pointer_width = "64"), sse_proto_small_cpu, test))]
    pub(crate) const fn input(&self) -> &'i [u8] {
        self.rest
    }

    /// What has not been read yet.
    #[inline]
    pub(crate) const fn rest(&self) -> &'i [u8] {
        self.rest
    }

    /// The next line that ends in the input.
    ///
    /// A CR ends its line at once. Whether an LF follows decides what is swallowed: if the input ends behind the CR,
    /// `after_carriage_return` is set, for [`swallow_line_feed`](super::swallow_line_feed) on the next one.
    pub(crate) fn next(&mut self, after_carriage_return: &mut bool) -> Option<&'i [u8]> {
        let end = self.rest.iter().position(|&byte| is_end_of_line(byte));
        work::count(end.map_or(self.rest.len(), |end| end.saturating_add(1)));
        let (line, [end, behind @ ..]) = self.rest.split_at_checked(end?)? else { return None };
        self.rest = behind;
        if *end == CR && !self.skip_line_feed() {
            *after_carriage_return = behind.is_empty();
        }
        Some(line)
    }

    /// The next line, and whether it ends in the input: if not, it is all that is left.
    #[inline]
    pub(crate) fn next_piece(&mut self, after_carriage_return: &mut bool) -> Option<(&'i [u8], bool)> {
        if let Some(line) = self.next(after_carriage_return) {
            return Some((line, true));
        }
        let rest = self.take_rest();
        (!rest.is_empty()).then_some((rest, false))
    }

    /// Takes what is left: a line that does not end in the input, or nothing.
    #[inline]
    pub(crate) fn take_rest(&mut self) -> &'i [u8] {
        core::mem::take(&mut self.rest)
    }

    /// Skips the next byte, if it is an LF: the other half of a CRLF, or a blank line.
    #[inline]
    pub(crate) fn skip_line_feed(&mut self) -> bool {
        match self.rest {
            [LF, behind @ ..] => {
                self.rest = behind;
                true
            }
            _ => false,
        }
    }
}
