//! An event stream served by `picoserve`, which runs on embassy, with events made by the crate's encoder.
//!
//! A client that has gone is noticed only when something is written: a heartbeat now and then frees its socket. To resume, read
//! `Last-Event-ID` from the request's headers, and begin with the measurement after it.

use core::future::Future;

use picoserve::io::Write;
use picoserve::response::chunked::{ChunkWriter, Chunks, ChunksWritten};
use sse_proto::encode::{Event, EventId, HEARTBEAT};
use sse_proto::event_type;

/// A measurement: its number, by which a client says which one it has seen last, and its value in tenths of a degree.
#[derive(Clone, Copy, Debug)]
pub struct Measurement(pub u32, pub i16);

/// Where measurements come from.
pub trait Source {
    /// The next one; `None` if there was none for a while. An error ends the stream.
    fn next(&mut self) -> impl Future<Output = Result<Option<Measurement>, Closed>>;
}

/// There are no more measurements.
#[derive(Debug)]
pub struct Closed;

/// The body of a response: `get(|| async { ChunkedResponse::new(EventStream(source)) })`.
#[derive(Debug)]
pub struct EventStream<S>(pub S);

impl<S: Source> Chunks for EventStream<S> {
    fn content_type(&self) -> &'static str {
        "text/event-stream"
    }

    async fn write_chunks<W: Write>(mut self, mut out: ChunkWriter<W>) -> Result<ChunksWritten, W::Error> {
        let mut buffer = [0; 64];
        while let Ok(next) = self.0.next().await {
            match next {
                Some(measurement) => {
                    if let Some(event) = encode(measurement, &mut buffer) {
                        out.write_chunk(event).await?;
                    }
                }
                None => out.write_chunk(HEARTBEAT.as_bytes()).await?,
            }
            // Or the client sees it when the buffer happens to be full.
            out.flush().await?;
        }
        out.finalize().await
    }
}

/// `None` if the event has no room, which is for a test to find out.
fn encode(Measurement(number, tenths): Measurement, buffer: &mut [u8; 64]) -> Option<&[u8]> {
    let event = Event::new().event_type(event_type!("temperature")).id(EventId::from_number(number.into()));
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    let encoded = event.encode_to_slice_with(buffer, |data| write!(data, "{sign}{}.{}", tenths / 10, tenths % 10));
    encoded.ok().map(|encoded| &*encoded)
}
