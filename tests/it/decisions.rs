//! Tests for the project's decisions, by number, where the standard is silent or ambiguous, or implementations differ.
//! Numbers 10 and 11 are about the encoder, number 12 is about the client.

use sse_proto::{Decoder, Input, Storage, encode::EventId};

use crate::layers;
use sse_proto_model::{
    drive::{self, Creeping, Decoding, Layer, POISON, Reading},
    model::Item,
};

fn event(event_type: &str, data: &str, last_event_id: &str) -> Item {
    Item::Event { event_type: event_type.to_owned(), data: data.to_owned(), last_event_id: last_event_id.to_owned() }
}

fn message(data: &str, last_event_id: &str) -> Item {
    event("message", data, last_event_id)
}

fn comment(text: &str) -> Item {
    Item::Comment(text.to_owned())
}

/// Asserts what every layer has returned after reading these inputs.
#[track_caller]
fn after(inputs: &[&[u8]], items: &[Item], last_event_id: &str) {
    layers::every_layer(|layer| {
        inputs.iter().for_each(|input| layer.feed(input));
        assert_handed_out(layer, items);
        assert_eq!(layer.last_event_id(), last_event_id, "{}", layer.name());
    });
}

#[track_caller]
fn assert_handed_out(layer: &dyn Layer, items: &[Item]) {
    if layer.events_only() {
        assert!(layer.items().iter().eq(items.iter().filter(|item| drive::is_event(item))), "{}", layer.name());
    } else {
        // Skip ignored lines and the IDs of blocks without an event, which the case table tests.
        let told = |item: &&Item| !matches!(item, Item::Ignored(_) | Item::LastEventId(_));
        assert!(layer.items().iter().filter(told).eq(items), "{}: {:?}", layer.name(), layer.items());
    }
}

/// Does what [`after`] does, with decoders whose storage has this limit.
#[track_caller]
fn after_under_limit(limit: usize, inputs: &[&[u8]], items: &[Item], last_event_id: &str) {
    layers::every_storage(limit, &mut |layer| {
        inputs.iter().for_each(|input| layer.feed(input));
        assert_handed_out(layer, items);
        assert_eq!(layer.last_event_id(), last_event_id, "{}", layer.name());
    });
}

#[test]
fn decision_1_the_last_event_id_is_carried_over_to_the_next_connection() {
    layers::every_layer(|layer| {
        layer.feed(b"id: 7\ndata: a\n\ndata: cut o");
        layer.reset();
        layer.feed(b"data: b\n\n");
        assert_eq!(layer.items(), [message("a", "7"), message("b", "7")], "{}", layer.name());
    });
}

#[test]
fn decision_1_the_reconnection_time_is_carried_over_to_the_next_connection() {
    layers::every_layer(|layer| {
        layer.feed(b"retry: 3000\nretry: 1");
        layer.reset();
        layer.feed(b"retry: \n");
        assert_eq!(layer.reconnection_time(), Some(3000), "{}", layer.name());
    });
}

#[test]
fn decision_1_the_last_event_id_of_an_earlier_session_can_be_given() {
    let mut decoder = Decoder::with_storage([0; 64]);
    decoder.set_last_event_id(EventId::new("7").unwrap()).unwrap();
    assert_eq!(decoder.last_event_id(), "7");

    let mut input = Input::new(b"data: a\n\nid: 8\ndata: b\n\n");
    assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().last_event_id(), "7");
    assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().last_event_id(), "8");
    assert_eq!(decoder.last_event_id(), "8");

    decoder.set_last_event_id(EventId::new("").unwrap()).unwrap();
    assert_eq!(decoder.last_event_id(), "");
    let mut input = Input::new(b"data: c\n\n");
    assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().last_event_id(), "");
}

#[test]
fn decision_1_an_id_that_does_not_fit_is_refused_and_the_old_one_stays() {
    let mut decoder = Decoder::with_storage([0; 4]);
    decoder.set_last_event_id(EventId::new("1234").unwrap()).unwrap();
    let error = decoder.set_last_event_id(EventId::new("12345").unwrap()).unwrap_err();
    assert_eq!(error.limit(), 4);
    assert_eq!(decoder.last_event_id(), "1234");
    decoder.set_last_event_id(EventId::new("4321").unwrap()).unwrap();
    assert_eq!(decoder.last_event_id(), "4321");
}

/// Also holds in the middle of a block: nothing of the block is lost, and its own ID still wins.
#[test]
fn decision_1_the_last_event_id_can_be_given_in_the_middle_of_a_block() {
    fn check<S: Storage>(new: impl Fn() -> S) {
        for (block, id) in
            [("event: t\ndata: a\ndata: b\n\n", None), ("id: 9\nevent: t\nid: 10\ndata: a\ndata: b\n\n", Some("10"))]
        {
            for cut in 0..block.len() {
                for given in ["", "1", "0123456789"] {
                    let mut layer = Decoding::new("any decoder", new(), Reading::Items);
                    layer.feed(b"id: 777\n\n");
                    layer.feed(&block.as_bytes()[..cut]);
                    layer.decoder.set_last_event_id(EventId::new(given).unwrap()).unwrap();
                    assert_eq!(layer.last_event_id(), given);
                    layer.feed(&block.as_bytes()[cut..]);
                    let expected = id.unwrap_or(given);
                    let items = [Item::LastEventId("777".to_owned()), event("t", "a\nb", expected)];
                    assert_eq!(layer.items(), items, "given after {cut} bytes of {block:?}");
                    assert_eq!(layer.last_event_id(), expected);
                }
            }
        }
    }
    check(|| [POISON; 20]);
    check(|| Creeping::with_limit(20));
    #[cfg(feature = "alloc")]
    check(sse_proto::GrowingStorage::new);
}

#[test]
fn decision_2_the_id_is_committed_at_a_blank_line_without_data() {
    after(&[b"id: 7\n"], &[], "");
    after(&[b"id: 7\n", b"\n"], &[], "7");
    after(&[b"id: 7\n\ndata: a\n\n"], &[message("a", "7")], "7");
}

#[test]
fn decision_2_the_id_is_not_committed_at_the_end_of_the_file() {
    after(&[b"id: 7\n\nid: 8\ndata: a\n"], &[], "7");
}

#[test]
fn decision_2_retry_counts_on_its_own_line() {
    after(&[b"data: a\nretry: 5\n"], &[Item::ReconnectionTime(5)], "");
    after(&[b"data: a\nretry: 5\r"], &[Item::ReconnectionTime(5)], "");
    after(&[b"data: a\nretry: 5"], &[], "");
}

#[test]
fn decision_3_retry_with_an_empty_value_is_ignored() {
    after(&[b"retry\nretry:\nretry: \n"], &[], "");
}

#[test]
fn decision_3_retry_takes_digits_only() {
    after(&[b"retry: -1\nretry: +1\nretry: 1ms\nretry:  1\nretry: 1.0\nretry: \xD9\xA3\n"], &[], "");
}

#[test]
fn decision_3_retry_takes_any_number_of_digits_and_saturates() {
    let zeros = [&b"retry: "[..], &[b'0'; 1000], b"7\n"].concat();
    after(&[&zeros], &[Item::ReconnectionTime(7)], "");
    let nines = [&b"retry: "[..], &[b'9'; 1000], b"\n"].concat();
    after(&[&nines], &[Item::ReconnectionTime(u64::MAX)], "");
    after(&[b"retry: 18446744073709551614\n"], &[Item::ReconnectionTime(u64::MAX - 1)], "");
    after(&[b"retry: 18446744073709551616\n"], &[Item::ReconnectionTime(u64::MAX)], "");
}

#[test]
fn decision_4_id_with_null_is_ignored_as_a_whole() {
    after(&[b"id: 7\n\nid: a\0b\ndata: a\n\n"], &[message("a", "7")], "7");
    // Also if the NULL comes in another input than the bytes before or after it.
    after(&[b"id: 7\n\nid: a", b"\0", b"b", b"\ndata: a\n\n"], &[message("a", "7")], "7");
    after(&[b"id: 7\nid: a", b"\0b\ndata: a\n\n"], &[message("a", "7")], "7");
}

#[test]
fn decision_4_an_empty_id_resets() {
    after(&[b"id: 7\n\nid\ndata: a\n\n"], &[message("a", "")], "");
    after(&[b"id: 7\n\nid:\ndata: a\n\n"], &[message("a", "")], "");
    after(&[b"id: 7\n\nid: ", b"\ndata: a\n\n"], &[message("a", "")], "");
}

#[test]
fn decision_4_null_elsewhere_is_data() {
    after(&[b":\0\nevent: \0\ndata: \0\n\n"], &[comment("\0"), event("\0", "\0", "")], "");
}

#[test]
fn decision_5_one_byte_order_mark_at_byte_0_is_dropped_also_when_it_is_split() {
    after(&[b"\xEF\xBB\xBFdata: a\n\n"], &[message("a", "")], "");
    after(&[b"", b"\xEF", b"", b"\xBB", b"", b"\xBF", b"", b"data: a\n\n"], &[message("a", "")], "");
}

#[test]
fn decision_5_a_byte_order_mark_anywhere_else_is_part_of_the_name_or_value() {
    after(&[b"\xEF\xBB\xBF\xEF\xBB\xBFdata: a\ndata: b\n\n"], &[message("b", "")], "");
    after(&[b"data: a\n\xEF\xBB\xBFdata: b\n\n"], &[message("a", "")], "");
    after(&[b"data:\xEF\xBB\xBF\n\n"], &[message("\u{FEFF}", "")], "");
}

#[test]
fn decision_5_each_response_body_may_begin_with_a_byte_order_mark() {
    layers::every_layer(|layer| {
        layer.feed(b"\xEF\xBB\xBFdata: a\n\n");
        layer.reset();
        layer.feed(b"\xEF\xBB\xBFdata: b\n\n");
        layer.reset();
        layer.feed(b"\xEF\xBB");
        layer.reset();
        layer.feed(b"\xBFdata: lost\n\ndata: c\n\n");
        assert_handed_out(layer, &[message("a", ""), message("b", ""), message("c", "")]);
    });
}

#[test]
fn decision_6_data_without_a_value_appends_an_empty_line() {
    after(&[b"data\n\n"], &[message("", "")], "");
    after(&[b"data:\n\n"], &[message("", "")], "");
    after(&[b"data\ndata: a\ndata\n\n"], &[message("\na\n", "")], "");
}

#[test]
fn decision_7_the_end_of_the_file_dispatches_nothing() {
    after(&[b"data: a\n\ndata: b\n"], &[message("a", "")], "");
    after(&[b"data: a\n\ndata: b"], &[message("a", "")], "");
    // The unfinished block does not come back in the next body either.
    layers::every_layer(|layer| {
        layer.feed(b"event: t\nid: 7\ndata: b\n");
        layer.reset();
        layer.feed(b"\ndata: c\n\n");
        assert_eq!(layer.items(), [message("c", "")], "{}", layer.name());
    });
}

#[test]
fn decision_8_an_event_over_the_limit_is_dropped_and_reported_once() {
    let stream = &[&b"data: 12345\ndata: 678\nevent: t\n\ndata: 1234\n\n"[..]];
    after_under_limit(4, stream, &[Item::TooLarge, message("1234", "")], "");
    let stream = &[&b"data: 12345\n\ndata: 12345\n\n"[..]];
    after_under_limit(4, stream, &[Item::TooLarge, Item::TooLarge], "");
}

#[test]
fn decision_8_the_error_is_returned_at_once() {
    after_under_limit(4, &[b"data: 1234"], &[], "");
    after_under_limit(4, &[b"data: 12345"], &[Item::TooLarge], "");
    after_under_limit(4, &[b"data: 1234", b"5"], &[Item::TooLarge], "");
    after_under_limit(4, &[b"data: 12\ndata: 3"], &[], "");
    after_under_limit(4, &[b"data: 12\ndata: 34"], &[Item::TooLarge], "");
    after_under_limit(4, &[b"event: 12345"], &[Item::TooLarge], "");
    after_under_limit(4, &[b"id: 12345"], &[Item::TooLarge], "");
}

#[test]
fn decision_8_the_error_names_the_limit() {
    let mut decoder = Decoder::with_storage([0; 4]);
    let error = decoder.next_event(&mut Input::new(b"data: 12345\n\n")).unwrap().unwrap_err();
    assert_eq!(error.limit(), 4);
    assert!(error.to_string().contains('4'), "{error}");
}

#[test]
fn decision_8_id_and_retry_of_an_event_over_the_limit_still_count() {
    let items = [Item::TooLarge, Item::ReconnectionTime(5), message("a", "7")];
    after_under_limit(4, &[b"data: 12345\nid: 7\nretry: 5\n\ndata: a\n\n"], &items, "7");
    after_under_limit(4, &[b"id: 7\ndata: 12345\nretry: 5\n\ndata: a\n\n"], &items, "7");
    // The ID counts at the blank line, not before, as any other does.
    after_under_limit(4, &[b"id: 7\ndata: 12345\n"], &[Item::TooLarge], "");
}

#[test]
fn decision_8_an_id_that_does_not_fit_is_ignored_as_a_whole() {
    let items = [Item::TooLarge, message("a", "7")];
    after_under_limit(4, &[b"id: 7\n\nid: 1234\ndata: x\n\ndata: a\n\n"], &items, "7");
    // An ID that fits once the data is gone counts.
    let items = [Item::TooLarge, message("a", "123")];
    after_under_limit(4, &[b"data: x\nevent: t\nid: 123\n\ndata: a\n\n"], &items, "123");
}

#[test]
fn decision_8_an_ignored_line_costs_nothing_however_long() {
    let long = [b'x'; 1000];
    let stream = [&b"data: 1234\n: "[..], &long, b"\nunknown: ", &long, b"\n", &long, b"\n\n"].concat();
    let comment = comment(&format!(" {}", "x".repeat(1000)));
    after_under_limit(4, &[&stream], &[comment, message("1234", "")], "");
}

#[test]
fn decision_8_no_room_at_all_is_room_for_an_empty_event() {
    let items = [message("", ""), Item::TooLarge, message("", "")];
    after_under_limit(0, &[b"data\n\ndata: x\n\nevent:\nid:\ndata:\n\n"], &items, "");
}

/// Tests the limit of 16 MiB to the byte, for events that are whole in an input and for others.
#[cfg(feature = "alloc")]
#[test]
fn decision_9_the_default_limit_is_16_mib() {
    const LIMIT: usize = 16 * 1024 * 1024;
    assert_eq!(sse_proto::GrowingStorage::DEFAULT_LIMIT, LIMIT);

    let mut stream = b"data: ".to_vec();
    stream.resize(stream.len() + LIMIT, b'x');
    let fits = [&stream[..], b"\n\n"].concat();
    let too_large = [&stream[..], b"x\n\ndata: ok\n\n"].concat();
    for size in [64 * 1024, usize::MAX] {
        let mut decoder = Decoder::new();
        let mut lengths = Vec::new();
        for chunk in fits.chunks(size).chain(too_large.chunks(size)) {
            let mut input = Input::new(chunk);
            while let Some(event) = decoder.next_event(&mut input) {
                lengths.push(event.map(|event| event.data().as_bytes().len()).map_err(|error| error.limit()));
            }
        }
        assert_eq!(lengths, [Ok(LIMIT), Err(LIMIT), Ok(2)]);
    }
}
