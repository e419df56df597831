//! Numbers in a column: decimal mantissas at one scale.

use crate::value::Num;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

/// The most decimals of a column: the most of which one whole digit fits beside them.
pub(crate) const MOST_DECIMALS: u32 = 18;

/// Powers of ten that a mantissa may be multiplied by.
const POWERS: [i64; 10] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// Numbers, each as a mantissa over one power of ten: `1.50` and `2` at scale 2 are 150 and 200.
/// A number that has no such mantissa (too large, too many decimals, a third) is kept beside, as it
/// is; nothing is rounded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// Mantissas, one for each record; 0 for a missing value and for a number kept beside.
    mantissas: Vec<i64>,
    /// Decimals of every mantissa.
    scale: u32,
    /// Ends between which all mantissas lie, if there are any: whether they still fit at a larger
    /// scale is seen without going through them, and that no sum or product of them can overflow.
    ends: Option<(i64, i64)>,
    beside: BTreeMap<u32, Num>,
}

impl Numbers {
    /// Mantissas with so many decimals, which are at most [`MOST_DECIMALS`].
    pub(crate) fn of(mantissas: Vec<i64>, scale: u32) -> Numbers {
        let ends = ends(&mantissas);
        Numbers { mantissas, scale, ends, beside: BTreeMap::new() }
    }

    /// Ends between which all mantissas lie but those that stand for no number.
    pub(crate) fn bounds(&self) -> RangeInclusive<i64> {
        let (least, most) = self.ends.unwrap_or_default();
        least..=most
    }

    /// The only number of a column so many times over.
    pub(super) fn repeated(&self, count: usize) -> Numbers {
        let places = || 0..u32::try_from(count).unwrap_or(u32::MAX);
        let beside = self.beside.values().next();
        let beside = beside.into_iter().flat_map(|one| places().map(|row| (row, one.clone())));
        Numbers { mantissas: self.mantissas.repeat(count), beside: beside.collect(), ..*self }
    }

    fn widen(&mut self, ends: (i64, i64)) {
        match &mut self.ends {
            // Most lie between the ends already.
            Some((least, most)) if *least <= ends.0 && ends.1 <= *most => {}
            Some((least, most)) => (*least, *most) = (ends.0.min(*least), ends.1.max(*most)),
            None => self.ends = Some(ends),
        }
    }

    /// The mantissas; see [`Numbers::beside_in`] for the records that have none.
    pub(crate) fn mantissas(&self) -> &[i64] {
        &self.mantissas
    }

    /// Denominator of every mantissa: ten to the power of the scale.
    pub(crate) fn denominator(&self) -> i128 {
        10_i128.pow(self.scale)
    }

    /// The numbers among the records `rows` that have no mantissa, each with its place among them.
    pub(crate) fn beside_in(&self, rows: Range<usize>) -> impl Iterator<Item = (usize, &Num)> {
        let place = |row| u32::try_from(row).unwrap_or(u32::MAX);
        let found = self.beside.range(place(rows.start)..place(rows.end));
        found.map(move |(row, number)| (*row as usize - rows.start, number))
    }

    pub(crate) fn len(&self) -> usize {
        self.mantissas.len()
    }

    /// The number of a record; 0 for a missing one.
    pub(crate) fn get(&self, row: usize) -> Num {
        let beside = u32::try_from(row).ok().and_then(|row| self.beside.get(&row));
        let mantissa = self.mantissas.get(row).copied().unwrap_or(0);
        beside.map_or_else(|| Num::Small(mantissa.into(), self.denominator()), Num::clone)
    }

    /// Mantissa and decimals of the last number, where it is a decimal; 0 for a missing one.
    #[inline]
    pub(crate) fn last(&self) -> Option<(i128, u32)> {
        let mantissa = *self.mantissas.last()?;
        if self.beside.is_empty() {
            return Some((mantissa.into(), self.scale));
        }
        match u32::try_from(self.len() - 1).ok().and_then(|row| self.beside.get(&row)) {
            Some(number) => number.to_decimal().map(|number| (number.mantissa(), number.scale())),
            None => Some((mantissa.into(), self.scale)),
        }
    }

    /// Takes sums of the decimals of some records, each by mantissa and decimals, and how many of
    /// them are not 0.
    #[inline]
    pub(crate) fn sums(&self, rows: Range<usize>, mut take: impl FnMut(i128, u32, u32)) {
        let mantissas = self.mantissas.get(rows.clone()).unwrap_or_default();
        let (least, most) = self.ends.unwrap_or_default();
        // Fewer than 2^20 below 2^42 each add up to less than 2^62.
        let short = least.unsigned_abs().max(most.unsigned_abs()) < 1 << 42;
        let sum = match short && mantissas.len() < 1 << 20 {
            true => mantissas.iter().sum::<i64>().into(),
            false => mantissas.iter().map(|mantissa| i128::from(*mantissa)).sum(),
        };
        let parts = mantissas.iter().map(|mantissa| u32::from(*mantissa != 0)).sum();
        take(sum, self.scale, parts);
        for number in self.beside_in(rows).filter_map(|(_, number)| number.to_decimal()) {
            take(number.mantissa(), number.scale(), u32::from(!number.is_zero()));
        }
    }

    pub(crate) fn push_missing(&mut self) {
        self.mantissas.push(0);
    }

    /// Appends a number of at most 18 digits by its mantissa and its decimals.
    #[inline]
    pub(crate) fn push_small(&mut self, mantissa: i64, decimals: u32) {
        if decimals == self.scale {
            self.widen((mantissa, mantissa));
            return self.mantissas.push(mantissa);
        }
        let power = POWERS.get(self.scale.abs_diff(decimals) as usize);
        let scaled = power.and_then(|power| match decimals < self.scale {
            true => mantissa.checked_mul(*power),
            // Noughts at the end are no decimals.
            false => (mantissa % power == 0).then(|| mantissa / power),
        });
        match scaled {
            Some(mantissa) => {
                self.widen((mantissa, mantissa));
                self.mantissas.push(mantissa);
            }
            None => self.push_exact(Num::Small(mantissa.into(), 10_i128.pow(decimals))),
        }
    }

    pub(crate) fn reserve(&mut self, records: usize) {
        self.mantissas.reserve(records);
    }

    /// Appends mantissas with so many decimals, which lie between two ends.
    pub(crate) fn extend(&mut self, mantissas: &[i64], decimals: u32, ends: (i64, i64)) {
        if self.mantissas.is_empty() {
            self.scale = decimals;
        }
        if decimals == self.scale {
            self.widen(ends);
            self.mantissas.extend_from_slice(mantissas);
        } else {
            mantissas.iter().for_each(|each| self.push_small(*each, decimals));
        }
    }

    /// Appends mantissas with so many decimals, whose ends are not known.
    pub(crate) fn extend_each(
        &mut self,
        mantissas: impl ExactSizeIterator<Item = i64>,
        decimals: u32,
    ) {
        if self.mantissas.is_empty() {
            self.scale = decimals;
        }
        if decimals != self.scale {
            return mantissas.for_each(|each| self.push_small(each, decimals));
        }
        let (mut least, mut most) = (i64::MAX, i64::MIN);
        self.mantissas.extend(mantissas.inspect(|mantissa| {
            (least, most) = (least.min(*mantissa), most.max(*mantissa));
        }));
        if least <= most {
            self.widen((least, most));
        }
    }

    /// Puts a number in place of that of a record.
    pub(crate) fn set(&mut self, row: usize, number: &Num) {
        let Ok(place) = u32::try_from(row) else { return };
        self.beside.remove(&place);
        let mantissa = number.to_decimal().and_then(|decimal| self.mantissa(decimal));
        if mantissa.is_none() {
            self.beside.insert(place, number.clone());
        }
        let mantissa = mantissa.unwrap_or(0);
        self.widen((mantissa, mantissa));
        self.mantissas.get_mut(row).into_iter().for_each(|own| *own = mantissa);
    }

    /// The decimals of every mantissa.
    pub(crate) fn decimals(&self) -> u32 {
        self.scale
    }

    pub(crate) fn push(&mut self, number: Decimal) {
        match self.mantissa(number) {
            Some(mantissa) => {
                self.widen((mantissa, mantissa));
                self.mantissas.push(mantissa);
            }
            None => self.push_beside(Num::from_decimal(number)),
        }
    }

    pub(crate) fn push_exact(&mut self, number: Num) {
        match number.to_decimal() {
            Some(decimal) => self.push(decimal),
            None => self.push_beside(number),
        }
    }

    fn push_beside(&mut self, number: Num) {
        self.beside.extend(u32::try_from(self.len()).map(|row| (row, number)));
        self.mantissas.push(0);
    }

    /// The mantissa of a number at the column's scale, which grows if the number has more decimals
    /// and all mantissas still fit.
    fn mantissa(&mut self, number: Decimal) -> Option<i64> {
        let number = if number.scale() > self.scale { number.normalize() } else { number };
        if number.scale() > self.scale {
            self.grow(number.scale())?;
        }
        let mantissa = i64::try_from(number.mantissa()).ok()?;
        let more = self.scale - number.scale();
        let scaled = 10_i64.checked_pow(more).and_then(|power| mantissa.checked_mul(power));
        if scaled.is_none() && self.mantissas.is_empty() {
            // No number needs the scale that those before have left.
            self.scale = number.scale();
            return Some(mantissa);
        }
        scaled
    }

    fn grow(&mut self, scale: u32) -> Option<()> {
        let factor = 10_i64.checked_pow(scale - self.scale).filter(|_| scale <= MOST_DECIMALS)?;
        let ends = match self.ends {
            Some((least, most)) => Some((least.checked_mul(factor)?, most.checked_mul(factor)?)),
            None => None,
        };
        self.mantissas.iter_mut().for_each(|mantissa| *mantissa *= factor);
        (self.ends, self.scale) = (ends, scale);
        Some(())
    }

    /// Leaves out all numbers. The scale stays: the next ones are most likely like these.
    pub(crate) fn empty(&mut self) {
        self.mantissas.clear();
        if !self.beside.is_empty() {
            self.beside.clear();
        }
        self.ends = None;
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.mantissas.truncate(rows);
        self.beside.retain(|row, _| (*row as usize) < rows);
    }

    /// Leaves out the records that are not kept.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        let mut retained = Numbers { scale: self.scale, ends: self.ends, ..Numbers::default() };
        for (row, _) in kept.iter().enumerate().filter(|(_, kept)| **kept) {
            match u32::try_from(row).ok().and_then(|row| self.beside.remove(&row)) {
                Some(number) => retained.push_beside(number),
                None => retained.mantissas.push(self.mantissas.get(row).copied().unwrap_or(0)),
            }
        }
        *self = retained;
    }
}

/// Ends between which numbers lie; none of no numbers.
pub(crate) fn ends(numbers: &[i64]) -> Option<(i64, i64)> {
    Some((numbers.iter().min().copied()?, numbers.iter().max().copied()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column(numbers: &[&str]) -> Numbers {
        let mut column = Numbers::default();
        numbers.iter().for_each(|number| column.push(number.parse().unwrap()));
        column
    }

    #[test]
    fn the_scale_grows_with_the_decimals_written_and_zeros_at_the_end_are_none() {
        let numbers = column(&["3", "1.5", "0.25", "7.0000"]);
        assert_eq!((numbers.mantissas(), numbers.denominator()), (&[300, 150, 25, 700][..], 100));
        assert!(numbers.beside.is_empty());
    }

    /// Of a number that fits a mantissa, and of one beside.
    #[test]
    fn a_number_over_and_over_is_what_pushing_it_makes() {
        for number in ["-0.25", "9223372036854775808"] {
            let repeated = column(&[number]).repeated(3);
            assert_eq!(repeated, column(&[number; 3]));
            assert!((0..3).all(|row| repeated.get(row) == column(&[number]).get(0)));
        }
        assert_eq!(column(&["7"]).repeated(0).len(), 0);
    }

    #[test]
    fn a_number_stands_beside_where_it_would_not_fit_or_would_push_others_out() {
        // 9,223,372,036,854,775,807 is the largest mantissa.
        let numbers = column(&["9223372036854775807", "9223372036854775808", "0.5", "-2"]);
        assert_eq!((numbers.mantissas(), numbers.denominator()), (&[i64::MAX, 0, 0, -2][..], 1));
        assert_eq!(numbers.beside.keys().copied().collect::<Vec<_>>(), [1, 2]);
        assert_eq!(numbers.get(1), Num::Small(9_223_372_036_854_775_808, 1));
        assert_eq!(numbers.get(2), Num::Small(1, 2));
        let deep = column(&["0.1234567890123456789"]);
        assert_eq!(deep.beside.len(), 1, "19 decimals");
    }

    #[test]
    fn a_column_that_was_emptied_keeps_its_scale_until_a_number_needs_another() {
        let mut numbers = column(&["0.0000000001", "-1"]);
        numbers.empty();
        numbers.push("2.5".parse().unwrap());
        assert_eq!((numbers.mantissas(), numbers.decimals()), (&[25_000_000_000][..], 10));
        assert_eq!(numbers.bounds(), 25_000_000_000..=25_000_000_000);
        numbers.empty();
        numbers.push("5000000000.5".parse().unwrap());
        assert_eq!((numbers.mantissas(), numbers.decimals()), (&[50_000_000_005][..], 1));
        assert!(numbers.beside.is_empty());
    }

    #[test]
    fn a_number_that_is_put_in_is_the_record_s_and_may_widen_the_scale() {
        let mut numbers = column(&["3", "1.5"]);
        numbers.extend(&[25, -10], 1, (-10, 25));
        numbers.set(0, &Num::Small(1, 4));
        numbers.set(1, &Num::Small(1, 3));
        assert_eq!((numbers.mantissas(), numbers.decimals()), (&[25, 0, 250, -100][..], 2));
        assert_eq!(numbers.get(1), Num::Small(1, 3));
        assert_eq!(numbers.bounds(), -100..=300);
        numbers.extend_each([7].into_iter(), 3);
        assert_eq!(numbers.get(4), Num::Small(7, 1_000));
        numbers.set(1, &Num::ZERO);
        assert_eq!(numbers.get(1), Num::ZERO);
    }

    proptest! {
        /// A number is the same by its mantissa.
        #[test]
        fn a_small_number_is_one_like_others(given in prop::collection::vec((any::<i64>(), 0_u32..64, 0_u32..18), 0..20)) {
            let (mut small, mut column) = (Numbers::default(), Numbers::default());
            for (mantissa, shift, decimals) in given {
                small.push_small(mantissa >> shift, decimals);
                column.push(Decimal::new(mantissa >> shift, decimals));
            }
            let all = |numbers: &Numbers| (0..numbers.len()).map(|row| numbers.get(row)).collect::<Vec<_>>();
            prop_assert_eq!(all(&small), all(&column));
        }

        /// What is pushed is what is read, whatever stands before and after it.
        #[test]
        fn no_number_changes(given in prop::collection::vec((any::<i128>(), 0_u32..29, 0_u32..128), 0..20)) {
            let decimals: Vec<Decimal> = given
                .iter()
                .filter_map(|(mantissa, scale, shift)| {
                    Decimal::try_from_i128_with_scale(mantissa >> shift, *scale).ok()
                })
                .collect();
            let mut column = Numbers::default();
            decimals.iter().for_each(|number| column.push(*number));
            for (row, number) in decimals.iter().enumerate() {
                prop_assert_eq!(column.get(row), Num::from_decimal(*number));
            }
            if let Some(number) = decimals.last() {
                let last = column.last().map(|(mantissa, decimals)| {
                    Num::Small(mantissa, 10_i128.pow(decimals))
                });
                let same = Num::from_decimal(*number).to_decimal().map(Num::from_decimal);
                prop_assert_eq!(last, same);
            }
        }
    }
}
