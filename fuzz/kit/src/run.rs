//! Going through the cases: those made by hand first, then generated ones.

use core::time::Duration;
use std::{collections::VecDeque, time::Instant};

use crate::{
    aspects::Aspects,
    choices::Choices,
    findings::{Failure, Findings},
    other_side::OtherSide,
    report::{Report, RuleResult},
    rules::{RuleSet, basics::FRESH_PARSER},
    shrink::{Budget, shrink},
    trial::{Trial, Verdict},
};

/// What to do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Generated cases are the same for the same seed.
    pub seed: u64,
    /// After how many cases to stop.
    pub cases: Option<u64>,
    /// After how much time to stop.
    pub time: Option<Duration>,
    /// The names of the rules to test; all if there are none.
    pub only: Vec<String>,
}

/// How far it is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Cases asked.
    pub cases: u64,
    /// Rules that are broken.
    pub deviations: usize,
}

/// After so many cases in a row without an answer there is nothing to learn any more.
const UNANSWERED_IN_A_ROW: u32 = 100;

/// Nobody waits for more hangs than this.
const HANGS: u32 = 12;

/// How many failing cases that may have the same cause are looked into, before only one in so many is.
const LOOKED_INTO: u64 = 12;

/// How many failing cases that end the other side and may have the same cause are looked into.
const ENOUGH_FATAL: u64 = 3;

/// How often it is tried to generate a case that is about the rules to be tested.
const ATTEMPTS: usize = 300;

/// How often it is tried to generate one that is not about what is known to be broken.
const ATTEMPTS_TO_AVOID: usize = 16;

/// Tests the other side.
///
/// # Errors
///
/// If `plan` names a rule that there is not.
pub fn run<T: Trial>(
    trial: &T,
    other: &mut dyn OtherSide,
    plan: &Plan,
    watch: &mut dyn FnMut(Progress),
) -> Result<Report, String> {
    let mut only: RuleSet = 0;
    for name in &plan.only {
        let at = trial.position(name).ok_or_else(|| format!("there is no rule `{name}`; --list shows them all"))?;
        only |= 1 << at;
    }
    let only = if only == 0 { RuleSet::MAX } else { only };
    let [first, more] = trial.hand_made(only);
    let start = Instant::now();
    let mut run = Run {
        trial,
        other,
        findings: Findings::default(),
        cases: vec![0; trial.statements().len()],
        asked: 0,
        skipped: 0,
        told: Aspects::NONE,
        unanswered_in_a_row: 0,
        hangs: 0,
        choices: Choices::new(plan.seed),
        only,
        first: first.into(),
        more: more.into(),
        generated: Vec::new(),
    };
    let ended_early = loop {
        let enough = plan.cases.is_some_and(|cases| run.asked >= cases);
        if enough || plan.time.is_some_and(|time| start.elapsed() >= time) {
            break None;
        }
        let Some(case) = run.next() else {
            break Some("there are no more cases for these rules".to_owned());
        };
        run.examine(&case);
        watch(Progress { cases: run.asked, deviations: run.findings.len() });
        if run.unanswered_in_a_row >= UNANSWERED_IN_A_ROW {
            break Some(format!("there was no answer {UNANSWERED_IN_A_ROW} times in a row"));
        }
        if run.hangs >= HANGS {
            break Some(format!("the other side hung {HANGS} times"));
        }
    };
    Ok(run.report(plan, start.elapsed(), ended_early))
}

struct Run<'a, T: Trial> {
    trial: &'a T,
    other: &'a mut dyn OtherSide,
    findings: Findings<T::Case>,
    /// By rule: how many cases had to do with it.
    cases: Vec<u64>,
    asked: u64,
    skipped: u64,
    told: Aspects,
    unanswered_in_a_row: u32,
    hangs: u32,
    choices: Choices,
    only: RuleSet,
    first: VecDeque<T::Case>,
    more: VecDeque<T::Case>,
    generated: Vec<T::Case>,
}

impl<T: Trial> Run<'_, T> {
    /// The next case: the first of those made by hand, then the others in turn with generated ones.
    fn next(&mut self) -> Option<T::Case> {
        loop {
            let by_hand = match self.first.pop_front() {
                None if self.asked.is_multiple_of(2) => self.more.pop_front(),
                case => case,
            };
            let Some(case) = by_hand else {
                return self.generated.pop().or_else(|| self.generate());
            };
            // One that will only hang or crash again is not worth its time.
            if !self.findings.is_hopeless(self.trial.concerned(&case), &self.cases) {
                return Some(case);
            }
            self.skipped += 1;
        }
    }

    /// A case that has to do with the rules to be tested, and most often not with what is known to be broken: that would
    /// hide what else is.
    fn generate(&mut self) -> Option<T::Case> {
        let mut last = None;
        for attempt in 0..ATTEMPTS {
            let avoid = attempt < ATTEMPTS_TO_AVOID && !self.choices.one_in(16);
            let mut cases = self.trial.generate(&mut self.choices);
            cases.retain(|case| {
                let concerned = self.trial.concerned(case);
                concerned & self.only != 0
                    && !self.findings.is_hopeless(concerned, &self.cases)
                    && !(avoid && self.findings.may_explain(concerned))
            });
            if let Some(case) = cases.pop() {
                self.generated = cases;
                return Some(case);
            }
            last = last.or_else(|| cases.pop());
        }
        last
    }

    fn examine(&mut self, case: &T::Case) {
        let concerned = self.trial.concerned(case);
        let verdict = self.trial.ask(self.other, case);
        self.asked += 1;
        for (at, cases) in self.cases.iter_mut().enumerate() {
            *cases += u64::from(concerned & 1 << at != 0);
        }
        self.told.add(verdict.told);
        self.unanswered_in_a_row = if verdict.fatal { self.unanswered_in_a_row + 1 } else { 0 };
        self.hangs += u32::from(verdict.hang);
        if !verdict.is_right() {
            self.explain(case, concerned, &verdict);
        }
    }

    /// Finds the rule that a failing case breaks.
    fn explain(&mut self, case: &T::Case, concerned: RuleSet, verdict: &Verdict) {
        // What ends the other side costs time: a few cases of a kind are enough.
        let likely = self.trial.culprit(concerned, verdict.aspects);
        if verdict.fatal && self.findings.count(likely) >= ENOUGH_FATAL {
            self.findings.count_another(likely);
            return;
        }
        if let Some(known) = self.findings.explanation(concerned, verdict.aspects) {
            let often = self.findings.count(known) > LOOKED_INTO;
            if verdict.fatal || (often && !self.choices.one_in(32)) {
                self.findings.count_another(known);
                return;
            }
        }
        let (case, verdict) = shrink(self.trial, self.other, case, verdict, Budget::for_verdict(verdict));
        let concerned = self.trial.concerned(&case);
        let mut rule = self.trial.culprit(concerned, verdict.aspects);
        if self.findings.is_new(rule) && !verdict.fatal {
            // What a fresh process answers rightly was spoilt by an earlier question.
            self.other.restart();
            if self.trial.ask(self.other, &case).is_right() {
                rule = self.trial.position(FRESH_PARSER).unwrap_or(rule);
            }
        }
        let failure = Failure { case, concerned, verdict };
        self.findings.add(self.trial.statements(), rule, failure, self.asked);
    }

    fn report(mut self, plan: &Plan, time: Duration, ended_early: Option<String>) -> Report {
        self.findings.merge();
        let statements = self.trial.statements();
        let rules = statements.iter().enumerate().map(|(at, statement)| RuleResult {
            statement: *statement,
            cases: self.cases[at],
            failures: self.findings.count(at),
            // What the other side never tells can't be wrong.
            told: [Aspects::ID, Aspects::RETRY].iter().all(|&aspect| {
                !statement.aspects.intersects(aspect)
                    || self.told.intersects(aspect)
                    || statement.aspects.intersects(Aspects::DATA.and(Aspects::TYPE))
            }),
        });
        Report {
            seed: plan.seed,
            cases: self.asked,
            skipped: self.skipped,
            time,
            ended_early,
            rules: rules.collect(),
            deviations: self.findings.deviations(self.trial),
        }
    }
}
