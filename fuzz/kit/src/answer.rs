//! Reads the answer of a decoder, and compares it with that of the standard.

use crate::{
    aspects::Aspects,
    model::{Item, Outcome},
    notation::quoted,
};

/// The other side's answer about a stream. A member that is `None` was left out, and is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The events, in order.
    pub events: Vec<Event>,
    /// The reconnection time: left out, never set, or this number, as the answer wrote it.
    pub retry: Option<Option<String>>,
    /// The last event ID at the end.
    pub last_event_id: Option<String>,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its type.
    pub event_type: String,
    /// Its data.
    pub data: String,
    /// The last event ID when it was dispatched.
    pub last_event_id: Option<String>,
}

impl Answer {
    /// Returns the answer of the standard.
    #[must_use]
    pub fn asked(outcome: &Outcome) -> Self {
        let event = |item: &Item| match item {
            Item::Event { event_type, data, last_event_id } => Some(Event {
                event_type: event_type.clone(),
                data: data.clone(),
                last_event_id: Some(last_event_id.clone()),
            }),
            _ => None,
        };
        Self {
            events: outcome.items.iter().filter_map(event).collect(),
            retry: Some(outcome.reconnection_time.map(|time| time.to_string())),
            last_event_id: Some(outcome.last_event_id.clone()),
        }
    }

    /// Returns the aspects in which this answer differs from the expected one.
    #[must_use]
    pub fn differs(&self, asked: &Self) -> Aspects {
        let mut aspects = Aspects::NONE;
        if self.events.len() != asked.events.len() {
            aspects.add(Aspects::EVENTS);
        } else {
            for (came, asked) in self.events.iter().zip(&asked.events) {
                if came.data != asked.data {
                    aspects.add(Aspects::DATA);
                }
                if came.event_type != asked.event_type {
                    aspects.add(Aspects::TYPE);
                }
                if came.last_event_id.is_some() && came.last_event_id != asked.last_event_id {
                    aspects.add(Aspects::EVENT_ID);
                }
            }
        }
        if self.last_event_id.is_some() && self.last_event_id != asked.last_event_id {
            aspects.add(Aspects::FINAL_ID);
        }
        if let (Some(came), Some(asked)) = (&self.retry, &asked.retry)
            && !same_time(came.as_deref(), asked.as_deref())
        {
            aspects.add(Aspects::RETRY);
        }
        aspects
    }

    /// Returns the answer in words. IDs and the state at the end are included if the answer has them and `other` makes them
    /// matter.
    #[must_use]
    pub fn in_words(&self, aspects: Aspects) -> String {
        let event = |event: &Event| {
            let mut words = format!("{} {}", quoted(&event.event_type), quoted(&event.data));
            if let (true, Some(id)) = (aspects.intersects(Aspects::ID), &event.last_event_id) {
                words += &format!(" (last event ID {})", quoted(id));
            }
            words
        };
        let mut words = match self.events.as_slice() {
            [] => "no event".to_owned(),
            [one] => format!("1 event: {}", event(one)),
            many => {
                format!("{} events: {}", many.len(), many.iter().take(12).map(event).collect::<Vec<_>>().join(", "))
            }
        };
        if let (true, Some(id)) = (aspects.intersects(Aspects::ID), &self.last_event_id) {
            words += &format!("; at the end, last event ID {}", quoted(id));
        }
        if let (true, Some(time)) = (aspects.intersects(Aspects::RETRY), &self.retry) {
            words += &format!("; retry {}", time.as_deref().unwrap_or("null"));
        }
        words
    }
}

/// The greatest integer up to which every number format is exact: 2⁵³ − 1.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// Returns whether a reconnection time is the expected one. Up to 2⁵³ − 1 it must be equal. Above that, implementations have a
/// limit somewhere, so any value that isn't smaller than 2⁵³ − 1 is right.
fn same_time(came: Option<&str>, asked: Option<&str>) -> bool {
    match (came, asked) {
        (None, None) => true,
        (Some(came), Some(asked)) => match (came.parse::<f64>(), asked.parse::<f64>()) {
            (Ok(came), Ok(asked)) if asked > EXACT => came >= EXACT,
            (Ok(came), Ok(asked)) => came == asked,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_compared_as_numbers() {
        for (came, asked) in [("3000", "3000"), ("3000.0", "3000"), ("1e39", "18446744073709551615")] {
            assert!(same_time(Some(came), Some(asked)), "{came}");
        }
        for big in ["9007199254740991", "9223372036854775807", "18446744073709551616"] {
            assert!(same_time(Some(big), Some("18446744073709551615")), "{big}");
        }
        for (came, asked) in [("3001", "3000"), ("-1", "18446744073709551615"), ("0", "18446744073709551615")] {
            assert!(!same_time(Some(came), Some(asked)), "{came}");
        }
        assert!(!same_time(None, Some("5")) && !same_time(Some("5"), None) && same_time(None, None));
    }

    #[test]
    fn what_is_left_out_is_not_compared() {
        let asked = Answer {
            events: vec![Event { event_type: "t".into(), data: "x".into(), last_event_id: Some("7".into()) }],
            retry: Some(Some("5".into())),
            last_event_id: Some("7".into()),
        };
        let mut came = Answer {
            events: vec![Event { event_type: "t".into(), data: "x".into(), last_event_id: None }],
            ..Answer::default()
        };
        assert!(came.differs(&asked).is_none());
        came.last_event_id = Some(String::new());
        assert_eq!(came.differs(&asked), Aspects::FINAL_ID);
        came.retry = Some(None);
        came.events[0].data.push('!');
        assert_eq!(came.differs(&asked), Aspects::FINAL_ID.and(Aspects::RETRY).and(Aspects::DATA));
    }
}
