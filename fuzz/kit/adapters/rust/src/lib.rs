//! The kit's side of every adapter in this package: it reads questions and prints answers.

use std::{
    any::Any,
    io::{self, BufRead as _, Write as _},
    panic::{self, AssertUnwindSafe},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// A reconnection time, as in the answer.
#[must_use]
pub fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Answers each question about a stream with the result of `decode` for its chunks.
///
/// # Errors
///
/// Returns an error if the questions can't be read, or the answers can't be written.
pub fn serve_decoder(mut decode: impl FnMut(Vec<Vec<u8>>) -> Value) -> io::Result<()> {
    serve(|question| {
        let chunks = question["chunks"].as_array().map(Vec::as_slice).unwrap_or_default();
        let bytes = |chunk: &Value| STANDARD.decode(chunk.as_str().unwrap_or_default()).unwrap_or_default();
        decode(chunks.iter().map(bytes).collect())
    })
}

/// An event to encode.
#[derive(Debug)]
pub struct ToEncode<'a>(&'a Value);

impl<'a> ToEncode<'a> {
    /// Returns the text of `type`, `data`, `id` or `comment`, if there is one.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.0[name].as_str()
    }

    /// Returns the reconnection time, if there is one.
    #[must_use]
    pub fn retry(&self) -> Option<u64> {
        self.0["retry"].as_u64()
    }
}

/// Answers each question about an event with the result of `encode`: bytes, or a reason to refuse it.
///
/// # Errors
///
/// Returns an error if the questions can't be read, or the answers can't be written.
pub fn serve_encoder(mut encode: impl FnMut(&ToEncode<'_>) -> Result<Vec<u8>, String>) -> io::Result<()> {
    serve(|question| match encode(&ToEncode(&question["encode"])) {
        _ if question["encode"].is_null() => json!({ "error": "this is an encoder" }),
        Ok(bytes) => json!({ "bytes": STANDARD.encode(bytes) }),
        Err(why) => json!({ "refused": why }),
    })
}

fn serve(mut answer: impl FnMut(&Value) -> Value) -> io::Result<()> {
    // The panic becomes the answer, so don't print it.
    panic::set_hook(Box::new(|_| {}));
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let mut reply = panic::catch_unwind(AssertUnwindSafe(|| answer(&question)))
            .unwrap_or_else(|panic| json!({ "error": format!("panicked: {}", message(&*panic)) }));
        reply["id"] = question["id"].clone();
        writeln!(out, "{reply}")?;
        out.flush()?;
    }
    Ok(())
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let literal = panic.downcast_ref::<&str>().copied();
    literal.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a message")
}
