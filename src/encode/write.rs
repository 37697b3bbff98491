//! Writing an event: the order of its lines, and the ways out.

use core::fmt::{self, Write as _};

#[cfg(feature = "alloc")]
use super::bound::max_one_line_len;
use super::bound::{Lengths, max_encoded_len};
use super::data::DataWriter;
use super::event::Event;
use super::line::{NEXT_COMMENT_LINE, NEXT_DATA_LINE};
use super::number::write_decimal;
#[cfg(feature = "alloc")]
use super::sink::Appender;
use super::sink::{Counter, CountingFiller, Filler, Sink};
use crate::target::FAST;

/// Writing it. All of these write the same bytes.
impl Event<'_> {
    /// Writes the event into `out`, in pieces, each of which is valid UTF-8.
    ///
    /// # Errors
    ///
    /// When `out` fails, and only then. What has gone out by then is an open event, as described at [`DataWriter`].
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
    pub fn encode_to<W: fmt::Write + ?Sized>(&self, out: &mut W) -> fmt::Result {
        self.encode(out)
    }

    /// The same, and for the sinks that are no [`fmt::Write`], too.
    #[inline]
    fn encode<S: Sink + ?Sized>(&self, out: &mut S) -> fmt::Result {
        self.write_all_but_data(out)?;
        match self.data {
            Some(data) => {
                out.lines(data, NEXT_DATA_LINE)?;
                out.text("\n\n")
            }
            None => out.text("\n"),
        }
    }

    /// Writes what is set, and takes the rest of the data in pieces: `write!` or a serializer can write into the result.
    ///
    /// If [`data`](Self::data) is set, it is the first piece. There is a `data` line in any case. The event is complete only
    /// when [`DataWriter::finish`] has been called.
    ///
    /// `out` is any [`fmt::Write`], or a `&mut` to one: a `String`, a `VecWriter` over a `Vec<u8>`, a [`SliceWriter`] over
    /// a slice of bytes.
    ///
    /// # Errors
    ///
    /// When `out` fails, and only then.
    ///
    /// ```
    /// use core::fmt::Write as _;
    /// use sse_proto::encode::{Event, EventType};
    ///
    /// # fn main() -> Result<(), Box<dyn core::error::Error>> {
    /// let mut body = String::new();
    /// let mut data = Event::new().event_type(EventType::new("sum")?).data_writer(&mut body)?;
    /// write!(data, "{} + {}", 1, 2)?;
    /// write!(data, "\n= {}", 1 + 2)?;
    /// data.finish()?;
    /// assert_eq!(body, "event: sum\ndata: 1 + 2\ndata: = 3\n\n");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`SliceWriter`]: super::SliceWriter
    pub fn data_writer<W: fmt::Write>(&self, mut out: W) -> Result<DataWriter<W>, fmt::Error> {
        self.write_all_but_data(&mut out)?;
        let mut writer = DataWriter::new(out)?;
        if let Some(data) = self.data {
            writer.write_str(data)?;
        }
        Ok(writer)
    }

    /// Writes the event to the start of `buffer`, and returns that part of it.
    ///
    /// All or nothing: an event that does not fit leaves the buffer as it was. If the buffer is larger than the event could be
    /// ([`max_encoded_len`]), then the values are read once, else a second time, for their ends of line. On CPUs of less than
    /// 64 bits they are always read twice, which takes less code.
    ///
    /// # Errors
    ///
    /// [`BufferTooSmall`], which says how much is needed.
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
    pub fn encode_to_slice<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b mut [u8], BufferTooSmall> {
        if !FAST {
            let required = self.encoded_len();
            let buffer = buffer.get_mut(..required).ok_or(BufferTooSmall { required })?;
            self.fill_or_count(buffer);
            return Ok(buffer);
        }
        if max_encoded_len(self.lengths()) > buffer.len() {
            let required = self.encoded_len();
            if required > buffer.len() {
                return Err(BufferTooSmall { required });
            }
        }
        let mut out = Filler::new(buffer);
        match self.encode(&mut out) {
            Ok(()) => Ok(out.into_filled()),
            // Not reached: there is room for all of it.
            Err(fmt::Error) => Err(BufferTooSmall { required: self.encoded_len() }),
        }
    }

    /// Appends the event to `vec`.
    ///
    /// Memory is asked for once, at the start; for data or a comment of several lines, again when there is too little.
    /// When there is none, this ends as [`Vec::reserve`](alloc::vec::Vec::reserve) does; who has to survive that encodes
    /// to a [`VecWriter`], which returns an error.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// let mut body = Vec::new();
    /// Event::new().data("one").encode_to_vec(&mut body);
    /// Event::new().data("two").encode_to_vec(&mut body);
    /// assert_eq!(body, b"data: one\n\ndata: two\n\n");
    /// ```
    ///
    /// [`VecWriter`]: super::VecWriter
    #[cfg(feature = "alloc")]
    pub fn encode_to_vec(&self, vec: &mut alloc::vec::Vec<u8>) {
        vec.reserve(max_one_line_len(self.lengths()));
        // Appending to a vector does not fail.
        let _ = self.encode(&mut Appender(vec));
    }

    /// The event in a vector of its own, which is made as [`encode_to_vec`](Self::encode_to_vec) says.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().data("one").to_vec(), b"data: one\n\n");
    /// ```
    #[cfg(feature = "alloc")]
    #[must_use]
    pub fn to_vec(&self) -> alloc::vec::Vec<u8> {
        let mut vec = alloc::vec::Vec::new();
        self.encode_to_vec(&mut vec);
        vec
    }

    /// How many bytes the event takes, exactly. Saturates at [`usize::MAX`].
    ///
    /// Searches the data and the comment for their ends of line, and writes nothing.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// assert_eq!(Event::new().data("a\nb").encoded_len(), "data: a\ndata: b\n\n".len());
    /// ```
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        if !FAST {
            return self.fill_or_count(&mut []);
        }
        let mut counter = Counter::default();
        // Counting never fails.
        let _ = self.encode(&mut counter);
        counter.0
    }

    /// Writes the event if there is room for it, and returns how many bytes it takes: with little code, for small CPUs. If
    /// there is room for a part of it only, it may write some of that.
    #[inline(never)]
    fn fill_or_count(&self, buffer: &mut [u8]) -> usize {
        let mut out = CountingFiller::new(buffer);
        // It never fails.
        let _ = self.encode(&mut out);
        out.len()
    }

    fn lengths(&self) -> Lengths {
        Lengths {
            comment: self.comment.map_or(0, str::len),
            event_type: self.event_type.map_or(0, |event_type| event_type.as_str().len()),
            id: self.id.map_or(0, |id| id.as_str().len()),
            data: self.data.map_or(0, str::len),
        }
    }

    /// Comment and fields up to the data, each with its end of line.
    #[inline]
    fn write_all_but_data<S: Sink + ?Sized>(&self, out: &mut S) -> fmt::Result {
        if let Some(comment) = self.comment {
            out.lines(comment, NEXT_COMMENT_LINE)?;
            out.text("\n")?;
        }
        if let Some(event_type) = self.event_type {
            out.field("event: ", event_type.as_str())?;
        }
        if let Some(id) = self.id {
            out.field("id: ", id.as_str())?;
        }
        if let Some(milliseconds) = self.reconnection_time {
            out.text("retry: ")?;
            write_decimal(milliseconds, out)?;
            out.text("\n")?;
        }
        Ok(())
    }
}

/// The bytes of the event, as text. Width and precision of the format string do not count.
impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.encode_to(f)
    }
}

/// An event is larger than the buffer that it was to be written into. Nothing has been written.
///
/// ```
/// use sse_proto::encode::Event;
///
/// let error = Event::new().data("21.5").encode_to_slice(&mut [0; 8]).unwrap_err();
/// assert_eq!(error.required(), 12);
/// assert_eq!(error.to_string(), "the event takes 12 bytes: the buffer is too small");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct BufferTooSmall {
    required: usize,
}

impl BufferTooSmall {
    /// How many bytes the event takes: with a buffer of this size, the same call succeeds.
    #[must_use]
    pub const fn required(&self) -> usize {
        self.required
    }
}

impl fmt::Display for BufferTooSmall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event takes ")?;
        write_decimal(self.required as u64, f)?;
        f.write_str(" bytes: the buffer is too small")
    }
}

impl core::error::Error for BufferTooSmall {}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use alloc::{string::String, vec};
    use core::time::Duration;

    use super::Event;
    use crate::encode::{EventId, EventType};

    fn check(event: &Event<'_>) {
        let expected = event.to_vec();
        assert_eq!(event.encoded_len(), expected.len());
        assert_eq!(event.fill_or_count(&mut []), expected.len());
        let mut buffer = vec![b'?'; expected.len() + 1];
        assert_eq!(event.fill_or_count(&mut buffer), expected.len());
        assert_eq!(buffer.strip_suffix(b"?"), Some(&expected[..]));
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
        let (event_type, id) = (EventType::new("type").expect("one line"), EventId::new("17").expect("one line"));
        for set in 0..32 {
            let mut event = Event::new();
            if set & 1 != 0 {
                event = event.comment("a\rcomment");
            }
            if set & 2 != 0 {
                event = event.event_type(event_type);
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
