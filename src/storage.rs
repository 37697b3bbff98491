//! Storage: the memory that a decoder keeps unfinished events in, and a replay all of its events.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};
#[cfg(feature = "alloc")]
use core::fmt;

/// Gives the storage of a type a default under feature `alloc`, so that `Decoder` is one without saying more.
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

/// Memory for a [`Decoder`](crate::Decoder) or a [`Replay`](crate::Replay), of the caller's choice. How much these take is said
/// there: see ["Where events are kept"](crate::Decoder#where-events-are-kept) and
/// ["What is kept"](crate::Replay#what-is-kept).
///
/// | storage | bound | for |
/// |---|---|---|
/// | `[u8; N]` | `N` | a decoder that owns its memory and needs no allocator |
/// | `Box<[u8]>` (feature `alloc`) | its length | memory that is set aside once, for its size is known only at run time |
/// | `&mut [u8]`, `&mut [u8; N]` | its length | memory that lies elsewhere: a static, a pool, a stack frame |
/// | [`GrowingStorage`] (feature `alloc`) | its limit, by default [`GrowingStorage::DEFAULT_LIMIT`] | everybody else |
///
/// Implement it for other containers, such as the vectors of fixed capacity that other crates have. What the memory
/// contains to begin with doesn't matter. An implementation that breaks its word (shrinks, or doesn't grow though it
/// is below its limit) can make a decoder report [`TooLarge`](crate::TooLarge) or garble events; it can't make it panic.
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
    /// The memory there is now.
    fn bytes(&self) -> &[u8];

    /// The memory there is now.
    fn bytes_mut(&mut self) -> &mut [u8];

    /// The most bytes there can ever be, now or later. This is the limit of [`TooLarge`](crate::TooLarge).
    ///
    /// If it is more than there are now, [`grow`](Self::grow) is overridden, too.
    #[inline]
    fn limit(&self) -> usize {
        self.bytes().len()
    }

    /// Makes [`bytes`](Self::bytes) at least `len` long, and keeps what is in there. `len` is never above
    /// [`limit`](Self::limit). It is called each time that memory runs short, so it ought to add more than it is asked
    /// for: that makes many small steps linear.
    ///
    /// If there is no memory to be had, it leaves things as they are; the event at hand is then too large.
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

/// Storage that lies elsewhere.
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

/// Memory that grows as events need it, up to a limit.
///
/// It allocates nothing to begin with; in a decoder, nothing as long as all events can be lent from the input and have no ID.
/// It doubles when it runs short, and never shrinks: it ends up at most twice as large as what was needed at once (in a decoder,
/// for the largest event; at least 256 bytes), and never larger than the limit. (While it grows, an allocator that has to move it
/// holds the old and the new for a moment.)
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
    /// The limit unless another is given: 16 MiB.
    ///
    /// Language models send images, in base64, in a single `data` line, and these run to several megabytes. Other
    /// implementations that have a limit chose between 512 KiB for a line (sse-core) and 16 MiB for an event (the A2A
    /// protocol's client).
    pub const DEFAULT_LIMIT: usize = 16 * 1024 * 1024;

    /// The least that is allocated at once, if the limit allows.
    const FIRST: usize = 256;

    /// Memory that grows up to [`DEFAULT_LIMIT`](Self::DEFAULT_LIMIT). Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self::with_limit(Self::DEFAULT_LIMIT)
    }

    /// Memory that grows up to `limit` bytes. Allocates nothing yet.
    #[must_use]
    #[inline]
    pub const fn with_limit(limit: usize) -> Self {
        Self { bytes: Vec::new(), limit }
    }
}

/// Its size and its limit; what it contains means nothing.
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
