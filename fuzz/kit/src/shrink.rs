//! Makes a failing case as general and as small as it can be.
//!
//! A simpler case replaces the one before if it still fails in the same way. Simpler means first of all that the most specific
//! rule that concerns it is a more general one: so `\r\r` at the end of the stream becomes a CR anywhere if that fails, too,
//! and everything that remains in the end is needed.

use core::time::Duration;
use std::{collections::HashSet, time::Instant};

use crate::{
    other_side::OtherSide,
    trial::{Trial, Verdict},
};

/// How much the kit may ask for one case.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// The number of questions.
    pub questions: usize,
    /// The number of candidates to look at.
    pub candidates: usize,
    /// The time.
    pub time: Duration,
}

impl Budget {
    /// Returns the budget for a failing case with this verdict: each crash takes a start of the other side, garbage a wait for
    /// more, and each hang the time limit.
    #[must_use]
    pub fn for_verdict(verdict: &Verdict) -> Self {
        let questions = match (verdict.hang, verdict.fatal) {
            (true, _) => 8,
            (_, true) => 40,
            _ => 600,
        };
        Self { questions, candidates: 40_000, time: Duration::from_secs(if verdict.fatal { 2 } else { 8 }) }
    }
}

/// Returns the simplest case that was found, and the verdict on it.
pub fn shrink<T: Trial>(
    trial: &T,
    other: &mut dyn OtherSide,
    case: &T::Case,
    verdict: &Verdict,
    budget: Budget,
) -> (T::Case, Verdict) {
    let start = Instant::now();
    let score = |case: &T::Case| {
        let concerned = trial.concerned(case);
        (trial.culprit(concerned, verdict.aspects), concerned.count_ones(), trial.size(case))
    };
    // A case that fails because of a rule that didn't concern the first one would be another failure.
    let allowed = trial.allowed(case);
    let mut tried = HashSet::new();
    let (mut questions, mut candidates) = (0, 0);
    let mut best = (case.clone(), verdict.clone(), score(case));
    'again: loop {
        for candidate in trial.simpler(&best.0) {
            candidates += 1;
            if questions >= budget.questions || candidates >= budget.candidates || start.elapsed() > budget.time {
                break 'again;
            }
            let its_score = score(&candidate);
            if allowed & 1 << its_score.0 == 0 || its_score >= best.2 || !tried.insert(candidate.clone()) {
                continue;
            }
            questions += 1;
            let its_verdict = trial.ask(other, &candidate);
            let alike = its_verdict.aspects.intersects(verdict.aspects) && its_verdict.fatal == verdict.fatal;
            if alike {
                best = (candidate, its_verdict, its_score);
                continue 'again;
            }
        }
        break;
    }
    (best.0, best.1)
}
