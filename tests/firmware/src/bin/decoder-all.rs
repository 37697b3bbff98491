//! Firmware with all that a decoder can do: it sends reconnection times and comments, too, and sets a last event ID.

#![no_std]
#![no_main]

use sse_proto::{Decoder, Input, Item, encode::EventId};
use sse_proto_firmware::{measured_program, shared::Static, wire};

measured_program!(run);

static STORAGE: Static<[u8; 256]> = Static::new([0; 256]);

fn run() -> ! {
    // SAFETY: this is the only place that takes it, and it is called once.
    let mut decoder = Decoder::with_storage(unsafe { STORAGE.take() });
    let mut buffer = [0; 64];
    if let Ok(id) = EventId::new(core::hint::black_box("41")) {
        let _ = decoder.set_last_event_id(id);
    }
    loop {
        let received = wire::receive(&mut buffer);
        if received.is_empty() {
            decoder.reset();
            wire::send(0, decoder.last_event_id().as_bytes());
            if let Some(time) = decoder.reconnection_time() {
                wire::send(0, &time.as_secs().to_le_bytes());
                wire::send(0, &time.subsec_millis().to_le_bytes());
            }
        }
        let mut input = Input::new(received);
        while let Some(item) = decoder.next_item(&mut input) {
            match item {
                Ok(Item::Event(event)) => {
                    wire::send(1, event.event_type().as_bytes());
                    wire::send(2, event.last_event_id().as_bytes());
                    wire::send(3, event.data().as_bytes());
                }
                Ok(Item::ReconnectionTime(time)) => wire::send(5, &time.as_secs().to_le_bytes()),
                Ok(Item::Comment { text, end_of_line }) => wire::send(6 + u8::from(end_of_line), text),
                Ok(Item::LastEventId(id)) => wire::send(8, id.as_bytes()),
                Ok(Item::Ignored { text, end_of_line }) => wire::send(10 + u8::from(end_of_line), text),
                Err(error) => wire::send(4, &error.limit().to_le_bytes()),
            }
        }
    }
}
