//! Compares sse-proto with its peers and with limits that no decoder can exceed.
//!
//! Everything that is timed is checked first: a contestant's answer is compared with that of the reference model in sse-proto's
//! tests. A contestant that gets a stream wrong is marked wherever its figures appear.
//!
//! - [`corpora`]: the streams, and the right answers
//! - [`inputs`]: the places where streams are cut
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
