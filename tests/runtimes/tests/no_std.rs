//! Compiles the recipes for microcontrollers without std and without `alloc`. `it/embedded.rs` and `it/sessions.rs` run them.

#![no_std]

#[path = "../../../examples/recipes/arrayvec.rs"]
pub mod arrayvec;
#[path = "../../../examples/recipes/heapless.rs"]
pub mod heapless;
#[path = "../../../examples/recipes/picoserve.rs"]
pub mod picoserve;
#[path = "../../../examples/recipes/read_loop.rs"]
pub mod read_loop;
#[path = "../../../examples/recipes/reqwless.rs"]
pub mod reqwless;
