//! Variables of a program that has one thread and no interrupts.

use core::cell::{Cell, UnsafeCell};

/// A variable in static memory, so that it is not on the stack.
#[derive(Debug)]
pub struct Static<T> {
    value: UnsafeCell<T>,
    lent: Cell<bool>,
}

// SAFETY: there is one thread, and no interrupt is enabled.
unsafe impl<T> Sync for Static<T> {}

impl<T> Static<T> {
    /// Creates a variable with its first value.
    pub const fn new(value: T) -> Self {
        Self { value: UnsafeCell::new(value), lent: Cell::new(false) }
    }

    /// Lends the variable for good, without a check, which would count in firmware that is measured.
    ///
    /// # Safety
    ///
    /// Call it once, and nothing else for the same variable.
    #[inline(always)]
    #[expect(clippy::mut_from_ref, reason = "what it lends is not behind the reference, but in static memory")]
    pub unsafe fn take(&'static self) -> &'static mut T {
        // SAFETY: the caller promises that there is no other reference.
        unsafe { &mut *self.value.get() }
    }

    /// Lends the variable to a function.
    #[inline(always)]
    pub fn with<R>(&'static self, function: impl FnOnce(&mut T) -> R) -> R {
        assert!(!self.lent.replace(true), "lent twice at a time");
        // SAFETY: there is no other reference, as it was not lent.
        let result = function(unsafe { &mut *self.value.get() });
        self.lent.set(false);
        result
    }
}
