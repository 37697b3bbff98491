//! Counts the allocations of decoders: how many and how many bytes per event, and how many bytes at most at the same time.
//!
//! "Once the buffers have grown" means the difference between two runs over the same stream, one over its first half and one
//! over all of it. It must be nothing for what sse-proto lends.

use sse_proto_benches::{
    contestants::{Contestant, Form, Role, Tally, contestants},
    corpora::Corpus,
    environment,
    inputs::{Cut, CutStream, Pieces},
};
use std::{
    alloc::{GlobalAlloc, Layout, System},
    fmt::Write as _,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static CALLS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);
static LIVE: AtomicU64 = AtomicU64::new(0);
static PEAK: AtomicU64 = AtomicU64::new(0);

/// The system's allocator, with counters. `realloc` counts as one call, with the bytes that it adds.
struct Counting;

impl Counting {
    fn grow(bytes: usize) {
        CALLS.fetch_add(1, Relaxed);
        BYTES.fetch_add(bytes as u64, Relaxed);
        let live = LIVE.fetch_add(bytes as u64, Relaxed) + bytes as u64;
        PEAK.fetch_max(live, Relaxed);
    }

    fn shrink(bytes: usize) {
        LIVE.fetch_sub(bytes as u64, Relaxed);
    }
}

// SAFETY: every call goes to the system's allocator unchanged, and counting neither allocates nor panics.
#[allow(unsafe_code, reason = "an allocator cannot be written without")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::grow(layout.size());
        // SAFETY: the caller promises what the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        Self::shrink(layout.size());
        // SAFETY: the caller promises what the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::grow(layout.size());
        // SAFETY: the caller promises what the system's allocator requires.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        match new_size.checked_sub(layout.size()) {
            Some(more) => Self::grow(more),
            None => Self::shrink(layout.size() - new_size),
        }
        // SAFETY: the caller promises what the system's allocator requires.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

/// The allocations of one run.
#[derive(Clone, Copy)]
struct Usage {
    tally: Tally,
    calls: u64,
    bytes: u64,
    peak: u64,
}

fn measure(contestant: &Contestant, inputs: CutStream<'_>) -> Usage {
    let (calls, bytes, live) = (CALLS.load(Relaxed), BYTES.load(Relaxed), LIVE.load(Relaxed));
    PEAK.store(live, Relaxed);
    let tally = (contestant.run)(inputs);
    Usage {
        tally,
        calls: CALLS.load(Relaxed) - calls,
        bytes: BYTES.load(Relaxed) - bytes,
        peak: PEAK.load(Relaxed) - live,
    }
}

const INPUT_SIZE: usize = 16 << 10;
const SIZE: usize = 2 << 20;
/// Half of it is the line.
const HUGE: usize = 1 << 20;

fn main() {
    let openai = Corpus::generate("openai", SIZE).expect("a corpus of that name");
    let half = openai.beginning(SIZE / 2);
    let huge = Corpus::generate("huge-line-drip", HUGE).expect("a corpus of that name");
    let uneven = large_then_small();

    println!("# Allocations\n\n{}.", environment::caption());
    println!("Written by `cargo run --release --manifest-path benches/Cargo.toml --bin allocations`.\n");
    println!("- **openai**: 16 KiB inputs, once the buffers have grown: allocations and bytes an event; peak in KiB.");
    println!("- **huge line**: the peak in KiB for a line of {} KiB in 64-byte inputs.", HUGE >> 11);
    println!("- **uneven**: one event of 400 KiB, then small ones: bytes allocated for each byte of data.\n");
    println!("| | openai: allocations | bytes | peak | huge line: peak | uneven: bytes a byte |");
    println!("|---|---:|---:|---:|---:|---:|");
    for contestant in contestants().iter().filter(|contestant| contestant.role != Role::Limit) {
        let first = measure(contestant, half.cut(Cut::Bytes(INPUT_SIZE)));
        let both = measure(contestant, openai.cut(Cut::Bytes(INPUT_SIZE)));
        let events = (both.tally.events - first.tally.events) as f64;
        let (calls, bytes) = (both.calls - first.calls, both.bytes - first.bytes);
        let line = measure(contestant, huge.cut(huge.own_cut.unwrap_or(Cut::Bytes(INPUT_SIZE))));
        let uneven = measure(contestant, CutStream::Pieces(Pieces::new(&uneven, INPUT_SIZE)));
        let waste = uneven.bytes as f64 / uneven.tally.data_bytes as f64;
        println!(
            "| {} | {:.2} | {:.0} | {:.1} | {:.0} | {waste:.2} |",
            contestant.name,
            calls as f64 / events,
            bytes as f64 / events,
            both.peak as f64 / 1024.0,
            line.peak as f64 / 1024.0,
        );
        let name = contestant.name;
        match contestant.role {
            Role::Ours(Form::Parts) => assert_eq!(both.calls, 0, "{name} has nothing to allocate"),
            Role::Ours(Form::Bytes | Form::Text | Form::Refilled) => {
                assert_eq!(calls, 0, "{name} allocates after its buffers have grown")
            }
            Role::Ours(Form::Owned) => {
                assert!(waste < 4.0, "{name} hands out strings with {waste:.1} times their capacity")
            }
            Role::Peer(_) | Role::Limit => {}
        }
    }
}

/// One event of 400 KiB, then 7,000 small ones: a decoder that returns its buffer returns the buffer's capacity, too.
fn large_then_small() -> bytes::Bytes {
    let mut stream = String::from("data: ");
    stream.extend(std::iter::repeat_n('x', 400 << 10));
    stream.push_str("\n\n");
    for number in 0..7000 {
        let _ = write!(stream, "data: {{\"delta\":\"{number:0280}\"}}\n\n");
    }
    stream.into()
}
