//! Tests a decoder.

use std::collections::HashSet;

use serde_json::Value;
use sse_proto::arbitrary::interesting_cuts;

use crate::{
    anatomy::Anatomy,
    answer::Answer,
    aspects::Aspects,
    choices::Choices,
    chunked::Chunked,
    model, notation,
    other_side::{OtherSide, Reply},
    protocol,
    rules::{self, Rule, RuleSet, Statement},
    trial::{Trial, Verdict},
};

mod simpler;

/// Longer streams are not cut into single bytes.
const SHORT: usize = 2000;

/// How many chunkings of a generated stream the kit asks.
const CHUNKINGS: usize = 4;

/// The trial of a decoder.
#[derive(Debug)]
pub struct DecoderTrial {
    rules: Vec<&'static Rule>,
    statements: Vec<Statement>,
}

impl Default for DecoderTrial {
    fn default() -> Self {
        Self::new()
    }
}

impl DecoderTrial {
    /// Creates a trial by all rules.
    ///
    /// # Panics
    ///
    /// Panics if there are more rules than a [`RuleSet`] can hold.
    #[must_use]
    pub fn new() -> Self {
        let rules = rules::all();
        assert!(rules.len() < RuleSet::BITS as usize, "too many rules for a RuleSet");
        let statements = rules.iter().map(|rule| rule.statement).collect();
        Self { rules, statements }
    }
}

impl Trial for DecoderTrial {
    type Case = Chunked;

    fn statements(&self) -> &[Statement] {
        &self.statements
    }

    fn concerned(&self, case: &Chunked) -> RuleSet {
        let anatomy = Anatomy::of(case);
        let concerned = self.rules.iter().enumerate().filter(|(_, rule)| (rule.concerns)(&anatomy));
        concerned.fold(0, |set, (at, _)| set | 1 << at)
    }

    fn allowed(&self, case: &Chunked) -> RuleSet {
        // A failure at a cut in some special place may happen at any cut.
        let anywhere = rules::chunking::ANYWHERE.iter().filter_map(|name| self.position(name));
        let anywhere = if case.cuts.is_empty() { 0 } else { anywhere.fold(0, |set, at| set | 1 << at) };
        self.concerned(case) | anywhere
    }

    fn ask(&self, other: &mut dyn OtherSide, case: &Chunked) -> Verdict {
        judge(case, &other.decode(case))
    }

    fn hand_made(&self, rules: RuleSet) -> [Vec<Chunked>; 2] {
        let mut seen = HashSet::new();
        let mut first: Vec<Chunked> = Vec::new();
        let wanted = || self.rules.iter().enumerate().filter(|(at, _)| rules & 1 << at != 0).map(|(_, rule)| rule);
        first.extend(wanted().flat_map(|rule| rule.hand_made()));
        let streams: Vec<Vec<u8>> = first.iter().map(|case| case.stream.clone()).collect();
        for stream in &streams {
            first.push(Chunked::whole(stream.clone()));
            if stream.len() <= SHORT {
                first.push(Chunked::byte_by_byte(stream.clone()));
            } else {
                let cuts = (1000..stream.len()).step_by(1000).collect();
                first.push(Chunked { stream: stream.clone(), cuts });
            }
        }
        first.retain(|case| seen.insert(case.clone()));

        // Split at every interesting place: the first place of all streams, then the second of all, and so on.
        let mut more: Vec<(usize, Chunked)> = Vec::new();
        for stream in streams.into_iter().filter(|stream| stream.len() <= SHORT) {
            for (nth, at) in interesting_cuts(&stream).enumerate() {
                more.push((2 * nth, Chunked { stream: stream.clone(), cuts: vec![at] }));
                more.push((2 * nth + 1, Chunked { stream: stream.clone(), cuts: vec![at; 2] }));
            }
        }
        more.sort_by_key(|(round, _)| *round);
        let more = more.into_iter().map(|(_, case)| case).filter(|case| seen.insert(case.clone())).collect();
        [first, more]
    }

    fn generate(&self, choices: &mut Choices) -> Vec<Chunked> {
        let mut stream = choices.stream();
        if choices.one_in(3) {
            // Combine a case that is known to be hard with others.
            let rule = self.rules[choices.below(self.rules.len())];
            let case = notation::case(rule.cases[choices.below(rule.cases.len())]);
            if case.stream.len() <= SHORT {
                let at = choices.below(2) * stream.len();
                stream.splice(at..at, case.stream);
            }
        }
        let mut cases = vec![Chunked::whole(stream.clone()), Chunked::byte_by_byte(stream.clone())];
        while cases.len() < CHUNKINGS {
            cases.push(choices.cut(&stream));
        }
        cases
    }

    fn simpler(&self, case: &Chunked) -> Box<dyn Iterator<Item = Chunked>> {
        simpler::candidates(case)
    }

    fn size(&self, case: &Chunked) -> [usize; 3] {
        let odd = case.stream.iter().filter(|byte| !byte.is_ascii_lowercase()).count();
        let cuts: usize = case.cuts.iter().sum();
        [case.cuts.len(), case.stream.len(), odd * 10_000 + cuts]
    }

    fn shown(&self, case: &Chunked) -> String {
        notation::chunks(case)
    }

    fn question(&self, id: u64, case: &Chunked) -> Value {
        protocol::decode_question(id, case)
    }
}

/// Compares a reply with the answer of the reference model.
fn judge(case: &Chunked, reply: &Reply<Answer>) -> Verdict {
    let asked = Answer::asked(&model::interpret(&case.stream));
    let mut verdict = Verdict {
        aspects: reply.aspects(),
        fatal: reply.is_fatal(),
        hang: matches!(reply, Reply::Hang(_)),
        ..Verdict::default()
    };
    if let Some(came) = reply.answer() {
        verdict.aspects = came.differs(&asked);
        if came.retry.is_some() {
            verdict.told.add(Aspects::RETRY);
        }
        if came.last_event_id.is_some() || came.events.iter().any(|event| event.last_event_id.is_some()) {
            verdict.told.add(Aspects::ID);
        }
        if !verdict.is_right() {
            verdict.came = came.in_words(verdict.aspects);
        }
    } else {
        verdict.came = reply.failure().unwrap_or_default();
    }
    if !verdict.is_right() {
        verdict.asked = asked.in_words(verdict.aspects);
    }
    verdict
}
