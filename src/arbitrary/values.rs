//! Generates valid events and their parts.

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

/// Returns bytes up to the first one in `refused`.
fn bytes_without<'a>(u: &mut Unstructured<'a>, refused: &[u8]) -> Result<&'a [u8]> {
    let bytes: &[u8] = u.arbitrary()?;
    Ok(bytes.split(|byte| refused.contains(byte)).next().unwrap_or_default())
}

/// Returns an ignored line, or the first piece of one, and whether the line ends there. Takes any line, and cuts off its first
/// bytes until it is neither a field nor a comment.
fn ignored_line<'a>(u: &mut Unstructured<'a>) -> Result<(&'a [u8], bool)> {
    let line = bytes_without(u, &[CR, LF])?;
    let ends = u.arbitrary()?;
    let what = |text: &[u8]| Some(crate::Parser::at_line_start().line(text, ends)?.what);
    let is_ignored = |text: &&[u8]| what(text) == Some(crate::line::What::Ignored);
    let text = (0..line.len()).filter_map(|at| line.get(at..)).find(is_ignored);
    Ok((text.unwrap_or(b"{}"), ends))
}

/// Generates any bytes, which need not be UTF-8.
impl<'a> Arbitrary<'a> for Text<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.arbitrary().map(Self::new)
    }
}

/// Generates an event that could come from a stream: without a CR, with an LF only in its data, and without a NULL in its last
/// event ID. Many have the type `message`.
impl<'a> Arbitrary<'a> for Event<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let event_type = if u.arbitrary()? { bytes_without(u, &[CR, LF])? } else { &[] };
        let data = Text::new(bytes_without(u, &[CR])?);
        let last_event_id = bytes_without(u, &[CR, LF, NULL])?;
        Ok(Self::new(Values::new(event_type, data, last_event_id, u.arbitrary()?)))
    }
}

/// Generates a copy of an [`Event`].
impl<'a> Arbitrary<'a> for OwnedEvent {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        Event::arbitrary(u).map(Event::into_owned)
    }
}

/// Generates an item that could come from a stream: an event, a reconnection time in whole milliseconds, a piece of a comment,
/// an ID, or an ignored line without a known name, or the first piece of one.
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

/// Generates a part that could come from a stream: without CR and LF. An ignored line is neither a field nor a comment.
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

/// Generates one of the four names.
impl<'a> Arbitrary<'a> for FieldName {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        u.choose(&[Self::Data, Self::Event, Self::Id, Self::Retry]).copied()
    }
}

/// Generates any text up to the first CR or LF.
impl<'a> Arbitrary<'a> for EventType<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        valid(u.arbitrary()?, Self::new)
    }
}

/// Generates any text up to the first CR, LF or NULL. To generate the ID of a number, convert a [`u64`].
impl<'a> Arbitrary<'a> for EventId<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        valid(u.arbitrary()?, Self::new)
    }
}

/// Returns the value, cut off before the first byte that it must not contain.
fn valid<'a, T>(text: &'a str, new: impl Fn(&'a str) -> Result<T, encode::InvalidValue>) -> Result<T> {
    let before = |error: encode::InvalidValue| new(text.get(..error.position()).unwrap_or_default());
    new(text).or_else(before).map_err(|_| ::arbitrary::Error::IncorrectFormat)
}

/// Generates an event with any set of parts. Comment and data are any text.
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

/// Generates any lengths, most of them larger than any event: sums of them saturate.
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
