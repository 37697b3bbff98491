//! Gives one input to several decoders and parsers, which read it in any order.

use core::{mem, slice};

use sse_proto::{Input, Item, Storage};

use crate::seen::{Inputs, Joined, Log, Logged, Parsed, Parts, Seen};

/// The bytes that a script may read at most, because it may read its input again and again.
const PATIENCE: usize = 1 << 15;

/// An input that several decoders and parsers read, in any order. Each reader has twins, which read the same bytes but never
/// see the input. This shows that what an input remembers of its bytes is never wrong.
#[derive(Debug)]
pub(crate) struct SharedInput<'i, 'r> {
    bytes: &'i [u8],
    input: Input<'i>,
    /// Another input, of the same bytes or the end of them.
    kept: Input<'i>,
    readers: [&'r mut dyn Read; 5],
    /// The reader that reads next.
    reader: usize,
    patience: usize,
}

impl<'i, 'r> SharedInput<'i, 'r> {
    /// Creates an input of these bytes. The first reader begins.
    pub(crate) fn new(bytes: &'i [u8], readers: [&'r mut dyn Read; 5]) -> Self {
        Self { bytes, input: Input::new(bytes), kept: Input::new(bytes), readers, reader: 0, patience: PATIENCE }
    }

    /// Runs a script: each letter or digit is a step. At the end, the input and the kept one are read to their ends.
    ///
    /// - A digit chooses the reader.
    /// - `e`, `i` and `o` read once: an event, an item, or an owned event; for a parser, all of them read a part. `E`, `I` and
    ///   `O` read to the end of the input.
    /// - `c` goes on with a clone of the input, `k` keeps a clone, and `b` exchanges the two.
    /// - `r` makes a new input of the rest, `x` of the rest without its first byte, and `a` of all the bytes.
    /// - `s` resets the reader, `u` takes its unfinished event, and `t` makes its twins anew, as clones of it.
    pub(crate) fn run(mut self, script: &[u8]) {
        for &step in script {
            match step {
                b'0'..=b'4' => self.reader = usize::from(step - b'0'),
                b'e' => drop(self.read(Call::Event)),
                b'i' => drop(self.read(Call::Item)),
                b'o' => drop(self.read(Call::Owned)),
                b'E' => while self.read(Call::Event) {},
                b'I' => while self.read(Call::Item) {},
                b'O' => while self.read(Call::Owned) {},
                b'c' => self.input = self.input.clone(),
                b'k' => self.kept = self.input.clone(),
                b'b' => mem::swap(&mut self.input, &mut self.kept),
                b'r' => self.input = Input::new(self.input.rest()),
                b'x' => self.input = Input::new(self.input.rest().get(1..).unwrap_or_default()),
                b'a' => self.input = Input::new(self.bytes),
                b's' => self.readers[self.reader].reset(),
                b'u' => self.readers[self.reader].take_unfinished(),
                b't' => self.readers[self.reader].renew_twins(),
                _ => {}
            }
        }
        while self.read(Call::Item) {}
        mem::swap(&mut self.input, &mut self.kept);
        while self.read(Call::Item) {}
    }

    /// Reads once, and returns whether something came.
    fn read(&mut self, call: Call) -> bool {
        let rest = self.input.rest().len();
        if rest > self.patience {
            return false;
        }
        let came = self.readers[self.reader].read(&mut self.input, call);
        self.patience -= rest - self.input.rest().len();
        if !came {
            // For every reader, the input is used up, after any number of calls.
            for reader in &mut self.readers {
                for call in [Call::Event, Call::Item, Call::Owned, call] {
                    assert!(!reader.read(&mut self.input, call), "something came after the end of the input");
                }
                assert!(!reader.read(&mut Input::default(), call), "something came of nothing");
            }
        }
        came
    }
}

/// Says how a reader reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    Event,
    Item,
    /// An event that owns its text.
    Owned,
}

/// A decoder or a parser, with its twins.
pub(crate) trait Read: core::fmt::Debug {
    /// Reads once, as the twins do, and returns whether something came.
    fn read(&mut self, input: &mut Input<'_>, call: Call) -> bool;

    fn reset(&mut self);

    /// Takes the unfinished event, as the twins do.
    fn take_unfinished(&mut self);

    fn renew_twins(&mut self);
}

/// A decoder or a parser, and its twins, which begin as its clones. The first twin gets the bytes that each call reads as a
/// separate input, and the second twin gets them byte by byte.
#[derive(Debug)]
pub(crate) struct Twins<M> {
    machine: M,
    whole: M,
    byte_by_byte: M,
    /// Whether the last byte that was read is a CR, and no LF followed it.
    line_ended: bool,
}

impl<M: Machine> Twins<M> {
    pub(crate) fn new(machine: M) -> Self {
        Self { whole: machine.clone(), byte_by_byte: machine.clone(), machine, line_ended: false }
    }
}

impl<M: Machine> Read for Twins<M> {
    fn read(&mut self, input: &mut Input<'_>, call: Call) -> bool {
        let (consumed, unread) = (input.consumed(), input.rest());
        if self.line_ended && unread.starts_with(b"\n") {
            // This LF comes from another place: another byte followed the CR. The twins have not seen that byte, and would take
            // the LF for the rest of a CRLF.
            self.renew_twins();
        }
        let before = self.machine.len();
        let came = self.machine.read(input, call);
        let (read, rest) = unread.split_at(unread.len() - input.rest().len());
        assert!(core::ptr::eq(input.rest(), rest), "what is left is not what comes next");
        assert_eq!(input.is_empty(), rest.is_empty());
        assert!(!(read.ends_with(b"\r") && rest.starts_with(b"\n")), "it stops between CR and LF");
        if call != Call::Owned {
            assert_eq!(input.consumed(), consumed + read.len());
        }
        match came {
            Some(_) => assert!(!read.is_empty(), "something came of nothing"),
            None => assert!(rest.is_empty(), "nothing came before the end of the input"),
        }
        if !read.is_empty() {
            self.line_ended = read.ends_with(b"\r") && !rest.is_empty();
        }

        let mut whole = Input::new(read);
        assert_eq!(self.whole.read(&mut whole, call), came, "of {}", read.escape_ascii());
        assert!(whole.is_empty());
        assert_eq!(self.whole.read(&mut whole, call), None);
        self.whole.assert_same(&self.machine, before, Inputs::Same, "as an input of its own");
        for byte in read {
            let mut single = Input::new(slice::from_ref(byte));
            while self.byte_by_byte.read(&mut single, call).is_some() {}
            assert!(single.is_empty());
        }
        assert_eq!(self.byte_by_byte.read(&mut Input::default(), call), None);
        self.byte_by_byte.assert_same(&self.machine, before, Inputs::CutOtherwise, "byte by byte");
        assert_eq!(self.byte_by_byte.is_between_events(), self.whole.is_between_events());
        if self.line_ended {
            // The twins can't know that no LF follows.
            assert!(!self.whole.is_between_events());
        } else {
            assert_eq!(self.machine.is_between_events(), self.whole.is_between_events());
        }
        came.is_some()
    }

    fn reset(&mut self) {
        self.machine.reset();
        self.whole.reset();
        self.byte_by_byte.reset();
        self.line_ended = false;
    }

    fn take_unfinished(&mut self) {
        let unfinished = self.machine.take_unfinished();
        assert_eq!(self.whole.take_unfinished(), unfinished);
        assert_eq!(self.byte_by_byte.take_unfinished(), unfinished);
        self.line_ended = false;
    }

    fn renew_twins(&mut self) {
        *self = Self::new(self.machine.clone());
    }
}

/// A decoder or a parser, and everything that it has returned.
pub(crate) trait Machine: Clone + core::fmt::Debug {
    /// The result of one call.
    type Came: PartialEq + core::fmt::Debug;

    fn read(&mut self, input: &mut Input<'_>, call: Call) -> Option<Self::Came>;

    fn reset(&mut self);

    /// Takes the unfinished event. The state is then the same as after a reset.
    fn take_unfinished(&mut self) -> Option<Seen>;

    /// Returns how many things it has returned, without counting the pieces of each.
    fn len(&self) -> usize;

    /// Asserts that both have returned the same, if they had when there were `before` things, and that both have the same
    /// state, except for [`is_between_events`](Self::is_between_events).
    #[track_caller]
    fn assert_same(&self, other: &Self, before: usize, inputs: Inputs, what: &str);

    fn is_between_events(&self) -> bool;
}

impl<S: Storage + Clone + core::fmt::Debug> Machine for Logged<S> {
    type Came = Seen;

    fn read(&mut self, input: &mut Input<'_>, call: Call) -> Option<Seen> {
        let Self { decoder, log } = self;
        let item = match call {
            Call::Item => decoder.next_item(input)?,
            Call::Event => {
                // `next_event` passes over comments.
                log.end();
                decoder.next_event(input)?.map(Item::Event)
            }
            Call::Owned => {
                log.end();
                let mut events = decoder.owned_events(input.rest());
                let event = events.next();
                *input = Input::new(events.rest());
                if event.is_none() {
                    assert!(events.next().is_none(), "something came after the end of the input");
                }
                let seen = match event? {
                    Ok(event) => Seen::owned_event(&event),
                    Err(error) => Seen::TooLarge(error.limit()),
                };
                log.push(seen.clone());
                return Some(seen);
            }
        };
        let mut came = Log::default();
        came.item(item);
        log.item(item);
        came.0.pop()
    }

    fn reset(&mut self) {
        self.decoder.reset();
        self.log.end();
    }

    fn take_unfinished(&mut self) -> Option<Seen> {
        self.log.end();
        self.end_of_stream()
    }

    fn len(&self) -> usize {
        self.log.len()
    }

    fn assert_same(&self, other: &Self, before: usize, inputs: Inputs, what: &str) {
        self.assert_same_but_place(other, before, inputs, what);
    }

    fn is_between_events(&self) -> bool {
        self.decoder.is_between_events()
    }
}

impl Machine for Parsed {
    type Came = Joined;

    fn read(&mut self, input: &mut Input<'_>, _: Call) -> Option<Self::Came> {
        let part = self.parser.next_part(input)?;
        let mut came = Parts::default();
        came.push(part);
        self.log.push(part);
        came.0.pop()
    }

    fn reset(&mut self) {
        self.parser.reset();
        self.log.end();
    }

    fn take_unfinished(&mut self) -> Option<Seen> {
        self.reset();
        None
    }

    fn len(&self) -> usize {
        self.log.len()
    }

    fn assert_same(&self, other: &Self, before: usize, inputs: Inputs, what: &str) {
        self.log.assert_same(&other.log, before, inputs, what);
    }

    fn is_between_events(&self) -> bool {
        self.parser.is_between_events()
    }
}
