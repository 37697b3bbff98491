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
mod round_trip;
mod seen;
mod shared_input;
mod storage;
mod stream;

#[allow(dead_code, unreachable_pub, reason = "the tests of the library use the rest of it")]
#[path = "../../tests/support/drive.rs"]
mod drive;
#[allow(dead_code, unreachable_pub, reason = "the tests of the library use the rest of it")]
#[path = "../../tests/support/model.rs"]
mod model;

pub use api::api;
pub use chunking::chunking;
pub use decode::decode;
pub use fast_path::fast_path;
pub use limits::limits;
pub use parser::parser;
pub use pieces::pieces;
pub use round_trip::round_trip;
pub use storage::storage;

/// A target: the fuzzer's bytes in, a panic if something is wrong.
pub type Target = fn(&[u8]);

/// All of them, by name.
pub const TARGETS: [(&str, Target); 9] = [
    ("api", api),
    ("chunking", chunking),
    ("decode", decode),
    ("fast_path", fast_path),
    ("limits", limits),
    ("parser", parser),
    ("pieces", pieces),
    ("round_trip", round_trip),
    ("storage", storage),
];

/// The example of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
