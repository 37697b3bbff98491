//! Every contestant's answers, on small corpora: sse-proto's are right, and the peers' are wrong where it is said.

use sse_proto_benches::{
    contestants::{Answer, KNOWN_WRONG, contestants},
    corpora::{CORPORA, Corpus, DRIPS},
    encoders::{self, Sample, encoders},
};
use std::collections::BTreeSet;

/// Large enough for each recorded stream to be in once.
const SIZE: usize = 128 << 10;

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
fn ours_and_the_limits_are_right() {
    for corpus in corpora() {
        for contestant in contestants().iter().filter(|contestant| !contestant.is_peer()) {
            for input_size in [1, 2, 7, 63, 64, 65, 1460, 16 << 10, 64 << 10, usize::MAX] {
                let answer = contestant.check(&corpus, input_size);
                assert_eq!(answer, Answer::Right, "{}, {}, {input_size}", contestant.name, corpus.name);
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
            for input_size in [3, 64, 1460, 16 << 10, usize::MAX] {
                if contestant.check(&corpus, input_size) != Answer::Right {
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
