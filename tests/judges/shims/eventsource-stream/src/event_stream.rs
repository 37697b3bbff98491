//! eventsource-stream's stream of events, by sse-proto's decoder.

use alloc::{
    collections::VecDeque,
    string::{FromUtf8Error, String},
};
use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;
use nom::error::{Error as NomError, ErrorKind};
use pin_project_lite::pin_project;
use sse_proto::{Decoder, EventId, Input, Item, TooLarge};

use crate::event::Event;

pin_project! {
    /// A stream of events.
    pub struct EventStream<S> {
        #[pin]
        stream: S,
        decoder: Decoder,
        events: VecDeque<Result<Event, TooLarge>>,
        // The reconnection time since the last event.
        retry: Option<Duration>,
        last_event_id: String,
        ended: bool,
    }
}

impl<S> EventStream<S> {
    /// The events of a stream of bytes.
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            decoder: Decoder::new(),
            events: VecDeque::new(),
            retry: None,
            last_event_id: String::new(),
            ended: false,
        }
    }

    /// Sets the last event ID.
    pub fn set_last_event_id(&mut self, id: impl Into<String>) {
        self.last_event_id = id.into();
        if let Ok(id) = EventId::new(&self.last_event_id) {
            let _ = self.decoder.set_last_event_id(id);
        }
    }

    /// The last event ID.
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }
}

/// The error of that crate. An event over the limit is a `Parser` error here, and `Utf8` doesn't occur.
#[derive(Debug, PartialEq)]
pub enum EventStreamError<E> {
    /// The text isn't UTF-8.
    Utf8(FromUtf8Error),
    /// The stream isn't an event stream.
    Parser(NomError<String>),
    /// The stream of bytes has failed.
    Transport(E),
}

impl<E> From<TooLarge> for EventStreamError<E> {
    fn from(_: TooLarge) -> Self {
        Self::Parser(NomError { input: String::new(), code: ErrorKind::TooLarge })
    }
}

impl<E: fmt::Display> fmt::Display for EventStreamError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf8(error) => error.fmt(f),
            Self::Parser(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

#[cfg(feature = "std")]
impl<E: fmt::Display + fmt::Debug + Send + Sync> std::error::Error for EventStreamError<E> {}

impl<S, B, E> Stream for EventStream<S>
where
    S: Stream<Item = Result<B, E>>,
    B: AsRef<[u8]>,
{
    type Item = Result<Event, EventStreamError<E>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        loop {
            if let Some(event) = this.events.pop_front() {
                if let Ok(event) = &event {
                    this.last_event_id.clone_from(&event.id);
                }
                return Poll::Ready(Some(event.map_err(EventStreamError::from)));
            }
            if *this.ended {
                return Poll::Ready(None);
            }
            match this.stream.as_mut().poll_next(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => *this.ended = true,
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(EventStreamError::Transport(error)))),
                Poll::Ready(Some(Ok(bytes))) => {
                    let mut input = Input::new(bytes.as_ref());
                    while let Some(item) = this.decoder.next_item(&mut input) {
                        match item {
                            Ok(Item::Event(event)) => this.events.push_back(Ok(Event {
                                event: event.event_type().into(),
                                data: event.data().into(),
                                id: event.last_event_id().into(),
                                retry: this.retry.take(),
                            })),
                            Ok(Item::ReconnectionTime(time)) => *this.retry = Some(time),
                            Ok(_) => {}
                            Err(error) => this.events.push_back(Err(error)),
                        }
                    }
                }
            }
        }
    }
}
