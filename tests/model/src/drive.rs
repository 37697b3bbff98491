//! Runs a stream through each layer of the crate in several ways, and checks that the results are the model's.

mod decoding;
mod expected;
mod log;
mod parsing;

use sse_proto::Storage;

pub use decoding::Decoding;
pub use expected::{Expected, is_event};
pub use log::{Log, same_items, seen};
pub use parsing::Parsing;

use crate::model::{Item, Own};

/// Enough room for every stream that is not about limits.
pub const ROOMY: usize = 512;

/// The initial content of storage must not matter. These bytes would be noticed.
pub const POISON: u8 = b'\n';

/// A layer of the crate that gets a stream input by input, and collects its results.
pub trait Layer {
    /// Returns the name of the layer, for failure messages.
    fn name(&self) -> &str;

    /// Feeds one input.
    fn feed(&mut self, bytes: &[u8]);

    /// Begins a new response body.
    fn reset(&mut self);

    /// Returns what the layer has returned so far.
    fn log(&self) -> &Log;

    /// Returns all items so far, including a comment once its end has come.
    fn items(&self) -> &[Item] {
        &self.log().items
    }

    /// Returns the own ID and type of the block of each event.
    fn own(&self) -> &[Own] {
        &self.log().own
    }

    /// Returns whether a comment may be written here.
    fn is_between_events(&self) -> bool;

    /// Returns whether ignored lines that are whole in an input are returned whole.
    fn has_whole_lines(&self) -> bool {
        true
    }

    /// Returns, for each item, how many bytes of its input had been consumed when the item was returned.
    fn consumed(&self) -> &[usize] {
        &self.log().consumed
    }

    /// Returns the last event ID of the blocks that have ended.
    fn last_event_id(&self) -> String;

    /// Returns the reconnection time in milliseconds.
    fn reconnection_time(&self) -> Option<u64>;

    /// Returns whether comments and reconnection times are missing among the items.
    fn events_only(&self) -> bool {
        false
    }
}

/// Says how an input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// All of its items, with one `Input`.
    Items,
    /// Only the events, with one `Input`.
    Events,
    /// Each `Input` is dropped after its first item, and its rest becomes a new one.
    OneAtATime,
}

/// Storage that grows only by as much as it is asked for, so that a decoder moves its content as often as possible. New bytes
/// are poisoned.
#[derive(Clone, Debug)]
pub struct Creeping {
    bytes: Vec<u8>,
    limit: usize,
}

impl Creeping {
    /// Creates empty storage with this limit.
    pub fn with_limit(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }
}

impl Storage for Creeping {
    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    fn limit(&self) -> usize {
        self.limit
    }

    fn grow(&mut self, len: usize) {
        assert!(len > self.bytes.len(), "asked to grow from {} to {len} bytes", self.bytes.len());
        assert!(len <= self.limit, "asked to grow to {len} bytes, over the limit of {}", self.limit);
        self.bytes.resize(len, POISON);
    }
}

/// Calls `run` with every layer in turn, each in every way of reading that it has.
pub fn every_layer(mut run: impl FnMut(&mut dyn Layer)) {
    every_storage(ROOMY, &mut run);
    run(&mut Decoding::new("array decoder", [POISON; ROOMY], Reading::Items));
    every_parser(&mut run);
}

/// Calls `run` with the parser in both ways of reading.
pub fn every_parser(run: &mut dyn FnMut(&mut dyn Layer)) {
    run(&mut Parsing::new(Reading::Items));
    run(&mut Parsing::new(Reading::OneAtATime));
}

/// Calls `run` with decoders of every storage whose limit can be chosen freely.
pub fn every_storage(limit: usize, run: &mut dyn FnMut(&mut dyn Layer)) {
    let mut memory = vec![POISON; limit];
    run(&mut Decoding::new("slice decoder", &mut memory[..], Reading::Items));
    memory.fill(POISON);
    run(&mut Decoding::new("slice decoder, one item at a time", &mut memory[..], Reading::OneAtATime));
    run(&mut Decoding::new("creeping decoder, events only", Creeping::with_limit(limit), Reading::Events));
    run(&mut Decoding::new("creeping decoder, handed over", Creeping::with_limit(limit), Reading::Items).handed_over());
}

/// Returns cuts that make an input of each byte.
pub fn byte_by_byte(len: usize) -> Vec<usize> {
    (1..len).collect()
}

/// Returns cuts that make an input of each byte, with empty inputs before, between and after these.
pub fn with_empty_inputs(len: usize) -> Vec<usize> {
    (0..=len).flat_map(|at| [at, at]).collect()
}

/// Returns cuts that make inputs of this size.
pub fn chunks_of(size: usize, len: usize) -> Vec<usize> {
    (1..).map(|n| n * size).take_while(|&cut| cut < len).collect()
}
