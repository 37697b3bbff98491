//! The layers of the driver, and the one that needs the feature `alloc`.

use sse_proto_model::drive::{self, Layer};

/// Runs something with every layer in turn, each in every way of reading that it has.
pub(crate) fn every_layer(mut run: impl FnMut(&mut dyn Layer)) {
    drive::every_layer(&mut run);
    growing(drive::ROOMY, &mut run);
}

/// Runs something with decoders of every storage whose limit can be chosen freely.
pub(crate) fn every_storage(limit: usize, run: &mut dyn FnMut(&mut dyn Layer)) {
    drive::every_storage(limit, run);
    growing(limit, run);
}

#[cfg(feature = "alloc")]
fn growing(limit: usize, run: &mut dyn FnMut(&mut dyn Layer)) {
    let storage = sse_proto::GrowingStorage::with_limit(limit);
    run(&mut drive::Decoding::new("growing decoder", storage, drive::Reading::Items));
}

#[cfg(not(feature = "alloc"))]
fn growing(_: usize, _: &mut dyn FnMut(&mut dyn Layer)) {}
