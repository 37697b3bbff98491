//! The decoder as a WebAssembly module. JavaScript puts an input into the module's memory, calls `decode`, and is called
//! back with what the input gives. There is no allocator in it, and nothing made by a generator of bindings.

#![no_std]

use core::{cell::UnsafeCell, panic::PanicInfo};

use sse_proto::{Decoder, Event, Input, Item, Text};

/// The largest input, and the largest event.
const SIZE: usize = 8 * 1024;

struct Module {
    input: [u8; SIZE],
    decoder: Decoder<[u8; SIZE]>,
}

struct Static(UnsafeCell<Module>);

// SAFETY: the module has one thread.
unsafe impl Sync for Static {}

static MODULE: Static = Static(UnsafeCell::new(Module { input: [0; SIZE], decoder: Decoder::with_storage([0; SIZE]) }));

fn module() -> &'static mut Module {
    // SAFETY: there is one thread, and what JavaScript does when it is called back doesn't come here again.
    unsafe { &mut *MODULE.0.get() }
}

// All of these get the place of bytes in the module's memory, and how many they are.
#[link(wasm_import_module = "page")]
unsafe extern "C" {
    safe fn event(
        event_type: *const u8,
        event_type_len: usize,
        data: *const u8,
        data_len: usize,
        last_event_id: *const u8,
        last_event_id_len: usize,
        has_id: bool,
    );
    safe fn last_event_id(id: *const u8, len: usize);
    safe fn ignored(text: *const u8, len: usize, end_of_line: bool);
    safe fn retry(milliseconds: f64);
    safe fn too_large(limit: usize);
}

/// Where the input is to be put.
#[unsafe(no_mangle)]
extern "C" fn input() -> *mut u8 {
    module().input.as_mut_ptr()
}

/// How much may be put there.
#[unsafe(no_mangle)]
extern "C" fn input_size() -> usize {
    SIZE
}

/// A new response body begins.
#[unsafe(no_mangle)]
extern "C" fn reset() {
    module().decoder.reset();
}

/// Decodes as much of the input as has been put there.
#[unsafe(no_mangle)]
extern "C" fn decode(len: usize) {
    let Module { input, decoder } = module();
    let mut input = Input::new(input.get(..len).unwrap_or_default());
    while let Some(item) = decoder.next_item(&mut input) {
        match item {
            Ok(Item::Event(found)) => tell(found),
            Ok(Item::LastEventId(id)) => last_event_id(id.as_bytes().as_ptr(), id.len()),
            Ok(Item::ReconnectionTime(time)) => retry(time.as_secs_f64() * 1000.0),
            Ok(Item::Ignored { text, end_of_line }) => ignored(text.as_ptr(), text.len(), end_of_line),
            Ok(Item::Comment { .. }) => {}
            Err(error) => too_large(error.limit()),
        }
    }
}

/// The response body has ended: gives the event that it broke off in, if there is one.
#[unsafe(no_mangle)]
extern "C" fn end() {
    match module().decoder.take_unfinished() {
        Some(Ok(found)) => tell(found),
        Some(Err(error)) => too_large(error.limit()),
        None => {}
    }
}

/// Whether it breaks off in an event if it ends here.
#[unsafe(no_mangle)]
extern "C" fn is_mid_event() -> bool {
    module().decoder.is_mid_event()
}

/// Whether a comment may be put in here.
#[unsafe(no_mangle)]
extern "C" fn is_between_events() -> bool {
    module().decoder.is_between_events()
}

fn tell(found: Event<'_>) {
    let [event_type, data, id] =
        [found.event_type(), found.data(), found.last_event_id()].map(|text: Text<'_>| text.as_bytes());
    let has_id = found.id().is_some();
    event(event_type.as_ptr(), event_type.len(), data.as_ptr(), data.len(), id.as_ptr(), id.len(), has_id);
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
