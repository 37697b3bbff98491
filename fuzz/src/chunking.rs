//! Any chunking against the stream as a whole.

use sse_proto::{GrowingStorage, Input};

use crate::{
    seen::{Log, Logged, Parsed},
    stream::{Stream, number},
};

/// However a stream is cut, the decoder gives the same to the byte, with or without a limit, and each part of it at the same
/// byte of the stream; and so does the parser.
pub fn chunking(data: &[u8]) {
    let (limit, data) = number(data);
    let stream = Stream::new(data);
    let limit = limit.unwrap_or(GrowingStorage::DEFAULT_LIMIT);

    let mut whole = Logged::new(GrowingStorage::with_limit(limit));
    whole.feed(&stream.bytes);
    let mut cut = Logged::new(GrowingStorage::with_limit(limit));
    let mut byte_by_byte = Logged::new(GrowingStorage::with_limit(limit));
    let (mut cut_parts, mut byte_parts) = (Parsed::default(), Parsed::default());
    for bytes in stream.inputs() {
        let before = (cut.log.len(), cut_parts.log.len());
        cut.feed(bytes);
        cut_parts.feed(bytes);
        for byte in bytes {
            byte_by_byte.feed(&[*byte]);
            byte_parts.feed(&[*byte]);
        }
        cut.assert_same_state(&byte_by_byte, before.0, "byte by byte");
        cut_parts.log.assert_same(&byte_parts.log, before.1, "byte by byte");
    }
    cut.assert_same_state(&whole, 0, "as a whole");
    assert_eq!(cut.log, byte_by_byte.log);
    assert_eq!(cut_parts, byte_parts);

    let mut all_parts = Parsed::default();
    all_parts.feed(&stream.bytes);
    assert_eq!(all_parts, cut_parts);

    one_at_a_time(&stream, limit, &whole.log);
}

/// Each `Input` is dropped after its first item, and its rest makes the next one: nothing is left out.
fn one_at_a_time(stream: &Stream, limit: usize, expected: &Log) {
    let mut single = Logged::new(GrowingStorage::with_limit(limit));
    for bytes in stream.inputs() {
        let mut rest = bytes;
        loop {
            let mut input = Input::new(rest);
            let Some(item) = single.decoder.next_item(&mut input) else { break };
            single.log.item(item);
            rest = input.rest();
        }
    }
    single.log.assert_same(expected, 0, "one at a time");
}
