//! Storage: the memory in which a decoder keeps unfinished events, and a replay keeps all of its events.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};
#[cfg(feature = "alloc")]
use core::fmt;

/// Defines a type whose storage parameter has a default under feature `alloc`, so that `Decoder` alone names a type.
macro_rules! with_default_storage {
    ($(#[$attribute:meta])* $visibility:vis struct $Name:ident<S> $fields:tt) => {
        #[cfg(feature = "alloc")]
        $(#[$attribute])*
        $visibility struct $Name<S = crate::GrowingStorage> $fields

        #[cfg(not(feature = "alloc"))]
        $(#[$attribute])*
        $visibility struct $Name<S> $fields
    };
}

pub(crate) use with_default_storage;

/// Provides the memory of a [`Decoder`](crate::Decoder) or a [`Replay`](crate::Replay), of the caller's choice.
///
/// For how much they need, see ["Where events are kept"](crate::Decoder#where-events-are-kept) and
/// ["What is kept"](crate::Replay#what-is-kept).
///
/// | storage | limit in bytes | for |
/// |---|---|---|
/// | `[u8; N]` | `N` | a decoder that owns its memory and needs no allocator |
/// | `Box<[u8]>` (feature `alloc`) | its length | memory that is set aside once, with a size known only at run time |
/// | `&mut [u8]`, `&mut [u8; N]` | its length | memory that is elsewhere: a static, a pool, a stack frame |
/// | [`GrowingStorage`] (feature `alloc`) | its limit, by default [`GrowingStorage::DEFAULT_LIMIT`] | everybody else |
///
/// Implement it for other containers, such as vectors of fixed capacity from other crates. The initial content of the memory
/// doesn't matter. An implementation that shrinks, or doesn't grow though it is below its limit, can make a decoder or a
/// replay report [`TooLarge`](crate::TooLarge), lose or garble events, but can't make it panic or loop.
///
/// ```
/// use sse_proto::{Storage, Decoder, Input};
///
/// /// Doubles its memory when it has to, up to one kilobyte.
/// struct Kilobyte(Box<[u8]>);
///
/// impl Storage for Kilobyte {
///     fn bytes(&self) -> &[u8] { &self.0 }
///     fn bytes_mut(&mut self) -> &mut [u8] { &mut self.0 }
///     fn limit(&self) -> usize { 1024 }
///     fn grow(&mut self, len: usize) {
///         let mut bytes = std::mem::take(&mut self.0).into_vec();
///         bytes.resize(len.next_power_of_two(), 0);
///         self.0 = bytes.into_boxed_slice();
///     }
/// }
///
/// let mut decoder = Decoder::with_storage(Kilobyte(Box::new([])));
/// assert!(decoder.next_event(&mut Input::new(b"data: in two")).is_none());
/// let mut input = Input::new(b" inputs\n\n");
/// assert_eq!(decoder.next_event(&mut input).unwrap().unwrap().data(), "in two inputs");
/// ```
pub trait Storage {
    /// Returns the present memory.
    fn bytes(&self) -> &[u8];

    /// Returns the present memory, to write to.
    fn bytes_mut(&mut self) -> &mut [u8];

    /// Returns how many bytes the memory can ever have. [`TooLarge`](crate::TooLarge) reports this limit.
    ///
    /// The default is the present length. An implementation that returns more must also implement [`grow`](Self::grow).
    #[inline]
    fn limit(&self) -> usize {
        self.bytes().len()
    }

    /// Makes [`bytes`](Self::bytes) at least `len` bytes long, and keeps their content. The default does nothing.
    ///
    /// `len` is never above [`limit`](Self::limit). This is called each time that memory runs short, so it should add more than
    /// `len` asks for; otherwise many small steps take quadratic time.
    ///
    /// If no memory is available, it leaves everything as it is; the current event is then too large.
    #[inline]
    fn grow(&mut self, len: usize) {
        let _ = len;
    }
}

impl Storage for [u8] {
    #[inline]
    fn bytes(&self) -> &[u8] {
        self
    }

    #[inline]
    fn bytes_mut(&mut self) -> &mut [u8] {
        self
    }
}

impl<const N: usize> Storage for [u8; N] {
    #[inline]
    fn bytes(&self) -> &[u8] {
        self
    }

    #[inline]
    fn bytes_mut(&mut self) -> &mut [u8] {
        self
    }
}

/// Implements [`Storage`] for a pointer to storage.
macro_rules! elsewhere {
    ($Pointer:ty) => {
        impl<S: Storage + ?Sized> Storage for $Pointer {
            #[inline]
            fn bytes(&self) -> &[u8] {
                (**self).bytes()
            }

            #[inline]
            fn bytes_mut(&mut self) -> &mut [u8] {
                (**self).bytes_mut()
            }

            #[inline]
            fn limit(&self) -> usize {
                (**self).limit()
            }

            #[inline]
            fn grow(&mut self, len: usize) {
                (**self).grow(len);
            }
        }
    };
}

elsewhere!(&mut S);
#[cfg(feature = "alloc")]
elsewhere!(Box<S>);

/// Provides memory that grows as events need it, up to a limit.
///
/// It allocates nothing at first, and in a decoder nothing as long as all events can be lent from the input and have no ID. It
/// doubles when it runs short, and never shrinks. So in a decoder it has at most 256 bytes, or twice what the largest event
/// needed if that is more, and never more than the limit. While it grows, an allocator that has to move it holds both the old
/// and the new memory for a moment. If allocation fails, the event counts as too large.
///
/// ```
/// use sse_proto::{Decoder, GrowingStorage};
///
/// let mut decoder = Decoder::with_storage(GrowingStorage::with_limit(64 * 1024));
/// ```
#[cfg(feature = "alloc")]
#[cfg_attr(docsrs, doc(cfg(feature = "alloc")))]
#[derive(Clone)]
pub struct GrowingStorage {
    bytes: Vec<u8>,
    limit: usize,
}

#[cfg(feature = "alloc")]
impl GrowingStorage {
    /// The default limit: 16 MiB.
    ///
    /// Language models send images in base64 in a single `data` line of several megabytes. Other implementations that have a
    /// limit chose between 512 KiB for a line (sse-core) and 64 MiB (.NET).
    pub const DEFAULT_LIMIT: usize = 16 * 1024 * 1024;

    /// The size of the first allocation, in bytes, if the limit allows and no more is needed.
    const FIRST: usize = 256;

    /// Creates memory that grows up to [`DEFAULT_LIMIT`](Self::DEFAULT_LIMIT). Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self::with_limit(Self::DEFAULT_LIMIT)
    }

    /// Creates memory that grows up to `limit` bytes. Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn with_limit(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }
}

/// Shows the length and the limit, since the content means nothing by itself.
#[cfg(feature = "alloc")]
impl fmt::Debug for GrowingStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrowingStorage")
            .field("len", &self.bytes.len())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "alloc")]
impl Default for GrowingStorage {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "alloc")]
impl Storage for GrowingStorage {
    #[inline]
    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    #[inline]
    fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    #[inline]
    fn limit(&self) -> usize {
        self.limit
    }

    #[cold]
    fn grow(&mut self, len: usize) {
        let len = len.max(self.bytes.len().saturating_mul(2)).max(Self::FIRST).min(self.limit);
        let more = len.saturating_sub(self.bytes.len());
        if self.bytes.try_reserve_exact(more).is_ok() {
            self.bytes.resize(len, 0);
        }
    }
}
