//! How large an event can get, for buffers of a fixed size.

use super::line::LineKind;
use super::number::MOST_DIGITS;

/// What an event consists of, and how long each of its values is at most, for [`max_encoded_len`].
///
/// Lengths are in bytes of text, that is of UTF-8. Begin with [`NONE`](Self::NONE), and set what your events have:
///
/// ```
/// use sse_proto::encode::{Lengths, max_encoded_len};
///
/// let reading = Lengths { id: Some(10), data: Some(5), one_line: true, ..Lengths::NONE };
/// assert_eq!(max_encoded_len(reading), "id: 1234567890\ndata: -12.5\n\n".len());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Lengths {
    /// The greatest length of the comment; `None` if there is never one.
    pub comment: Option<usize>,
    /// The greatest length of the event type; `None` if there is never one.
    pub event_type: Option<usize>,
    /// The greatest length of the event ID; `None` if there is never one. That of a number is 20 at most.
    pub id: Option<usize>,
    /// Whether there can be a reconnection time, however long.
    #[doc(alias = "retry")]
    pub reconnection_time: bool,
    /// The greatest length of the data; `None` if there is never any.
    pub data: Option<usize>,
    /// Whether comment and data are one line each: there is never a CR or LF in them. A byte of them counts once then, and
    /// otherwise as the longest end of line.
    pub one_line: bool,
}

impl Lengths {
    /// An event with nothing set, of several lines: a start for struct update syntax.
    pub const NONE: Self =
        Self { comment: None, event_type: None, id: None, reconnection_time: false, data: None, one_line: false };
}

/// Returns how long an event gets at most that consists of no more than `lengths` says.
///
/// This is for a buffer whose size is known before the values are: [`Event::encode_to_slice`] never fails in one of
/// this size, and there are values for which it needs all of it. In data of several lines, each byte counts seven
/// times, as each may be an end of line and begin another `data: ` line. When the event is there,
/// [`Event::encoded_len`] is exact. Saturates at [`usize::MAX`].
///
/// In an event from a decoder, each byte that is not valid UTF-8 can become three. If there can be such bytes, count type
/// and ID three times, and the data, too, if it is one line.
///
/// ```
/// use sse_proto::{encode::{Event, Lengths, max_encoded_len}, event_type};
///
/// const SIZE: usize = max_encoded_len(Lengths { event_type: Some(11), data: Some(32), ..Lengths::NONE });
///
/// let event = Event::new().event_type(event_type!("temperature")).data("21.5");
/// let mut buffer = [0; SIZE];
/// let encoded = event.encode_to_slice(&mut buffer).expect("SIZE is enough");
/// assert_eq!(encoded, b"event: temperature\ndata: 21.5\n\n");
/// ```
///
/// [`Event::encode_to_slice`]: super::Event::encode_to_slice
/// [`Event::encoded_len`]: super::Event::encoded_len
#[must_use]
pub const fn max_encoded_len(lengths: Lengths) -> usize {
    let Lengths { comment, event_type, id, reconnection_time, data, one_line } = lengths;
    let (comment_byte, data_byte) =
        if one_line { (1, 1) } else { (LineKind::Comment.next().len(), LineKind::Data.next().len()) };
    let retry = if reconnection_time { Some(MOST_DIGITS) } else { None };
    "\n".len()
        .saturating_add(lines(":\n", comment, comment_byte))
        .saturating_add(lines("event: \n", event_type, 1))
        .saturating_add(lines("id: \n", id, 1))
        .saturating_add(lines("retry: \n", retry, 1))
        .saturating_add(lines("data: \n", data, data_byte))
}

/// The lines of a value, if it is set: `empty` is what is written for an empty one, and `byte` what each byte can become.
const fn lines(empty: &str, len: Option<usize>, byte: usize) -> usize {
    match len {
        Some(len) => empty.len().saturating_add(len.saturating_mul(byte)),
        None => 0,
    }
}
