//! The program has its own entry point, whatever it is linked for.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os != "none") {
        println!("cargo::rustc-link-arg-bins=-nostartfiles");
        // For memcpy and its like, which the core library brings along only where there is no C library.
        println!("cargo::rustc-link-arg-bins=-lc");
    }
}
