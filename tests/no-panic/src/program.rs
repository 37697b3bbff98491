//! A program that links only if no public function of `sse-proto` can panic.
//!
//! The panic handler calls a function that does not exist. The linker keeps what can be reached, so there is a program
//! only if no panic can. Nothing here is ever run.
//!
//! Each call below is a *root*: a function around it whose address is given to [`black_box`], so that it is compiled for
//! every argument that its types allow. A decoder or an input that comes in as an argument can be in any state, whether or
//! not there is a way into it; that is more than the promise, and it is what keeps the proof short.

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
    // What a caller may well write, and what can panic.
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
