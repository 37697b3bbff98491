//! Reads the events of one `embedded-io-async` connection, such as a socket or a serial port of embassy, and lends them.
//!
//! Use it if there is no HTTP, or another library does it. For a session with reconnections, use `reqwless.rs`. Give a socket a
//! read time-out that is longer than the time between the server's heartbeats. If the connection's `read` is cancellation-safe,
//! so is the function: drop its future and call it again. The decoder keeps what has been read.

use embedded_io_async::Read;
use sse_proto::{Decoder, Event, Input, Storage, TooLarge};

/// Reads one response body to its end, and passes its events to `handle`.
///
/// # Errors
///
/// Returns the connection's error. After an error or the end, do the same: wait for the
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
