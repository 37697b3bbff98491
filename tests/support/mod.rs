//! What the test binaries share: the reference model, the case table, and the ways to run a stream through the crate.

pub mod cases;
pub mod drive;
pub mod model;
pub mod session;
