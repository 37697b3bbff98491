//! The tests of the recipes: one program, so that it is linked once.

mod adapters;
mod axum_sse;
mod bodies;
mod chat;
mod embedded;
mod feed;
mod field;
mod proxies;
mod proxies_over_loopback;
mod reply;
mod servers;
mod sessions;
mod support;
