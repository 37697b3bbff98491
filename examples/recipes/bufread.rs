//! Iterates over the events of any `BufRead`: a file, standard input, the output of a child, the body of a response.
//!
//! It reads no byte beyond the event that it returns, so you can go on after a `break`. An event over the limit is an error of
//! kind `InvalidData`, and the next event follows it. Stop at every other error, or you may get it for ever. Set a read
//! time-out on a socket. The iterator ends with the body; `session_std.rs` has a session, which reconnects.

use std::io::{BufRead, Error, ErrorKind, Result};

use sse_proto::{Decoder, Event, GrowingStorage, Input, OwnedEvent};

/// Iterates over the events of a body.
///
/// Both fields are yours: `decoder.is_mid_event()` says whether the body ended in the middle of an event. To read the next
/// body, `reset()` the decoder, and send its `last_event_id()` with the request.
#[derive(Debug)]
pub struct Events<R> {
    /// The source of the bytes.
    pub body: R,
    /// `Decoder::new()`, or the decoder of the last body.
    pub decoder: Decoder<GrowingStorage>,
}

impl<R: BufRead> Iterator for Events<R> {
    type Item = Result<OwnedEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut input = match self.body.fill_buf() {
                Ok([]) => return None,
                Ok(bytes) => Input::new(bytes),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Some(Err(error)),
            };
            let event = self.decoder.next_event(&mut input).map(|event| event.map(Event::into_owned));
            let consumed = input.consumed();
            self.body.consume(consumed);
            if let Some(event) = event {
                return Some(event.map_err(|too_large| Error::new(ErrorKind::InvalidData, too_large)));
            }
        }
    }
}
