//! Writing an event with data in pieces, from a closure.

use core::fmt;

use super::data::{DataWriter, write_data};
use super::event::Event;
use super::sink::SliceWriter;
#[cfg(feature = "alloc")]
use super::sink::VecWriter;

/// Writes the event, with data in pieces.
impl Event<'_> {
    /// Writes the event to `out`, with data in pieces: the closure writes into a [`DataWriter`], with `write!` or a serializer.
    ///
    /// If [`data`](Self::data) is set, it is the first piece. There is always at least one `data` line. The event is ended only
    /// if the closure returns `Ok` and `out` has refused nothing.
    ///
    /// # Errors
    ///
    /// Returns the error of the closure if it fails. Otherwise returns [`fmt::Error`], converted to `E`, if `out` refused a
    /// piece, even if the closure returned `Ok`. After an error, the output is an open event, as described at [`EventWriter`].
    /// [`encode_to_vec_with`](Self::encode_to_vec_with) and [`encode_to_slice_with`](Self::encode_to_slice_with) write all or
    /// nothing.
    ///
    /// ```
    /// use sse_proto::{encode::Event, event_type};
    ///
    /// # fn main() -> core::fmt::Result {
    /// let mut body = String::new();
    /// Event::new().event_type(event_type!("sum")).encode_with(&mut body, |data| {
    ///     write!(data, "{} + {}", 1, 2)?;
    ///     write!(data, "\n= {}", 1 + 2)
    /// })?;
    /// assert_eq!(body, "event: sum\ndata: 1 + 2\ndata: = 3\n\n");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`EventWriter`]: super::EventWriter
    #[doc(alias = "send")]
    pub fn encode_with<W, E>(
        &self,
        out: &mut W,
        data: impl FnOnce(&mut DataWriter<'_, W>) -> Result<(), E>,
    ) -> Result<(), E>
    where
        W: fmt::Write + ?Sized,
        E: From<fmt::Error>,
    {
        self.write_with(out, data)??;
        Ok(())
    }

    /// Writes the event. The outer result is that of the closure; the inner one is an error if a piece was refused.
    #[inline]
    fn write_with<W: fmt::Write + ?Sized, E>(
        &self,
        out: &mut W,
        data: impl FnOnce(&mut DataWriter<'_, W>) -> Result<(), E>,
    ) -> Result<fmt::Result, E> {
        if self.write_all_but_data::<W, false>(out).is_err() {
            return Ok(Err(fmt::Error));
        }
        let written = write_data(self.data, &self.replacing, out, data)?;
        Ok(written.and_then(|()| out.write_str("\n\n")))
    }

    /// Writes the event to the start of `buffer`, with data in pieces, and returns the written bytes.
    ///
    /// The closure is the same as for [`encode_with`](Self::encode_with).
    ///
    /// # Errors
    ///
    /// Returns the error of the closure if it fails. Otherwise returns [`fmt::Error`], converted to `E`, if the event does not
    /// fit, even if the closure returned `Ok`. After an error, nothing counts as written, but the bytes in the buffer may have
    /// changed.
    ///
    /// ```
    /// use sse_proto::{EventId, encode::Event};
    ///
    /// let event = Event::new().id(EventId::from_number(41));
    /// let mut buffer = [0; 32];
    /// let encoded = event.encode_to_slice_with(&mut buffer, |data| write!(data, "{:.1}", 21.46));
    /// assert_eq!(encoded?, b"id: 41\ndata: 21.5\n\n");
    ///
    /// assert!(event.encode_to_slice_with(&mut buffer[..16], |data| write!(data, "{:.1}", 21.46)).is_err());
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    pub fn encode_to_slice_with<'b, E: From<fmt::Error>>(
        &self,
        buffer: &'b mut [u8],
        data: impl FnOnce(&mut DataWriter<'_, SliceWriter<'b>>) -> Result<(), E>,
    ) -> Result<&'b mut [u8], E> {
        let mut out = SliceWriter::new(buffer);
        self.encode_with(&mut out, data)?;
        Ok(out.into_written())
    }

    /// Appends the event to `vec`, with data in pieces. After an error, the content of the vector is the same as before.
    ///
    /// The closure is the same as for [`encode_with`](Self::encode_with), but its error may have any type. Aborts if allocation
    /// fails, as [`encode_to_vec`](Self::encode_to_vec) does, so the vector refuses nothing. With feature `std`, [`DataWriter`]
    /// itself refuses bytes that are not UTF-8. If the closure ignores that and returns `Ok`, this appends nothing and returns
    /// `Ok`. A `BufWriter` that is dropped ignores it, too, so flush one before you return.
    ///
    /// # Errors
    ///
    /// Returns the error of the closure if it fails.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// let mut body = Vec::new();
    /// for numbers in ["1 2", "3 four"] {
    ///     let result = Event::new().encode_to_vec_with(&mut body, |data| {
    ///         for number in numbers.split(' ') {
    ///             let number: u32 = number.parse()?;
    ///             writeln!(data, "{number}").expect("a vector takes everything");
    ///         }
    ///         Ok::<(), core::num::ParseIntError>(())
    ///     });
    ///     assert_eq!(result.is_ok(), numbers == "1 2");
    /// }
    /// assert_eq!(body, b"data: 1\ndata: 2\ndata: \n\n");
    /// ```
    #[doc(alias = "push")]
    #[cfg(feature = "alloc")]
    #[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
    pub fn encode_to_vec_with<E>(
        &self,
        vec: &mut alloc::vec::Vec<u8>,
        data: impl FnOnce(&mut DataWriter<'_, VecWriter<'_>>) -> Result<(), E>,
    ) -> Result<(), E> {
        vec.reserve(self.one_line_len());
        let mut end = CutBack { len: vec.len(), vec };
        let written = self.write_with(&mut VecWriter::aborting(end.vec), data)?;
        if written.is_ok() {
            end.len = end.vec.len();
        }
        Ok(())
    }
}

/// Cuts a vector back to a length when dropped, even if appending to it fails or panics.
#[cfg(feature = "alloc")]
struct CutBack<'v> {
    vec: &'v mut alloc::vec::Vec<u8>,
    len: usize,
}

#[cfg(feature = "alloc")]
impl Drop for CutBack<'_> {
    fn drop(&mut self) {
        self.vec.truncate(self.len);
    }
}
