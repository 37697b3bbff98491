//! Compares any chunking with the stream as a whole.

use sse_proto::{GrowingStorage, Input};

use crate::{
    seen::{Inputs, Log, Logged, Parsed},
    stream::{Stream, number},
};

/// Checks that the decoder returns the same to the byte however a stream is cut, with or without a limit, and each part of it
/// at the same byte of the stream. The same goes for the parser. Only the piece of an ignored line may begin later.
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
        cut.assert_same_state(&byte_by_byte, before.0, Inputs::CutOtherwise, "byte by byte");
        cut_parts.assert_same_state(&byte_parts, before.1, Inputs::CutOtherwise, "byte by byte");
    }
    cut.assert_same_state(&whole, 0, Inputs::CutOtherwise, "as a whole");
    byte_by_byte.assert_same_state(&cut, 0, Inputs::CutOtherwise, "byte by byte");
    byte_parts.assert_same_state(&cut_parts, 0, Inputs::CutOtherwise, "byte by byte");
    let unfinished = whole.unfinished();
    assert_eq!(unfinished, cut.unfinished());
    assert_eq!(unfinished, byte_by_byte.unfinished());

    let mut all_parts = Parsed::default();
    all_parts.feed(&stream.bytes);
    all_parts.assert_same_state(&cut_parts, 0, Inputs::CutOtherwise, "as a whole");
    // Only the beginnings that were cut off are missing.
    for (less, more) in [(&byte_by_byte.log, &cut.log), (&cut.log, &whole.log)] {
        assert!(less.0.iter().zip(&more.0).all(|(less, more)| less.is_end_of(more)), "{less:?}, {more:?}");
    }

    one_at_a_time(&stream, limit, &cut.log);
}

/// Drops each `Input` after its first item, and makes the next one of its rest: nothing is left out.
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
    single.log.assert_same(expected, 0, Inputs::Same, "one at a time");
}
