//! The values of an event: text, and decoded values, which need not be valid UTF-8.

use core::fmt;

use super::number::{Decimal, Packed};
use crate::{EventId, EventType, Text, value::Id};

/// Holds the event type or the data of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    /// Not valid UTF-8: written with U+FFFD for each maximal subpart of an invalid sequence.
    NotUtf8(&'a [u8]),
}

/// Replaces a maximal subpart of invalid UTF-8. At worst, this makes three bytes of one.
const REPLACEMENT: &str = "\u{FFFD}";

impl<'a> Value<'a> {
    /// Makes a value of decoded text. Takes one pass over the bytes.
    pub(super) fn decoded(text: Text<'a>) -> Self {
        text.to_str().map_or(Self::NotUtf8(text.as_bytes()), Self::Text)
    }

    #[inline]
    pub(super) const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Returns the length in bytes, without the additional bytes of replacements.
    #[inline]
    pub(super) const fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::NotUtf8(bytes) => bytes.len(),
        }
    }
}

impl<'a> From<EventType<'a>> for Value<'a> {
    fn from(event_type: EventType<'a>) -> Self {
        Self::Text(event_type.as_str())
    }
}

/// Writes invalid UTF-8, with U+FFFD for each maximal subpart.
///
/// It is a pointer to the one function that does this, and only an event from a decoder has it. So firmware that encodes no
/// such event is linked without that function, which is half as large as the encoder.
#[derive(Clone, Copy, Default)]
pub(super) struct Replacing(Option<Replace>);

type Replace = fn(&[u8], &mut dyn FnMut(&str) -> fmt::Result) -> fmt::Result;

impl Replacing {
    pub(super) const NONE: Self = Self(None);

    pub(super) const fn new() -> Self {
        Self(Some(|bytes, write| {
            bytes.utf8_chunks().try_for_each(|chunk| {
                write(chunk.valid())?;
                if chunk.invalid().is_empty() { Ok(()) } else { write(REPLACEMENT) }
            })
        }))
    }

    /// Returns whether all values of the event are known to be text.
    #[inline]
    pub(super) const fn is_none(self) -> bool {
        self.0.is_none()
    }

    /// Passes the bytes to `write` as text, piece by piece.
    #[cold]
    pub(super) fn write(&self, bytes: &[u8], write: &mut dyn FnMut(&str) -> fmt::Result) -> fmt::Result {
        match self.0 {
            Some(replace) => replace(bytes, write),
            // Not reached: an event with invalid UTF-8 has the function.
            None => Ok(()),
        }
    }
}

/// Treats all as equal, since two events with the same values write the same bytes.
impl PartialEq for Replacing {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Replacing {}

/// Holds the event ID of an event: a [`Value`], or a number. A variant with a `Value` would take more instructions and stack.
#[derive(Clone, Copy)]
pub(super) enum IdValue<'a> {
    Text(&'a str),
    NotUtf8(&'a [u8]),
    Number(Packed),
}

impl<'a> IdValue<'a> {
    #[inline]
    pub(super) const fn new(id: EventId<'a>) -> Self {
        match id.0 {
            Id::Text(text) => Self::Text(text),
            Id::Number { number, .. } => Self::Number(Packed::new(number)),
        }
    }

    #[inline]
    pub(super) const fn is_text(&self) -> bool {
        !matches!(self, Self::NotUtf8(_))
    }

    /// Returns the same as [`Value::len`], or 0 for a number.
    #[inline]
    pub(super) const fn len(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::NotUtf8(bytes) => bytes.len(),
            Self::Number(_) => 0,
        }
    }
}

impl<'a> From<Value<'a>> for IdValue<'a> {
    fn from(value: Value<'a>) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::NotUtf8(bytes) => Self::NotUtf8(bytes),
        }
    }
}

impl PartialEq for IdValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::NotUtf8(one), Self::NotUtf8(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::Number(number), Self::Text(text)) | (Self::Text(text), Self::Number(number)) => {
                Decimal::new(number.get()).as_bytes() == text.as_bytes()
            }
            (Self::NotUtf8(_), _) | (_, Self::NotUtf8(_)) => false,
        }
    }
}

impl Eq for IdValue<'_> {}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::NotUtf8(bytes) => Text::new(bytes).fmt(f),
        }
    }
}

impl fmt::Debug for IdValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => Value::Text(text).fmt(f),
            Self::NotUtf8(bytes) => Value::NotUtf8(bytes).fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Value<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        match self {
            Self::Text(text) => defmt::write!(f, "{=str:?}", text),
            Self::NotUtf8(bytes) => defmt::write!(f, "{=[u8]:a}", bytes),
        }
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for IdValue<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        match self {
            Self::Text(text) => Value::Text(text).format(f),
            Self::NotUtf8(bytes) => Value::NotUtf8(bytes).format(f),
            Self::Number(number) => number.format(f),
        }
    }
}
