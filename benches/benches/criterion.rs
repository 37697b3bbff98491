//! Runs all contestants on all corpora in inputs of all sizes, with Criterion. That takes long, so name what you want to see:
//! `cargo bench -- 'openai/64 B'`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sse_proto_benches::{
    comparison,
    contestants::{self, Answer, Contestant},
    corpora::{CORPORA, Corpus, DEFAULT_SIZE, DRIPS},
    encoders::{self, Sample, encoders},
    inputs::Cut,
    report,
};
use std::{cell::LazyCell, time::Duration};

const CUTS: [Cut; 7] = [
    Cut::Bytes(1),
    Cut::Bytes(64),
    Cut::Bytes(1460),
    Cut::Bytes(16 << 10),
    Cut::Bytes(64 << 10),
    Cut::WHOLE,
    Cut::Event,
];

fn decoding(criterion: &mut Criterion) {
    let contestants = contestants::contestants();
    for name in CORPORA.iter().chain(DRIPS) {
        let Some(corpus) = Corpus::generate(name, DEFAULT_SIZE) else { continue };
        let cuts = corpus.own_cut.map_or(CUTS.to_vec(), |cut| vec![cut]);
        for cut in cuts {
            let mut group = criterion.benchmark_group(format!("{name}/{}", report::input_size(cut)));
            for contestant in &contestants {
                let known = if contestants::known_wrong(contestant.name, name).is_some() { "†" } else { "" };
                let id = format!("{}{known}", contestant.name.replace('`', ""));
                group.throughput(Throughput::Bytes(corpus.stream.len() as u64));
                group.bench_function(id, |bencher| {
                    if let Some(speed) = comparison::too_slow(contestant, &corpus, cut) {
                        // Assume that it goes on as it began: measuring all of it would take too long.
                        eprintln!("{}: slower than linear, so this is the least it would take", contestant.name);
                        let seconds = corpus.stream.len() as f64 / (speed * 1e9);
                        bencher.iter_custom(|iterations| Duration::from_secs_f64(seconds * iterations as f64));
                    } else {
                        check(contestant, &corpus, cut);
                        let inputs = corpus.cut(cut);
                        bencher.iter(|| (contestant.run)(inputs));
                    }
                });
            }
        }
    }
}

/// Checks an answer: prints that a peer's is wrong, and ends the run for any other wrong one.
fn check(contestant: &Contestant, corpus: &Corpus, cut: Cut) {
    match contestant.check(corpus, cut) {
        Answer::Right => {}
        answer if contestant.is_peer() => eprintln!("† {}: {answer}", contestant.name),
        answer => panic!("{}: {answer}", contestant.name),
    }
}

fn encoding(criterion: &mut Criterion) {
    for name in encoders::CORPORA {
        let sample = LazyCell::new(|| Sample::of_corpus(name));
        let mut group = criterion.benchmark_group(format!("encode {name}"));
        for encoder in encoders() {
            group.bench_function(encoder.name.replace('`', ""), |bencher| {
                if !encoder.is_right(&sample) {
                    assert!(!encoder.ours, "{}: the output does not mean what was put in", encoder.name);
                    eprintln!("† {}: the output does not mean what was put in", encoder.name);
                }
                bencher.iter_custom(|iterations| (0..iterations).map(|_| (encoder.time)(&sample)).sum());
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(15)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800));
    targets = decoding, encoding
}
criterion_main!(benches);
