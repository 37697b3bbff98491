//! Parts: the pieces of a stream that the parser returns.

use crate::{FieldName, line::What};

/// Holds a line of a stream, or a piece of one, borrowed from the input.
///
/// A line that is whole in one input is one part. A line that is split over inputs is several: its pieces follow each other
/// directly, the last one has `end_of_line` set, and any may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part<'i> {
    /// A field, or a piece of one.
    Field {
        /// The field's name.
        name: FieldName,
        /// The value, or a piece of it, without the one space that may follow the colon.
        value: &'i [u8],
        /// Whether the field ends here.
        end_of_line: bool,
    },
    /// A comment, or a piece of one.
    Comment {
        /// The bytes after the colon, unchanged, or a piece of them.
        text: &'i [u8],
        /// Whether the comment ends here.
        end_of_line: bool,
    },
    /// A line that is ignored, or a piece of one: a field whose name is not in [`FieldName`].
    ///
    /// The parser doesn't look at values: an `id` or `retry` field that is ignored for its value is a [`Field`](Self::Field).
    Ignored {
        /// The line as it came, or a piece of it. If an earlier input ended in the field's name, before the parser could know
        /// that the line is ignored, the bytes in that input are missing.
        text: &'i [u8],
        /// Whether the line ends here.
        end_of_line: bool,
    },
    /// A blank line, which ends a block and, if that has data, dispatches an event.
    BlankLine,
}

impl<'i> Part<'i> {
    #[inline]
    pub(crate) fn new(what: What, text: &'i [u8], end_of_line: bool) -> Self {
        match what {
            What::Field(name) => Part::Field { name, value: text, end_of_line },
            What::Comment => Part::Comment { text, end_of_line },
            What::BlankLine => Part::BlankLine,
            What::Ignored => Part::Ignored { text, end_of_line },
        }
    }
}
