//! A small generator of numbers that look random and never change: splitmix64.

/// The state.
#[derive(Debug)]
pub struct Prng(u64);

impl Prng {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Prng {
        Prng(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` to `high`, both within.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low) + 1;
        low.saturating_add_unsigned(self.next() % width)
    }

    /// Whether one of `n` equal chances strikes.
    pub fn one_in(&mut self, n: i64) -> bool {
        self.between(1, n) == 1
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.between(0, i64::try_from(last).unwrap_or(0));
            list.swap(last, usize::try_from(other).unwrap_or(last));
        }
    }
}
