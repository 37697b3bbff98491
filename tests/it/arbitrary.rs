//! Generated values are valid: a decoder could have returned them, and an encoder accepts them.

use core::time::Duration;

use arbitrary::{Arbitrary, Unstructured};
use proptest::{collection::vec, prelude::*};
use sse_proto::{
    Decoder, Event, FieldName, Input, Item, OwnedEvent, Parser, Part, Text,
    arbitrary::{ChunkedStream, Mood, interesting_cuts},
    encode::{self, EventId, EventType, Lengths, max_encoded_len},
};

fn made<'a, T: Arbitrary<'a>>(bytes: &'a [u8]) -> T {
    T::arbitrary(&mut Unstructured::new(bytes)).expect("no bytes are refused")
}

/// Generates bytes like those of fuzzers: many are text, and the last few, which become lengths, can be any.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    (
        vec(prop_oneof![4 => 0x20..0x7F_u8, 1 => prop::sample::select(&b"\r\n\0"[..]), 1 => any::<u8>()], 0..60),
        vec(any::<u8>(), 0..6),
    )
        .prop_map(|(text, end)| [text, end].concat())
}

/// Returns a line of a stream.
fn line(start: &str, value: &[u8]) -> Vec<u8> {
    [start.as_bytes(), value, b"\n"].concat()
}

/// Returns a stream from which a decoder makes the event. If its own block has no ID, a block before it sets the last event
/// ID.
fn blocks(event: Event<'_>) -> Vec<u8> {
    let mut blocks = line("id: ", event.last_event_id().as_bytes());
    if event.id().is_none() {
        blocks.push(b'\n');
    }
    if event.has_event_type() {
        blocks.extend(line("event: ", event.event_type().as_bytes()));
    }
    for data in event.data().as_bytes().split(|&byte| byte == b'\n') {
        blocks.extend(line("data: ", data));
    }
    blocks.push(b'\n');
    blocks
}

/// Returns the end of the line, if it ends.
fn end(end_of_line: bool) -> &'static [u8] {
    if end_of_line { b"\n" } else { b"" }
}

proptest! {
    #[test]
    fn events_could_come_from_a_decoder(bytes in noise()) {
        let event: Event<'_> = made(&bytes);
        let mut decoder = Decoder::new();
        let blocks = blocks(event);
        let mut input = Input::new(&blocks);
        let decoded = decoder.next_event(&mut input);
        prop_assert_eq!(decoded, Some(Ok(event)));
        let (id, has_event_type) = decoded.and_then(Result::ok).map(|decoded| (decoded.id(), decoded.has_event_type())).unzip();
        prop_assert_eq!((id, has_event_type), (Some(event.id()), Some(event.has_event_type())));
        prop_assert_eq!(decoder.next_event(&mut input), None);

        let owned = made::<OwnedEvent>(&bytes);
        prop_assert_eq!(&owned, &event.into_owned());
        prop_assert_eq!((owned.id().is_some(), owned.has_event_type()), (event.id().is_some(), event.has_event_type()));
        prop_assert!(Text::default() == made::<Text<'_>>(&[]));
    }

    #[test]
    fn items_could_come_from_a_decoder(bytes in noise()) {
        let item: Item<'_> = made(&bytes);
        let stream = match item {
            Item::Event(event) => blocks(event),
            Item::ReconnectionTime(time) => format!("retry:{}\n", time.as_millis()).into_bytes(),
            Item::Comment { text, end_of_line } => [b":", text, end(end_of_line)].concat(),
            Item::LastEventId(id) => [b"id: ", id.as_bytes(), b"\n\n"].concat(),
            Item::Ignored { text, end_of_line } => [text, end(end_of_line)].concat(),
        };
        // Begin with a blank line, where no byte order mark can be.
        let stream = [b"\n", &stream[..]].concat();
        let mut decoder = Decoder::new();
        let mut input = Input::new(&stream);
        if matches!(item, Item::Event(event) if event.id().is_none()) {
            prop_assert!(matches!(decoder.next_item(&mut input), Some(Ok(Item::LastEventId(_)))));
        }
        prop_assert_eq!(decoder.next_item(&mut input), Some(Ok(item)));
        prop_assert_eq!(decoder.next_item(&mut input), None);
    }

    #[test]
    fn parts_could_come_from_a_parser(bytes in noise()) {
        let part: Part<'_> = made(&bytes);
        let (start, end_of_line) = match part {
            Part::Field { name, value, end_of_line } => ([name.to_string().as_bytes(), b": ", value].concat(), end_of_line),
            Part::Comment { text, end_of_line } => ([b":", text].concat(), end_of_line),
            Part::Ignored { text, end_of_line } => (text.to_vec(), end_of_line),
            Part::BlankLine => (Vec::new(), true),
        };
        // Begin with a blank line, where no byte order mark can be.
        let stream = [b"\n", &start[..], end(end_of_line)].concat();
        let (mut parser, mut input) = (Parser::new(), Input::new(&stream));
        prop_assert_eq!(parser.next_part(&mut input), Some(Part::BlankLine));
        prop_assert_eq!(parser.next_part(&mut input), Some(part));
        prop_assert_eq!(parser.next_part(&mut input), None);
    }

    #[test]
    fn values_are_decoded_as_they_were_encoded(bytes in noise()) {
        let event: encode::Event<'_> = made(&bytes);
        let encoded = event.to_vec();
        let mut decoder = Decoder::new();
        let mut input = Input::new(&encoded);
        let mut dispatched = 0;
        while let Some(event) = decoder.next_event(&mut input) {
            prop_assert!(event.is_ok());
            dispatched += 1;
        }
        prop_assert!(dispatched <= 1);
        let (event_type, id): (EventType<'_>, EventId<'_>) = (made(&bytes), made(&bytes));
        prop_assert!(!event_type.as_str().contains(['\r', '\n']));
        prop_assert!(!id.as_str().contains(['\r', '\n', '\0']));
        prop_assert!(event_type.as_str().starts_with(id.as_str()), "as much as is valid");
        let lengths: Lengths = made(&bytes);
        let several_lines = max_encoded_len(Lengths { one_line: false, ..lengths });
        prop_assert!((1..=several_lines).contains(&max_encoded_len(lengths)));
    }

    #[test]
    fn streams_are_their_joined_chunks(bytes in vec(any::<u8>(), 0..300)) {
        let stream: ChunkedStream = made(&bytes);
        prop_assert_eq!(stream.chunks().collect::<Vec<_>>().concat(), stream.bytes());
        prop_assert_eq!(stream.chunks().count(), stream.cuts().len() + 1);
        prop_assert!(stream.cuts().is_sorted());
        prop_assert_eq!(&made::<ChunkedStream>(&bytes), &stream);
        let mut rest = Unstructured::new(&bytes);
        let mood: Mood = rest.arbitrary().unwrap();
        prop_assert_eq!(ChunkedStream::with_mood(&mut rest, mood).unwrap(), stream);
        if mood == Mood::Valid {
            prop_assert!(core::str::from_utf8(made::<ChunkedStream>(&bytes).bytes()).is_ok());
        }
    }
}

#[test]
fn every_kind_of_value_comes_up() {
    let all: Vec<[u8; 12]> =
        (0..=255).map(|first| [first, first / 7, first, b'x', b'y', b'z', 1, 1, 3, 3, 3, first]).collect();
    let items: Vec<Item<'_>> = all.iter().map(|bytes| made(bytes)).collect();
    assert!(items.iter().any(|item| matches!(item, Item::Event(event) if event.event_type() != "message")));
    assert!(items.iter().any(|item| matches!(item, Item::Event(event) if event.event_type() == "message")));
    assert!(items.iter().any(|item| matches!(item, Item::ReconnectionTime(time) if *time > Duration::ZERO)));
    assert!(items.iter().any(|item| matches!(item, Item::Event(event) if event.id().is_some())));
    assert!(items.iter().any(|item| matches!(item, Item::Event(event) if event.id().is_none())));
    assert!(items.iter().any(|item| matches!(item, Item::Comment { end_of_line: true, .. })));
    assert!(items.iter().any(|item| matches!(item, Item::LastEventId(_))));
    assert!(items.iter().any(|item| matches!(item, Item::Ignored { end_of_line: true, .. })));
    let parts: Vec<Part<'_>> = all.iter().map(|bytes| made(bytes)).collect();
    assert!(parts.contains(&Part::BlankLine));
    assert!(parts.iter().any(|part| matches!(part, Part::Field { name: FieldName::Retry, .. })));
    assert!(parts.iter().any(|part| matches!(part, Part::Comment { end_of_line: false, .. })));
    assert!(parts.iter().any(|part| matches!(part, Part::Ignored { end_of_line: true, .. })));
    let mut times = all.iter().map(|bytes| made::<encode::Event<'_>>(bytes).to_string());
    assert!(times.any(|event| event.contains("retry: ")));
}

#[test]
fn interesting_cuts_are_inside_the_stream_and_in_order() {
    for stream in [&b""[..], b"x", b"data: x\r\n\r\n", b"\xEF\xBB\xBFdata: \xC3\xA4\n"] {
        let cuts: Vec<usize> = interesting_cuts(stream).collect();
        assert!(cuts.is_sorted_by(|a, b| a < b), "{cuts:?}");
        assert!(cuts.iter().all(|&cut| 0 < cut && cut < stream.len()), "{cuts:?}");
    }
}
