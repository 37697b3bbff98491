//! Writes and reads the notation of cases.

use core::fmt::Write as _;

use crate::chunked::Chunked;

/// How many times `x` a `~` means: more than the 64 KiB of some buffers.
const MANY: usize = 70_000;

/// Reads a case from its notation: the stream's bytes, with `|` where it is cut. Two of them make an empty chunk. `~` means
/// very many `x`.
#[must_use]
pub fn case(text: &[u8]) -> Chunked {
    let mut case = Chunked::default();
    for &byte in text {
        match byte {
            b'|' => case.cuts.push(case.stream.len()),
            b'~' => case.stream.extend([b'x'; MANY]),
            _ => case.stream.push(byte),
        }
    }
    case
}

/// Returns bytes as in a string literal of most languages: printable ASCII as it is, the rest as escapes.
#[must_use]
pub fn escaped(bytes: &[u8]) -> String {
    let mut out = String::new();
    for &byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b' '..=b'~' => out.push(char::from(byte)),
            _ => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\x{byte:02X}");
            }
        }
    }
    out
}

/// Returns text as in a string literal, with escapes for characters that look like others.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(c),
            c if c.is_alphanumeric() => out.push(c),
            c => {
                let _ = write!(out, "\\u{{{:04X}}}", u32::from(c));
            }
        }
    }
    out.push('"');
    shortened(out)
}

/// Returns the chunks of a case, escaped, with ` | ` between them.
#[must_use]
pub fn chunks(case: &Chunked) -> String {
    let chunks: Vec<_> = case.chunks().map(|chunk| format!("\"{}\"", escaped(chunk))).collect();
    shortened(chunks.join(" | "))
}

/// A shown case is not longer than this.
const ENOUGH: usize = 600;

/// Keeps only the beginning and the end of a very long text.
#[must_use]
pub fn shortened(text: String) -> String {
    let length = text.chars().count();
    if length <= ENOUGH {
        return text;
    }
    let start: String = text.chars().take(ENOUGH / 2).collect();
    let end: String = text.chars().skip(length - ENOUGH / 3).collect();
    let left_out = length - ENOUGH / 2 - ENOUGH / 3;
    format!("{start} … ({left_out} characters left out) … {end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_read_and_shown() {
        let read = case(b"|a\r||\n\xFF");
        assert_eq!(read.stream, b"a\r\n\xFF");
        assert_eq!(read.cuts, [0, 2, 2]);
        assert_eq!(chunks(&read), r#""" | "a\r" | "" | "\n\xFF""#);
    }

    #[test]
    fn nothing_that_is_shown_can_be_mistaken() {
        assert_eq!(quoted("a\u{2028}\u{FEFF}ä\0\\"), r#""a\u{2028}\u{FEFF}ä\u{0000}\\""#);
        assert!(quoted(&"x".repeat(5000)).contains("left out"));
    }
}
