//! Firmware with the encoder: it writes events with all their fields, and heartbeats.

#![no_std]
#![no_main]

use core::{hint::black_box, time::Duration};

use sse_proto::encode::{Event, EventId, EventType, HEARTBEAT};
use sse_proto_firmware::{measured_program, shared::Static, wire};

measured_program!(run);

static BUFFER: Static<[u8; 128]> = Static::new([0; 128]);

fn run() -> ! {
    // SAFETY: this is the only place that takes it, and it is called once.
    let buffer = unsafe { BUFFER.take() };
    loop {
        wire::send(0, HEARTBEAT.as_bytes());
        let (Ok(event_type), Ok(id)) = (EventType::new(black_box("temperature")), EventId::new(black_box("41"))) else {
            continue;
        };
        let event = Event::new()
            .comment(black_box(" twice"))
            .event_type(event_type)
            .id(id)
            .reconnection_time(black_box(Duration::from_secs(3)))
            .data(black_box("21.5\n22"));
        match event.encode_to_slice(buffer) {
            Ok(encoded) => wire::send(1, encoded),
            Err(error) => wire::send(2, &error.required().to_le_bytes()),
        }
    }
}
