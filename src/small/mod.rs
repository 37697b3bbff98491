//! What stands in, on bare metal, for instructions and library functions that are missing there or too large.
//!
//! | module | what it does | its twin, which the tests hold it against |
//! |---|---|---|
//! | [`arithmetic`] | 64-bit numbers without multiplication and division | the operators |
//! | [`call`] | keeps a call a call, so that stack is free again after it | `fast::call` |
//! | [`copy`] | copies byte by byte, without `memcpy` and `memmove` | `fast::copy` |
//! | [`lines`] | finds lines byte by byte; also the twin of the fast one | `fast::lines` |
//! | [`text`] | checks UTF-8 by core alone | `fast::text` |
//! | [`values`] | events that are always stored, in three words instead of eight | `fast::values` |

pub(crate) mod arithmetic;
pub(crate) mod call;
pub(crate) mod copy;
pub(crate) mod lines;
pub(crate) mod text;
pub(crate) mod values;
