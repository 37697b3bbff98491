//! A small correct parser and a small correct encoder, and the faults that can be put into them.

pub(crate) mod encoder;
pub(crate) mod faults;
pub(crate) mod parser;
