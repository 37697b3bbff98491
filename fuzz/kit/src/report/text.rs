//! Writes the report for a terminal.

use core::fmt::{Result, Write as _};

use super::{Deviation, Report, Subject};

/// The maximum length of a line of names.
const WIDTH: usize = 110;

impl Report {
    /// Returns the report for a terminal.
    #[must_use]
    pub fn text(&self, subject: &Subject) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_text(subject, &mut out);
        out
    }

    fn write_text(&self, subject: &Subject, out: &mut String) -> Result {
        for (index, deviation) in self.deviations.iter().enumerate() {
            writeln!(out, "DEVIATION {} of {}: {}", index + 1, self.deviations.len(), deviation.statement.name)?;
            deviation.write_text(subject, out)?;
        }
        writeln!(out, "{:<34} {:>8} {:>8}", "rule", "cases", "failures")?;
        for rule in &self.rules {
            let name = rule.statement.name;
            writeln!(out, "{name:<34} {:>8} {:>8}  {}", rule.cases, rule.failures, rule.status())?;
        }
        let mut line = String::new();
        for name in self.not_tested() {
            if line.is_empty() {
                line.push_str("\nnot tested:");
            } else if line.len() + name.len() > WIDTH {
                writeln!(out, "{line},")?;
                line = " ".repeat("not tested:".len());
            } else {
                line.push(',');
            }
            write!(line, " {name}")?;
        }
        if !line.is_empty() {
            writeln!(out, "{line}")?;
        }
        writeln!(out, "\n{}", self.conclusion())
    }
}

impl Deviation {
    fn write_text(&self, subject: &Subject, out: &mut String) -> Result {
        writeln!(out, "  rule   {}", self.statement.explanation)?;
        writeln!(out, "         ({})", self.statement.section.name())?;
        writeln!(out, "  to do  {}", self.statement.advice)?;
        for example in &self.examples {
            writeln!(out, "  case   {}", example.shown)?;
            writeln!(out, "  asked  {}", example.asked)?;
            writeln!(out, "  came   {}", example.came)?;
            let again = subject.again_in_words(self, example).unwrap_or_else(str::to_owned);
            writeln!(out, "  again  {again}")?;
        }
        let plural = if self.cases == 1 { "" } else { "s" };
        writeln!(out, "  seen   in {} case{plural}, first in case {}\n", self.cases, self.first)
    }
}
