//! Counts the bytes that are looked at or moved, so that tests can assert work instead of time. Without tests, it compiles to
//! nothing.

#[cfg(not(all(test, feature = "alloc")))]
#[inline(always)]
pub(crate) const fn count(_bytes: usize) {}

#[cfg(all(test, feature = "alloc"))]
pub(crate) use counted::count;

#[cfg(all(test, feature = "alloc"))]
mod counted {
    extern crate std;

    use alloc::{format, vec::Vec};
    use core::{cell::Cell, iter};
    use std::thread_local;

    use crate::{Decoder, Input, Parser};

    thread_local! {
        static BYTES: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn count(bytes: usize) {
        BYTES.set(BYTES.get() + bytes);
    }

    /// Input sizes; the last one means the whole stream at once.
    const CHUNKS: [usize; 5] = [1, 7, 64, 1460, usize::MAX];

    /// Decodes a stream in inputs of `chunk` bytes. Returns the number of events, and how often a byte was looked at or moved
    /// on average.
    fn decode(stream: &[u8], chunk: usize) -> (usize, f64) {
        let mut decoder = Decoder::new();
        let mut events = 0;
        BYTES.set(0);
        for bytes in stream.chunks(chunk.min(stream.len())) {
            let mut input = Input::new(bytes);
            while let Some(event) = decoder.next_event(&mut input) {
                event.expect("no event is too large");
                events += 1;
            }
        }
        (events, BYTES.get() as f64 / stream.len() as f64)
    }

    fn assert_linear(name: &str, stream: &[u8], expected: usize) {
        assert_work_below(3.0, name, stream, expected);
    }

    fn assert_work_below(bound: f64, name: &str, stream: &[u8], expected: usize) {
        for chunk in CHUNKS {
            let (events, work) = decode(stream, chunk);
            assert_eq!(events, expected, "{name}, {chunk} bytes at a time");
            assert!(work < bound, "{name}, {chunk} bytes at a time: each byte was looked at {work} times");
            // Every byte must have been looked at; otherwise the counter doesn't count.
            assert!(work >= 1.0, "{name}, {chunk} bytes at a time: {work}");
        }
    }

    #[test]
    fn one_huge_line_is_linear() {
        let mut stream = Vec::from(*b"data: ");
        stream.resize(4 << 20, b'x');
        stream.extend(b"\n\n");
        assert_linear("huge line", &stream, 1);
    }

    #[test]
    fn one_huge_ignored_line_is_linear() {
        let mut stream = Vec::from(*b"datum: ");
        stream.resize(4 << 20, b'x');
        assert_linear("huge unknown field", &stream, 0);
        stream[0] = b':';
        assert_linear("huge comment", &stream, 0);
    }

    #[test]
    fn many_tiny_events_are_linear() {
        assert_linear("tiny events", &b"data: x\n\n".repeat(100_000), 100_000);
    }

    #[test]
    fn many_data_lines_are_linear() {
        let mut stream = b"data\n".repeat(100_000);
        stream.extend(b"\n");
        assert_linear("many data lines", &stream, 1);
    }

    #[test]
    fn many_event_types_and_ids_after_large_ones_are_linear() {
        for (first, second) in [("event", "id"), ("id", "event")] {
            let large = "x".repeat(1 << 20);
            let mut stream = format!("data: {large}\n{first}: {large}\n{second}: {large}\n").into_bytes();
            for n in 0..50_000 {
                let (first, second) = if n % 3 == 0 { (second, first) } else { (first, second) };
                stream.extend(format!("{first}: {n}\n{second}: {}\n", 50_000 - n).bytes());
            }
            stream.extend(b"\n");
            // Each byte is searched for ends of line and for NULLs, stored as part of a line, moved to its place, and perhaps
            // moved once more to make way for another value.
            assert_work_below(6.0, &format!("{first} and {second}"), &stream, 1);
        }
    }

    #[test]
    fn the_parser_looks_at_each_byte_twice_at_most() {
        let stream = b"event: name\nid: 12345\r\ndata: some text that is not very long\nunknown: field\n: comment\n\n";
        for chunk in CHUNKS {
            let mut parser = Parser::new();
            BYTES.set(0);
            for bytes in stream.chunks(chunk.min(stream.len())) {
                let mut input = Input::new(bytes);
                let parts = iter::from_fn(|| parser.next_part(&mut input));
                assert!(parts.count() <= 6);
            }
            // Each byte is searched once for ends of line, and the start of a line is looked at once more.
            assert!(BYTES.get() <= 2 * stream.len(), "{} of {}", BYTES.get(), stream.len());
        }
    }
}
