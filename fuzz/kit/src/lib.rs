//! Tests any implementation of server-sent events as a black box, in whatever language it is written.
//!
//! What a stream means is asked of the reference model, the slow and obvious one of `sse-proto`'s own tests. The other
//! side gets streams in chunks; where its answer differs, the case is made as small and as general as it can be, and laid
//! at the door of one rule. From top to bottom:
//!
//! - [`run`] goes through the cases of a [`trial`], which is that of a [`decoder`] or an [`encoder`];
//! - [`choices`] makes up cases from a seed, with the library's generator of streams; a [`chunked`] stream is one;
//! - [`shrink`] makes a failing case small, [`findings`] collects them;
//! - [`rules`] is the list of rules, [`anatomy`] tells which of them a case has to do with;
//! - [`answer`] compares, [`protocol`] and [`process`] talk to the [`other_side`];
//! - [`report`] shows it all.

pub mod anatomy;
pub mod answer;
pub mod aspects;
pub mod choices;
pub mod chunked;
pub mod decoder;
pub mod encoder;
pub mod findings;
pub mod notation;
pub mod options;
pub mod other_side;
pub mod process;
pub mod protocol;
pub mod report;
pub mod rules;
pub mod run;
pub mod shrink;
pub mod trial;

pub use sse_proto_model::model;
