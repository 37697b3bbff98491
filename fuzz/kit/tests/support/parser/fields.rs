//! The meaning of lines and fields.

use super::Parser;

impl Parser {
    pub(super) fn line(&mut self, line: &str) {
        if line.starts_with(':') {
            if self.has("comment-ends-event") {
                self.blank_line();
            }
            return;
        }
        let (name, mut value) = match line.split_once(':') {
            Some((name, value)) => (name, value),
            None if self.has("colon-needed") => return,
            None => (line, ""),
        };
        if self.has("last-colon-splits") {
            value = value.rsplit(':').next().unwrap_or(value);
        }
        let value = match self.fault {
            "all-spaces-dropped" => value.trim_start_matches(' '),
            "tab-dropped" => value.strip_prefix([' ', '\t']).unwrap_or(value),
            "no-space-dropped" => value,
            "value-trimmed-at-end" => value.strip_prefix(' ').unwrap_or(value).trim_end(),
            "mark-is-white-space" => value.strip_prefix(' ').unwrap_or(value).trim_start_matches('\u{FEFF}'),
            "space-needed" if !value.is_empty() && !value.starts_with(' ') => return,
            _ => value.strip_prefix(' ').unwrap_or(value),
        };
        let lower = name.to_lowercase();
        let name = match self.fault {
            "name-in-any-case" => &lower,
            "name-trimmed" => name.trim(),
            "name-by-prefix" if name.starts_with("data") => "data",
            _ => name,
        };
        self.field(name, value);
    }

    fn field(&mut self, name: &str, value: &str) {
        match name {
            "data" => self.data_line(value),
            "event" => {
                let keep = (self.has("first-type-wins") && !self.event_type.is_empty())
                    || (self.has("empty-type-ignored") && value.is_empty());
                if !keep {
                    self.event_type = value.to_owned();
                    self.has_type = true;
                }
            }
            "id" => self.id_line(value),
            "retry" => self.retry_line(value),
            _ if self.has("unknown-field-is-error") => self.error = Some(format!("unknown field {name}")),
            _ if self.has("unknown-line-is-data") => self.data_line(name),
            _ => {}
        }
    }

    fn data_line(&mut self, value: &str) {
        if self.has("done-ends-stream") && value == "[DONE]" {
            self.deaf = true;
            return;
        }
        let joins = if self.has("first-empty-line-lost") { !self.data.is_empty() } else { self.has_data };
        if joins {
            self.data.push_str(if self.has("joined-by-nothing") { "" } else { "\n" });
        }
        self.data.push_str(value);
        self.has_data = true;
    }

    fn id_line(&mut self, value: &str) {
        let id = match self.fault {
            "id-null-kept" => value.to_owned(),
            "id-null-dropped" => value.replace('\0', ""),
            "id-null-cuts" => value.split('\0').next().unwrap_or_default().to_owned(),
            "id-null-resets" if value.contains('\0') => String::new(),
            "empty-id-ignored" if value.is_empty() => return,
            _ if value.contains('\0') => return,
            _ => value.to_owned(),
        };
        self.id = Some(id);
        if self.has("id-at-once") {
            self.commit_id();
        }
    }

    fn retry_line(&mut self, value: &str) {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
        let number = match self.fault {
            "retry-trimmed" => value.trim(),
            "retry-prefix" => value.trim_end_matches(|c: char| !c.is_ascii_digit()),
            "retry-sign" if digits(unsigned) && value.starts_with('+') => unsigned,
            "retry-empty-is-zero" if value.is_empty() => "0",
            _ => value,
        };
        let number = match self.fault {
            "retry-sign" if digits(unsigned) && value.starts_with('-') => value.to_owned(),
            "retry-separator" => number.replace('_', ""),
            "retry-any-digit" => {
                number.chars().map(|c| if c.is_ascii_digit() || !c.is_numeric() { c } else { '3' }).collect()
            }
            "retry-decimal" if !number.contains(|c: char| c != '.' && !c.is_ascii_digit()) => {
                number.parse::<f64>().map_or(String::new(), |time| time.trunc().to_string())
            }
            _ => number.to_owned(),
        };
        let negative = number.starts_with('-');
        if !digits(number.trim_start_matches('-')) || (negative && !self.has("retry-sign")) {
            return;
        }
        let wide: u64 = number.parse().unwrap_or(u64::MAX);
        let time = match self.fault {
            "retry-wraps" => number
                .bytes()
                .fold(0_u64, |n, digit| n.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
                .to_string(),
            "retry-32-bits" if wide > u64::from(u32::MAX) => return,
            "retry-octal" if number.starts_with('0') => u64::from_str_radix(&number, 8).unwrap_or(0).to_string(),
            "retry-sign" if negative => number,
            _ => wide.to_string(),
        };
        match self.fault {
            "retry-with-event" => self.pending_time = Some(time),
            "retry-only-once" if self.retry.is_some() => {}
            _ => self.retry = Some(time),
        }
    }
}
