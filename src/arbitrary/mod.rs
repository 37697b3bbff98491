//! Feature `arbitrary`: generates event streams with a chunking, and events, for fuzzing and property tests.
//!
//! [`ChunkedStream`] fuzzes any code that reads event streams, with or without this crate in it. It implements
//! [`Arbitrary`](::arbitrary::Arbitrary), so a target for cargo-fuzz takes three lines:
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
//! This finds crashes. To find wrong answers, too, compare the results of `parser` with its results for
//! [`bytes`](ChunkedStream::bytes) at once, or with those of a [`Decoder`](crate::Decoder).
//!
//! # Values
//!
//! The types of a decoder ([`Event`], [`OwnedEvent`], [`Item`], [`Text`], [`Part`], [`FieldName`]) implement `Arbitrary`, with
//! values that could come from a stream. So do those of the encoder ([`encode::Event`], [`EventType`], [`EventId`],
//! [`Lengths`]), with values that it accepts. Types that borrow do so from the `Unstructured`; only `OwnedEvent` and the
//! streams allocate. Errors don't implement `Arbitrary`, as only a failure makes one.
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
//! A later release may make other values from the same bytes. A corpus is then less well suited, but not lost.
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

/// Returns as many bytes as a stream could use, the same ones for the same number.
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
