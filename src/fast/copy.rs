//! Copies with `memcpy` and `memmove`.

use crate::work;

/// Copies bytes to a place of the same length.
#[inline]
pub(crate) fn copy(bytes: &[u8], place: &mut [u8]) {
    work::count(bytes.len());
    if let Some(bytes) = bytes.get(..place.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Moves the bytes at one end of `region` by `distance` bytes, to the other end.
#[inline]
pub(crate) fn shift(region: &mut [u8], distance: usize, towards_end: bool) {
    let Some(len) = region.len().checked_sub(distance) else { return };
    if towards_end {
        region.copy_within(..len, distance);
    } else {
        region.copy_within(distance.., 0);
    }
}
