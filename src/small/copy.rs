//! Copies, a byte at a time: `memcpy` and `memmove` take more room than this.

use core::cell::Cell;

use crate::work;

/// Copies bytes to a place of the same length.
#[inline(never)]
pub(crate) fn copy(bytes: &[u8], place: &mut [u8]) {
    work::count(bytes.len());
    place.iter_mut().zip(bytes).for_each(|(to, &byte)| *to = byte);
}

/// Moves `len` bytes within `storage`.
#[inline]
pub(crate) fn move_within(storage: &mut [u8], from: usize, to: usize, len: usize) {
    if from == to {
        return;
    }
    work::count(len);
    let distance = from.abs_diff(to);
    let region = storage.get_mut(from.min(to)..).and_then(|rest| rest.get_mut(..distance.checked_add(len)?));
    let Some(region) = region else { return };
    let cells = Cell::from_mut(region).as_slice_of_cells();
    let pairs = cells.iter().zip(cells.get(distance..).unwrap_or_default());
    if from < to {
        pairs.rev().for_each(|(low, high)| high.set(low.get()));
    } else {
        pairs.for_each(|(low, high)| low.set(high.get()));
    }
}
