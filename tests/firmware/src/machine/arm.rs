//! A Cortex-M under QEMU, which passes on what the program asks a debugger for ("semihosting").

use core::fmt;

// Interrupt vectors, and what runs before `main`.
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

/// Where the stack ends now.
#[inline(always)]
pub fn stack_pointer() -> usize {
    cortex_m::register::msp::read() as usize
}
