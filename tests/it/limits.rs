//! Decision 8, to the byte: what counts towards the limit, when the error is reported, what counts nevertheless, and that the
//! next event is returned. The model has every answer; every storage, every chunking and every limit must give the same.

use crate::layers;
use sse_proto_model::{
    cases::CASES,
    drive::{self, Decoding, Expected, POISON, Reading},
    model::{self, Item, Options},
};

/// Streams with an event that is too large, or nearly, under some limit between 0 and their own length.
const STREAMS: &[&[u8]] = &[
    // An oversized event, then a good one.
    b"data: 0123456789\n\ndata: ok\n\n",
    b"data: 0123456789\r\n\r\ndata: ok\r\n\r\n",
    b"data: 0123456789\r\rdata: ok\r\r",
    b"data: 0123\ndata: 4567\ndata: 89\n\ndata: ok\n\n",
    b"data: 0123456789\ndata: x\ndata: 0123456789\n\ndata: ok\n\n",
    // Two oversized events, each reported once.
    b"data: 0123456789\n\ndata: 0123456789\n\ndata: ok\n\n",
    // The LF between two data lines counts, but not the one after the last line, however empty the lines are.
    b"data\ndata\ndata\ndata\n\ndata\n\n",
    b"data:\ndata:\ndata:\n\ndata:\n\n",
    b"data: \ndata: \ndata: \n\ndata: \n\n",
    b"data: ab\ndata\n\ndata: ok\n\n",
    b"data: ab\ndata:\n\ndata: ok\n\n",
    b"data: ab\ndata: \n\ndata: ok\n\n",
    b"data: ab\ndata:  \n\ndata: ok\n\n",
    // An input that ends with the CR of an oversized event.
    b"data: 0123456789\r",
    b"event: 0123456789\r",
    // A type that is too large, in a block without data.
    b"event: 0123456789\n\ndata: ok\n\n",
    // A new type first drops the whole old one, which makes room.
    b"event: 0123456789\ndata: x\n\ndata: ok\n\n",
    b"data: x\nevent: 0123456789\n\ndata: ok\n\n",
    b"event: 0123\nevent: 4567\ndata: x\n\ndata: ok\n\n",
    b"event: 0123456789\nevent: a\ndata: x\n\ndata: ok\n\n",
    b"event: a\nevent: 0123456789\nevent: b\ndata: x\n\ndata: ok\n\n",
    b"event: 0123456789\nevent\ndata: 0123456789\n\ndata: ok\n\n",
    b"event: 0123456789\n\nevent: a\ndata: ok\n\n",
    b"data: 0123456789\nevent: t\n\ndata: ok\n\n",
    b"data: 01234567\nevent: tt\ndata: 0\nevent: tttt\n\ndata: ok\n\n",
    // The committed ID counts in every block; the pending ID stays until the line that replaces it has ended.
    b"id: 0123456789\ndata: x\n\ndata: ok\n\n",
    b"data: x\nid: 0123456789\n\ndata: ok\n\n",
    b"id: 0123\n\nid: 4567\n\nid: 89\ndata: ok\n\ndata: ok\n\n",
    b"id: 0123\nid: 4567\nid: 89\ndata: ok\n\ndata: ok\n\n",
    b"id: 0123456\n\nid: 0123456\n\ndata: ok\n\n",
    b"id: 012\nid: 0123456\ndata: ok\n\ndata: ok\n\n",
    b"id: 0123456\nid: 012\ndata: ok\n\ndata: ok\n\n",
    b"id: 0123456789\n\nid\n\ndata: ok\n\n",
    b"id: 0123456789\nid\ndata: ok\n\ndata: ok\n\n",
    b"id: 0123456789\n\nid:\ndata: okokokok\n\ndata: ok\n\n",
    // The ID of an oversized event counts if it fits once the data is gone: before, in and after the line that is too large.
    b"id: 7\ndata: 0123456789\n\ndata: ok\n\n",
    b"data: 0123456789\nid: 7\n\ndata: ok\n\n",
    b"data: 0123456\nid: 01234567\n\ndata: ok\n\n",
    b"event: 0123456\nid: 01234567\ndata: x\n\ndata: ok\n\n",
    b"data: 0123\nevent: 0123\nid: 0123\nid: 456789\n\ndata: ok\n\n",
    b"data: 0123456789\nid: 0123456789abcdef\nid: 7\n\ndata: ok\n\n",
    b"id: 0123\n\ndata: 0123456789\nid: 4567\nid: 89\n\ndata: ok\n\n",
    // If an ID has a NULL, only the bytes before the first one count, and the line never replaces anything.
    b"id: 0123\x00456789\ndata: x\n\ndata: ok\n\n",
    b"id: 7\nid: 0123\0\ndata: x\n\ndata: ok\n\n",
    b"id: \x000123456789\ndata: x\n\ndata: ok\n\n",
    b"id: 0123456789\0\ndata: x\n\ndata: ok\n\n",
    b"data: 01234567\nid: 0123456789\0x\nid: 7\n\ndata: ok\n\n",
    b"data: 01234567\nid: 01\x0023456789\nid: 7\n\ndata: ok\n\n",
    // `retry` still counts, and comments are still returned. Neither takes room, and nor does an unknown field.
    b"data: 0123456789\nretry: 5\n: hi\n\ndata: ok\n\n",
    b"retry: 00000000000000000000000005\ndata: ok\n\n",
    b": 0123456789 0123456789\nunknown: 0123456789 0123456789\ndatadatadata: 0123456789\ndata: ok\n\n",
    b"data: ab\n: 0123456789\ndata: cd\nunknown0123456789\n\ndata: ok\n\n",
    b"\xEF\xBB\xBFdata: 0123456789\n\ndata: ok\n\n",
    // Nothing that is dropped comes back in the next block.
    b"event: old\nid: 7\ndata: 0123456789\n\ndata\n\n",
    b"data: 0123456789\nevent: old\n\ndata: ok\n\n",
    b"data: 0123456789\n\nevent: t\n\ndata: ok\n\n",
    // The end of the stream in the middle of an oversized event.
    b"data: 0123456789",
    b"data: 01234\ndata:",
    b"data: 01234\ndata",
    b"event: 0123456789",
    b"id: 0123456789",
    b"id: 0123456789\n",
    b"id: 01234\n\nid: 0123456789\n",
    b"data: 0123456789\nid: 7",
    b"data: 0123456789\nid: 7\n",
    b"data: 0123456789\ndata: 0123456789",
];

fn options(limit: usize) -> Options<'static> {
    Options { limit: Some(limit), ..Options::default() }
}

/// Returns the least limit under which no event of the stream is too large.
fn enough_for(stream: &[u8]) -> usize {
    let is_enough = |limit| !model::interpret_with(stream, options(limit)).items.contains(&Item::TooLarge);
    (0..).find(|&limit| is_enough(limit)).unwrap()
}

fn check_at_every_limit(what: &str, stream: &[u8], chunkings: &[Vec<usize>]) {
    for limit in 0..=enough_for(stream) + 1 {
        let expected = Expected::at_every_byte(stream, options(limit));
        let what = format!("{what}, limit {limit}");
        for cuts in chunkings {
            layers::every_storage(limit, &mut |layer| expected.check(&what, layer, cuts));
        }
    }
}

#[test]
fn the_limit_is_exact_at_every_single_split() {
    for stream in STREAMS {
        let splits = (0..=stream.len()).map(|cut| vec![cut]);
        let others = [drive::byte_by_byte(stream.len()), drive::with_empty_inputs(stream.len())];
        check_at_every_limit("limits", stream, &splits.chain(others).collect::<Vec<_>>());
    }
}

/// Cuts around one place, so that anything that ends or begins there comes in pieces.
#[test]
fn the_limit_is_exact_at_many_pairs_of_splits() {
    for stream in STREAMS {
        let pairs = (0..stream.len()).flat_map(|first| {
            [1, 3, 8]
                .into_iter()
                .map(move |n| first + n)
                .filter(|&second| second <= stream.len())
                .map(move |second| vec![first, second])
        });
        check_at_every_limit("limits", stream, &pairs.collect::<Vec<_>>());
    }
}

#[test]
fn every_case_has_an_exact_limit() {
    for case in CASES.iter().filter(|case| core::str::from_utf8(case.stream).is_ok()) {
        let chunkings = [vec![], drive::byte_by_byte(case.stream.len()), drive::chunks_of(3, case.stream.len())];
        check_at_every_limit(case.name, case.stream, &chunkings);
    }
}

/// Tests arrays, whose limit is their length.
#[test]
fn arrays_are_limited_by_their_length() {
    fn check<const N: usize>(stream: &[u8]) {
        let expected = Expected::at_every_byte(stream, options(N));
        for cuts in [vec![], drive::byte_by_byte(stream.len()), drive::chunks_of(5, stream.len())] {
            let mut layer = Decoding::new("array decoder", [POISON; N], Reading::Items);
            expected.check(&format!("array of {N}"), &mut layer, &cuts);
        }
    }
    for stream in STREAMS {
        check::<0>(stream);
        check::<1>(stream);
        check::<2>(stream);
        check::<5>(stream);
        check::<8>(stream);
        check::<9>(stream);
        check::<10>(stream);
        check::<11>(stream);
        check::<12>(stream);
        check::<16>(stream);
        check::<24>(stream);
    }
}

/// Tests every stream of a few pieces, each of which affects what is kept, under every small limit.
#[test]
fn every_short_stream_has_an_exact_limit() {
    const PIECES: [&[u8]; 11] = [
        b"data:a\n",
        b"data\n",
        b"event:bb\n",
        b"event\n",
        b"id:c\n",
        b"id:ddd\n",
        b"id\n",
        b"id:e\0e\n",
        b"\n",
        b"da",
        b"ta:ff\n",
    ];
    const LENGTH: u32 = if cfg!(debug_assertions) { 4 } else { 5 };

    for number in 0..PIECES.len().pow(LENGTH) {
        let mut rest = number;
        let mut stream = Vec::new();
        for _ in 0..LENGTH {
            stream.extend_from_slice(PIECES[rest % PIECES.len()]);
            rest /= PIECES.len();
        }
        // A good event at the end shows whether anything comes back that must not, and whether the limit still has an effect.
        stream.extend_from_slice(b"\ndata\n\n");
        for limit in 0..=5 {
            let expected = model::interpret_with(&stream, options(limit));
            for size in [1, 2, stream.len()] {
                layers::every_storage(limit, &mut |layer| {
                    stream.chunks(size).for_each(|chunk| layer.feed(chunk));
                    let right = if layer.events_only() {
                        layer.items().iter().eq(expected.items.iter().filter(|item| drive::is_event(item)))
                    } else {
                        drive::same_items(
                            layer.items(),
                            &expected.items,
                            size == stream.len() && layer.has_whole_lines(),
                        )
                    };
                    assert!(
                        right && layer.last_event_id() == expected.last_event_id,
                        "\n{}, limit {limit}, inputs of {size} bytes\nstream: {}\nexpected {expected:?}\n    came {:?}, ID \
                         {:?}\n",
                        layer.name(),
                        stream.escape_ascii(),
                        layer.items(),
                        layer.last_event_id(),
                    );
                });
            }
        }
    }
}

/// A last event ID from an earlier body counts, too.
#[test]
fn the_limit_counts_the_last_event_id_of_an_earlier_body() {
    for stream in STREAMS {
        for limit in 6..24 {
            let history = Options { last_event_id: "012345", ..options(limit) };
            let expected = Expected::at_every_byte(stream, history);
            for cuts in [vec![], drive::byte_by_byte(stream.len())] {
                layers::every_storage(limit, &mut |layer| {
                    layer.feed(b"id: 012345\n\n");
                    layer.reset();
                    expected.check(&format!("second body, limit {limit}"), layer, &cuts);
                });
            }
        }
    }
}

/// A reset in the middle of an oversized event ends that event.
#[test]
fn a_reset_ends_an_oversized_event() {
    for cut_off in
        [&b"data: 0123456789"[..], b"data: 0123456789\n", b"data: 0123456789\nid: 0123456789", b"event: 0123456789"]
    {
        let stream = b"data: ok\n\n";
        let expected = Expected::at_every_byte(stream, options(4));
        layers::every_storage(4, &mut |layer| {
            layer.feed(cut_off);
            assert_eq!(layer.items(), [Item::TooLarge], "{}", layer.name());
            layer.reset();
            expected.check("after an oversized event", layer, &[]);
        });
    }
}

/// Tests sizes around the powers of two at which growing storage grows.
#[test]
fn an_oversized_event_then_a_good_one_at_sizes_around_the_limit() {
    for limit in [255, 256, 257, 511, 512, 1000, 4096] {
        for size in [limit - 1, limit, limit + 1, 2 * limit, 5 * limit] {
            for split_lines in [false, true] {
                let line = if split_lines { limit / 3 } else { size };
                let mut stream = Vec::new();
                for start in (0..size).step_by(line) {
                    stream.extend_from_slice(b"data: ");
                    stream.resize(stream.len() + line.min(size - start), b'x');
                    stream.push(b'\n');
                }
                stream.extend_from_slice(b"\nevent: t\ndata: ok\n\n");
                let expected = model::interpret_with(&stream, options(limit)).items;
                for chunk in [1, 7, 64, 255, 256, 257, 1460, stream.len()] {
                    layers::every_storage(limit, &mut |layer| {
                        stream.chunks(chunk).for_each(|chunk| layer.feed(chunk));
                        assert!(
                            layer.items() == expected,
                            "{}: {size} bytes of data, limit {limit}, inputs of {chunk} bytes",
                            layer.name(),
                        );
                    });
                }
            }
        }
    }
}
