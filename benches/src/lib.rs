//! Benchmarks of sse-proto, side by side with its peers and with the limits that no decoder can pass.
//!
//! Everything that is timed is checked first: a contestant's answer is compared with the one of the reference model
//! that the tests of sse-proto use, and one that gets a stream wrong is marked wherever its figures stand.
//!
//! - [`corpora`]: the streams, and the right answers
//! - [`inputs`]: where streams are cut
//! - [`contestants`]: the decoders, one file each
//! - [`encoders`]: the encoders, one file each
//! - [`comparison`]: rounds of all contestants in turn, and their medians
//! - [`report`]: tables and a chart

pub mod comparison;
pub mod contestants;
pub mod corpora;
pub mod encoders;
pub mod environment;
pub mod inputs;
pub mod reference;
pub mod report;
pub mod stopwatch;
