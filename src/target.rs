//! What the crate is compiled for. No other file asks.
//!
//! On *bare metal* the crate is small: code and memory are scarce, and the caller waits for the wire, not for the decoder.
//! Everywhere else it is fast. What differs stands in [`fast`](crate::fast) and [`small`](crate::small) under the same
//! names; both are compiled and tested for every target, and this file says which of the two the rest of the crate uses.
//!
//! `--cfg sse_proto_small` makes any build a small one. The tests run that way, too.

/// Whether the crate is to be fast, where the difference is one line and needs no name.
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

// Events that feature `arbitrary` makes up are stored nowhere.
#[cfg(any(not(any(target_os = "none", sse_proto_small)), feature = "arbitrary"))]
pub(crate) use crate::fast::values::Values;
#[cfg(not(any(not(any(target_os = "none", sse_proto_small)), feature = "arbitrary")))]
pub(crate) use crate::small::values::Values;
