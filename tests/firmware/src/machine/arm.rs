//! A Cortex-M in QEMU, which serves the program's requests to a debugger ("semihosting").

use core::fmt;

// Interrupt vectors, and the code that runs before `main`.
use cortex_m_rt as _;
use cortex_m_semihosting::{debug, hprintln};

/// Prints a line.
pub fn print(line: fmt::Arguments<'_>) {
    hprintln!("{}", line);
}

/// Ends QEMU, with exit status 0 if all is well.
pub fn exit(ok: bool) -> ! {
    debug::exit(if ok { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE });
    loop {
        cortex_m::asm::nop();
    }
}

/// Returns the present end of the stack.
#[inline(always)]
pub fn stack_pointer() -> usize {
    cortex_m::register::msp::read() as usize
}
