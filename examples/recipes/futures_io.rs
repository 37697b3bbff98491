//! Makes a `Stream` of the events of any `futures::AsyncBufRead`: the sockets of smol and async-std, and the bodies of their
//! HTTP clients. Wrap a reader that is only `AsyncRead` in `futures_util::io::BufReader`.
//!
//! `next()` is cancellation-safe: if you drop it, in `select!` or for a time-out, no byte is lost. Stop at the first
//! `StreamError::Body`, or you may get it for ever.

use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_util::{AsyncBufRead, Stream};
use sse_proto::{Decoder, Event, GrowingStorage, Input, OwnedEvent, StreamError};

/// Streams the events of a body.
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
