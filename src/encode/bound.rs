//! How large an event can get, for buffers of a fixed size.

use super::line::{NEXT_COMMENT_LINE, NEXT_DATA_LINE};

/// The greatest length, in bytes, of each value of an event, for [`max_encoded_len`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Lengths {
    /// Of the comment.
    pub comment: usize,
    /// Of the event type.
    pub event_type: usize,
    /// Of the event ID.
    pub id: usize,
    /// Of the data.
    pub data: usize,
}

impl Lengths {
    /// Of an event without values: a start for struct update syntax.
    pub const NONE: Self = Self { comment: 0, event_type: 0, id: 0, data: 0 };
}

/// How long an event can get whose values are no longer than `lengths`, with or without a reconnection time.
///
/// This is for a buffer whose size is known before the values are: [`Event::encode_to_slice`] never fails for want of
/// room in one of this size. Data counts seven times, as each of its bytes may be an end of line, which makes it
/// a line of its own; when the event is there, [`Event::encoded_len`] is exact. Saturates at [`usize::MAX`].
///
/// ```
/// use sse_proto::encode::{Event, EventType, Lengths, max_encoded_len};
///
/// const SIZE: usize = max_encoded_len(Lengths { event_type: 11, data: 32, ..Lengths::NONE });
///
/// let event = Event::new().event_type(EventType::new("temperature")?).data("21.5");
/// let mut buffer = [0; SIZE];
/// let encoded = event.encode_to_slice(&mut buffer).expect("SIZE is enough");
/// assert_eq!(encoded, b"event: temperature\ndata: 21.5\n\n");
/// # Ok::<(), sse_proto::encode::InvalidValue>(())
/// ```
///
/// [`Event::encode_to_slice`]: super::Event::encode_to_slice
/// [`Event::encoded_len`]: super::Event::encoded_len
#[must_use]
pub const fn max_encoded_len(lengths: Lengths) -> usize {
    // One byte for each is in there already.
    max_one_line_len(lengths)
        .saturating_add(lengths.comment.saturating_mul(NEXT_COMMENT_LINE.len().saturating_sub(1)))
        .saturating_add(lengths.data.saturating_mul(NEXT_DATA_LINE.len().saturating_sub(1)))
}

/// The same for values without an end of line.
pub(super) const fn max_one_line_len(lengths: Lengths) -> usize {
    const FIELDS: usize = ":\nevent: \nid: \nretry: 18446744073709551615\ndata: \n\n".len();

    FIELDS
        .saturating_add(lengths.comment)
        .saturating_add(lengths.event_type)
        .saturating_add(lengths.id)
        .saturating_add(lengths.data)
}
