//! What the layers return, in the model's form, and inputs that are watched while they are read.

use sse_proto::{Input, TooLarge};

use crate::model::{Item, Own};

/// Watches an input while it is read: after each call, it must say how far it has been read.
pub(super) struct Watched<'i> {
    bytes: &'i [u8],
    input: Input<'i>,
}

impl<'i> Watched<'i> {
    pub(super) fn new(bytes: &'i [u8]) -> Self {
        Self { bytes, input: Input::new(bytes) }
    }

    /// Returns how many bytes are left.
    pub(super) fn rest(&self) -> usize {
        self.input.rest().len()
    }

    /// Goes on with a new input of the rest.
    pub(super) fn renew(&mut self) {
        *self = Self::new(self.input.rest());
    }

    /// Reads the next item.
    pub(super) fn read<T>(&mut self, read: impl FnOnce(&mut Input<'i>) -> Option<T>) -> Option<T> {
        let consumed_before = self.input.consumed();
        let came = read(&mut self.input);
        let (input, consumed) = (&self.input, self.input.consumed());
        let what = || format!("{input:?} of {}", self.bytes.escape_ascii());
        assert_eq!(consumed + input.rest().len(), self.bytes.len(), "{}", what());
        let (read, rest) = self.bytes.split_at(consumed);
        assert!(core::ptr::eq(input.rest(), rest), "another rest: {}", what());
        assert_eq!(input.is_empty(), rest.is_empty(), "{}", what());
        match came {
            Some(_) => assert!(consumed > consumed_before, "something came of nothing: {}", what()),
            None => assert!(rest.is_empty(), "nothing came, but there is a rest: {}", what()),
        }
        assert!(!(read.ends_with(b"\r") && rest.starts_with(b"\n")), "between CR and LF: {}", what());
        came
    }
}

/// Collects what a layer returns.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub(super) items: Vec<Item>,
    pub(super) own: Vec<Own>,
    /// How many bytes of its input had been consumed, for each item.
    pub(super) consumed: Vec<usize>,
    /// The pieces of a comment or an ignored line that has not ended yet.
    line: Option<Pieces>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pieces {
    is_comment: bool,
    bytes: Vec<u8>,
}

impl Log {
    /// Forgets the pieces of a line that has not ended, as a new response body begins.
    pub(super) fn reset(&mut self) {
        self.line = None;
    }

    pub(super) fn push(&mut self, item: Item) {
        assert_eq!(self.line, None, "{item:?} came between two pieces of a line");
        self.items.push(item);
    }

    pub(super) fn event(&mut self, event: Item, own: Own) {
        self.push(event);
        self.own.push(own);
    }

    pub(super) fn piece(&mut self, is_comment: bool, text: &[u8], end_of_line: bool) {
        let line = self.line.get_or_insert(Pieces { is_comment, bytes: Vec::new() });
        assert_eq!(line.is_comment, is_comment, "a piece of one line came between two pieces of another");
        line.bytes.extend_from_slice(text);
        if end_of_line {
            let text = self::text(&line.bytes);
            self.line = None;
            self.items.push(if is_comment { Item::Comment(text) } else { Item::Ignored(text) });
        }
    }

    pub(super) fn item(&mut self, item: Result<sse_proto::Item<'_>, TooLarge>, limit: usize) {
        match item {
            Ok(sse_proto::Item::Event(event)) => {
                let (event, own) = seen(event);
                self.event(event, own);
            }
            Ok(sse_proto::Item::ReconnectionTime(time)) => {
                self.push(Item::ReconnectionTime(u64::try_from(time.as_millis()).unwrap()));
            }
            Ok(sse_proto::Item::Comment { text, end_of_line }) => self.piece(true, text, end_of_line),
            Ok(sse_proto::Item::Ignored { text, end_of_line }) => self.piece(false, text, end_of_line),
            Ok(sse_proto::Item::LastEventId(id)) => self.push(Item::LastEventId(id.to_string())),
            Err(error) => {
                assert_eq!(error.limit(), limit, "the error names another limit");
                self.push(Item::TooLarge);
            }
        }
    }

    /// Notes how many bytes had been consumed when the new items were returned, if there are any.
    pub(super) fn consumed(&mut self, consumed: usize) {
        self.consumed.resize(self.items.len(), consumed);
    }
}

/// Converts an event to the model's form.
pub fn seen(event: sse_proto::Event<'_>) -> (Item, Own) {
    let item = Item::Event {
        event_type: event.event_type().to_string(),
        data: event.data().to_string(),
        last_event_id: event.last_event_id().to_string(),
    };
    (item, Own { id: event.id().map(|id| id.to_string()), has_event_type: event.has_event_type() })
}

/// Returns whether the items are those that the model expects. The bytes of an ignored line in an earlier input can be
/// missing, so unless `whole_lines` is set, the end of such a line is enough.
pub fn same_items(came: &[Item], expected: &[Item], whole_lines: bool) -> bool {
    came.len() == expected.len()
        && came.iter().zip(expected).all(|items| match items {
            (Item::Ignored(came), Item::Ignored(expected)) if !whole_lines => {
                expected.ends_with(came.trim_start_matches('\u{FFFD}'))
            }
            (came, expected) => came == expected,
        })
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
