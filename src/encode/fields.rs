//! The lines of an event: a comment and each field, with its end of line. Both `Event` and `EventWriter` write these.

use core::fmt;

use super::line::LineKind;
use super::number::Packed;
use super::sink::Sink;
use super::value::{IdValue, Replacing, Value};

/// Writes a comment, of one of the two kinds.
#[inline]
pub(super) fn comment<S: Sink + ?Sized>(text: &str, kind: LineKind, out: &mut S) -> fmt::Result {
    out.text(kind.start())?;
    out.lines(text, kind)?;
    out.text("\n")
}

#[inline]
pub(super) fn event_type<S: Sink + ?Sized>(event_type: Value<'_>, replacing: &Replacing, out: &mut S) -> fmt::Result {
    out.text("event: ")?;
    match event_type {
        Value::Text(text) => out.text(text)?,
        Value::NotUtf8(bytes) => one_line_not_utf8(bytes, replacing, out)?,
    }
    out.text("\n")
}

#[inline]
pub(super) fn id<S: Sink + ?Sized>(id: IdValue<'_>, replacing: &Replacing, out: &mut S) -> fmt::Result {
    out.text("id: ")?;
    match id {
        IdValue::Text(text) => out.text(text)?,
        IdValue::NotUtf8(bytes) => one_line_not_utf8(bytes, replacing, out)?,
        IdValue::Number(number) => out.number(number.get())?,
    }
    out.text("\n")
}

#[inline]
pub(super) fn reconnection_time<S: Sink + ?Sized>(milliseconds: Packed, out: &mut S) -> fmt::Result {
    out.text("retry: ")?;
    out.number(milliseconds.get())?;
    out.text("\n")
}

/// Writes all lines of the data, and then `end`, which begins with the LF of the last one.
#[inline]
pub(super) fn data<S: Sink + ?Sized>(
    data: Value<'_>,
    replacing: &Replacing,
    end: &'static str,
    out: &mut S,
) -> fmt::Result {
    out.text(LineKind::Data.start())?;
    match data {
        Value::Text(text) => out.lines(text, LineKind::Data)?,
        Value::NotUtf8(bytes) => data_not_utf8(bytes, replacing, out)?,
    }
    out.text(end)
}

/// Writes an event type or an ID that is not valid UTF-8.
#[cold]
#[inline(never)]
fn one_line_not_utf8<S: Sink + ?Sized>(bytes: &[u8], replacing: &Replacing, out: &mut S) -> fmt::Result {
    // A decoded value has no end of line. If it had one, the rest would become a comment.
    replacing.write(bytes, &mut |text| out.lines(text, LineKind::Comment))
}

/// Writes data that is not valid UTF-8.
// This is a separate function because a fifth argument would take stack.
#[cold]
#[inline(never)]
fn data_not_utf8<S: Sink + ?Sized>(bytes: &[u8], replacing: &Replacing, out: &mut S) -> fmt::Result {
    replacing.write(bytes, &mut |text| out.lines(text, LineKind::Data))
}
