//! Files for a test.

use std::{env, fs, path::PathBuf, process};

/// A file that is there for one test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// A file of this name.
    pub(crate) fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("sse-conformance-kit-{}-{name}", process::id())))
    }

    /// What was written to it.
    pub(crate) fn read(&self) -> String {
        fs::read_to_string(&self.0).expect("it was written")
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nothing depends on its success.
        let _ = fs::remove_file(&self.0);
    }
}
