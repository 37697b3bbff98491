//! Text: the bytes of a stream, decoded by the rules of the Encoding Standard.

#[cfg(feature = "alloc")]
use alloc::{borrow::Cow, string::String, vec::Vec};
use core::{
    cmp::Ordering,
    fmt::{self, Write as _},
    hash::{Hash, Hasher},
    str::Utf8Error,
};

use crate::{
    target::{Memory, to_str},
    value::fits_header,
};

/// Borrows a string of an event: bytes as they came, and text on request.
///
/// An event stream is UTF-8, and decoding it never fails: each maximal subpart of an invalid sequence becomes one U+FFFD
/// ([Encoding, "UTF-8 decode"](https://encoding.spec.whatwg.org/#utf-8-decode)). The decoder doesn't check. So if you pass the
/// bytes to a JSON parser, which checks anyway, you pay for the check once, and if you skip an event, not at all. `Text` is a
/// few words and `Copy`.
///
/// | you want | use | cost |
/// |---|---|---|
/// | the bytes | [`as_bytes`](Self::as_bytes) | none |
/// | to compare | `text == "…"` | a comparison |
/// | to print | `Display` | one pass |
/// | a `str`, or an error if it is not valid | [`to_str`](Self::to_str) | one pass |
/// | a `str`, always | [`to_string_lossy`](Self::to_string_lossy) | one pass; allocates only if something has to be replaced |
///
/// All comparisons, with another `Text` or with strings and bytes, are byte by byte. So a `Text` that is not valid UTF-8 is
/// not equal to the text it is printed as.
///
/// ```
/// # let mut decoder = sse_proto::Decoder::with_storage([0; 64]);
/// let mut input = sse_proto::Input::new(b"data: caf\xC3\n\n"); // the second byte of the é is missing
/// let event = decoder.next_event(&mut input).unwrap().unwrap();
///
/// assert_eq!(event.data().as_bytes(), b"caf\xC3");
/// assert!(event.data().to_str().is_err());
/// assert_eq!(event.data().to_string(), "caf\u{FFFD}");
///
/// match event.event_type().as_bytes() {
///     b"message" => println!("{}", event.data()),
///     b"delta" => println!("more: {}", event.data()),
///     _ => {}
/// }
/// ```
#[derive(Clone, Copy, Default)]
pub struct Text<'a> {
    bytes: &'a [u8],
    memory: Memory<'a>,
}

impl<'a> Text<'a> {
    #[inline(always)]
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self::within(bytes, bytes)
    }

    /// `memory` should contain `bytes`. If it doesn't, [`to_str`](Self::to_str) is slower but still correct.
    #[inline(always)]
    pub(crate) const fn within(bytes: &'a [u8], memory: &'a [u8]) -> Self {
        Self { bytes, memory: Memory::new(memory) }
    }

    /// Returns the bytes as they came. Costs nothing.
    #[must_use]
    #[inline]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns the length in bytes.
    #[must_use]
    #[inline]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Returns whether there are no bytes.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Returns whether an HTTP header can carry this value unchanged: see [`EventId::fits_header`](crate::EventId::fits_header).
    ///
    /// Clients need this for the header `Last-Event-ID`, except with an [`EventSource`](crate::EventSource), which checks itself.
    /// Takes one pass over the bytes.
    ///
    /// ```
    /// use sse_proto::{Decoder, Input};
    ///
    /// let mut decoder = Decoder::new();
    /// assert!(decoder.next_event(&mut Input::new(b"id: a\x01\n\n")).is_none());
    /// // An HTTP library would refuse this header, and so each request with it.
    /// assert!(!decoder.last_event_id().fits_header());
    /// ```
    #[must_use]
    pub const fn fits_header(&self) -> bool {
        fits_header(self.bytes)
    }

    /// Returns the text if it is valid UTF-8. Takes one pass over the bytes, copies nothing.
    ///
    /// # Errors
    ///
    /// Returns [`Utf8Error`] if the bytes are not valid UTF-8; the error has the position of the first invalid sequence.
    #[inline]
    pub fn to_str(&self) -> Result<&'a str, Utf8Error> {
        to_str(self.bytes, self.memory)
    }

    /// Returns the text, with U+FFFD in place of invalid UTF-8.
    ///
    /// Takes one pass over the bytes. Allocates and copies only if something has to be replaced.
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[must_use]
    #[inline]
    pub fn to_string_lossy(&self) -> Cow<'a, str> {
        match self.to_str() {
            Ok(text) => Cow::Borrowed(text),
            // This makes the same pass at a fraction of the speed, so it is only for text that needs it.
            Err(_) => String::from_utf8_lossy(self.bytes),
        }
    }
}

impl PartialEq for Text<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Text<'_> {}

impl Hash for Text<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

/// Writes the text, with U+FFFD in place of invalid UTF-8. Ignores width and precision.
impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.bytes.utf8_chunks() {
            f.write_str(chunk.valid())?;
            if !chunk.invalid().is_empty() {
                f.write_char(char::REPLACEMENT_CHARACTER)?;
            }
        }
        Ok(())
    }
}

/// Writes the text between quotes, escaped as by [`str::escape_debug`], with `\xNN` for each byte of invalid UTF-8.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for chunk in self.bytes.utf8_chunks() {
            write!(f, "{}", chunk.valid().escape_debug())?;
            write!(f, "{}", chunk.invalid().escape_ascii())?;
        }
        f.write_char('"')
    }
}

impl PartialOrd for Text<'_> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Orders by bytes, which for valid UTF-8 is the order of the code points.
impl Ord for Text<'_> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes.cmp(other.bytes)
    }
}

/// Implements equality with a type that has bytes, in both directions.
macro_rules! equals {
    ($(($($generics:tt)*) $Other:ty;)*) => {$(
        impl<$($generics)*> PartialEq<$Other> for Text<'_> {
            #[inline]
            fn eq(&self, other: &$Other) -> bool {
                let other: &[u8] = other.as_ref();
                self.bytes == other
            }
        }

        impl<$($generics)*> PartialEq<Text<'_>> for $Other {
            #[inline]
            fn eq(&self, other: &Text<'_>) -> bool {
                other == self
            }
        }
    )*};
}

equals! {
    () str;
    () &str;
    () [u8];
    () &[u8];
    (const N: usize) [u8; N];
    (const N: usize) &[u8; N];
}

#[cfg(feature = "alloc")]
equals! {
    () String;
    () Vec<u8>;
}

#[cfg(feature = "alloc")]
impl PartialEq<Cow<'_, str>> for Text<'_> {
    #[inline]
    fn eq(&self, other: &Cow<'_, str>) -> bool {
        *self == **other
    }
}

#[cfg(feature = "alloc")]
impl PartialEq<Text<'_>> for Cow<'_, str> {
    #[inline]
    fn eq(&self, other: &Text<'_>) -> bool {
        *other == **self
    }
}

impl AsRef<[u8]> for Text<'_> {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.bytes
    }
}

impl<'a> From<&'a str> for Text<'a> {
    #[inline]
    fn from(text: &'a str) -> Self {
        Self::new(text.as_bytes())
    }
}

impl<'a> From<&'a [u8]> for Text<'a> {
    #[inline]
    fn from(bytes: &'a [u8]) -> Self {
        Self::new(bytes)
    }
}

/// Does what [`Text::to_string_lossy`] does.
#[cfg(feature = "alloc")]
impl<'a> From<Text<'a>> for Cow<'a, str> {
    #[inline]
    fn from(text: Text<'a>) -> Self {
        text.to_string_lossy()
    }
}

/// Copies the result of [`Text::to_string_lossy`].
#[cfg(feature = "alloc")]
impl From<Text<'_>> for String {
    #[inline]
    fn from(text: Text<'_>) -> Self {
        text.to_string_lossy().into_owned()
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use core::hash::BuildHasher;
    use std::hash::RandomState;

    use super::Text;

    #[test]
    fn texts_with_equal_bytes_are_equal_wherever_they_are() {
        let memory = *b"a text in the middle of others";
        let (text, within) = (Text::new(b"text"), Text::within(&memory[2..6], &memory));
        assert_eq!(text, within);
        let hashes = RandomState::new();
        assert_eq!(hashes.hash_one(text), hashes.hash_one(within));
        assert_ne!(hashes.hash_one(text), hashes.hash_one(Text::new(b"next")));
    }
}
