//! What was found, for people and for programs.

mod again;
mod json;
mod markdown;
mod text;

pub use again::shell_words;
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
    /// How many cases would test every rule that was to be tested, if each was answered.
    pub enough: u64,
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
    /// Whether it was to be tested.
    pub is_wanted: bool,
    /// How many cases had to do with it.
    pub cases: u64,
    /// How many of these were answered, rightly or wrongly.
    pub answered: u64,
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
            Self { answered: 0, .. } => "not tested",
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
    /// The question that asks for it.
    pub question: Value,
    /// What the standard asks.
    pub asked: String,
    /// What came.
    pub came: String,
}

/// What was tested, and as what.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The command, as one types it in a shell.
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

    /// The names of the rules that should have been tested and were not.
    pub fn not_tested(&self) -> impl Iterator<Item = &'static str> {
        let not_tested = self.rules.iter().filter(|rule| rule.is_wanted && rule.answered == 0 && rule.failures == 0);
        not_tested.map(|rule| rule.statement.name)
    }

    /// How many cases were answered as the protocol asks, rightly or wrongly.
    fn answered(&self) -> u64 {
        // Some rules have to do with every case.
        self.rules.iter().map(|rule| rule.answered).max().unwrap_or(0)
    }

    /// The outcome in a few sentences.
    #[must_use]
    pub fn conclusion(&self) -> String {
        let unanswered = self.cases - self.answered();
        if unanswered == self.cases && unanswered > 0 {
            let came = self.deviations.iter().flat_map(|it| &it.examples).map(|example| example.came.as_str()).next();
            return format!(
                "The other side does not keep to the protocol: none of {unanswered} cases was answered, so no rule was \
                 tested. The first got {}.",
                came.unwrap_or("nothing")
            );
        }
        let rules = self.rules.iter().filter(|rule| rule.answered > 0).count();
        let seconds = self.time.as_secs_f32();
        let asked = format!("{} cases of {rules} rules in {seconds:.1} s, seed {}", self.cases, self.seed);
        let mut sentence = match self.deviations.len() {
            0 => format!("No deviation in {asked}."),
            1 => format!("1 rule is broken, in {asked}."),
            many => format!("{many} rules are broken, in {asked}."),
        };
        if unanswered > 0 {
            sentence += &format!(" {unanswered} cases had no answer.");
        }
        if let Some(why) = &self.ended_early {
            sentence += &format!(" It ended early: {why}.");
        }
        if self.skipped > 0 {
            sentence +=
                &format!(" {} cases were left out, as others like them had ended the other side.", self.skipped);
        }
        match self.not_tested().count() {
            0 => {}
            rules if self.cases < self.enough && self.ended_early.is_none() => {
                sentence += &format!(" {rules} rules were not tested; `--cases {}` tests all.", self.enough);
            }
            rules => sentence += &format!(" {rules} rules were not tested."),
        }
        sentence
    }
}
