//! Firmware with a decoder that has fixed storage: it sends events on, and the last event ID at each reconnection.

#![no_std]
#![no_main]

use sse_proto::{Decoder, Input};
use sse_proto_firmware::{measured_program, shared::Static, wire};

measured_program!(run);

static STORAGE: Static<[u8; 256]> = Static::new([0; 256]);

fn run() -> ! {
    // SAFETY: this is the only place that takes it, and it is called once.
    let mut decoder = Decoder::with_storage(unsafe { STORAGE.take() });
    let mut buffer = [0; 64];
    loop {
        let received = wire::receive(&mut buffer);
        if received.is_empty() {
            decoder.reset();
            wire::send(0, decoder.last_event_id().as_bytes());
        }
        let mut input = Input::new(received);
        while let Some(event) = decoder.next_event(&mut input) {
            match event {
                Ok(event) => {
                    wire::send(1, event.event_type().as_bytes());
                    wire::send(2, event.last_event_id().as_bytes());
                    wire::send(3, event.data().as_bytes());
                }
                Err(error) => wire::send(4, &error.limit().to_le_bytes()),
            }
        }
    }
}
