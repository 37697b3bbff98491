//! JSON lines.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// JSON that no reader takes for more than one line: many split lines also at the line ends of Unicode, which JSON does
/// not escape.
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
