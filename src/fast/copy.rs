//! Copies by `memcpy` and `memmove`.

use crate::work;

/// Copies bytes to a place of the same length.
#[inline]
pub(crate) fn copy(bytes: &[u8], place: &mut [u8]) {
    work::count(bytes.len());
    if let Some(bytes) = bytes.get(..place.len()) {
        place.copy_from_slice(bytes);
    }
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
    if from < to {
        region.copy_within(..len, distance);
    } else {
        region.copy_within(distance.., 0);
    }
}
