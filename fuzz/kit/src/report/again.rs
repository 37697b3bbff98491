//! Says how to ask a case again by hand.

use core::fmt::Write as _;

use super::{Deviation, Example, Subject};
use crate::rules::basics::FRESH_PARSER;

/// A longer command line is not shown in the text.
const SHORT: usize = 4000;

impl Subject {
    /// Returns the command line that asks the question of this example again, for a POSIX shell.
    #[must_use]
    pub fn again(&self, example: &Example) -> String {
        let question = shell_word(&ascii(&example.question.to_string()));
        format!("printf '%s\\n' {question} | {}", self.command)
    }

    /// Returns the same if it is short enough to read and copy, and if it helps; otherwise, what to do instead.
    pub(super) fn again_in_words(&self, deviation: &Deviation, example: &Example) -> Result<String, &'static str> {
        if deviation.statement.name == FRESH_PARSER {
            return Err("only after other questions; by itself it is answered rightly");
        }
        let line = self.again(example);
        if line.len() <= SHORT {
            Ok(line)
        } else {
            Err("too long for here; `again` in the report of --report FILE.json")
        }
    }
}

/// Quotes words for a POSIX shell.
#[must_use]
pub fn shell_words<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(shell_word).collect::<Vec<_>>().join(" ")
}

fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Writes JSON in ASCII, so that a terminal shows all of it, and copying loses nothing.
fn ascii(json: &str) -> String {
    let mut out = String::new();
    for c in json.chars() {
        if matches!(c, ' '..='~') {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_words_as_they_were() {
        assert_eq!(shell_words(["python3", "./a-b.py", "--x=1"]), "python3 ./a-b.py --x=1");
        assert_eq!(shell_words(["", "a b", "it's", "$x\\"]), r"'' 'a b' 'it'\''s' '$x\'");
    }

    #[test]
    fn json_in_ascii_is_the_same_json() {
        let text = "\u{e4}\u{20ac}\u{1f600}\u{2028}\u{7f}\0'\\";
        let json = ascii(&serde_json::json!(text).to_string());
        assert!(json.is_ascii() && !json.contains(|c: char| c.is_ascii_control()), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
    }
}
