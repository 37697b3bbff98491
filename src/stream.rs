//! Events as a `Stream`, made of a `Stream` of bytes.

use alloc::boxed::Box;
use core::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::{FusedStream, Stream, TryStream};

use crate::{Decoder, Event, GrowingStorage, Input, OwnedEvent, Text, TooLarge};

/// Turns the body of a response, as a stream of bytes, into a stream of its events.
///
/// Every `Stream<Item = Result<B, E>>` has it if its chunks are bytes, `B: AsRef<[u8]>`: what `bytes_stream()` of a reqwest
/// response returns, and what `into_data_stream()` of a hyper body returns (from the crate http-body-util).
///
/// ```
/// # mod reqwest {
/// #     pub struct Response;
/// #     impl Response {
/// #         pub fn bytes_stream(self) -> Body {
/// #             Body(vec![&b"data: hel"[..], b"lo\n\ndata: [DONE]\n\n", b"data: later\n\n"].into_iter())
/// #         }
/// #     }
/// #     pub struct Body(std::vec::IntoIter<&'static [u8]>);
/// #     impl futures_core::Stream for Body {
/// #         type Item = std::io::Result<&'static [u8]>;
/// #         fn poll_next(
/// #             mut self: std::pin::Pin<&mut Self>,
/// #             _: &mut std::task::Context<'_>,
/// #         ) -> std::task::Poll<Option<Self::Item>> {
/// #             std::task::Poll::Ready(self.0.next().map(Ok))
/// #         }
/// #     }
/// # }
/// # mod futures_util {
/// #     pub trait StreamExt: futures_core::Stream + Unpin {
/// #         fn next(&mut self) -> impl Future<Output = Option<Self::Item>> {
/// #             std::future::poll_fn(|context| std::pin::Pin::new(&mut *self).poll_next(context))
/// #         }
/// #     }
/// #     impl<S: futures_core::Stream + Unpin> StreamExt for S {}
/// # }
/// use futures_util::StreamExt;
/// use sse_proto::EventStreamExt;
///
/// async fn print(response: reqwest::Response) -> Result<(), Box<dyn std::error::Error>> {
///     let mut events = response.bytes_stream().events();
///     while let Some(event) = events.next().await {
///         let event = event?;
///         if event.data() == "[DONE]" {
///             break; // Some services end like this. The standard knows nothing of it, so you look for it.
///         }
///         println!("{}: {}", event.event_type(), event.data());
///     }
///     Ok(())
/// }
/// # let mut printed = std::pin::pin!(print(reqwest::Response));
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(matches!(printed.as_mut().poll(&mut context), std::task::Poll::Ready(Ok(()))));
/// ```
#[cfg_attr(docsrs, doc(cfg(feature = "stream")))]
pub trait EventStreamExt: TryStream<Ok: AsRef<[u8]>> + Sized {
    /// The events of the body, from its start: see [`EventStream`].
    #[inline]
    fn events(self) -> EventStream<Self> {
        EventStream::new(self)
    }
}

impl<S: TryStream<Ok: AsRef<[u8]>>> EventStreamExt for S {}

/// The events of a response body, as a stream. Each is a copy that owns its text.
///
/// [`events`](EventStreamExt::events) makes one. So does [`with_decoder`](Self::with_decoder), if you want another limit than
/// [`GrowingStorage::DEFAULT_LIMIT`], or to go on after a lost connection:
///
/// ```
/// use futures_core::TryStream;
/// use sse_proto::{Decoder, EventStream, GrowingStorage};
///
/// /// The events of the first response.
/// fn first<S: TryStream<Ok: AsRef<[u8]>>>(body: S) -> EventStream<S> {
///     EventStream::with_decoder(body, Decoder::with_storage(GrowingStorage::with_limit(64 * 1024)))
/// }
///
/// /// The events of the next one, which was asked for with `lost.last_event_id()`, after `lost.reconnection_time()`.
/// fn next<S: TryStream<Ok: AsRef<[u8]>>>(body: S, lost: EventStream<S>) -> EventStream<S> {
///     EventStream::with_decoder(body, lost.into_decoder())
/// }
/// ```
///
/// Each event is returned as soon as the byte that completes it is in, however the body is cut into chunks. The next chunk is
/// asked for once all events of the last one have been returned. Chunks without an event are read in the same call of
/// `poll_next`, as many as there are at once. If you stop in between, the next call goes on where the last one stopped.
///
/// # Errors
///
/// Every error is returned in its place between the events, and no error ends the stream.
///
/// After [`TooLarge`](StreamError::TooLarge), go on if you can do without the event. After [`Body`](StreamError::Body), stop,
/// unless you know that the body goes on. Then so do the events, as if there had been no error. Some bodies neither go on nor
/// end: a reqwest response past its timeout returns that error for ever.
///
/// # The end
///
/// The stream ends when the body does. An unterminated event is discarded, and the body is dropped. From then on, `poll_next`
/// returns `None`.
///
/// # Cost
///
/// One allocation for each stream, and one copy and one allocation for each event; more for one that is not valid UTF-8. It
/// keeps the decoder's memory, and never more than one chunk. The allocation for the stream is a box in which the body is
/// pinned: so the body need not be `Unpin`, and the stream always is.
///
/// Lent events are not copied. To read these instead, make an [`Input`] of each chunk and call [`Decoder::next_event`].
#[cfg_attr(docsrs, doc(cfg(feature = "stream")))]
#[must_use = "streams do nothing unless polled"]
pub struct EventStream<S: TryStream> {
    /// `None` once it has ended.
    body: Option<Pin<Box<S>>>,
    /// The chunk that is not read to its end yet, and how far it has been read.
    chunk: Option<(S::Ok, usize)>,
    decoder: Decoder<GrowingStorage>,
}

impl<S: TryStream<Ok: AsRef<[u8]>>> EventStream<S> {
    /// The events of a body, from its start.
    #[inline]
    pub fn new(body: S) -> Self {
        Self::with_decoder(body, Decoder::new())
    }

    /// The events of a body, by a decoder of your choice. It is used as it is: [`reset`](Decoder::reset) it first, if it has read
    /// from another body.
    #[inline]
    pub fn with_decoder(body: S, decoder: Decoder<GrowingStorage>) -> Self {
        Self { body: Some(Box::pin(body)), chunk: None, decoder }
    }

    /// The next event in the chunk at hand.
    #[inline]
    fn next_in_chunk(&mut self) -> Option<Result<OwnedEvent, TooLarge>> {
        let (chunk, consumed) = self.chunk.as_mut()?;
        let mut input = Input::new(chunk.as_ref().get(*consumed..).unwrap_or_default());
        let event = self.decoder.next_event(&mut input).map(|event| event.map(Event::into_owned));
        *consumed = consumed.saturating_add(input.consumed());
        if input.is_empty() {
            self.chunk = None;
        }
        event
    }
}

impl<S: TryStream> EventStream<S> {
    /// The decoder. After an event it has read that event, and nothing beyond it.
    #[must_use]
    #[inline]
    pub const fn decoder(&self) -> &Decoder<GrowingStorage> {
        &self.decoder
    }

    /// The last event ID, to ask for the next response with: see [`Decoder::last_event_id`].
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'_> {
        self.decoder.last_event_id()
    }

    /// The reconnection time, to wait for before that: see [`Decoder::reconnection_time`].
    #[must_use]
    #[inline]
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.decoder.reconnection_time()
    }

    /// Returns whether an event would be lost if the body ended here, or has been lost when it has ended: see
    /// [`Decoder::is_mid_event`].
    #[must_use]
    #[inline]
    pub fn is_mid_event(&self) -> bool {
        self.decoder.is_mid_event()
    }

    /// Returns the event in the middle of which the body has ended, if it has: beyond the standard, see
    /// [`Decoder::take_unfinished`]. Call it after the stream has ended.
    ///
    /// # Errors
    ///
    /// As for [`Decoder::take_unfinished`].
    pub fn take_unfinished(&mut self) -> Option<Result<OwnedEvent, TooLarge>> {
        self.decoder.take_unfinished().map(|event| event.map(Event::into_owned))
    }

    /// Gives up the body, and returns the decoder, [`reset`](Decoder::reset) for the next one. It keeps the last event ID, the
    /// reconnection time, and its memory.
    #[must_use]
    pub fn into_decoder(mut self) -> Decoder<GrowingStorage> {
        self.decoder.reset();
        self.decoder
    }
}

impl<S: TryStream<Ok: AsRef<[u8]>>> Stream for EventStream<S> {
    type Item = Result<OwnedEvent, StreamError<S::Error>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(event) = this.next_in_chunk() {
                return Poll::Ready(Some(event.map_err(StreamError::TooLarge)));
            }
            let Some(body) = &mut this.body else { return Poll::Ready(None) };
            match ready!(body.as_mut().try_poll_next(context)) {
                Some(Ok(chunk)) => this.chunk = Some((chunk, 0)),
                Some(Err(error)) => return Poll::Ready(Some(Err(StreamError::Body(error)))),
                None => this.body = None,
            }
        }
    }
}

impl<S: TryStream<Ok: AsRef<[u8]>>> FusedStream for EventStream<S> {
    fn is_terminated(&self) -> bool {
        self.body.is_none()
    }
}

// The body is pinned in its box, and a chunk is never pinned.
impl<S: TryStream> Unpin for EventStream<S> {}

/// The decoder, and whether the body has ended. The chunk would be a wall of numbers.
impl<S: TryStream> fmt::Debug for EventStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("decoder", &self.decoder)
            .field("ended", &self.body.is_none())
            .finish_non_exhaustive()
    }
}

/// Why an [`EventStream`] has an error in the place of an event.
///
/// It is an [`Error`] if `E` is one. `Box<dyn Error>` is not: convert the errors of such a body first.
#[cfg_attr(docsrs, doc(cfg(feature = "stream")))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum StreamError<E> {
    /// The body returned an error: as a rule, the connection is lost.
    Body(E),
    /// An event was too large, and has been dropped. The next one is decoded as if nothing had been.
    TooLarge(TooLarge),
}

impl<E> fmt::Display for StreamError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body(_) => "the body of the response could not be read",
            Self::TooLarge(_) => "an event was dropped",
        })
    }
}

impl<E: Error + 'static> Error for StreamError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Body(error) => Some(error),
            Self::TooLarge(error) => Some(error),
        }
    }
}
