//! Chooses between fast and small code by the target. No other file looks at the target.
//!
//! On *bare metal* the crate is small: code and memory are scarce, and the caller waits for the wire, not for the decoder.
//! Everywhere else it is fast. The two variants are in [`fast`](crate::fast) and [`small`](crate::small) under the same names.
//! Both are compiled and tested for every target, and this file chooses which of them the rest of the crate uses.
//!
//! `--cfg sse_proto_small` makes any build a small one. The tests also run that way.

/// Whether the crate is fast. For differences of one line, which need no name of their own.
pub(crate) const FAST: bool = cfg!(not(any(target_os = "none", sse_proto_small)));

#[cfg(not(any(target_os = "none", sse_proto_small)))]
pub(crate) use crate::fast::{
    arithmetic::{divided_by_ten, from_milliseconds, ten_times, whole_milliseconds},
    call::call,
    copy::{copy, shift},
    lines::Lines,
    text::{Memory, to_str},
};

#[cfg(any(target_os = "none", sse_proto_small))]
pub(crate) use crate::small::{
    arithmetic::{divided_by_ten, from_milliseconds, ten_times, whole_milliseconds},
    call::call,
    copy::{copy, shift},
    lines::Lines,
    text::{Memory, to_str},
};

// The small `Values` need an event that is stored, which events of feature `arbitrary` are not.
#[cfg(any(not(any(target_os = "none", sse_proto_small)), feature = "arbitrary"))]
pub(crate) use crate::fast::values::Values;
#[cfg(not(any(not(any(target_os = "none", sse_proto_small)), feature = "arbitrary")))]
pub(crate) use crate::small::values::Values;
