//! Finds lines byte by byte, in the obvious way.

use crate::{
    end_of_line::{CR, LF, is_end_of_line},
    work,
};

/// Holds one input, and how far it has been read.
#[derive(Clone, Default)]
pub(crate) struct Lines<'i> {
    bytes: &'i [u8],
    at: usize,
}

impl<'i> Lines<'i> {
    #[inline]
    pub(crate) const fn new(bytes: &'i [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Returns the whole input.
    #[inline]
    pub(crate) const fn bytes(&self) -> &'i [u8] {
        self.bytes
    }

    /// Returns how many bytes have been read.
    #[inline]
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// Returns the bytes that have not been read yet.
    #[inline]
    pub(crate) fn rest(&self) -> &'i [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Reads the next line, if it ends in the input, and returns it without its end.
    ///
    /// A CR ends its line at once, and an LF after it is read, too. After a CR at the end of the input, the LF may still come.
    pub(crate) fn next_line(&mut self) -> Option<&'i [u8]> {
        let line = self.peek()?;
        self.skip_line(line);
        Some(line)
    }

    /// Returns the next line, if it ends in the input, without reading it.
    #[inline]
    pub(crate) fn peek(&self) -> Option<&'i [u8]> {
        let rest = self.rest();
        let end = rest.iter().position(|&byte| is_end_of_line(byte));
        work::count(end.map_or(rest.len(), |end| end.wrapping_add(1)));
        rest.get(..end?)
    }

    /// Returns whether no line ends in the rest of the input.
    #[inline]
    pub(crate) fn no_line_ends(&self) -> bool {
        self.peek().is_none()
    }

    /// Reads the line that [`peek`](Self::peek) has just returned.
    #[inline]
    pub(crate) fn skip_line(&mut self, line: &[u8]) {
        let end = self.at.wrapping_add(line.len());
        self.at = end.wrapping_add(1);
        if self.bytes.get(end) == Some(&CR) {
            self.skip_line_feed();
        }
    }

    /// Reads and returns the rest of the input.
    #[inline]
    pub(crate) fn take_rest(&mut self) -> &'i [u8] {
        let rest = self.rest();
        self.at = self.bytes.len();
        rest
    }

    /// Reads `len` bytes, in which no line ends.
    #[inline]
    pub(crate) const fn skip(&mut self, len: usize) {
        self.at = self.at.wrapping_add(len);
    }

    /// Reads the next byte if it is an LF, and returns whether it is.
    #[inline]
    pub(crate) fn skip_line_feed(&mut self) -> bool {
        let is_line_feed = self.bytes.get(self.at) == Some(&LF);
        if is_line_feed {
            self.skip(1);
        }
        is_line_feed
    }

    /// Goes back to the start of a block.
    #[inline]
    pub(crate) const fn go_back(&mut self, at: usize) {
        self.at = at;
    }
}
