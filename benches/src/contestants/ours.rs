//! sse-proto, in all forms in which it returns what it finds.

use super::{Contestant, Decode, Form, Inputs, Sink};

pub(super) fn contestants() -> Vec<Contestant> {
    [
        plain::CONTESTANTS,
        #[cfg(feature = "memchr")]
        with_memchr::CONTESTANTS,
        #[cfg(feature = "simdutf8")]
        with_simdutf8::CONTESTANTS,
    ]
    .concat()
}

/// Defines all forms for one build of the library.
macro_rules! forms {
    ($module:ident, $library:ident, $name:literal) => {
        mod $module {
            use super::{Contestant, Decode, Form, Inputs, Interpreter, Sink};
            use $library::{Decoder, FieldName, Input, OwnedEvent, Parser, Part};

            pub(super) const CONTESTANTS: &[Contestant] = &[
                Contestant::ours::<Parts>(Form::Parts),
                Contestant::ours::<Bytes>(Form::Bytes),
                Contestant::ours::<Text>(Form::Text),
                Contestant::ours::<Owned>(Form::Owned),
                Contestant::ours::<Refilled>(Form::Refilled),
            ];

            struct Parts;

            impl Decode for Parts {
                const NAME: &'static str = concat!($name, " `Parser`");

                fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
                    let mut parser = Parser::new();
                    let mut interpreter = Interpreter::default();
                    for input in inputs.slices() {
                        let mut input = Input::new(input);
                        while let Some(part) = parser.next_part(&mut input) {
                            match part {
                                Part::Field { name, value, end_of_line } => match name {
                                    FieldName::Data => interpreter.data::<S>(value, end_of_line),
                                    FieldName::Event if S::CHECKS => interpreter.event_type(value, end_of_line),
                                    FieldName::Id if S::CHECKS => interpreter.id(value, end_of_line),
                                    _ => {}
                                },
                                Part::BlankLine => interpreter.dispatch(sink),
                                _ => {}
                            }
                        }
                    }
                }
            }

            struct Bytes;

            impl Decode for Bytes {
                const NAME: &'static str = concat!($name, " lent, bytes");

                fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
                    let mut decoder = Decoder::new();
                    for input in inputs.slices() {
                        let mut input = Input::new(input);
                        while let Some(Ok(event)) = decoder.next_event(&mut input) {
                            sink.event(event.data().as_bytes(), || {
                                (event.event_type().as_bytes(), event.last_event_id().as_bytes())
                            });
                        }
                    }
                }
            }

            /// The data as text. The type and the ID are not read as text: a caller compares types, and needs the ID only when
            /// a connection is lost.
            struct Text;

            impl Decode for Text {
                const NAME: &'static str = concat!($name, " lent, text");

                fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
                    let mut decoder = Decoder::new();
                    for input in inputs.slices() {
                        let mut input = Input::new(input);
                        while let Some(Ok(event)) = decoder.next_event(&mut input) {
                            sink.event(event.data().to_string_lossy().as_bytes(), || {
                                (event.event_type().as_bytes(), event.last_event_id().as_bytes())
                            });
                        }
                    }
                }
            }

            struct Owned;

            impl Decode for Owned {
                const NAME: &'static str = concat!($name, " owned");

                fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
                    let mut decoder = Decoder::new();
                    for input in inputs.slices() {
                        let mut input = Input::new(input);
                        while let Some(Ok(event)) = decoder.next_event(&mut input) {
                            let event = event.into_owned();
                            sink.event(event.data().as_bytes(), || {
                                (event.event_type().as_bytes(), event.last_event_id().as_bytes())
                            });
                        }
                    }
                }
            }

            /// Owned events, in the same memory each time.
            struct Refilled;

            impl Decode for Refilled {
                const NAME: &'static str = concat!($name, " owned, filled again");

                fn decode<S: Sink>(inputs: impl Inputs, sink: &mut S) {
                    let mut decoder = Decoder::new();
                    let mut owned = OwnedEvent::default();
                    for input in inputs.slices() {
                        let mut input = Input::new(input);
                        while let Some(Ok(event)) = decoder.next_event(&mut input) {
                            event.clone_into(&mut owned);
                            sink.event(owned.data().as_bytes(), || {
                                (owned.event_type().as_bytes(), owned.last_event_id().as_bytes())
                            });
                        }
                    }
                }
            }
        }
    };
}

forms!(plain, sse_proto, "sse-proto");
#[cfg(feature = "memchr")]
forms!(with_memchr, sse_proto_with_memchr, "sse-proto + memchr");
#[cfg(feature = "simdutf8")]
forms!(with_simdutf8, sse_proto_with_simdutf8, "sse-proto + simdutf8");

/// Does what a caller of `Parser` does to count events without a buffer; contents are kept only for checking.
#[derive(Default)]
struct Interpreter {
    /// The bytes of this block's data lines, each with a line end.
    data_bytes: usize,
    data: Vec<u8>,
    event_type: Vec<u8>,
    id: Vec<u8>,
    last_event_id: Vec<u8>,
    /// Whether the last part of a type or ID did not end its line, so that the next one continues it.
    within_line: bool,
}

impl Interpreter {
    #[inline]
    fn data<S: Sink>(&mut self, value: &[u8], end_of_line: bool) {
        self.data_bytes += value.len() + usize::from(end_of_line);
        if S::CHECKS {
            self.data.extend_from_slice(value);
            self.data.extend(end_of_line.then_some(b'\n'));
        }
    }

    fn event_type(&mut self, value: &[u8], end_of_line: bool) {
        if !self.within_line {
            self.event_type.clear();
        }
        self.event_type.extend_from_slice(value);
        self.within_line = !end_of_line;
    }

    fn id(&mut self, value: &[u8], end_of_line: bool) {
        if !self.within_line {
            self.id.clear();
        }
        self.id.extend_from_slice(value);
        self.within_line = !end_of_line;
        if end_of_line && !self.id.contains(&0) {
            self.last_event_id.clone_from(&self.id);
        }
    }

    #[inline]
    fn dispatch<S: Sink>(&mut self, sink: &mut S) {
        // Without a data line, there is no event. The last line's end is not part of the data.
        if let Some(length) = self.data_bytes.checked_sub(1) {
            if S::CHECKS {
                sink.event(&self.data[..length], || (&self.event_type, &self.last_event_id));
                self.data.clear();
            } else {
                sink.counted(length);
            }
        }
        self.data_bytes = 0;
        if S::CHECKS {
            self.event_type.clear();
        }
    }
}
