//! Fixed storage against growing storage with the same limit.

use sse_proto::{Buffer, Growing};

use crate::{
    drive::{Creeping, POISON},
    input::{Input, number},
    seen::Logged,
};

/// Storage of every kind gives the same, to the byte and after each chunk, if only its limit is the same.
pub fn storage(data: &[u8]) {
    let (limit, data) = number(data);
    let limit = limit.unwrap_or(32);
    let input = Input::new(data);

    let mut memory = vec![POISON; limit];
    same(&input, Growing::with_limit(limit), &mut memory[..], "slice");
    same(&input, Growing::with_limit(limit), Creeping::with_limit(limit), "creeping");
    match limit {
        0 => same(&input, Growing::with_limit(limit), [POISON; 0], "array"),
        1 => same(&input, Growing::with_limit(limit), [POISON; 1], "array"),
        8 => same(&input, Growing::with_limit(limit), [POISON; 8], "array"),
        32 => same(&input, Growing::with_limit(limit), [POISON; 32], "array"),
        256 => same(&input, Growing::with_limit(limit), [POISON; 256], "array"),
        _ => {}
    }
}

fn same(input: &Input, growing: Growing, other: impl Buffer, what: &str) {
    let mut growing = Logged::new(growing);
    let mut other = Logged::new(other);
    for chunk in input.chunks() {
        let before = growing.log.len();
        growing.feed(chunk);
        other.feed(chunk);
        other.assert_same_state(&growing, before, what);
    }
}
