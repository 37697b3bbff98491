//! Gives the program its own entry point, on every target.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os != "none") {
        println!("cargo::rustc-link-arg-bins=-nostartfiles");
        // This library has memcpy and similar functions, which the core library contains only on targets without a C library.
        println!("cargo::rustc-link-arg-bins=-lc");
    }
}
