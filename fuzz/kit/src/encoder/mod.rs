//! Tests an encoder.
//!
//! The kit puts the encoder's output between two other events, and the reference model reads it: the event must be the same,
//! and the other two must not change.

mod judge;
mod rules;
mod simpler;

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{
    choices::Choices,
    notation::quoted,
    other_side::OtherSide,
    protocol,
    rules::{RuleSet, Statement},
    trial::{Trial, Verdict},
};
use rules::EncoderRule;

/// An event to write. A member that is `None` is not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ToEncode {
    /// The event type.
    pub event_type: Option<String>,
    /// The data.
    pub data: Option<String>,
    /// The ID. An empty ID is not the same as none: it resets the last event ID.
    pub id: Option<String>,
    /// The reconnection time in milliseconds.
    pub retry: Option<u64>,
    /// A comment, which may have several lines.
    pub comment: Option<String>,
}

impl ToEncode {
    /// Returns the event as in the protocol.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let members = [
            ("type", self.event_type.as_ref().map(|text| json!(text))),
            ("data", self.data.as_ref().map(|text| json!(text))),
            ("id", self.id.as_ref().map(|text| json!(text))),
            ("retry", self.retry.map(|time| json!(time))),
            ("comment", self.comment.as_ref().map(|text| json!(text))),
        ];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// Reads an event from the JSON of the protocol.
    ///
    /// # Panics
    ///
    /// Panics if it is not JSON.
    #[must_use]
    pub fn from_json(text: &str) -> Self {
        let value: Value = serde_json::from_str(text).expect("JSON");
        let member = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            event_type: member("type"),
            data: member("data"),
            id: member("id"),
            retry: value.get("retry").and_then(Value::as_u64),
            comment: member("comment"),
        }
    }

    /// Returns the members that are text.
    fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.event_type, &self.data, &self.id, &self.comment].into_iter().filter_map(Option::as_deref)
    }

    fn any_text(&self, has: impl Fn(&str) -> bool) -> bool {
        self.texts().any(has)
    }
}

/// The reply of an encoder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The encoder wrote these bytes.
    Bytes(Vec<u8>),
    /// The encoder refused, for this reason.
    Refused(String),
}

/// The trial of an encoder.
#[derive(Debug)]
pub struct EncoderTrial {
    statements: Vec<Statement>,
}

impl Default for EncoderTrial {
    fn default() -> Self {
        Self::new()
    }
}

impl EncoderTrial {
    /// Creates a trial by all rules.
    #[must_use]
    pub fn new() -> Self {
        Self { statements: rules::RULES.iter().map(|rule| rule.statement).collect() }
    }
}

/// The parts of generated texts.
const PIECES: &[&str] = &[
    "x",
    "y",
    "two words",
    " ",
    "  ",
    ":",
    "data: ",
    "id: ",
    "event",
    "\t",
    "ä",
    "€",
    "😀",
    "\n",
    "\n\n",
    "{\"ok\": true}",
    "[DONE]",
    "0",
];

/// The parts that are harder.
const HARD_PIECES: &[&str] = &[
    "\r", "\r\n", "\r\r", "\n\r", "\0", "\u{B}", "\u{C}", "\u{1C}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}",
    "\u{FEFF}", "\u{A0}", "e\u{301}",
];

/// Reconnection times, all of which are exact in every number format.
const TIMES: [u64; 8] = [0, 1, 5, 3000, 100_000, 2_147_483_648, 4_294_967_296, 9_007_199_254_740_991];

fn text(choices: &mut Choices, hard: bool) -> String {
    (0..choices.below(5))
        .map(|_| if hard && choices.one_in(3) { choices.pick(HARD_PIECES) } else { choices.pick(PIECES) })
        .collect()
}

impl Trial for EncoderTrial {
    type Case = ToEncode;

    fn statements(&self) -> &[Statement] {
        &self.statements
    }

    fn concerned(&self, case: &ToEncode) -> RuleSet {
        let concerned = rules::RULES.iter().enumerate().filter(|(_, rule)| (rule.concerns)(case));
        concerned.fold(0, |set, (at, _)| set | 1 << at)
    }

    fn ask(&self, other: &mut dyn OtherSide, case: &ToEncode) -> Verdict {
        judge::judge(case, &other.encode(case))
    }

    fn hand_made(&self, rules: RuleSet) -> [Vec<ToEncode>; 2] {
        let wanted = rules::RULES.iter().enumerate().filter(|(at, _)| rules & 1 << at != 0).map(|(_, rule)| rule);
        [wanted.flat_map(EncoderRule::hand_made).collect(), Vec::new()]
    }

    fn generate(&self, choices: &mut Choices) -> Vec<ToEncode> {
        // Half of them have nothing hard in the type and ID: hard ones must be refused, and then there is nothing to see.
        let hard = choices.one_in(2);
        let mut maybe = |one_in: usize, hard: bool| choices.one_in(one_in).then(|| text(choices, hard));
        let (mut event_type, mut id) = (maybe(2, hard), maybe(2, hard));
        let (comment, data) = (maybe(5, true), maybe(1, true));
        if !hard {
            for text in [&mut event_type, &mut id].into_iter().flatten() {
                text.retain(|c| !"\r\n\0".contains(c));
            }
        }
        let data = data.filter(|_| !choices.one_in(10));
        let retry = choices.one_in(4).then(|| TIMES[choices.below(TIMES.len())]);
        vec![ToEncode { event_type, data, id, retry, comment }]
    }

    fn simpler(&self, case: &ToEncode) -> Box<dyn Iterator<Item = ToEncode>> {
        simpler::candidates(case)
    }

    fn size(&self, case: &ToEncode) -> [usize; 3] {
        let members = usize::from(case.retry.is_some()) + case.texts().count();
        let length = case.texts().map(|text| text.chars().count()).sum();
        let odd = case.texts().flat_map(str::chars).filter(|&c| c != 'x').count();
        [members, length, odd + usize::from(case.retry.is_some_and(|time| time != 5))]
    }

    fn shown(&self, case: &ToEncode) -> String {
        let mut words = String::new();
        let members = [("type", &case.event_type), ("data", &case.data), ("id", &case.id), ("comment", &case.comment)];
        for (name, text) in members {
            if let Some(text) = text {
                // Writing to a string cannot fail.
                let _ = write!(words, "{name} {}  ", quoted(text));
            }
        }
        if let Some(time) = case.retry {
            let _ = write!(words, "retry {time}");
        }
        words.trim_end().to_owned()
    }

    fn question(&self, id: u64, case: &ToEncode) -> Value {
        protocol::encode_question(id, case)
    }
}
