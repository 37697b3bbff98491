//! Collects the failures, by the rule that they break.

use std::collections::BTreeMap;

use crate::{
    aspects::Aspects,
    report::{Deviation, Example},
    rules::{RuleSet, Statement},
    trial::{Trial, Verdict},
};

/// How many examples of a deviation the kit keeps.
const EXAMPLES: usize = 3;

/// All failures.
#[derive(Debug)]
pub struct Findings<C> {
    groups: BTreeMap<usize, Group<C>>,
}

#[derive(Debug)]
struct Group<C> {
    examples: Vec<Failure<C>>,
    count: u64,
    /// The number of the case that showed it first.
    first: u64,
    /// Whether the rule shows in every aspect.
    shows_everywhere: bool,
}

/// A minimal case that fails.
#[derive(Debug)]
pub struct Failure<C> {
    /// The case.
    pub case: C,
    /// The rules that concern it.
    pub concerned: RuleSet,
    /// The verdict on it.
    pub verdict: Verdict,
}

impl<C> Default for Findings<C> {
    fn default() -> Self {
        Self { groups: BTreeMap::new() }
    }
}

impl<C> Group<C> {
    /// Returns whether a case that concerns these rules is likely to fail for the same reason: it concerns all rules that the
    /// first example concerns.
    fn may_explain(&self, concerned: RuleSet) -> bool {
        self.examples.first().is_some_and(|example| example.concerned & !concerned == 0)
    }

    /// Returns whether a minimal case that fails in these aspects shows this rule's fault again. It must concern the rule, and
    /// fail as the cases before did, unless the rule shows in every aspect.
    fn covers(&self, rule: usize, failure: &Failure<C>) -> bool {
        let fails_alike = |example: &Failure<C>| example.verdict.aspects.intersects(failure.verdict.aspects);
        failure.concerned & 1 << rule != 0 && (self.shows_everywhere || self.examples.iter().any(fails_alike))
    }
}

impl<C: PartialEq> Findings<C> {
    /// Returns how many rules are broken.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Returns whether no rule is broken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Returns whether no case has broken this rule yet.
    #[must_use]
    pub fn is_new(&self, rule: usize) -> bool {
        !self.groups.contains_key(&rule)
    }

    /// Returns how many cases broke this rule.
    #[must_use]
    pub fn count(&self, rule: usize) -> u64 {
        self.groups.get(&rule).map_or(0, |group| group.count)
    }

    /// Returns whether a case that concerns these rules may fail for a known reason.
    #[must_use]
    pub fn may_explain(&self, concerned: RuleSet) -> bool {
        self.groups.values().any(|group| group.may_explain(concerned))
    }

    /// Returns whether a case that concerns these rules is likely to end the other side again. `cases` is how many cases each
    /// rule has had.
    #[must_use]
    pub fn is_hopeless(&self, concerned: RuleSet, cases: &[u64]) -> bool {
        self.groups.iter().any(|(&rule, group)| {
            let Some(verdict) = group.examples.first().map(|example| &example.verdict) else { return false };
            // A hang costs more than a crash, so less is enough to avoid it.
            let (enough, one_in) = if verdict.hang { (2, 8) } else { (6, 2) };
            let most_fail = concerned & 1 << rule != 0 && group.count * one_in >= cases[rule];
            verdict.fatal && group.count >= enough && (most_fail || group.may_explain(concerned))
        })
    }

    /// Returns the broken rule that may explain why a case that concerns these rules fails in these aspects.
    #[must_use]
    pub fn explanation(&self, concerned: RuleSet, aspects: Aspects) -> Option<usize> {
        let explains = |group: &Group<C>| {
            group.may_explain(concerned)
                && group.examples.iter().any(|example| example.verdict.aspects.intersects(aspects))
        };
        self.groups.iter().rev().find(|(_, group)| explains(group)).map(|(&rule, _)| rule)
    }

    /// Counts another case that breaks this rule.
    pub fn count_another(&mut self, rule: usize) {
        if let Some(group) = self.groups.get_mut(&rule) {
            group.count += 1;
        }
    }

    /// Returns the rule that a minimal case counts for: this one, or a more general one that is broken anyway and that the case
    /// concerns, too.
    #[must_use]
    pub fn general(&self, rule: usize, failure: &Failure<C>) -> usize {
        let covers = |(at, group): &(&usize, &Group<C>)| **at < rule && group.covers(**at, failure);
        self.groups.iter().find(covers).map_or(rule, |(&at, _)| at)
    }

    /// Adds a minimal case, found after so many cases, that breaks this rule, or a more general one.
    pub fn add(&mut self, statements: &[Statement], rule: usize, failure: Failure<C>, first: u64) {
        let rule = self.general(rule, &failure);
        let shows_everywhere = statements[rule].aspects == Aspects::ALL;
        let new = || Group { examples: Vec::new(), count: 0, first, shows_everywhere };
        let group = self.groups.entry(rule).or_insert_with(new);
        group.count += 1;
        let alike =
            |example: &Failure<C>| example.case == failure.case || example.verdict.aspects == failure.verdict.aspects;
        if group.examples.len() < EXAMPLES && !group.examples.iter().any(alike) {
            group.examples.push(failure);
        }
    }

    /// Moves the findings for a specific rule to a more general one that turned out to be broken later.
    pub fn merge(&mut self) {
        let rules: Vec<usize> = self.groups.keys().copied().collect();
        for &rule in rules.iter().rev() {
            let Some(example) = self.groups.get(&rule).and_then(|group| group.examples.first()) else { continue };
            let covers =
                |at: &&usize| **at < rule && self.groups.get(at).is_some_and(|group| group.covers(**at, example));
            let Some(&general) = rules.iter().find(covers) else { continue };
            let Some(specific) = self.groups.remove(&rule) else { continue };
            if let Some(group) = self.groups.get_mut(&general) {
                group.count += specific.count;
                group.first = group.first.min(specific.first);
            }
        }
    }

    /// Returns all findings, for the report.
    pub fn deviations<T: Trial<Case = C>>(&self, trial: &T) -> Vec<Deviation> {
        let example = |failure: &Failure<C>| Example {
            shown: trial.shown(&failure.case),
            question: trial.question(1, &failure.case),
            asked: failure.verdict.asked.clone(),
            came: failure.verdict.came.clone(),
        };
        let deviation = |(&rule, group): (&usize, &Group<C>)| Deviation {
            statement: trial.statements()[rule],
            cases: group.count,
            first: group.first,
            examples: group.examples.iter().map(example).collect(),
        };
        self.groups.iter().map(deviation).collect()
    }
}
