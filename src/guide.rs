//! Pages beside the reference. This module exists in the documentation only.

#[doc = include_str!("guide/decisions.md")]
pub mod decisions {}

// The examples of these need other crates: `tests/judges/migration` compiles and runs them, `tests/runtimes` the recipes.
#[cfg(not(doctest))]
#[doc = include_str!("guide/migrating.md")]
pub mod migrating {}
#[cfg(not(doctest))]
pub mod recipes;
