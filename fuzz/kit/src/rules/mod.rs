//! The rules of the standard, one by one, and the usual mistakes of implementations.
//!
//! The rules are ordered from general to specific. The kit first makes a failing case as general and as small as it can. The
//! case then counts for the *last* rule that concerns it. So for a parser that knows no CR at all, the report says so, and not
//! that CR at the end of a chunk is special.

pub(crate) mod basics;
mod byte_order_mark;
pub(crate) mod chunking;
mod data;
mod end_of_file;
mod event_type;
mod field;
mod id;
mod line_end;
mod retry;
mod utf8;

use crate::{anatomy::Anatomy, aspects::Aspects, chunked::Chunked, notation};

/// The section of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How a stream is decoded and cut into lines.
    Parsing,
    /// What lines and fields mean.
    Interpreting,
    /// How bytes become text.
    Utf8,
    /// How streams are written.
    Authoring,
    /// Not in the standard, but agreed between the kit and the other side.
    Kit,
}

impl Section {
    /// Returns the section's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parsing => "HTML, 9.2.5 Parsing an event stream",
            Self::Interpreting => "HTML, 9.2.6 Interpreting an event stream",
            Self::Utf8 => "Encoding, UTF-8 decode (asked for by HTML, 9.2.5)",
            Self::Authoring => "HTML, 9.2.5 Parsing an event stream, and 9.2.7 Authoring notes",
            Self::Kit => "the kit's protocol, fuzz/kit/README.md",
        }
    }
}

/// The text of a rule, for decoders and encoders alike.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// Its name, for `--only` and in reports.
    pub name: &'static str,
    /// Its section.
    pub section: Section,
    /// The requirement, in a sentence.
    pub explanation: &'static str,
    /// The place to look at in an implementation that breaks it.
    pub advice: &'static str,
    /// The parts of an answer in which it shows.
    pub aspects: Aspects,
}

/// A rule for decoders.
#[derive(Debug)]
pub struct Rule {
    /// Its text.
    pub statement: Statement,
    /// Returns whether the rule concerns a case.
    pub concerns: fn(&Anatomy<'_>) -> bool,
    /// Handwritten cases, in the notation of [`notation::case`].
    pub cases: &'static [&'static [u8]],
}

impl Rule {
    /// Returns the handwritten cases.
    pub fn hand_made(&self) -> impl Iterator<Item = Chunked> {
        self.cases.iter().map(|text| notation::case(text))
    }
}

/// A set of rules, by their places in the list.
pub type RuleSet = u128;

/// Returns all rules for decoders, from general to specific.
#[must_use]
pub fn all() -> Vec<&'static Rule> {
    let themes = [
        basics::RULES,
        data::RULES,
        event_type::RULES,
        id::RULES,
        field::RULES,
        retry::RULES,
        utf8::RULES,
        line_end::RULES,
        byte_order_mark::RULES,
        end_of_file::RULES,
        chunking::RULES,
    ];
    themes.into_iter().flatten().collect()
}

/// Creates a rule that shows in every aspect.
const fn rule(
    name: &'static str,
    section: Section,
    [explanation, advice]: [&'static str; 2],
    concerns: fn(&Anatomy<'_>) -> bool,
    cases: &'static [&'static [u8]],
) -> Rule {
    let statement = Statement { name, section, explanation, advice, aspects: Aspects::ALL };
    Rule { statement, concerns, cases }
}

impl Rule {
    /// Returns the same rule, which shows in these aspects only.
    const fn shows_in(self, aspects: Aspects) -> Self {
        self.only_in(aspects.and(Aspects::EVENTS).and(Aspects::FAILURES))
    }

    /// Returns the same rule, which shows in these aspects and no others.
    const fn only_in(self, aspects: Aspects) -> Self {
        Self { statement: Statement { aspects, ..self.statement }, ..self }
    }
}
