//! QEMU's `virt`: a serial port, and a register that ends QEMU.

use core::fmt::{self, Write as _};

use riscv as _;
// The code that runs before `main`.
use riscv_rt as _;

/// Prints a line.
pub fn print(line: fmt::Arguments<'_>) {
    // The serial port takes everything.
    let _ = writeln!(SerialPort, "{line}");
}

struct SerialPort;

impl fmt::Write for SerialPort {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        const TRANSMIT: *mut u8 = 0x1000_0000 as *mut u8;
        for byte in text.bytes() {
            // SAFETY: this is the transmit register of the 16550 that `virt` has, and QEMU's is always ready.
            unsafe { TRANSMIT.write_volatile(byte) };
        }
        Ok(())
    }
}

/// Ends QEMU, with exit status 0 if all is well.
pub fn exit(ok: bool) -> ! {
    const FINISHER: *mut u32 = 0x0010_0000 as *mut u32;
    const PASS: u32 = 0x5555;
    const FAIL: u32 = 0x3333;
    const STATUS: u32 = 1 << 16;
    loop {
        // SAFETY: this is the register of the SiFive test finisher that `virt` has.
        unsafe { FINISHER.write_volatile(if ok { PASS } else { STATUS | FAIL }) };
    }
}

/// Returns the present end of the stack.
#[inline(always)]
pub fn stack_pointer() -> usize {
    let pointer: usize;
    // SAFETY: it reads a register, and touches nothing else.
    unsafe { core::arch::asm!("mv {}, sp", out(reg) pointer, options(nomem, nostack, preserves_flags)) };
    pointer
}
