//! Reading events from a connection of `embedded-io-async`, which is what embassy's sockets and serial ports are.

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
