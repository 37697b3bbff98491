//! Fast code, for every target but bare metal.
//!
//! The crate would give the same results without this folder, with `small` in its place. Each module has a plain twin that
//! defines the right result, and a test that compares the two.
//!
//! | module | task | twin | gain |
//! |---|---|---|---|
//! | [`whole_block`] | lends an event whose block is whole in the input | the rules in `decoder::interpret` | 1.7 to 2.2 times fewer instructions an event an input, 1.8 to 3.3 at 16 KiB (openai, anthropic, tiny) |
//! | [`lines`] | finds line ends 64 bytes at a time | `small::lines` | 7.0 and 7.7 times fewer on openai, 3.4 and 3.9 on anthropic, 0.9 and 1.5 on tiny |
//! | [`text`] | checks UTF-8 by steps of two words | `core::str::from_utf8` | 1.1 times the speed at 16 KiB on openai, 1.25 on anthropic; the same an event an input |
//! | [`common_line`] | recognizes the commonest lines | `Parser::line` | 1.1 to 1.2 times fewer instructions where 64-byte inputs cut blocks; `whole_block` uses it |
//! | [`copy`], [`arithmetic`], [`call`] | leave their tasks to core and the compiler | their namesakes in `small` | the obvious code |
//! | [`values`] | holds events that can be lent from the input | `small::values` | |
//!
//! The gain compares lent events (text for `text`) with and without the module, counted as `benches/instructions` does, or
//! timed side by side on an AMD EPYC (Zen 5), rustc 1.95.

pub(crate) mod arithmetic;
pub(crate) mod call;
pub(crate) mod common_line;
pub(crate) mod copy;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod values;
pub(crate) mod whole_block;
