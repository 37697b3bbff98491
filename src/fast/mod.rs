//! Fast code, for every target but bare metal.
//!
//! The crate would give the same results without this folder, with `small` in its place. Each module has a plain twin that
//! defines the right result, and a test that compares the two.
//!
//! | module | task | twin | gain, one event per input | gain, inputs of 16 KiB |
//! |---|---|---|---|---|
//! | [`whole_block`] | lends an event whose block is whole in the input | the rules in `decoder::interpret` | 1.7 to 2.2 | 1.8 to 3.3 |
//! | [`lines`] | finds line ends 64 bytes at a time | `small::lines` | openai 6.6, anthropic 3.4, tiny 0.9 | openai 7.6, anthropic 3.8, tiny 1.4 |
//! | [`text`] | checks UTF-8 by steps of eight words | `core::str::from_utf8` | 1.0 | openai 1.2, anthropic 1.25 |
//! | [`common_line`] | recognizes the commonest lines, also for `whole_block` | `Parser::line` | 1.1 to 1.2 with inputs of 64 bytes, which cut blocks | |
//! | [`copy`], [`arithmetic`], [`call`] | leave their tasks to core and the compiler | their namesakes in `small` | the obvious code | |
//! | [`values`] | holds events that can be lent from the input | `small::values` | | |
//!
//! A gain of 2 means that lending the same events takes twice as many instructions without the module, counted as
//! `benches/instructions` does; for `text`, that reading them as text takes twice the time, on an AMD EPYC (Zen 5). All with rustc
//! 1.95, over the corpora openai, anthropic and tiny.

pub(crate) mod arithmetic;
pub(crate) mod call;
pub(crate) mod common_line;
pub(crate) mod copy;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod values;
pub(crate) mod whole_block;
