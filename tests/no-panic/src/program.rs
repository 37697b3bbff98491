//! A program that links only if no public function of `sse-proto` can panic.
//!
//! The panic handler calls a function that does not exist. The linker keeps code that can be reached, so the program links only
//! if no panic can be reached. Nothing here ever runs.
//!
//! Each call below is a *root*: a function around it whose address is passed to [`black_box`], so that it is compiled for all
//! arguments of its types. A decoder or an input that is an argument can be in any state, even one that no calls lead to. This
//! proves more than the promise, and keeps the proof short.

#![no_std]
#![no_main]

mod decoding;
mod encoding;
mod session;
mod storage;

use core::{hint::black_box, panic::PanicInfo};

/// Makes a root of each `(arguments) { call }`.
macro_rules! roots {
    ($(($($argument:ident: $Type:ty),*) $call:block)+) => { $({
        fn root($($argument: $Type),*) {
            let _ = core::hint::black_box($call);
        }
        core::hint::black_box(root as *const ());
    })+ };
}
pub(crate) use roots;

#[unsafe(no_mangle)]
extern "C" fn _start() -> ! {
    decoding::roots();
    encoding::roots();
    session::roots();
    // A call that a caller may well write, and that can panic.
    #[cfg(feature = "negative-control")]
    roots! {
        (decoder: &mut sse_proto::Decoder<[u8; 64]>, input: &mut sse_proto::Input<'_>) {
            decoder.next_event(input).is_some_and(|event| event.unwrap().data().is_empty())
        }
    }
    loop {
        black_box(());
    }
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    #[cfg(not(feature = "find"))]
    {
        unsafe extern "C" {
            safe fn a_panic_can_be_reached() -> !;
        }
        a_panic_can_be_reached()
    }
    #[cfg(feature = "find")]
    loop {
        black_box(());
    }
}
