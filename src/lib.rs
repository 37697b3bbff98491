//! A codec for server-sent events, the stream format `text/event-stream`.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![forbid(unsafe_code)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

#[cfg(feature = "alloc")]
extern crate alloc;

pub mod encode;
mod field;

pub use field::FieldName;
