//! Firmware that receives and sends, and does nothing with it: what the others are compared with.

#![no_std]
#![no_main]

use sse_proto_firmware::{measured_program, wire};

measured_program!(run);

fn run() -> ! {
    let mut buffer = [0; 64];
    loop {
        let received = wire::receive(&mut buffer);
        wire::send(0, received);
    }
}
