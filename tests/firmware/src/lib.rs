//! The common part of the firmware in `bin/`: the machine, input and output of bytes, and the depth of the stack.

#![no_std]

#[cfg_attr(target_arch = "arm", path = "machine/arm.rs")]
#[cfg_attr(target_arch = "riscv32", path = "machine/riscv.rs")]
pub mod machine;
pub mod shared;
pub mod stack;
pub mod stream;
pub mod wire;

/// Makes a function the program. If it returns, the program has ended well.
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

/// Makes a function the program, in firmware that is measured and not run: it adds nothing that takes flash.
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

/// Prints a line for the process that started QEMU.
#[macro_export]
macro_rules! print {
    ($($argument:tt)*) => { $crate::machine::print(core::format_args!($($argument)*)) };
}
