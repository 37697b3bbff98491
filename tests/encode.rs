//! Encoding: what is written is what was meant, whatever the values contain, and the same bytes come out everywhere.
//!
//! "What was meant" is told by a small decoder that shares no code with the crate: the whole text is cut into lines first,
//! and then each line is interpreted.
#![cfg(feature = "alloc")]

use core::fmt::{self, Write};
use core::time::Duration;
use std::io;

use proptest::prelude::*;
use sse_proto::FieldName;
use sse_proto::encode::{Event, EventId, EventType, HEARTBEAT, Lengths, SliceWriter, VecWriter, max_encoded_len};

// The decoder.

/// What a client makes of a stream of one event, and everything that it ignores.
#[derive(Debug, Default, PartialEq)]
struct Decoded {
    comments: Vec<String>,
    event_type: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
    data: Option<String>,
}

/// Every end of line becomes LF.
fn normalized(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The blocks of a stream, each of which ends with a blank line. Panics if something is left, or if there is a line that
/// the encoder has no reason to write.
fn decode(stream: &str) -> Vec<Decoded> {
    let stream = normalized(stream);
    let lines = stream.strip_suffix('\n').expect("the last line is ended").split('\n');
    let mut blocks = Vec::new();
    let mut block = Decoded::default();
    let mut open = false;
    for line in lines {
        open = !line.is_empty();
        if line.is_empty() {
            blocks.push(core::mem::take(&mut block));
            continue;
        }
        let (name, value) = line.split_once(':').expect("each line has a colon");
        let value = if name.is_empty() { value } else { value.strip_prefix(' ').expect("each value has its space") };
        let value = value.to_owned();
        let again = match name {
            "" => {
                block.comments.push(value);
                false
            }
            "event" => block.event_type.replace(value).is_some(),
            "id" => {
                assert!(!value.contains('\0'), "a decoder would ignore this ID");
                block.id.replace(value).is_some()
            }
            "retry" => {
                assert!(value.bytes().all(|byte| byte.is_ascii_digit()));
                block.retry.replace(value.parse().expect("a number")).is_some()
            }
            "data" => {
                block.data = Some(block.data.take().map_or(value.clone(), |data| data + "\n" + &value));
                false
            }
            _ => panic!("no field is called {name:?}"),
        };
        assert!(!again, "{name} twice");
    }
    assert!(!open, "the last block is ended");
    blocks
}

// The sinks.

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

/// What each way to write gives; panics if two of them differ.
#[track_caller]
fn encoded(event: &Event<'_>) -> String {
    let vec = event.to_vec();
    let text = String::from_utf8(vec.clone()).expect("an event is text");
    assert_eq!(event.to_string(), text);
    assert_eq!(format!("{event:>5.1}"), text, "padding does not count");
    assert_eq!(event.encoded_len(), text.len());

    let mut string = String::from("before");
    event.encode_to(&mut string).expect("a String takes everything");
    assert_eq!(string.strip_prefix("before"), Some(&text[..]));

    let mut dynamic = String::new();
    event.encode_to(&mut dynamic as &mut dyn Write).expect("a String takes everything");
    assert_eq!(dynamic, text);

    let mut appended = b"before".to_vec();
    event.encode_to_vec(&mut appended);
    assert_eq!(appended.strip_prefix(b"before"), Some(&vec[..]));

    let mut written = Vec::new();
    event.encode_to(&mut VecWriter::new(&mut written)).expect("there is memory");
    assert_eq!(written, vec);

    let mut buffer = vec![b'?'; vec.len() + 9];
    assert_eq!(event.encode_to_slice(&mut buffer), Ok(&mut vec.clone()[..]));
    assert_eq!(&buffer[vec.len()..], b"?????????", "nothing is written behind the event");
    text
}

/// A slice of every length up to one that is enough.
#[track_caller]
fn fits_or_not(event: &Event<'_>) {
    let expected = event.to_vec();
    for len in 0..=expected.len() {
        let mut buffer = vec![b'?'; len];
        if len == expected.len() {
            assert_eq!(event.encode_to_slice(&mut buffer), Ok(&mut expected.clone()[..]));
        } else {
            let error = event.encode_to_slice(&mut buffer).unwrap_err();
            assert_eq!(error.required(), expected.len());
            assert!(buffer.iter().all(|&byte| byte == b'?'), "all or nothing");
        }

        // What went into a `SliceWriter` is a prefix, and ends where a piece does.
        let mut writer = SliceWriter::new(&mut buffer);
        let result = event.encode_to(&mut writer);
        assert_eq!(result.is_ok(), len == expected.len());
        assert_eq!(result.is_err(), writer.overflowed());
        assert!(expected.starts_with(writer.written()));
        if writer.overflowed() {
            let before = writer.written().to_vec();
            assert!(writer.write_str("").is_err() && writer.write_str("x").is_err());
            assert_eq!(writer.into_written(), before);
        }
    }
}

fn in_pieces<'p>(event: &Event<'_>, pieces: impl IntoIterator<Item = &'p str>) -> String {
    let mut data = event.data_writer(String::new()).expect("a String takes everything");
    for piece in pieces {
        data.write_str(piece).expect("a String takes everything");
    }
    data.finish().expect("a String takes everything")
}

/// Everything that holds for any data: round trip, all sinks, all splits in two and three.
#[track_caller]
fn check_data(data: &str) {
    let event = Event::new().data(data);
    let text = encoded(&event);
    let expected = Decoded { data: Some(normalized(data)), ..Decoded::default() };
    assert_eq!(decode(&text), [expected], "{data:?}");

    let boundaries: Vec<usize> = (0..=data.len()).filter(|&at| data.is_char_boundary(at)).collect();
    assert_eq!(in_pieces(&Event::new(), data.split_inclusive(|_| true)), text, "character by character: {data:?}");
    for &first in &boundaries {
        let (front, back) = data.split_at(first);
        assert_eq!(in_pieces(&Event::new(), [front, "", back]), text, "{front:?} {back:?}");
        assert_eq!(in_pieces(&Event::new().data(front), ["", back]), text, "{front:?} {back:?}");
        for &second in boundaries.iter().filter(|&&second| second > first && data.len() < 32) {
            let pieces = [front, &data[first..second], &data[second..]];
            assert_eq!(in_pieces(&Event::new(), pieces), text, "{pieces:?}");
        }
    }
}

// Fields.

#[test]
fn nothing_set_is_a_blank_line() {
    assert_eq!(encoded(&Event::new()), "\n");
    assert_eq!(Event::new(), Event::default());
}

#[test]
fn order_is_fixed_and_the_last_value_counts() {
    let id = |id| EventId::new(id).unwrap();
    let event = Event::new()
        .data("no")
        .data("yes")
        .reconnection_time(Duration::from_secs(1))
        .reconnection_time(Duration::from_millis(2))
        .id(id("0"))
        .id(id("1"))
        .event_type(EventType::new("no").unwrap())
        .event_type(EventType::new("yes").unwrap())
        .comment("no")
        .comment("yes");
    assert_eq!(encoded(&event), ":yes\nevent: yes\nid: 1\nretry: 2\ndata: yes\n\n");
    fits_or_not(&event);
}

#[test]
fn empty_values_are_written() {
    let event = Event::new().comment("").event_type(EventType::new("").unwrap()).id(EventId::RESET).data("");
    assert_eq!(encoded(&event), ":\nevent: \nid: \ndata: \n\n");
    fits_or_not(&event);
}

#[test]
fn a_value_keeps_its_spaces() {
    let event =
        Event::new().event_type(EventType::new(" a ").unwrap()).id(EventId::new("  ").unwrap()).data(" b \n  c");
    assert_eq!(encoded(&event), "event:  a \nid:   \ndata:  b \ndata:   c\n\n");
    assert_eq!(decode(&encoded(&event))[0].data.as_deref(), Some(" b \n  c"));
}

#[test]
fn reconnection_time_is_in_whole_milliseconds() {
    for (time, retry) in [
        (Duration::ZERO, "0"),
        (Duration::from_nanos(999_999), "0"),
        (Duration::from_nanos(1_000_000), "1"),
        (Duration::from_secs(10), "10000"),
        (Duration::from_millis(u64::MAX), "18446744073709551615"),
        (Duration::from_millis(u64::MAX) + Duration::from_millis(1), "18446744073709551615"),
        (Duration::MAX, "18446744073709551615"),
    ] {
        assert_eq!(encoded(&Event::new().reconnection_time(time)), format!("retry: {retry}\n\n"), "{time:?}");
    }
}

#[test]
fn heartbeat_is_an_empty_comment() {
    assert_eq!(encoded(&Event::new().comment("")), HEARTBEAT);
    assert_eq!(decode(HEARTBEAT), [Decoded { comments: vec![String::new()], ..Decoded::default() }]);
}

// Injection.

#[test]
fn what_would_end_a_line_is_refused_where_it_has_to_be() {
    for byte in 0..=0x7f_u8 {
        for position in [0, 1, 5] {
            let value = format!("{}{}data: x", "é".repeat(position), char::from(byte));
            let refused = |field| (field, byte, 2 * position);
            let parts = |error: sse_proto::encode::InvalidValue| (error.field(), error.byte(), error.position());

            let event_type = EventType::new(&value).map_err(parts);
            let id = EventId::new(&value).map_err(parts);
            let data = Event::new().strict_data(&value).map_err(parts);
            match byte {
                b'\n' | b'\r' => assert_eq!(event_type, Err(refused(FieldName::Event))),
                _ => assert_eq!(event_type.map(EventType::as_str), Ok(&value[..])),
            }
            match byte {
                b'\n' | b'\r' | 0 => assert_eq!(id, Err(refused(FieldName::Id))),
                _ => assert_eq!(id.map(EventId::as_str), Ok(&value[..])),
            }
            match byte {
                b'\r' => assert_eq!(data, Err(refused(FieldName::Data))),
                _ => assert_eq!(data, Ok(Event::new().data(&value))),
            }
            assert_eq!(EventType::try_from(&value[..]), EventType::new(&value));
            assert_eq!(EventId::try_from(&value[..]), EventId::new(&value));
        }
    }
}

#[test]
fn strict_data_finds_a_cr_wherever_it_is() {
    for len in 0..200 {
        let clean = "x\n".repeat(len / 2) + &"y".repeat(len % 2);
        assert_eq!(Event::new().strict_data(&clean), Ok(Event::new().data(&clean)));
        for position in 0..len {
            let mut text = clean.clone();
            text.replace_range(position..=position, "\r");
            assert_eq!(Event::new().strict_data(&text).unwrap_err().position(), position);
        }
    }
}

#[test]
fn errors_say_what_is_wrong() {
    let say = |error: Result<_, sse_proto::encode::InvalidValue>| error.unwrap_err().to_string();
    assert_eq!(say(EventType::new("a\r").map(drop)), "event: U+000D at byte 1 cannot be encoded");
    assert_eq!(say(EventType::new("\n").map(drop)), "event: U+000A at byte 0 cannot be encoded");
    assert_eq!(say(EventId::new("abc\0").map(drop)), "id: U+0000 at byte 3 cannot be encoded");
    assert_eq!(say(Event::new().strict_data("\r").map(drop)), "data: U+000D at byte 0 cannot be encoded");

    let error = Event::new().data("21.5").encode_to_slice(&mut [0; 11]).unwrap_err();
    assert_eq!(error.to_string(), "the event takes 12 bytes: the buffer is too small");

    // Wherever the output ends.
    let error = EventId::new("abc\0").unwrap_err();
    for len in 0..error.to_string().len() {
        assert!(write!(SliceWriter::new(&mut vec![0; len]), "{error}").is_err());
    }
}

#[test]
fn data_stays_data() {
    for data in [
        "",
        "\n",
        "\r",
        "\r\n",
        "\n\r",
        "\r\r",
        "\n\n",
        "\r\n\r\n",
        "\r\r\n\n",
        "a\n",
        "\na",
        "a\r\nb",
        "a\n\rb",
        "a\r\r\nb",
        "a\n\nevent: admin\nid: 0\n\n",
        "a\r\revent: admin\r\r",
        "id: 1",
        "x\nid: 1\nretry: 1\n: comment\ndata: y",
        ":",
        ":\n:",
        " leading\n  spaces",
        "\u{feff}bom\n\u{feff}",
        "nul\0and\u{b}vt\u{c}ff\u{1c}\u{85}nel\u{2028}ls\u{2029}ps",
        "日本\n語\r\nテ\rキスト",
        "{\n  \"pretty\": true\n}",
    ] {
        check_data(data);
    }
}

/// Blocks of 64 bytes, and what is left of one, are looked at in different ways.
#[test]
fn ends_of_line_at_every_position() {
    for len in 0..=150 {
        let text = "x".repeat(len);
        assert_eq!(encoded(&Event::new().data(&text)), format!("data: {text}\n\n"));
        for position in 0..len {
            for end in ["\n", "\r", "\r\n", "\n\n", "\r\r"] {
                if position + end.len() <= len {
                    let mut data = text.clone();
                    data.replace_range(position..position + end.len(), end);
                    let event = Event::new().data(&data);
                    let expected: String =
                        normalized(&data).split('\n').map(|line| format!("data: {line}\n")).collect();
                    assert_eq!(encoded(&event), expected + "\n", "{data:?}");
                }
            }
        }
        let ends = "\n\r".repeat(len);
        assert_eq!(Event::new().data(&ends).to_string(), "data: \n".repeat(len + 1 + usize::from(len > 0)) + "\n");
    }
}

/// Ends of line are looked up for stretches of a text, and short lines are copied in another way than long ones.
#[test]
fn lines_of_every_length() {
    for end in ["\n", "\r", "\r\n", "\n\n"] {
        for len in (0..=200).chain([959, 960, 961, 1023, 1024, 1025, 3000]) {
            let line = "x".repeat(len);
            let text = [&line[..], "y"].join(end).repeat(2400 / (len + 2) + 2);
            let lines: Vec<String> = normalized(&text).split('\n').map(str::to_owned).collect();
            let data = encoded(&Event::new().data(&text));
            assert_eq!(data, format!("data: {}\n\n", lines.join("\ndata: ")), "{len} bytes and {end:?}");
            let comment = encoded(&Event::new().comment(&text));
            assert_eq!(comment, format!(":{}\n\n", lines.join("\n:")), "{len} bytes and {end:?}");
        }
    }
}

/// No line makes an event shorter than its text, so what is copied together with a short line never lies behind the event.
#[test]
fn nothing_is_written_behind_an_event_of_empty_lines() {
    for lines in 0..200 {
        for end in ["\n", "\r\n"] {
            let comment = encoded(&Event::new().comment(&end.repeat(lines)));
            assert_eq!(comment, format!(":{}\n\n", "\n:".repeat(lines)));
        }
    }
}

#[test]
fn every_short_text_of_what_matters() {
    fn grow(text: &mut String, left: usize) {
        check_data(text);
        let comment = Event::new().comment(text).to_string();
        let lines: Vec<String> = normalized(text).split('\n').map(str::to_owned).collect();
        assert_eq!(decode(&comment), [Decoded { comments: lines, ..Decoded::default() }]);
        if left > 0 {
            for character in ['\r', '\n', ':', 'é'] {
                text.push(character);
                grow(text, left - 1);
                text.pop();
            }
        }
    }
    grow(&mut String::new(), 5);
}

#[test]
fn a_comment_stays_a_comment() {
    let event = Event::new().comment("a\ndata: b\r\nid: c\r\r\n: d\n").data("e");
    let text = encoded(&event);
    assert_eq!(text, ":a\n:data: b\n:id: c\n:\n:: d\n:\ndata: e\n\n");
    fits_or_not(&event);
}

// Pieces.

#[test]
fn no_piece_is_one_empty_line() {
    assert_eq!(in_pieces(&Event::new(), []), "data: \n\n");
    assert_eq!(in_pieces(&Event::new(), ["", ""]), "data: \n\n");
    assert_eq!(in_pieces(&Event::new().comment("c"), []), ":c\ndata: \n\n");
}

#[test]
fn an_end_of_line_may_be_split() {
    assert_eq!(in_pieces(&Event::new(), ["a\r", "\nb"]), "data: a\ndata: b\n\n");
    assert_eq!(in_pieces(&Event::new(), ["a\r", "", "\n", "b"]), "data: a\ndata: b\n\n");
    assert_eq!(in_pieces(&Event::new(), ["a\r", "\n", "\nb"]), "data: a\ndata: \ndata: b\n\n");
    assert_eq!(in_pieces(&Event::new(), ["a\r", "b", "\nc"]), "data: a\ndata: b\ndata: c\n\n");
    assert_eq!(in_pieces(&Event::new(), ["\r", "\n"]), "data: \ndata: \n\n");
    assert_eq!(in_pieces(&Event::new().data("a\r"), ["\nb"]), "data: a\ndata: b\n\n");
}

#[test]
fn the_formatting_machinery_writes_pieces() {
    let mut data = Event::new().data_writer(String::new()).unwrap();
    write!(data, "{:>4}|{}\n{:?}", 7, 0.5, "a\nb").unwrap();
    data.write_char('\r').unwrap();
    data.write_char('\n').unwrap();
    assert_eq!(data.finish().unwrap(), "data:    7|0.5\ndata: \"a\\nb\"\ndata: \n\n");
}

#[test]
fn pieces_go_to_bytes() {
    let mut vec = b"before".to_vec();
    let mut data = Event::new().data_writer(VecWriter::new(&mut vec)).unwrap();
    data.write_str("a\nb").unwrap();
    data.finish().unwrap();
    assert_eq!(vec, b"beforedata: a\ndata: b\n\n");

    let mut buffer = [0; 20];
    let mut data = Event::new().data_writer(SliceWriter::new(&mut buffer)).unwrap();
    data.write_str("a\nb").unwrap();
    assert_eq!(data.finish().unwrap().into_written(), b"data: a\ndata: b\n\n");
}

/// Whatever the output refuses, the event is not ended afterwards.
#[test]
fn an_event_with_a_part_missing_is_never_ended() {
    let event = Event::new().event_type(EventType::new("t").unwrap()).comment("c\nd").data("a\nb");
    let whole = event.to_string();
    for left in 0.. {
        let mut out = Failing { text: String::new(), left };
        let result = event.encode_to(&mut out);
        assert!(whole.starts_with(&out.text));
        if result.is_ok() {
            assert_eq!(out.text, whole);
            break;
        }
        assert!(!out.text.contains("\n\n"));

        let mut out = Failing { text: String::new(), left };
        if let Ok(mut data) = event.data_writer(&mut out) {
            let failed = data.write_str("\nc").is_err();
            if failed {
                assert!(data.write_str("").is_err(), "it stays refused");
            }
            assert!(data.finish().is_err() || !failed);
        }
        assert!(!out.text.contains("\n\n"), "{:?}", out.text);
    }
    // Even if the output would take something again.
    struct Once(String, bool);
    impl Write for Once {
        fn write_str(&mut self, piece: &str) -> fmt::Result {
            if piece == "refused" && !core::mem::replace(&mut self.1, true) {
                return Err(fmt::Error);
            }
            self.0.push_str(piece);
            Ok(())
        }
    }
    let mut out = Once(String::new(), false);
    let mut data = Event::new().data_writer(&mut out).unwrap();
    assert!(data.write_str("refused").is_err());
    assert!(data.write_str("taken").is_err());
    assert!(data.finish().is_err());
    assert_eq!(out.0, "data: ");
}

/// Lets what writes bytes write text: the recipe for serializers that know [`io::Write`] only.
struct Text<W>(W);

impl<W: Write> io::Write for Text<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = core::str::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        self.0.write_str(text).map_err(|_| io::ErrorKind::WriteZero)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_serializer_writes_straight_into_an_event() {
    let value = serde_json::json!({"text": "日本\r\n\"語\"", "list": [1, null, {"deep": 0.5}], "empty": []});
    let mut body = String::new();
    let mut data = Text(Event::new().data_writer(&mut body).unwrap());
    serde_json::to_writer_pretty(&mut data, &value).unwrap();
    data.0.finish().unwrap();

    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert!(pretty.contains('\n'));
    assert_eq!(body, Event::new().data(&pretty).to_string());
    let [event] = &decode(&body)[..] else { panic!("one event") };
    let back: serde_json::Value = serde_json::from_str(event.data.as_deref().unwrap()).unwrap();
    assert_eq!(back, value);

    // A full buffer is an error for the serializer, too.
    let mut small = [0; 32];
    let mut data = Text(Event::new().data_writer(SliceWriter::new(&mut small)).unwrap());
    assert!(serde_json::to_writer_pretty(&mut data, &value).unwrap_err().is_io());
    assert!(data.0.finish().is_err());
}

// Everything, at random.

/// Text in which the bytes that matter are frequent.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(vec!["\r", "\n", "\r\n", "\n\n", ":", " ", "data: ", "id", "\0", "\u{feff}", "\u{2028}"])
            .prop_map(str::to_owned),
        1 => "[a-zé日😀]{0,90}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_event_decodes_to_what_was_meant(
        comment in prop::option::of(text()),
        event_type in prop::option::of(text()),
        id in prop::option::of(text()),
        milliseconds in prop::option::of(any::<u64>()),
        data in prop::option::of(text()),
    ) {
        let mut event = Event::new();
        let mut meant = Decoded::default();
        if let Some(comment) = &comment {
            event = event.comment(comment);
            meant.comments = normalized(comment).split('\n').map(str::to_owned).collect();
        }
        if let Some(event_type) = event_type.as_deref() {
            match EventType::new(event_type) {
                Ok(valid) => {
                    event = event.event_type(valid);
                    meant.event_type = Some(event_type.to_owned());
                }
                Err(_) => prop_assert!(event_type.contains(['\r', '\n'])),
            }
        }
        if let Some(id) = id.as_deref() {
            match EventId::new(id) {
                Ok(valid) => {
                    event = event.id(valid);
                    meant.id = Some(id.to_owned());
                }
                Err(_) => prop_assert!(id.contains(['\r', '\n', '\0'])),
            }
        }
        if let Some(milliseconds) = milliseconds {
            event = event.reconnection_time(Duration::from_millis(milliseconds));
            meant.retry = Some(milliseconds);
        }
        if let Some(data) = &data {
            event = event.data(data);
            meant.data = Some(normalized(data));
        }
        let stream = encoded(&event);
        prop_assert_eq!(decode(&stream), [meant]);

        let lengths = Lengths {
            comment: comment.as_deref().map_or(0, str::len),
            event_type: event_type.as_deref().map_or(0, str::len),
            id: id.as_deref().map_or(0, str::len),
            data: data.as_deref().map_or(0, str::len),
        };
        prop_assert!(stream.len() <= max_encoded_len(lengths));
        fits_or_not(&event);
    }

    #[test]
    fn pieces_do_not_matter(pieces in prop::collection::vec(text(), 0..6)) {
        let whole = Event::new().data(&pieces.concat()).to_string();
        prop_assert_eq!(in_pieces(&Event::new(), pieces.iter().map(String::as_str)), whole);
    }

    #[test]
    fn strict_data_arrives_as_it_was(data in text()) {
        match Event::new().strict_data(&data) {
            Ok(event) => {
                let meant = Decoded { data: Some(data.clone()), ..Decoded::default() };
                prop_assert_eq!(decode(&event.to_string()), [meant]);
            }
            Err(error) => prop_assert_eq!(Some(error.position()), data.find('\r')),
        }
    }
}

#[test]
fn the_largest_event_is_as_large_as_announced() {
    let lengths = Lengths { comment: 9, event_type: 4, id: 3, data: 70 };
    let (comment, data) = ("\n".repeat(9), "\n".repeat(70));
    let event = Event::new()
        .comment(&comment)
        .event_type(EventType::new("type").unwrap())
        .id(EventId::new("123").unwrap())
        .reconnection_time(Duration::MAX)
        .data(&data);
    assert_eq!(event.encoded_len(), max_encoded_len(lengths));
    assert_eq!(max_encoded_len(Lengths { data: usize::MAX, ..Lengths::NONE }), usize::MAX);
    assert_eq!(Lengths::NONE, Lengths::default());
}

#[test]
fn a_vector_grows_once_for_one_line() {
    let data = "x".repeat(1000);
    let vec = Event::new().event_type(EventType::new("t").unwrap()).data(&data).to_vec();
    assert!(vec.capacity() < vec.len() + 100, "{} for {}", vec.capacity(), vec.len());
}
