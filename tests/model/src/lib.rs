//! What the tests of all packages share, independent of the code that they test: the reference models and the table of cases.
//! With the feature `drive`, also the ways to run a stream through each layer of the library.

#![cfg_attr(not(feature = "std"), no_std)]

pub mod cases;
#[cfg(feature = "drive")]
pub mod drive;
#[cfg(feature = "std")]
pub mod model;
#[cfg(feature = "std")]
pub mod session;
