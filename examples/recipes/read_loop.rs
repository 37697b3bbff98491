//! Events of one connection of `embedded-io-async`, such as a socket or a serial port of embassy. They are lent, without a copy.
//!
//! Use it if there is no HTTP, or another library does it. For a session with reconnections, take `reqwless.rs`. Give a socket a
//! read time-out that is longer than the server's heartbeats are apart. You may drop the future and call the function again if
//! `read` of the connection allows that: what has been read is in the decoder.

use embedded_io_async::Read;
use sse_proto::{Decoder, Event, Input, Storage, TooLarge};

/// Reads one response body to its end, and hands out its events.
///
/// # Errors
///
/// That of the connection. Whether or not there was one, the next thing to do is the same: wait for the
/// [reconnection time](Decoder::reconnection_time), [`reset`](Decoder::reset) the decoder, and connect again with its
/// [last event ID](Decoder::last_event_id).
pub async fn read_events<C: Read, S: Storage>(
    connection: &mut C,
    decoder: &mut Decoder<S>,
    mut handle: impl FnMut(Result<Event<'_>, TooLarge>),
) -> Result<(), C::Error> {
    let mut buffer = [0; 128];
    loop {
        let len = connection.read(&mut buffer).await?;
        if len == 0 {
            return Ok(());
        }
        let mut input = Input::new(&buffer[..len]);
        while let Some(event) = decoder.next_event(&mut input) {
            handle(event);
        }
    }
}
