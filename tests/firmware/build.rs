//! Says where the machines of QEMU have their memory.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = env::var("TARGET").expect("cargo sets TARGET");
    let memory = match target.as_str() {
        // microbit: an nRF51822.
        "thumbv6m-none-eabi" => arm("256K", "16K"),
        // lm3s6965evb.
        "thumbv7m-none-eabi" => arm("256K", "64K"),
        // mps2-an386 has more, but this is enough.
        "thumbv7em-none-eabihf" => arm("256K", "64K"),
        // virt has RAM only; it is divided as if there were flash.
        "riscv32imc-unknown-none-elf" | "riscv32imac-unknown-none-elf" => riscv("256K", "64K"),
        other => panic!("no machine for {other}: .ci/firmware lists the targets"),
    };
    let folder = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(folder.join("memory.x"), memory).expect("OUT_DIR can be written to");
    println!("cargo::rustc-link-search={}", folder.display());
    if target.starts_with("riscv") {
        println!("cargo::rustc-link-arg-bins=-Tmemory.x");
    }
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    if env::var_os("CARGO_FEATURE_DEFMT").is_some() {
        println!("cargo::rustc-link-arg-bin=logs=-Tdefmt.x");
    }
}

fn arm(flash: &str, ram: &str) -> String {
    format!("MEMORY {{ FLASH : ORIGIN = 0x00000000, LENGTH = {flash} RAM : ORIGIN = 0x20000000, LENGTH = {ram} }}\n")
}

fn riscv(flash: &str, ram: &str) -> String {
    format!(
        "MEMORY {{ FLASH : ORIGIN = 0x80000000, LENGTH = {flash} RAM : ORIGIN = 0x80100000, LENGTH = {ram} }}\n\
         REGION_ALIAS(\"REGION_TEXT\", FLASH); REGION_ALIAS(\"REGION_RODATA\", FLASH);\n\
         REGION_ALIAS(\"REGION_DATA\", RAM); REGION_ALIAS(\"REGION_BSS\", RAM);\n\
         REGION_ALIAS(\"REGION_HEAP\", RAM); REGION_ALIAS(\"REGION_STACK\", RAM);\n"
    )
}
