//! Code that the tests share: a server that mistreats its clients, a client that drops connections, a stream with its expected
//! events, and runtimes.

pub mod client;
pub mod clock;
pub mod runtime;
pub mod server;
pub mod slow;
pub mod stream;
