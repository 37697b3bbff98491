//! Feature `stream`: a `Stream` of events, from a `Stream` of bytes.

use alloc::boxed::Box;
use core::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_core::{FusedStream, Stream, TryStream};

use crate::{Decoder, Event, EventId, GrowingStorage, Input, OwnedEvent, Text, TooLarge};

/// Turns the body of a response, as a stream of bytes, into a stream of its events.
///
/// Every `Stream<Item = Result<B, E>>` with `B: AsRef<[u8]>` implements it. Examples are `bytes_stream()` of a reqwest
/// response, and `into_data_stream()` of a hyper body, from the crate http-body-util.
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
///             break; // Some services end like this. It is not in the standard, so the decoder doesn't look for it.
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
    /// Returns the events of the body, from its start: see [`EventStream`].
    #[inline]
    fn events(self) -> EventStream<Self> {
        EventStream::new(self)
    }
}

impl<S: TryStream<Ok: AsRef<[u8]>>> EventStreamExt for S {}

/// Yields the events of a response body as a stream, each as a copy that owns its text.
///
/// [`events`](EventStreamExt::events) makes one. Use [`with_decoder`](Self::with_decoder) to choose another limit than
/// [`GrowingStorage::DEFAULT_LIMIT`], or to go on after a lost connection:
///
/// ```
/// use futures_core::TryStream;
/// use sse_proto::{Decoder, EventStream, GrowingStorage};
///
/// /// Returns the events of the first response.
/// fn first<S: TryStream<Ok: AsRef<[u8]>>>(body: S) -> EventStream<S> {
///     EventStream::with_decoder(body, Decoder::with_limit(64 * 1024))
/// }
///
/// /// Returns the events of the next one, requested with `lost.last_event_id()` after `lost.reconnection_time()`.
/// fn next<S: TryStream<Ok: AsRef<[u8]>>>(body: S, lost: EventStream<S>) -> EventStream<S> {
///     EventStream::with_decoder(body, lost.into_decoder())
/// }
/// ```
///
/// Each event is returned as soon as the byte that completes it is in, however the body is cut into inputs. The stream polls
/// the body for the next input once it has returned all events of the last one. As long as inputs complete no event, one call
/// of `poll_next` takes them one after the other, until the body is pending. If you drop a `next()`, no byte is lost.
///
/// # Errors
///
/// Every error is returned in its place between the events, and no error ends the stream.
///
/// After [`TooLarge`](StreamError::TooLarge), go on if you can do without the event. After [`Body`](StreamError::Body), stop,
/// unless you know that the body goes on; then the events go on as if there had been no error. Some bodies neither go on nor
/// end: a reqwest response after its timeout returns that error for ever.
///
/// # The end
///
/// The stream ends when the body does. An unterminated event is discarded, and the body is dropped. From then on, `poll_next`
/// returns `None`.
///
/// # Cost
///
/// Each stream takes one allocation: a box in which the body is pinned, so the stream is `Unpin` even if the body is not. Each
/// event takes one copy and one allocation, or more if it is not valid UTF-8. The stream holds the decoder's memory and at most
/// one input.
///
/// Lent events are not copied. To read these instead, make an [`Input`] of each item of the body and call
/// [`Decoder::next_event`].
#[cfg_attr(docsrs, doc(cfg(feature = "stream")))]
#[must_use = "streams do nothing unless polled"]
pub struct EventStream<S: TryStream> {
    /// `None` once it has ended.
    body: Option<Pin<Box<S>>>,
    /// The input that is not used up yet, and how many bytes of it have been read.
    input: Option<(S::Ok, usize)>,
    decoder: Decoder<GrowingStorage>,
}

impl<S: TryStream<Ok: AsRef<[u8]>>> EventStream<S> {
    /// Creates the stream of the events of a body, from its start. Takes one allocation.
    #[inline]
    pub fn new(body: S) -> Self {
        Self::with_decoder(body, Decoder::new())
    }

    /// Creates the stream of the events of a body, with a decoder of your choice. Takes one allocation.
    ///
    /// The decoder is used as it is: [`reset`](Decoder::reset) it first if it has read from another body.
    #[inline]
    pub fn with_decoder(body: S, decoder: Decoder<GrowingStorage>) -> Self {
        Self { body: Some(Box::pin(body)), input: None, decoder }
    }

    /// Returns the next event in the present input.
    #[inline]
    fn next_in_input(&mut self) -> Option<Result<OwnedEvent, TooLarge>> {
        let (bytes, consumed) = self.input.as_mut()?;
        let mut input = Input::new(bytes.as_ref().get(*consumed..).unwrap_or_default());
        let event = self.decoder.next_event(&mut input).map(|event| event.map(Event::into_owned));
        *consumed = consumed.saturating_add(input.consumed());
        if input.is_empty() {
            self.input = None;
        }
        event
    }
}

impl<S: TryStream> EventStream<S> {
    /// Returns the decoder. After an event, it has read the body up to the end of that event.
    #[must_use]
    #[inline]
    pub const fn decoder(&self) -> &Decoder<GrowingStorage> {
        &self.decoder
    }

    /// Returns the last event ID, to send with the next request: see [`Decoder::last_event_id`].
    #[must_use]
    #[inline]
    pub fn last_event_id(&self) -> Text<'_> {
        self.decoder.last_event_id()
    }

    /// Sets the last event ID: see [`Decoder::set_last_event_id`]. Each event has a copy of it, so drop an ID that is too long
    /// for you with [`EventId::RESET`].
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if the storage has no room for it. The last event ID then stays as it was.
    pub fn set_last_event_id(&mut self, id: EventId<'_>) -> Result<(), TooLarge> {
        self.decoder.set_last_event_id(id)
    }

    /// Returns the reconnection time, to wait for before the next request: see [`Decoder::reconnection_time`].
    #[must_use]
    #[inline]
    pub fn reconnection_time(&self) -> Option<Duration> {
        self.decoder.reconnection_time()
    }

    /// Returns whether an event is unfinished, which is lost if the body ends here: see [`Decoder::is_mid_event`].
    #[must_use]
    #[inline]
    pub fn is_mid_event(&self) -> bool {
        self.decoder.is_mid_event()
    }

    /// Returns the event that the end of the body has cut off, if any: see [`Decoder::take_unfinished`].
    ///
    /// Call it after the stream has ended. The standard drops such an event.
    ///
    /// # Errors
    ///
    /// Returns [`TooLarge`] if [`Decoder::take_unfinished`] does.
    pub fn take_unfinished(&mut self) -> Option<Result<OwnedEvent, TooLarge>> {
        self.decoder.take_unfinished().map(|event| event.map(Event::into_owned))
    }

    /// Drops the body, and returns the decoder, [`reset`](Decoder::reset) for the next body. The decoder keeps the last event
    /// ID, the reconnection time, and its memory.
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
            if let Some(event) = this.next_in_input() {
                return Poll::Ready(Some(event.map_err(StreamError::TooLarge)));
            }
            let Some(body) = &mut this.body else { return Poll::Ready(None) };
            match ready!(body.as_mut().try_poll_next(context)) {
                Some(Ok(bytes)) => this.input = Some((bytes, 0)),
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

// The body is pinned in its box, and an input is never pinned.
impl<S: TryStream> Unpin for EventStream<S> {}

/// Shows the decoder, and whether the body has ended. The bytes would be a wall of numbers.
impl<S: TryStream> fmt::Debug for EventStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("decoder", &self.decoder)
            .field("ended", &self.body.is_none())
            .finish_non_exhaustive()
    }
}

/// Reports why an [`EventStream`] has an error in the place of an event.
///
/// It implements [`Error`] if `E` does. `Box<dyn Error>` does not, so convert the errors of such a body first.
#[cfg_attr(docsrs, doc(cfg(feature = "stream")))]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum StreamError<E> {
    /// The body returned an error. As a rule, the connection is lost.
    Body(E),
    /// An event exceeded the limit and has been dropped. The events after it are not affected.
    TooLarge(TooLarge),
}

impl<E> fmt::Display for StreamError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body(_) => "the body of the response could not be read",
            Self::TooLarge(_) => "an event was too large",
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
