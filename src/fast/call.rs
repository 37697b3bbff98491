//! Calls that may be inlined.

/// Calls a function, which the compiler may inline into its caller.
#[inline(always)]
pub(crate) fn call<T>(function: impl FnOnce() -> T) -> T {
    function()
}
