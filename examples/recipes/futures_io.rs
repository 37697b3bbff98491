//! Events of anything that is `futures::AsyncBufRead`, as a `Stream`: the sockets of smol and async-std, and the bodies of their
//! HTTP clients. Put `futures_util::io::BufReader` around what is only `AsyncRead`.
//!
//! It is cancellation-safe: a `next()` that you drop, in `select!` or for a time-out, has lost no byte. Stop at the first
//! `StreamError::Body`, or you may get it for ever.

use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_util::{AsyncBufRead, Stream};
use sse_proto::{Decoder, Event, GrowingStorage, Input, OwnedEvent, StreamError};

/// The events of a body. Both are yours: `decoder.is_mid_event()` tells whether the body ended in the middle of an event, and
/// to read the next body, `reset()` the decoder and ask for what comes after its `last_event_id()`.
#[derive(Debug)]
pub struct Events<R> {
    /// Where the bytes come from.
    pub body: R,
    /// `Decoder::new()`, or the one of the last body.
    pub decoder: Decoder<GrowingStorage>,
}

impl<R: AsyncBufRead + Unpin> Stream for Events<R> {
    type Item = Result<OwnedEvent, StreamError<std::io::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            let mut input = match ready!(Pin::new(&mut this.body).poll_fill_buf(context)) {
                Ok([]) => return Poll::Ready(None),
                Ok(bytes) => Input::new(bytes),
                Err(error) => return Poll::Ready(Some(Err(StreamError::Body(error)))),
            };
            let event = this.decoder.next_event(&mut input).map(|event| event.map(Event::into_owned));
            let consumed = input.consumed();
            Pin::new(&mut this.body).consume(consumed);
            if let Some(event) = event {
                return Poll::Ready(Some(event.map_err(StreamError::TooLarge)));
            }
        }
    }
}
