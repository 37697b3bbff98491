//! What is known about the block that is being read, in one byte: on a microcontroller every word counts.

/// A [`Stage`] and any number of [`Fact`]s.
#[derive(Clone, Copy, Debug)]
pub(super) struct Status(u8);

/// Where the block is that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stage(u8);

impl Stage {
    /// All that has been read of it, but for its ID, lies in the input; between two inputs there is at most that ID.
    pub(super) const IN_INPUT: Self = Self(0);
    /// All that has been read of it lies in the buffers.
    pub(super) const IN_BUFFERS: Self = Self(1);
    /// It has ended, and the event in the buffers has been handed out.
    pub(super) const HANDED_OUT: Self = Self(2);
    /// Its event was too large and has been dropped; the rest of it is read for its ID and reconnection time only.
    pub(super) const TOO_LARGE: Self = Self(3);
    /// The same, and the caller has not been told yet.
    pub(super) const TOO_LARGE_UNTOLD: Self = Self(4);

    const MASK: u8 = 7;
}

/// What is so, or isn't.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fact(u8);

impl Fact {
    /// The value of the `retry` field that is being read has a digit.
    pub(super) const DIGIT: Self = Self(8);
    /// The stream has set the reconnection time.
    pub(super) const RECONNECTION_TIME: Self = Self(16);
}

impl Status {
    /// At the start of a stream.
    pub(super) const fn new() -> Self {
        Self(0)
    }

    #[inline(always)]
    pub(super) fn stage(self) -> Stage {
        Stage(self.0 & Stage::MASK)
    }

    #[inline(always)]
    pub(super) fn set_stage(&mut self, stage: Stage) {
        self.0 = self.0 & !Stage::MASK | stage.0;
    }

    #[inline(always)]
    pub(super) fn has(self, fact: Fact) -> bool {
        self.0 & fact.0 != 0
    }

    #[inline(always)]
    pub(super) fn set(&mut self, fact: Fact, holds: bool) {
        self.0 = if holds { self.0 | fact.0 } else { self.0 & !fact.0 };
    }
}
