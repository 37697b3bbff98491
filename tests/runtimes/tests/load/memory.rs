//! Measures our part of an idle stream: the session with its decoder, and their allocations.

use sse_proto::{
    Decoder, EventId, EventSource, Input,
    encode::{Event, HEARTBEAT},
};

use super::{machine::allocated, one_at_a_time};

const STREAMS: usize = 5_000;

#[test]
fn an_idle_stream_takes_a_few_hundred_bytes() {
    let _turn = one_at_a_time();
    let id = "2026-11-26T10:00:00.000Z/00042";
    let hello = Event::new().id(EventId::new(id).unwrap()).data("hello\nworld").to_string();
    let stream = hello + &HEARTBEAT.repeat(100);
    let mut sessions = Vec::with_capacity(STREAMS);
    let before = allocated();
    for number in 0..STREAMS {
        let mut session = EventSource::new();
        session.handle_response(200, Some("text/event-stream")).unwrap();
        let mut events = 0;
        // Inputs of every size, from single bytes to the whole stream.
        for chunk in stream.as_bytes().chunks(1 + number % stream.len()) {
            let mut input = Input::new(chunk);
            while let Some(event) = session.next_event(&mut input) {
                assert_eq!(event.unwrap().data(), "hello\nworld");
                events += 1;
            }
        }
        assert_eq!((events, session.last_event_id().to_string().as_str()), (1, id));
        sessions.push(session);
    }
    let (inline, heap) = (size_of::<EventSource>(), (allocated() - before) / STREAMS);
    println!(
        "an idle stream: {inline} B for the session, of which {} B decoder, and {heap} B of storage",
        size_of::<Decoder>()
    );
    assert!(inline <= 192, "{inline} B");
    // The event and the ID take less than the smallest size of the storage.
    assert!(heap <= 256, "{heap} B");
    drop(sessions);
}
