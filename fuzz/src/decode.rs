//! Decoding against the reference model.

use crate::{
    drive::{Creeping, Decoding, Expected, POISON, Parsing, Reading},
    model::Options,
    stream::Stream,
};
use sse_proto::GrowingStorage;

/// The model is asked about every input's end unless that takes longer than this, in bytes that it reads.
pub(crate) const PATIENCE: usize = 1 << 15;

/// Decoders of all storages, and the parser under a small interpreter, give what the model says, and give it as soon as
/// its last byte is in.
pub fn decode(data: &[u8]) {
    let Stream { bytes, cuts } = Stream::new(data);
    let expected = expected(&bytes, &cuts, Options::default());
    let limit = bytes.len();
    let mut memory = vec![POISON; limit];
    expected.check("decode", &mut Decoding::new("growing", GrowingStorage::new(), Reading::Items), &cuts);
    expected.check("decode", &mut Decoding::new("creeping", Creeping::with_limit(limit), Reading::Events), &cuts);
    expected.check("decode", &mut Decoding::new("slice", &mut memory[..], Reading::OneAtATime), &cuts);
    expected.check("decode", &mut Parsing::new(Reading::Items), &cuts);
}

/// What the model says at the end of every input, or at least at the end of the stream.
pub(crate) fn expected<'s>(bytes: &'s [u8], cuts: &[usize], options: Options<'_>) -> Expected<'s> {
    let few = bytes.len() * cuts.len() <= PATIENCE;
    Expected::at(bytes, options, if few { cuts } else { &[] }.iter().copied())
}
