//! Tests how the recipes for bodies copy, encode, and go through the adapters of other crates.

use std::{
    convert::Infallible,
    io::{BufRead, Cursor, Read},
};

use crate::support::{
    runtime::{block_on, on_tokio, yield_now},
    stream::STREAM,
};
use bytes::Bytes;
use futures_util::{FutureExt, SinkExt, StreamExt, TryStreamExt, stream};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use sse_proto::{Decoder, EventId, EventStreamExt, OwnedEvent, StreamError, encode, event_id, event_type};
use sse_proto_runtimes::{bufread, futures_io, http_body::Events, tokio_util::Codec};
use tokio_util::codec::{Framed, FramedWrite};

/// Three events; the data of the first and the last has one line.
const EVENTS: [&[u8]; 3] = [
    b"\xEF\xBB\xBFid: 1\r\nevent: whole\r\ndata: first \xE2\x82\xAC\r\n\r\n",
    b"data: second\ndata: in two lines\n\n",
    b"id: 3\ndata: third\n\n",
];

#[test]
fn data_that_is_whole_in_a_frame_is_a_part_of_it() {
    let body = Bytes::from(EVENTS.concat());
    let mut start = 0;
    let places = EVENTS.map(|event| {
        start += event.len();
        start - event.len()..start
    });
    for cut in 0..=body.len() {
        let frames = [body.slice(..cut), body.slice(cut..)].map(|frame| Ok::<_, Infallible>(Frame::data(frame)));
        let trailers = Ok(Frame::trailers(hyper::HeaderMap::new()));
        let frames = frames.into_iter().chain([trailers]);
        let mut events = Events::new(StreamBody::new(stream::iter(frames)), Decoder::new());
        for (number, place) in places.iter().enumerate() {
            let event = block_on(events.next()).unwrap().unwrap();
            let expected =
                [("whole", "first \u{20AC}", "1"), ("message", "second\nin two lines", "1"), ("message", "third", "3")]
                    [number];
            let data = str::from_utf8(&event.data).unwrap();
            assert_eq!((&event.event_type[..], data, &event.last_event_id[..]), expected, "cut at {cut}");

            let is_lent = body.as_ptr_range().contains(&event.data.as_ptr());
            let has_one_line = number != 1;
            // The data line is the last one of each event. If the cut is before it, the data may be copied or lent.
            let data_line = place.start + EVENTS[number].windows(5).rposition(|bytes| bytes == b"data:").unwrap();
            // A CR ends an event; the LF after it changes nothing.
            let end = place.end - usize::from(EVENTS[number].ends_with(b"\r\n"));
            if cut <= place.start || cut >= end {
                assert_eq!(is_lent, has_one_line, "event {number}, cut at {cut}");
            } else if cut > data_line || !has_one_line {
                assert!(!is_lent, "event {number}, cut at {cut}");
            }
        }
        assert!(block_on(events.next()).is_none());
    }
}

#[test]
fn what_is_encoded_is_decoded_again_on_the_other_side() {
    let sent = [
        encode::Event::new().data("caf\u{E9}\nau lait").id(event_id!("1")),
        encode::Event::new().comment("a heartbeat"),
        encode::Event::new().event_type(event_type!("empty")).data("").id(EventId::from_number(2)),
    ];
    on_tokio(async {
        // The pipe is so small that no event is sent at once.
        let (server, client) = tokio::io::duplex(3);
        let (mut server, mut client) =
            (FramedWrite::new(server, Codec::default()), Framed::new(client, Codec::default()));
        let server = tokio::spawn(async move {
            for event in sent {
                server.send(event).await.unwrap();
            }
            let passed_on = Decoder::new().owned_events(b"id: 3\ndata: passed on\n\n").next().unwrap().unwrap();
            server.send(passed_on).await.unwrap();
        });
        let first = client.next().await.unwrap().unwrap().unwrap();
        assert_eq!(first, OwnedEvent::new("caf\u{E9}\nau lait").with_id(event_id!("1")));
        let second = client.next().await.unwrap().unwrap().unwrap();
        assert_eq!(second, OwnedEvent::new("").with_event_type(event_type!("empty")).with_id(event_id!("2")));
        let third = client.next().await.unwrap().unwrap().unwrap();
        assert_eq!(third, OwnedEvent::new("passed on").with_id(event_id!("3")));
        assert!(client.next().await.is_none());
        assert_eq!(client.codec().0.last_event_id(), "3");
        server.await.unwrap();
    });
}

/// The bytes after an event are left for the next reader.
#[test]
fn no_byte_beyond_an_event_is_taken() {
    let both = b"data: 1\n\nsomething else";
    let mut events = bufread::Events { body: Cursor::new(both), decoder: Decoder::new() };
    assert_eq!(events.next().unwrap().unwrap().data(), "1");
    let mut rest = String::new();
    events.body.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "something else");

    let mut events = futures_io::Events { body: &both[..], decoder: Decoder::new() };
    assert_eq!(events.next().now_or_never().unwrap().unwrap().unwrap().data(), "1");
    assert_eq!(events.body.fill_buf().unwrap(), b"something else");
}

/// The body of a response that is made of `async` blocks is not `Unpin`.
#[test]
fn a_body_may_be_made_of_async_blocks() {
    let body = stream::unfold(STREAM.chunks(5), |mut chunks| async {
        let chunk = chunks.next()?;
        let borrowed = &chunk;
        yield_now().await;
        Some((Ok::<_, Infallible>(borrowed.to_vec()), chunks))
    });
    let events = block_on(body.events().try_collect::<Vec<_>>());
    let data = events.unwrap().into_iter().map(OwnedEvent::into_data).collect::<Vec<_>>();
    let whole = Decoder::new().owned_events(STREAM).map(|event| event.unwrap().into_data()).collect::<Vec<_>>();
    assert_eq!(data, whole);
}

/// The events are an ordinary stream: the adapters of `futures-util` take it, and so do the bodies of `http-body-util`.
#[test]
fn events_go_through_the_adapters_of_others() {
    let chunks = [Ok("data: 1\n\ndata: 2\n\nda"), Err(3), Ok("ta: 4\n\n"), Ok("data: 5\n\n")];
    let events = stream::iter(chunks).events().map_ok(OwnedEvent::into_data).take(4).collect::<Vec<_>>();
    let one = |data: &str| Ok(data.to_owned());
    assert_eq!(block_on(events), [one("1"), one("2"), Err(StreamError::Body(3)), one("4")]);

    let frames = [Frame::data(&b"data: 1\n\nda"[..]), Frame::data(b"ta: 2\n\n")].map(Ok::<_, Infallible>);
    let body = StreamBody::new(stream::iter(frames)).into_data_stream();
    let data = block_on(body.events().map_ok(OwnedEvent::into_data).try_collect::<Vec<_>>());
    assert_eq!(data.unwrap(), ["1", "2"]);
}
