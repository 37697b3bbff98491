//! Firmware with a whole session: it connects, reads events, sends them on, waits, and reconnects, for ever.

#![no_std]
#![no_main]

use core::time::Duration;

use sse_proto::{
    EventSource, Input,
    event_source::{ConnectionError, Step},
};
use sse_proto_firmware::{measured_program, shared::Static, wire};

measured_program!(run);

static STORAGE: Static<[u8; 256]> = Static::new([0; 256]);

fn run() -> ! {
    // SAFETY: this is the only place that takes it, and it is called once.
    let mut session = EventSource::with_storage(unsafe { STORAGE.take() });
    let mut buffer = [0; 64];
    let mut seconds = 0;
    loop {
        match session.poll(Duration::from_secs(seconds)) {
            Step::Connect(request) => {
                for (name, value) in request.headers() {
                    wire::send(5, name.as_bytes());
                    wire::send(6, value.as_bytes());
                }
                match wire::receive(&mut buffer) {
                    [low, high, content_type @ ..] => {
                        lost(session.handle_response(u16::from_le_bytes([*low, *high]), Some(content_type)).err());
                    }
                    _ => lost(session.handle_network_error()),
                }
            }
            Step::Read => {
                let received = wire::receive(&mut buffer);
                if received.is_empty() {
                    lost(session.handle_end_of_body());
                }
                let mut input = Input::new(received);
                while let Some(event) = session.next_event(&mut input) {
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
            Step::Wait(time) => {
                wire::send(7, &time.as_secs().to_le_bytes());
                seconds += 1;
            }
            Step::Closed => session.reconnect(),
        }
    }
}

/// Says that a connection was lost, or could not be made.
fn lost(error: Option<ConnectionError>) {
    if let Some(error) = error {
        wire::send(8, &error.failures().to_le_bytes());
    }
}
