//! What decoders and encoders have in common when they are tested.

use core::{fmt::Debug, hash::Hash};

use serde_json::Value;

use crate::{
    aspects::Aspects,
    choices::Choices,
    other_side::OtherSide,
    rules::{RuleSet, Statement},
};

/// What to test, and by which rules.
pub trait Trial {
    /// A question.
    type Case: Clone + Debug + Eq + Hash;

    /// The rules, from the general to the special.
    fn statements(&self) -> &[Statement];

    /// The rules that a case has to do with.
    fn concerned(&self, case: &Self::Case) -> RuleSet;

    /// The rules that may explain why a case fails: those that it has to do with, and more general ones.
    fn allowed(&self, case: &Self::Case) -> RuleSet {
        self.concerned(case)
    }

    /// Asks the other side, and judges.
    fn ask(&self, other: &mut dyn OtherSide, case: &Self::Case) -> Verdict;

    /// The cases made by hand for these rules: those to begin with, and those that may be mixed with generated ones.
    fn hand_made(&self, rules: RuleSet) -> [Vec<Self::Case>; 2];

    /// Some cases that have something in common.
    fn generate(&self, choices: &mut Choices) -> Vec<Self::Case>;

    /// Cases that might be simpler than this one.
    fn simpler(&self, case: &Self::Case) -> Box<dyn Iterator<Item = Self::Case>>;

    /// How large a case is: the most important first.
    fn size(&self, case: &Self::Case) -> [usize; 3];

    /// The case, to read.
    fn shown(&self, case: &Self::Case) -> String;

    /// The question with this id that asks for the case.
    fn question(&self, id: u64, case: &Self::Case) -> Value;

    /// The rule that explains it when a case that concerns these rules goes wrong in these aspects: the last one of
    /// them that shows in such aspects.
    fn culprit(&self, concerned: RuleSet, aspects: Aspects) -> usize {
        let statements = self.statements();
        let positions = || (0..statements.len()).rev().filter(|&at| concerned & 1 << at != 0);
        positions().find(|&at| statements[at].aspects.intersects(aspects)).or_else(|| positions().next()).unwrap_or(0)
    }

    /// The place of the rule of this name.
    fn position(&self, name: &str) -> Option<usize> {
        self.statements().iter().position(|statement| statement.name == name)
    }
}

/// What came of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// In which aspects the answer is wrong; none if it is right.
    pub aspects: Aspects,
    /// What the standard asks, in words.
    pub asked: String,
    /// What came, in words.
    pub came: String,
    /// Whether it ended the other side.
    pub fatal: bool,
    /// Whether the other side took longer than it may.
    pub hang: bool,
    /// Which optional parts the answer had.
    pub told: Aspects,
}

impl Verdict {
    /// Whether the answer is right.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.aspects.is_none()
    }

    /// Whether there was an answer, if only an error, as the protocol asks.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        !self.aspects.intersects(Aspects::NO_ANSWER)
    }
}
