//! Encoding: a decoder returns the values that were set, whatever they contain, and all outputs get the same bytes.
//!
//! The decoder here is a small one that shares no code with the crate. It first cuts the whole text into lines, and then
//! interprets each line.

use core::{
    fmt::{self, Write},
    hash::BuildHasher,
    time::Duration,
};

use proptest::prelude::*;
use sse_proto::{
    Decoder, FieldName, Input, OwnedEvent,
    encode::{
        DataWriter, Event, EventId, EventType, EventWriter, HEARTBEAT, HEARTBEAT_LINE, InvalidValue, Lengths,
        SliceWriter, VecWriter, max_encoded_len,
    },
    event_id, event_type,
};

// The decoder.

/// Holds a client's view of a stream of one event, and the lines that it ignores.
#[derive(Debug, Default, PartialEq)]
struct Decoded {
    comments: Vec<String>,
    event_type: Option<String>,
    id: Option<String>,
    retry: Option<u64>,
    data: Option<String>,
}

/// Replaces every end of line with LF.
fn normalized(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns the blocks of a stream, each of which ends with a blank line. Panics if bytes are left over, or if there is a line
/// that the encoder has no reason to write.
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

/// Accepts only the next `left` pieces.
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

/// Returns the output of each way to write the event. Panics if two of them differ.
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
    assert_eq!(&buffer[vec.len()..], b"?????????", "nothing is written after the event");
    text
}

/// Writes to a slice of every length up to one that is enough.
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

        // A `SliceWriter` contains a prefix that ends where a piece ends.
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

/// Returns the output of each way to write data in pieces. Panics if two of them differ.
#[track_caller]
fn in_pieces<'p>(event: &Event<'_>, pieces: impl IntoIterator<Item = &'p str>) -> String {
    fn all<W: Write + ?Sized>(pieces: &[&str], data: &mut DataWriter<'_, W>) -> fmt::Result {
        pieces.iter().try_for_each(|piece| data.write_str(piece))
    }

    let pieces: Vec<&str> = pieces.into_iter().collect();
    let mut text = String::from("before");
    event.encode_with(&mut text, |data| all(&pieces, data)).expect("a String takes everything");
    let text = text.strip_prefix("before").expect("it is appended").to_owned();

    let mut dynamic = String::new();
    event.encode_with(&mut dynamic as &mut dyn Write, |data| all(&pieces, data)).expect("a String takes everything");
    assert_eq!(dynamic, text);

    let mut vec = b"before".to_vec();
    event.encode_to_vec_with(&mut vec, |data| all(&pieces, data)).expect("a vector takes everything");
    assert_eq!(vec.strip_prefix(b"before"), Some(text.as_bytes()));

    let mut buffer = vec![b'?'; text.len() + 1];
    let written = event.encode_to_slice_with(&mut buffer, |data| all(&pieces, data));
    assert_eq!(written, Ok(&mut text.clone().into_bytes()[..]));
    assert_eq!(buffer.last(), Some(&b'?'));
    let written = event.encode_to_slice_with(&mut buffer[..text.len() - 1], |data| all(&pieces, data));
    assert_eq!(written, Err(fmt::Error), "one byte too few");

    if *event == Event::new() {
        let writer = EventWriter::new(String::new()).data_with(|data| all(&pieces, data)).expect("it takes everything");
        assert_eq!(writer.end().as_deref(), Ok(&text[..]));
    }

    #[cfg(feature = "std")]
    {
        let mut bytes = Vec::new();
        let write = |data: &mut DataWriter<'_, VecWriter<'_>>| {
            pieces.iter().try_for_each(|piece| std::io::Write::write_all(data, piece.as_bytes()))
        };
        event.encode_to_vec_with(&mut bytes, write).expect("a vector takes everything");
        assert_eq!(bytes, text.as_bytes());
    }
    text
}

/// Checks everything that holds for any data: the round trip, all sinks, and all splits in two and three.
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
fn heartbeats_are_empty_comments() {
    assert_eq!(encoded(&Event::new().comment("")), HEARTBEAT);
    assert_eq!(decode(HEARTBEAT), [Decoded { comments: vec![String::new()], ..Decoded::default() }]);
    assert_eq!(HEARTBEAT.strip_suffix('\n'), Some(HEARTBEAT_LINE));
    for stream in [HEARTBEAT, HEARTBEAT_LINE] {
        let both = format!("{stream}data: x\n\n{stream}");
        let mut decoder = Decoder::new();
        let mut input = Input::new(both.as_bytes());
        assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().data(), "x");
        assert_eq!(decoder.next_event(&mut input), None);
    }
}

// Values.

#[test]
fn an_id_of_a_number_is_its_digits() {
    let powers = (0..20).map(|power| 10_u64.pow(power));
    let numbers = powers.flat_map(|power| [power - 1, power, power + 1, u64::MAX - power]).chain([u64::MAX, 1207]);
    let hashes = std::hash::RandomState::new();
    for number in numbers {
        let digits = number.to_string();
        let (id, text) = (EventId::from_number(number), EventId::new(&digits).unwrap());
        assert_eq!(id.as_str(), digits);
        assert_eq!(id.to_string(), digits);
        assert_eq!(format!("{id:?}"), format!("EventId({digits:?})"));
        assert_eq!(format!("{id:>25}"), format!("{digits:>25}"));
        assert_eq!(EventId::from(number), id);
        assert_eq!((id, hashes.hash_one(id)), (text, hashes.hash_one(text)));
        assert_ne!(hashes.hash_one(id), hashes.hash_one(EventId::from_number(number ^ 1)));
        assert!(id.fits_header());

        let event = Event::new().id(id).data("x");
        assert_eq!(encoded(&event), format!("id: {digits}\ndata: x\n\n"));
        assert_eq!((event, Event::new().id(text).data("x")), (Event::new().id(text).data("x"), event));
        assert_ne!(event, Event::new().id(EventId::from_number(number ^ 1)).data("x"));
        assert_ne!(event, Event::new().id(event_id!("x")).data("x"));
        fits_or_not(&event);
    }
    // The ID borrows nothing.
    let ids: Vec<EventId<'static>> = (0..3).map(EventId::from).collect();
    assert_eq!(ids.iter().map(EventId::as_str).collect::<String>(), "012");
    const SEVEN: EventId<'static> = EventId::from_number(7);
    assert_eq!(SEVEN, event_id!("7"));
}

#[test]
fn ids_are_ordered_as_their_text_is() {
    let ids = ["", "1", "10", "7", "70", "a", "é"];
    for one in ids {
        for other in ids {
            let made = |text| [Some(EventId::new(text).unwrap()), text.parse().ok().map(EventId::from_number)];
            for id in made(one).into_iter().flatten() {
                for other_id in made(other).into_iter().flatten() {
                    assert_eq!(id.cmp(&other_id), one.cmp(other), "{one} and {other}");
                    assert_eq!(id.partial_cmp(&other_id), one.partial_cmp(other));
                    assert_eq!(id == other_id, one == other);
                }
            }
        }
    }
}

#[test]
fn constants_are_checked_when_they_are_compiled() {
    trait Named {
        const NAME: &'static str;
        fn event_type() -> EventType<'static> {
            event_type!(Self::NAME)
        }
    }
    struct Price;
    impl Named for Price {
        const NAME: &'static str = concat!("pri", "ce");
    }
    const ID: EventId<'static> = event_id!("17\u{85}",);
    static TYPES: [EventType<'static>; 2] = [event_type!(""), event_type!(Price::NAME)];

    assert_eq!(Price::event_type(), EventType::new("price").unwrap());
    assert_eq!(TYPES.map(EventType::as_str), ["", "price"]);
    assert_eq!(ID.as_str(), "17\u{85}");
}

/// A client sends an ID back unchanged only if this is `true`.
#[test]
fn an_id_fits_a_header_if_nothing_changes_it() {
    for byte in 1..=0x7F_u8 {
        let byte = char::from(byte);
        for (value, inside) in [
            (format!("{byte}"), false),
            (format!("{byte}a"), false),
            (format!("a{byte}"), false),
            (format!("a{byte}b"), true),
            (format!("é{byte}é"), true),
        ] {
            let Ok(id) = EventId::new(&value) else {
                assert!(matches!(byte, '\r' | '\n'));
                continue;
            };
            let fits = match byte {
                ' ' | '\t' => inside,
                _ => !byte.is_ascii_control(),
            };
            assert_eq!(id.fits_header(), fits, "{value:?}");
        }
    }
    for value in ["", "é", "\u{80}", "\u{A0}", "日本", "\u{FFFD}", "a  \t b"] {
        assert!(EventId::new(value).unwrap().fits_header(), "{value:?}");
    }
    for value in [" ", "  ", "\t\t", "\u{7F}", "a\u{7F}é"] {
        assert!(!EventId::new(value).unwrap().fits_header(), "{value:?}");
    }
}

// Injection.

#[test]
fn types_ids_and_strict_data_refuse_the_right_bytes() {
    for byte in 0..=0x7f_u8 {
        for position in [0, 1, 5] {
            let value = format!("{}{}data: x", "é".repeat(position), char::from(byte));
            let refused = |field| (field, byte, 2 * position);
            let parts = |error: InvalidValue| (error.field(), error.byte(), error.position());

            let event_type = EventType::new(&value).map_err(parts);
            let id = EventId::new(&value).map_err(parts);
            let data = Event::new().strict_data(&value).map_err(parts);
            match byte {
                b'\n' | b'\r' => assert_eq!(event_type, Err(refused(FieldName::Event))),
                _ => assert_eq!(event_type.map(EventType::as_str), Ok(&value[..])),
            }
            match byte {
                b'\n' | b'\r' | 0 => assert_eq!(id, Err(refused(FieldName::Id))),
                _ => assert_eq!(id.as_ref().map(EventId::as_str), Ok(&value[..])),
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
fn errors_name_the_field_the_byte_and_its_position() {
    let say = |error: Result<_, InvalidValue>| error.unwrap_err().to_string();
    assert_eq!(say(EventType::new("a\r").map(drop)), "event: U+000D at byte 1 cannot be encoded");
    assert_eq!(say(EventType::new("\n").map(drop)), "event: U+000A at byte 0 cannot be encoded");
    assert_eq!(say(EventId::new("abc\0").map(drop)), "id: U+0000 at byte 3 cannot be encoded");
    assert_eq!(say(Event::new().strict_data("\r").map(drop)), "data: U+000D at byte 0 cannot be encoded");

    let error = Event::new().data("21.5").encode_to_slice(&mut [0; 11]).unwrap_err();
    assert_eq!(error.to_string(), "buffer too small: the event takes 12 bytes");

    // At every length of the output.
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

/// Covers the different code for chunks of 64 bytes and for the rest of a text.
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

/// Covers the different code for texts with and without an end of line, and for short and long lines.
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

/// No line makes an event shorter than its text, so bytes that are copied together with a short line are never after the
/// event.
#[test]
fn nothing_is_written_after_an_event_of_empty_lines() {
    for lines in 0..200 {
        for end in ["\n", "\r\n"] {
            let comment = encoded(&Event::new().comment(&end.repeat(lines)));
            assert_eq!(comment, format!(":{}\n\n", "\n:".repeat(lines)));
        }
    }
}

#[test]
fn every_short_text_of_bytes_with_a_meaning() {
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
fn without_pieces_there_is_one_empty_line() {
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
fn write_needs_no_import_and_is_never_ambiguous() {
    mod elsewhere {
        use sse_proto::encode::Event;

        pub(super) fn written() -> String {
            let mut body = String::new();
            let result = Event::new().encode_with(&mut body, |data| {
                write!(data, "{:>4}|{}\n{:?}", 7, 0.5, "a\nb")?;
                data.write_str("\r")?;
                writeln!(data)
            });
            assert_eq!(result, Ok::<(), core::fmt::Error>(()));
            body
        }
    }
    assert_eq!(elsewhere::written(), "data:    7|0.5\ndata: \"a\\nb\"\ndata: \n\n");
}

#[test]
fn formatting_writes_pieces() {
    fn write(out: &mut impl Write) -> fmt::Result {
        write!(out, "{:>4}|{}\n{:?}", 7, 0.5, "a\nb")?;
        out.write_char('\r')?;
        out.write_char('\n')
    }
    let mut body = String::new();
    Event::new().encode_with(&mut body, |data| write(data)).unwrap();
    assert_eq!(body, "data:    7|0.5\ndata: \"a\\nb\"\ndata: \n\n");
}

/// Refuses only the piece with this number.
struct Choosy {
    text: String,
    calls: u32,
    refused: u32,
}

impl Write for Choosy {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.calls += 1;
        if self.calls == self.refused {
            return Err(fmt::Error);
        }
        self.text.push_str(piece);
        Ok(())
    }
}

/// If the output refuses a piece, the event is not ended, even if the output would accept something again.
#[test]
fn an_event_with_a_part_missing_is_never_ended() {
    let event = Event::new()
        .comment("c\nd")
        .event_type(event_type!("t"))
        .id(EventId::from_number(12))
        .reconnection_time(Duration::from_millis(345))
        .data("a\nb");
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
    }
    let in_pieces = event.data("a\nb\r\nc").to_string();
    let mut refused = 0;
    let all_taken = loop {
        refused += 1;
        let mut out = Choosy { text: String::new(), calls: 0, refused };
        // The closure ignores the error.
        let result: fmt::Result = event.encode_with(&mut out, |data| {
            let mut failed = false;
            for piece in ["\r", "", "\nc"] {
                let result = data.write_str(piece);
                assert!(!failed || result.is_err(), "it stays refused");
                failed |= result.is_err();
            }
            assert!(!failed || write!(data, "x").is_err());
            Ok(())
        });
        if out.calls < refused {
            assert_eq!(result, Ok(()));
            assert_eq!(out.text, in_pieces);
            break refused;
        }
        assert_eq!(result, Err(fmt::Error));
        assert!(in_pieces.starts_with(&out.text), "{:?}", out.text);
        assert!(!out.text.contains("\n\n"), "{:?}", out.text);
    };
    assert!(all_taken > 15, "each of its pieces has been refused");
}

#[derive(Debug, PartialEq)]
struct Why(&'static str);

impl From<fmt::Error> for Why {
    fn from(_: fmt::Error) -> Self {
        Self("refused")
    }
}

/// The result of the closure counts, and nothing is ended after an error.
#[test]
fn an_error_of_the_closure_is_returned() {
    fn fail<W: Write + ?Sized>(data: &mut DataWriter<'_, W>) -> Result<(), Why> {
        data.write_str("a\nb\n")?;
        Err(Why("closure"))
    }
    fn ignore<W: Write + ?Sized>(data: &mut DataWriter<'_, W>) -> Result<(), Why> {
        let _ = data.write_str("0123456789");
        let _ = data.write_str("");
        Ok(())
    }
    let event = Event::new().comment("c").data("first ");

    let mut text = String::from("data: before\n\n");
    assert_eq!(event.encode_with(&mut text, fail), Err(Why("closure")));
    assert_eq!(text, "data: before\n\n:c\ndata: first a\ndata: b\ndata: ", "it is open");
    assert_eq!(event.encode_with(&mut Failing { text: String::new(), left: 0 }, fail), Err(Why("refused")));
    assert_eq!(event.encode_with(&mut Failing { text: String::new(), left: 6 }, ignore), Err(Why("refused")));

    let mut buffer = [b'?'; 64];
    assert_eq!(event.encode_to_slice_with(&mut buffer, fail), Err(Why("closure")));
    assert_eq!(event.encode_to_slice_with(&mut buffer[..20], ignore), Err(Why("refused")));
    assert_eq!(event.encode_to_slice_with(&mut buffer[..0], fail), Err(Why("refused")));
    assert_eq!(event.encode_to_slice_with(&mut buffer, ignore).unwrap(), b":c\ndata: first 0123456789\n\n");

    let writer = || EventWriter::new(Failing { text: String::new(), left: 2 });
    assert_eq!(writer().data_with(fail).err(), Some(Why("refused")));
    assert_eq!(writer().data_with(ignore).err(), Some(Why("refused")), "the end of the line");
    let writer = || EventWriter::new(Failing { text: String::new(), left: 1 });
    assert_eq!(writer().data_with(ignore).err(), Some(Why("refused")));
    assert_eq!(EventWriter::new(String::new()).data_with(fail).err(), Some(Why("closure")));
    let mut once = Choosy { text: String::new(), calls: 0, refused: 2 };
    assert_eq!(EventWriter::new(&mut once).data_with(ignore).err(), Some(Why("refused")));
    assert_eq!(once.text, "data: ", "not even the line is ended");
}

/// A vector is the same as before after an error of any type.
#[test]
fn a_vector_gets_all_or_nothing() {
    struct NotAnError;
    let event = Event::new().comment("c").id(EventId::RESET);
    let mut vec = b"data: before\n\n".to_vec();
    for pieces in 0..3 {
        let result = event.encode_to_vec_with(&mut vec, |data| {
            for _ in 0..pieces {
                assert_eq!(data.write_str(&"x\n".repeat(1000)), Ok(()));
            }
            Err(NotAnError)
        });
        assert!(result.is_err());
        assert_eq!(vec, b"data: before\n\n");
    }
    let panicked = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| {
        event.encode_to_vec_with(&mut vec, |data| {
            data.write_str("a").expect("a vector takes everything");
            if data.write_str("b").is_ok() {
                std::panic::resume_unwind(Box::new(()));
            }
            Ok::<(), NotAnError>(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(vec, b"data: before\n\n");

    let result = event.encode_to_vec_with(&mut vec, |data| {
        let _ = data.write_str("a");
        Ok::<(), NotAnError>(())
    });
    assert!(result.is_ok());
    assert_eq!(vec, b"data: before\n\n:c\nid: \ndata: a\n\n");
}

/// Tests feature `std`.
#[cfg(feature = "std")]
mod io {
    use std::io::{self, BufWriter, ErrorKind, Write as _};

    use super::{Choosy, Event, EventWriter, SliceWriter, Why, decode};

    #[test]
    fn a_serializer_writes_straight_into_an_event() {
        let value = serde_json::json!({"text": "日本\r\n\"語\"", "list": [1, null, {"deep": 0.5}], "empty": []});
        let mut body = Vec::new();
        Event::new().encode_to_vec_with(&mut body, |data| serde_json::to_writer_pretty(data, &value)).unwrap();

        let pretty = serde_json::to_string_pretty(&value).unwrap();
        assert!(pretty.contains('\n'));
        assert_eq!(body, Event::new().data(&pretty).to_vec());
        let [event] = &decode(core::str::from_utf8(&body).unwrap())[..] else { panic!("one event") };
        let back: serde_json::Value = serde_json::from_str(event.data.as_deref().unwrap()).unwrap();
        assert_eq!(back, value);

        // A full buffer is an error for the serializer, too.
        let mut small = [0; 32];
        let result = Event::new().encode_to_slice_with(&mut small, |data| {
            let error = serde_json::to_writer_pretty(data, &value).unwrap_err();
            assert_eq!(error.io_error_kind(), Some(ErrorKind::WriteZero));
            Ok::<(), Why>(())
        });
        assert_eq!(result, Err(Why("refused")));
    }

    #[test]
    fn both_traits_at_once() {
        use core::fmt::Write as _;

        let mut body = String::new();
        Event::new()
            .encode_with(&mut body, |data| {
                data.write_all(b"a\r").unwrap();
                data.write_char('\n')?;
                assert_eq!(data.write("é".as_bytes()).unwrap(), 2);
                data.flush().unwrap();
                io::Write::write_fmt(data, format_args!("{}", 1)).unwrap();
                write!(data, "{}", 2)
            })
            .unwrap();
        assert_eq!(body, "data: a\ndata: é12\n\n");
    }

    /// Covers a character that is split over two writes, and other bytes that are not UTF-8 by themselves.
    #[test]
    fn bytes_that_are_not_utf8_are_refused() {
        let (first, second) = "é".as_bytes().split_at(1);
        for bytes in [first, second, b"\xFF", b"abc\xC3", b"\xED\xA0\x80"] {
            let mut text = String::new();
            let result = Event::new().encode_with(&mut text, |data| {
                data.write_all(b"before ").unwrap();
                assert_eq!(data.write(bytes).unwrap_err().kind(), ErrorKind::InvalidData);
                // After that, everything is refused.
                for bytes in [second, b"x", b""] {
                    assert_eq!(data.write(bytes).unwrap_err().kind(), ErrorKind::WriteZero);
                }
                assert_eq!(data.flush().unwrap_err().kind(), ErrorKind::WriteZero);
                assert!(data.write_str("").is_err());
                Ok(())
            });
            assert_eq!(result, Err(Why("refused")));
            assert_eq!(text, "data: before ");

            // The closure can't return an error here, so nothing is written.
            let mut vec = b"before".to_vec();
            let result = Event::new().encode_to_vec_with(&mut vec, |data| {
                let _ = data.write(bytes);
                Ok::<(), ()>(())
            });
            assert_eq!((result, &vec[..]), (Ok(()), &b"before"[..]));
            let result = Event::new().encode_to_vec_with(&mut vec, |data| data.write_all(bytes));
            assert_eq!((result.unwrap_err().kind(), &vec[..]), (ErrorKind::InvalidData, &b"before"[..]));
        }
        // A buffer in between splits characters where it is full.
        let mut vec = Vec::new();
        let result = Event::new().encode_to_vec_with(&mut vec, |data| {
            let mut buffered = BufWriter::with_capacity(2, data);
            "aéaé".bytes().try_for_each(|byte| buffered.write_all(&[byte]))?;
            buffered.flush()
        });
        assert_eq!(result.unwrap_err().kind(), ErrorKind::InvalidData);
        assert!(vec.is_empty());
    }

    #[test]
    fn a_refused_output_stays_refused() {
        for refused in 2.. {
            let mut out = Choosy { text: String::new(), calls: 0, refused };
            let result = Event::new().encode_with(&mut out, |data| {
                let mut failed = false;
                for piece in [&b"a\n"[..], b"b", b"\r", b"\n", b"c"] {
                    match data.write(piece) {
                        Ok(len) => assert!(!failed && len == piece.len()),
                        Err(error) => assert_eq!(error.kind(), ErrorKind::WriteZero),
                    }
                    let flushed = data.flush().is_ok();
                    assert!(!(failed && flushed));
                    failed = !flushed;
                }
                Ok(())
            });
            if out.calls < refused {
                assert_eq!((result, &out.text[..]), (Ok(()), "data: a\ndata: b\ndata: c\n\n"));
                break;
            }
            assert_eq!(result, Err(Why("refused")));
            assert!(!out.text.contains("\n\n"));
        }
    }

    #[test]
    fn an_event_writer_takes_bytes_too() {
        let mut buffer = [0; 32];
        let writer = EventWriter::new(SliceWriter::new(&mut buffer));
        let writer = writer.data_with(|data| data.write_all(b"1\n2").map_err(|_| Why("io"))).unwrap();
        assert_eq!(writer.end().unwrap().into_written(), b"data: 1\ndata: 2\n\n");
    }
}

// Field by field.

#[test]
fn fields_come_in_the_order_of_the_calls() {
    let written = EventWriter::new(String::new())
        .data("a\r\nb")
        .unwrap()
        .reconnection_time(Duration::from_micros(1_999))
        .unwrap()
        .comment("c\rd")
        .unwrap()
        .id(EventId::from_number(u64::MAX))
        .unwrap()
        .spaced_comment("e\n\r\nf\r")
        .unwrap()
        .data("")
        .unwrap()
        .event_type(event_type!("t"))
        .unwrap()
        .comment("")
        .unwrap()
        .data_with(|data| writeln!(data, "{}", 1))
        .unwrap()
        .spaced_comment("")
        .unwrap()
        .end()
        .unwrap();
    let id = u64::MAX;
    assert_eq!(
        written,
        format!(
            "data: a\ndata: b\nretry: 1\n:c\n:d\nid: {id}\n: e\n: \n: f\n: \ndata: \nevent: t\n:\ndata: 1\ndata: \n: \n\n"
        )
    );

    // A decoder joins all data lines.
    let mut decoder = Decoder::new();
    let mut input = Input::new(written.as_bytes());
    let event = decoder.next_event(&mut input).unwrap().unwrap();
    assert_eq!(event.data(), "a\nb\n\n1\n");
    assert_eq!(event.event_type(), "t");
    assert_eq!(event.last_event_id(), &*id.to_string());
    assert_eq!(decoder.reconnection_time(), Some(Duration::from_millis(1)));
    assert_eq!(EventWriter::new(String::new()).end().unwrap(), "\n");
}

/// Covers the different code for long lines, short lines, and chunks of 64 bytes.
#[test]
fn spaced_comments_of_every_length() {
    for len in (0..=130).chain([1000]) {
        let line = "x".repeat(len);
        for end in ["\n", "\r", "\r\n"] {
            let text = [&line[..], "", &line].join(end);
            let written = EventWriter::new(String::new()).spaced_comment(&text).unwrap().end().unwrap();
            assert_eq!(written, format!(": {line}\n: \n: {line}\n\n"));
        }
    }
}

/// If the output refuses a piece, the writer is gone, and there is no blank line.
#[test]
fn a_refused_field_ends_the_writer() {
    fn write(out: &mut Failing) -> fmt::Result {
        EventWriter::new(out)
            .comment("a\nb")?
            .spaced_comment("c\nd")?
            .event_type(event_type!("t"))?
            .id(EventId::from_number(10))?
            .reconnection_time(Duration::from_secs(1))?
            .data("e\nf")?
            .data_with(|data| data.write_str("g\nh"))?
            .end()?;
        Ok(())
    }
    let mut whole = Failing { text: String::new(), left: usize::MAX };
    write(&mut whole).unwrap();
    let calls = usize::MAX - whole.left;
    for left in 0..calls {
        let mut out = Failing { text: String::new(), left };
        assert_eq!(write(&mut out), Err(fmt::Error));
        assert!(whole.text.starts_with(&out.text) && !out.text.ends_with("\n\n"), "{:?}", out.text);
    }
}

// Decoded events.

/// Calls `f` with the only event of a stream.
#[track_caller]
fn with_event<T>(stream: &[u8], f: impl FnOnce(sse_proto::Event<'_>, &OwnedEvent) -> T) -> T {
    let owned = Decoder::new().owned_events(stream).next().expect("an event").expect("it is small");
    let mut decoder = Decoder::new();
    let mut input = Input::new(stream);
    let event = decoder.next_event(&mut input).expect("an event").expect("it is small");
    f(event, &owned)
}

#[test]
fn decoded_events_are_encoded_again() {
    for (stream, expected) in [
        (&b"data:x\n\n"[..], "data: x\n\n"),
        (b"data\n\n", "data: \n\n"),
        (b"retry:1\n:c\nother:1\ndata: a\rdata:\r\ndata:  b\n\n", "data: a\ndata: \ndata:  b\n\n"),
        (b"event:t\nid: 7\ndata:x\n\n", "event: t\nid: 7\ndata: x\n\n"),
        (b"event: :\nid:a:\x7F\ndata:data: x\n\n", "event: :\nid: a:\x7F\ndata: data: x\n\n"),
        (b"id:1\0\ndata:x\n\n", "data: x\n\n"),
        (b"event:  \xC2\x85\ndata:\0\n\n", "event:  \u{85}\ndata: \0\n\n"),
        (
            b"event:\xFF\nid:\xE2\x82\ndata:\xC3\ndata:a\xF0\x9F\x8Eb\xC3\xA9\n\n",
            "event: \u{FFFD}\nid: \u{FFFD}\ndata: \u{FFFD}\ndata: a\u{FFFD}bé\n\n",
        ),
        (b"event:t\xC0\x80\ndata:x\n\n", "event: t\u{FFFD}\u{FFFD}\ndata: x\n\n"),
        (b"id:\xFF\ndata:x\n\n", "id: \u{FFFD}\ndata: x\n\n"),
    ] {
        with_event(stream, |event, owned| {
            let again = Event::from(event);
            assert_eq!(encoded(&again), expected, "{}", stream.escape_ascii());
            assert_eq!(encoded(&Event::from(&event)), expected);
            assert_eq!(encoded(&Event::from(owned)), expected);
            assert_eq!(again, Event::from(&event));
            fits_or_not(&again);
            with_event(expected.as_bytes(), |back, _| assert_eq!(back.into_owned(), *owned));
        });
    }
}

#[test]
fn an_event_that_was_decoded_is_like_any_other() {
    let expected = Event::new().event_type(event_type!("t")).id(EventId::from_number(7)).data("é");
    with_event("event:t\nid:7\ndata:é\n\n".as_bytes(), |event, owned| {
        assert_eq!(Event::from(event), expected);
        assert_eq!(Event::from(owned), expected);
    });
    // The parts can be replaced, and others set.
    with_event(b"event:\xFF\nid:\xFE\ndata:\xFD\n\n", |event, _| {
        let event = Event::from(event);
        assert_ne!(event, expected);
        assert_eq!(event.event_type(event_type!("t")).id(EventId::from(7)).data("é"), expected);
        assert_eq!(
            format!("{event:?}"),
            r#"Event { comment: None, event_type: Some("\xff"), id: Some("\xfe"), reconnection_time: None, data: Some("\xfd") }"#
        );
        let event = event.comment("c").reconnection_time(Duration::from_millis(5));
        let expected = ":c\nevent: \u{FFFD}\nid: \u{FFFD}\nretry: 5\ndata: \u{FFFD}\n\n";
        assert_eq!(encoded(&event), expected);
        assert_eq!(encoded(&event.id(EventId::from(1))), expected.replace("id: \u{FFFD}", "id: 1"));
        fits_or_not(&event);
    });
}

/// The first piece may be invalid UTF-8, too.
#[test]
fn data_can_be_added_to_an_event_that_was_decoded() {
    for (first, text) in [(&b"a"[..], "a"), (b"\xC3", "\u{FFFD}"), (b"a\xC3b\ndata:\xFFc", "a\u{FFFD}b\n\u{FFFD}c")] {
        with_event(&[b"data:", first, b"\n\n"].concat(), |event, _| {
            for pieces in [&[][..], &["x"], &["\n", "y"], &["\r", "\nz"]] {
                let data = text.to_owned() + &pieces.concat();
                assert_eq!(
                    in_pieces(&Event::from(event), pieces.iter().copied()),
                    Event::new().data(&data).to_string()
                );
            }
        });
    }
    with_event(b"event:\xFF\nid:\xFF\ndata:\xFF\n\n", |event, _| {
        let expected = "event: \u{FFFD}\nid: \u{FFFD}\ndata: \u{FFFD}+\n\n";
        assert_eq!(in_pieces(&Event::from(event), ["+"]), expected);
    });
}

/// Tests each sequence in all three values.
#[test]
fn every_short_sequence_of_bytes_is_encoded_again() {
    fn grow(bytes: &mut Vec<u8>, left: usize) {
        let stream = [b"event:t", &bytes[..], b"\nid:7", bytes, b"\ndata:", bytes, b"\ndata:", bytes, b"\n\n"].concat();
        with_event(&stream, |event, owned| {
            let text = String::from_utf8_lossy(bytes);
            let expected = format!("event: t{text}\nid: 7{text}\ndata: {text}\ndata: {text}\n\n");
            let again = Event::from(event);
            assert_eq!(again.to_vec(), expected.as_bytes(), "{}", bytes.escape_ascii());
            assert_eq!(again.encoded_len(), expected.len());
            assert_eq!(Event::from(owned).to_string(), expected);
            let mut buffer = vec![b'?'; expected.len()];
            assert_eq!(again.encode_to_slice(&mut buffer).unwrap(), expected.as_bytes());
            assert!(again.encode_to_slice(&mut buffer[1..]).is_err());
            let mut written = String::new();
            again.encode_to(&mut written).unwrap();
            assert_eq!(written, expected);
        });
        if left > 0 {
            for byte in [b'x', 0x80, 0xA9, 0xC3, 0xE2, 0xED, 0xF0, 0xF4, 0xFF] {
                bytes.push(byte);
                grow(bytes, left - 1);
                bytes.pop();
            }
        }
    }
    grow(&mut Vec::new(), 4);
}

// Random events.

/// Generates text in which the bytes with a meaning are frequent.
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

        let len = |text: &Option<String>| text.as_deref().map(str::len);
        let lengths = Lengths {
            comment: len(&comment),
            event_type: len(&event_type),
            id: len(&id),
            reconnection_time: milliseconds.is_some(),
            data: len(&data),
            one_line: false,
        };
        prop_assert!(stream.len() <= max_encoded_len(lengths));
        if [&comment, &data].into_iter().flatten().all(|text| !text.contains(['\r', '\n'])) {
            let most = max_encoded_len(Lengths { one_line: true, ..lengths });
            prop_assert!(stream.len() <= most);
        }
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

/// Tests every set of parts.
#[test]
fn the_largest_event_has_the_maximum_length() {
    for set in 0..32 {
        for one_line in [false, true] {
            for len in [0, 1, 9, 70] {
                let text = if one_line { "x" } else { "\n" }.repeat(len);
                let value = "y".repeat(len);
                let mut event = Event::new();
                let mut lengths = Lengths { one_line, ..Lengths::NONE };
                if set & 1 != 0 {
                    event = event.comment(&text);
                    lengths.comment = Some(len);
                }
                if set & 2 != 0 {
                    event = event.event_type(EventType::new(&value).unwrap());
                    lengths.event_type = Some(len);
                }
                if set & 4 != 0 {
                    event = event.id(EventId::new(&value).unwrap());
                    lengths.id = Some(len);
                }
                if set & 8 != 0 {
                    event = event.reconnection_time(Duration::MAX);
                    lengths.reconnection_time = true;
                }
                if set & 16 != 0 {
                    event = event.data(&text);
                    lengths.data = Some(len);
                }
                assert_eq!(event.encoded_len(), max_encoded_len(lengths), "{lengths:?}");
            }
        }
    }
    assert_eq!(
        Event::new().id(EventId::from_number(u64::MAX)).encoded_len(),
        max_encoded_len(Lengths { id: Some(20), ..Lengths::NONE })
    );
    for one_line in [false, true] {
        let length = Some(usize::MAX / 4);
        let lengths = Lengths {
            comment: length,
            event_type: length,
            id: length,
            data: length,
            reconnection_time: true,
            one_line,
        };
        assert_eq!(max_encoded_len(lengths), usize::MAX);
    }
    assert_eq!(Lengths::NONE, Lengths::default());
}

#[test]
fn a_vector_grows_once_for_one_line() {
    let data = "x".repeat(1000);
    let vec = Event::new().event_type(EventType::new("t").unwrap()).data(&data).to_vec();
    assert!(vec.capacity() < vec.len() + 100, "{} for {}", vec.capacity(), vec.len());
}

#[cfg(feature = "alloc")]
#[test]
fn debug_shows_the_parts_and_display_pads() {
    let event = Event::new().event_type(event_type!("t")).id(EventId::from_number(7)).data("a\nb");
    let printed = format!("{event:?}");
    for part in ["Some(\"t\")", "Some(7)", "Some(\"a\\nb\")"] {
        assert!(printed.contains(part), "{printed}");
    }
    assert!(format!("{:?}", event.id(event_id!("x"))).contains("Some(\"x\")"));
    assert_eq!(format!("{:>3}|{:<3}|", event_type!("t"), event_id!("7")), "  t|7  |");
}

#[cfg(feature = "alloc")]
#[test]
fn events_are_equal_if_they_are_written_alike() {
    let decoded = |stream: &'static [u8]| {
        let mut decoder = Decoder::new();
        let event = decoder.next_event(&mut Input::new(stream)).expect("an event").expect("there is room").into_owned();
        (event.id().map(str::to_owned), event)
    };
    let (id, event) = decoded(b"id: 7\ndata: x\n\n");
    assert_eq!(id.as_deref(), Some("7"));
    assert_eq!(Event::from(&event), Event::new().id(EventId::from_number(7)).data("x"));
    assert_ne!(Event::from(&event), Event::new().id(EventId::from_number(8)).data("x"));

    let mut decoder = Decoder::new();
    let mut input = Input::new(b"id: \xFF\ndata: x\n\n");
    let event = Event::from(decoder.next_event(&mut input).expect("an event").expect("there is room"));
    assert_eq!(event, event.clone());
    for id in [event_id!("\u{FFFD}"), EventId::from_number(7)] {
        // This one is written alike, but the encoder doesn't know that.
        assert_ne!(event, event.id(id));
        assert_ne!(event.id(id), event);
    }
    assert!(format!("{event:?}").contains(r#"Some("\xff")"#), "{event:?}");
}

/// A slice with the exact length is enough, even if it is smaller than the upper bound.
#[test]
fn a_slice_of_the_exact_length_is_enough() {
    for data in ["", "x", "a\nb", "\r\n\r\r\n", "a long line, and then\na short one"] {
        let event = Event::new().comment(data).data(data);
        let mut buffer = [0; 256];
        let len = event.encoded_len();
        let expected = event.encode_to_slice(&mut buffer).expect("there is room").to_vec();
        assert_eq!(expected.len(), len);
        let mut exact = vec![0; len];
        assert_eq!(event.encode_to_slice(&mut exact).expect("there is room"), expected);
        assert_eq!(event.encode_to_slice(&mut exact[1..]).unwrap_err().required(), len);
    }
}
