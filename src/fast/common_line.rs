//! The commonest forms of lines.

use crate::{FieldName, line::What, work};

/// Returns what a whole line is, and its value or text, if the line has a common form.
///
/// The result agrees with `Parser::line`, which has the rules for all lines. The caller uses that for any other line.
#[inline(always)]
pub(crate) fn common_line(line: &[u8]) -> Option<(What, &[u8])> {
    // `data` comes first, because most lines of most streams are data.
    if let Some(value) = value_of(line, b"data:") {
        return Some((What::Field(FieldName::Data), value));
    }
    match line {
        [] => Some((What::BlankLine, line)),
        [b':', text @ ..] => Some((What::Comment, text)),
        [b'e', ..] => Some((What::Field(FieldName::Event), value_of(line, b"event:")?)),
        [b'i', ..] => Some((What::Field(FieldName::Id), value_of(line, b"id:")?)),
        [b'r', ..] => Some((What::Field(FieldName::Retry), value_of(line, b"retry:")?)),
        _ => None,
    }
}

/// Returns the value of a field, if the line begins with this name and a colon.
#[inline(always)]
fn value_of<'i>(line: &'i [u8], name_and_colon: &[u8]) -> Option<&'i [u8]> {
    work::count(line.len().min(name_and_colon.len()));
    let value = line.strip_prefix(name_and_colon)?;
    Some(value.strip_prefix(b" ").unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::common_line;
    use crate::{
        Parser,
        line::{Found, What},
    };

    /// Calls `check` with every line of up to `depth` more pieces.
    fn every_line(pieces: &[&str], line: &mut [u8; 32], len: usize, depth: usize, check: &mut impl FnMut(&[u8])) {
        check(&line[..len]);
        if depth > 0 {
            for piece in pieces {
                line[len..len + piece.len()].copy_from_slice(piece.as_bytes());
                every_line(pieces, line, len + piece.len(), depth - 1, check);
            }
        }
    }

    #[test]
    fn common_lines_agree_with_the_parser() {
        let pieces = ["data", "event", "id", "retry", "d", "a", ":", " ", "x", "\0", "\u{FEFF}"];
        let (mut known, mut unknown) = (0, 0);
        every_line(&pieces, &mut [0; 32], 0, 5, &mut |line| {
            let Some((what, text)) = common_line(line) else {
                unknown += 1;
                return;
            };
            known += 1;
            let mut parser = Parser::at_line_start();
            let at = (line.len() - text.len()) as u8;
            assert_eq!(parser.line(line, true), Some(Found { what, at, begins: true }), "{}", line.escape_ascii());
            assert!(line.ends_with(text));
            assert!(parser.is_at_line_start());
        });
        assert!(known > 10_000 && unknown > 10_000, "{known} known, {unknown} unknown");
        assert_eq!(common_line(b""), Some((What::BlankLine, &b""[..])));
    }
}
