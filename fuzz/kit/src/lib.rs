//! Tests any implementation of server-sent events as a black box, in any language.
//!
//! The reference model, the slow and obvious one of `sse-proto`'s own tests, says what a stream means. The other side gets
//! streams in chunks. If its answer differs, the kit makes the case as small and as general as it can, and counts it for one
//! rule. From top to bottom:
//!
//! - [`run`] goes through the cases of a [`trial`], which is that of a [`decoder`] or an [`encoder`];
//! - [`choices`] makes cases from a seed, with the library's generator of streams; a [`chunked`] stream is one;
//! - [`shrink`] makes a failing case small, [`findings`] collects them;
//! - [`rules`] is the list of rules, [`anatomy`] says which of them a case concerns;
//! - [`answer`] compares, [`protocol`] and [`process`] talk to the [`other_side`];
//! - [`report`] shows the result.

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
