//! Data that is written in pieces.

use core::fmt::{self, Write};

use sse_proto::encode::{Event, EventType, SliceWriter, VecWriter};

use crate::stream::Stream;

/// Wherever data is cut into pieces, the event is the one that the data makes in one go; and an output that refuses a piece
/// has got a prefix of it, and never a blank line.
///
/// The bytes are the data, cut by `|`. If the first one is an `s`, the first piece is set before.
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

    let mut event = Event::new().comment("c").event_type(EventType::new("e").expect("no end of line"));
    let expected = event.data(&text).to_vec();
    if set_first {
        event = event.data(pieces.remove(0));
    }

    let written = write(&event, &pieces, String::new()).expect("a String takes everything");
    assert_eq!(written.as_bytes(), expected);
    let mut written = Vec::new();
    write(&event, &pieces, VecWriter::new(&mut written)).expect("there is memory");
    assert_eq!(written, expected);

    for room in [expected.len(), expected.len() + 1, expected.len() - 1, expected.len() / 2, 12, 0] {
        let mut buffer = vec![b'?'; room];
        match write(&event, &pieces, SliceWriter::new(&mut buffer)) {
            Ok(writer) => {
                assert!(room >= expected.len());
                assert!(!writer.overflowed());
                assert_eq!(writer.written(), expected);
                assert_eq!(writer.into_written(), expected);
            }
            Err(fmt::Error) => assert!(room < expected.len(), "there is room"),
        }
        let prefix = &buffer[..buffer.iter().position(|&byte| byte == b'?').unwrap_or(room).min(expected.len())];
        assert!(text.contains('?') || expected.starts_with(prefix));
    }

    let calls = {
        let mut counting = Failing { text: String::new(), left: usize::MAX };
        write(&event, &pieces, &mut counting).expect("it takes everything");
        usize::MAX - counting.left
    };
    for left in [0, 1, calls / 2, calls.saturating_sub(2), calls - 1] {
        let mut failing = Failing { text: String::new(), left };
        assert_eq!(write(&event, &pieces, &mut failing).err(), (left < calls).then_some(fmt::Error));
        assert!(expected.starts_with(failing.text.as_bytes()), "{:?} is no prefix", failing.text);
        assert!(left >= calls || !failing.text.ends_with("\n\n"), "an event that is not whole was ended");
    }
}

/// Writes all pieces, and goes on to write after an error, which must not get through.
fn write<W: Write>(event: &Event<'_>, pieces: &[&str], out: W) -> Result<W, fmt::Error> {
    let mut writer = event.data_writer(out)?;
    let mut failed = false;
    for piece in pieces {
        let result = writer.write_str(piece);
        assert!(!failed || result.is_err(), "the writer goes on after an error");
        failed |= result.is_err();
    }
    let finished = writer.finish();
    assert!(!failed || finished.is_err(), "an event that is not whole is finished");
    finished
}

/// Takes only the `left` pieces that come next.
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
