//! Event type and event ID: values that have to fit on one line.
//!
//! They are checked when they are built, so that a bad one shows up where it comes from, and writing needs no check.

use core::fmt;

use crate::{FieldName, encode::write_decimal};

/// The first CR, LF, or NULL if `null`, in `value`, and where it is.
const fn first_refused(value: &[u8], null: bool) -> Option<(u8, usize)> {
    // A loop like this one is what a `const fn` can do.
    let mut rest = value;
    while let Some((&byte, behind)) = rest.split_first() {
        if matches!(byte, b'\n' | b'\r') || byte == b'\0' && null {
            return Some((byte, value.len().wrapping_sub(rest.len())));
        }
        rest = behind;
    }
    None
}

/// Defines a value: its name, its field, and which bytes it must not contain.
macro_rules! value {
    ($(#[$attribute:meta])* $Value:ident, $field:expr, $null:expr) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        pub struct $Value<'a>(&'a str);

        impl<'a> $Value<'a> {
            /// Checks and wraps `value`. Nothing is copied; every byte is looked at once.
            ///
            /// # Errors
            ///
            /// [`InvalidValue`] with the first byte that the value must not contain.
            pub const fn new(value: &'a str) -> Result<Self, InvalidValue> {
                match first_refused(value.as_bytes(), $null) {
                    Some((byte, position)) => Err(InvalidValue { field: $field, byte, position }),
                    None => Ok(Self(value)),
                }
            }

            /// The value as it was given to [`new`](Self::new).
            #[must_use]
            #[inline]
            pub const fn as_str(self) -> &'a str {
                self.0
            }
        }

        /// The same as [`new`](Self::new).
        impl<'a> TryFrom<&'a str> for $Value<'a> {
            type Error = InvalidValue;

            fn try_from(value: &'a str) -> Result<Self, InvalidValue> {
                Self::new(value)
            }
        }

        /// The value, with the padding that the format string asks for.
        impl fmt::Display for $Value<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.0)
            }
        }
    };
}

value! {
    /// What an event is called: the value of its `event` field, which a browser takes as the name of the DOM event.
    ///
    /// Any text without an end of line, that is without CR and LF (9.2.5 "Parsing an event stream": the value of a field
    /// is the rest of its line). The empty one is allowed, and means what no event type means: `message`.
    ///
    /// [`new`](Self::new) is `const`, so the fixed names of a server can be checked while it is compiled:
    ///
    /// ```
    /// use sse_proto::EventType;
    ///
    /// const PRICE: EventType = match EventType::new("price") {
    ///     Ok(event_type) => event_type,
    ///     Err(_) => panic!("not an event type"),
    /// };
    /// assert_eq!(PRICE.as_str(), "price");
    ///
    /// let error = EventType::new("price\ndata: 0").unwrap_err();
    /// assert_eq!(error.position(), 5);
    /// ```
    ///
    /// ```compile_fail
    /// # use sse_proto::EventType;
    /// const PRICE: EventType = match EventType::new("price\n") {
    ///     Ok(event_type) => event_type,
    ///     Err(_) => panic!("not an event type"),
    /// };
    /// # PRICE.as_str();
    /// ```
    EventType, FieldName::Event, false
}

value! {
    /// Where in a stream an event stands: the value of its `id` field, which a client sends back as `Last-Event-ID`
    /// when it connects again.
    ///
    /// Any text without CR, LF and NULL. The first two would end the line (9.2.5 "Parsing an event stream"), and an ID that
    /// contains the third is ignored as a whole by every decoder (9.2.6 "Interpreting an event stream"), so the client
    /// would resume from the event before.
    ///
    /// ```
    /// use sse_proto::EventId;
    ///
    /// assert_eq!(EventId::new("2026-11-20/17")?.as_str(), "2026-11-20/17");
    /// assert_eq!(EventId::new("a\0b").unwrap_err().to_string(), "id: U+0000 at byte 1 cannot be encoded");
    /// # Ok::<(), sse_proto::InvalidValue>(())
    /// ```
    EventId, FieldName::Id, true
}

impl EventId<'_> {
    /// The empty ID, with which a client forgets the last event ID: it connects again without `Last-Event-ID`.
    ///
    /// This is not the same as no ID: an event without one leaves the last event ID as it is.
    ///
    /// ```
    /// use sse_proto::{EventId, encode::Event};
    ///
    /// assert_eq!(Event::new().id(EventId::RESET).to_string(), "id: \n\n");
    /// assert_eq!(Event::new().to_string(), "\n");
    /// ```
    pub const RESET: EventId<'static> = EventId("");
}

/// A value cannot be encoded: it contains a byte that would end its line, or for which decoders ignore or change it.
///
/// Says the first such byte only. It lends nothing and is small, so it can be kept, logged or sent on.
///
/// ```
/// use sse_proto::{EventId, FieldName};
///
/// let error = EventId::new("17\ndata: injected").unwrap_err();
/// assert_eq!(error.field(), FieldName::Id);
/// assert_eq!(error.byte(), b'\n');
/// assert_eq!(error.position(), 2);
/// assert_eq!(error.to_string(), "id: U+000A at byte 2 cannot be encoded");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct InvalidValue {
    pub(crate) field: FieldName,
    pub(crate) byte: u8,
    pub(crate) position: usize,
}

impl InvalidValue {
    /// The field that the value was for.
    #[must_use]
    pub const fn field(&self) -> FieldName {
        self.field
    }

    /// The byte that it must not contain: CR (13), LF (10) or NULL (0).
    #[must_use]
    pub const fn byte(&self) -> u8 {
        self.byte
    }

    /// Where that byte is: how many bytes of the value are before it.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.as_str())?;
        f.write_str(match self.byte {
            b'\r' => ": U+000D at byte ",
            b'\n' => ": U+000A at byte ",
            _ => ": U+0000 at byte ",
        })?;
        write_decimal(self.position as u64, f)?;
        f.write_str(" cannot be encoded")
    }
}

impl core::error::Error for InvalidValue {}

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
