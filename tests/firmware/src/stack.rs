//! How deep the stack gets: the memory below it is painted, a job runs, and what is no longer painted has been used.

use core::hint::black_box;

use crate::machine::stack_pointer;

const PAINT: u8 = 0xA5;
/// More than any job uses, and less than there is.
const DEPTH: usize = 4096;

/// How many bytes of stack a job takes, its own call not included.
pub fn used_by(job: impl FnMut()) -> usize {
    depth(job)
        - depth(|| {
            black_box(());
        })
}

/// How many bytes of stack there are between here and the deepest that a job gets to.
#[inline(never)]
fn depth(mut job: impl FnMut()) -> usize {
    let top = stack_pointer();
    let lowest = top - DEPTH;
    for address in lowest..top {
        // SAFETY: below the stack pointer is nothing but memory that the stack may grow into, and no interrupt is enabled.
        unsafe { (address as *mut u8).write_volatile(PAINT) };
    }
    call(&mut job);
    (lowest..top)
        // SAFETY: the same.
        .find(|&address| unsafe { (address as *const u8).read_volatile() } != PAINT)
        .map_or(0, |deepest| top - deepest)
}

/// A frame of its own for the job, so that it lies below the stack pointer.
#[inline(never)]
fn call(job: &mut dyn FnMut()) {
    job();
}
