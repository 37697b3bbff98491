//! A proxy that passes on only some of the events, by their type, encoded anew. All else in the stream stays, in its order:
//! IDs of events, IDs of blocks without data, resets, reconnection times, comments.
//!
//! - **The IDs of dropped events stay.** A client that reconnects sends the last ID that it got. Without the IDs of dropped
//!   events, it would ask for events that it has already, and an event without an ID would seem to have the ID of another one.
//!   So a dropped event leaves its ID, as a block without data. Pass `Last-Event-ID` on to the server unchanged. Firefox forgets
//!   such an ID. It asks from an earlier event on, but gets no event twice, because the filter drops the same events again.
//! - An event over the limit is lost, and leaves a comment. Its ID stays, too, or each client would come back to it for ever.
//! - A comment that comes in pieces is passed on in pieces, so its length has no limit.
//! - Ignored lines and the byte order mark are dropped. Invalid UTF-8 becomes U+FFFD, except in comments.
//!
//! Use one filter per response, with `body.map_ok(move |chunk| filter.pass(&chunk))`. The rest is as for `proxy`.

use sse_proto::{Decoder, Event, EventId, GrowingStorage, Input, Item, Text, encode};

/// Filters a stream, without I/O: chunks in, chunks out.
#[derive(Debug)]
pub struct FilterProxy<F> {
    decoder: Decoder<GrowingStorage>,
    keeps: F,
    in_comment: bool,
}

impl<F: FnMut(&Event<'_>) -> bool> FilterProxy<F> {
    /// Creates a filter that passes on the events for which `keeps` returns `true`, up to a size of `limit` bytes.
    pub const fn new(limit: usize, keeps: F) -> Self {
        Self { decoder: Decoder::with_limit(limit), keeps, in_comment: false }
    }

    /// Returns the filtered chunk.
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
    // The decoder returned it as an ID, so it is a valid one.
    let _ = EventId::new(&id.to_string_lossy()).map(|id| encode::Event::new().id(id).encode_to_vec(out));
}
