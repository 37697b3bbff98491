//! The rules: what the standard asks, one thing at a time, and what implementations make of it.
//!
//! The rules are in order, from the general to the special. A failing case is laid at the door of the *last* rule that it
//! has to do with, after it has been made as general and as small as it can be. So a parser that knows no CR at all is told
//! so, and not that CR at the end of a chunk is special.

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

/// Where a rule stands.
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
    /// Not the standard's, but what the kit and the other side agree on.
    Kit,
}

impl Section {
    /// The section's name.
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

/// What a rule says, for decoders and encoders alike.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// Its name, for `--only` and in reports.
    pub name: &'static str,
    /// Where it stands.
    pub section: Section,
    /// What is asked, in a sentence.
    pub explanation: &'static str,
    /// What to look for in an implementation that gets it wrong.
    pub advice: &'static str,
    /// In which parts of an answer it shows.
    pub aspects: Aspects,
}

/// A rule for decoders.
#[derive(Debug)]
pub struct Rule {
    /// What it says.
    pub statement: Statement,
    /// Whether a case has to do with it.
    pub concerns: fn(&Anatomy<'_>) -> bool,
    /// Cases made by hand, in the notation of [`notation::case`].
    pub cases: &'static [&'static [u8]],
}

impl Rule {
    /// The cases made by hand.
    pub fn hand_made(&self) -> impl Iterator<Item = Chunked> {
        self.cases.iter().map(|text| notation::case(text))
    }
}

/// A set of rules, by their places in the list.
pub type RuleSet = u128;

/// All rules for decoders, from the general to the special.
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

/// A rule that shows in every aspect.
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
    /// The same rule, which shows in these aspects only.
    const fn shows_in(self, aspects: Aspects) -> Self {
        self.only_in(aspects.and(Aspects::EVENTS).and(Aspects::FAILURES))
    }

    /// The same rule, which shows in these aspects and no others.
    const fn only_in(self, aspects: Aspects) -> Self {
        Self { statement: Statement { aspects, ..self.statement }, ..self }
    }
}
