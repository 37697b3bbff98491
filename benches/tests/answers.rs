//! Checks every contestant's answers, on small corpora: sse-proto's are right, and the peers' are wrong where the list says so.

use sse_proto_benches::{
    contestants::{Answer, KNOWN_WRONG, contestants},
    corpora::{CORPORA, Corpus, DRIPS},
    encoders::{self, Sample, encoders},
    inputs::{Cut, Inputs},
};
use std::collections::BTreeSet;

/// Large enough to contain each recorded stream once.
const SIZE: usize = 128 << 10;

/// One event per input, and inputs of these sizes.
fn cuts(sizes: &[usize]) -> impl Iterator<Item = Cut> {
    [Cut::Event].into_iter().chain(sizes.iter().copied().map(Cut::Bytes))
}

fn corpora() -> impl Iterator<Item = Corpus> {
    CORPORA.iter().chain(DRIPS).filter_map(|name| Corpus::generate(name, SIZE))
}

#[test]
fn corpora_are_the_same_every_time_and_have_answers() {
    for corpus in corpora() {
        let again = Corpus::generate(corpus.name, SIZE).expect("it was there a moment ago");
        assert_eq!(corpus.stream, again.stream, "{}", corpus.name);
        let nothing_in_it = matches!(corpus.name, "idle-stream" | "invalid-line-drip");
        assert_eq!(corpus.expected().events == 0, nothing_in_it, "{}", corpus.name);
    }
}

#[test]
fn one_event_an_input_is_the_whole_stream_cut_after_each_blank_line() {
    for corpus in CORPORA.iter().filter_map(|name| Corpus::generate(name, SIZE)) {
        let (name, blocks) = (corpus.name, corpus.blocks());
        let slices: Vec<_> = blocks.slices().collect();
        assert!(slices.concat() == corpus.stream, "{name}: something is lost");
        assert!(blocks.shared().eq(slices.iter().copied()), "{name}: shared inputs are others");
        assert_eq!(blocks.longest(), slices.iter().map(|block| block.len()).max().unwrap_or(0), "{name}");
        for block in slices {
            let text = String::from_utf8_lossy(block).replace("\r\n", "\n");
            let lines: Vec<_> = text.split_terminator('\n').collect();
            assert!(text.ends_with('\n') && !text.contains('\r'), "{name}: {text:?}");
            assert_eq!(lines.iter().position(|line| line.is_empty()), Some(lines.len() - 1), "{name}: {text:?}");
        }
    }
}

#[test]
fn ours_and_the_limits_are_right() {
    for corpus in corpora() {
        for contestant in contestants().iter().filter(|contestant| !contestant.is_peer()) {
            for cut in cuts(&[1, 2, 7, 63, 64, 65, 1460, 16 << 10, 64 << 10, usize::MAX]) {
                let answer = contestant.check(&corpus, cut);
                assert_eq!(answer, Answer::Right, "{}, {}, {cut}", contestant.name, corpus.name);
            }
        }
    }
}

#[test]
fn peers_are_wrong_where_it_is_said() {
    let mut wrong = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for corpus in corpora() {
        seen.insert(corpus.name);
        for contestant in contestants().iter().filter(|contestant| contestant.is_peer()) {
            for cut in cuts(&[3, 64, 1460, 16 << 10, usize::MAX]) {
                if contestant.check(&corpus, cut) != Answer::Right {
                    wrong.insert((contestant.name, corpus.name));
                }
            }
        }
    }
    let known: BTreeSet<_> = KNOWN_WRONG.iter().map(|known| (known.peer, known.corpus)).collect();
    // The recorded streams are not part of every checkout.
    let known: BTreeSet<_> = known.into_iter().filter(|(_, corpus)| seen.contains(corpus)).collect();
    assert_eq!(wrong, known);
}

#[test]
fn all_encoders_are_right() {
    for name in encoders::CORPORA {
        let sample = Sample::of_corpus(name);
        for encoder in encoders() {
            assert!(encoder.is_right(&sample), "{}, {name}", encoder.name);
        }
    }
}
