//! Firmware that prints how large the types are, and how deep the stack gets: lines `ram NAME BYTES` and `stack NAME BYTES`.

#![no_std]
#![no_main]

use core::{hint::black_box, time::Duration};

use sse_proto::{
    Decoder, Event, EventSource, Input, Item, Parser, Part,
    encode::{self, EventId, EventType},
    event_source::Step,
};
use sse_proto_firmware::{print, program, shared::Static, stack};

program!(run);

const STORAGE: usize = 256;

static PARSER: Static<Parser> = Static::new(Parser::new());
static DECODER: Static<Decoder<[u8; STORAGE]>> = Static::new(Decoder::with_storage([0; STORAGE]));
static SMALL_DECODER: Static<Decoder<[u8; 48]>> = Static::new(Decoder::with_storage([0; 48]));
/// Its size differs from that of the decoders, so that it has separate functions, as in firmware that has only a session.
static SESSION: Static<EventSource<[u8; 255]>> = Static::new(EventSource::with_storage([0; 255]));
static BUFFER: Static<[u8; 128]> = Static::new([0; 128]);

fn run() {
    macro_rules! sizes {
        ($($Type:ty $(, beyond $storage:expr)?;)+) => {
            $(print!("ram {} {}", stringify!($Type), size_of::<$Type>() $(- $storage)?);)+
        };
    }
    sizes! {
        Input<'_>;
        Parser;
        Part<'_>;
        Decoder<[u8; STORAGE]>, beyond STORAGE;
        Decoder<&mut [u8]>;
        EventSource<[u8; STORAGE]>, beyond STORAGE;
        Item<'_>;
        Event<'_>;
        encode::Event<'_>;
        encode::SliceWriter<'_>;
        EventId<'_>;
        encode::DataWriter<'_, encode::SliceWriter<'_>>;
    }
    print!("stack parser {}", parse());
    print!("stack decoder {}", decode());
    print!("stack decoder-all {}", decode_all());
    print!("stack session {}", keep_session());
    print!("stack encoder {}", encode());
}

/// A stream with fields in pieces and whole, values that replace others, and an event that is too large.
const STREAM: &[u8] = b"\xEF\xBB\xBFretry: 1500\r\n: comment\r\nevent: greeting\r\nid: 1\r\ndata: short\r\n\r\n\
    event: oversized\rid: 2\rdata: 0123456789 0123456789 0123456789 0123456789 0123456789\rid: 3\revent\r\r\
    data: first line\ndata\nevent: one\nid: 4\nevent: another\nid: 5\0\nid: 6\ndata: last line\nretry: 99999999999\n\n\
    unknown: field\nid\n\ndata: whole\n\ndata: two\ndata: lines\nid: 7\n\n";

/// A possible continuation: the stream breaks off in the middle of an event.
const BREAKS_OFF: &[u8] = b"event: e\nid: 8\ndata: 0123456789\ndata";

/// The sizes of the inputs: the stack must be deep enough for any content of an input.
const PIECES: [usize; 5] = [1, 3, 7, 64, STREAM.len()];

fn parse() -> usize {
    PARSER.with(|parser| {
        let mut used = 0;
        for size in PIECES {
            for piece in STREAM.chunks(size) {
                used = used.max(stack::used_by(|| {
                    let mut input = Input::new(piece);
                    while let Some(part) = parser.next_part(&mut input) {
                        black_box(&part);
                    }
                }));
            }
            parser.reset();
        }
        used
    })
}

fn decode() -> usize {
    DECODER.with(decode_with).max(SMALL_DECODER.with(decode_with))
}

fn decode_with<const N: usize>(decoder: &mut Decoder<[u8; N]>) -> usize {
    let mut used = 0;
    for size in PIECES {
        for piece in STREAM.chunks(size) {
            used = used.max(stack::used_by(|| {
                let mut input = Input::new(piece);
                while let Some(event) = decoder.next_event(&mut input) {
                    if let Ok(event) = black_box(&event) {
                        read(event);
                    }
                }
            }));
        }
        used = used.max(stack::used_by(|| {
            decoder.reset();
            black_box(decoder.last_event_id());
        }));
    }
    used
}

fn decode_all() -> usize {
    DECODER.with(decode_all_with).max(SMALL_DECODER.with(decode_all_with))
}

fn decode_all_with<const N: usize>(decoder: &mut Decoder<[u8; N]>) -> usize {
    let mut used = 0;
    for size in PIECES {
        used = used.max(stack::used_by(|| {
            if let Ok(id) = EventId::new(black_box("41")) {
                let _ = decoder.set_last_event_id(id);
            }
        }));
        for piece in STREAM.chunks(size).chain([BREAKS_OFF]) {
            used = used.max(stack::used_by(|| {
                let mut input = Input::new(piece);
                while let Some(item) = decoder.next_item(&mut input) {
                    if let Ok(Item::Event(event)) = black_box(&item) {
                        read(event);
                    }
                }
            }));
        }
        used = used.max(stack::used_by(|| {
            black_box((decoder.is_mid_event(), decoder.is_between_events()));
            if let Some(Ok(event)) = black_box(&decoder.take_unfinished()) {
                read(event);
            }
        }));
        used = used.max(stack::used_by(|| {
            black_box(decoder.reconnection_time());
            decoder.reset();
        }));
    }
    used
}

/// Connects, reads, loses the connection, and waits.
fn keep_session() -> usize {
    SESSION.with(|session| {
        let mut used = 0;
        for size in PIECES {
            used = used.max(stack::used_by(|| {
                if let Step::Connect(request) = session.poll(black_box(Duration::ZERO)) {
                    for header in request.headers() {
                        black_box(header);
                    }
                }
                let _ = black_box(session.handle_response(200, Some("text/html, text/event-stream;charset=utf-8")));
            }));
            for piece in STREAM.chunks(size) {
                used = used.max(stack::used_by(|| {
                    let mut input = Input::new(piece);
                    while let Some(event) = session.next_event(&mut input) {
                        if let Ok(event) = black_box(&event) {
                            read(event);
                        }
                    }
                }));
            }
            used = used.max(stack::used_by(|| {
                black_box(session.handle_network_error());
                for seconds in [0, 1, u64::MAX] {
                    black_box(session.poll(Duration::from_secs(seconds)));
                }
            }));
        }
        used
    })
}

/// Reads all of an event, whose parts are put together only when they are asked for.
#[inline(always)]
fn read(event: &Event<'_>) {
    black_box(event.has_event_type());
    black_box(event.id());
    black_box(event.event_type().as_bytes());
    black_box(event.data().as_bytes());
    black_box(event.last_event_id().as_bytes());
}

fn encode() -> usize {
    BUFFER.with(|buffer| {
        stack::used_by(|| {
            let Ok(event) = &event() else { return };
            let _ = black_box(event.encode_to_slice(buffer));
            let _ = black_box(event.encode_to_slice(&mut buffer[..16]));
        })
    })
}

/// Returns an event with all its fields.
#[inline(never)]
fn event() -> Result<encode::Event<'static>, encode::InvalidValue> {
    Ok(encode::Event::new()
        .comment(black_box(" twice"))
        .event_type(EventType::new(black_box("temperature"))?)
        .id(EventId::new(black_box("41"))?)
        .reconnection_time(black_box(Duration::from_secs(3)))
        .data(black_box("21.5\n22")))
}
