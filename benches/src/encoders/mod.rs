//! The encoders: sse-proto, its peers, and simpler code.
//!
//! Arguments of an encoder (owned strings, for most peers) are prepared before the clock starts. The reference model checks its
//! output: it must find the events that went in.

mod axum;
mod ours;
mod plain;
mod russe;
mod sse_codec;
mod sse_stream;

pub use plain::MEMCPY;

use crate::{
    corpora::Corpus,
    reference::{self, Digest},
    stopwatch::Stopwatch,
};
use std::{hint::black_box, sync::Arc, time::Duration};

/// The corpora whose events are encoded.
pub const CORPORA: &[&str] = &["openai", "anthropic", "tiny", "bulk", "multiline", "utf8"];

/// How many bytes of a corpus are encoded: so few that output and input stay in the second-level cache.
pub const SIZE: usize = 256 << 10;

/// Returns all encoders, in the order of the tables.
pub fn encoders() -> Vec<Encoder> {
    vec![
        Encoder { ours: true, ..Encoder::checking::<ours::Slice>() },
        Encoder { ours: true, ..Encoder::checking::<ours::Reused>() },
        Encoder { ours: true, ..Encoder::checking::<ours::Fresh>() },
        Encoder { ours: true, ..Encoder::checking::<ours::Text>() },
        Encoder::checking::<russe::Russe>(),
        Encoder::checking::<sse_stream::SseStream>(),
        Encoder::checking::<axum::Axum>(),
        Encoder::unchecking::<sse_codec::SseCodec>(),
        Encoder::unchecking::<plain::Formatted>(),
        Encoder::unchecking::<plain::Copied>(),
    ]
}

/// An event to be encoded.
#[derive(Clone, Debug)]
pub struct Event {
    /// The event type, unless it is `message`.
    pub event_type: Option<String>,
    /// The event's ID, unless there is none.
    pub id: Option<String>,
    /// The data.
    pub data: String,
}

/// The events of a corpus. They are shared, because some encoders keep their arguments.
#[derive(Clone, Debug)]
pub struct Sample {
    events: Arc<[Event]>,
    expected: Digest,
}

impl Sample {
    /// Returns the events at the beginning of the corpus of that name.
    ///
    /// # Panics
    ///
    /// Panics if there is no such corpus.
    pub fn of_corpus(name: &str) -> Self {
        let corpus = Corpus::generate(name, SIZE).expect("a corpus of that name");
        Self { events: reference::events(&corpus.stream).into(), expected: corpus.expected() }
    }

    /// Returns the events.
    pub fn events(&self) -> &[Event] {
        &self.events
    }
}

/// A way of encoding.
trait Encode {
    /// Its name in all tables.
    const NAME: &'static str;

    /// The events in the form that it takes.
    type Prepared;

    /// Converts the events into that form.
    fn prepare(sample: &Sample) -> Self::Prepared;

    /// Encodes the events and passes on the bytes of each.
    fn encode(prepared: Self::Prepared, each: impl FnMut(&[u8]));
}

/// The timed code. It has a name because `benches/instructions` counts the instructions below it.
#[inline(never)]
fn counted_encoding<E: Encode>(prepared: E::Prepared) {
    E::encode(prepared, |bytes| _ = black_box(bytes));
}

/// A way of encoding, as a table entry.
#[derive(Clone, Copy, Debug)]
pub struct Encoder {
    /// Its name in all tables.
    pub name: &'static str,
    /// Whether it is sse-proto's.
    pub ours: bool,
    /// Whether it makes sure that a type or ID with a line end cannot become another field.
    pub checks: bool,
    /// Encodes a sample once.
    pub time: fn(&Sample) -> Duration,
    output: fn(&Sample) -> Vec<u8>,
}

impl Encoder {
    const fn checking<E: Encode>() -> Self {
        Self { checks: true, ..Self::unchecking::<E>() }
    }

    const fn unchecking<E: Encode>() -> Self {
        Self {
            name: E::NAME,
            ours: false,
            checks: false,
            time: |sample| {
                let prepared = E::prepare(sample);
                let start = Stopwatch::start();
                counted_encoding::<E>(prepared);
                start.elapsed()
            },
            output: |sample| {
                let mut output = Vec::new();
                E::encode(E::prepare(sample), |bytes| output.extend_from_slice(bytes));
                output
            },
        }
    }

    /// Returns whether the reference model finds in its output the events that went in.
    pub fn is_right(&self, sample: &Sample) -> bool {
        Digest::of_stream(&(self.output)(sample)) == sample.expected
    }

    /// Returns the average number of bytes per event.
    pub fn bytes_per_event(&self, sample: &Sample) -> f64 {
        (self.output)(sample).len() as f64 / sample.events.len() as f64
    }
}
