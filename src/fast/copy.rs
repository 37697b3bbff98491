//! Copies without a call where a call would be most of the work.

use crate::work;

/// Copies bytes to a place of the same length.
#[inline(always)]
pub(crate) fn copy(bytes: &[u8], place: &mut [u8]) {
    work::count(bytes.len());
    if let ([byte], [to]) = (bytes, &mut *place) {
        *to = *byte;
    } else if bytes.len() <= 64 && copy_ends::<32>(bytes, place) {
        // That was all of it.
    } else if let Some(bytes) = bytes.get(..place.len()) {
        place.copy_from_slice(bytes);
    }
}

/// Copies the first and the last `N` bytes, if there are so many.
#[inline]
fn copy_ends<const N: usize>(bytes: &[u8], place: &mut [u8]) -> bool {
    let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else { return false };
    let Some(to) = place.first_chunk_mut() else { return false };
    *to = *first;
    let Some(to) = place.last_chunk_mut() else { return false };
    *to = *last;
    true
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
