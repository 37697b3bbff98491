//! The recipes for microcontrollers, compiled without std and without `alloc`. That is all: `embedded.rs` and `sessions.rs` run
//! them.

#![no_std]

#[path = "../src/arrayvec.rs"]
pub mod arrayvec;
#[path = "../src/heapless.rs"]
pub mod heapless;
#[path = "../src/picoserve.rs"]
pub mod picoserve;
#[path = "../src/read_loop.rs"]
pub mod read_loop;
#[path = "../src/reqwless.rs"]
pub mod reqwless;
