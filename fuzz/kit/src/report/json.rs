//! The report as JSON.

use serde_json::{Value, json};

use super::{Deviation, Example, Report, RuleResult, Subject};

impl Report {
    /// The report as JSON.
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
            "deviations": self.deviations.iter().map(deviation).collect::<Vec<_>>(),
            "rules": self.rules.iter().map(rule).collect::<Vec<_>>(),
        })
    }
}

fn deviation(deviation: &Deviation) -> Value {
    let statement = &deviation.statement;
    json!({
        "rule": statement.name,
        "section": statement.section.name(),
        "explanation": statement.explanation,
        "advice": statement.advice,
        "cases": deviation.cases,
        "firstCase": deviation.first,
        "examples": deviation.examples.iter().map(example).collect::<Vec<_>>(),
    })
}

fn example(example: &Example) -> Value {
    json!({ "case": example.shown, "question": example.json, "asked": example.asked, "came": example.came })
}

fn rule(rule: &RuleResult) -> Value {
    json!({
        "rule": rule.statement.name,
        "cases": rule.cases,
        "failures": rule.failures,
        "status": rule.status(),
    })
}
