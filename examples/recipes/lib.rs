//! Recipes, which use the crate with the containers, I/O traits, clients and servers of other crates. Each file is made to be
//! copied. The tests are in `tests/`.

pub mod actix_web;
pub mod axum;
pub mod bufread;
pub mod chat;
pub mod feed;
pub mod feed_body;
pub mod filter_proxy;
pub mod futures_io;
pub mod http_body;
pub mod hyper;
pub mod hyper_server;
pub mod proxy;
pub mod reqwest;
pub mod session_reqwest;
pub mod session_std;
pub mod session_tokio;
pub mod smol;
pub mod tokio_util;
pub mod ureq;

// Recipes for microcontrollers, which `tests/no_std.rs` compiles without std.
pub mod arrayvec;
pub mod heapless;
pub mod picoserve;
pub mod read_loop;
pub mod reqwless;
