//! Firmware with a parser: it sends all parts on.

#![no_std]
#![no_main]

use sse_proto::{Input, Parser, Part};
use sse_proto_firmware::{measured_program, wire};

measured_program!(run);

fn run() -> ! {
    let mut parser = Parser::new();
    let mut buffer = [0; 64];
    loop {
        let received = wire::receive(&mut buffer);
        if received.is_empty() {
            parser.reset();
        }
        let mut input = Input::new(received);
        while let Some(part) = parser.next_part(&mut input) {
            match part {
                Part::Field { name, value, end_of_line } => wire::send(name as u8 + u8::from(end_of_line), value),
                Part::Comment { text, end_of_line } => wire::send(8 + u8::from(end_of_line), text),
                Part::BlankLine => wire::send(10, &[]),
                Part::Ignored { text, end_of_line } => wire::send(11 + u8::from(end_of_line), text),
            }
        }
    }
}
