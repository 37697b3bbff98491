//! Copies one byte at a time: `memcpy` and `memmove` would take more flash.

use core::cell::Cell;

use crate::work;

/// Copies bytes to a place of the same length.
#[inline(never)]
pub(crate) fn copy(bytes: &[u8], place: &mut [u8]) {
    work::count(bytes.len());
    place.iter_mut().zip(bytes).for_each(|(to, &byte)| *to = byte);
}

/// Moves the bytes at one end of `region` by `distance` bytes, to the other end.
#[inline]
pub(crate) fn shift(region: &mut [u8], distance: usize, towards_end: bool) {
    let cells = Cell::from_mut(region).as_slice_of_cells();
    let pairs = cells.iter().zip(cells.get(distance..).unwrap_or_default());
    if towards_end {
        pairs.rev().for_each(|(low, high)| high.set(low.get()));
    } else {
        pairs.for_each(|(low, high)| low.set(high.get()));
    }
}
