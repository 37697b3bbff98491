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

/// A line that is ignored, or the first piece of one, and whether it ends there: any line, less so many of its first bytes that
/// it is no field and no comment.
fn ignored_line<'a>(u: &mut Unstructured<'a>) -> Result<(&'a [u8], bool)> {
    let line = bytes_without(u, &[CR, LF])?;
    let ends = u.arbitrary()?;
    let what = |text: &[u8]| Some(crate::Parser::at_line_start().line(text, ends)?.what);
    let is_ignored = |text: &&[u8]| what(text) == Some(crate::line::What::Ignored);
    let text = (0..line.len()).filter_map(|at| line.get(at..)).find(is_ignored);
    Ok((text.unwrap_or(b"{}"), ends))
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

/// An item that could come from a stream: an event, a reconnection time of whole milliseconds, a piece of a comment, an ID, or
/// a line that is ignored, because it has no field's name, or the first piece of one.
impl<'a> Arbitrary<'a> for Item<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=4)? {
            0 => Self::Event(u.arbitrary()?),
            1 => Self::ReconnectionTime(Duration::from_millis(u.arbitrary()?)),
            2 => Self::Comment { text: bytes_without(u, &[CR, LF])?, end_of_line: u.arbitrary()? },
            3 => Self::LastEventId(Text::new(bytes_without(u, &[CR, LF, NULL])?)),
            _ => {
                let (text, end_of_line) = ignored_line(u)?;
                Self::Ignored { text, end_of_line }
            }
        })
    }
}

/// A part that could come from a stream: no CR or LF in it. No line that is ignored would be a field or a comment.
impl<'a> Arbitrary<'a> for Part<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Ok(match u.int_in_range(0..=3)? {
            0 => Self::Field { name: u.arbitrary()?, value: bytes_without(u, &[CR, LF])?, end_of_line: u.arbitrary()? },
            1 => Self::Comment { text: bytes_without(u, &[CR, LF])?, end_of_line: u.arbitrary()? },
            2 => {
                let (text, end_of_line) = ignored_line(u)?;
                Self::Ignored { text, end_of_line }
            }
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
