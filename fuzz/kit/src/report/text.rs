//! The report for a terminal.

use core::fmt::{self, Display};

use super::{Deviation, Report};

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, deviation) in self.deviations.iter().enumerate() {
            writeln!(f, "DEVIATION {} of {}: {}", index + 1, self.deviations.len(), deviation.statement.name)?;
            writeln!(f, "{deviation}")?;
        }
        writeln!(f, "{:<34} {:>8} {:>8}", "rule", "cases", "failures")?;
        for rule in &self.rules {
            let name = rule.statement.name;
            writeln!(f, "{name:<34} {:>8} {:>8}  {}", rule.cases, rule.failures, rule.status())?;
        }
        writeln!(f, "\n{}", self.conclusion())
    }
}

impl Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  rule   {}", self.statement.explanation)?;
        writeln!(f, "         ({})", self.statement.section.name())?;
        writeln!(f, "  to do  {}", self.statement.advice)?;
        for example in &self.examples {
            writeln!(f, "  case   {}", example.shown)?;
            writeln!(f, "  asked  {}", example.asked)?;
            writeln!(f, "  came   {}", example.came)?;
        }
        let plural = if self.cases == 1 { "" } else { "s" };
        writeln!(f, "  seen   in {} case{plural}, first in case {}", self.cases, self.first)
    }
}
