//! The parser, and the decoder with every kind of storage that needs no allocator.

use core::{fmt, hint::black_box};

use sse_proto::{Decoder, Event, FieldName, Input, Item, Parser, Part, Storage, Text, TooLarge, encode::EventId};

use crate::{roots, storage::Unreliable};

/// Makes roots of the methods of each kind of decoder.
macro_rules! decoder {
    ($Storage:ty) => {
        roots! {
            (storage: $Storage) { Decoder::with_storage(storage) }
            (decoder: &mut Decoder<$Storage>) { decoder.reset() }
            (decoder: &Decoder<$Storage>) { decoder.reconnection_time() }
            (decoder: &Decoder<$Storage>) { decoder.last_event_id() }
            (decoder: &mut Decoder<$Storage>, id: EventId<'_>) { decoder.set_last_event_id(id) }
            (decoder: &mut Decoder<$Storage>, input: &mut Input<'_>) { decoder.next_event(input) }
            (decoder: &mut Decoder<$Storage>, input: &mut Input<'_>) { decoder.next_item(input) }
            (decoder: &Decoder<$Storage>) { decoder.is_mid_event() }
            (decoder: &mut Decoder<$Storage>) { decoder.take_unfinished() }
            (decoder: &Decoder<$Storage>) { decoder.is_between_events() }
            // The usual loops, which a compiler may treat differently from single calls.
            (decoder: &mut Decoder<$Storage>, bytes: &[u8]) {
                let mut input = Input::new(bytes);
                while let Some(event) = decoder.next_event(&mut input) {
                    let _ = black_box(event);
                }
            }
            (decoder: &mut Decoder<$Storage>, bytes: &[u8]) {
                let mut input = Input::new(bytes);
                while let Some(item) = decoder.next_item(&mut input) {
                    let _ = black_box(item);
                }
            }
        }
    };
}

pub(crate) fn roots() {
    input();
    parser();
    decoder!([u8; 0]);
    decoder!([u8; 64]);
    decoder!(&mut [u8; 64]);
    decoder!(&mut [u8]);
    decoder!(Unreliable<'_>);
    storage();
    values();
}

fn input() {
    roots! {
        (bytes: &[u8]) { Input::new(bytes) }
        () { Input::default() }
        (input: &Input<'_>) { input.clone() }
        (input: &Input<'_>) { input.consumed() }
        (input: &Input<'_>) { input.rest() }
        (input: &Input<'_>) { input.is_empty() }
    }
}

fn parser() {
    roots! {
        () { Parser::new() }
        () { Parser::default() }
        (parser: &mut Parser) { parser.reset() }
        (parser: &Parser) { parser.clone() }
        (parser: &Parser, other: &Parser) { parser == other }
        (parser: &mut Parser, input: &mut Input<'_>) { parser.next_part(input) }
        (parser: &Parser) { parser.is_between_events() }
        (part: &Part<'_>, other: &Part<'_>) { part == other }
        (parser: &mut Parser, bytes: &[u8]) {
            let mut input = Input::new(bytes);
            while let Some(part) = parser.next_part(&mut input) {
                black_box(part);
            }
        }
    }
}

fn storage() {
    roots! {
        (decoder: &Decoder<[u8; 64]>) { decoder.clone() }
        (storage: &[u8; 64]) { storage.bytes() }
        (storage: &mut [u8; 64]) { storage.bytes_mut() }
        (storage: &[u8; 64]) { storage.limit() }
        (storage: &mut [u8; 64], len: usize) { storage.grow(len) }
        (storage: &[u8]) { Storage::bytes(storage) }
        (storage: &mut [u8]) { Storage::bytes_mut(storage) }
        (storage: &[u8]) { Storage::limit(storage) }
        (storage: &mut [u8], len: usize) { Storage::grow(storage, len) }
    }
}

fn values() {
    roots! {
        (event: &Event<'_>) { event.event_type() }
        (event: &Event<'_>) { event.data() }
        (event: &Event<'_>) { event.last_event_id() }
        (event: &Event<'_>) { event.has_event_type() }
        (event: &Event<'_>) { event.id() }
        (event: &Event<'_>, other: &Event<'_>) { event == other }
        (item: &Item<'_>, other: &Item<'_>) { item == other }
        (text: &Text<'_>) { text.as_bytes() }
        (text: &Text<'_>) { text.len() }
        (text: &Text<'_>) { text.is_empty() }
        (text: &Text<'_>) { text.to_str() }
        (text: &Text<'_>, other: &Text<'_>) { text == other }
        (text: &Text<'_>, other: &str) { text == other }
        (text: &Text<'_>, other: &str) { *text == other }
        (text: &Text<'_>, other: &str) { other == text }
        (text: &Text<'_>, other: &[u8]) { text == other }
        (text: &Text<'_>, other: &[u8]) { *text == other }
        (text: &Text<'_>, other: &[u8]) { other == text }
        (text: &Text<'_>, other: &[u8; 8]) { text == other }
        (text: &Text<'_>, other: &[u8; 8]) { *text == other }
        (text: &Text<'_>, other: &[u8; 8]) { other == text }
        (text: &Text<'_>, other: &Text<'_>) { text.cmp(other) }
        (text: &Text<'_>, other: &Text<'_>) { text < other }
        (text: &Text<'_>) { AsRef::<[u8]>::as_ref(text).len() }
        (text: &str) { Text::from(text) }
        (text: &[u8]) { Text::from(text) }
        () { Text::default() }
        (text: &Text<'_>, out: &mut dyn fmt::Write) { write!(out, "{text}") }
        (name: FieldName) { name.as_str() }
        (name: FieldName, out: &mut dyn fmt::Write) { write!(out, "{name}") }
        (error: &TooLarge) { error.limit() }
        (error: &TooLarge, out: &mut dyn fmt::Write) { write!(out, "{error}") }
        // The crate's own `Debug`. That of text and of durations is core's, which has panics that can't happen, but stay in the
        // program.
        (error: &TooLarge, out: &mut dyn fmt::Write) { write!(out, "{error:?}") }
        (name: FieldName, out: &mut dyn fmt::Write) { write!(out, "{name:?}") }
        (parser: &Parser, out: &mut dyn fmt::Write) { write!(out, "{parser:?}") }
        (input: &Input<'_>, out: &mut dyn fmt::Write) { write!(out, "{input:?}") }
        (part: &Part<'_>, out: &mut dyn fmt::Write) { write!(out, "{part:?}") }
    }
}
