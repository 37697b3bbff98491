//! The encoder: all of it that needs no allocator.

use core::{
    fmt::{self, Write},
    hint::black_box,
    time::Duration,
};

use sse_proto::{
    encode::{
        BufferTooSmall, DataWriter, Event, EventId, EventType, EventWriter, HEARTBEAT, HEARTBEAT_LINE, InvalidValue,
        Lengths, SliceWriter, max_encoded_len,
    },
    event_id, event_type,
};

use crate::roots;

pub(crate) fn roots() {
    black_box((HEARTBEAT, HEARTBEAT_LINE, EventId::RESET));
    values();
    events();
    data();
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
        () { (event_type!("t"), event_id!("7")) }
        (number: u64) { EventId::from_number(number) }
        (number: u64) { EventId::from(number) }
        (id: &EventId<'_>) { id.as_str() }
        (id: &EventId<'_>) { id.fits_header() }
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
        (event: sse_proto::Event<'_>) { Event::from(event) }
        (event: &sse_proto::Event<'_>) { Event::from(event) }
        (lengths: Lengths) { max_encoded_len(lengths) }
    }
}

fn data() {
    roots! {
        (event: &Event<'_>, buffer: &mut [u8], data: &str) {
            event.encode_to_slice_with(buffer, |out| black_box(out.write_str(data)))
        }
        (event: &Event<'_>, out: &mut dyn Write, data: &str) {
            event.encode_with(out, |out| black_box(out.write_str(data)))
        }
        (event: &Event<'_>, out: &mut SliceWriter<'_>, data: &str) {
            event.encode_with(out, |out| black_box(out.write_str(data)))
        }
        (data: &mut DataWriter<'_, SliceWriter<'_>>, piece: &str) { data.write_str(piece) }
        (data: &mut DataWriter<'_, SliceWriter<'_>>, piece: char) { data.write_char(piece) }
        (data: &mut DataWriter<'_, SliceWriter<'_>>, piece: fmt::Arguments<'_>) { data.write_fmt(piece) }
        (data: &mut DataWriter<'_, dyn Write>, piece: &str) { data.write_str(piece) }
        (data: &mut DataWriter<'_, dyn Write>, piece: fmt::Arguments<'_>) { data.write_fmt(piece) }
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
        (out: SliceWriter<'_>) { EventWriter::new(out) }
        (writer: EventWriter<SliceWriter<'_>>, text: &str) { writer.comment(text) }
        (writer: EventWriter<&mut dyn Write>, text: &str) { writer.comment(text) }
        (writer: EventWriter<SliceWriter<'_>>, text: &str) { writer.spaced_comment(text) }
        (writer: EventWriter<&mut dyn Write>, text: &str) { writer.spaced_comment(text) }
        (writer: EventWriter<SliceWriter<'_>>, event_type: EventType<'_>) { writer.event_type(event_type) }
        (writer: EventWriter<SliceWriter<'_>>, id: EventId<'_>) { writer.id(id) }
        (writer: EventWriter<&mut dyn Write>, id: EventId<'_>) { writer.id(id) }
        (writer: EventWriter<SliceWriter<'_>>, time: Duration) { writer.reconnection_time(time) }
        (writer: EventWriter<SliceWriter<'_>>, data: &str) { writer.data(data) }
        (writer: EventWriter<&mut dyn Write>, data: &str) { writer.data(data) }
        (writer: EventWriter<SliceWriter<'_>>, data: &str) { writer.data_with(|out| out.write_str(data)) }
        (writer: EventWriter<&mut dyn Write>, number: u64) { writer.data_with(|out| write!(out, "{number}")) }
        (writer: EventWriter<SliceWriter<'_>>) { writer.end() }
        (writer: EventWriter<&mut dyn Write>) { writer.end() }
    }
}
