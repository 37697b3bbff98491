//! What the fuzz targets prove: one function for each, which takes the fuzzer's bytes and panics if something is wrong.
//!
//! They are functions and not programs, so that the corpora can be replayed by an ordinary test, too.

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

/// A target: the fuzzer's bytes in, a panic if something is wrong.
pub type Target = fn(&[u8]);

/// All of them, by name.
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

/// The example of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
