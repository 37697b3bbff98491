//! The parts in which an answer differs from the expected one.

/// A set of parts of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Aspects(u8);

impl Aspects {
    /// No aspect.
    pub const NONE: Self = Self(0);
    /// The number of events.
    pub const EVENTS: Self = Self(1);
    /// The data of an event.
    pub const DATA: Self = Self(2);
    /// The type of an event.
    pub const TYPE: Self = Self(4);
    /// The last event ID of an event.
    pub const EVENT_ID: Self = Self(8);
    /// The last event ID at the end.
    pub const FINAL_ID: Self = Self(128);
    /// The reconnection time.
    pub const RETRY: Self = Self(16);
    /// There is an error instead of an answer.
    pub const ERROR: Self = Self(32);
    /// There is no answer at all, or an unreadable one.
    pub const NO_ANSWER: Self = Self(64);

    /// The last event ID, of an event or at the end.
    pub const ID: Self = Self::EVENT_ID.and(Self::FINAL_ID);
    /// There is nothing to compare.
    pub const FAILURES: Self = Self::ERROR.and(Self::NO_ANSWER);
    /// Every aspect.
    pub const ALL: Self = Self(255);

    /// Returns the union of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Adds another set.
    pub const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Returns whether the sets intersect.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}
