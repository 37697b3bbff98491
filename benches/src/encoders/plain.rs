//! Without a library: `write!`, which checks nothing, and the limit, a copy of bytes that were ready.

use super::{Encode, Sample};
use std::fmt::Write as _;

pub(super) struct Formatted;

impl Encode for Formatted {
    const NAME: &'static str = "`write!`";
    type Prepared = Sample;

    fn prepare(sample: &Sample) -> Self::Prepared {
        sample.clone()
    }

    fn encode(sample: Self::Prepared, mut each: impl FnMut(&[u8])) {
        let mut buffer = String::new();
        for event in sample.events() {
            buffer.clear();
            format(event, &mut buffer);
            each(buffer.as_bytes());
        }
    }
}

fn format(event: &super::Event, buffer: &mut String) {
    // A `String` takes everything.
    if let Some(event_type) = &event.event_type {
        let _ = writeln!(buffer, "event: {event_type}");
    }
    if let Some(id) = &event.id {
        let _ = writeln!(buffer, "id: {id}");
    }
    for line in event.data.split('\n') {
        let _ = writeln!(buffer, "data: {line}");
    }
    let _ = writeln!(buffer);
}

/// The limit.
pub const MEMCPY: &str = "memcpy of the output";

pub(super) struct Copied;

impl Encode for Copied {
    const NAME: &'static str = MEMCPY;
    type Prepared = (Vec<String>, Vec<u8>);

    fn prepare(sample: &Sample) -> Self::Prepared {
        let encoded = |event: &super::Event| {
            let mut buffer = String::new();
            format(event, &mut buffer);
            buffer
        };
        let outputs: Vec<_> = sample.events().iter().map(encoded).collect();
        let longest = outputs.iter().map(String::len).max();
        (outputs, vec![0; longest.unwrap_or(0)])
    }

    fn encode((outputs, mut buffer): Self::Prepared, mut each: impl FnMut(&[u8])) {
        for output in &outputs {
            let copy = &mut buffer[..output.len()];
            copy.copy_from_slice(output.as_bytes());
            each(copy);
        }
    }
}
