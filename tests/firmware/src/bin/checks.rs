//! Uses the crate as firmware does, and checks each byte of each result.

#![no_std]
#![no_main]

use core::{
    fmt::{self, Write as _},
    time::Duration,
};

use sse_proto::{
    Decoder, EventSource, FieldName, Input, Item, Parser, Part, Replay,
    encode::{
        Event, EventId, EventType, EventWriter, HEARTBEAT, HEARTBEAT_LINE, Lengths, SliceWriter, max_encoded_len,
    },
    event_id,
    event_source::{Cause, ReadyState, Step},
    event_type,
    replay::Missed,
};
use sse_proto_firmware::{print, program, stream};

program!(run);

fn run() {
    parse_an_event_larger_than_memory();
    decode_after_an_oversized_event();
    decode_in_memory_of_somebody_else();
    resume();
    tell_own_ids_and_ignored_lines();
    break_off();
    find_room_for_comments();
    keep_a_session();
    replay_what_was_missed();
    encode_into_a_small_buffer();
    encode_in_pieces();
    encode_field_by_field();
    encode_what_was_decoded();
    refuse_what_cannot_be_encoded();
    print!("checks: ok");
}

/// A whole session: it connects, is opened, loses the connection, waits, reconnects with its ID, and gets a 204.
fn keep_a_session() {
    let mut session = EventSource::with_storage([0; 48]);
    let mut now = Duration::from_millis(5);
    for (connection, expected) in [(0, None), (1, Some("7")), (2, Some("7"))] {
        while let Step::Wait(time) = session.poll(now) {
            assert_eq!(time, Duration::from_millis(1500));
            assert_eq!(session.ready_state(), ReadyState::Connecting);
            now += time;
        }
        let Step::Connect(request) = session.poll(now) else { panic!("it connects") };
        let mut headers = request.headers();
        assert!(headers.next().is_some_and(|(name, value)| name == "Accept" && value == "text/event-stream"));
        assert!(headers.next().is_some_and(|(name, value)| name == "Cache-Control" && value == "no-cache"));
        assert_eq!(headers.next().map(|(_, id)| id), expected.map(Into::into));
        if connection == 2 {
            break;
        }
        assert_eq!(session.handle_response(200, Some("Text/Event-Stream; charset=utf-8")), Ok(()));
        assert_eq!(session.poll(now), Step::Read);
        let mut input = Input::new(b"retry: 1500\nid: 7\ndata: on\n\nid: 8\ndata: cut o");
        assert!(session.next_event(&mut input).is_some_and(|event| event.is_ok_and(|event| event.data() == "on")));
        assert!(session.next_event(&mut input).is_none());
        let error = session.handle_network_error().expect("a body was read");
        assert_eq!((error.failures(), error.reconnect_in()), (1, Some(Duration::from_millis(1500))));
    }
    let error = session.handle_response(204, None::<&[u8]>).expect_err("it is to stop");
    assert_eq!((error.cause(), session.poll(now)), (Cause::Status(204), Step::Closed));
}

fn replay_what_was_missed() {
    let mut replay = Replay::with_storage([0; 96]);
    for n in 1..=9 {
        let bytes = replay.push(&Event::new().id(EventId::from_number(n)).data("on")).expect("there is room");
        assert_eq!(bytes.len(), b"id: 1\ndata: on\n\n".len());
    }
    let mut missed = replay.after("8").expect("it is kept");
    assert_eq!(missed.next(), Some(&b"id: 9\ndata: on\n\n"[..]));
    assert!(missed.next().is_none());
    assert_eq!(replay.after("1").err(), Some(Missed::TooOld));
}

/// The data of a line, in bytes: 60 times the RAM of the smallest machine.
const LARGE: usize = 1_000_000;

/// An event of two data lines, `LARGE` bytes each, with an ID before them and a comment after them.
fn large_event(at: usize) -> Option<u8> {
    const HEAD: &[u8] = b"\xEF\xBB\xBFid: 7\r\ndata: ";
    const MIDDLE: &[u8] = b"\r\ndata:";
    const TAIL: &[u8] = b"\r:end\n\n";
    let (head, middle) = (HEAD.len() + LARGE, MIDDLE.len() + LARGE);
    match at {
        _ if at < HEAD.len() => Some(HEAD[at]),
        _ if at < head => Some(stream::any_byte(at - HEAD.len())),
        _ if at < head + MIDDLE.len() => Some(MIDDLE[at - head]),
        _ if at < head + middle => Some(stream::any_byte(at - head - MIDDLE.len())),
        _ => TAIL.get(at - head - middle).copied(),
    }
}

fn parse_an_event_larger_than_memory() {
    let mut parser = Parser::new();
    let (mut id, mut comment) = (Joined::new(), Joined::new());
    let (mut lines, mut in_line, mut blank_lines) = (0, 0, 0);
    stream::arrive(large_event, |piece| {
        let mut input = Input::new(piece);
        while let Some(part) = parser.next_part(&mut input) {
            assert_eq!(blank_lines, 0);
            match part {
                Part::Field { name: FieldName::Id, value, end_of_line } => id.add(value, end_of_line),
                Part::Field { name: FieldName::Data, value, end_of_line } => {
                    for (i, &byte) in value.iter().enumerate() {
                        assert_eq!(byte, stream::any_byte(in_line + i));
                    }
                    in_line += value.len();
                    if end_of_line {
                        assert_eq!(in_line, LARGE);
                        (lines, in_line) = (lines + 1, 0);
                    }
                }
                Part::Field { .. } => panic!("there is no other field"),
                Part::Comment { text, end_of_line } => comment.add(text, end_of_line),
                Part::Ignored { .. } => panic!("no line is ignored"),
                Part::BlankLine => blank_lines += 1,
            }
        }
    });
    assert_eq!((lines, blank_lines), (2, 1));
    id.check(b"7");
    comment.check(b"end");
}

/// Collects the pieces of one value.
struct Joined {
    bytes: [u8; 8],
    len: usize,
    ended: bool,
}

impl Joined {
    fn new() -> Self {
        Self { bytes: [0; 8], len: 0, ended: false }
    }

    fn add(&mut self, piece: &[u8], end: bool) {
        assert!(!self.ended);
        self.bytes[self.len..][..piece.len()].copy_from_slice(piece);
        self.len += piece.len();
        self.ended = end;
    }

    fn check(&self, expected: &[u8]) {
        assert!(self.ended);
        assert_eq!(&self.bytes[..self.len], expected);
    }
}

/// The items that the decoder must return.
enum Expected {
    Event { event_type: &'static str, last_event_id: &'static str, data: &'static str },
    ReconnectionTime(u64),
    TooLarge,
}

/// A stream with an event that does not fit, but whose ID and reconnection time count, and two events that do.
const OVERSIZED_THEN_GOOD: &[&[u8]] = &[
    b": hello\r\nevent: greeting\r\nid: 1\r\ndata: short\r\n\r\n",
    b"event: oversized\rid: 2\rdata: 0123456789 0123456789 0123456789 0123456789 0123456789\rretry: 1500\r\r",
    b"data: first line\ndata\ndata:  third line\nevent: good\n\n",
    b"id: 3\nunknown: a line that is ignored is of any length, and costs nothing, whatever the storage\n\n",
    b"data: 21.5 \xC2\xB0C\n\n",
    b"data: never ended",
];

const GIVES: &[Expected] = &[
    Expected::Event { event_type: "greeting", last_event_id: "1", data: "short" },
    Expected::TooLarge,
    Expected::ReconnectionTime(1500),
    Expected::Event { event_type: "good", last_event_id: "2", data: "first line\n\n third line" },
    Expected::Event { event_type: "message", last_event_id: "3", data: "21.5 \u{B0}C" },
];

fn oversized_then_good(mut at: usize) -> Option<u8> {
    for part in OVERSIZED_THEN_GOOD {
        match part.get(at) {
            Some(&byte) => return Some(byte),
            None => at -= part.len(),
        }
    }
    None
}

fn decode_after_an_oversized_event() {
    let mut decoder = Decoder::with_storage([b'\n'; 48]);
    let mut expected = GIVES.iter();
    stream::arrive(oversized_then_good, |piece| check_items(&mut decoder, piece, &mut expected));
    assert!(expected.next().is_none());
    assert_eq!(decoder.last_event_id(), "3");
    assert_eq!(decoder.reconnection_time(), Some(Duration::from_millis(1500)));

    // The connection is lost, and the next one begins with a byte order mark. Only the unfinished event is forgotten.
    decoder.reset();
    let again = &[Expected::Event { event_type: "message", last_event_id: "3", data: "back" }];
    check_items(&mut decoder, b"\xEF\xBB\xBFdata: back\n\n", &mut again.iter());
    assert_eq!(decoder.reconnection_time(), Some(Duration::from_millis(1500)));
}

fn decode_in_memory_of_somebody_else() {
    let mut memory = [b'\n'; 48];
    let mut whole = [0; 512];
    let mut len = 0;
    stream::arrive(oversized_then_good, |piece| {
        whole[len..][..piece.len()].copy_from_slice(piece);
        len += piece.len();
    });
    // Every way to cut the stream in two.
    for at in 0..=len {
        let mut decoder = Decoder::with_storage(&mut memory[..]);
        let mut expected = GIVES.iter();
        check_items(&mut decoder, &whole[..at], &mut expected);
        check_items(&mut decoder, &whole[at..len], &mut expected);
        assert!(expected.next().is_none());
    }
}

fn check_items<S: sse_proto::Storage>(
    decoder: &mut Decoder<S>,
    bytes: &[u8],
    expected: &mut core::slice::Iter<'_, Expected>,
) {
    let mut input = Input::new(bytes);
    while let Some(item) = decoder.next_item(&mut input) {
        if matches!(item, Ok(Item::Comment { .. } | Item::Ignored { .. } | Item::LastEventId(_))) {
            continue;
        }
        match (item, expected.next().expect("nothing more is to come")) {
            (Ok(Item::Event(event)), &Expected::Event { event_type, last_event_id, data }) => {
                assert_eq!(event.event_type(), event_type);
                assert_eq!(event.last_event_id(), last_event_id);
                assert_eq!(event.data(), data);
                assert_eq!(event.data().as_bytes(), data.as_bytes());
            }
            (Ok(Item::ReconnectionTime(time)), &Expected::ReconnectionTime(milliseconds)) => {
                assert_eq!(time, Duration::from_millis(milliseconds));
            }
            (Err(error), Expected::TooLarge) => assert_eq!(error.limit(), 48),
            (other, _) => panic!("unexpected: {other:?}"),
        }
    }
    assert!(input.is_empty() && input.rest().is_empty());
    assert_eq!(input.consumed(), bytes.len());
}

fn resume() {
    let mut decoder = Decoder::with_storage([0; 16]);
    decoder.set_last_event_id(EventId::new("41").unwrap()).unwrap();
    assert!(decoder.set_last_event_id(EventId::new("an ID that has no room").unwrap()).is_err());
    assert_eq!(decoder.last_event_id(), "41");
    let mut input = Input::new(b"data: x\n\n");
    assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().last_event_id(), "41");
    assert!(decoder.next_event(&mut input).is_none());
}

fn tell_own_ids_and_ignored_lines() {
    let mut decoder = Decoder::with_storage([b'\n'; 32]);
    let mut input = Input::new(b"id: 7\nevent: message\ndata: a\n\ndata: b\n\n");
    let event = decoder.next_event(&mut input).unwrap().unwrap();
    assert_eq!((event.id(), event.has_event_type()), (Some("7".into()), true));
    let event = decoder.next_event(&mut input).unwrap().unwrap();
    assert_eq!((event.last_event_id(), event.id(), event.has_event_type()), ("7".into(), None, false));

    let mut input = Input::new(b"id\n\nid: 8\0\n{\"error\":1}\nretry: x");
    for expected in [
        Item::LastEventId("".into()),
        Item::Ignored { text: b"id: 8\0", end_of_line: true },
        Item::Ignored { text: b"{\"error\":1}", end_of_line: true },
        Item::Ignored { text: b"retry: x", end_of_line: false },
    ] {
        assert_eq!(decoder.next_item(&mut input), Some(Ok(expected)));
    }
    assert!(decoder.next_item(&mut input).is_none());
}

fn break_off() {
    let mut decoder = Decoder::with_storage([b'\n'; 12]);
    let end_after = |decoder: &mut Decoder<_>, bytes| {
        let mut input = Input::new(bytes);
        while decoder.next_item(&mut input).is_some() {}
        decoder.is_mid_event()
    };
    assert!(!end_after(&mut decoder, b"id: 1\ndata: a\n\n") && decoder.take_unfinished().is_none());
    assert!(!end_after(&mut decoder, b"id: 2\nevent: b\ndat") && decoder.take_unfinished().is_none());
    assert!(end_after(&mut decoder, b"id: 2\nevent: b\ndata: c\nid: 3"));
    let event = decoder.take_unfinished().unwrap().unwrap();
    assert_eq!((event.event_type(), event.data(), event.id()), ("b".into(), "c".into(), Some("3".into())));
    assert!(!decoder.is_mid_event() && decoder.take_unfinished().is_none());
    assert_eq!(decoder.last_event_id(), "1");
    // The LF before an empty line doesn't fit.
    assert!(end_after(&mut decoder, b"data: 0123456789\ndata"));
    assert_eq!(decoder.take_unfinished().unwrap().unwrap().data(), "0123456789\n");
    assert!(end_after(&mut decoder, b"data: 0123456789a\ndata"));
    assert_eq!(decoder.take_unfinished().unwrap().unwrap_err().limit(), 12);
    // Nothing of the event is left.
    let again = &[Expected::Event { event_type: "message", last_event_id: "1", data: "back" }];
    check_items(&mut decoder, b"\xEF\xBB\xBFdata: back\n\n", &mut again.iter());
}

fn find_room_for_comments() {
    let (mut decoder, mut parser) = (Decoder::with_storage([b'\n'; 8]), Parser::new());
    let inputs: [(&[u8], bool); 9] = [
        (b"", false),
        (b": a\n", true),
        (b"retry: 1\n", false),
        (b"\r", false),
        (b"\nx", false),
        (b"\n", true),
        (b"data: too large for the storage\n", false),
        (b"x\n", false),
        (b"\n", true),
    ];
    for (bytes, expected) in inputs {
        let mut input = Input::new(bytes);
        while decoder.next_event(&mut input).is_some() {}
        let mut input = Input::new(bytes);
        while parser.next_part(&mut input).is_some() {}
        assert_eq!((decoder.is_between_events(), parser.is_between_events()), (expected, expected));
    }
}

fn encode_into_a_small_buffer() {
    const SIZE: usize = max_encoded_len(Lengths {
        event_type: Some(11),
        id: Some(2),
        reconnection_time: true,
        data: Some(4),
        ..Lengths::NONE
    });
    let mut buffer = [0; SIZE];
    let event = Event::new()
        .event_type(event_type!("temperature"))
        .id(EventId::from_number(41))
        .reconnection_time(Duration::from_millis(u64::MAX))
        .data("1\r\n2");
    let encoded = event.encode_to_slice(&mut buffer).unwrap();
    assert_eq!(encoded, b"event: temperature\nid: 41\nretry: 18446744073709551615\ndata: 1\ndata: 2\n\n");
    assert_eq!(encoded.len(), event.encoded_len());

    let mut decoder = Decoder::with_storage([0; 32]);
    let expected = [
        Expected::ReconnectionTime(u64::MAX),
        Expected::Event { event_type: "temperature", last_event_id: "41", data: "1\n2" },
    ];
    let mut expected = expected.iter();
    for piece in encoded.chunks(7) {
        check_items(&mut decoder, piece, &mut expected);
    }
    assert!(expected.next().is_none());

    // The encoder writes all or nothing, and says how much room it needs.
    let mut small = [b'?'; 16];
    let error = event.encode_to_slice(&mut small).unwrap_err();
    assert_eq!((error.required(), small), (event.encoded_len(), [b'?'; 16]));

    assert_eq!(Event::new().comment("").encode_to_slice(&mut small).unwrap(), HEARTBEAT.as_bytes());
    assert_eq!(HEARTBEAT.strip_suffix('\n'), Some(HEARTBEAT_LINE));
    assert_eq!(Event::new().comment(" one\rtwo").encode_to_slice(&mut small).unwrap(), b": one\n:two\n\n");
    assert_eq!(Event::new().data("").encode_to_slice(&mut small).unwrap(), b"data: \n\n");
    assert_eq!(Event::new().id(EventId::RESET).encode_to_slice(&mut small).unwrap(), b"id: \n\n");
}

fn encode_in_pieces() {
    let mut buffer = [0; 40];
    let encoded = Event::new().encode_to_slice_with(&mut buffer, |data| {
        write!(data, "{}\r", 215)?;
        write!(data, "\n{:02}", 7)
    });
    assert_eq!(encoded.unwrap(), b"data: 215\ndata: 07\n\n");

    // First the end of the event doesn't fit, and then the data doesn't.
    for digits in ["123456", "1234567", "12345678"] {
        let encoded = Event::new().encode_to_slice_with(&mut buffer[..13], |data| {
            let _ = data.write_str(digits);
            Ok::<(), fmt::Error>(())
        });
        assert!(encoded.is_err());
    }
}

fn encode_field_by_field() {
    let mut buffer = [0; 80];
    let writer = EventWriter::new(SliceWriter::new(&mut buffer)).spaced_comment("one\r\ntwo");
    let writer = writer.and_then(|writer| writer.data("21.5\n22")?.id(EventId::from_number(u64::MAX)));
    let writer = writer.and_then(|writer| writer.reconnection_time(Duration::from_secs(3)));
    let out = writer.and_then(|writer| writer.data_with(|data| write!(data, "{}", 7))?.end()).unwrap();
    assert_eq!(
        out.into_written(),
        b": one\n: two\ndata: 21.5\ndata: 22\nid: 18446744073709551615\nretry: 3000\ndata: 7\n\n"
    );
}

fn encode_what_was_decoded() {
    let mut decoder = Decoder::with_storage([0; 48]);
    let mut input = Input::new(b"event:\xFFt\rid:7\rdata:a\xE2\x82\rdata:\xF0\x9Fb\r\r");
    let event = Event::from(decoder.next_event(&mut input).unwrap().unwrap());
    let expected = "event: \u{FFFD}t\nid: 7\ndata: a\u{FFFD}\ndata: \u{FFFD}b\n\n";
    let mut buffer = [0; 64];
    assert_eq!(event.encode_to_slice(&mut buffer).unwrap(), expected.as_bytes());
    assert_eq!(event.encoded_len(), expected.len());
    let mut out = SliceWriter::new(&mut buffer);
    write!(out, "{event}").unwrap();
    assert_eq!(out.into_written(), expected.as_bytes());
}

fn refuse_what_cannot_be_encoded() {
    let error = EventType::new("a\ndata: injected").unwrap_err();
    assert_eq!((error.field(), error.byte(), error.position()), (FieldName::Event, b'\n', 1));
    let error = EventId::new("17\0").unwrap_err();
    assert_eq!((error.field(), error.byte(), error.position()), (FieldName::Id, 0, 2));
    assert!(Event::new().strict_data("one\rtwo").is_err());
    assert!(event_id!("17 b").fits_header() && !event_id!("17 ").fits_header());

    let mut buffer = [0; 64];
    let mut out = SliceWriter::new(&mut buffer);
    write!(out, "{error}").unwrap();
    assert_eq!(out.into_written(), b"id: U+0000 at byte 2 cannot be encoded");
}
