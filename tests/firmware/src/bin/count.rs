//! Firmware that QEMU runs instruction by instruction. Those between `counting_begins` and `counting_ends` count: first the
//! parser's, then the decoder's, then the encoder's. The firmware prints how many bytes each of them read or wrote.

#![no_std]
#![no_main]

use core::hint::black_box;

use sse_proto::{
    Decoder, Input, Parser,
    encode::{Event, EventType},
};
use sse_proto_firmware::{print, program, shared::Static};

program!(run);

const STREAMS: [&[u8]; 2] = [
    include_bytes!("../../../../examples/streams/chat.sse"),
    include_bytes!("../../../../examples/streams/ticker.sse"),
];
const INPUT: usize = 64;
const EVENTS: usize = 32;

static DECODER: Static<Decoder<[u8; 1024]>> = Static::new(Decoder::with_storage([0; 1024]));
static BUFFER: Static<[u8; 128]> = Static::new([0; 128]);

fn run() {
    let bytes: usize = STREAMS.iter().map(|stream| stream.len()).sum();
    counting_begins();
    parse();
    counting_ends();
    counting_begins();
    decode();
    counting_ends();
    counting_begins();
    let written = encode();
    counting_ends();
    print!("bytes {bytes} {bytes} {written}");
}

#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn counting_begins() {
    black_box(0);
}

#[unsafe(no_mangle)]
#[inline(never)]
extern "C" fn counting_ends() {
    black_box(1);
}

#[inline(never)]
fn parse() {
    for stream in STREAMS {
        let mut parser = Parser::new();
        for bytes in black_box(stream).chunks(INPUT) {
            let mut input = Input::new(bytes);
            while let Some(part) = parser.next_part(&mut input) {
                black_box(&part);
            }
        }
    }
}

#[inline(never)]
fn decode() {
    DECODER.with(|decoder| {
        for stream in STREAMS {
            decoder.reset();
            for bytes in black_box(stream).chunks(INPUT) {
                let mut input = Input::new(bytes);
                while let Some(event) = decoder.next_event(&mut input) {
                    let _ = black_box(&event);
                }
            }
        }
    });
}

#[inline(never)]
fn encode() -> usize {
    let mut written = 0;
    let Ok(event_type) = EventType::new(black_box("temperature")) else { return 0 };
    BUFFER.with(|buffer| {
        for _ in 0..EVENTS {
            let event = Event::new().event_type(event_type).data(black_box("{\"celsius\":21.5,\"where\":\"kitchen\"}"));
            if let Ok(encoded) = event.encode_to_slice(buffer) {
                written += black_box(encoded).len();
            }
        }
    });
    written
}
