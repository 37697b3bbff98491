//! The event to be encoded, and its parts.

use core::{fmt, time::Duration};

use super::number::Packed;
use super::value::{IdValue, Replacing, Value};
use crate::{EventId, EventType, FieldName, InvalidValue, target::whole_milliseconds};

/// Borrows the parts of an event, and encodes it.
///
/// Every part is optional, and setting one again replaces it. The parts are written in the order of this table, whatever the
/// order of the calls. All lines end with LF, and every field is its name, a colon, one space, and the value:
///
/// | part | lines | without it, the client |
/// |---|---|---|
/// | [`comment`](Self::comment) | `:` and the text, for each line of the text | |
/// | [`event_type`](Self::event_type) | `event: ` and the type | dispatches a `message` |
/// | [`id`](Self::id) | `id: ` and the ID | keeps the last event ID it has |
/// | [`reconnection_time`](Self::reconnection_time) | `retry: ` and the milliseconds | keeps the reconnection time it has |
/// | [`data`](Self::data) | `data: ` and the line, for each line of the data | dispatches nothing |
/// | | a blank line | |
///
/// An event without data is no event to a client (9.2.6 "Interpreting an event stream"), but its ID and its reconnection time
/// count, so use one to change only these. An event with nothing set is a lone blank line. For another order of fields, use
/// [`EventWriter`].
///
/// It implements `Display`, so `write!(socket, "{event}")` writes it, too. Encoding takes time linear in the length of the
/// event and copies each value straight to the output.
///
/// ```
/// use core::time::Duration;
/// use sse_proto::{EventId, encode::Event, event_type};
///
/// let event = Event::new()
///     .comment(" since midnight")
///     .event_type(event_type!("visitors"))
///     .id(EventId::from_number(1207))
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
/// ```
///
/// Two events are equal if the same parts are set, to the same bytes.
///
/// [`EventWriter`]: super::EventWriter
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[must_use = "an event does nothing until it is written, and each method returns it changed"]
pub struct Event<'a> {
    pub(super) comment: Option<&'a str>,
    pub(super) event_type: Option<Value<'a>>,
    pub(super) id: Option<IdValue<'a>>,
    /// Whole milliseconds.
    pub(super) reconnection_time: Option<Packed>,
    pub(super) data: Option<Value<'a>>,
    /// Writes values that are not valid UTF-8.
    pub(super) replacing: Replacing,
}

/// Sets the parts of an event. None of these methods copies or writes anything.
impl<'a> Event<'a> {
    /// Creates an event with nothing set: a lone blank line.
    ///
    /// ```
    /// assert_eq!(sse_proto::encode::Event::new().to_string(), "\n");
    /// ```
    pub const fn new() -> Self {
        Self {
            comment: None,
            event_type: None,
            id: None,
            reconnection_time: None,
            data: None,
            replacing: Replacing::NONE,
        }
    }

    /// Sets the event type, the `event` field.
    ///
    /// ```
    /// use sse_proto::{encode::Event, event_type};
    ///
    /// let event = Event::new().event_type(event_type!("add")).data("7");
    /// assert_eq!(event.to_string(), "event: add\ndata: 7\n\n");
    /// ```
    #[doc(alias = "name")]
    pub const fn event_type(mut self, event_type: EventType<'a>) -> Self {
        self.event_type = Some(Value::Text(event_type.as_str()));
        self
    }

    /// Sets the event ID, the `id` field. [`EventId::RESET`] is not the same as none: it makes the client forget its last event
    /// ID.
    ///
    /// ```
    /// use sse_proto::{EventId, encode::Event};
    ///
    /// assert_eq!(Event::new().id(EventId::from_number(7)).data("x").to_string(), "id: 7\ndata: x\n\n");
    /// ```
    pub const fn id(mut self, id: EventId<'a>) -> Self {
        self.id = Some(IdValue::new(id));
        self
    }

    /// Sets how long the client should wait before it reconnects, the `retry` field.
    ///
    /// The time is written in whole milliseconds, rounded down, at most [`u64::MAX`].
    ///
    /// ```
    /// use core::time::Duration;
    /// use sse_proto::encode::Event;
    ///
    /// let event = Event::new().reconnection_time(Duration::from_micros(1_999));
    /// assert_eq!(event.to_string(), "retry: 1\n\n");
    /// ```
    #[doc(alias = "retry")]
    pub const fn reconnection_time(mut self, time: Duration) -> Self {
        self.reconnection_time = Some(Packed::new(whole_milliseconds(time)));
        self
    }

    /// Sets the data, any text. Each CR, LF and CRLF in it is one end of line, and starts another `data` line.
    ///
    /// A decoder joins the lines with LF, so CR and CRLF arrive as LF. If that would be wrong, use
    /// [`strict_data`](Self::strict_data), or an encoding of the data that escapes CR, as JSON without indentation does.
    ///
    /// Empty data is data: it is written as one empty line, and clients dispatch an event for it.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().data("a\r\nb\rc\nd").to_string(), "data: a\ndata: b\ndata: c\ndata: d\n\n");
    /// assert_eq!(Event::new().data("id: 7\n").to_string(), "data: id: 7\ndata: \n\n");
    /// assert_eq!(Event::new().data("").to_string(), "data: \n\n");
    /// ```
    pub const fn data(mut self, data: &'a str) -> Self {
        self.data = Some(Value::Text(data));
        self
    }

    /// Sets the data, and ensures that a decoder returns it byte for byte. Takes one pass over the bytes.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidValue`] if `data` contains a CR. A decoder would return an LF for it, or nothing if an LF follows it.
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
        // Two steps, because the first one has no exit within a chunk and so compiles to vector instructions.
        let has_cr = |block: &[u8]| block.iter().fold(false, |found, &byte| found | (byte == b'\r'));
        if data.as_bytes().chunks(64).any(has_cr) {
            // There is a CR, so this always returns an error.
            if let Some(position) = data.bytes().position(|byte| byte == b'\r') {
                return Err(InvalidValue { field: FieldName::Data, byte: b'\r', position });
                // Not reached: the lines after this one, as there is a CR.
            }
        }
        Ok(self.data(data))
    }

    /// Sets a comment, any text, which clients ignore: for people who read the stream, or to keep a connection open.
    ///
    /// The text follows the colon directly, so begin it with a space if you want one. Each CR, LF and CRLF in it is one end of
    /// line, and starts another comment line. For an empty comment alone, use [`HEARTBEAT`].
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

/// Shows the parts as they are set, with `\xNN` for each byte of invalid UTF-8.
impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("comment", &self.comment)
            .field("event_type", &self.event_type)
            .field("id", &self.id)
            .field("reconnection_time", &self.reconnection_time)
            .field("data", &self.data)
            .finish()
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Event<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        let Self { comment, event_type, id, reconnection_time, data, .. } = self;
        defmt::write!(
            f,
            "Event {{ comment: {}, event_type: {}, id: {}, reconnection_time: {}, data: {} }}",
            comment,
            event_type,
            id,
            reconnection_time,
            data
        );
    }
}
