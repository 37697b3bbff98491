//! A stream that arrives in small inputs, as from a serial port or a TCP socket, and is made as it arrives, so it can be larger
//! than the memory.

/// The source of a stream's bytes: each byte by its place, `None` after the last.
pub type Source = fn(usize) -> Option<u8>;

/// The sizes of the inputs, in turn. One of them is 0, as from a read that returns nothing.
const PIECES: [usize; 12] = [1, 2, 3, 0, 5, 8, 1, 13, 21, 34, 55, 64];

/// Passes a stream to `take`, input by input.
pub fn arrive(source: Source, mut take: impl FnMut(&[u8])) {
    let mut buffer = [0; 64];
    let mut at = 0;
    for len in PIECES.iter().copied().cycle() {
        let mut arrived = 0;
        while arrived < len {
            let Some(byte) = source(at) else {
                take(&buffer[..arrived]);
                return;
            };
            buffer[arrived] = byte;
            arrived += 1;
            at += 1;
        }
        take(&buffer[..arrived]);
    }
}

/// Returns any byte that a line can have, among them the colon, the space and NULL.
pub fn any_byte(at: usize) -> u8 {
    match (at as u32).wrapping_mul(2_654_435_761).to_be_bytes()[0] {
        b'\n' | b'\r' => b':',
        byte => byte,
    }
}
