//! Memory stays within the limit for any stream, and nothing is allocated unless something must be kept. The allocator
//! counts.

use core::iter;

use allocation_counter::{AllocationInfo, measure};
use sse_proto::{Decoder, GrowingStorage, Input, OwnedEvent, Parser};

/// The size of the smallest allocation of growing storage, if the limit allows it.
const CONSTANT: usize = 1024;

/// Decodes the chunks and drops the events.
fn decode<'i>(decoder: &mut Decoder<GrowingStorage>, chunks: impl IntoIterator<Item = &'i [u8]>) {
    for chunk in chunks {
        let mut input = Input::new(chunk);
        while let Some(item) = decoder.next_item(&mut input) {
            _ = core::hint::black_box(item);
        }
    }
}

/// Returns streams that make a decoder keep as much as possible.
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
                let mut decoder = Decoder::with_limit(limit);
                let used = measure(|| decode(&mut decoder, stream.chunks(size)));
                let kept = usize::try_from(used.bytes_current).unwrap();
                assert!(kept <= limit, "{name}, inputs of {size} bytes: {kept} bytes kept, limit {limit}");
                // This allocator moves memory to enlarge it, so the old memory exists for a moment beside the new.
                let most = usize::try_from(used.bytes_max).unwrap();
                assert!(most <= 2 * limit, "{name}, inputs of {size} bytes: {most} bytes at once, limit {limit}");
            }
        }
    }
}

#[test]
fn memory_is_not_taken_before_it_is_needed() {
    for (name, stream) in hostile_streams() {
        let mut decoder = Decoder::with_limit(usize::MAX);
        let used = measure(|| decode(&mut decoder, [&stream[..100]]));
        let kept = usize::try_from(used.bytes_current).unwrap();
        assert!(kept <= CONSTANT, "{name}: {kept} bytes kept of the first hundred");
    }
}

/// In a small build, every event goes through the storage, which has to grow for that.
#[cfg(not(sse_proto_small))]
#[test]
fn nothing_is_allocated_for_events_that_are_whole_in_an_input() {
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
                let mut parser = Parser::new();
                let mut decoder = Decoder::with_storage(&mut memory[..]);
                for chunk in stream.chunks(size) {
                    let mut input = Input::new(chunk);
                    let parts = iter::from_fn(|| parser.next_part(&mut input));
                    assert!(parts.count() <= chunk.len() + 1);
                    let mut input = Input::new(chunk);
                    while decoder.next_item(&mut input).is_some() {}
                }
            }
        }
    });
    assert_eq!(used, AllocationInfo::default());
}

/// Returns streams of one event, each with a longer text than the one before, and the lengths of these texts.
const EVENTS: [(&[u8], u64); 5] = [
    (b"data\n\n", 0),
    (b"data: a\n\n", 1),
    (b"event: add\nid: 12\ndata: abc\ndata: def\n\n", 12),
    (b"event: message\nid\ndata: 0123456789abcdef\n\n", 16),
    (b"event: add\ndata: 0123456789abcdef0123456789abcdef\n\n", 35),
];

#[test]
fn an_owned_event_takes_one_allocation_of_little_more_than_its_text() {
    for (stream, len) in EVENTS {
        let mut decoder = Decoder::new();
        // If the event goes through the storage, that must have grown before.
        decode(&mut decoder, [stream]);
        let used = measure(|| drop(decoder.owned_events(stream).next()));
        let (times, most) = if len == 0 { (0, 0) } else { (1, len + 31) };
        assert_eq!(used.count_total, times, "{}", stream.escape_ascii());
        assert!(used.bytes_total <= most, "{}: {} bytes", stream.escape_ascii(), used.bytes_total);
    }
}

#[test]
fn an_owned_event_in_the_place_of_a_larger_one_takes_no_allocation() {
    let mut decoder = Decoder::new();
    let mut latest = OwnedEvent::default();
    for (stream, _) in EVENTS.into_iter().rev() {
        let mut clone_into_latest = || {
            decode(&mut decoder, [stream]);
            measure(|| decoder.next_event(&mut Input::new(stream)).unwrap().unwrap().clone_into(&mut latest))
        };
        let used = clone_into_latest();
        let is_first = stream.ends_with(b"0123456789abcdef0123456789abcdef\n\n");
        assert_eq!(used.count_total, u64::from(is_first), "{}", stream.escape_ascii());
        assert_eq!(clone_into_latest(), AllocationInfo::default(), "{}", stream.escape_ascii());
    }
}

#[test]
fn an_owned_event_in_the_place_of_an_equal_one_takes_no_allocation() {
    let mut decoder = Decoder::new();
    for (stream, _) in EVENTS {
        decode(&mut decoder, [stream]);
        let mut latest = OwnedEvent::default();
        let mut clone_into_latest =
            || measure(|| decoder.next_event(&mut Input::new(stream)).unwrap().unwrap().clone_into(&mut latest));
        clone_into_latest();
        assert_eq!(clone_into_latest(), AllocationInfo::default(), "{}", stream.escape_ascii());
    }
}

/// Growing storage doubles, so the sum of its allocations is linear, not quadratic.
#[test]
fn all_allocations_together_are_linear() {
    for (name, stream) in hostile_streams() {
        for size in [7, 1460, stream.len()] {
            let mut decoder = Decoder::new();
            let used = measure(|| decode(&mut decoder, stream.chunks(size)));
            let in_all = usize::try_from(used.bytes_total).unwrap();
            assert!(in_all <= 4 * stream.len(), "{name}, inputs of {size} bytes: {in_all} bytes in all");
        }
    }
}
