//! Pages beside the reference. This module exists in the documentation only.

#[doc = include_str!("guide/decisions.md")]
pub mod decisions {}

// Their package compiles and tests them.
#[cfg(not(doctest))]
pub mod recipes;
