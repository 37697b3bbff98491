//! An upper bound of the length of events, for buffers of a fixed size.

use super::line::LineKind;
use super::number::MOST_DIGITS;

/// Holds the maximum lengths of the parts of your events, in bytes, for [`max_encoded_len`].
///
/// Lengths are those of the text, in UTF-8. Begin with [`NONE`](Self::NONE), and set the parts that your events have:
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
    /// The maximum length of the comment; `None` if there is never one.
    pub comment: Option<usize>,
    /// The maximum length of the event type; `None` if there is never one.
    pub event_type: Option<usize>,
    /// The maximum length of the event ID; `None` if there is never one. A number has at most 20 digits.
    pub id: Option<usize>,
    /// Whether there can be a reconnection time, of any length.
    #[doc(alias = "retry")]
    pub reconnection_time: bool,
    /// The maximum length of the data; `None` if there is never any.
    pub data: Option<usize>,
    /// Whether comment and data are always one line each, without CR and LF. If not, every byte of them counts as an end of
    /// line, which takes most room.
    pub one_line: bool,
}

impl Lengths {
    /// No parts, and several lines allowed: a start for struct update syntax.
    pub const NONE: Self =
        Self { comment: None, event_type: None, id: None, reconnection_time: false, data: None, one_line: false };
}

/// Returns the maximum length in bytes of an encoded event whose parts are within `lengths`. Saturates at [`usize::MAX`].
///
/// Use it for a buffer whose size must be known before the values: [`Event::encode_to_slice`] never fails in a buffer of this
/// size, and some values need all of it. In data of several lines, each byte counts as seven, because each may be an end of
/// line and start another `data: ` line. For an event that you have, [`Event::encoded_len`] is exact.
///
/// In an event from a decoder, each byte of invalid UTF-8 can become three. If there can be such bytes, count each byte of
/// type and ID as three, and of the data, too, if it is one line. In data of several lines, seven are enough.
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

/// Returns the maximum length of the lines of a value, if it is set. `empty` is the line of an empty value, and `byte` the
/// number of bytes that each byte can become.
const fn lines(empty: &str, len: Option<usize>, byte: usize) -> usize {
    match len {
        Some(len) => empty.len().saturating_add(len.saturating_mul(byte)),
        None => 0,
    }
}
