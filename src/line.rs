//! Lines and their kinds, as the parser passes them to the interpreter.

use crate::FieldName;

/// Holds a line, or a piece of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'i> {
    pub(crate) what: What,
    /// The value or text, or a piece of it.
    pub(crate) text: &'i [u8],
    /// Whether this is the first piece.
    pub(crate) begins: bool,
    /// Whether this is the last piece, so the line ends here.
    pub(crate) ends: bool,
}

impl<'i> Line<'i> {
    pub(crate) const BLANK: Self = Self { what: What::BlankLine, text: &[], begins: true, ends: true };

    /// Returns the line of a whole field.
    pub(crate) const fn whole(name: FieldName, value: &'i [u8]) -> Self {
        Self { what: What::Field(name), text: value, begins: true, ends: true }
    }
}

/// Describes a line, or a piece of one, whose bytes the caller has. Fits in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) what: What,
    /// Where in those bytes the value or text begins. It extends to their end.
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
