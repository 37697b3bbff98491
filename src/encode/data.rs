//! Data in pieces: one `data` line for each line of all the pieces together.

use core::fmt;

use super::line::{LineKind, LineWriter};
use super::value::{Replacing, Value};

/// Takes the data of an event in pieces: what [`Event::encode_with`] and [`EventWriter::data_with`] lend to their closure.
///
/// The bytes are those that [`Event::data`] gives for all the pieces in one:
///
/// - A piece ends where it likes; only CR, LF and CRLF *in* the data end a line.
/// - A CRLF is one end of line even if its CR is the end of one piece and its LF the start of another.
/// - If no piece comes at all, then the data is empty, and there is one `data` line.
///
/// Once the output has refused a piece, everything that follows is refused, and the event is not ended, whatever the
/// closure returns. So a client never sees an event with a part missing.
///
/// `write!` works on it without an import. It also implements [`fmt::Write`], and with feature `std`
/// [`io::Write`](https://doc.rust-lang.org/std/io/trait.Write.html), for serializers.
///
/// A piece is searched in time linear in its length, and handed on in slices of itself; nothing is copied here, nothing
/// allocated.
///
/// ```
/// use sse_proto::encode::Event;
///
/// # fn main() -> core::fmt::Result {
/// let mut body = String::new();
/// Event::new().encode_with(&mut body, |data| {
///     for piece in ["one\r", "\ntw", "o"] {
///         data.write_str(piece)?;
///     }
///     write!(data, " = {}", 2)
/// })?;
/// assert_eq!(body, "data: one\ndata: two = 2\n\n");
/// # Ok(())
/// # }
/// ```
///
/// [`Event::data`]: super::Event::data
/// [`Event::encode_with`]: super::Event::encode_with
/// [`EventWriter::data_with`]: super::EventWriter::data_with
#[derive(Debug)]
pub struct DataWriter<'o, W: ?Sized> {
    out: &'o mut W,
    lines: LineWriter,
    /// Something has been refused, so the event is not whole.
    broken: bool,
}

impl<W: fmt::Write + ?Sized> DataWriter<'_, W> {
    /// Writes the next piece of the data.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses something, and from then on always.
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// let mut body = String::new();
    /// Event::new().encode_with(&mut body, |data| data.write_str("a\nb"))?;
    /// assert_eq!(body, "data: a\ndata: b\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    #[inline]
    pub fn write_str(&mut self, piece: &str) -> fmt::Result {
        if self.broken {
            return Err(fmt::Error);
        }
        let result = self.lines.write(piece, LineKind::Data, self.out);
        self.broken = result.is_err();
        result
    }

    /// Writes formatted text: this is what `write!` calls, so that it needs no import and is never ambiguous.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if a value cannot be formatted, or as [`write_str`](Self::write_str).
    ///
    /// ```
    /// use sse_proto::encode::Event;
    ///
    /// let mut body = String::new();
    /// Event::new().encode_with(&mut body, |data| write!(data, "{:.1} degrees", 21.46))?;
    /// assert_eq!(body, "data: 21.5 degrees\n\n");
    /// # Ok::<(), core::fmt::Error>(())
    /// ```
    #[inline]
    pub fn write_fmt(&mut self, arguments: fmt::Arguments<'_>) -> fmt::Result {
        fmt::Write::write_fmt(self, arguments)
    }
}

/// Takes the next piece of the data, as [`DataWriter::write_str`].
impl<W: fmt::Write + ?Sized> fmt::Write for DataWriter<'_, W> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.write_str(piece)
    }
}

/// Takes the next piece of the data, for serializers that write bytes.
///
/// A piece must be valid UTF-8 by itself. One that is not is refused with
/// [`InvalidData`](std::io::ErrorKind::InvalidData), and nothing of it is written; this includes a character that is
/// split over two writes. `serde_json` hands on whole characters. A buffer in between, such as a
/// [`BufWriter`](std::io::BufWriter), need not. If the output refuses a piece, the error is
/// [`WriteZero`](std::io::ErrorKind::WriteZero). After an error, everything is refused, `flush` included.
///
/// ```
/// use sse_proto::encode::Event;
///
/// let mut body = Vec::new();
/// Event::new().encode_to_vec_with(&mut body, |data| serde_json::to_writer_pretty(data, &[1, 2]))?;
/// assert_eq!(body, b"data: [\ndata:   1,\ndata:   2\ndata: ]\n\n");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `write!` on a `DataWriter` formats by [`DataWriter::write_fmt`], whatever is imported. On a type parameter that is both
/// [`fmt::Write`] and `io::Write`, it is ambiguous; name one of them:
///
/// ```
/// use std::{fmt, io};
///
/// fn report<W: fmt::Write + io::Write>(out: &mut W) -> fmt::Result {
///     fmt::Write::write_fmt(out, format_args!("{} degrees", 21)) // `write!(out, ..)` would not compile
/// }
///
/// let mut body = String::new();
/// sse_proto::encode::Event::new().encode_with(&mut body, |data| report(data))?;
/// assert_eq!(body, "data: 21 degrees\n\n");
/// # Ok::<(), fmt::Error>(())
/// ```
#[cfg(feature = "std")]
#[cfg_attr(docsrs, doc(cfg(feature = "std")))]
impl<W: fmt::Write + ?Sized> std::io::Write for DataWriter<'_, W> {
    #[inline]
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        use std::io::{Error, ErrorKind};

        self.flush()?;
        let text = core::str::from_utf8(piece).map_err(|error| {
            self.broken = true;
            Error::new(ErrorKind::InvalidData, error)
        })?;
        self.write_str(text).map_err(|_| ErrorKind::WriteZero)?;
        Ok(piece.len())
    }

    /// Does nothing, but fails after an error.
    #[inline]
    fn flush(&mut self) -> std::io::Result<()> {
        if self.broken { Err(std::io::ErrorKind::WriteZero.into()) } else { Ok(()) }
    }
}

/// Writes the data, its first piece and what the closure writes, up to the end of the last line, which is not written.
///
/// The outer result is that of the closure; the inner one is an error if something was refused.
pub(super) fn write_data<W, E>(
    first: Option<Value<'_>>,
    replacing: &Replacing,
    out: &mut W,
    data: impl FnOnce(&mut DataWriter<'_, W>) -> Result<(), E>,
) -> Result<fmt::Result, E>
where
    W: fmt::Write + ?Sized,
{
    let mut writer = DataWriter { out, lines: LineWriter::default(), broken: false };
    if writer.begin(first, replacing).is_err() {
        return Ok(Err(fmt::Error));
    }
    data(&mut writer)?;
    Ok(if writer.broken { Err(fmt::Error) } else { Ok(()) })
}

impl<W: fmt::Write + ?Sized> DataWriter<'_, W> {
    #[inline]
    fn begin(&mut self, first: Option<Value<'_>>, replacing: &Replacing) -> fmt::Result {
        self.out.write_str(LineKind::Data.start())?;
        match first {
            Some(Value::Text(text)) => self.write_str(text),
            Some(Value::NotUtf8(bytes)) => replacing.write(bytes, &mut |text| self.write_str(text)),
            None => Ok(()),
        }
    }
}
