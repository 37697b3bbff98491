//! Firmware that only receives and sends: the others are compared with it.

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
