//! JSON lines.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Writes JSON that every reader takes for one line. JSON doesn't escape the line ends of Unicode, at which many readers split
/// lines, too.
pub(crate) struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, output: &mut W, text: &str) -> io::Result<()> {
        let mut written = 0;
        for (start, line_end) in text.match_indices(['\u{85}', '\u{2028}', '\u{2029}']) {
            output.write_all(&text.as_bytes()[written..start])?;
            for unit in line_end.encode_utf16() {
                write!(output, "\\u{unit:04x}")?;
            }
            written = start + line_end.len();
        }
        output.write_all(&text.as_bytes()[written..])
    }
}
