//! The examples, run as commands. `cargo test` builds them before it runs this.

mod decode;
mod encode;

use std::path::PathBuf;

/// `target/<profile>/deps/this_test` → `target/<profile>/examples/<name>`
pub(crate) fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("this test is a file");
    let profile = test.ancestors().nth(2).expect("it is in a folder of its profile");
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is missing: run `cargo build --examples`", program.display());
    program
}
