//! Decodes encoded events, which must come out unchanged.

use core::time::Duration;

use arbitrary::Unstructured;
use sse_proto::{
    FieldName, GrowingStorage,
    encode::{
        BufferTooSmall, Event, EventId, EventType, EventWriter, InvalidValue, Lengths, VecWriter, max_encoded_len,
    },
};

use crate::{
    model,
    seen::{Logged, Seen},
    stream::Stream,
};

/// Checks that every way to encode gives the same text, and that the decoder and the model get the same events out of it, for
/// any values and any cuts.
///
/// After `*`, the library's `Arbitrary` makes values of the bytes. Otherwise they are text, with `~` as always, in which `^`
/// separates events and `|` their values: each begins with the letter of its field (`c` for the comment, `s` for strict data).
/// Invalid values must be refused, and are left out. If an ID is a number, it is made from that number.
pub fn round_trip(data: &[u8]) {
    let text;
    let events: Vec<Values<'_>> = if let Some(choices) = data.strip_prefix(b"*") {
        let mut choices = Unstructured::new(choices);
        (0..8).map_while(|_| (!choices.is_empty()).then(|| Values::arbitrary(&mut choices).ok()).flatten()).collect()
    } else {
        let separated: Vec<u8> = data.iter().map(|&byte| if byte == b'|' { SEPARATOR } else { byte }).collect();
        text = Stream::written_out(&separated).into_text().0;
        text.split('^').map(Values::new).collect()
    };

    let mut encoded = Vec::new();
    let mut expected = Vec::new();
    let mut last_event_id = String::new();
    for values in events {
        let event = values.event();
        let from = encoded.len();
        event.encode_to_vec(&mut encoded);
        every_way(&values, &event, &encoded[from..]);
        values.expect(&mut expected, &mut last_event_id);
    }

    for size in [encoded.len().max(1), 1 + data.len() % 7, 1] {
        let mut decoder = Logged::new(GrowingStorage::new());
        encoded.chunks(size).for_each(|chunk| decoder.feed(chunk));
        assert_eq!(decoder.log.0, expected, "inputs of {size} bytes: {}", encoded.escape_ascii());
        assert_eq!(decoder.decoder.last_event_id(), &*last_event_id);
        assert!(!decoder.decoder.is_mid_event(), "an encoded event is whole");
        assert_eq!(decoder.decoder.is_between_events(), !encoded.is_empty(), "another one may follow");
    }
    let outcome = model::interpret(&encoded);
    let what = || format!("the model reads something else: {}", encoded.escape_ascii());
    assert!(expected.iter().map(Seen::item).eq(outcome.items), "{}", what());
    assert!(expected.iter().filter_map(Seen::own).eq(outcome.own), "{}", what());
}

/// Separates the values of an event once `|` has been replaced by it: an ASCII control code without a meaning.
const SEPARATOR: u8 = 0x1F;

/// Holds the values of an event.
#[derive(Debug, Default)]
struct Values<'t> {
    comment: Option<&'t str>,
    event_type: Option<EventType<'t>>,
    id: Option<EventId<'t>>,
    reconnection_time: Option<Duration>,
    data: Option<&'t str>,
    strict: bool,
}

impl<'t> Values<'t> {
    fn arbitrary(choices: &mut Unstructured<'t>) -> arbitrary::Result<Self> {
        let data: Option<&str> = choices.arbitrary()?;
        Ok(Self {
            comment: choices.arbitrary()?,
            event_type: choices.arbitrary()?,
            id: choices.arbitrary()?,
            reconnection_time: choices.arbitrary()?,
            data,
            strict: data.is_some_and(|data| !data.contains('\r')),
        })
    }

    fn new(text: &'t str) -> Self {
        let mut values = Self::default();
        for part in text.split(char::from(SEPARATOR)) {
            let Some(letter) = part.chars().next() else { continue };
            let value = &part[letter.len_utf8()..];
            match letter {
                'c' => values.comment = Some(value),
                'e' => match checked(EventType::new(value), value, FieldName::Event, "\r\n") {
                    None => {}
                    some => values.event_type = some,
                },
                'i' => match checked(EventId::new(value), value, FieldName::Id, "\r\n\0") {
                    None => {}
                    some => values.id = number(value).or(some),
                },
                'r' => {
                    let number = value.bytes().fold(0_u64, |n, b| n.wrapping_mul(251).wrapping_add(u64::from(b)));
                    let number = value.parse().unwrap_or(number);
                    values.reconnection_time =
                        Some(Duration::from_millis(number) + Duration::from_nanos(number % 1_000_000));
                }
                's' => {
                    let event = Event::new().strict_data(value);
                    if checked(event, value, FieldName::Data, "\r").is_some() {
                        (values.data, values.strict) = (Some(value), true);
                    }
                }
                _ => (values.data, values.strict) = (Some(value), false),
            }
        }
        values
    }

    fn event(&self) -> Event<'t> {
        let mut event = Event::new();
        if let Some(data) = self.data {
            event = if self.strict { event.strict_data(data).expect("no CR") } else { event.data(data) };
        }
        if let Some(time) = self.reconnection_time {
            event = event.reconnection_time(time);
        }
        if let Some(id) = self.id {
            event = event.id(id);
        }
        if let Some(event_type) = self.event_type {
            event = event.event_type(event_type);
        }
        if let Some(comment) = self.comment {
            event = event.comment(comment);
        }
        event
    }

    /// Returns the item that a decoder returns for it.
    fn expect(&self, expected: &mut Vec<Seen>, last_event_id: &mut String) {
        for line in self.comment.map(lines).unwrap_or_default() {
            expected.push(Seen::Comment { text: line.into_bytes(), ended: true });
        }
        if let Some(time) = self.reconnection_time {
            expected
                .push(Seen::ReconnectionTime(Duration::from_millis(time.as_millis().try_into().unwrap_or(u64::MAX))));
        }
        if let Some(id) = self.id {
            *last_event_id = id.as_str().to_owned();
        }
        if let Some(data) = self.data {
            if self.strict {
                assert_eq!(lines(data).join("\n"), data, "strict data comes out as it went in");
            }
            let event_type = self.event_type.map_or("", EventType::as_str);
            expected.push(Seen::Event {
                event_type: if event_type.is_empty() { "message" } else { event_type }.into(),
                data: lines(data).join("\n").into(),
                last_event_id: last_event_id.clone().into(),
                id: self.id.map(|id| id.as_str().into()),
                has_event_type: !event_type.is_empty(),
            });
        } else if let Some(id) = self.id {
            expected.push(Seen::LastEventId(id.as_str().into()));
        }
    }
}

/// Returns the ID for the number in a text.
fn number(text: &str) -> Option<EventId<'static>> {
    let number: u64 = text.parse().ok()?;
    let id = EventId::from_number(number);
    (number.to_string() == text).then(|| {
        assert_eq!(id.as_str(), text);
        id
    })
}

/// Returns the lines of a text: CRLF, CR and LF each end one.
fn lines(text: &str) -> Vec<String> {
    text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(str::to_owned).collect()
}

/// Checks that a value is refused exactly if it contains one of these, and that the error names the first of them.
fn checked<T>(result: Result<T, InvalidValue>, value: &str, field: FieldName, refused: &str) -> Option<T> {
    let position = value.find(|c| refused.contains(c));
    match result {
        Ok(valid) => {
            assert_eq!(position, None, "{value:?} was taken as {field}");
            Some(valid)
        }
        Err(error) => {
            assert_eq!(Some(error.position()), position, "{value:?}: {error}");
            assert_eq!(error.byte(), value.as_bytes()[error.position()]);
            assert_eq!(error.field(), field);
            None
        }
    }
}

/// Writes the same event with the writer that takes the fields one by one.
fn field_by_field(values: &Values<'_>) -> Result<String, core::fmt::Error> {
    let mut writer = EventWriter::new(String::new());
    if let Some(comment) = values.comment {
        writer = writer.comment(comment)?;
    }
    if let Some(event_type) = values.event_type {
        writer = writer.event_type(event_type)?;
    }
    if let Some(id) = values.id {
        writer = writer.id(id)?;
    }
    if let Some(time) = values.reconnection_time {
        writer = writer.reconnection_time(time)?;
    }
    if let Some(data) = values.data {
        writer = writer.data(data)?;
    }
    writer.end()
}

/// Checks that all ways to encode give these bytes and this length.
fn every_way(values: &Values<'_>, event: &Event<'_>, encoded: &[u8]) {
    let len = encoded.len();
    assert_eq!(event.encoded_len(), len);
    assert_eq!(event.to_string().as_bytes(), encoded);
    assert_eq!(event.to_vec(), encoded);
    let mut written = Vec::new();
    event.encode_to(&mut VecWriter::new(&mut written)).expect("there is memory");
    assert_eq!(written, encoded);

    let written = field_by_field(values).expect("a String takes everything");
    assert_eq!(written.as_bytes(), encoded);

    let lengths = Lengths {
        comment: values.comment.map(str::len),
        event_type: values.event_type.map(|value| value.as_str().len()),
        id: values.id.map(|value| value.as_str().len()),
        reconnection_time: values.reconnection_time.is_some(),
        data: values.data.map(str::len),
        one_line: ![values.comment, values.data].into_iter().flatten().any(|text| text.contains(['\r', '\n'])),
    };
    let most = max_encoded_len(lengths);
    let digits = values.reconnection_time.map_or(20, |time| time.as_millis().min(u64::MAX.into()).to_string().len());
    assert!(!lengths.one_line || len == most + digits - 20, "{len} bytes, and {most} at most");
    let most = max_encoded_len(Lengths { one_line: false, ..lengths });
    assert!(len <= most, "{len} bytes, and {most} at most");
    for size in [len, len + 1, most, len - 1, len / 2, 0] {
        let mut buffer = vec![b'?'; size];
        match event.encode_to_slice(&mut buffer) {
            Ok(filled) => {
                assert_eq!(filled, encoded);
                assert!(buffer[len..].iter().all(|&byte| byte == b'?'), "written after the event");
            }
            Err(error) => {
                assert!(size < len, "{size} bytes are enough");
                assert_eq!(error.required(), len);
                assert!(buffer.iter().all(|&byte| byte == b'?'), "not all, yet not nothing");
                let _: BufferTooSmall = error;
            }
        }
    }
}
