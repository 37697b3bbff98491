//! Recipes: the crate with the containers, the I/O traits and the servers of others. Each file is made to be copied, and
//! tested here.

#![cfg_attr(not(test), no_std)]

pub mod arrayvec;
pub mod heapless;
pub mod read_loop;
pub mod server;

#[cfg(test)]
mod runtime;
#[cfg(test)]
mod tests;
