//! Calls that are calls.

/// Calls a function that is not to be part of its caller: what it needs of the stack is free again before the next one runs.
#[inline(never)]
pub(crate) fn call<T>(function: impl FnOnce() -> T) -> T {
    function()
}
