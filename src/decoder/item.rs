//! Items: everything that a stream contains.

use core::time::Duration;

use crate::{Event, Text};

/// Holds an event or anything else that a stream contains, in the stream's order.
///
/// [`Decoder::next_item`](crate::Decoder::next_item) returns it, and has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item<'e> {
    /// An event, at the blank line that ends it.
    Event(Event<'e>),
    /// A reconnection time, at the end of its line.
    ReconnectionTime(Duration),
    /// A comment, or a piece of one. The pieces of a comment follow each other directly. The last piece has `end_of_line` set,
    /// and may be empty. Comments are not stored, so their length has no limit.
    Comment {
        /// The bytes after the colon, unchanged, or a piece of them.
        text: &'e [u8],
        /// Whether the comment ends here.
        end_of_line: bool,
    },
    /// The new last event ID, at the blank line of a block that set it but is no event: a block without data, or whose event
    /// was too large. For the ID of an event, see [`Event::id`].
    LastEventId(Text<'e>),
    /// A line that is ignored, or a piece of one: a field of unknown name, an `id` with a NULL, a `retry` that is not a number.
    ///
    /// A body that is no event stream, such as an error in JSON or HTML, consists of such lines. As with comments, the pieces
    /// follow each other directly and are not stored. If an earlier input ended before the decoder could know that the line is
    /// ignored, the bytes in that input are missing: the beginning of a name, of an ID or of a number. Once an event has been
    /// reported as [`TooLarge`](crate::TooLarge), nothing of its rest is reported as ignored.
    Ignored {
        /// The line as it came, or a piece of it.
        text: &'e [u8],
        /// Whether the line ends here.
        end_of_line: bool,
    },
}
