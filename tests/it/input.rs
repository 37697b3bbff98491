//! One test for each promise of `Input`. Then one test for each trap into which callers fell before there was an `Input`: the
//! code that one types first gives the right result.

use core::{iter, task::Poll};
use std::io::{BufRead, BufReader, Read};

use sse_proto::{Decoder, Event, FieldName, Input, Item, Parser, Part, Storage, TooLarge, encode::EventId};

use sse_proto_model::{cases::CASES, drive::ROOMY};

fn decoder() -> Decoder<[u8; ROOMY]> {
    Decoder::with_storage([0; ROOMY])
}

/// Returns the data of an event that is not too large.
fn data(event: Result<Event<'_>, TooLarge>) -> String {
    event.expect("it is not too large").data().to_string()
}

/// Returns the data of the next event.
fn next<S: Storage>(decoder: &mut Decoder<S>, input: &mut Input<'_>) -> Option<String> {
    decoder.next_event(input).map(data)
}

/// Returns event type, data and last event ID of all events in the rest of an input, or the limit in the place of one that is
/// too large.
fn all<S: Storage>(decoder: &mut Decoder<S>, mut input: Input<'_>) -> Vec<[String; 3]> {
    let mut events = Vec::new();
    while let Some(event) = decoder.next_event(&mut input) {
        events.push(match event {
            Ok(event) => [event.event_type(), event.data(), event.last_event_id()].map(|text| text.to_string()),
            Err(error) => ["too large".to_owned(), error.limit().to_string(), String::new()],
        });
    }
    events
}

/// Returns the parts in the rest of an input.
fn parts<'i>(parser: &mut Parser, mut input: Input<'i>) -> Vec<Part<'i>> {
    iter::from_fn(|| parser.next_part(&mut input)).collect()
}

/// Returns a whole field.
fn field(name: FieldName, value: &[u8]) -> Part<'_> {
    Part::Field { name, value, end_of_line: true }
}

// ---- The promises ----------------------------------------------------------------------------------------------------

#[test]
fn nothing_of_a_new_input_has_been_read() {
    let input = Input::new(b"data: a\n\n");
    assert_eq!((input.consumed(), input.rest(), input.is_empty()), (0, &b"data: a\n\n"[..], false));
    for input in [Input::new(b""), Input::default()] {
        assert_eq!((input.consumed(), input.rest(), input.is_empty()), (0, &b""[..], true));
    }
}

#[test]
fn each_call_goes_on_where_the_last_one_stopped() {
    let mut decoder = decoder();
    let mut input = Input::new(b"data: a\n\n: b\ndata: c\n\nretry: 5\ndata: d\n\n");
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a"));
    let comment = Item::Comment { text: b" b", end_of_line: true };
    assert_eq!(decoder.next_item(&mut input), Some(Ok(comment)));
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("c"));
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("d"));

    let mut parser = Parser::new();
    let mut input = Input::new(b"data: a\nid: 1\n\n");
    assert_eq!(parser.next_part(&mut input), Some(field(FieldName::Data, b"a")));
    assert_eq!(parser.next_part(&mut input), Some(field(FieldName::Id, b"1")));
    assert_eq!(parser.next_part(&mut input), Some(Part::BlankLine));
}

#[test]
fn a_used_up_input_gives_none_for_ever() {
    let (mut decoder, mut parser) = (decoder(), Parser::new());
    let mut input = Input::new(b"data: a\n\ndata: b\n");
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a"));
    for _ in 0..3 {
        assert_eq!(decoder.next_event(&mut input), None);
        assert_eq!(decoder.next_item(&mut input), None);
        assert_eq!(parser.next_part(&mut input), None);
        assert!(input.is_empty());
        assert_eq!((input.consumed(), input.rest()), (17, &b""[..]));
    }
    // The decoder, too, is unaffected.
    assert_eq!(next(&mut decoder, &mut Input::new(b"\n")).as_deref(), Some("b"));
}

#[test]
fn the_consumed_bytes_end_with_the_last_event() {
    for (came, rest) in [
        ("data: a\n\n", "data: b\n\n"),
        ("data: a\n\n", "\n"),
        ("data: a\r\r", "data: b\r\r"),
        ("data: a\r\r", "\r"),
        ("data: a\r\r\n", "\n"),
        ("data: a\r\n\r\n", "data: b\r\n\r\n"),
        ("data: a\r\n\r\n", "\r\n"),
        ("data: a\ndata: b\n\n", "data: c\n\n"),
        ("\u{FEFF}\r\n\n: b\nunknown\nid: 1\n\nretry: 5\ndata: a\r\n\r\n", "\n"),
        ("data: a\n\n", ""),
    ] {
        let stream = [came, rest].concat();
        let mut input = Input::new(stream.as_bytes());
        assert!(decoder().next_event(&mut input).is_some_and(|event| event.is_ok()), "{stream:?}");
        assert_eq!((input.consumed(), input.rest()), (came.len(), rest.as_bytes()), "{stream:?}");
    }
    for (came, rest) in [
        (": a\n", "\n"),
        (": a\r\n", "\n"),
        ("retry: 5\r", ": b"),
        ("\u{FEFF}unknown\r\n", ": a\r\n"),
        ("id: 1\n\n", "\n"),
        ("data: a\nretry: x\r\n", "\n"),
    ] {
        let stream = [came, rest].concat();
        let mut input = Input::new(stream.as_bytes());
        assert!(decoder().next_item(&mut input).is_some_and(|item| item.is_ok()), "{stream:?}");
        assert_eq!((input.consumed(), input.rest()), (came.len(), rest.as_bytes()), "{stream:?}");
    }
    for (came, rest) in [("data: a\n", "\n"), ("data: a\r\n", "\r\n"), ("\r\n", "\n"), ("unknown\r", "id\r\n")] {
        let stream = [came, rest].concat();
        let mut input = Input::new(stream.as_bytes());
        assert!(Parser::new().next_part(&mut input).is_some(), "{stream:?}");
        assert_eq!((input.consumed(), input.rest()), (came.len(), rest.as_bytes()), "{stream:?}");
    }
}

#[test]
fn the_consumed_bytes_of_every_case_give_the_events_so_far() {
    fn check<const LIMIT: usize>() {
        for case in CASES {
            let mut decoder = Decoder::with_storage([0; LIMIT]);
            let mut input = Input::new(case.stream);
            let all_events = all(&mut decoder.clone(), input.clone());
            let mut events = 0;
            while decoder.next_event(&mut input).is_some() {
                events += 1;
                let mut fresh = Decoder::with_storage([0; LIMIT]);
                let consumed = Input::new(&case.stream[..input.consumed()]);
                assert_eq!(all(&mut fresh, consumed), all_events[..events], "{}, limit {LIMIT}", case.name);
                assert_eq!(fresh.last_event_id(), decoder.last_event_id(), "{}, limit {LIMIT}", case.name);
                assert_eq!(fresh.reconnection_time(), decoder.reconnection_time(), "{}, limit {LIMIT}", case.name);
            }
        }
    }
    check::<ROOMY>();
    check::<4>();
    check::<1>();
    check::<0>();
}

#[test]
fn a_new_input_of_the_rest_goes_on_like_the_old_one_in_every_case() {
    for case in CASES {
        let mut decoder = decoder();
        let mut input = Input::new(case.stream);
        loop {
            let new = Input::new(input.rest());
            assert_eq!(all(&mut decoder.clone(), new), all(&mut decoder.clone(), input.clone()), "{}", case.name);
            if decoder.next_event(&mut input).is_none() {
                break;
            }
        }
        let mut parser = Parser::new();
        let mut input = Input::new(case.stream);
        loop {
            let new = Input::new(input.rest());
            assert_eq!(parts(&mut parser.clone(), new), parts(&mut parser.clone(), input.clone()), "{}", case.name);
            if parser.next_part(&mut input).is_none() {
                break;
            }
        }
    }
}

#[test]
fn a_clone_of_an_input_goes_on_by_itself() {
    let mut decoder = decoder();
    let mut input = Input::new(b"data: a\n\ndata: b\n\ndata: c\n\n");
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a"));
    let mut clone = input.clone();
    assert_eq!(next(&mut decoder, &mut clone).as_deref(), Some("b"));
    assert_eq!(next(&mut decoder, &mut clone).as_deref(), Some("c"));
    assert_eq!(input.rest(), b"data: b\n\ndata: c\n\n");
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("b"));
}

#[test]
fn an_input_that_is_dropped_early_loses_its_rest_and_nothing_else() {
    let mut decoder = decoder();
    let mut input = Input::new(b"id: 1\ndata: a\n\nid: lost\ndata: lost\n\ndata: lost");
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a"));
    let next_read = Input::new(b"data: b\n\n");
    assert_eq!(all(&mut decoder, next_read), [["message", "b", "1"]]);
}

/// The beginning of an event is in the decoder and stays there. A reset drops that, too.
#[test]
fn an_input_that_is_dropped_unread_changes_nothing() {
    for is_reset in [false, true] {
        let mut decoder = decoder();
        assert_eq!(decoder.next_event(&mut Input::new(b"data: a\n")), None);
        drop(Input::new(b"data: lost\n\n"));
        if is_reset {
            decoder.reset();
        }
        let expected = if is_reset { "b" } else { "a\nb" };
        assert_eq!(next(&mut decoder, &mut Input::new(b"data: b\n\n")).as_deref(), Some(expected));
    }
}

#[test]
fn the_owner_of_the_bytes_learns_how_many_were_used() {
    fn read_event(reader: &mut impl BufRead, decoder: &mut Decoder<[u8; ROOMY]>) -> Option<String> {
        loop {
            let mut input = Input::new(reader.fill_buf().unwrap());
            if input.is_empty() {
                return None;
            }
            let event = next(decoder, &mut input);
            let consumed = input.consumed();
            reader.consume(consumed);
            if event.is_some() {
                return event;
            }
        }
    }
    let stream = b"data: a\n\n: heartbeat\n\ndata: b\ndata: c\r\n\r\ndata: d";
    for capacity in 1..=stream.len() {
        let mut reader = BufReader::with_capacity(capacity, &stream[..]);
        let mut decoder = decoder();
        assert_eq!(read_event(&mut reader, &mut decoder).as_deref(), Some("a"), "{capacity}");
        assert_eq!(read_event(&mut reader, &mut decoder).as_deref(), Some("b\nc"), "{capacity}");
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        // If the reader's buffer ends with a CR, the LF is still to come.
        assert_eq!(rest.trim_start_matches('\n'), "data: d", "{capacity}");
        assert_eq!(read_event(&mut reader, &mut decoder), None, "{capacity}");
    }
}

/// Between CR and LF, inside a byte order mark, in a name, in a value, and after an event.
#[test]
fn empty_inputs_change_nothing_wherever_they_come() {
    for stream in
        [&b"\xEF\xBB\xBFdata: a\r\n\r\ndata: b\r\n: c\r\n\r\n"[..], b"event:\r\rid\ndata: \xC3\xA4\n\n", b"\xEF\xBBx"]
    {
        let events = all(&mut decoder(), Input::new(stream));
        for cut in 0..=stream.len() {
            let what = || format!("{} cut at {cut}", stream.escape_ascii());
            let (before, after) = stream.split_at(cut);
            let (mut parser, mut decoder) = (Parser::new(), decoder());
            parts(&mut parser, Input::new(before));
            let mut came = all(&mut decoder, Input::new(before));
            let mut other_parser = parser.clone();
            for mut empty in [Input::default(), Input::new(b""), Input::new(&before[cut..])] {
                assert_eq!(parser.next_part(&mut empty), None, "{}", what());
                assert_eq!(decoder.next_event(&mut empty), None, "{}", what());
                assert_eq!(decoder.next_item(&mut empty), None, "{}", what());
            }
            assert_eq!(parser, other_parser, "{}", what());
            assert_eq!(
                parts(&mut parser, Input::new(after)),
                parts(&mut other_parser, Input::new(after)),
                "{}",
                what()
            );
            came.extend(all(&mut decoder, Input::new(after)));
            assert_eq!(came, events, "{}", what());
        }
    }
}

#[test]
fn debug_shows_how_far_an_input_has_been_read_but_no_bytes() {
    let mut input = Input::new(b"data: a\n\ndata: b\n\n");
    assert_eq!(format!("{input:?}"), "Input { consumed: 0, len: 18, .. }");
    decoder().next_event(&mut input).unwrap().unwrap();
    assert_eq!(format!("{input:?}"), "Input { consumed: 9, len: 18, .. }");
}

// ---- Handed over to another decoder or parser ------------------------------------------------------------------------

#[test]
fn another_decoder_or_parser_goes_on_at_the_next_byte() {
    let mut input = Input::new(b"data: a\n\ndata: b\n\ndata: c\n");
    assert_eq!(next(&mut decoder(), &mut input).as_deref(), Some("a"));
    assert_eq!(next(&mut decoder(), &mut input).as_deref(), Some("b"));
    assert_eq!(parts(&mut Parser::new(), input), [field(FieldName::Data, b"c")]);
}

/// Only the parser that has read the CR swallows the LF.
#[test]
fn an_input_handed_over_between_cr_and_lf() {
    let mut parser = Parser::new();
    assert_eq!(parts(&mut parser, Input::new(b"data: a\r")), [field(FieldName::Data, b"a")]);
    let input = Input::new(b"\nid: 1\n");
    let id = field(FieldName::Id, b"1");
    assert_eq!(parts(&mut parser.clone(), input.clone()), [id]);
    assert_eq!(parts(&mut Parser::new(), input), [Part::BlankLine, id]);

    // Also if the LF is in the middle of an input, and another decoder has read the bytes before it.
    let mut decoder = decoder();
    assert_eq!(decoder.next_event(&mut Input::new(b"data: a\r")), None);
    let mut input = Input::new(b"data: b\n\n\ndata: c\n\n");
    assert_eq!(next(&mut self::decoder(), &mut input).as_deref(), Some("b"));
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a\nc"));
}

/// Only the decoder that has read the first half of a byte order mark recognizes the other half.
#[test]
fn an_input_handed_over_inside_a_byte_order_mark() {
    let mut begun = decoder();
    assert_eq!(begun.next_event(&mut Input::new(b"\xEF\xBB")), None);
    let input = Input::new(b"\xBFdata: a\n\n");
    assert_eq!(all(&mut begun.clone(), input.clone()), [["message", "a", ""]]);
    assert_eq!(all(&mut decoder(), input).len(), 0);

    let mut input = Input::new(b"data: b\n\n\xBFdata: a\n\n");
    assert_eq!(next(&mut decoder(), &mut input).as_deref(), Some("b"));
    assert_eq!(next(&mut begun, &mut input).as_deref(), Some("a"));

    let mut input = Input::new(b"data: b\n\n\xEF\xBB\xBFdata: a\n\n");
    let mut old = decoder();
    assert_eq!(next(&mut old, &mut input).as_deref(), Some("b"));
    assert_eq!(next(&mut old, &mut input.clone()), None);
    old.reset();
    for mut decoder in [old, decoder()] {
        assert_eq!(next(&mut decoder, &mut input.clone()).as_deref(), Some("a"));
    }
}

/// Covers any earlier input of the decoder or parser that takes over, and any place in the input.
#[test]
fn an_input_handed_over_in_the_middle_is_like_a_new_one_of_its_rest() {
    const BEFORE: [&[u8]; 12] = [
        b"",
        b"\xEF\xBB",
        b"\xEF\xBB\xBF",
        b"data: a\r",
        b"data: a\r\n\r",
        b"data: a\n",
        b"data: a",
        b"id: 7\ndata:",
        b"da",
        b": a",
        b"retry: 1",
        b"unknown",
    ];
    const AFTER: [&[u8]; 9] = [
        b"",
        b"\n",
        b"\r",
        b"\n\ndata: b\n\n",
        b"\r\n\r\ndata: b\r\n\r\n",
        b"\xBFdata: b\n\n",
        b"\xEF\xBB\xBFdata: b\n\n",
        b"ta: b\nevent: c\n\n",
        b"data: b\ndata: c\ndata: d\n\nid: e\n\n",
    ];
    for len in (0..150).chain([511, 512, 513, 1023, 1024, 1025]) {
        for after in AFTER {
            let bytes = [b"data:", &vec![b'x'; len][..], b"\n\n", after].concat();
            let mut for_decoders = Input::new(&bytes);
            assert!(Decoder::with_storage([0; 2048]).next_event(&mut for_decoders).is_some());
            assert_eq!(for_decoders.rest(), after);
            let mut for_parsers = Input::new(&bytes);
            let mut parser = Parser::new();
            let data = &bytes[b"data:".len()..][..len];
            assert_eq!(parser.next_part(&mut for_parsers), Some(field(FieldName::Data, data)));
            assert_eq!(parser.next_part(&mut for_parsers), Some(Part::BlankLine));
            assert_eq!(for_parsers.rest(), after);
            for before in BEFORE {
                let what = || format!("{} | {}, after {len} bytes", before.escape_ascii(), after.escape_ascii());
                let mut decoder = decoder();
                all(&mut decoder, Input::new(before));
                let expected = all(&mut decoder.clone(), Input::new(after));
                assert_eq!(all(&mut decoder, for_decoders.clone()), expected, "{}", what());
                let mut parser = Parser::new();
                parts(&mut parser, Input::new(before));
                let expected = parts(&mut parser.clone(), Input::new(after));
                assert_eq!(parts(&mut parser, for_parsers.clone()), expected, "{}", what());
            }
        }
    }
}

// ---- The traps -------------------------------------------------------------------------------------------------------

/// Returns a chunk, is then pending twice, and then returns the next one.
struct Body {
    chunks: Vec<&'static [u8]>,
    polls: usize,
}

impl Body {
    /// Cuts the stream into chunks of this size. The last one comes first in the list.
    fn new(stream: &'static [u8], size: usize) -> Self {
        Self { chunks: stream.chunks(size).rev().collect(), polls: 0 }
    }

    fn poll_chunk(&mut self) -> Poll<Option<Vec<u8>>> {
        self.polls += 1;
        if self.polls % 3 == 0 { Poll::Ready(self.chunks.pop().map(Vec::from)) } else { Poll::Pending }
    }
}

/// A typical hand-written `Stream`. While it is pending, it keeps its chunk, and how many bytes of it have been read.
struct EventStream {
    body: Body,
    decoder: Decoder<[u8; ROOMY]>,
    chunk: Vec<u8>,
    consumed: usize,
}

impl EventStream {
    fn poll_next(&mut self) -> Poll<Option<String>> {
        loop {
            let mut input = Input::new(&self.chunk[self.consumed..]);
            let event = self.decoder.next_event(&mut input).map(data);
            self.consumed += input.consumed();
            if event.is_some() {
                return Poll::Ready(event);
            }
            match self.body.poll_chunk() {
                Poll::Ready(Some(chunk)) => (self.chunk, self.consumed) = (chunk, 0),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

#[test]
fn a_stream_that_keeps_its_chunk_while_it_is_pending_gives_each_event_once() {
    let stream = b"data: a\n\ndata: b\n\n: heartbeat\n\ndata: c\r\n\r\ndata: d\ndata: e\n\ndata: not all of it";
    for size in 1..=stream.len() {
        let body = Body::new(stream, size);
        let mut events = EventStream { body, decoder: decoder(), chunk: Vec::new(), consumed: 0 };
        let (mut came, mut pending) = (Vec::new(), 0);
        loop {
            match events.poll_next() {
                Poll::Ready(Some(event)) => came.push(event),
                Poll::Ready(None) => break,
                Poll::Pending => pending += 1,
            }
        }
        assert_eq!(came, ["a", "b", "c", "d\ne"], "chunks of {size} bytes");
        assert_eq!(pending, 2 * (stream.len().div_ceil(size) + 1), "chunks of {size} bytes");
    }
}

/// A reader that only borrows its bytes can keep the `Input` itself.
#[test]
fn a_reader_that_keeps_its_input_gives_each_event_once() {
    struct Reader<'i> {
        decoder: Decoder<[u8; ROOMY]>,
        input: Input<'i>,
    }
    let mut reader = Reader { decoder: decoder(), input: Input::default() };
    let mut came = Vec::new();
    for chunk in [&b"data: a\n\ndata: b\n\nda"[..], b"ta: c\n\n", b"", b"data: d\n\n"] {
        assert_eq!(next(&mut reader.decoder, &mut reader.input), None, "the chunk before has been used up");
        reader.input = Input::new(chunk);
        while let Some(event) = next(&mut reader.decoder, &mut reader.input) {
            came.push(event);
        }
    }
    assert_eq!(came, ["a", "b", "c", "d"]);
}

const READS: [&[u8]; 2] = [b"data: a\n\ndata: [DONE]\n\ndata: b\n\nda", b"ta: c\n\n"];

/// The `break` leaves the rest of the input unread on purpose; the decoder has seen none of it.
#[test]
fn a_break_at_done_leaves_the_rest_of_the_input() {
    let mut decoder = decoder();
    let mut came = Vec::new();
    let mut left = Vec::new();
    'body: for read in READS {
        let mut input = Input::new(read);
        while let Some(event) = decoder.next_event(&mut input) {
            let data = data(event);
            if data == "[DONE]" {
                left.extend_from_slice(input.rest());
                break 'body;
            }
            came.push(data);
        }
    }
    assert_eq!(came, ["a"]);
    assert_eq!(left, b"data: b\n\nda");
    // So none of it gets into the next body.
    decoder.reset();
    assert_eq!(all(&mut decoder, Input::new(b"data: d\n\n")), [["message", "d", ""]]);
}

/// After a `break` of the inner loop, the caller can go on with the input, and then with the next read.
#[test]
fn after_a_break_at_done_the_input_can_be_read_on() {
    let mut decoder = decoder();
    let mut came = Vec::new();
    for read in READS {
        let mut input = Input::new(read);
        while let Some(event) = next(&mut decoder, &mut input) {
            if event == "[DONE]" {
                break;
            }
            came.push(event);
        }
        came.push("|".to_owned());
        while let Some(event) = next(&mut decoder, &mut input) {
            came.push(event);
        }
    }
    assert_eq!(came, ["a", "|", "b", "c", "|"]);
}

#[test]
fn a_single_call_that_meets_an_oversized_event_leaves_the_next_one() {
    let mut decoder = Decoder::with_storage([0; 4]);
    let mut input = Input::new(b"data: a\n\ndata: 12345\nevent: t\n\ndata: b\n\ndata: c\n\n");
    let mut came = Vec::new();
    for _ in 0..5 {
        if let Some(event) = decoder.next_event(&mut input) {
            came.push(event.map(|event| event.data().to_string()).map_err(|error| error.limit()));
        }
    }
    assert_eq!(came, [Ok("a".to_owned()), Err(4), Ok("b".to_owned()), Ok("c".to_owned())]);
}

/// This loop ends at the first error, and leaves the bytes after it in the input.
#[test]
fn a_loop_that_ends_at_an_oversized_event_leaves_the_next_one() {
    let mut decoder = Decoder::with_storage([0; 4]);
    let mut input = Input::new(b"data: a\n\ndata: 12345\n\ndata: b\n\n");
    let mut came = Vec::new();
    while let Some(Ok(event)) = decoder.next_event(&mut input) {
        came.push(event.data().to_string());
    }
    assert_eq!(came, ["a"]);
    assert!(!input.is_empty());
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("b"));
}

/// A new input begins at its first byte. To go on, keep the input.
#[test]
fn a_new_input_of_the_same_bytes_begins_again() {
    let mut decoder = decoder();
    let bytes = b"data: a\n\ndata: b\n\n";
    for _ in 0..3 {
        assert_eq!(next(&mut decoder, &mut Input::new(bytes)).as_deref(), Some("a"));
    }
    let mut input = Input::new(bytes);
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a"));
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("b"));
    assert_eq!(next(&mut decoder, &mut input), None);
}

#[test]
fn the_decoder_is_accessible_between_the_events_of_an_input() {
    let mut decoder = decoder();
    let mut input =
        Input::new(b"retry: 5\nid: 1\ndata: a\n\nid: 2\n\nretry: 7\ndata: b\n\nid: 3\ndata: c\ndata: d\n\nid: 4\n\n");
    let mut came = Vec::new();
    while let Some(event) = decoder.next_event(&mut input) {
        let data = data(event);
        let time = decoder.reconnection_time().map(|time| time.as_millis());
        came.push((data, decoder.last_event_id().to_string(), time));
    }
    let expected = [("a", "1", 5), ("b", "2", 7), ("c\nd", "3", 7)];
    assert_eq!(came, expected.map(|(data, id, time)| (data.to_owned(), id.to_owned(), Some(time))));
    assert_eq!(decoder.last_event_id(), "4");
}

#[test]
fn the_decoder_can_be_changed_between_the_events_of_an_input() {
    let mut decoder = decoder();
    let mut input = Input::new(b"id: 1\ndata: a\n\ndata: b\n\n\xEF\xBB\xBFdata: c\n\n");
    assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("a"));
    decoder.set_last_event_id(EventId::new("2").unwrap()).unwrap();
    assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().last_event_id(), "2");
    decoder.reset();
    assert_eq!(all(&mut decoder, input), [["message", "c", "2"]]);
}

/// An event borrows the bytes and the decoder, but not the input.
#[test]
fn an_event_outlives_the_input_it_came_from() {
    fn first_event<'e>(decoder: &'e mut Decoder<[u8; ROOMY]>, bytes: &'e [u8]) -> Option<Result<Event<'e>, TooLarge>> {
        decoder.next_event(&mut Input::new(bytes))
    }
    fn first_part<'i>(parser: &mut Parser, bytes: &'i [u8]) -> Option<Part<'i>> {
        parser.next_part(&mut Input::new(bytes))
    }
    for stream in [&b"data: a\n\ndata: b\n\n"[..], b"data\ndata: a\n\ndata: b\n\n"] {
        let mut decoder = decoder();
        let event = first_event(&mut decoder, stream).unwrap().unwrap();
        assert_eq!(event.data().to_string().trim_start(), "a");

        let mut input = Input::new(stream);
        let event = decoder.next_event(&mut input).unwrap().unwrap();
        let rest = input.rest();
        input = Input::new(b"data: c\n\n");
        assert_eq!((event.data().to_string().trim_start(), rest), ("a", &b"data: b\n\n"[..]));
        assert_eq!(next(&mut decoder, &mut input).as_deref(), Some("c"));
    }
    assert_eq!(first_part(&mut Parser::new(), b"data: a\n\n"), Some(field(FieldName::Data, b"a")));
}

#[cfg(feature = "alloc")]
#[test]
fn a_break_in_owned_events_leaves_the_rest_of_the_chunk() {
    let mut decoder = Decoder::new();
    let mut came = Vec::new();
    let mut events = decoder.owned_events(b"data: a\n\ndata: [DONE]\n\ndata: b\n\nda");
    for event in events.by_ref() {
        let event = event.unwrap();
        if event.data() == "[DONE]" {
            break;
        }
        came.push(event.into_data());
    }
    let printed = format!("{events:?}");
    assert!(printed.starts_with("OwnedEvents { decoder: Decoder {"), "{printed}");
    assert!(printed.ends_with(", input: Input { consumed: 23, len: 34, .. } }"), "{printed}");
    let rest = events.rest();
    assert_eq!(rest, b"data: b\n\nda");
    came.extend(decoder.owned_events(rest).map(|event| event.unwrap().into_data()));
    came.extend(decoder.owned_events(b"ta: c\n\n").map(|event| event.unwrap().into_data()));
    assert_eq!(came, ["a", "b", "c"]);
}

#[cfg(feature = "alloc")]
#[test]
fn owned_events_go_on_after_an_oversized_event_and_end_once() {
    let mut decoder = Decoder::with_storage([0; 4]);
    let mut events = decoder.owned_events(b"data: 12345\n\ndata: a\n\nda");
    assert_eq!(events.next().unwrap().unwrap_err().limit(), 4);
    assert_eq!(events.next().unwrap().unwrap().data(), "a");
    for _ in 0..3 {
        assert_eq!(events.next(), None);
        assert_eq!(events.rest(), b"");
    }
}
