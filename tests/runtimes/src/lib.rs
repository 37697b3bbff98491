//! Recipes: the crate with the containers, the I/O traits, the clients and the servers of others. Each file is made to be
//! copied, and tested here.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod arrayvec;
pub mod heapless;
pub mod hyper;
pub mod read_loop;
pub mod reqwest;
pub mod server;
pub mod session_std;
pub mod session_tokio;

#[cfg(test)]
mod http_tests;
#[cfg(test)]
mod runtime;
#[cfg(test)]
mod session_tests;
#[cfg(test)]
mod tests;
