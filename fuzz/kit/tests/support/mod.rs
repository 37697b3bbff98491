//! A small correct parser, a small correct encoder, and the faults that they can have.

pub(crate) mod encoder;
pub(crate) mod faults;
pub(crate) mod parser;
