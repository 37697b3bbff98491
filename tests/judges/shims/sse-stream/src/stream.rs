//! sse-stream's stream of events, by sse-proto's decoder.

use std::{
    collections::VecDeque,
    fmt,
    num::ParseIntError,
    pin::Pin,
    str::Utf8Error,
    task::{Context, Poll, ready},
};

use bytes::Buf;
use futures_util::{Stream, TryStreamExt, stream::MapOk};
use http_body::{Body, Frame};
use http_body_util::{BodyDataStream, StreamBody};
use sse_proto::{Decoder, Input, Item};

use crate::Sse;

pin_project_lite::pin_project! {
    /// The events of a body.
    pub struct SseStream<B: Body> {
        #[pin]
        body: BodyDataStream<B>,
        events: Events,
    }
}

/// The decoder, and what it has returned.
#[derive(Default)]
struct Events {
    decoder: Decoder,
    ready: VecDeque<Result<Sse, Error>>,
    // The reconnection time since the last event, in milliseconds.
    retry: Option<u64>,
}

pub type ByteStreamBody<S, D> = StreamBody<MapOk<S, fn(D) -> Frame<D>>>;

impl<E, S, D> SseStream<ByteStreamBody<S, D>>
where
    S: Stream<Item = Result<D, E>>,
    E: std::error::Error,
    D: Buf,
{
    /// The events of a stream of bytes, under its old name.
    #[deprecated]
    pub fn from_byte_stream(stream: S) -> Self {
        Self::from_bytes_stream(stream)
    }

    /// The events of a stream of bytes.
    pub fn from_bytes_stream(stream: S) -> Self {
        Self::new(StreamBody::new(stream.map_ok(Frame::data as fn(D) -> Frame<D>)))
    }
}

impl<B: Body> SseStream<B> {
    /// The events of a body.
    pub fn new(body: B) -> Self {
        Self { body: BodyDataStream::new(body), events: Events::default() }
    }
}

impl Events {
    fn read(&mut self, bytes: &[u8]) {
        let mut input = Input::new(bytes);
        while let Some(item) = self.decoder.next_item(&mut input) {
            let sse = match item {
                Ok(Item::Event(event)) => Ok(Sse {
                    event: event.has_event_type().then(|| event.event_type().into()),
                    data: Some(event.data().into()),
                    id: event.id().map(String::from),
                    retry: self.retry.take(),
                }),
                Ok(Item::LastEventId(id)) => {
                    Ok(Sse { id: Some(id.into()), retry: self.retry.take(), ..Sse::default() })
                }
                Ok(Item::ReconnectionTime(time)) => {
                    self.retry = Some(time.as_millis() as u64);
                    continue;
                }
                Ok(Item::Comment { .. } | Item::Ignored { .. }) => continue,
                Err(error) => Err(Error::Body(Box::new(error))),
            };
            self.ready.push_back(sse);
        }
    }
}

/// The error of that crate. An event over the limit is a `Body` error here, and only that variant occurs.
#[derive(Debug)]
pub enum Error {
    Body(Box<dyn std::error::Error + Send + Sync>),
    InvalidLine,
    DuplicatedEventLine,
    DuplicatedIdLine,
    DuplicatedRetry,
    Utf8Parse(Utf8Error),
    IntParse(ParseIntError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Body(error) => write!(f, "body error: {error}"),
            other => write!(f, "{other:?}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Body(error) => Some(&**error),
            _ => None,
        }
    }
}

impl<B: Body> Stream for SseStream<B>
where
    B::Error: std::error::Error + Send + Sync + 'static,
{
    type Item = Result<Sse, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut this = self.project();
        loop {
            if let Some(sse) = this.events.ready.pop_front() {
                return Poll::Ready(Some(sse));
            }
            match ready!(this.body.as_mut().poll_next(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(Error::Body(Box::new(error))))),
                Some(Ok(mut data)) => {
                    while data.has_remaining() {
                        let chunk = data.chunk();
                        let read = chunk.len();
                        this.events.read(chunk);
                        data.advance(read);
                    }
                }
            }
        }
    }
}
