//! Compares limits with the reference model.

use sse_proto::GrowingStorage;

use crate::{
    decode::{check_ends, expected},
    drive::{Creeping, Decoding, POISON, Reading},
    model::Options,
    stream::{Stream, number},
};

/// Checks that a decoder with a limit reports and drops an event that is too large at exactly the byte that the model names,
/// and drops nothing else, with every storage. The model measures decoded text, so the stream is made valid UTF-8 first.
pub fn limits(data: &[u8]) {
    let (limit, data) = number(data);
    let limit = limit.unwrap_or(32);
    let (text, cuts) = Stream::new(data).into_text();
    let options = Options { limit: Some(limit), ..Options::default() };
    let expected = expected(text.as_bytes(), &cuts, options);

    let mut memory = vec![POISON; limit];
    expected.check("limits", &mut Decoding::new("slice", &mut memory[..], Reading::Items), &cuts);
    expected.check("limits", &mut Decoding::new("creeping", Creeping::with_limit(limit), Reading::Events), &cuts);
    let growing = GrowingStorage::with_limit(limit);
    expected.check("limits", &mut Decoding::new("growing", growing, Reading::OneAtATime), &cuts);
    check_ends(text.as_bytes(), &cuts, Creeping::with_limit(limit), options);
}
