//! Compares the library with a second build of its own sources, without the fast path.

use core::time::Duration;

use crate::{
    drive::POISON,
    seen::{IGNORED, Joined, Seen},
    stream::{Stream, number},
};

/// Checks that each call returns the same and reads as far with and without the fast path, for any order of calls, any storage,
/// any limit and any chunking. The same goes for the parser, and for the encoder with the same text.
///
/// Digits at the start are a limit. The letters after them are the calls, which are made in turn, again and again; without
/// letters, the only call is `i`. The stream follows them.
///
/// - `e` reads an event, `i` an item, and `p` a part, by the parser; a capital letter reads to the end of the input.
/// - `r` resets decoder and parser, `u` takes the unfinished event, and `=` sets the last event ID to the next bytes of the
///   input.
/// - `c` goes on with clones of decoder, parser and input, `-` with a new input of the rest, and `d` drops the rest.
pub fn fast_path(data: &[u8]) {
    let (limit, data) = number(data);
    let (calls, data) = data.split_at(data.iter().take_while(|byte| b"eipEIPru=c-d".contains(byte)).count());
    let reads = calls.iter().any(|call| b"eipEIP".contains(call));
    let (stream, calls) = (Stream::new(data), if reads { calls } else { b"i" });

    let at_most = limit.unwrap_or(fast::GrowingStorage::DEFAULT_LIMIT);
    same(&stream, calls, fast::GrowingStorage::with_limit(at_most), small::GrowingStorage::with_limit(at_most));
    match limit {
        Some(0) => same(&stream, calls, [POISON; 0], [POISON; 0]),
        Some(8) => same(&stream, calls, [POISON; 8], [POISON; 8]),
        Some(32) => same(&stream, calls, [POISON; 32], [POISON; 32]),
        Some(100) => same(&stream, calls, [POISON; 100], [POISON; 100]),
        Some(limit) => same(&stream, calls, fast::Fixed::new(limit), small::Fixed::new(limit)),
        None => {}
    }
    same(&stream, b"P", [], []);

    let (text, cuts) = stream.into_text();
    for room in [0, 16, 64, text.len()].into_iter().chain(cuts) {
        assert_eq!(fast::encode(&text, room), small::encode(&text, room));
    }
}

/// Checks that each call returns the same with both.
fn same(stream: &Stream, calls: &[u8], fast: impl fast::Storage + Clone, small: impl small::Storage + Clone) {
    let (mut fast, mut small) = (fast::Reader::new(fast), small::Reader::new(small));
    let mut calls = calls.iter().copied().cycle();
    for bytes in stream.inputs() {
        fast.input = fast::Input::new(bytes);
        small.input = small::Input::new(bytes);
        for call in calls.by_ref() {
            match call {
                b'r' => {
                    fast.reset();
                    small.reset();
                }
                b'u' => assert_eq!(fast.take_unfinished(), small.take_unfinished()),
                b'=' => {
                    let next = fast.input.rest();
                    let id = String::from_utf8_lossy(&next[..next.len().min(5)]);
                    assert_eq!(fast.set_last_event_id(&id), small.set_last_event_id(&id), "{id:?}");
                }
                b'c' => {
                    fast = fast.clone();
                    small = small.clone();
                }
                b'-' => {
                    fast.input = fast::Input::new(fast.input.rest());
                    small.input = small::Input::new(small.input.rest());
                }
                b'd' => break,
                _ => {
                    let came = loop {
                        let came = fast.read(call);
                        assert_eq!(came, small.read(call), "with the fast path, and without");
                        if came.nothing() || call.is_ascii_lowercase() {
                            break came;
                        }
                    };
                    if came.nothing() {
                        break;
                    }
                }
            }
        }
        // The last call may have read nothing.
        assert_eq!(fast.state(), small.state());
    }
    assert_eq!(fast.take_unfinished(), small.take_unfinished());
}

/// Holds the result of a call, and the state after it.
#[derive(Debug, PartialEq)]
struct Came {
    seen: Option<Seen>,
    part: Option<Joined>,
    /// The event's data, if it is valid UTF-8.
    text: Option<String>,
    /// The event or reconnection time, encoded again.
    encoded: Vec<u8>,
    state: State,
}

impl Came {
    fn nothing(&self) -> bool {
        self.seen.is_none() && self.part.is_none()
    }
}

#[derive(Debug, PartialEq)]
struct State {
    consumed: usize,
    is_empty: bool,
    rest: usize,
    last_event_id: Vec<u8>,
    reconnection_time: Option<Duration>,
    is_mid_event: bool,
    /// The states of the decoder, and of the parser.
    is_between_events: [bool; 2],
}

/// One build of the library. The two builds are two crates: their types have the same names, and are different types.
macro_rules! build {
    ($build:ident, $library:ident) => {
        mod $build {
            pub(super) use $library::{GrowingStorage, Input, Storage};

            use super::{Came, IGNORED, POISON, Seen, State};
            use $library::{
                Decoder, Item, Parser, Part,
                encode::{Event, EventId, EventType},
            };

            /// Storage of any fixed size that can be cloned.
            #[derive(Clone)]
            pub(super) struct Fixed(Vec<u8>);

            impl Fixed {
                pub(super) fn new(size: usize) -> Self {
                    Self(vec![POISON; size])
                }
            }

            impl Storage for Fixed {
                fn bytes(&self) -> &[u8] {
                    &self.0
                }

                fn bytes_mut(&mut self) -> &mut [u8] {
                    &mut self.0
                }
            }

            #[derive(Clone)]
            pub(super) struct Reader<'i, S> {
                decoder: Decoder<S>,
                parser: Parser,
                pub(super) input: Input<'i>,
            }

            impl<S: Storage> Reader<'_, S> {
                pub(super) fn new(storage: S) -> Self {
                    Self { decoder: Decoder::with_storage(storage), parser: Parser::new(), input: Input::default() }
                }

                pub(super) fn read(&mut self, call: u8) -> Came {
                    let Self { decoder, parser, input } = self;
                    let (mut part, mut text, mut encoded) = (None, None, Vec::new());
                    let item = match call {
                        b'p' | b'P' => {
                            part = parser.next_part(input).map(|part| match part {
                                Part::Field { name, value, end_of_line } => {
                                    (Some(name.as_str()), value.into(), end_of_line)
                                }
                                Part::Comment { text, end_of_line } => (Some(":"), text.into(), end_of_line),
                                Part::Ignored { text, end_of_line } => (Some(IGNORED), text.into(), end_of_line),
                                Part::BlankLine => (None, Vec::new(), true),
                            });
                            None
                        }
                        b'e' | b'E' => decoder.next_event(input).map(|event| event.map(Item::Event)),
                        _ => decoder.next_item(input),
                    };
                    let seen = item.map(|item| match item {
                        Ok(Item::Event(event)) => {
                            text = event.data().to_str().ok().map(str::to_owned);
                            encoded = encode_again(event);
                            seen(event)
                        }
                        Ok(Item::ReconnectionTime(time)) => {
                            encoded = Event::new().reconnection_time(time).to_vec();
                            Seen::ReconnectionTime(time)
                        }
                        Ok(Item::Comment { text, end_of_line }) => {
                            Seen::Comment { text: text.into(), ended: end_of_line }
                        }
                        Ok(Item::LastEventId(id)) => Seen::LastEventId(id.as_bytes().into()),
                        Ok(Item::Ignored { text, end_of_line }) => {
                            Seen::Ignored { text: text.into(), ended: end_of_line }
                        }
                        Err(error) => Seen::TooLarge(error.limit()),
                    });
                    Came { seen, part, text, encoded, state: self.state() }
                }

                pub(super) fn reset(&mut self) {
                    self.decoder.reset();
                    self.parser.reset();
                }

                /// Returns the unfinished event's values, and the state after it.
                pub(super) fn take_unfinished(&mut self) -> (Option<String>, State) {
                    let unfinished = self.decoder.take_unfinished().map(|event| {
                        let own = event.map(|event| (event.id(), event.has_event_type()));
                        format!("{event:?} {own:?}")
                    });
                    (unfinished, self.state())
                }

                /// Returns `None` if the text is no ID, and the limit if the decoder has no room for it.
                pub(super) fn set_last_event_id(&mut self, id: &str) -> Option<Result<(), usize>> {
                    let id = EventId::new(id).ok()?;
                    Some(self.decoder.set_last_event_id(id).map_err(|error| error.limit()))
                }

                pub(super) fn state(&self) -> State {
                    State {
                        consumed: self.input.consumed(),
                        is_empty: self.input.is_empty(),
                        rest: self.input.rest().len(),
                        last_event_id: self.decoder.last_event_id().as_bytes().into(),
                        reconnection_time: self.decoder.reconnection_time(),
                        is_mid_event: self.decoder.is_mid_event(),
                        is_between_events: [self.decoder.is_between_events(), self.parser.is_between_events()],
                    }
                }
            }

            /// Encodes an event that was decoded, in every way. A decoder returns the same event for the bytes.
            fn encode_again(event: $library::Event<'_>) -> Vec<u8> {
                let again = Event::from(event);
                let encoded = again.to_vec();
                assert_eq!(again.to_string().as_bytes(), encoded);
                assert_eq!(again.encoded_len(), encoded.len());
                let mut buffer = vec![POISON; encoded.len()];
                assert_eq!(again.encode_to_slice(&mut buffer).expect("there is room"), encoded);
                assert!(again.encode_to_slice(&mut buffer[1..]).is_err());

                let owned = event.into_owned();
                assert_eq!(Event::from(&owned).to_vec(), encoded);
                let mut decoder = Decoder::new();
                let back =
                    decoder.next_event(&mut Input::new(&encoded)).expect("an event").expect("it is small").into_owned();
                assert_eq!((back.event_type(), back.data()), (owned.event_type(), owned.data()));
                encoded
            }

            fn seen(event: $library::Event<'_>) -> Seen {
                Seen::Event {
                    event_type: event.event_type().as_bytes().into(),
                    data: event.data().as_bytes().into(),
                    last_event_id: event.last_event_id().as_bytes().into(),
                    id: event.id().map(|id| id.as_bytes().into()),
                    has_event_type: event.has_event_type(),
                }
            }

            /// Encodes an event with this text in all its values. Returns its length, its bytes if `room` is enough for them,
            /// and the same with more data, in pieces.
            pub(super) fn encode(text: &str, room: usize) -> (usize, Result<Vec<u8>, usize>, String) {
                let line = text.split(['\r', '\n', '\0']).next().unwrap_or_default();
                let mut event = Event::new().comment(text).data(text);
                if let (Ok(event_type), Ok(id)) = (EventType::new(line), EventId::new(line)) {
                    event = event.event_type(event_type).id(id);
                }
                let mut buffer = vec![0; room];
                let encoded = event.encode_to_slice(&mut buffer).map(|encoded| encoded.to_vec());
                let mut in_pieces = String::new();
                let mut pieces = text.split_inclusive([' ', '\r']);
                let written =
                    event.encode_with(&mut in_pieces, |data| pieces.try_for_each(|piece| data.write_str(piece)));
                written.expect("a String takes everything");
                (event.encoded_len(), encoded.map_err(|error| error.required()), in_pieces)
            }
        }
    };
}

build!(fast, sse_proto);
build!(small, sse_proto_small);
