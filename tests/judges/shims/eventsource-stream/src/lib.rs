//! eventsource-stream's API, by sse-proto's decoder. `event.rs` and `traits.rs` are that crate's own.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod event;
mod event_stream;
mod traits;

pub use event::Event;
pub use event_stream::{EventStream, EventStreamError};
pub use traits::Eventsource;
