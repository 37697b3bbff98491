//! Measures how deep the stack gets: it paints the memory below the stack and runs a job. Memory without paint has been used.

use core::hint::black_box;

use crate::machine::stack_pointer;

const PAINT: u8 = 0xA5;
/// More than any job uses, and less than there is.
const DEPTH: usize = 4096;

/// Returns how many bytes of stack a job takes, without its own call.
pub fn used_by(job: impl FnMut()) -> usize {
    depth(job)
        - depth(|| {
            black_box(());
        })
}

/// Returns how many bytes of stack there are between here and the deepest point of a job.
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

/// Gives the job a separate frame, so that it is below the stack pointer.
#[inline(never)]
fn call(job: &mut dyn FnMut()) {
    job();
}
