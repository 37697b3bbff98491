//! The tests of the library, one module for each promise: one program, so that it is linked once.
//!
//! What they share with the other packages (the reference model, the table of cases, and its driver) is `tests/model`.

#[cfg(feature = "arbitrary")]
mod arbitrary;
mod auto_traits;
mod chunking;
mod decisions;
mod decode;
#[cfg(feature = "alloc")]
mod encode;
mod end_of_stream;
mod event_source;
mod heartbeats;
mod input;
mod layers;
mod limits;
#[cfg(feature = "alloc")]
mod memory;
mod properties;
mod recorded_streams;
mod replay;
mod storage;
#[cfg(feature = "stream")]
mod stream;
mod values;
