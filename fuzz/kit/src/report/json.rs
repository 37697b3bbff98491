//! Writes the report as JSON.

use serde_json::{Value, json};

use super::{Deviation, Example, Report, RuleResult, Subject};

impl Report {
    /// Returns the report as JSON.
    #[must_use]
    pub fn json(&self, subject: &Subject) -> Value {
        json!({
            "command": subject.command,
            "mode": subject.mode,
            "seed": self.seed,
            "cases": self.cases,
            "skipped": self.skipped,
            "seconds": self.time.as_secs_f64(),
            "endedEarly": self.ended_early,
            "conclusion": self.conclusion(),
            "notTested": self.not_tested().collect::<Vec<_>>(),
            "deviations": self.deviations.iter().map(|it| deviation(it, subject)).collect::<Vec<_>>(),
            "rules": self.rules.iter().map(rule).collect::<Vec<_>>(),
        })
    }
}

fn deviation(deviation: &Deviation, subject: &Subject) -> Value {
    let statement = &deviation.statement;
    json!({
        "rule": statement.name,
        "section": statement.section.name(),
        "explanation": statement.explanation,
        "advice": statement.advice,
        "cases": deviation.cases,
        "firstCase": deviation.first,
        "examples": deviation.examples.iter().map(|it| example(it, subject)).collect::<Vec<_>>(),
    })
}

fn example(example: &Example, subject: &Subject) -> Value {
    json!({
        "case": example.shown,
        "question": example.question,
        "again": subject.again(example),
        "asked": example.asked,
        "came": example.came,
    })
}

fn rule(rule: &RuleResult) -> Value {
    json!({
        "rule": rule.statement.name,
        "cases": rule.cases,
        "answered": rule.answered,
        "failures": rule.failures,
        "status": rule.status(),
    })
}
