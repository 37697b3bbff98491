//! Events and their parts, always valid.

use core::time::Duration;

use ::arbitrary::{Arbitrary, Result, Unstructured};

use crate::{
    Event, FieldName, Item, OwnedEvent, Part, Text,
    encode::{self, EventId, EventType, Lengths},
    target::Values,
};

const CR: u8 = b'\r';
const LF: u8 = b'\n';
const NULL: u8 = 0;

/// Bytes up to the first of these.
fn bytes_without<'a>(u: &mut Unstructured<'a>, refused: &[u8]) -> Result<&'a [u8]> {
    let bytes: &[u8] = u.arbitrary()?;
    Ok(bytes.split(|byte| refused.contains(byte)).next().unwrap_or_default())
}

/// Any bytes, which need not be UTF-8.
impl<'a> Arbitrary<'a> for Text<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary().map(Self::new)
    }
}

/// An event that could come from a stream: no CR in it, an LF only in its data, and no NULL in its last event ID. Its type
/// is `message` in many.
impl<'a> Arbitrary<'a> for Event<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let event_type = if u.arbitrary()? { bytes_without(u, &[CR, LF])? } else { &[] };
        let data = Text::new(bytes_without(u, &[CR])?);
        let last_event_id = bytes_without(u, &[CR, LF, NULL])?;
        Ok(Self::new(Values::new(event_type, data, last_event_id, u.arbitrary()?)))
    }
}

/// A copy of an [`Event`].
impl<'a> Arbitrary<'a> for OwnedEvent {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Event::arbitrary(u).map(Event::into_owned)
    }
}

/// An item that could come from a stream: an event, a reconnection time of whole milliseconds, or a piece of a comment.
impl<'a> Arbitrary<'a> for Item<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=2)? {
            0 => Self::Event(u.arbitrary()?),
            1 => Self::ReconnectionTime(Duration::from_millis(u.arbitrary()?)),
            _ => Self::Comment { text: bytes_without(u, &[CR, LF])?, end_of_line: u.arbitrary()? },
        })
    }
}

/// A part that could come from a stream: no CR or LF in it.
impl<'a> Arbitrary<'a> for Part<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=2)? {
            0 => Self::Field { name: u.arbitrary()?, value: bytes_without(u, &[CR, LF])?, end_of_line: u.arbitrary()? },
            1 => Self::Comment { text: bytes_without(u, &[CR, LF])?, end_of_line: u.arbitrary()? },
            _ => Self::BlankLine,
        })
    }
}

/// One of the four.
impl<'a> Arbitrary<'a> for FieldName {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(&[Self::Data, Self::Event, Self::Id, Self::Retry]).copied()
    }
}

/// Any text up to the first CR or LF.
impl<'a> Arbitrary<'a> for EventType<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        valid(u.arbitrary()?, Self::new)
    }
}

/// Any text up to the first CR, LF or NULL. An ID of a number is made of [`u64`].
impl<'a> Arbitrary<'a> for EventId<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        valid(u.arbitrary()?, Self::new)
    }
}

/// The value, or what comes before the first byte that it must not contain.
fn valid<'a, T>(text: &'a str, new: impl Fn(&'a str) -> Result<T, encode::InvalidValue>) -> Result<T> {
    let before = |error: encode::InvalidValue| new(text.get(..error.position()).unwrap_or_default());
    new(text).or_else(before).map_err(|_| ::arbitrary::Error::IncorrectFormat)
}

/// An event of which each part is set or not. Comment and data are any text.
impl<'a> Arbitrary<'a> for encode::Event<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut event = Self::new();
        if let Some(time) = u.arbitrary()? {
            event = event.reconnection_time(Duration::from_millis(time));
        }
        if let Some(comment) = u.arbitrary()? {
            event = event.comment(comment);
        }
        if let Some(event_type) = u.arbitrary()? {
            event = event.event_type(event_type);
        }
        if let Some(id) = u.arbitrary()? {
            event = event.id(id);
        }
        if let Some(data) = u.arbitrary()? {
            event = event.data(data);
        }
        Ok(event)
    }
}

/// Any lengths, most of which no event has: what counts saturates.
impl<'a> Arbitrary<'a> for Lengths {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(Self {
            comment: u.arbitrary()?,
            event_type: u.arbitrary()?,
            id: u.arbitrary()?,
            reconnection_time: u.arbitrary()?,
            data: u.arbitrary()?,
            one_line: u.arbitrary()?,
        })
    }
}
