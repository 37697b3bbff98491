//! Runs the case table of the root package's tests, each case in inputs of several sizes and cut in two at each place.

#![no_std]
#![no_main]

use core::cell::RefCell;

use sse_proto::{Decoder, Input, Item, Text};
use sse_proto_firmware::{print, program};
use sse_proto_model::cases::{self, CASES, Case};

program!(run);

/// Streams up to this length are also cut in two at each place.
const CUT: usize = 256;

/// Comments may be longer than the storage.
const LONGEST_COMMENT: usize = 2560;

fn run() {
    let mut runs = 0;
    for case in CASES {
        for size in [1, 2, 3, 7, 64, 1460, usize::MAX] {
            decode(case, case.stream.chunks(size.min(case.stream.len().max(1))));
            runs += 1;
        }
        if case.stream.len() <= CUT {
            for at in 0..=case.stream.len() {
                let (start, end) = case.stream.split_at(at);
                decode(case, [start, &[], end].into_iter());
                runs += 1;
            }
        }
    }
    print!("cases: ok, {} streams in {} ways", CASES.len(), runs);
}

fn decode(case: &Case, inputs: impl Iterator<Item = &'static [u8]>) {
    // The former content of the storage must not matter. The check would notice these bytes.
    let mut decoder = Decoder::with_storage([b'\n'; 512]);
    let expected = RefCell::new(case.items.iter());
    let next = || *expected.borrow_mut().next().unwrap_or_else(|| panic!("{}: more than expected", case.name));
    let (mut line, mut len) = ([0; LONGEST_COMMENT], 0);
    for bytes in inputs {
        let mut input = Input::new(bytes);
        while let Some(item) = decoder.next_item(&mut input) {
            match item {
                Ok(Item::Comment { text, end_of_line } | Item::Ignored { text, end_of_line }) => {
                    line[len..][..text.len()].copy_from_slice(text);
                    len += text.len();
                    if end_of_line {
                        let line = &line[..len];
                        match (item, next()) {
                            (Ok(Item::Comment { .. }), cases::Item::Comment(expected)) => {
                                assert!(reads(line, expected), "{}", case.name);
                            }
                            // A part of it that was in an earlier input may be missing.
                            (Ok(Item::Ignored { .. }), cases::Item::Ignored(expected)) => {
                                let is_end = |text| expected.ends_with(text);
                                assert!(core::str::from_utf8(line).map_or(true, is_end), "{}", case.name);
                            }
                            _ => panic!("{}: a comment or an ignored line", case.name),
                        }
                        len = 0;
                    }
                }
                Ok(Item::LastEventId(id)) => match next() {
                    cases::Item::LastEventId(expected) => same(case, id, expected),
                    _ => panic!("{}: an ID", case.name),
                },
                Ok(Item::Event(event)) => match next() {
                    cases::Item::Event { event_type, data, last_event_id } => {
                        same(case, event.event_type(), event_type);
                        same(case, event.data(), data);
                        same(case, event.last_event_id(), last_event_id);
                    }
                    _ => panic!("{}: an event", case.name),
                },
                Ok(Item::ReconnectionTime(time)) => match next() {
                    cases::Item::ReconnectionTime(milliseconds) => {
                        assert_eq!(time.as_millis(), u128::from(milliseconds), "{}", case.name);
                    }
                    _ => panic!("{}: a reconnection time", case.name),
                },
                Err(error) => panic!("{}: {error}", case.name),
            }
        }
    }
    assert!(expected.borrow().as_slice().is_empty(), "{}: less than expected", case.name);
    same(case, decoder.last_event_id(), case.last_event_id);
    assert_eq!(decoder.reconnection_time().map(|time| time.as_millis()), case.reconnection_time.map(u128::from));
}

fn same(case: &Case, text: Text<'_>, expected: &str) {
    assert!(reads(text.as_bytes(), expected), "{}: {text:?} instead of {expected:?}", case.name);
}

/// Returns whether bytes are this text, with U+FFFD for invalid UTF-8.
fn reads(bytes: &[u8], text: &str) -> bool {
    let mut text = text.chars();
    let mut next_is = |char| text.next() == Some(char);
    let same = bytes
        .utf8_chunks()
        .all(|chunk| chunk.valid().chars().all(&mut next_is) && (chunk.invalid().is_empty() || next_is('\u{FFFD}')));
    same && text.next().is_none()
}
