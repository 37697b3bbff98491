//! Lines, and what they are found to be: what the parser gives the interpreter.

use crate::FieldName;

/// A line, or a piece of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'i> {
    pub(crate) what: What,
    /// Its value or text, or a piece of that.
    pub(crate) text: &'i [u8],
    /// Whether this is the first piece.
    pub(crate) begins: bool,
    /// Whether this is the last piece: the line ends here.
    pub(crate) ends: bool,
}

impl<'i> Line<'i> {
    pub(crate) const BLANK: Self = Self { what: What::BlankLine, text: &[], begins: true, ends: true };

    /// A field that is whole.
    pub(crate) const fn whole(name: FieldName, value: &'i [u8]) -> Self {
        Self { what: What::Field(name), text: value, begins: true, ends: true }
    }
}

/// The same, of a line that is at hand, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) what: What,
    /// Where in the line its value or text begins: all of it is, from there on.
    pub(crate) at: u8,
    pub(crate) begins: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum What {
    Field(FieldName),
    Comment,
    Ignored,
    BlankLine,
}
