//! Tests the recipe for a feed, without a server.

use serde::{Serialize, Serializer};
use sse_proto::{encode::Event, event_type};
use sse_proto_runtimes::feed::Feed;

fn read(feed: &Feed, place: &str) -> (String, String) {
    let mut place = place.as_bytes().to_vec();
    let events = feed.read(&mut place);
    (String::from_utf8(events).unwrap(), String::from_utf8(place).unwrap())
}

#[test]
fn events_are_numbered_and_read_from_a_place_on() {
    let mut feed = Feed::new(1000, 6);
    assert_eq!(read(&feed, ""), (String::new(), String::new()));
    feed.push(Event::new().event_type(event_type!("sum")), &(1, "a\nb")).unwrap();
    feed.push(Event::new(), &[0; 0]).unwrap();
    let (seven, eight) = ("event: sum\nid: 7\ndata: [1,\"a\\nb\"]\n\n", "id: 8\ndata: []\n\n");
    assert_eq!(read(&feed, ""), ([seven, eight].concat(), "8".to_owned()));
    assert_eq!(read(&feed, "7"), (eight.to_owned(), "8".to_owned()));
    assert_eq!(read(&feed, "8"), (String::new(), "8".to_owned()));
}

#[test]
fn an_unknown_place_is_answered_once() {
    let missed = "event: missed\nid: \ndata: \n\n";
    let mut feed = Feed::new(60, 6);
    assert_eq!(read(&feed, "5"), (missed.to_owned(), String::new()));
    (0..9).for_each(|n| feed.push(Event::new(), &n).unwrap());
    // Each event takes 12 bytes more than its length, so two fit into the feed.
    let kept = "id: 14\ndata: 7\n\nid: 15\ndata: 8\n\n";
    assert_eq!(read(&feed, "7"), ([missed, kept].concat(), "15".to_owned()));
    assert_eq!(read(&feed, "no ID of this server"), ([missed, kept].concat(), "15".to_owned()));
}

/// A value whose serialization fails after a part of it has been written.
struct Broken;

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ["whole"].serialize(serializer)?;
        Err(serde::ser::Error::custom("broken"))
    }
}

#[test]
fn an_event_that_fails_is_not_sent_and_takes_no_id() {
    let mut feed = Feed::new(60, 6);
    feed.push(Event::new(), &1).unwrap();
    assert_eq!(feed.push(Event::new(), &Broken).unwrap_err().to_string(), "broken");
    assert_eq!(
        feed.push(Event::new(), &"x".repeat(60)).unwrap_err().to_string(),
        "event larger than the limit of 48 bytes"
    );
    feed.push(Event::new(), &2).unwrap();
    assert_eq!(read(&feed, "").0, "id: 7\ndata: 1\n\nid: 8\ndata: 2\n\n");
}
