//! Memory stays within the limit, whatever the stream, and nothing is allocated where nothing has to be kept: counted
//! at the allocator, in a test binary of its own since it replaces the allocator.
#![cfg(feature = "alloc")]

use allocation_counter::{AllocationInfo, measure};
use sse_proto::{Decoder, Growing};

/// What the smallest allocation of growing storage may be, where the limit allows it.
const CONSTANT: usize = 1024;

/// Reads the inputs and forgets what comes.
fn decode<'i>(decoder: &mut Decoder<Growing>, inputs: impl IntoIterator<Item = &'i [u8]>) {
    for input in inputs {
        let mut events = decoder.decode(input);
        while let Some(item) = events.next_item() {
            _ = core::hint::black_box(item);
        }
    }
}

/// Streams that make a decoder keep as much as it can be made to keep.
fn hostile_streams() -> Vec<(&'static str, Vec<u8>)> {
    const LEN: usize = 128 * 1024;
    let line = |start: &str, fill: u8| {
        let mut line = start.as_bytes().to_vec();
        line.resize(LEN, fill);
        line
    };
    let lines = |lines: &str| lines.bytes().cycle().take(LEN).collect::<Vec<_>>();
    vec![
        ("a data line without an end", line("data: ", b'x')),
        ("a type without an end", line("event: ", b'x')),
        ("an ID without an end", line("id: ", b'x')),
        ("an ID of NULLs without an end", line("id: ", 0)),
        ("a reconnection time without an end", line("retry: ", b'9')),
        ("a comment without an end", line(":", b'x')),
        ("a field name without an end", line("", b'd')),
        ("an unknown field without an end", line("unknown: ", b'x')),
        ("line ends", line("", b'\r')),
        ("NULLs", line("", 0)),
        ("data lines without a blank line", lines("data: x\n")),
        ("empty data lines without a blank line", lines("data\n")),
        ("types and IDs without a blank line", lines("event: abc\nid: defghi\nevent: k\nid: l\n")),
        ("ever new IDs", lines("id: 1\n\nid: 12345\n\nid: 123\ndata: 12345\n\n")),
        ("events of about the limit", lines(&format!("data: {}\n\ndata: ok\n\n", "x".repeat(990)))),
        ("oversized types, then IDs", lines(&format!("event: {0}\nid: {0}\ndata: {0}\n\n", "x".repeat(400)))),
    ]
}

#[test]
fn memory_stays_within_the_limit_whatever_the_stream() {
    for (name, stream) in hostile_streams() {
        for limit in [0, 1, 100, 1000, 4096, 5000, 64 * 1024] {
            for size in [7, 1460, stream.len()] {
                let mut decoder = Decoder::with_storage(Growing::with_limit(limit));
                let used = measure(|| decode(&mut decoder, stream.chunks(size)));
                let kept = usize::try_from(used.bytes_current).unwrap();
                assert!(kept <= limit, "{name}, inputs of {size} bytes: {kept} bytes kept, limit {limit}");
                // This allocator moves a block to make it larger, so the old one is there for a moment besides the new.
                let most = usize::try_from(used.bytes_max).unwrap();
                assert!(most <= 2 * limit, "{name}, inputs of {size} bytes: {most} bytes at once, limit {limit}");
            }
        }
    }
}

#[test]
fn memory_is_not_taken_before_it_is_needed() {
    for (name, stream) in hostile_streams() {
        let mut decoder = Decoder::with_storage(Growing::with_limit(usize::MAX));
        let used = measure(|| decode(&mut decoder, [&stream[..100]]));
        let kept = usize::try_from(used.bytes_current).unwrap();
        assert!(kept <= CONSTANT, "{name}: {kept} bytes kept of the first hundred");
    }
}

/// On smaller CPUs every event goes through the storage, which has to be there then.
#[cfg(target_pointer_width = "64")]
#[test]
fn nothing_is_allocated_for_events_that_lie_whole_in_an_input() {
    let input = b"event: add\ndata: {\"a\": 1}\n\n: heartbeat\nretry: 5\n\ndata: x\n\n".repeat(100);
    let mut decoder = Decoder::new();
    let used = measure(|| (0..100).for_each(|_| decode(&mut decoder, [&input[..]])));
    assert_eq!(used, AllocationInfo::default());
}

#[test]
fn nothing_is_allocated_once_the_storage_has_grown() {
    let stream =
        b"id: 12\nevent: add\ndata: a\ndata: b\ndata: c\n\n: heartbeat\n\nid: 1\ndata: ddddd\nevent: e\n\n".repeat(50);
    for size in [1, 7, 64, 1460] {
        let mut decoder = Decoder::new();
        decode(&mut decoder, stream.chunks(size));
        let used = measure(|| (0..10).for_each(|_| decode(&mut decoder, stream.chunks(size))));
        assert_eq!(used, AllocationInfo::default(), "inputs of {size} bytes");
    }
}

#[test]
fn nothing_is_allocated_by_a_parser_or_in_storage_of_fixed_size() {
    let streams = hostile_streams();
    let mut memory = vec![0; 1000];
    let used = measure(|| {
        for (_, stream) in &streams {
            for size in [7, stream.len()] {
                let mut parser = sse_proto::Parser::new();
                let mut decoder = Decoder::with_storage(&mut memory[..]);
                for input in stream.chunks(size) {
                    assert!(parser.parse(input).count() <= input.len() + 1);
                    let mut events = decoder.decode(input);
                    while events.next_item().is_some() {}
                }
            }
        }
    });
    assert_eq!(used, AllocationInfo::default());
}

/// Growing in steps, by doubling: a linear amount of memory is asked for in all, not a quadratic one.
#[test]
fn what_is_allocated_in_all_is_linear() {
    for (name, stream) in hostile_streams() {
        for size in [7, 1460, stream.len()] {
            let mut decoder = Decoder::new();
            let used = measure(|| decode(&mut decoder, stream.chunks(size)));
            let in_all = usize::try_from(used.bytes_total).unwrap();
            assert!(in_all <= 4 * stream.len(), "{name}, inputs of {size} bytes: {in_all} bytes in all");
        }
    }
}
