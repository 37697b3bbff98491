//! Events of anything that is `BufRead`, as an iterator: a file, standard input, the output of a child, a body of some client.
//!
//! It reads no byte beyond the event that it returns, so after `break` you can go on later. An event over the limit is an
//! error of kind `InvalidData`, and the next event follows it. Stop at every other error, or you may get it for ever.
//! Set a read time-out if it is a socket. The end of an iterator is the end of the body; sessions are in `session_std.rs`.

use std::io::{BufRead, Error, ErrorKind, Result};

use sse_proto::{Decoder, Event, GrowingStorage, Input, OwnedEvent};

/// The events of a body. Both are yours: `decoder.is_mid_event()` tells whether the body ended in the middle of an event, and
/// to read the next body, `reset()` the decoder and ask for what comes after its `last_event_id()`.
#[derive(Debug)]
pub struct Events<R> {
    /// Where the bytes come from.
    pub body: R,
    /// `Decoder::new()`, or the one of the last body.
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
