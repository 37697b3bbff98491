//! Firmware that logs each type with a format for defmt; `logs.txt` has the expected text.

#![no_std]
#![no_main]

use core::time::Duration;

// The logger writes to QEMU, which writes to its standard output.
use defmt_semihosting as _;
use sse_proto::{
    Decoder, Input, Parser,
    encode::{Event, EventId, Lengths},
    event_id, event_type,
};
use sse_proto_firmware::program;

program!(run);

fn run() {
    decode();
    parse();
    encode();
}

fn decode() {
    let mut decoder = Decoder::with_storage([0; 32]);
    let mut input = Input::new(
        b"retry: 1500\n: caf\xC3\xA9\nevent: add\ndata: say \"hi\"\nid: 6\n\nid: 7\n\n{\"error\": 1}\nid: \xC3\0\n\ndata: caf\xC3\n\n\
          data: 0123456789 0123456789 0123456789\n\ndata: rest\n\n",
    );
    defmt::println!("{}", input);
    while let Some(item) = decoder.next_item(&mut input) {
        defmt::println!("{}", item);
        if item.is_err() {
            break;
        }
    }
    while let Some(Ok(event)) = decoder.next_event(&mut input) {
        defmt::println!("{} {}", event, event.data());
    }
    defmt::println!("{}", input);
    defmt::println!("{}", decoder);
}

fn parse() {
    let mut parser = Parser::new();
    let mut input = Input::new(b": comment\nx-note: b\n\nevent: add\ndata: half");
    defmt::println!("{}", input);
    while let Some(part) = parser.next_part(&mut input) {
        defmt::println!("{}", part);
    }
    defmt::println!("{}", parser);
}

fn encode() {
    let (event_type, id) = (event_type!("add"), event_id!("7"));
    let event = Event::new().event_type(event_type).id(id).reconnection_time(Duration::from_secs(3)).data("21.5\n22");
    defmt::println!("{}", event);
    defmt::println!("{} {} {}", event_type, id, EventId::from_number(8));
    let mut decoder = Decoder::with_storage([0; 32]);
    let mut input = Input::new(b"event:\xFF\ndata:x\n\n");
    if let Some(Ok(event)) = decoder.next_event(&mut input) {
        let event = Event::from(event).id(EventId::from_number(8));
        defmt::println!("{}", event);
    }
    defmt::println!("{}", event.encode_to_slice(&mut [0; 8]).map(|encoded| encoded.len()));
    defmt::println!("{}", EventId::new("17\ndata: injected"));
    defmt::println!("{}", Lengths { data: Some(8), ..Lengths::NONE });
}
