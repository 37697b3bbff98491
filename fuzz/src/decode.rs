//! Decoding against the reference model.

use crate::{
    drive::{Creeping, Decoding, Expected, POISON, Parsing, Reading},
    input::Input,
    model::Options,
};
use sse_proto::Growing;

/// The model is asked about every chunk's end unless that takes longer than this, in bytes that it reads.
pub(crate) const PATIENCE: usize = 1 << 15;

/// Decoders of all storages, and the parser under a small interpreter, give what the model says, and give it as soon as
/// its last byte is in.
pub fn decode(data: &[u8]) {
    let Input { stream, cuts } = Input::new(data);
    let expected = expected(&stream, &cuts, Options::default());
    let limit = stream.len();
    let mut memory = vec![POISON; limit];
    expected.check("decode", &mut Decoding::new("growing", Growing::new(), Reading::Items), &cuts);
    expected.check("decode", &mut Decoding::new("creeping", Creeping::with_limit(limit), Reading::Events), &cuts);
    expected.check("decode", &mut Decoding::new("slice", &mut memory[..], Reading::OneAtATime), &cuts);
    expected.check("decode", &mut Parsing::new(Reading::Items), &cuts);
}

/// What the model says at the end of every chunk, or at least at the end of the stream.
pub(crate) fn expected<'s>(stream: &'s [u8], cuts: &[usize], options: Options<'_>) -> Expected<'s> {
    let few = stream.len() * cuts.len() <= PATIENCE;
    Expected::at(stream, options, if few { cuts } else { &[] }.iter().copied())
}
