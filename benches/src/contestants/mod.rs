//! The decoders: sse-proto in its forms, its peers, and the limits.
//!
//! A contestant is one generic function, [`Decode::decode`], called with one of two sinks: the timed one counts, the checking
//! one hashes everything. So the checked code is the timed code.

mod eventsource_stream;
mod eventsrc;
mod limits;
mod ours;
mod sse_codec;
mod sse_core;
mod sse_parse;
mod sse_stream;
mod sseer;

pub use limits::LINE_ENDS;

use crate::{
    corpora::Corpus,
    inputs::{Cut, CutStream, Inputs},
    reference::Digest,
};
use futures_util::Stream;
use std::{
    fmt,
    hint::black_box,
    panic::{self, AssertUnwindSafe},
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Returns all contestants, in the order of the tables.
pub fn contestants() -> Vec<Contestant> {
    let mut contestants = ours::contestants();
    contestants.extend([
        Contestant::peer::<sse_core::SseCore>(Conforming::Yes),
        Contestant::peer::<sse_stream::SseStream>(Conforming::No),
        Contestant::peer::<eventsrc::Eventsrc>(Conforming::No),
        Contestant::peer::<sse_codec::SseCodec>(Conforming::No),
        Contestant::peer::<sseer::Sseer>(Conforming::No),
        Contestant::peer::<sse_parse::SseParse>(Conforming::Yes),
        Contestant::peer::<eventsource_stream::EventsourceStream>(Conforming::No),
    ]);
    contestants.extend(limits::contestants());
    contestants
}

/// A peer that gets a corpus wrong.
#[derive(Clone, Copy, Debug)]
pub struct KnownWrong {
    /// The name of the peer.
    pub peer: &'static str,
    /// The corpus.
    pub corpus: &'static str,
    /// The reason.
    pub why: &'static str,
}

/// All peers that get a corpus wrong. The package's tests check that these, and no others, do.
pub const KNOWN_WRONG: &[KnownWrong] =
    &[KnownWrong { peer: "sse-codec", corpus: "samples", why: "a bare `id` does not reset the last event ID" }];

/// Returns why a peer is known to get a corpus wrong, if it is.
pub fn known_wrong(peer: &str, corpus: &str) -> Option<&'static str> {
    KNOWN_WRONG.iter().find(|known| known.peer == peer && known.corpus == corpus).map(|known| known.why)
}

/// Takes all items of a stream that never waits, without the cost of an executor or a wake-up.
fn drive<T>(stream: impl Stream<Item = T>, mut each: impl FnMut(T)) {
    let mut stream = pin!(stream);
    let mut context = Context::from_waker(Waker::noop());
    while let Poll::Ready(Some(item)) = stream.as_mut().poll_next(&mut context) {
        each(item);
    }
}

/// A way of decoding.
pub trait Decode {
    /// Its name in all tables.
    const NAME: &'static str;

    /// Decodes all inputs and passes each event to the sink.
    fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S);
}

/// Takes events.
pub trait Sink {
    /// Whether contents matter. If not, [`counted`](Self::counted) is enough.
    const CHECKS: bool;

    /// Takes an event; `names` returns its type and last event ID.
    fn event<'e>(&mut self, data: &'e [u8], names: impl FnOnce() -> (&'e [u8], &'e [u8]));

    /// Takes an event that was never in one piece, of which only the length of the data is known.
    fn counted(&mut self, data_bytes: usize);
}

/// The counts of a timed run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The number of events.
    pub events: u64,
    /// The bytes of their data.
    pub data_bytes: u64,
}

impl Sink for Tally {
    const CHECKS: bool = false;

    #[inline]
    fn event<'e>(&mut self, data: &'e [u8], _names: impl FnOnce() -> (&'e [u8], &'e [u8])) {
        // The event must really be returned: the compiler may leave out nothing about its data.
        self.counted(black_box(data).len());
    }

    #[inline]
    fn counted(&mut self, data_bytes: usize) {
        self.events += 1;
        self.data_bytes += data_bytes as u64;
    }
}

impl Sink for Digest {
    const CHECKS: bool = true;

    fn event<'e>(&mut self, data: &'e [u8], names: impl FnOnce() -> (&'e [u8], &'e [u8])) {
        let (event_type, last_event_id) = names();
        self.add(event_type, data, last_event_id);
    }

    fn counted(&mut self, _data_bytes: usize) {
        unreachable!("contents matter");
    }
}

/// A way of decoding, as a table entry.
#[derive(Clone, Copy, Debug)]
pub struct Contestant {
    /// Its name in all tables.
    pub name: &'static str,
    /// Its role in the comparison.
    pub role: Role,
    /// Decodes and counts. This is timed.
    pub run: fn(CutStream<'_>) -> Tally,
    check: Check,
}

/// A way to check an answer.
#[derive(Clone, Copy, Debug)]
enum Check {
    /// Decodes once more and hashes everything.
    Decoder(fn(CutStream<'_>) -> Digest),
    /// Computes the number of a limit from the whole stream.
    Limit(fn(&[u8]) -> usize),
}

/// The role of a contestant in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// sse-proto.
    Ours(Form),
    /// Another decoder.
    Peer(Conforming),
    /// Something simpler than decoding, as an upper limit.
    Limit,
}

/// The form in which sse-proto returns what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pieces of the input, by `Parser`.
    Parts,
    /// Lent events, their data as bytes.
    Bytes,
    /// Lent events, their data as text, so UTF-8 is checked.
    Text,
    /// Events that own their strings, dropped at once.
    Owned,
    /// One event that owns its strings, filled again each time.
    Refilled,
}

/// Whether a peer is known to interpret streams by the standard in everything, beyond the corpora.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conforming {
    /// It does, except for values that don't occur in practice.
    Yes,
    /// It deviates somewhere, even where it gets every corpus right.
    No,
}

/// The outcome of checking a contestant's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The answer is right.
    Right,
    /// The answer is wrong, for this reason.
    Wrong(String),
    /// There is no answer.
    Panicked,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Right => f.write_str("right"),
            Self::Wrong(why) => f.write_str(why),
            Self::Panicked => f.write_str("panics"),
        }
    }
}

impl Contestant {
    const fn ours<D: Decode>(form: Form) -> Self {
        Self::decoder::<D>(Role::Ours(form))
    }

    const fn peer<D: Decode>(conforming: Conforming) -> Self {
        Self::decoder::<D>(Role::Peer(conforming))
    }

    const fn decoder<D: Decode>(role: Role) -> Self {
        Self { name: D::NAME, role, run: decode::<D, Tally>, check: Check::Decoder(decode::<D, Digest>) }
    }

    /// Returns whether this is another decoder, which may be wrong.
    pub fn is_peer(&self) -> bool {
        matches!(self.role, Role::Peer(_))
    }

    /// Returns whether this contestant answers `corpus` correctly, cut like that.
    pub fn check(&self, corpus: &Corpus, cut: Cut) -> Answer {
        let inputs = corpus.cut(cut);
        let answer = quietly(|| match self.check {
            Check::Decoder(digest) => compare(digest(inputs), corpus.expected()),
            Check::Limit(expected) => {
                let (found, expected) = ((self.run)(inputs).events, expected(&corpus.stream) as u64);
                if found == expected { Answer::Right } else { Answer::Wrong(format!("{found} instead of {expected}")) }
            }
        });
        answer.unwrap_or(Answer::Panicked)
    }
}

/// Decodes a stream and returns the sink.
fn decode<D: Decode, S: Sink + Default>(stream: CutStream<'_>) -> S {
    match stream {
        CutStream::Pieces(inputs) => decode_inputs::<D, S>(inputs),
        CutStream::Blocks(inputs) => decode_inputs::<D, S>(inputs),
    }
}

/// A separate function, so that the compiler treats each way of cutting independently of the others.
#[inline(never)]
fn decode_inputs<D: Decode, S: Sink + Default>(inputs: impl Inputs) -> S {
    let mut sink = S::default();
    D::decode(inputs, &mut sink);
    sink
}

fn compare(found: Digest, expected: Digest) -> Answer {
    if found == expected {
        Answer::Right
    } else if found.events != expected.events {
        Answer::Wrong(format!("{} events instead of {}", found.events, expected.events))
    } else if found.data_bytes != expected.data_bytes {
        Answer::Wrong(format!("{} bytes of data instead of {}", found.data_bytes, expected.data_bytes))
    } else {
        Answer::Wrong("as many events and bytes, but not the same".to_owned())
    }
}

/// Calls `work`. Returns `None` if it panics, which is a result here, and prints nothing.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Option<T> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let result = panic::catch_unwind(AssertUnwindSafe(work)).ok();
    panic::set_hook(hook);
    result
}
