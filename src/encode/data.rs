//! Data in pieces: one `data` line for each line of all the pieces together.

use core::fmt;

use super::line::{LineKind, LineWriter};
use super::value::{Replacing, Value};

/// Writes the data of an event in pieces, in the closure of [`Event::encode_with`] or [`EventWriter::data_with`].
///
/// The result is the same as if all pieces were joined and passed to [`Event::data`]:
///
/// - A piece may end anywhere; only CR, LF and CRLF *in* the data end a line.
/// - A CRLF is one end of line even if its CR is the end of one piece and its LF the start of the next.
/// - Without any piece, the data is empty, and there is one `data` line.
///
/// Once the output has refused a piece, every later piece is refused, and the event is not ended, whatever the closure
/// returns. So a client never gets an event with a part missing.
///
/// `write!` works on it without an import. It also implements [`fmt::Write`], and with feature `std`
/// [`io::Write`](https://doc.rust-lang.org/std/io/trait.Write.html), for serializers.
///
/// Takes time linear in the length of a piece, and passes on slices of it; copies and allocates nothing itself.
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
    /// Whether a piece has been refused, so that the event is not whole.
    broken: bool,
}

impl<W: fmt::Write + ?Sized> DataWriter<'_, W> {
    /// Writes the next piece of the data.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if the output refuses the piece, or has refused one before.
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

    /// Writes formatted text. `write!` calls this method, so it needs no import and is never ambiguous.
    ///
    /// # Errors
    ///
    /// Returns [`fmt::Error`] if a value cannot be formatted, or if [`write_str`](Self::write_str) does.
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

/// Writes the next piece of the data, as [`DataWriter::write_str`] does.
impl<W: fmt::Write + ?Sized> fmt::Write for DataWriter<'_, W> {
    #[inline]
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.write_str(piece)
    }
}

/// Writes the next piece of the data, for serializers that write bytes.
///
/// Each piece must be valid UTF-8 by itself. One that is not, for example because a character is split over two pieces, is
/// refused with [`InvalidData`](std::io::ErrorKind::InvalidData), and nothing of it is written. `serde_json` writes whole
/// characters, but a buffer in between, such as a [`BufWriter`](std::io::BufWriter), may split them. If the output refuses a
/// piece, the error is [`WriteZero`](std::io::ErrorKind::WriteZero). After an error, all calls fail, including `flush`.
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
/// `write!` on a `DataWriter` calls [`DataWriter::write_fmt`], whatever is imported. On a type parameter that is both
/// [`fmt::Write`] and `io::Write`, it is ambiguous, so name one of them:
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

/// Writes the data: the first piece, and those of the closure. Does not write the end of the last line.
///
/// The outer result is that of the closure; the inner one is an error if a piece was refused.
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
