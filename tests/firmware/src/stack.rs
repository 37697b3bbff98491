//! How deep the stack gets: the memory below it is painted, a job runs, and what is no longer painted has been used.

use crate::machine::stack_pointer;

const PAINT: u8 = 0xA5;
/// More than any job uses, and less than there is.
const DEPTH: usize = 4096;

/// How many bytes of stack a job takes, its own call included.
#[inline(never)]
pub fn used_by(job: fn()) -> usize {
    let top = stack_pointer();
    let lowest = top - DEPTH;
    for address in lowest..top {
        // SAFETY: below the stack pointer is nothing but memory that the stack may grow into, and no interrupt is enabled.
        unsafe { (address as *mut u8).write_volatile(PAINT) };
    }
    job();
    (lowest..top)
        // SAFETY: the same.
        .find(|&address| unsafe { (address as *const u8).read_volatile() } != PAINT)
        .map_or(0, |deepest| top - deepest)
}
