//! Files for a test.

use std::{env, fs, path::PathBuf, process};

/// A file that exists for one test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Names a file, which doesn't exist yet.
    pub(crate) fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("sse-conformance-kit-{}-{name}", process::id())))
    }

    /// Returns the content of the file.
    pub(crate) fn read(&self) -> String {
        fs::read_to_string(&self.0).expect("it was written")
    }

    /// Returns the name of the file.
    pub(crate) fn name(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on whether this succeeds.
        let _ = fs::remove_file(&self.0);
    }
}
