//! The common parts of testing decoders and encoders.

use core::{fmt::Debug, hash::Hash};

use serde_json::Value;

use crate::{
    aspects::Aspects,
    choices::Choices,
    other_side::OtherSide,
    rules::{RuleSet, Statement},
};

/// Says what to test, and by which rules.
pub trait Trial {
    /// A question.
    type Case: Clone + Debug + Eq + Hash;

    /// Returns the rules, from general to specific.
    fn statements(&self) -> &[Statement];

    /// Returns the rules that concern a case.
    fn concerned(&self, case: &Self::Case) -> RuleSet;

    /// Returns the rules that may explain why a case fails: those that concern it, and more general ones.
    fn allowed(&self, case: &Self::Case) -> RuleSet {
        self.concerned(case)
    }

    /// Asks the other side, and judges.
    fn ask(&self, other: &mut dyn OtherSide, case: &Self::Case) -> Verdict;

    /// Returns the handwritten cases for these rules: those to begin with, and those to mix with generated ones.
    fn hand_made(&self, rules: RuleSet) -> [Vec<Self::Case>; 2];

    /// Generates some cases that have something in common.
    fn generate(&self, choices: &mut Choices) -> Vec<Self::Case>;

    /// Returns cases that might be simpler than this one.
    fn simpler(&self, case: &Self::Case) -> Box<dyn Iterator<Item = Self::Case>>;

    /// Returns the size of a case, with the most important number first.
    fn size(&self, case: &Self::Case) -> [usize; 3];

    /// Returns the case, to read.
    fn shown(&self, case: &Self::Case) -> String;

    /// Returns the question with this id that asks for the case.
    fn question(&self, id: u64, case: &Self::Case) -> Value;

    /// Returns the rule that explains why a case that concerns these rules fails in these aspects: the last of the rules that
    /// shows in such aspects.
    fn culprit(&self, concerned: RuleSet, aspects: Aspects) -> usize {
        let statements = self.statements();
        let positions = || (0..statements.len()).rev().filter(|&at| concerned & 1 << at != 0);
        positions().find(|&at| statements[at].aspects.intersects(aspects)).or_else(|| positions().next()).unwrap_or(0)
    }

    /// Returns the index of the rule of this name.
    fn position(&self, name: &str) -> Option<usize> {
        self.statements().iter().position(|statement| statement.name == name)
    }
}

/// The verdict on a reply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The aspects in which the answer is wrong; none if it is right.
    pub aspects: Aspects,
    /// The answer of the standard, in words.
    pub asked: String,
    /// The answer that came, in words.
    pub came: String,
    /// Whether the other side ended with it.
    pub fatal: bool,
    /// Whether the other side took too long.
    pub hang: bool,
    /// The optional parts that the answer had.
    pub told: Aspects,
}

impl Verdict {
    /// Returns whether the answer is right.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.aspects.is_none()
    }

    /// Returns whether there was an answer as the protocol asks, even if it was an error.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        !self.aspects.intersects(Aspects::NO_ANSWER)
    }
}
