//! Writes Markdown tables that are readable as plain text.

use std::fmt;

pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(corner: &str, headings: impl Iterator<Item = String>) -> Self {
        Self { rows: vec![[corner.to_owned()].into_iter().chain(headings).collect()] }
    }

    pub(super) fn row(&mut self, name: String, cells: impl Iterator<Item = String>) {
        self.rows.push([name].into_iter().chain(cells).collect());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |at: usize| self.rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
        let widths: Vec<_> = (0..self.rows[0].len()).map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            write!(f, "| {:1$} |", row[0], widths[0])?;
            for (cell, width) in row.iter().zip(&widths).skip(1) {
                write!(f, " {cell:>width$} |")?;
            }
            writeln!(f)?;
            if number == 0 {
                write!(f, "|{:-<1$}|", "", widths[0] + 2)?;
                for width in &widths[1..] {
                    write!(f, "{:-<1$}:|", "", width + 1)?;
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
