//! Where the choices come from.

/// Something that chooses.
pub trait Choices {
    /// A number below `bound`, or 0 if there is none.
    fn below(&mut self, bound: usize) -> usize;

    /// True once in `n` times.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these. They must not be empty.
    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// The same choices for the same seed, on every machine and in every release: SplitMix64.
#[derive(Clone, Debug)]
pub struct Seeded {
    state: u64,
}

impl Seeded {
    /// The choices of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }
}

impl Choices for Seeded {
    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        // The remainder favours small numbers by less than one in 2^32 for every bound that is used here.
        (z as usize).checked_rem(bound).unwrap_or(0)
    }
}

/// The bytes of a fuzzer, one or two a choice. When they are used up, every choice is the first one.
#[derive(Clone, Debug)]
pub struct FromBytes<'a> {
    bytes: &'a [u8],
}

impl<'a> FromBytes<'a> {
    /// The choices that these bytes make.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    fn byte(&mut self) -> usize {
        match self.bytes {
            [first, rest @ ..] => {
                self.bytes = rest;
                usize::from(*first)
            }
            [] => 0,
        }
    }
}

impl Choices for FromBytes<'_> {
    fn below(&mut self, bound: usize) -> usize {
        match bound {
            0 | 1 => 0,
            2..=0x100 => self.byte() % bound,
            _ => (self.byte() << 8 | self.byte()) % bound,
        }
    }

    // The first choice must be the ordinary one here, or a stream would never end once the bytes are used up.
    fn one_in(&mut self, n: usize) -> bool {
        n <= 1 || self.below(n) == n - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The first numbers of the reference implementation, modulo 1000.
    #[test]
    fn a_seed_always_makes_the_same_choices() {
        let mut choices = Seeded::new(0);
        let made: Vec<usize> = (0..4).map(|_| choices.below(1000)).collect();
        assert_eq!(made, [535, 700, 679, 444]);
    }

    #[test]
    fn no_choice_is_out_of_bounds() {
        let mut bytes = FromBytes::new(&[255; 40]);
        let mut seeded = Seeded::new(1);
        for bound in [0, 1, 2, 3, 100, 256, 257, 1000, 65536] {
            assert!(bytes.below(bound) < bound.max(1));
            assert!(seeded.below(bound) < bound.max(1));
        }
    }
}
