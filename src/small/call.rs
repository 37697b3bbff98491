//! Calls that are never inlined.

/// Calls a function without inlining it, so that its stack is free again before the next call.
#[inline(never)]
pub(crate) fn call<T>(function: impl FnOnce() -> T) -> T {
    function()
}
