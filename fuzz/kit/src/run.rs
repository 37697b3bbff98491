//! Goes through the cases: first the handwritten ones, then generated ones.

use core::time::Duration;
use std::{collections::VecDeque, time::Instant};

use crate::{
    aspects::Aspects,
    choices::Choices,
    findings::{Failure, Findings},
    other_side::OtherSide,
    report::{Report, RuleResult},
    rules::{
        RuleSet,
        basics::{FRESH_PARSER, PROTOCOL},
    },
    shrink::{Budget, shrink},
    trial::{Trial, Verdict},
};

/// The plan of a run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Generated cases are the same for the same seed.
    pub seed: u64,
    /// The number of cases after which to stop.
    pub cases: Option<u64>,
    /// The time after which to stop.
    pub time: Option<Duration>,
    /// The names of the rules to test; all if there are none.
    pub only: Vec<String>,
    /// How much time cases without an answer may take: to wait for one, and to start the other side again.
    pub patience: Duration,
}

impl Default for Plan {
    fn default() -> Self {
        Self { seed: 0, cases: None, time: None, only: Vec::new(), patience: Duration::from_secs(30) }
    }
}

/// The progress of a run.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The number of cases asked.
    pub cases: u64,
    /// The number of broken rules.
    pub deviations: usize,
}

/// After so many cases in a row without an answer, the kit can learn nothing more.
const UNANSWERED_IN_A_ROW: u32 = 100;

/// If none of the first so many cases has an answer, the other side doesn't keep to the protocol.
const UNANSWERED_AT_FIRST: usize = 12;

/// The kit waits for no more hangs than this, and for no more at the beginning than that.
const HANGS: u32 = 12;
const HANGS_AT_FIRST: u32 = 3;

/// How many failing cases that may have the same cause are examined, before only some of them are.
const LOOKED_INTO: u64 = 12;

/// How many failing cases that end the other side and may have the same cause are examined.
const ENOUGH_FATAL: u64 = 3;

/// How often the kit tries to generate a case that concerns the wanted rules.
const ATTEMPTS: usize = 300;

/// How often the kit tries to generate a case that concerns no broken rule.
const ATTEMPTS_TO_AVOID: usize = 16;

/// Tests the other side.
///
/// # Errors
///
/// Returns an error if `plan` names an unknown rule.
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
    let enough = first.len() as u64;
    let start = Instant::now();
    let mut run = Run {
        trial,
        other,
        findings: Findings::default(),
        cases: vec![0; trial.statements().len()],
        asked: 0,
        answered: vec![0; trial.statements().len()],
        skipped: 0,
        told: Aspects::NONE,
        unanswered_at_first: Vec::new(),
        unanswered_in_a_row: 0,
        hangs: 0,
        lost: Duration::ZERO,
        choices: Choices::new(plan.seed),
        only,
        first: first.into(),
        more: more.into(),
        generated: Vec::new(),
    };
    let ended_early = loop {
        if plan.cases.is_some_and(|cases| run.asked >= cases) || plan.time.is_some_and(|time| start.elapsed() >= time) {
            break None;
        }
        let Some(case) = run.next() else {
            let like = if run.skipped > 0 { " that might not end the other side once more" } else { "" };
            break Some(format!("there are no more cases for these rules{like}"));
        };
        run.examine(&case);
        watch(Progress { cases: run.asked, deviations: run.findings.len() });
        if let Some(why) = run.gives_up(plan.patience) {
            break Some(why);
        }
    };
    Ok(run.report(plan, enough, start.elapsed(), ended_early))
}

struct Run<'a, T: Trial> {
    trial: &'a T,
    other: &'a mut dyn OtherSide,
    findings: Findings<T::Case>,
    /// By rule: how many cases concerned it.
    cases: Vec<u64>,
    /// By rule: how many of these were answered, rightly or wrongly.
    answered: Vec<u64>,
    asked: u64,
    skipped: u64,
    told: Aspects,
    /// The cases before the first that was answered.
    unanswered_at_first: Vec<(T::Case, Verdict)>,
    unanswered_in_a_row: u32,
    hangs: u32,
    /// The time that cases without an answer have taken.
    lost: Duration,
    choices: Choices,
    only: RuleSet,
    first: VecDeque<T::Case>,
    more: VecDeque<T::Case>,
    generated: Vec<T::Case>,
}

impl<T: Trial> Run<'_, T> {
    /// Returns the next case: first the handwritten ones to begin with, then the others in turn with generated ones.
    fn next(&mut self) -> Option<T::Case> {
        loop {
            let by_hand = match self.first.pop_front() {
                None if self.asked.is_multiple_of(2) => self.more.pop_front(),
                case => case,
            };
            let Some(case) = by_hand else {
                return self.generated.pop().or_else(|| self.generate());
            };
            // A case that will only hang or crash again is not worth its time.
            if !self.findings.is_hopeless(self.trial.concerned(&case), &self.cases) {
                return Some(case);
            }
            self.skipped += 1;
        }
    }

    /// Generates a case that concerns the wanted rules, and usually no rule that is known to be broken, which would hide other
    /// faults.
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
        let start = Instant::now();
        let concerned = self.trial.concerned(case);
        let verdict = self.trial.ask(self.other, case);
        let is_answered = verdict.is_answered();
        if !is_answered {
            self.lost += start.elapsed();
        }
        let never_answered = self.unanswered_at_first.len() as u64 == self.asked;
        self.asked += 1;
        for (at, (cases, answered)) in self.cases.iter_mut().zip(&mut self.answered).enumerate() {
            let is_concerned = concerned & 1 << at != 0;
            *cases += u64::from(is_concerned);
            *answered += u64::from(is_concerned && is_answered);
        }
        self.told.add(verdict.told);
        self.unanswered_in_a_row = if is_answered { 0 } else { self.unanswered_in_a_row + 1 };
        self.hangs += u32::from(verdict.hang);
        if never_answered && !is_answered {
            // As long as nothing is answered, the case doesn't matter, and making it small would only take time.
            self.unanswered_at_first.push((case.clone(), verdict));
        } else {
            if never_answered {
                for (case, verdict) in core::mem::take(&mut self.unanswered_at_first) {
                    self.explain(&case, self.trial.concerned(&case), &verdict);
                }
            }
            if !verdict.is_right() {
                self.explain(case, concerned, &verdict);
            }
        }
    }

    /// Returns the reason to stop, if there is one.
    fn gives_up(&self, patience: Duration) -> Option<String> {
        let at_first = self.unanswered_at_first.len();
        if at_first >= UNANSWERED_AT_FIRST || at_first > 0 && self.hangs >= HANGS_AT_FIRST {
            Some("the other side doesn't keep to the protocol".to_owned())
        } else if self.unanswered_in_a_row >= UNANSWERED_IN_A_ROW {
            Some(format!("there was no answer {UNANSWERED_IN_A_ROW} times in a row"))
        } else if self.hangs >= HANGS {
            Some(format!("the other side hung {HANGS} times"))
        } else if self.lost > patience {
            Some(format!("cases without an answer had cost {:.0} s", self.lost.as_secs_f32()))
        } else {
            None
        }
    }

    fn explain(&mut self, case: &T::Case, concerned: RuleSet, verdict: &Verdict) {
        let start = Instant::now();
        self.find_rule(case, concerned, verdict);
        if !verdict.is_answered() {
            self.lost += start.elapsed();
        }
    }

    /// Finds the rule that a failing case breaks.
    fn find_rule(&mut self, case: &T::Case, concerned: RuleSet, verdict: &Verdict) {
        // A case that ends the other side takes time: a few cases of a kind are enough.
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
        let failure = Failure { case, concerned, verdict };
        if self.findings.is_new(self.findings.general(rule, &failure)) && !failure.verdict.fatal {
            // If a fresh process answers the case correctly, an earlier question spoilt the answer.
            self.other.restart();
            if self.trial.ask(self.other, &failure.case).is_right() {
                rule = self.trial.position(FRESH_PARSER).unwrap_or(rule);
            }
        }
        self.findings.add(self.trial.statements(), rule, failure, self.asked);
    }

    fn report(mut self, plan: &Plan, enough: u64, time: Duration, ended_early: Option<String>) -> Report {
        for (case, verdict) in core::mem::take(&mut self.unanswered_at_first) {
            let concerned = self.trial.concerned(&case);
            let rule = self.trial.position(PROTOCOL).unwrap_or_default();
            self.findings.add(self.trial.statements(), rule, Failure { case, concerned, verdict }, 1);
        }
        self.findings.merge();
        let statements = self.trial.statements();
        let rules = statements.iter().enumerate().map(|(at, statement)| RuleResult {
            statement: *statement,
            is_wanted: self.only & 1 << at != 0,
            cases: self.cases[at],
            answered: self.answered[at],
            failures: self.findings.count(at),
            // A part that the other side always leaves out can't be wrong.
            told: [Aspects::ID, Aspects::RETRY].iter().all(|&aspect| {
                !statement.aspects.intersects(aspect)
                    || self.told.intersects(aspect)
                    || statement.aspects.intersects(Aspects::DATA.and(Aspects::TYPE))
            }),
        });
        Report {
            seed: plan.seed,
            cases: self.asked,
            enough,
            skipped: self.skipped,
            time,
            ended_early,
            rules: rules.collect(),
            deviations: self.findings.deviations(self.trial),
        }
    }
}
