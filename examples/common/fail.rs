//! Error messages of commands.

use core::fmt::Display;
use std::{
    io::{self, Write},
    process::ExitCode,
};

/// Prints the message on one line of standard error, whatever it contains: it may quote an argument or the input.
pub(crate) fn fail(status: u8, why: impl Display) -> ExitCode {
    let mut message = String::new();
    for character in why.to_string().chars() {
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            message.extend(character.escape_default());
        } else {
            message.push(character);
        }
    }
    // Standard error may be closed, which is no reason to panic.
    let _ = writeln!(io::stderr(), "{message}");
    ExitCode::from(status)
}
