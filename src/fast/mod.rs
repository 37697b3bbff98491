//! What is fast, for every target but bare metal.
//!
//! Nothing here is needed: the rest of the crate, with `small` in its place, does the same. Each module has a plain twin that
//! says what is right, and a test that holds the two together.
//!
//! | module | what it does | its twin | what it brings |
//! |---|---|---|---|
//! | [`whole_block`] | lends an event whose block is whole in the input | the rules in `decoder::interpret` | 1.7 to 2.1 times fewer instructions an event an input, 1.8 to 3.0 at 16 KiB (openai, anthropic, tiny) |
//! | [`lines`] | finds line ends 64 bytes at a time | `small::lines` | 6.6 and 7.5 times fewer on openai, 3.1 and 3.7 on anthropic; a third more on tiny |
//! | [`text`] | checks UTF-8 by steps of two words | `core::str::from_utf8` | 1.3 times the speed at 16 KiB on openai, 1.45 on anthropic; 1.05 an event an input |
//! | [`common_line`] | sees at a glance what most lines are | `Parser::line` | 1.1 to 1.2 times fewer instructions where 64-byte inputs cut blocks; `whole_block` is made of it |
//! | [`copy`], [`arithmetic`], [`call`] | leave it to core, and to the compiler | their namesakes in `small` | code that one would write anyway |
//! | [`values`] | events that can be lent from the input | `small::values` | |
//!
//! The last column: lent events (text for `text`) with and without the module, counted as `benches/instructions` does, or
//! timed side by side, on an Intel Xeon (Sapphire Rapids), rustc 1.95.

pub(crate) mod arithmetic;
pub(crate) mod call;
pub(crate) mod common_line;
pub(crate) mod copy;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod values;
pub(crate) mod whole_block;
