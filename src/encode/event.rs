//! Event: what it consists of.

use core::time::Duration;

use crate::{EventId, EventType, FieldName, InvalidValue, target::whole_milliseconds};

/// An event to be written: what it consists of, borrowed.
///
/// Every part is optional, and setting one again replaces it. The parts are written in this order, whatever the order in
/// which they were set; all lines end with LF, and every field is its name, a colon, one space, and the value:
///
/// | part | lines | without it, the client |
/// |---|---|---|
/// | [`comment`](Self::comment) | `:` and the text, for each line of the text | |
/// | [`event_type`](Self::event_type) | `event: ` and the type | takes it as a `message` |
/// | [`id`](Self::id) | `id: ` and the ID | keeps the last event ID it has |
/// | [`reconnection_time`](Self::reconnection_time) | `retry: ` and the milliseconds | keeps the reconnection time it has |
/// | [`data`](Self::data) | `data: ` and the line, for each line of the data | dispatches nothing |
/// | | a blank line | |
///
/// An event without data is no event to a client (9.2.6 "Interpreting an event stream"), but its ID and its
/// reconnection time count: this is how to change them by themselves. With nothing set at all, it is a lone blank line.
///
/// Encoding takes time linear in the length of the event and copies each value straight to where it belongs.
///
/// ```
/// use core::time::Duration;
/// use sse_proto::encode::{Event, EventId, EventType};
///
/// let event = Event::new()
///     .comment(" since midnight")
///     .event_type(EventType::new("visitors")?)
///     .id(EventId::new("1207")?)
///     .reconnection_time(Duration::from_secs(3))
///     .data("{\n  \"count\": 1207\n}");
/// assert_eq!(
///     event.to_string(),
///     ": since midnight\n\
///      event: visitors\n\
///      id: 1207\n\
///      retry: 3000\n\
///      data: {\n\
///      data:   \"count\": 1207\n\
///      data: }\n\
///      \n",
/// );
/// # Ok::<(), sse_proto::encode::InvalidValue>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[must_use = "an event does nothing until it is written"]
pub struct Event<'a> {
    pub(super) comment: Option<&'a str>,
    pub(super) event_type: Option<EventType<'a>>,
    pub(super) id: Option<EventId<'a>>,
    /// Whole milliseconds.
    pub(super) reconnection_time: Option<u64>,
    pub(super) data: Option<&'a str>,
}

/// Putting an event together. None of this copies or writes anything.
impl<'a> Event<'a> {
    /// An event with nothing set: a lone blank line.
    pub const fn new() -> Self {
        Self { comment: None, event_type: None, id: None, reconnection_time: None, data: None }
    }

    /// Sets the event type, the `event` field.
    pub const fn event_type(mut self, event_type: EventType<'a>) -> Self {
        self.event_type = Some(event_type);
        self
    }

    /// Sets the event ID, the `id` field. [`EventId::RESET`] is not the same as none: it makes the client forget.
    pub const fn id(mut self, id: EventId<'a>) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets how long the client is to wait before it connects again, the `retry` field.
    ///
    /// Written in whole milliseconds, rounded down, at most [`u64::MAX`].
    ///
    /// ```
    /// use core::time::Duration;
    /// use sse_proto::encode::Event;
    ///
    /// let event = Event::new().reconnection_time(Duration::from_micros(1_999));
    /// assert_eq!(event.to_string(), "retry: 1\n\n");
    /// ```
    pub const fn reconnection_time(mut self, time: Duration) -> Self {
        self.reconnection_time = Some(whole_milliseconds(time));
        self
    }

    /// Sets the data, any text. Each CR, LF and CRLF in it is one end of line, and makes another `data` line.
    ///
    /// A decoder joins the lines with LF. So what had CR or CRLF has LF when it arrives; where that would be wrong, there is
    /// [`strict_data`](Self::strict_data), or an encoding of the data that escapes CR, as JSON without indentation does.
    ///
    /// Empty data is data: one empty line, for which clients dispatch an event.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().data("a\r\nb\rc\nd").to_string(), "data: a\ndata: b\ndata: c\ndata: d\n\n");
    /// assert_eq!(Event::new().data("id: 7\n").to_string(), "data: id: 7\ndata: \n\n");
    /// assert_eq!(Event::new().data("").to_string(), "data: \n\n");
    /// ```
    pub const fn data(mut self, data: &'a str) -> Self {
        self.data = Some(data);
        self
    }

    /// Sets the data, and makes sure that a decoder returns it byte for byte. Looks at every byte once.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`] if `data` contains a CR, which a decoder would return as LF, or not at all in front of an LF.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().strict_data("a\nb"), Ok(Event::new().data("a\nb")));
    ///
    /// let error = Event::new().strict_data("a\r\nb").unwrap_err();
    /// assert_eq!(error.to_string(), "data: U+000D at byte 1 cannot be encoded");
    /// ```
    pub fn strict_data(self, data: &'a str) -> Result<Self, InvalidValue> {
        // In two steps, as the first one, without an exit within a block, compiles to vector instructions.
        let has_cr = |block: &[u8]| block.iter().fold(false, |found, &byte| found | (byte == b'\r'));
        if data.as_bytes().chunks(64).any(has_cr) {
            if let Some(position) = data.bytes().position(|byte| byte == b'\r') {
                return Err(InvalidValue { field: FieldName::Data, byte: b'\r', position });
                // Not reached: what is behind this, for there is a CR.
            }
        }
        Ok(self.data(data))
    }

    /// Sets a comment, any text, which clients ignore: for who reads the stream by eye, or to keep a connection alive.
    ///
    /// The text stands directly behind the colon, so begin it with a space if there is to be one. Each CR, LF and CRLF in it
    /// is one end of line, and makes another comment line. For an empty one by itself there is [`HEARTBEAT`].
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().comment(" keep-alive").to_string(), ": keep-alive\n\n");
    /// assert_eq!(Event::new().comment("one\ndata: two").to_string(), ":one\n:data: two\n\n");
    /// ```
    ///
    /// [`HEARTBEAT`]: super::HEARTBEAT
    pub const fn comment(mut self, comment: &'a str) -> Self {
        self.comment = Some(comment);
        self
    }
}
