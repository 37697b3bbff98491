//! Runs one job once, so that `benches/instructions` can count its instructions. It has only sse-proto's own jobs, as the
//! counts guard no others.

use sse_proto_benches::{
    contestants::{Contestant, Role, Tally, contestants},
    corpora::Corpus,
    encoders::{Encoder, Sample, encoders},
    inputs::{Cut, CutStream},
};
use std::{env, hint::black_box, process::ExitCode};

const SIZE: usize = 256 << 10;
const DECODING: [&str; 8] = ["openai", "anthropic", "tiny", "bulk", "multiline", "alternating", "crlf", "comments"];
const ENCODING: [&str; 2] = ["anthropic", "multiline"];
const CUTS: [Cut; 4] = [Cut::Bytes(1), Cut::Bytes(64), Cut::Bytes(16 << 10), Cut::Event];

enum Job {
    Decode(Contestant, &'static str, Cut),
    Encode(Encoder, &'static str),
}

fn jobs() -> Vec<(String, Job)> {
    let mut jobs = Vec::new();
    for contestant in contestants().into_iter().filter(|contestant| matches!(contestant.role, Role::Ours(_))) {
        for corpus in DECODING {
            for cut in CUTS {
                let name = format!("decode/{}/{corpus}/{cut}", plain(contestant.name));
                jobs.push((name, Job::Decode(contestant, corpus, cut)));
            }
        }
    }
    for encoder in encoders().into_iter().filter(|encoder| encoder.ours) {
        for corpus in ENCODING {
            jobs.push((format!("encode/{}/{corpus}", plain(encoder.name)), Job::Encode(encoder, corpus)));
        }
    }
    jobs
}

/// Returns a contestant's name without characters that are special in a shell or a column.
fn plain(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.skip_while(|word| matches!(*word, "sse" | "proto")).collect::<Vec<_>>().join("-").to_lowercase()
}

fn main() -> ExitCode {
    let jobs = jobs();
    match env::args().nth(1).as_deref() {
        Some("--list") => {
            for (name, _) in &jobs {
                println!("{name}");
            }
            ExitCode::SUCCESS
        }
        Some(wanted) if jobs.iter().any(|(name, _)| name == wanted) => {
            for (_, job) in jobs.into_iter().filter(|(name, _)| name == wanted) {
                run(job);
            }
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: count --list | JOB");
            ExitCode::from(2)
        }
    }
}

fn run(job: Job) {
    match job {
        Job::Decode(contestant, name, cut) => {
            let corpus = Corpus::generate(name, SIZE).expect("a corpus of that name");
            let tally = counted_decoding(contestant.run, corpus.cut(cut));
            assert_eq!(tally.events, corpus.expected().events, "{name}");
        }
        Job::Encode(encoder, name) => {
            let sample = Sample::of_corpus(name);
            assert!(encoder.is_right(&sample), "{name}");
            (encoder.time)(&sample);
        }
    }
}

/// `benches/instructions` counts the instructions below this function, and below the function of that name for encoders.
#[inline(never)]
fn counted_decoding(run: fn(CutStream<'_>) -> Tally, inputs: CutStream<'_>) -> Tally {
    black_box(run(black_box(inputs)))
}
