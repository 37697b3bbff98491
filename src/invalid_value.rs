//! The error of a value that cannot be encoded.

use core::fmt;

use crate::{FieldName, encode::write_decimal};

/// Reports that a value cannot be encoded: it has a byte that would end its line, or make decoders ignore or change it.
///
/// Only the first such byte is reported. The error is small and borrows nothing, so you can keep it, log it or send it on.
///
/// ```
/// use sse_proto::{EventId, FieldName};
///
/// let error = EventId::new("17\ndata: injected").unwrap_err();
/// assert_eq!(error.field(), FieldName::Id);
/// assert_eq!(error.byte(), b'\n');
/// assert_eq!(error.position(), 2);
/// assert_eq!(error.to_string(), "id: U+000A at byte 2 cannot be encoded");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct InvalidValue {
    pub(crate) field: FieldName,
    pub(crate) byte: u8,
    pub(crate) position: usize,
}

impl InvalidValue {
    /// Returns the field that the value was for.
    #[must_use]
    pub const fn field(&self) -> FieldName {
        self.field
    }

    /// Returns the byte that the value must not contain: CR (13), LF (10) or NULL (0).
    #[must_use]
    pub const fn byte(&self) -> u8 {
        self.byte
    }

    /// Returns the position of that byte: how many bytes of the value come before it.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.as_str())?;
        f.write_str(match self.byte {
            b'\r' => ": U+000D at byte ",
            b'\n' => ": U+000A at byte ",
            _ => ": U+0000 at byte ",
        })?;
        write_decimal(self.position as u64, f)?;
        f.write_str(" cannot be encoded")
    }
}

impl core::error::Error for InvalidValue {}
