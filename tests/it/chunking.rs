//! Chunking never matters: every case at every single split, short cases at every pair of splits, and all inputs of one size.
//! After each input, the layer has returned exactly the items that its bytes complete.

use crate::layers;
use sse_proto_model::{
    cases::CASES,
    drive::{self, Expected},
    model::Options,
};

#[test]
fn every_case_comes_out_at_every_single_split() {
    for case in CASES {
        let expected = Expected::at_every_byte(case.stream, Options::default());
        let len = case.stream.len();
        // The one long case is long because of its comments, in the middle of which every split is like its neighbour.
        let step = if len > 1024 { 97 } else { 1 };
        for cut in (0..=len).step_by(step) {
            layers::every_layer(|layer| expected.check(case.name, layer, &[cut]));
        }
    }
}

#[test]
fn every_case_comes_out_with_an_empty_input_at_every_place() {
    for case in CASES.iter().filter(|case| case.stream.len() <= 256) {
        let expected = Expected::at_every_byte(case.stream, Options::default());
        for cut in 0..=case.stream.len() {
            layers::every_layer(|layer| expected.check(case.name, layer, &[cut, cut, cut]));
        }
    }
}

#[test]
fn short_cases_come_out_at_every_pair_of_splits() {
    for case in CASES.iter().filter(|case| case.stream.len() <= 32) {
        let expected = Expected::at_every_byte(case.stream, Options::default());
        for second in 0..=case.stream.len() {
            for first in 0..second {
                layers::every_layer(|layer| expected.check(case.name, layer, &[first, second]));
            }
        }
    }
}

#[test]
fn every_case_comes_out_in_inputs_of_every_size() {
    for case in CASES.iter().filter(|case| case.stream.len() <= 256) {
        let expected = Expected::at_every_byte(case.stream, Options::default());
        for size in 2..case.stream.len() {
            let cuts = drive::chunks_of(size, case.stream.len());
            layers::every_layer(|layer| expected.check(case.name, layer, &cuts));
        }
    }
}

/// Joins all cases to one long stream of many kinds of lines. A block that one case leaves open goes on in the next.
#[test]
fn all_cases_in_one_stream_come_out_in_inputs_of_every_size() {
    let stream = CASES.iter().flat_map(|case| case.stream).copied().collect::<Vec<_>>();
    let stream = &stream[..stream.len().min(12 * 1024)];
    let options = Options::default();
    let expected = Expected::at_every_byte(stream, options);
    for size in (1..=130).chain([255, 256, 257, 1460, 4096, stream.len()]) {
        let cuts = drive::chunks_of(size, stream.len());
        layers::every_layer(|layer| expected.check("all cases in one stream", layer, &cuts));
    }
}
