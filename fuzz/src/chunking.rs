//! Any chunking against the stream as a whole.

use sse_proto::{Growing, Parser, Part};

use crate::{
    input::{Input, number},
    seen::{Log, Logged},
};

/// However a stream is cut, the decoder gives the same to the byte, with or without a limit, and each part of it at the same
/// byte of the stream; and so does the parser.
pub fn chunking(data: &[u8]) {
    let (limit, data) = number(data);
    let input = Input::new(data);
    let limit = limit.unwrap_or(Growing::DEFAULT_LIMIT);

    let mut whole = Logged::new(Growing::with_limit(limit));
    whole.feed(&input.stream);
    let mut cut = Logged::new(Growing::with_limit(limit));
    let mut byte_by_byte = Logged::new(Growing::with_limit(limit));
    let (mut parser, mut cut_parts) = (Parser::new(), Parts::default());
    let (mut byte_parser, mut byte_parts) = (Parser::new(), Parts::default());
    for chunk in input.chunks() {
        let before = (cut.log.len(), cut_parts.0.len());
        cut.feed(chunk);
        parser.parse(chunk).for_each(|part| cut_parts.push(part));
        for byte in chunk {
            byte_by_byte.feed(&[*byte]);
            byte_parser.parse(&[*byte]).for_each(|part| byte_parts.push(part));
        }
        cut.assert_same_state(&byte_by_byte, before.0, "byte by byte");
        let from = before.1.saturating_sub(1);
        assert_eq!(cut_parts.0.get(from..), byte_parts.0.get(from..));
    }
    cut.assert_same_state(&whole, 0, "as a whole");
    assert_eq!(cut.log, byte_by_byte.log);
    assert_eq!(parser, byte_parser);

    let mut all = Parts::default();
    let mut all_parser = Parser::new();
    all_parser.parse(&input.stream).for_each(|part| all.push(part));
    assert_eq!(all, cut_parts);
    assert_eq!(all_parser, parser);

    one_at_a_time(&input, limit, &whole.log);
}

/// Each cursor is dropped after its first item; a caller that takes events and items in turn misses nothing but items.
fn one_at_a_time(input: &Input, limit: usize, expected: &Log) {
    let mut single = Logged::new(Growing::with_limit(limit));
    for chunk in input.chunks() {
        let mut rest = chunk;
        loop {
            let mut events = single.decoder.decode(rest);
            let Some(item) = events.next_item() else { break };
            single.log.item(item);
            rest = events.remaining();
        }
    }
    single.log.assert_same(expected, 0, "one at a time");
}

/// Parts, with the pieces of each line put together.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts(Vec<(Option<&'static str>, Vec<u8>, bool)>);

impl Parts {
    fn push(&mut self, part: Part<'_>) {
        let (name, bytes, ended) = match part {
            Part::Field { name, value, end_of_line } => (Some(name.as_str()), value, end_of_line),
            Part::Comment { text, end_of_line } => (Some(":"), text, end_of_line),
            Part::BlankLine => (None, &[][..], true),
        };
        match self.0.last_mut() {
            Some((begun, text, end)) if !*end => {
                assert_eq!(*begun, name, "a piece of one line came between two pieces of another");
                text.extend_from_slice(bytes);
                *end = ended;
            }
            _ => self.0.push((name, bytes.to_vec(), ended)),
        }
    }
}
