//! What the firmware in `bin/` shares: the machine, how bytes get in and out, and how deep the stack was.

#![no_std]

#[cfg_attr(target_arch = "arm", path = "machine/arm.rs")]
#[cfg_attr(target_arch = "riscv32", path = "machine/riscv.rs")]
pub mod machine;
pub mod shared;
pub mod stack;
pub mod stream;
pub mod wire;

/// Makes a function the program: when it returns, the program has ended well.
#[macro_export]
macro_rules! program {
    ($run:path) => {
        #[unsafe(no_mangle)]
        extern "C" fn main() -> ! {
            $run();
            $crate::machine::exit(true)
        }

        #[panic_handler]
        fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
            $crate::print!("{info}");
            $crate::machine::exit(false)
        }
    };
}

/// Makes a function the program, in firmware that is looked at and not run: nothing is in it that costs flash.
#[macro_export]
macro_rules! measured_program {
    ($run:path) => {
        #[unsafe(no_mangle)]
        extern "C" fn main() -> ! {
            $run()
        }

        #[panic_handler]
        fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
            loop {
                core::hint::spin_loop();
            }
        }
    };
}

/// Prints a line where whoever started QEMU reads it.
#[macro_export]
macro_rules! print {
    ($($argument:tt)*) => { $crate::machine::print(core::format_args!($($argument)*)) };
}
