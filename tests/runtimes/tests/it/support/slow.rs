//! A body that comes in chunks, with a wait before each of them.

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame};

/// A body of which every other poll is pending. A chunk can be an error.
#[derive(Debug)]
pub struct Slow {
    chunks: VecDeque<io::Result<Bytes>>,
    is_ready: bool,
}

impl Slow {
    pub fn new(chunks: impl IntoIterator<Item = io::Result<Bytes>>) -> Self {
        Self { chunks: chunks.into_iter().collect(), is_ready: false }
    }

    /// Creates a body of chunks of that size.
    pub fn of(bytes: &'static [u8], size: usize) -> Self {
        Self::new(bytes.chunks(size).map(|chunk| Ok(Bytes::from_static(chunk))))
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.chunks.pop_front())
    }

    /// Returns as many bytes as there is room for, and keeps the rest for the next poll.
    fn poll_into(&mut self, context: &mut Context<'_>, room: usize) -> Poll<io::Result<Bytes>> {
        self.poll(context).map(|chunk| {
            let mut chunk = chunk.transpose()?.unwrap_or_default();
            let now = chunk.split_to(room.min(chunk.len()));
            if !chunk.is_empty() {
                self.chunks.push_front(Ok(chunk));
            }
            Ok(now)
        })
    }
}

impl io::Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut context = Context::from_waker(std::task::Waker::noop());
        match self.poll_into(&mut context, buffer.len()) {
            Poll::Ready(chunk) => chunk.map(|chunk| {
                buffer[..chunk.len()].copy_from_slice(&chunk);
                chunk.len()
            }),
            Poll::Pending => Err(io::ErrorKind::Interrupted.into()),
        }
    }
}

impl futures_util::AsyncRead for Slow {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        self.poll_into(context, buffer.len()).map_ok(|chunk| {
            buffer[..chunk.len()].copy_from_slice(&chunk);
            chunk.len()
        })
    }
}

impl tokio::io::AsyncRead for Slow {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.poll_into(context, buffer.remaining()).map_ok(|chunk| buffer.put_slice(&chunk))
    }
}

impl Body for Slow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.poll(context).map_ok(Frame::data)
    }
}
