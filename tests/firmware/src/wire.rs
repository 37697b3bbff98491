//! The wire: a device with registers for receiving and sending bytes. It is for firmware that is measured and not run.

const RECEIVE: *const u8 = 0x4000_0000 as *const u8;
const SEND: *mut u8 = 0x4000_0004 as *mut u8;

/// Fills a part of `buffer` with bytes that have arrived.
#[inline(never)]
pub fn receive(buffer: &mut [u8]) -> &[u8] {
    let len = usize::from(read());
    let Some(arrived) = buffer.get_mut(..len) else { return &[] };
    for byte in &mut *arrived {
        *byte = read();
    }
    arrived
}

/// Sends bytes, and their kind.
#[inline(never)]
pub fn send(what: u8, bytes: &[u8]) {
    write(what);
    for &byte in bytes {
        write(byte);
    }
}

fn read() -> u8 {
    // SAFETY: to the compiler, this is a volatile read of a device's register; nothing runs it.
    unsafe { RECEIVE.read_volatile() }
}

fn write(byte: u8) {
    // SAFETY: the same, a write.
    unsafe { SEND.write_volatile(byte) };
}
