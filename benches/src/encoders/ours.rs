//! sse-proto, into all kinds of output.

use super::{Encode, Sample};
use sse_proto::encode::{Event, EventId, EventType};

/// The events as borrowed values: building one, with its checks, is part of encoding it.
fn build(event: &super::Event) -> Event<'_> {
    let mut built = Event::new();
    if let Some(event_type) = &event.event_type {
        built = built.event_type(EventType::new(event_type).expect("a type without line ends"));
    }
    if let Some(id) = &event.id {
        built = built.id(EventId::new(id).expect("an ID without line ends and NULL"));
    }
    built.data(&event.data)
}

pub(super) struct Slice;

impl Encode for Slice {
    const NAME: &'static str = "sse-proto, slice";
    type Prepared = (Sample, Vec<u8>);

    fn prepare(sample: &Sample) -> Self::Prepared {
        let longest = sample.events().iter().map(|event| build(event).encoded_len()).max();
        (sample.clone(), vec![0; longest.unwrap_or(0)])
    }

    fn encode((sample, mut buffer): Self::Prepared, mut each: impl FnMut(&[u8])) {
        for event in sample.events() {
            each(build(event).encode_to_slice(&mut buffer).expect("enough room"));
        }
    }
}

pub(super) struct Reused;

impl Encode for Reused {
    const NAME: &'static str = "sse-proto, reused `Vec`";
    type Prepared = Sample;

    fn prepare(sample: &Sample) -> Self::Prepared {
        sample.clone()
    }

    fn encode(sample: Self::Prepared, mut each: impl FnMut(&[u8])) {
        let mut buffer = Vec::new();
        for event in sample.events() {
            buffer.clear();
            build(event).encode_to_vec(&mut buffer);
            each(&buffer);
        }
    }
}

pub(super) struct Fresh;

impl Encode for Fresh {
    const NAME: &'static str = "sse-proto, fresh `Vec`";
    type Prepared = Sample;

    fn prepare(sample: &Sample) -> Self::Prepared {
        sample.clone()
    }

    fn encode(sample: Self::Prepared, mut each: impl FnMut(&[u8])) {
        for event in sample.events() {
            each(&build(event).to_vec());
        }
    }
}

pub(super) struct Text;

impl Encode for Text {
    const NAME: &'static str = "sse-proto, `fmt::Write`";
    type Prepared = Sample;

    fn prepare(sample: &Sample) -> Self::Prepared {
        sample.clone()
    }

    fn encode(sample: Self::Prepared, mut each: impl FnMut(&[u8])) {
        let mut buffer = String::new();
        for event in sample.events() {
            buffer.clear();
            build(event).encode_to(&mut buffer).expect("a `String` takes everything");
            each(buffer.as_bytes());
        }
    }
}
