//! Serves an event stream with `picoserve`, which runs on embassy. The crate's encoder makes the events.
//!
//! The server notices only when it writes that a client has gone, so regular heartbeats free its socket. To resume, read
//! `Last-Event-ID` from the request's headers, and begin with the measurement after it.

use core::future::Future;

use picoserve::io::Write;
use picoserve::response::chunked::{ChunkWriter, Chunks, ChunksWritten};
use sse_proto::encode::{Event, EventId, HEARTBEAT};
use sse_proto::event_type;

/// Holds the number of a measurement, which is its event's ID, and its value in tenths of a degree.
#[derive(Clone, Copy, Debug)]
pub struct Measurement(pub u32, pub i16);

/// Provides measurements.
pub trait Source {
    /// Returns the next measurement, or `None` if there was none for a while. An error ends the stream.
    fn next(&mut self) -> impl Future<Output = Result<Option<Measurement>, Closed>>;
}

/// Says that there are no more measurements.
#[derive(Debug)]
pub struct Closed;

/// Makes the body of a response: `get(|| async { ChunkedResponse::new(EventStream(source)) })`.
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
            // Without this, the client gets the event only when the buffer is full.
            out.flush().await?;
        }
        out.finalize().await
    }
}

/// Returns `None` if the event doesn't fit into the buffer; test that yours do.
fn encode(Measurement(number, tenths): Measurement, buffer: &mut [u8; 64]) -> Option<&[u8]> {
    let event = Event::new().event_type(event_type!("temperature")).id(EventId::from_number(number.into()));
    let (sign, tenths) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    let encoded = event.encode_to_slice_with(buffer, |data| write!(data, "{sign}{}.{}", tenths / 10, tenths % 10));
    encoded.ok().map(|encoded| &*encoded)
}
