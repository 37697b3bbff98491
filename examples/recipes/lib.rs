//! Recipes: the crate with the containers, the I/O traits, the clients and the servers of others. Each file is made to be
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

// Those for microcontrollers: `tests/no_std.rs` compiles them without std.
pub mod arrayvec;
pub mod heapless;
pub mod picoserve;
pub mod read_loop;
pub mod reqwless;
