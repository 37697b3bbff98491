//! Calls that need not be calls.

/// Calls a function, which may become part of its caller.
#[inline(always)]
pub(crate) fn call<T>(function: impl FnOnce() -> T) -> T {
    function()
}
