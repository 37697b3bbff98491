//! Compares decoding with the reference model.

use crate::{
    drive::{Creeping, Decoding, Expected, POISON, Parsing, Reading},
    model::{self, Options, Outcome},
    seen::{Logged, Seen},
    stream::Stream,
};
use sse_proto::{GrowingStorage, Storage, encode::HEARTBEAT};

/// If the model would read more bytes than this for the ends of all inputs, it is asked only about the end of the stream.
pub(crate) const PATIENCE: usize = 1 << 15;

/// Checks that decoders of all storages, and the parser with a small interpreter, return what the model does, and as soon as
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
    check_ends(&bytes, &cuts, GrowingStorage::new(), Options::default());
}

/// Checks that a stream that ends at the end of any input loses what the model says. For the model, a stream that ends in an
/// event over the limit loses nothing. Also checks that comments between events change nothing.
pub(crate) fn check_ends<S: Storage + Clone>(bytes: &[u8], cuts: &[usize], storage: S, options: Options<'_>) {
    let few = bytes.len() * cuts.len() <= PATIENCE;
    let mut decoder = Logged::new(storage);
    let mut with_comments = Vec::new();
    let mut start = 0;
    for end in cuts.iter().copied().chain([bytes.len()]) {
        decoder.feed(&bytes[start..end]);
        with_comments.extend_from_slice(&bytes[start..end]);
        if decoder.decoder.is_between_events() {
            with_comments.extend_from_slice(HEARTBEAT.as_bytes());
        }
        start = end;
        let begun = &bytes[..end];
        if end < bytes.len() && !few || options.limit.is_some() && core::str::from_utf8(begun).is_err() {
            continue;
        }
        let unfinished = decoder.unfinished().filter(|seen| !matches!(seen, Seen::TooLarge(_)));
        let came = unfinished.map(|seen| (seen.item(), seen.own().expect("it is an event")));
        assert_eq!(came, model::interpret_with(begun, options).unfinished, "{}", begun.escape_ascii());
    }
    let [expected, came] = [bytes, &with_comments].map(|stream| {
        let mut outcome = model::interpret_with(stream, options);
        outcome.items.retain(|item| *item != model::Item::Comment(String::new()));
        outcome
    });
    let same = Outcome { is_between_events: expected.is_between_events, ..came } == expected;
    assert!(same, "{} and {}", bytes.escape_ascii(), with_comments.escape_ascii());
}

/// Returns the model's answer for the end of every input, or at least for the end of the stream.
pub(crate) fn expected<'s>(bytes: &'s [u8], cuts: &[usize], options: Options<'_>) -> Expected<'s> {
    let few = bytes.len() * cuts.len() <= PATIENCE;
    Expected::at(bytes, options, if few { cuts } else { &[] }.iter().copied())
}
