//! A proxy that passes on some of the events only, by their type, encoded anew. Whatever else the stream says stays, in its order:
//! IDs of an event's own, IDs of blocks without data, resets, reconnection times, comments.
//!
//! - **The IDs of events that are left out stay.** A client that comes back reports the ID that it has had last. Without those
//!   IDs, it would ask for what it has had already, and an event without an ID would seem to have that of another one. So an event
//!   that is left out leaves its ID, as a block without data. Pass `Last-Event-ID` on to the server as it comes. (Firefox forgets
//!   such an ID. It asks from an earlier event on, and gets none twice, since the filter leaves out the same events again.)
//! - An event over the limit is lost, and leaves a comment. Its ID stays, too, or each client would come back to it for ever.
//! - A comment that comes in pieces is passed on in pieces, so its length has no limit.
//! - Lines that are ignored, and the byte order mark, are left out. What is not UTF-8 becomes U+FFFD, but not in comments.
//!
//! One filter a response. With `body.map_ok(move |chunk| filter.pass(&chunk))`, the rest is as for `proxy`.

use sse_proto::{Decoder, Event, EventId, GrowingStorage, Input, Item, Text, encode};

/// The filter, without I/O: chunks in, chunks out.
#[derive(Debug)]
pub struct FilterProxy<F> {
    decoder: Decoder<GrowingStorage>,
    keeps: F,
    in_comment: bool,
}

impl<F: FnMut(&Event<'_>) -> bool> FilterProxy<F> {
    /// Passes on the events for which `keeps` returns `true`, up to a size of `limit` bytes.
    pub const fn new(limit: usize, keeps: F) -> Self {
        Self { decoder: Decoder::with_storage(GrowingStorage::with_limit(limit)), keeps, in_comment: false }
    }

    /// Returns what becomes of a chunk.
    pub fn pass(&mut self, chunk: &[u8]) -> Vec<u8> {
        let (mut input, mut out) = (Input::new(chunk), Vec::new());
        while let Some(item) = self.decoder.next_item(&mut input) {
            match item {
                Ok(Item::Event(event)) if (self.keeps)(&event) => encode::Event::from(event).encode_to_vec(&mut out),
                Ok(Item::Event(event)) => event.id().into_iter().for_each(|id| leave_id(id, &mut out)),
                Ok(Item::LastEventId(id)) => leave_id(id, &mut out),
                Ok(Item::ReconnectionTime(time)) => {
                    encode::Event::new().reconnection_time(time).encode_to_vec(&mut out)
                }
                Ok(Item::Comment { text, end_of_line }) => {
                    out.extend_from_slice(if self.in_comment { b"" } else { b":" });
                    out.extend_from_slice(text);
                    out.extend_from_slice(if end_of_line { b"\n\n" } else { b"" });
                    self.in_comment = !end_of_line;
                }
                Ok(Item::Ignored { .. }) => {}
                Err(error) => encode::Event::new().comment(&format!(" lost: {error}")).encode_to_vec(&mut out),
            }
        }
        out
    }
}

fn leave_id(id: Text<'_>, out: &mut Vec<u8>) {
    // It has come as an ID, so it can be one.
    let _ = EventId::new(&id.to_string_lossy()).map(|id| encode::Event::new().id(id).encode_to_vec(out));
}
