//! What was found, for people and for programs.

mod json;
mod markdown;
mod text;

pub use markdown::code;

use core::time::Duration;

use serde_json::Value;

use crate::rules::Statement;

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// How many cases were asked.
    pub cases: u64,
    /// How many cases were left out, because they would only have crashed or hung the other side once more.
    pub skipped: u64,
    /// How long it took.
    pub time: Duration,
    /// Why it ended before it should have.
    pub ended_early: Option<String>,
    /// All rules, in order.
    pub rules: Vec<RuleResult>,
    /// What is broken, the most general first.
    pub deviations: Vec<Deviation>,
}

/// What came of a rule.
#[derive(Clone, Debug)]
pub struct RuleResult {
    /// The rule.
    pub statement: Statement,
    /// How many cases had to do with it.
    pub cases: u64,
    /// How many of these failed because of it.
    pub failures: u64,
    /// Whether the other side tells what this rule is about.
    pub told: bool,
}

impl RuleResult {
    /// In a word.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match self {
            Self { failures: 1.., .. } => "broken",
            Self { cases: 0, .. } => "not tested",
            Self { told: false, .. } => "not told",
            _ => "ok",
        }
    }
}

/// A rule that is broken, and how.
#[derive(Clone, Debug)]
pub struct Deviation {
    /// The rule.
    pub statement: Statement,
    /// How many cases showed it.
    pub cases: u64,
    /// The number of the case that showed it first.
    pub first: u64,
    /// Some of them, made as small as they can be.
    pub examples: Vec<Example>,
}

/// A case that goes wrong.
#[derive(Clone, Debug)]
pub struct Example {
    /// The case, to read.
    pub shown: String,
    /// The case, to ask again.
    pub json: Value,
    /// What the standard asks.
    pub asked: String,
    /// What came.
    pub came: String,
}

/// What was tested, and as what.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The command.
    pub command: String,
    /// `decoder` or `encoder`.
    pub mode: &'static str,
}

impl Report {
    /// Whether all is well.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.deviations.is_empty()
    }

    /// The outcome in a sentence.
    #[must_use]
    pub fn conclusion(&self) -> String {
        let rules = self.rules.iter().filter(|rule| rule.cases > 0).count();
        let seconds = self.time.as_secs_f32();
        let asked = format!("{} cases of {rules} rules in {seconds:.1} s, seed {}", self.cases, self.seed);
        let mut sentence = match self.deviations.len() {
            0 => format!("No deviation in {asked}."),
            1 => format!("1 rule is broken, in {asked}."),
            many => format!("{many} rules are broken, in {asked}."),
        };
        if let Some(why) = &self.ended_early {
            sentence += &format!(" It ended early: {why}.");
        }
        if self.skipped > 0 {
            sentence +=
                &format!(" {} cases were left out, as others like them had ended the other side.", self.skipped);
        }
        sentence
    }
}
