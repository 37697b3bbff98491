//! Made-up values, for fuzzing and property tests: event streams with a chunking, and events. (Feature `arbitrary`.)
//!
//! [`ChunkedStream`] is the way into whatever reads event streams: yours, with this crate in it or without. In a target for
//! cargo-fuzz, these are the three lines; `libfuzzer_sys` needs no more than that it implements
//! [`Arbitrary`](::arbitrary::Arbitrary):
//!
//! ```
//! use sse_proto::arbitrary::ChunkedStream;
//!
//! # mod libfuzzer_sys {
//! #     macro_rules! fuzz_target {
//! #         (|$stream:ident: $Stream:ty| $body:block) => {
//! #             fn main() {
//! #                 let mut bytes = arbitrary::Unstructured::new(b"\x01what libFuzzer makes up");
//! #                 let $stream = bytes.arbitrary::<$Stream>().unwrap();
//! #                 $body
//! #             }
//! #         };
//! #     }
//! #     pub(crate) use fuzz_target;
//! # }
//! # mod mine {
//! #     #[derive(Default)]
//! #     pub struct Parser(sse_proto::Parser);
//! #     impl Parser {
//! #         pub fn feed(&mut self, chunk: &[u8]) {
//! #             let mut input = sse_proto::Input::new(chunk);
//! #             while self.0.next_part(&mut input).is_some() {}
//! #         }
//! #     }
//! # }
//! libfuzzer_sys::fuzz_target!(|stream: ChunkedStream| {
//!     let mut parser = mine::Parser::default();
//!     stream.chunks().for_each(|chunk| parser.feed(chunk));
//! });
//! ```
//!
//! A crash is one thing to look for. To find wrong answers, too, compare: what `parser` gives with what it gives for
//! [`bytes`](ChunkedStream::bytes) in one piece, or with what [`Decoder`](crate::Decoder) gives.
//!
//! # Values
//!
//! These implement `Arbitrary`, and are always valid: what a decoder hands out ([`Event`], [`OwnedEvent`], [`Item`],
//! [`Text`], [`Part`], [`FieldName`]) could have come from a stream, and what an encoder takes ([`encode::Event`],
//! [`EventType`], [`EventId`], [`Lengths`]) never has to be refused. What borrows, borrows from the `Unstructured`; nothing
//! but an `OwnedEvent` and the streams allocates. Errors have none: they come from what goes wrong.
//!
//! ```
//! use arbitrary::{Arbitrary, Unstructured};
//! use sse_proto::{Decoder, Input, encode};
//!
//! let event = encode::Event::arbitrary(&mut Unstructured::new(b"what libFuzzer makes up"))?;
//! let mut decoder = Decoder::new();
//! let bytes = event.to_vec();
//! let decoded = decoder.next_event(&mut Input::new(&bytes));
//! # Ok::<(), arbitrary::Error>(())
//! ```
//!
//! The values for given bytes may be others in a later release; a corpus is then less well suited, but not lost.
//!
//! [`Event`]: crate::Event
//! [`OwnedEvent`]: crate::OwnedEvent
//! [`Item`]: crate::Item
//! [`Text`]: crate::Text
//! [`Part`]: crate::Part
//! [`FieldName`]: crate::FieldName
//! [`encode::Event`]: crate::encode::Event
//! [`EventType`]: crate::encode::EventType
//! [`EventId`]: crate::encode::EventId
//! [`Lengths`]: crate::encode::Lengths

mod grammar;
mod ingredients;
mod stream;
mod values;

pub use grammar::Mood;
pub use stream::{ChunkedStream, interesting_cuts};

/// As many bytes as a stream could use, the same for the same number.
#[cfg(test)]
fn noise(number: u64) -> alloc::vec::Vec<u8> {
    let mut state = number;
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB)
    };
    (0..1000).map(|_| (next() >> 56) as u8).collect()
}
