//! The findings, for people and for programs.

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
    /// How many cases the kit asked.
    pub cases: u64,
    /// How many cases would test every wanted rule, if each was answered.
    pub enough: u64,
    /// How many cases the kit skipped, because they would only have crashed or hung the other side again.
    pub skipped: u64,
    /// How long the run took.
    pub time: Duration,
    /// Why the run ended early.
    pub ended_early: Option<String>,
    /// All rules, in order.
    pub rules: Vec<RuleResult>,
    /// The broken rules, the most general first.
    pub deviations: Vec<Deviation>,
}

/// The result for a rule.
#[derive(Clone, Debug)]
pub struct RuleResult {
    /// The rule.
    pub statement: Statement,
    /// Whether the rule was to be tested.
    pub is_wanted: bool,
    /// How many cases concerned it.
    pub cases: u64,
    /// How many of these were answered, rightly or wrongly.
    pub answered: u64,
    /// How many of these failed because of it.
    pub failures: u64,
    /// Whether the other side's answers have the parts that this rule is about.
    pub told: bool,
}

impl RuleResult {
    /// Returns the result in a word.
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
    /// Some of these cases, made as small as possible.
    pub examples: Vec<Example>,
}

/// A case that fails.
#[derive(Clone, Debug)]
pub struct Example {
    /// The case, to read.
    pub shown: String,
    /// The question that asks for it.
    pub question: Value,
    /// The answer of the standard.
    pub asked: String,
    /// The answer that came.
    pub came: String,
}

/// The implementation, and the mode of the test.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The command, as for a shell.
    pub command: String,
    /// `decoder` or `encoder`.
    pub mode: &'static str,
}

impl Report {
    /// Returns whether there are no deviations.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.deviations.is_empty()
    }

    /// Returns the names of the wanted rules that no case tested.
    pub fn not_tested(&self) -> impl Iterator<Item = &'static str> {
        let not_tested = self.rules.iter().filter(|rule| rule.is_wanted && rule.answered == 0 && rule.failures == 0);
        not_tested.map(|rule| rule.statement.name)
    }

    /// Returns how many cases were answered as the protocol asks, rightly or wrongly.
    fn answered(&self) -> u64 {
        // Some rules concern every case.
        self.rules.iter().map(|rule| rule.answered).max().unwrap_or(0)
    }

    /// Returns the outcome in a few sentences.
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
