//! The encoder: all of it that needs no allocator.

use core::{
    fmt::{self, Write},
    hint::black_box,
    time::Duration,
};

use sse_proto::encode::{
    BufferTooSmall, DataWriter, Event, EventId, EventType, HEARTBEAT, InvalidValue, Lengths, SliceWriter,
    max_encoded_len,
};

use crate::roots;

pub(crate) fn roots() {
    black_box((HEARTBEAT, EventId::RESET));
    values();
    events();
    writers();
}

fn values() {
    roots! {
        (value: &str) { EventType::new(value) }
        (value: &str) { EventType::try_from(value) }
        (event_type: EventType<'_>) { event_type.as_str() }
        (event_type: EventType<'_>, other: EventType<'_>) { event_type.cmp(&other) }
        (event_type: EventType<'_>, out: &mut dyn Write) { write!(out, "{event_type}") }
        (event_type: EventType<'_>, f: &mut fmt::Formatter<'_>) { fmt::Display::fmt(&event_type, f) }
        (value: &str) { EventId::new(value) }
        (value: &str) { EventId::try_from(value) }
        (id: EventId<'_>) { id.as_str() }
        (id: EventId<'_>, other: EventId<'_>) { id.cmp(&other) }
        (id: EventId<'_>, out: &mut dyn Write) { write!(out, "{id}") }
        (id: EventId<'_>, f: &mut fmt::Formatter<'_>) { fmt::Display::fmt(&id, f) }
        (error: &InvalidValue) { error.field() }
        (error: &InvalidValue) { error.byte() }
        (error: &InvalidValue) { error.position() }
        (error: &InvalidValue, out: &mut dyn Write) { write!(out, "{error}") }
        (error: &InvalidValue, out: &mut dyn Write) { write!(out, "{error:?}") }
        (error: &BufferTooSmall) { error.required() }
        (error: &BufferTooSmall, out: &mut dyn Write) { write!(out, "{error:?}") }
        (error: &BufferTooSmall, out: &mut dyn Write) { write!(out, "{error}") }
    }
}

fn events() {
    roots! {
        () { Event::new() }
        (event: Event<'_>, event_type: EventType<'_>) { event.event_type(event_type) }
        (event: Event<'_>, id: EventId<'_>) { event.id(id) }
        (event: Event<'_>, time: Duration) { event.reconnection_time(time) }
        (event: Event<'_>, data: &str) { event.data(data) }
        (event: Event<'_>, data: &str) { event.strict_data(data) }
        (event: Event<'_>, comment: &str) { event.comment(comment) }
        (event: &Event<'_>, other: &Event<'_>) { event == other }
        (event: &Event<'_>) { event.encoded_len() }
        (event: &Event<'_>, buffer: &mut [u8]) { event.encode_to_slice(buffer) }
        (event: &Event<'_>, out: &mut dyn Write) { event.encode_to(out) }
        (event: &Event<'_>, out: &mut SliceWriter<'_>) { event.encode_to(out) }
        (event: &Event<'_>, out: &mut dyn Write) { write!(out, "{event}") }
        (event: &Event<'_>, f: &mut fmt::Formatter<'_>) { fmt::Display::fmt(event, f) }
        (lengths: Lengths) { max_encoded_len(lengths) }
    }
}

fn writers() {
    roots! {
        (buffer: &mut [u8]) { SliceWriter::new(buffer) }
        (writer: &SliceWriter<'_>) { writer.written() }
        (writer: SliceWriter<'_>) { writer.into_written() }
        (writer: &SliceWriter<'_>) { writer.overflowed() }
        (writer: &mut SliceWriter<'_>, piece: &str) { writer.write_str(piece) }
        (writer: &mut SliceWriter<'_>, piece: char) { writer.write_char(piece) }
        (event: &Event<'_>, out: SliceWriter<'_>) { event.data_writer(out) }
        (event: &Event<'_>, out: &mut dyn Write) { event.data_writer(out) }
        (writer: &mut DataWriter<SliceWriter<'_>>, piece: &str) { writer.write_str(piece) }
        (writer: &mut DataWriter<SliceWriter<'_>>, piece: char) { writer.write_char(piece) }
        (writer: &mut DataWriter<&mut dyn Write>, piece: &str) { writer.write_str(piece) }
        (writer: DataWriter<SliceWriter<'_>>) { writer.finish() }
        (writer: DataWriter<&mut dyn Write>) { writer.finish() }
    }
}
