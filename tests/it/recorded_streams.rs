//! Recorded streams of real servers give the model's results: whole and in inputs of 1 to 64 bytes, in every storage.
//!
//! The recordings are not part of the project. The test looks for them beside its checkout, in `../shared/streams`. If they
//! are missing, it says so and passes, except on CI (with `CI` set), where they must be present.

use std::{env, fs, path::Path};

use crate::layers;
use sse_proto_model::{drive, model};

/// Room for the largest event of the recordings.
const LIMIT: usize = 64 * 1024;

#[test]
fn recorded_streams_come_out_in_inputs_of_every_size() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/streams");
    let Ok(entries) = fs::read_dir(&folder) else {
        assert!(env::var_os("CI").is_none(), "no recorded streams at {}", folder.display());
        println!("skipped: no recorded streams at {}", folder.display());
        return;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "sse")).collect::<Vec<_>>();
    paths.sort();
    assert!(!paths.is_empty(), "no *.sse at {}", folder.display());

    for path in &paths {
        let stream = fs::read(path).unwrap();
        let expected = model::interpret(&stream);
        let events = expected.items.iter().filter(|item| drive::is_event(item)).cloned().collect::<Vec<_>>();
        assert!(!events.is_empty(), "{}: no events", path.display());
        for size in (1..=64).chain([stream.len()]) {
            let check = &mut |layer: &mut dyn drive::Layer| {
                stream.chunks(size).for_each(|chunk| layer.feed(chunk));
                let items = if layer.events_only() { &events } else { &expected.items };
                let right = layer.items() == items
                    && layer.last_event_id() == expected.last_event_id
                    && layer.reconnection_time() == expected.reconnection_time;
                assert!(right, "{}, {}, inputs of {size} bytes", path.display(), layer.name());
            };
            layers::every_storage(LIMIT, check);
            drive::every_parser(check);
        }
    }
    println!("{} recorded streams", paths.len());
}
