//! Parts: what the parser gives back.

use crate::{FieldName, line::What};

/// A stretch of an input, and what it is.
///
/// A line that lies whole in one input is one part. One that is split is several: pieces of one field or one comment
/// follow each other directly, the last one has `end_of_line` set, and any may be empty.
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
        /// What stands after the colon, untouched, or a piece of it.
        text: &'i [u8],
        /// Whether the comment ends here.
        end_of_line: bool,
    },
    /// A line that is ignored, or a piece of one: a field whose name is none of the four that mean something.
    ///
    /// The parser doesn't look at values: an `id` or `retry` field that is ignored for its value is a [`Field`](Self::Field).
    Ignored {
        /// The line as it came, or a piece of it. If the field's name is split over inputs, the parser may have to read on to
        /// see that it is ignored. What of it has gone by in an earlier input is missing then.
        text: &'i [u8],
        /// Whether the line ends here.
        end_of_line: bool,
    },
    /// A blank line: here an event ends, and is dispatched if it has data.
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
