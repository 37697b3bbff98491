//! Tests the recipes for microcontrollers.

use std::convert::Infallible;

use crate::support::{
    runtime::{block_on, yield_now},
    stream::{STREAM, expected, seen},
};
use embedded_io_async::{ErrorType, Read, Write};
use picoserve::{Config, Router, Server, response::chunked::ChunkedResponse, routing::get};
use sse_proto::{Decoder, Input, Storage};
use sse_proto_runtimes::{
    arrayvec, heapless,
    picoserve::{Closed, EventStream, Measurement, Source},
    read_loop::read_events,
};

fn decode_with<S: Storage>(storage: fn() -> S) {
    for size in 1..=STREAM.len() {
        let mut decoder = Decoder::with_storage(storage());
        let mut all = Vec::new();
        for bytes in STREAM.chunks(size) {
            let mut input = Input::new(bytes);
            while let Some(event) = decoder.next_event(&mut input) {
                all.push(seen(event));
            }
        }
        assert_eq!(all, expected(), "{size} bytes at a time");
        let unfinished = decoder.take_unfinished().map(seen);
        assert_eq!(unfinished, Some(Ok(["message", "never ended", ""].map(String::from))));
    }
}

#[test]
fn an_array_is_storage() {
    decode_with(|| [0; 32]);
}

#[test]
fn a_heapless_vector_is_storage() {
    decode_with(heapless::HeaplessStorage::<32>::default);
    assert_eq!(heapless::HeaplessStorage::<32>::default().bytes().len(), 0);
}

#[test]
fn an_arrayvec_is_storage() {
    decode_with(arrayvec::ArrayVecStorage::<32>::default);
    assert_eq!(arrayvec::ArrayVecStorage::<32>::default().bytes().len(), 0);
}

#[test]
fn storage_is_never_asked_for_more_than_it_has() {
    let (mut first, mut second) =
        (heapless::HeaplessStorage::<10>::default(), arrayvec::ArrayVecStorage::<10>::default());
    for len in [1, 3, 7, 10, 11] {
        first.grow(len);
        second.grow(len);
        assert!(first.bytes().len() >= len.min(10) && first.bytes().len() == second.bytes_mut().len());
    }
}

/// A connection that returns its bytes in small pieces, each only when it is asked twice.
struct Connection {
    stream: &'static [u8],
    size: usize,
}

impl ErrorType for Connection {
    type Error = Infallible;
}

impl Read for Connection {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Infallible> {
        yield_now().await;
        let len = self.size.min(buffer.len()).min(self.stream.len());
        let (now, later) = self.stream.split_at(len);
        buffer[..len].copy_from_slice(now);
        self.stream = later;
        Ok(len)
    }
}

#[test]
fn events_are_read_from_a_connection_and_the_next_one() {
    for size in [1, 2, 7, 64, 1000] {
        let mut decoder = Decoder::with_storage([0; 32]);
        let mut all = Vec::new();
        for stream in [STREAM, b"\xEF\xBB\xBFdata: back\n\n"] {
            decoder.reset();
            let mut connection = Connection { stream, size };
            let Ok(()) = block_on(read_events(&mut connection, &mut decoder, |event| all.push(seen(event))));
        }
        let mut expected = expected();
        expected.push(Ok(["message", "back", ""].map(String::from)));
        assert_eq!(all, expected, "{size} bytes at a time");
        assert_eq!(decoder.reconnection_time().map(|time| time.as_millis()), Some(20));
    }
}

/// The request that a client sends, and the response that it gets.
struct Socket {
    request: Connection,
    response: Response,
}

struct Response(Vec<u8>);

impl ErrorType for Response {
    type Error = Infallible;
}

impl Write for Response {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
        yield_now().await;
        // Don't take everything at once.
        let len = bytes.len().min(5);
        self.0.extend_from_slice(&bytes[..len]);
        Ok(len)
    }

    async fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl picoserve::io::Write for Response {
    async fn write_with<F: FnOnce(picoserve::mem::BorrowedCursor<'_>) -> R, R>(
        &mut self,
        f: F,
    ) -> Result<R, Infallible> {
        let mut room = [0; 64];
        let mut buffer = picoserve::mem::BorrowedBuffer::new(&mut room);
        let output = f(buffer.unfilled());
        self.write_all(buffer.filled()).await?;
        Ok(output)
    }
}

struct Runtime;
struct Timer;

impl picoserve::time::Timer<Runtime> for Timer {
    /// Never returns, because no time passes here.
    async fn delay(&self, _: picoserve::time::Duration) {
        core::future::pending().await
    }
}

impl picoserve::io::Socket<Runtime> for &mut Socket {
    type Error = Infallible;
    type ReadHalf<'a>
        = &'a mut Connection
    where
        Self: 'a;
    type WriteHalf<'a>
        = &'a mut Response
    where
        Self: 'a;

    fn split(&mut self) -> (Self::ReadHalf<'_>, Self::WriteHalf<'_>) {
        (&mut self.request, &mut self.response)
    }

    async fn abort<T: picoserve::time::Timer<Runtime>>(
        self,
        _: &picoserve::Timeouts,
        _: &T,
    ) -> Result<(), picoserve::Error<Infallible>> {
        Ok(())
    }

    async fn shutdown<T: picoserve::time::Timer<Runtime>>(
        self,
        _: &picoserve::Timeouts,
        _: &T,
    ) -> Result<(), picoserve::Error<Infallible>> {
        Ok(())
    }
}

/// Provides measurements, with a pause among them.
#[derive(Clone)]
struct Thermometer(std::vec::IntoIter<Option<(u32, i16)>>);

impl Source for Thermometer {
    async fn next(&mut self) -> Result<Option<Measurement>, Closed> {
        yield_now().await;
        let next = self.0.next().ok_or(Closed)?;
        Ok(next.map(|(number, tenths)| Measurement(number, tenths)))
    }
}

#[test]
fn events_are_served() {
    let thermometer = Thermometer(vec![Some((41, 215)), None, Some((42, -5)), Some((u32::MAX, i16::MIN))].into_iter());
    let app = Router::new().route(
        "/",
        get(move || {
            let thermometer = thermometer.clone();
            async move { ChunkedResponse::new(EventStream(thermometer)) }
        }),
    );
    let mut socket = Socket {
        request: Connection {
            stream: b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n",
            size: 9,
        },
        response: Response(Vec::new()),
    };
    let config = Config::const_default();
    let mut http_buffer = [0; 1024];
    block_on(Server::custom(&app, Timer, &config, &mut http_buffer).serve(&mut socket)).ok().unwrap();

    let response = String::from_utf8(socket.response.0).unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert!(head.contains("Content-Type: text/event-stream"), "{head}");
    let first = "event: temperature\nid: 41\ndata: 21.5\n\n";
    let last = "event: temperature\nid: 4294967295\ndata: -3276.8\n\n";
    let below_zero = "event: temperature\nid: 42\ndata: -0.5\n\n";
    let chunks = [first, ":\n\n", below_zero, last, ""].map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len()));
    assert_eq!(body, chunks.concat());
}
