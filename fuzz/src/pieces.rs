//! Writes data in pieces.

use core::fmt::{self, Write};

use sse_proto::{
    encode::{DataWriter, Event, EventWriter, VecWriter},
    event_type,
};

use crate::stream::Stream;

/// Checks that data in pieces makes the same event as the whole data, wherever it is cut. An output that refuses a piece has
/// got a prefix of the event, and never a blank line.
///
/// The bytes are the data, cut by `|`. If the first one is an `s`, `data` sets the first piece, before the others are written.
pub fn pieces(data: &[u8]) {
    let set_first = data.first() == Some(&b's');
    let (text, mut cuts) = Stream::written_out(data.get(1..).unwrap_or_default()).into_text();
    for cut in &mut cuts {
        while !text.is_char_boundary(*cut) {
            *cut -= 1;
        }
    }
    let ends = cuts.iter().copied().chain([text.len()]);
    let starts = [0].into_iter().chain(cuts.iter().copied());
    let mut pieces: Vec<&str> = starts.zip(ends).map(|(start, end)| &text[start..end]).collect();

    let mut event = Event::new().comment("c").event_type(event_type!("e"));
    let expected = event.data(&text).to_vec();
    if set_first {
        event = event.data(pieces.remove(0));
    }

    let mut written = String::from("before");
    event.encode_with(&mut written, |data| write(&pieces, data)).expect("a String takes everything");
    assert_eq!(written.strip_prefix("before").map(str::as_bytes), Some(&expected[..]));
    let mut written = Vec::new();
    event.encode_with(&mut VecWriter::new(&mut written), |data| write(&pieces, data)).expect("there is memory");
    assert_eq!(written, expected);
    event.encode_to_vec_with(&mut written, |data| write(&pieces, data)).expect("a vector takes everything");
    assert_eq!(written, expected.repeat(2));
    let failed = event.encode_to_vec_with(&mut written, |data| {
        write(&pieces, data).expect("a vector takes everything");
        Err("closure")
    });
    assert_eq!((failed, written), (Err("closure"), expected.repeat(2)));

    for room in [expected.len(), expected.len() + 1, expected.len() - 1, expected.len() / 2, 12, 0] {
        let mut buffer = vec![b'?'; room];
        match event.encode_to_slice_with(&mut buffer, |data| write(&pieces, data)) {
            Ok(written) => {
                assert!(room >= expected.len());
                assert_eq!(written, expected);
            }
            Err(fmt::Error) => assert!(room < expected.len(), "there is room"),
        }
        let prefix = &buffer[..buffer.iter().position(|&byte| byte == b'?').unwrap_or(room).min(expected.len())];
        assert!(text.contains('?') || expected.starts_with(prefix));
    }

    let calls = {
        let mut counting = Failing { text: String::new(), left: usize::MAX };
        event.encode_with(&mut counting, |data| write(&pieces, data)).expect("it takes everything");
        usize::MAX - counting.left
    };
    for left in [0, 1, calls / 2, calls.saturating_sub(2), calls - 1] {
        let mut failing = Failing { text: String::new(), left };
        // The result must not depend on whether the closure passes the error on.
        let result = event.encode_with(&mut failing, |data| {
            let result = write(&pieces, data);
            if left % 2 == 0 { result } else { Ok(()) }
        });
        assert_eq!(result.err(), (left < calls).then_some(fmt::Error));
        assert!(expected.starts_with(failing.text.as_bytes()), "{:?} is no prefix", failing.text);
        assert!(left >= calls || !failing.text.ends_with("\n\n"), "an event that is not whole was ended");
    }

    // In the writer of fields, each piece is data by itself.
    let mut writer = EventWriter::new(String::new());
    let mut lines = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        lines.push(piece.replace("\r\n", "\n").replace('\r', "\n"));
        let result = if n % 2 == 0 { writer.data(piece) } else { writer.data_with(|data| data.write_str(piece)) };
        writer = result.expect("a String takes everything");
    }
    let written = writer.end().expect("a String takes everything");
    let data = lines.join("\n");
    let expected = if lines.is_empty() { Event::new() } else { Event::new().data(&data) };
    assert_eq!(written, expected.to_string());
}

/// Writes all pieces, and goes on after an error; the data writer must refuse what follows.
fn write<W: Write + ?Sized>(pieces: &[&str], data: &mut DataWriter<'_, W>) -> fmt::Result {
    let mut written = Ok(());
    for (n, piece) in pieces.iter().enumerate() {
        let result = if n % 2 == 0 { data.write_str(piece) } else { data.write_fmt(format_args!("{piece}")) };
        assert!(written.is_ok() || result.is_err(), "the writer goes on after an error");
        written = written.and(result);
    }
    written
}

/// Takes only the next `left` pieces.
struct Failing {
    text: String,
    left: usize,
}

impl Write for Failing {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
        self.text.push_str(piece);
        Ok(())
    }
}
