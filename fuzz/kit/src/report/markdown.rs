//! Writes the report as Markdown.

use core::fmt::Write as _;

use super::{Report, Subject};

impl Report {
    /// Returns the report as Markdown.
    #[must_use]
    pub fn markdown(&self, subject: &Subject) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_markdown(subject, &mut out);
        out
    }

    fn write_markdown(&self, subject: &Subject, out: &mut String) -> core::fmt::Result {
        writeln!(out, "# Server-sent events: conformance of a{}\n", n(subject.mode))?;
        writeln!(out, "{}\n\nCommand: {}\n", self.conclusion(), code(&subject.command))?;
        for deviation in &self.deviations {
            let statement = &deviation.statement;
            writeln!(out, "## {}\n", statement.name)?;
            writeln!(out, "{} ({})\n", statement.explanation, statement.section.name())?;
            writeln!(out, "To do: {} Seen in {} cases.\n", statement.advice, deviation.cases)?;
            for example in &deviation.examples {
                writeln!(out, "- case {}", code(&example.shown))?;
                writeln!(out, "  - asked: {}", code(&example.asked))?;
                writeln!(out, "  - came: {}", code(&example.came))?;
                let again = subject.again_in_words(deviation, example);
                writeln!(out, "  - again: {}", again.map_or_else(str::to_owned, |line| code(&line)))?;
            }
            writeln!(out)?;
        }
        writeln!(out, "## All rules\n\n| rule | cases | failures | |\n|---|--:|--:|---|")?;
        for rule in &self.rules {
            let name = rule.statement.name;
            writeln!(out, "| {name} | {} | {} | {} |", rule.cases, rule.failures, rule.status())?;
        }
        Ok(())
    }
}

fn n(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "n" } else { "" })
}

/// Returns any text as code.
#[must_use]
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 { format!("`{text}`") } else { format!("{fence} {text} {fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_code_whatever_is_in_it() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b"), "``` a``b ```");
        assert_eq!([n("encoder"), n("decoder")], ["n encoder", " decoder"]);
    }
}
