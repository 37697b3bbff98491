//! Writing an event: the order of its lines, and the outputs.

use core::fmt;

use super::bound::{Lengths, max_encoded_len};
use super::event::Event;
use super::fields;
use super::line::LineKind;
use super::number::MOST_DIGITS;
#[cfg(feature = "alloc")]
use super::sink::Appender;
use super::sink::{Counter, CountingFiller, Filler, Sink};
use super::too_small::BufferTooSmall;
use super::value::{IdValue, Value};
use crate::target::FAST;

/// Writes the event. All of these methods write the same bytes.
impl Event<'_> {
    /// Writes the event to `out`, in several calls.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if `out` does. The output is then an open event, as described at [`EventWriter`].
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// # fn main() -> core::fmt::Result {
    /// let mut body = String::from("data: before\n\n");
    /// Event::new().data("now").encode_to(&mut body)?;
    /// assert_eq!(body, "data: before\n\ndata: now\n\n");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`EventWriter`]: super::EventWriter
    #[doc(alias = "send")]
    pub fn encode_to<W: fmt::Write + ?Sized>(&self, out: &mut W) -> fmt::Result {
        self.encode::<W, false>(out)
    }

    /// Writes the event to any sink. `TEXT` promises that all values are text, which takes fewer instructions.
    #[inline]
    fn encode<S: Sink + ?Sized, const TEXT: bool>(&self, out: &mut S) -> fmt::Result {
        self.write_all_but_data::<S, TEXT>(out)?;
        match self.data.filter(|data| !TEXT || data.is_text()) {
            Some(data) => fields::data(data, &self.replacing, "\n\n", out),
            None => out.text("\n"),
        }
    }

    /// Returns whether `TEXT` can be promised. On bare metal it never is, so that the code exists once.
    #[inline]
    const fn is_text(&self) -> bool {
        FAST && self.replacing.is_none()
    }

    /// Writes the event to the start of `buffer`, and returns the written bytes.
    ///
    /// An event that does not fit leaves the buffer as it was. If the buffer is at least as large as the event could be
    /// ([`max_encoded_len`]), the values are read once, otherwise a second time to count their ends of line. On bare metal, and
    /// if a value is not valid UTF-8, they are always read twice, which takes less code.
    ///
    /// # Errors
    ///
    /// Returns [`BufferTooSmall`], with the number of bytes that the event takes, if it does not fit.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// let mut buffer = [0; 16];
    /// assert_eq!(Event::new().data("21.5").encode_to_slice(&mut buffer).unwrap(), b"data: 21.5\n\n");
    ///
    /// let error = Event::new().data("twenty-one and a half").encode_to_slice(&mut buffer).unwrap_err();
    /// assert_eq!(error.required(), 29);
    /// ```
    // On bare metal, these few instructions in the caller take less stack than a call.
    #[inline(always)]
    pub fn encode_to_slice<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b mut [u8], BufferTooSmall> {
        if self.is_text() {
            self.fill_fast(buffer)
        } else {
            let required = self.fill(buffer);
            buffer.get_mut(..required).ok_or(BufferTooSmall { required })
        }
    }

    /// Appends the event to `vec`.
    ///
    /// Reserves memory once, at the start, for data and a comment of one line each; the vector may have to grow again for more
    /// lines. Aborts if allocation fails, as [`Vec::reserve`](alloc::vec::Vec::reserve) does. To get an error instead, encode to
    /// a [`VecWriter`](super::VecWriter).
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// let mut body = Vec::new();
    /// Event::new().data("one").encode_to_vec(&mut body);
    /// Event::new().data("two").encode_to_vec(&mut body);
    /// assert_eq!(body, b"data: one\n\ndata: two\n\n");
    /// ```
    #[doc(alias = "push")]
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode_to_vec(&self, vec: &mut alloc::vec::Vec<u8>) {
        vec.reserve(self.one_line_len());
        // Appending to a vector never returns an error.
        let _ = self.encode::<_, false>(&mut Appender(vec));
    }

    /// Returns the encoded event in a new vector, as if filled by [`encode_to_vec`](Self::encode_to_vec).
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().data("one").to_vec(), b"data: one\n\n");
    /// ```
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    #[must_use]
    pub fn to_vec(&self) -> alloc::vec::Vec<u8> {
        let mut vec = alloc::vec::Vec::new();
        self.encode_to_vec(&mut vec);
        vec
    }

    /// Returns exactly how many bytes the event takes. Saturates at [`usize::MAX`].
    ///
    /// Searches the data and the comment for their ends of line, in linear time, and writes nothing.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().data("a\nb").encoded_len(), "data: a\ndata: b\n\n".len());
    /// ```
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        if !self.is_text() {
            return self.fill_or_count(&mut []);
        }
        let mut counter = Counter::default();
        // Counting never fails.
        let _ = self.encode::<_, true>(&mut counter);
        counter.0
    }

    /// Does what [`encode_to_slice`](Self::encode_to_slice) does, for an event whose values are all text.
    fn fill_fast<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b mut [u8], BufferTooSmall> {
        if self.len_at_most() > buffer.len() {
            let required = self.encoded_len();
            if required > buffer.len() {
                return Err(BufferTooSmall { required });
            }
        }
        let mut out = Filler::new(buffer);
        match self.encode::<_, true>(&mut out) {
            Ok(()) => Ok(out.into_filled()),
            // Not reached: there is room for the whole event.
            Err(fmt::Error) => Err(BufferTooSmall { required: self.encoded_len() }),
        }
    }

    /// Writes the event if there is room for it, and returns how many bytes it takes. Has little code and stack, for bare metal.
    #[inline(never)]
    fn fill(&self, buffer: &mut [u8]) -> usize {
        let required = self.fill_or_count(&mut []);
        if required > buffer.len() { required } else { self.fill_or_count(buffer) }
    }

    /// Writes the event, and returns how many bytes it takes. If there is too little room, it may write some of the event.
    #[inline(never)]
    fn fill_or_count(&self, buffer: &mut [u8]) -> usize {
        let mut out = CountingFiller::new(buffer);
        // This never fails.
        let _ = self.encode::<_, false>(&mut out);
        out.len()
    }

    /// Returns an upper bound of the length of an event whose values are all text. Is quicker than [`max_encoded_len`].
    #[inline]
    fn len_at_most(&self) -> usize {
        const MORE_A_COMMENT_BYTE: usize = LineKind::Comment.next().len().saturating_sub(1);
        const MORE_A_DATA_BYTE: usize = LineKind::Data.next().len().saturating_sub(1);

        let comment = self.comment.map_or(0, str::len).saturating_mul(MORE_A_COMMENT_BYTE);
        let data = self.data.map_or(0, Value::len).saturating_mul(MORE_A_DATA_BYTE);
        self.one_line_len().saturating_add(comment).saturating_add(data)
    }

    /// Returns an upper bound of the length if comment and data are one line each.
    #[inline]
    pub(super) fn one_line_len(&self) -> usize {
        const FIELDS: usize = max_encoded_len(Lengths {
            comment: Some(0),
            event_type: Some(0),
            id: Some(MOST_DIGITS),
            reconnection_time: true,
            data: Some(0),
            one_line: true,
        });

        FIELDS
            .saturating_add(self.comment.map_or(0, str::len))
            .saturating_add(self.event_type.map_or(0, Value::len))
            .saturating_add(self.id.map_or(0, IdValue::len))
            .saturating_add(self.data.map_or(0, Value::len))
    }

    /// Writes the comment and the fields up to the data, each with its end of line.
    #[inline]
    pub(super) fn write_all_but_data<S: Sink + ?Sized, const TEXT: bool>(&self, out: &mut S) -> fmt::Result {
        if let Some(comment) = self.comment {
            fields::comment(comment, LineKind::Comment, out)?;
        }
        if let Some(event_type) = self.event_type.filter(|event_type| !TEXT || event_type.is_text()) {
            fields::event_type(event_type, &self.replacing, out)?;
        }
        if let Some(id) = self.id.filter(|id| !TEXT || id.is_text()) {
            fields::id(id, &self.replacing, out)?;
        }
        if let Some(milliseconds) = self.reconnection_time {
            fields::reconnection_time(milliseconds, out)?;
        }
        Ok(())
    }
}

/// Writes the event as text: `write!(socket, "{event}")`. Ignores width and precision of the format string.
impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.encode_to(f)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{string::String, vec};
    use core::time::Duration;

    use super::Event;
    use crate::{Decoder, Input, encode::EventId, event_id, event_type};

    fn check(event: &Event<'_>) {
        let expected = event.to_vec();
        assert_eq!(event.encoded_len(), expected.len());
        assert_eq!(event.fill_or_count(&mut []), expected.len());
        let mut buffer = vec![b'?'; expected.len() + 1];
        assert_eq!(event.fill(&mut buffer), expected.len());
        assert_eq!(buffer.strip_suffix(b"?"), Some(&expected[..]));
        let mut buffer = vec![b'?'; expected.len() - 1];
        assert_eq!(event.fill(&mut buffer), expected.len());
        assert!(buffer.iter().all(|&byte| byte == b'?'), "all or nothing");
    }

    #[test]
    fn little_code_writes_the_same() {
        fn grow(text: &mut String, left: usize) {
            check(&Event::new().data(text));
            check(&Event::new().comment(text).data("x"));
            if left > 0 {
                for char in ['\r', '\n', 'x', 'é'] {
                    text.push(char);
                    grow(text, left - 1);
                    text.pop();
                }
            }
        }
        grow(&mut String::new(), 6);
    }

    #[test]
    fn little_code_writes_every_set_of_parts() {
        for set in 0..32 {
            for id in [event_id!("17"), EventId::from_number(u64::MAX), EventId::from_number(0)] {
                let mut event = Event::new();
                if set & 1 != 0 {
                    event = event.comment("a\rcomment");
                }
                if set & 2 != 0 {
                    event = event.event_type(event_type!("type"));
                }
                if set & 4 != 0 {
                    event = event.id(id);
                }
                if set & 8 != 0 {
                    event = event.reconnection_time(Duration::MAX);
                }
                if set & 16 != 0 {
                    event = event.data("two\r\nlines");
                }
                check(&event);
            }
        }
    }

    #[test]
    fn little_code_writes_invalid_utf8() {
        let mut decoder = Decoder::new();
        let mut input = Input::new(b"event:a\xC3\nid:\xFF\ndata:\xE2\x82\ndata:x\xF0\x9Fy\n\n");
        let event = Event::from(decoder.next_event(&mut input).expect("one event").expect("it fits"));
        assert!(!event.is_text());
        check(&event);
        check(&event.comment("a\nb").reconnection_time(Duration::MAX));
        check(&event.data("text").id(EventId::from_number(10)));
    }
}
