//! The error of a buffer that is too small for an event.

use core::fmt;

use super::number::write_decimal;

/// Reports that an event is larger than the buffer that it should be written to. Nothing has been written.
///
/// ```
/// use sse_proto::encode::Event;
///
/// let error = Event::new().data("21.5").encode_to_slice(&mut [0; 8]).unwrap_err();
/// assert_eq!(error.required(), 12);
/// assert_eq!(error.to_string(), "buffer too small: the event takes 12 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct BufferTooSmall {
    pub(super) required: usize,
}

impl BufferTooSmall {
    /// Returns how many bytes the event takes. With a buffer of this size, the same call succeeds.
    #[must_use]
    pub const fn required(&self) -> usize {
        self.required
    }
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("buffer too small: the event takes ")?;
        write_decimal(self.required as u64, f)?;
        f.write_str(" bytes")
    }
}

impl core::error::Error for BufferTooSmall {}
