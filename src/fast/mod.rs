//! What is fast, for every target but bare metal.
//!
//! Nothing here is needed: the rest of the crate, with `small` in its place, does the same. Each module has a plain twin that
//! says what is right, and a test that holds the two together.
//!
//! | module | what it does | its twin | what it brings |
//! |---|---|---|---|
//! | [`whole_block`] | lends an event whose block is whole in the input | the rules in `decoder::interpret` | @WB@ |
//! | [`common_line`] | sees at a glance what most lines are | `Parser::line` | @CL@ |
//! | [`lines`] | finds line ends 64 bytes at a time | `small::lines` | @LI@ |
//! | [`text`] | checks UTF-8 by steps of two words | `core::str::from_utf8` | @TE@ |
//! | [`copy`] | copies short lines without a call | `small::copy` | @CO@ |
//! | [`arithmetic`] | 64-bit numbers by the operators | `small::arithmetic` | |
//! | [`values`] | events that can be lent from the input | `small::values` | |
//!
//! The last column is the time without the module, divided by the time with it, in one run of
//! `benches --bin compare` over the corpora that it is for.

pub(crate) mod arithmetic;
pub(crate) mod call;
pub(crate) mod common_line;
pub(crate) mod copy;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod values;
pub(crate) mod whole_block;
