//! Every public type can be sent to another thread, shared between threads, and moved while it is polled.

use sse_proto::{
    Decoder, Event, EventId, EventSource, EventType, FieldName, Input, InvalidValue, Item, Parser, Part, Replay, Text,
    TooLarge, encode, event_source, replay,
};

fn has_auto_traits<T: Send + Sync + Unpin>() {}

#[test]
fn public_types_are_send_sync_and_unpin() {
    has_auto_traits::<Input<'_>>();
    has_auto_traits::<(Parser, Part<'_>, FieldName)>();
    has_auto_traits::<(Decoder<[u8; 8]>, Decoder<&mut [u8]>, Event<'_>, Item<'_>, Text<'_>, TooLarge)>();
    has_auto_traits::<(
        EventSource<[u8; 8]>,
        event_source::Step<'_>,
        event_source::Request<'_>,
        event_source::Headers<'_>,
    )>();
    has_auto_traits::<(event_source::ConnectionError, event_source::Cause, event_source::ReadyState)>();
    has_auto_traits::<(Replay<[u8; 8]>, replay::Events<'_>, replay::Missed)>();
    has_auto_traits::<(EventId<'_>, EventType<'_>, InvalidValue)>();
    has_auto_traits::<(encode::Event<'_>, encode::EventWriter<String>, encode::DataWriter<'_, String>)>();
    has_auto_traits::<(encode::Lengths, encode::SliceWriter<'_>, encode::BufferTooSmall)>();
}

#[cfg(feature = "alloc")]
#[test]
fn public_types_that_allocate_are_send_sync_and_unpin() {
    use sse_proto::{GrowingStorage, OwnedEvent, OwnedEvents};

    has_auto_traits::<(Decoder, EventSource, Replay, GrowingStorage)>();
    has_auto_traits::<(OwnedEvent, OwnedEvents<'_, '_, GrowingStorage>, encode::VecWriter<'_>)>();
}

/// A stream of events is what its body is.
#[cfg(feature = "stream")]
#[test]
fn event_streams_are_send_sync_and_unpin_if_their_body_is() {
    type Body = core::pin::Pin<Box<dyn futures_core::Stream<Item = Result<Vec<u8>, std::io::Error>> + Send>>;

    fn is_send<T: Send + Unpin>() {}
    is_send::<sse_proto::EventStream<Body>>();
    has_auto_traits::<sse_proto::StreamError<std::io::Error>>();
}
