//! Small code for bare metal, in place of instructions and library functions that are missing there or too large.
//!
//! | module | task | twin, with which the tests compare it |
//! |---|---|---|
//! | [`arithmetic`] | calculates with 64-bit numbers without multiplication and division | the operators |
//! | [`call`] | prevents inlining, so that stack is free again after a call | `fast::call` |
//! | [`copy`] | copies byte by byte, without `memcpy` and `memmove` | `fast::copy` |
//! | [`lines`] | finds lines byte by byte; also the twin of the fast one | `fast::lines` |
//! | [`text`] | checks UTF-8 with core alone | `fast::text` |
//! | [`values`] | holds events that are always stored, in three words instead of eight | `fast::values` |

pub(crate) mod arithmetic;
pub(crate) mod call;
pub(crate) mod copy;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod values;
