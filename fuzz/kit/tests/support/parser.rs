//! A small parser, byte by byte, such as one writes in an afternoon: correct, unless it has a fault.
//!
//! It shares no code with the reference model or the crate.

mod fields;

use conformance::answer::{Answer, Event};

/// The greatest number of bytes that the fault `long-lines-lost` lets pass.
const BUFFER: usize = 64 * 1024;

/// The parser.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parser {
    fault: &'static str,
    /// The bytes of a byte order mark that have come so far; `None` once the start of the stream is decided.
    mark: Option<Vec<u8>>,
    line: Vec<u8>,
    last: u8,
    first_line_end: Vec<u8>,
    had_mark: bool,
    line_lost: bool,
    lines: usize,
    held_cr: bool,
    deaf: bool,
    data: String,
    has_data: bool,
    event_type: String,
    has_type: bool,
    pending_time: Option<String>,
    id: Option<String>,
    own_id: Option<String>,
    last_event_id: String,
    retry: Option<String>,
    events: Vec<Event>,
    error: Option<String>,
}

impl Parser {
    /// Creates a parser with this fault, or without one if `fault` is empty.
    pub(crate) fn new(fault: &'static str) -> Self {
        Self { fault, mark: Some(Vec::new()), ..Self::default() }
    }

    fn has(&self, fault: &str) -> bool {
        self.fault == fault
    }

    /// Reads another chunk.
    pub(crate) fn feed(&mut self, chunk: &[u8]) {
        if chunk.is_empty() {
            self.deaf |= self.has("empty-chunk-is-end");
            if self.has("empty-chunk-forgets-cr") {
                self.last = 0;
            }
            if self.has("empty-chunk-settles-mark") {
                self.settle_mark();
            }
        }
        if self.has("mark-dropped-per-chunk") && self.mark.is_none() {
            self.mark = Some(Vec::new());
        }
        if self.has("chunk-forgets-cr") {
            self.last = 0;
        }
        if self.has("chunk-ends-comment") && self.line.first() == Some(&b':') {
            self.line.clear();
        }
        if self.has("chunk-loses-line") {
            self.line.clear();
        }
        if self.has("chunk-loses-block") {
            (self.has_data, self.data) = (false, String::new());
        }
        let replaced;
        let mut chunk = chunk;
        if self.has("decodes-each-chunk") {
            replaced = String::from_utf8_lossy(chunk).into_owned();
            chunk = replaced.as_bytes();
        }
        for (at, &byte) in chunk.iter().enumerate() {
            let skipped = self.has("chunk-loses-byte-behind-cr") && at == 0 && self.last == b'\r';
            if skipped && byte != b'\n' {
                self.last = byte;
            } else if !self.deaf {
                self.byte(byte);
            }
        }
        if self.has("mark-must-be-whole") {
            self.settle_mark();
        }
        if self.has("chunk-ends-line") && !self.line.is_empty() {
            self.end_of_line();
        }
    }

    /// Ends the stream.
    pub(crate) fn end(mut self) -> Result<Answer, String> {
        if self.has("end-processes-line") && !self.line.is_empty() {
            self.end_of_line();
        }
        if self.has("end-dispatches") && self.has_data {
            self.dispatch();
        }
        if self.has("end-commits-id") {
            self.commit_id();
        }
        match self.error {
            Some(error) => Err(error),
            None => {
                Ok(Answer { events: self.events, retry: Some(self.retry), last_event_id: Some(self.last_event_id) })
            }
        }
    }

    /// Decides that the held bytes are not a byte order mark.
    fn settle_mark(&mut self) {
        if let Some(held) = self.mark.take() {
            held.into_iter().for_each(|byte| self.byte(byte));
        }
    }

    fn byte(&mut self, byte: u8) {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        if let Some(mut held) = self.mark.take() {
            held.push(byte);
            let enough = if self.has("two-thirds-of-mark-dropped") { &MARK[..2] } else { MARK };
            if held == enough && !self.has("mark-kept") {
                if self.has("marks-dropped") {
                    self.mark = Some(Vec::new());
                }
                self.last = 0;
                self.had_mark = true;
            } else if enough.starts_with(&held) && !self.has("mark-kept") {
                self.mark = Some(held);
            } else {
                held.into_iter().for_each(|byte| self.byte(byte));
            }
            return;
        }
        if core::mem::take(&mut self.held_cr) {
            self.end_of_line();
            if byte == b'\n' {
                self.last = byte;
                return;
            }
        }
        let before = core::mem::replace(&mut self.last, byte);
        match byte {
            b'\n' if before == b'\r' && !self.has("crlf-is-two") && !self.has("cr-is-text") => {
                if self.has("lfs-behind-cr-lost") {
                    self.last = b'\r';
                }
            }
            b'\r' if before == b'\n' && self.has("lf-cr-is-one") && self.line.is_empty() => self.last = 0,
            b'\r' if self.has("cr-is-text") => self.line.push(byte),
            b'\n' if self.has("cr-is-text") && before == b'\r' => {
                self.line.pop();
                self.end_of_line();
            }
            b'\r' if self.has("cr-waits") => self.held_cr = true,
            b'\r' | b'\n' if self.has("one-kind-of-line-end") && self.is_other_line_end(byte) => self.line.push(byte),
            b'\r' | b'\n' => self.end_of_line(),
            b'\x0B' | b'\x0C' if self.has("vt-and-ff-end-lines") => self.end_of_line(),
            b'\0' if self.has("nulls-lost") && !self.line.starts_with(b"id") => {}
            _ => self.text(byte),
        }
    }

    /// Returns whether a stream that began with LF (or CR) as its line ends now has the other one.
    fn is_other_line_end(&mut self, byte: u8) -> bool {
        if self.first_line_end.is_empty() {
            self.first_line_end.push(byte);
        }
        self.first_line_end != [byte]
    }

    fn text(&mut self, byte: u8) {
        self.line.push(byte);
        let ends: &[&[u8]] = match self.fault {
            "nel-ends-lines" => &[b"\xC2\x85"],
            "u2028-ends-lines" => &[b"\xE2\x80\xA8", b"\xE2\x80\xA9"],
            _ => &[],
        };
        if let Some(end) = ends.iter().find(|end| self.line.ends_with(end)) {
            self.line.truncate(self.line.len() - end.len());
            self.end_of_line();
        }
    }

    fn end_of_line(&mut self) {
        let mut line = core::mem::take(&mut self.line);
        if self.has("long-lines-lost") && line.len() > BUFFER {
            return;
        }
        if self.has("cut-off-character-swallows") && is_cut_off(&line) {
            line.push(self.last);
            self.line = line;
            return;
        }
        if self.has("mark-dropped-per-line") && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        self.lines += 1;
        if self.has("line-behind-blank-one-lost") && self.had_mark && self.lines == 1 {
            self.line_lost = line.is_empty();
        } else if core::mem::take(&mut self.line_lost) {
            return;
        }
        let line = self.decode(&line);
        let blank = if self.has("white-space-is-blank") { line.trim() } else { &line };
        if blank.is_empty() {
            self.blank_line();
        } else {
            self.line(&line);
        }
    }

    fn decode(&mut self, line: &[u8]) -> String {
        let per_byte = || {
            let chunks = line.utf8_chunks();
            chunks.map(|c| c.valid().to_owned() + &"\u{FFFD}".repeat(c.invalid().len())).collect()
        };
        let lossy = String::from_utf8_lossy(line).into_owned();
        match self.fault {
            "latin-1" => line.iter().map(|&byte| char::from(byte)).collect(),
            "replaces-each-byte" => per_byte(),
            "three-bytes-at-most" => lossy.replace(|c| c > '\u{FFFF}', "\u{FFFD}\u{FFFD}"),
            "invalid-is-dropped" => line.utf8_chunks().map(|chunk| chunk.valid()).collect(),
            "invalid-is-error" => {
                if std::str::from_utf8(line).is_err() {
                    self.error = Some("invalid UTF-8".to_owned());
                }
                lossy
            }
            _ => lossy,
        }
    }

    fn commit_id(&mut self) {
        if let Some(id) = self.id.take() {
            self.own_id = Some(id.clone());
            self.last_event_id = id;
        }
    }

    fn blank_line(&mut self) {
        if self.has_data || !self.has("id-only-with-data") {
            self.commit_id();
        }
        let empty = self.data.is_empty() && self.has("empty-data-is-none");
        if (self.has_data && !empty) || (self.has_type && self.has("type-makes-event")) {
            self.dispatch();
        } else if !self.has("type-leaks") {
            (self.event_type, self.has_type) = (String::new(), false);
        }
        (self.id, self.has_data) = (None, false);
        if !self.has("data-not-cleared") {
            self.data.clear();
        }
        if self.has("id-forgotten") {
            self.last_event_id.clear();
        }
    }

    fn dispatch(&mut self) {
        let given = match self.fault {
            "type-not-cleared" => self.event_type.clone(),
            _ => core::mem::take(&mut self.event_type),
        };
        let given_empty = core::mem::take(&mut self.has_type) && self.has("empty-type-counts");
        let is_default = given.is_empty() && !given_empty && !self.has("no-default-type");
        let event_type = if is_default { "message".to_owned() } else { given };
        let mut data = self.data.clone();
        match self.fault {
            "data-trimmed" => data.truncate(data.trim_end_matches('\n').len()),
            "data-with-line-end" => data.push('\n'),
            _ => {}
        }
        if let Some(time) = self.pending_time.take() {
            self.retry = Some(time);
        }
        if self.has("error-event-is-error") && event_type == "error" {
            self.error = Some(data.clone());
        }
        let id =
            if self.has("id-per-event") { self.own_id.take().unwrap_or_default() } else { self.last_event_id.clone() };
        self.events.push(Event { event_type, data, last_event_id: Some(id) });
    }
}

/// Returns whether these bytes end with the beginning of a character.
fn is_cut_off(line: &[u8]) -> bool {
    std::str::from_utf8(line).is_err_and(|error| error.error_len().is_none())
}
