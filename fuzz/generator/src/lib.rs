//! Event streams with a chunking, made up from choices.
//!
//! The grammar is that of the standard (HTML, "Parsing an event stream"). What is made is steered by [`Choices`] alone: a
//! seeded source for programs that count their cases, the bytes of a fuzzer for those that learn. There is no I/O, no
//! clock and no dependency here.
//!
//! ```
//! use event_stream_generator::{Mood, Seeded, chunked};
//!
//! let case = chunked(&mut Seeded::new(7), Mood::NearlyValid);
//! let together: Vec<u8> = case.chunks().flatten().copied().collect();
//! assert_eq!(together, case.stream);
//! ```
//!
//! In a fuzz target it is the same call, with the fuzzer's bytes:
//!
//! ```
//! use event_stream_generator::{FromBytes, Mood, chunked};
//!
//! # let data = b"what libFuzzer gives";
//! let case = chunked(&mut FromBytes::new(data), Mood::Hostile);
//! for chunk in case.chunks() {
//!     // parser.feed(chunk)
//! #   let _ = chunk;
//! }
//! ```

mod choices;
mod chunking;
mod grammar;
mod ingredients;

pub use choices::{Choices, FromBytes, Seeded};
pub use chunking::{Chunked, interesting_cuts, some_cuts};
pub use grammar::{Mood, block, stream};

/// A stream and a way to cut it, both from the same choices.
pub fn chunked(choices: &mut impl Choices, mood: Mood) -> Chunked {
    let stream = stream(choices, mood);
    let cuts = some_cuts(choices, &stream);
    Chunked { stream, cuts }
}
