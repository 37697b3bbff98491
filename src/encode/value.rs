//! Values of an event: text, and what a decoder read, which need not be valid UTF-8.

use core::fmt;

use super::number::{Decimal, Packed};
use crate::{EventId, EventType, Text, value::Id};

/// The event type or the data of an event.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Text(&'a str),
    /// Not valid UTF-8: written with U+FFFD for each maximal subpart of what is not.
    NotUtf8(&'a [u8]),
}

/// What is written for what is not valid UTF-8: three bytes for one, at most.
const REPLACEMENT: &str = "\u{FFFD}";

impl<'a> Value<'a> {
    /// What a decoder read. Takes one pass over the bytes.
    pub(super) fn decoded(text: Text<'a>) -> Self {
        text.to_str().map_or(Self::NotUtf8(text.as_bytes()), Self::Text)
    }

    #[inline]
    pub(super) const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// How many bytes there are, not counting what replacements take.
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

/// How to write what is not valid UTF-8: with U+FFFD for each maximal subpart.
///
/// It is a pointer to the one function that does it, and only an event that a decoder read has it. So firmware that
/// encodes no such event is not linked with that function, which is as large as half the encoder.
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

    /// Whether all values of the event are known to be text.
    #[inline]
    pub(super) const fn is_none(self) -> bool {
        self.0.is_none()
    }

    /// Hands on the bytes as text, piece by piece.
    #[cold]
    pub(super) fn write(&self, bytes: &[u8], write: &mut dyn FnMut(&str) -> fmt::Result) -> fmt::Result {
        match self.0 {
            Some(replace) => replace(bytes, write),
            // Not reached: it comes with what is not valid UTF-8.
            None => Ok(()),
        }
    }
}

/// There is only one, so it makes no difference between two events.
impl PartialEq for Replacing {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Replacing {}

/// The event ID of an event: a [`Value`], or a number. (With a `Value` in it, it takes more instructions and stack.)
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

    /// The same as [`Value::len`]; none for a number.
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
