//! The properties that the fuzz targets prove: each a function that takes the fuzzer's bytes, and panics if something is wrong.
//!
//! They are functions and not programs, so that an ordinary test can replay the corpora, too.

mod api;
mod chunking;
mod decode;
mod fast_path;
mod limits;
mod parser;
mod pieces;
mod replay;
mod round_trip;
mod seen;
mod session;
mod shared_input;
mod storage;
mod stream;

use sse_proto_model::{drive, model, session as session_model};

pub use api::api;
pub use chunking::chunking;
pub use decode::decode;
pub use fast_path::fast_path;
pub use limits::limits;
pub use parser::parser;
pub use pieces::pieces;
pub use replay::replay;
pub use round_trip::round_trip;
pub use session::session;
pub use storage::storage;

/// A target takes the fuzzer's bytes, and panics if something is wrong.
pub type Target = fn(&[u8]);

/// Lists all targets, by name.
pub const TARGETS: [(&str, Target); 11] = [
    ("api", api),
    ("chunking", chunking),
    ("decode", decode),
    ("fast_path", fast_path),
    ("limits", limits),
    ("parser", parser),
    ("pieces", pieces),
    ("replay", replay),
    ("round_trip", round_trip),
    ("session", session),
    ("storage", storage),
];

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
