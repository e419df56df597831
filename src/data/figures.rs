//! Numbers of a delimited text, read where they lie: the first eight digits at once, up to the sign
//! behind the last.

/// Number in the simplest writing: at most 17 digits, with at most a decimal sign among them. It
/// takes 8 bytes, since many go from the processor that cuts rows to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Figure(u64);

/// Bits that hold the number of decimals; 17 digits need no more than the others.
const DECIMALS: u32 = 5;
/// Most bytes of a number: with its decimal sign, or a digit fewer.
const LONGEST: usize = 17;

impl Figure {
    /// A cell that is none.
    pub(super) const NONE: Figure = Figure(u64::MAX);

    /// A number of at most 17 digits, so many of which are decimals.
    #[inline(always)]
    pub(super) fn of(mantissa: u64, decimals: usize) -> Figure {
        Figure(mantissa << DECIMALS | decimals as u64)
    }

    /// The number without its decimal sign.
    #[inline]
    pub(crate) fn mantissa(self) -> i64 {
        (self.0 >> DECIMALS).cast_signed()
    }

    /// Number of digits behind the decimal sign.
    #[inline]
    pub(crate) fn decimals(self) -> u32 {
        (self.0 & ((1 << DECIMALS) - 1)) as u32
    }
}

/// Number of decimals of numbers that all have as many; none where they differ in that, or some
/// cell is no number.
pub(super) fn same_decimals(figures: &[Figure]) -> Option<u32> {
    let first = figures.first().filter(|first| **first != Figure::NONE)?;
    // What is no number has more decimals than any.
    let others = figures.iter().fold(0, |others, one| others | one.0 ^ first.0);
    (Figure(others).decimals() == 0).then(|| first.decimals())
}

const EACH: u64 = 0x0101_0101_0101_0101;

/// The number at a place, and where it ends. None where there is none, or it is longer, or the text
/// ends soon behind it: then it is read in another way.
#[inline(always)]
pub(super) fn figure(text: &[u8], start: usize, point: u8) -> Option<(Figure, usize)> {
    let (mut number, digits) = leading(text, start)?;
    let whole = start + digits;
    let mut end = whole;
    if digits == 8 {
        end = further(text, end, &mut number);
    }
    let mut decimals = 0;
    if text.get(end) == Some(&point) {
        let behind = end + 1;
        end = further(text, behind, &mut number);
        decimals = end - behind;
        (decimals > 0).then_some(())?;
    }
    // One of more digits may have lost some.
    (digits > 0 && end - start <= LONGEST).then_some(())?;
    Some((Figure::of(number, decimals), end))
}

/// Appends the digits from a place on to a number; where they end.
#[inline(always)]
fn further(text: &[u8], mut at: usize, number: &mut u64) -> usize {
    while let Some(digit) = text.get(at).map(|sign| sign.wrapping_sub(b'0'))
        && digit < 10
    {
        *number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    at
}

/// The digits among the next eight bytes that come before any other sign: their number, and how
/// many they are.
#[inline(always)]
fn leading(text: &[u8], start: usize) -> Option<(u64, usize)> {
    let bytes = text.get(start..)?.first_chunk()?;
    let word = u64::from_le_bytes(*bytes) ^ (EACH * 0x30);
    // A byte above 9 reaches the highest bit with 118 more, or has it; the first of them surely.
    let other = (word.wrapping_add(EACH * 0x76) | word) & (EACH * 0x80);
    let digits = other.trailing_zeros() / 8;
    // Digits are moved to the end, in two steps since all may go; noughts before them tell nothing.
    let half = 32 - 4 * digits;
    let word = word.wrapping_shl(half).wrapping_shl(half);
    let pairs = (word.wrapping_mul(10).wrapping_add(word >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(100).wrapping_add(pairs >> 16)) & 0x0000_ffff_0000_ffff;
    let number = (fours.wrapping_mul(10_000).wrapping_add(fours >> 32)) & 0xffff_ffff;
    Some((number, digits as usize))
}
