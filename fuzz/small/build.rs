//! Makes this build of the library a small one: see `src/target.rs` there.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(sse_proto_small)");
    println!("cargo::rustc-cfg=sse_proto_small");
}
