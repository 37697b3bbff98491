//! All that a stream says.

use core::time::Duration;

use crate::{Event, Text};

/// What a stream says, in the order in which it says it: see [`Decoder::next_item`](crate::Decoder::next_item).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item<'e> {
    /// An event, at the blank line that ends it.
    Event(Event<'e>),
    /// A reconnection time, at the end of its line.
    ReconnectionTime(Duration),
    /// A comment, or a piece of one. The pieces of a comment follow each other directly, and the last one has
    /// `end_of_line` set (and may be empty). Nothing of it is stored, so there is no limit to its length.
    Comment {
        /// What stands after the colon, untouched, or a piece of it.
        text: &'e [u8],
        /// Whether the comment ends here.
        end_of_line: bool,
    },
    /// An ID that a block without data has set, at its blank line: it has become the last event ID. Also that of an event that
    /// was too large. (An event knows its own: [`Event::id`].)
    LastEventId(Text<'e>),
    /// A line that is ignored, or a piece of one: a field of unknown name, an `id` with a NULL, a `retry` that is not a number.
    ///
    /// It is what a stream says that is no event stream, such as an error in JSON or HTML. As with comments, the pieces follow
    /// each other directly, and nothing of them is stored. What has gone by in an earlier input before the decoder could know
    /// that the line is ignored is missing: the beginning of a name, or of an ID or a number. The rest of an event that was
    /// reported as [`TooLarge`](crate::TooLarge) is not reported here, too.
    Ignored {
        /// The line as it came, or a piece of it.
        text: &'e [u8],
        /// Whether the line ends here.
        end_of_line: bool,
    },
}
