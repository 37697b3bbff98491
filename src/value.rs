//! Event type and event ID: values that must fit on one line.
//!
//! They are checked when they are built. So a bad value is found at its source, and writing needs no check.

use core::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
};

use crate::{FieldName, InvalidValue, encode::Decimal};

/// Returns the first CR or LF in `value`, or NULL if `null`, and its position.
const fn first_refused(value: &[u8], null: bool) -> Option<(u8, usize)> {
    // A `const fn` can't use an iterator.
    let mut rest = value;
    while let Some((&byte, next)) = rest.split_first() {
        if matches!(byte, b'\n' | b'\r') || byte == b'\0' && null {
            return Some((byte, value.len().wrapping_sub(rest.len())));
        }
        rest = next;
    }
    None
}

/// Returns whether this can be an ID: it has no end of line, and no NULL.
pub(crate) const fn is_id(value: &[u8]) -> bool {
    first_refused(value, true).is_none()
}

/// Returns whether an HTTP header can carry this value unchanged: it has no blank at its ends, and no control character.
pub(crate) const fn fits_header(value: &[u8]) -> bool {
    if let [b' ' | b'\t', ..] | [.., b' ' | b'\t'] = value {
        return false;
    }
    let mut rest = value;
    while let Some((&byte, next)) = rest.split_first() {
        if byte < b' ' && byte != b'\t' || byte == 0x7F {
            return false;
        }
        rest = next;
    }
    true
}

/// Wraps the event type of an event: the value of its `event` field, which a browser takes as the name of the DOM event.
///
/// It can be any text without CR and LF, which would end the line (9.2.5 "Parsing an event stream"). An empty event type has
/// the same effect as none: `message`.
///
/// Most servers have fixed types: [`event_type!`](crate::event_type) checks one when the server is compiled.
/// [`new`](Self::new) checks one at run time.
///
/// ```
/// use sse_proto::{EventType, event_type};
///
/// assert_eq!(event_type!("price").as_str(), "price");
///
/// let error = EventType::new("price\ndata: 0").unwrap_err();
/// assert_eq!(error.position(), 5);
/// ```
#[doc(alias = "name")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct EventType<'a>(&'a str);

impl<'a> EventType<'a> {
    /// Checks and wraps `value`. Takes one pass over the bytes, copies nothing.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidValue`] if `value` contains CR or LF.
    ///
    /// ```
    /// use sse_proto::EventType;
    ///
    /// assert_eq!(EventType::new("price")?.as_str(), "price");
    /// assert_eq!(EventType::new("a\r").unwrap_err().to_string(), "event: U+000D at byte 1 cannot be encoded");
    /// # Ok::<(), sse_proto::InvalidValue>(())
    /// ```
    pub const fn new(value: &'a str) -> Result<Self, InvalidValue> {
        match first_refused(value.as_bytes(), false) {
            Some((byte, position)) => Err(InvalidValue { field: FieldName::Event, byte, position }),
            None => Ok(Self(value)),
        }
    }

    /// Returns the value as it was given to [`new`](Self::new).
    ///
    /// ```
    /// assert_eq!(sse_proto::event_type!("price").as_str(), "price");
    /// ```
    #[must_use]
    #[inline]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

/// Does what [`new`](Self::new) does.
impl<'a> TryFrom<&'a str> for EventType<'a> {
    type Error = InvalidValue;

    fn try_from(value: &'a str) -> Result<Self, InvalidValue> {
        Self::new(value)
    }
}

/// Writes the value, with the padding that the format string asks for.
impl fmt::Display for EventType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// Wraps the event ID of an event: the value of its `id` field, which a client sends back as `Last-Event-ID` when it
/// reconnects.
///
/// It can be any text without CR, LF and NULL. CR and LF would end the line (9.2.5 "Parsing an event stream"). Every decoder
/// ignores an ID that contains NULL (9.2.6 "Interpreting an event stream"), so the client would resume from the event before.
///
/// Make an ID of a number ([`from_number`](Self::from_number)), a fixed text ([`event_id!`](crate::event_id)), or any text
/// ([`new`](Self::new)). IDs are compared and ordered by their text, however they were made.
///
/// ```
/// use sse_proto::EventId;
///
/// assert_eq!(EventId::from_number(17).as_str(), "17");
/// assert_eq!(EventId::new("2026-11-20/17")?.as_str(), "2026-11-20/17");
/// assert_eq!(EventId::new("a\0b").unwrap_err().to_string(), "id: U+0000 at byte 1 cannot be encoded");
/// # Ok::<(), sse_proto::InvalidValue>(())
/// ```
#[derive(Clone, Copy)]
pub struct EventId<'a>(pub(crate) Id<'a>);

/// Holds the text or the number of an event ID.
#[derive(Clone, Copy)]
pub(crate) enum Id<'a> {
    Text(&'a str),
    /// The encoder writes the number. [`EventId::as_str`] returns the digits.
    Number {
        number: u64,
        digits: Decimal,
    },
}

impl<'a> EventId<'a> {
    /// Checks and wraps `value`. Takes one pass over the bytes, copies nothing.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidValue`] if `value` contains CR, LF or NULL.
    ///
    /// ```
    /// use sse_proto::EventId;
    ///
    /// assert_eq!(EventId::new("17-b")?.as_str(), "17-b");
    /// assert_eq!(EventId::new("17\n").unwrap_err().byte(), b'\n');
    /// # Ok::<(), sse_proto::InvalidValue>(())
    /// ```
    // Inlined, an ID that is not a number takes no stack for one.
    #[inline(always)]
    pub const fn new(value: &'a str) -> Result<Self, InvalidValue> {
        match first_refused(value.as_bytes(), true) {
            Some((byte, position)) => Err(InvalidValue { field: FieldName::Id, byte, position }),
            None => Ok(Self(Id::Text(value))),
        }
    }
}

impl EventId<'static> {
    /// The empty ID, which makes a client forget the last event ID: it reconnects without `Last-Event-ID`.
    ///
    /// This is not the same as no ID: an event without one leaves the last event ID as it is.
    ///
    /// ```
    /// use sse_proto::{EventId, encode::Event};
    ///
    /// assert_eq!(Event::new().id(EventId::RESET).to_string(), "id: \n\n");
    /// assert_eq!(Event::new().to_string(), "\n");
    /// ```
    pub const RESET: Self = Self(Id::Text(""));

    /// Makes an ID of a number, in decimal digits. The ID contains the digits, so it borrows nothing.
    ///
    /// ```
    /// use sse_proto::{EventId, encode::Event};
    ///
    /// let event = Event::new().id(EventId::from_number(1207)).data("x");
    /// assert_eq!(event.to_string(), "id: 1207\ndata: x\n\n");
    /// assert_eq!(EventId::from_number(7), EventId::new("7")?);
    /// # Ok::<(), sse_proto::InvalidValue>(())
    /// ```
    #[must_use]
    #[inline]
    pub const fn from_number(number: u64) -> Self {
        Self(Id::Number { number, digits: Decimal::new(number) })
    }
}

impl EventId<'_> {
    /// Returns the ID as text.
    ///
    /// ```
    /// use sse_proto::EventId;
    ///
    /// assert_eq!(EventId::from(7).as_str(), "7");
    /// ```
    #[must_use]
    #[inline]
    pub const fn as_str(&self) -> &str {
        match &self.0 {
            Id::Text(text) => text,
            Id::Number { digits, .. } => digits.as_str(),
        }
    }

    #[inline]
    pub(crate) const fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Id::Text(text) => text.as_bytes(),
            Id::Number { digits, .. } => digits.as_bytes(),
        }
    }

    /// Returns whether a client can send this ID back unchanged in its `Last-Event-ID` header.
    ///
    /// It can't if the ID begins or ends with a space or a tab, because an HTTP field value loses the blanks at its ends
    /// ([RFC 9110, 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)), and the server would get another ID. It can't
    /// if the ID contains a control character (U+0000 to U+001F, U+007F) other than a tab, because HTTP libraries refuse
    /// these, and the client could never reconnect. Characters that are not ASCII are sent as UTF-8. The empty ID fits, but
    /// clients send no header for it.
    ///
    /// [`new`](Self::new) accepts an ID that doesn't fit, as it can be written and read. If your IDs come from elsewhere, check
    /// them with this. Takes one pass over the bytes.
    ///
    /// ```
    /// use sse_proto::{EventId, event_id};
    ///
    /// assert!(EventId::from_number(17).fits_header());
    /// assert!(event_id!("größe 17").fits_header());
    /// assert!(!event_id!("17 ").fits_header());
    /// assert!(!event_id!("\u{7}").fits_header());
    /// ```
    #[must_use]
    pub const fn fits_header(&self) -> bool {
        fits_header(self.as_bytes())
    }
}

/// Does what [`from_number`](Self::from_number) does.
impl From<u64> for EventId<'_> {
    fn from(number: u64) -> Self {
        EventId::from_number(number)
    }
}

/// Does what [`new`](Self::new) does.
impl<'a> TryFrom<&'a str> for EventId<'a> {
    type Error = InvalidValue;

    fn try_from(value: &'a str) -> Result<Self, InvalidValue> {
        Self::new(value)
    }
}

/// Writes the ID, with the padding that the format string asks for.
impl fmt::Display for EventId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for EventId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EventId").field(&self.as_str()).finish()
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for EventId<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "EventId({})", self.as_str());
    }
}

impl PartialEq for EventId<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for EventId<'_> {}

impl Hash for EventId<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl PartialOrd for EventId<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EventId<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        // The bytes of UTF-8 have the order of the text.
        self.as_bytes().cmp(other.as_bytes())
    }
}

/// Makes an [`EventType`] of a constant, and checks it when the program is compiled.
///
/// The constant is a literal, or any other expression that is allowed in a `const`. There is no error to handle and no panic:
/// a value with CR or LF in it does not compile.
///
/// ```
/// use sse_proto::{EventType, encode::Event, event_type};
///
/// let event = Event::new().event_type(event_type!("delta")).data("x");
/// assert_eq!(event.to_string(), "event: delta\ndata: x\n\n");
///
/// const PREFIXED: EventType<'static> = event_type!(concat!("chat/", "delta"));
/// assert_eq!(PREFIXED.as_str(), "chat/delta");
/// ```
///
/// ```compile_fail,E0080
/// let event_type = sse_proto::event_type!("delta\n");
/// ```
///
/// A value that is known only at run time doesn't compile either. Use [`EventType::new`] for it.
///
/// ```compile_fail,E0435
/// let name = std::env::args().next().unwrap_or_default();
/// let event_type = sse_proto::event_type!(&name);
/// ```
#[macro_export]
macro_rules! event_type {
    ($value:expr $(,)?) => {
        const {
            match $crate::EventType::new($value) {
                ::core::result::Result::Ok(event_type) => event_type,
                ::core::result::Result::Err(_) => ::core::panic!("an event type cannot contain CR or LF"),
            }
        }
    };
}

/// Makes an [`EventId`] of a constant text, and checks it when the program is compiled.
///
/// The constant is a literal, or any other expression that is allowed in a `const`. There is no error to handle and no panic:
/// a value with CR, LF or NULL in it does not compile. For a number, use [`EventId::from_number`].
///
/// ```
/// use sse_proto::{encode::Event, event_id};
///
/// let event = Event::new().id(event_id!("snapshot")).data("x");
/// assert_eq!(event.to_string(), "id: snapshot\ndata: x\n\n");
/// ```
///
/// ```compile_fail,E0080
/// let id = sse_proto::event_id!("snapshot\0");
/// ```
#[macro_export]
macro_rules! event_id {
    ($value:expr $(,)?) => {
        const {
            match $crate::EventId::new($value) {
                ::core::result::Result::Ok(id) => id,
                ::core::result::Result::Err(_) => ::core::panic!("an event ID cannot contain CR, LF or NULL"),
            }
        }
    };
}
