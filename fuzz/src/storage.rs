//! Compares all kinds of storage with the same limit.

use sse_proto::{GrowingStorage, Storage};

use crate::{
    drive::{Creeping, POISON},
    seen::{Inputs, Logged},
    stream::{Stream, number},
};

/// Checks that every kind of storage with the same limit gives the same, to the byte and after each input.
pub fn storage(data: &[u8]) {
    let (limit, data) = number(data);
    let limit = limit.unwrap_or(32);
    let stream = Stream::new(data);

    let mut memory = vec![POISON; limit];
    same(&stream, GrowingStorage::with_limit(limit), &mut memory[..], "slice");
    same(&stream, GrowingStorage::with_limit(limit), Creeping::with_limit(limit), "creeping");
    match limit {
        0 => same(&stream, GrowingStorage::with_limit(limit), [POISON; 0], "array"),
        1 => same(&stream, GrowingStorage::with_limit(limit), [POISON; 1], "array"),
        8 => same(&stream, GrowingStorage::with_limit(limit), [POISON; 8], "array"),
        32 => same(&stream, GrowingStorage::with_limit(limit), [POISON; 32], "array"),
        256 => same(&stream, GrowingStorage::with_limit(limit), [POISON; 256], "array"),
        _ => {}
    }
}

fn same(stream: &Stream, growing: GrowingStorage, other: impl Storage, what: &str) {
    let mut growing = Logged::new(growing);
    let mut other = Logged::new(other);
    for bytes in stream.inputs() {
        let before = growing.log.len();
        growing.feed(bytes);
        other.feed(bytes);
        other.assert_same_state(&growing, before, Inputs::Same, what);
    }
    assert_eq!(other.end_of_stream(), growing.end_of_stream(), "{what}");
}
