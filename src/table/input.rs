//! A column of values that a plan reads.

use super::numbers::Numbers;
use super::validity::{Bits, Validity};
use crate::value::{Date, Num, Type};
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::ops::Range;

/// A column of input values: one for each record, as far as it is there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input {
    values: Values,
    validity: Validity,
}

/// Values of a column, one for each record; without meaning where the validity says that there is
/// none.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Values {
    /// None for any record: there is no column.
    #[default]
    Nulls,
    /// Numbers in the field's unit: đồng, the ratio itself, days or months.
    Numbers(Numbers),
    /// Days, counted from 01/01/1970.
    Days(Vec<i32>),
    /// Truth values, a bit each.
    Truths(Bits),
    /// Codes of category values: their numbers in the category.
    Codes(Vec<u32>),
    /// Codes of texts: places in [`super::Texts`].
    Texts(Vec<u32>),
}

impl Input {
    /// A column of these values, as many as the validity has.
    pub(super) fn of(values: Values, validity: Validity) -> Input {
        Input { values, validity }
    }

    /// A column without a value.
    pub fn nulls(rows: usize) -> Input {
        Input::default().with_missing(rows)
    }

    /// A column of numbers that is still empty.
    pub fn empty_numbers() -> Input {
        Input { values: Values::Numbers(Numbers::default()), ..Input::default() }
    }

    /// A column of days that is still empty.
    pub fn empty_days() -> Input {
        Input { values: Values::Days(Vec::new()), ..Input::default() }
    }

    /// A column of truths that is still empty.
    pub fn empty_truths() -> Input {
        Input { values: Values::Truths(Bits::default()), ..Input::default() }
    }

    /// A column of values of a type that is still empty.
    pub fn empty_of(ty: Type) -> Input {
        match ty {
            Type::Number(_) => Input::empty_numbers(),
            Type::Date => Input::empty_days(),
            Type::YesNo => Input::empty_truths(),
            Type::Category(_) => Input::empty_codes(),
            Type::Text => Input::empty_texts(),
        }
    }

    /// A column of codes that is still empty.
    pub fn empty_codes() -> Input {
        Input { values: Values::Codes(Vec::new()), ..Input::default() }
    }

    /// A column of texts that is still empty.
    pub fn empty_texts() -> Input {
        Input { values: Values::Texts(Vec::new()), ..Input::default() }
    }

    /// The column with so many missing values more.
    pub fn with_missing(mut self, rows: usize) -> Input {
        (0..rows).for_each(|_| self.push_missing());
        self
    }

    /// A column of numbers.
    pub fn numbers(values: impl IntoIterator<Item = Option<Num>>) -> Input {
        Input::empty_numbers().filled(values, Input::push_exact)
    }

    /// A column of days.
    pub fn days(values: impl IntoIterator<Item = Option<Date>>) -> Input {
        Input::empty_days().filled(values, Input::push_day)
    }

    /// A column of truths.
    pub fn truths(values: impl IntoIterator<Item = Option<bool>>) -> Input {
        Input::empty_truths().filled(values, Input::push_truth)
    }

    /// A column of the codes of a category.
    pub fn codes(values: impl IntoIterator<Item = Option<u32>>) -> Input {
        Input::empty_codes().filled(values, Input::push_code)
    }

    /// A column of the codes of texts.
    pub fn texts(values: impl IntoIterator<Item = Option<u32>>) -> Input {
        Input::empty_texts().filled(values, Input::push_code)
    }

    fn filled<T>(
        mut self,
        values: impl IntoIterator<Item = Option<T>>,
        push: fn(&mut Input, T),
    ) -> Input {
        for value in values {
            match value {
                Some(value) => push(&mut self, value),
                None => self.push_missing(),
            }
        }
        self
    }

    /// Values of the records, without meaning where the validity says that there is none.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Validity of the values: which of them are there.
    pub fn validity(&self) -> &Validity {
        &self.validity
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.validity.len()
    }

    /// Returns `true` if the column has no records.
    pub fn is_empty(&self) -> bool {
        self.validity.is_empty()
    }

    /// Returns `true` if the record's value is there; past the end, none is.
    #[inline]
    pub fn is_known(&self, row: usize) -> bool {
        self.validity.is_known(row)
    }

    /// The number of a record.
    pub fn number(&self, row: usize) -> Option<Num> {
        let Values::Numbers(numbers) = &self.values else { return None };
        self.is_known(row).then(|| numbers.get(row))
    }

    /// Takes sums of the decimals of some records, each by mantissa and decimals, and how many of
    /// them are not 0.
    #[inline]
    pub fn sums(&self, rows: Range<usize>, take: impl FnMut(i128, u32, u32)) {
        if let Values::Numbers(numbers) = &self.values {
            numbers.sums(rows, take);
        }
    }

    /// Mantissa and decimals of the last record's number, where it is a decimal.
    #[inline]
    pub fn last_decimal(&self) -> Option<(i128, u32)> {
        let Values::Numbers(numbers) = &self.values else { return None };
        self.is_known(self.len().checked_sub(1)?).then(|| numbers.last())?
    }

    /// The day of a record.
    pub fn day(&self, row: usize) -> Option<Date> {
        let Values::Days(days) = &self.values else { return None };
        Date::from_days_since_1970(*days.get(row)?).filter(|_| self.is_known(row))
    }

    /// The truth of a record.
    pub fn truth(&self, row: usize) -> Option<bool> {
        let Values::Truths(truths) = &self.values else { return None };
        self.is_known(row).then(|| truths.get(row))
    }

    /// The code of a record's category value or text.
    pub fn code(&self, row: usize) -> Option<u32> {
        let (Values::Codes(codes) | Values::Texts(codes)) = &self.values else { return None };
        codes.get(row).copied().filter(|_| self.is_known(row))
    }

    /// The values of some records, in this order.
    pub(super) fn picked(&self, rows: &[usize]) -> Input {
        let mut picked = self.empty_alike();
        picked.append(self, rows);
        picked
    }

    /// A column of such values that is still empty.
    fn empty_alike(&self) -> Input {
        match self.values {
            Values::Nulls => Input::default(),
            Values::Numbers(_) => Input::empty_numbers(),
            Values::Days(_) => Input::empty_days(),
            Values::Truths(_) => Input::empty_truths(),
            Values::Codes(_) => Input::empty_codes(),
            Values::Texts(_) => Input::empty_texts(),
        }
    }

    /// Appends the values of some records of another column, in this order. A column that held no
    /// value yet holds such as the other.
    pub(super) fn append(&mut self, other: &Input, rows: &[usize]) {
        if matches!(self.values, Values::Nulls) {
            *self = other.empty_alike().with_missing(self.len());
        }
        for &row in rows {
            if let Some(number) = other.number(row) {
                self.push_exact(number);
            } else if let Some(day) = other.day(row) {
                self.push_day(day);
            } else if let Some(truth) = other.truth(row) {
                self.push_truth(truth);
            } else if let Some(code) = other.code(row) {
                self.push_code(code);
            } else {
                self.push_missing();
            }
            if other.validity.is_marked(row) {
                self.mark_unreadable(self.len() - 1);
            }
        }
    }

    /// The value of one record, so many times over.
    pub(super) fn repeated(&self, row: usize, count: usize) -> Input {
        let one = self.picked(&[row]);
        let values = match one.values {
            Values::Numbers(number) => Values::Numbers(number.repeated(count)),
            Values::Days(day) => Values::Days(day.repeat(count)),
            Values::Truths(_) | Values::Nulls => return self.picked(&vec![row; count]),
            Values::Codes(code) => Values::Codes(code.repeat(count)),
            Values::Texts(code) => Values::Texts(code.repeat(count)),
        };
        if !one.validity.is_known(0) {
            return self.picked(&vec![row; count]);
        }
        Input { values, validity: Validity::all(count) }
    }

    /// Appends a missing value.
    pub fn push_missing(&mut self) {
        match &mut self.values {
            Values::Nulls => {}
            Values::Numbers(numbers) => numbers.push_missing(),
            Values::Days(days) => days.push(0),
            Values::Truths(truths) => truths.push(false),
            Values::Codes(codes) | Values::Texts(codes) => codes.push(0),
        }
        self.validity.push(false);
    }

    /// Appends a decimal; a missing value to a column of another type.
    pub fn push_number(&mut self, number: Decimal) {
        let Values::Numbers(numbers) = &mut self.values else { return self.push_missing() };
        numbers.push(number);
        self.validity.push(true);
    }

    /// Appends a number of at most 18 digits by its mantissa and its decimals; a missing value to
    /// a column of another type.
    #[inline]
    pub fn push_small(&mut self, mantissa: i64, decimals: u32) {
        let Values::Numbers(numbers) = &mut self.values else { return self.push_missing() };
        numbers.push_small(mantissa, decimals);
        self.validity.push(true);
    }

    fn push_exact(&mut self, number: Num) {
        let Values::Numbers(numbers) = &mut self.values else { return self.push_missing() };
        numbers.push_exact(number);
        self.validity.push(true);
    }

    /// Appends a day; a missing value to a column of another type.
    pub fn push_day(&mut self, day: Date) {
        let Values::Days(days) = &mut self.values else { return self.push_missing() };
        days.push(day.days_since_1970());
        self.validity.push(true);
    }

    /// Appends a truth; a missing value to a column of another type.
    pub fn push_truth(&mut self, truth: bool) {
        let Values::Truths(truths) = &mut self.values else { return self.push_missing() };
        truths.push(truth);
        self.validity.push(true);
    }

    /// Appends the code of a category value or text; a missing value to a column of another type.
    pub fn push_code(&mut self, code: u32) {
        let (Values::Codes(codes) | Values::Texts(codes)) = &mut self.values else {
            return self.push_missing();
        };
        codes.push(code);
        self.validity.push(true);
    }

    /// Makes room for so many records more.
    pub(crate) fn reserve(&mut self, records: usize) {
        match &mut self.values {
            Values::Nulls | Values::Truths(_) => {}
            Values::Numbers(numbers) => numbers.reserve(records),
            Values::Days(days) => days.reserve(records),
            Values::Codes(codes) | Values::Texts(codes) => codes.reserve(records),
        }
    }

    /// Returns `true` if the column holds numbers.
    pub(crate) fn is_of_numbers(&self) -> bool {
        matches!(self.values, Values::Numbers(_))
    }

    /// Appends mantissas with so many decimals, which lie between two ends; none is missing.
    pub(crate) fn extend_mantissas(&mut self, mantissas: &[i64], decimals: u32, ends: (i64, i64)) {
        if let Values::Numbers(numbers) = &mut self.values {
            numbers.extend(mantissas, decimals, ends);
            self.validity.extend_known(mantissas.len());
        }
    }

    /// As there, of mantissas whose ends are not known.
    pub(crate) fn extend_each(
        &mut self,
        mantissas: impl ExactSizeIterator<Item = i64>,
        decimals: u32,
    ) {
        if let Values::Numbers(numbers) = &mut self.values {
            self.validity.extend_known(mantissas.len());
            numbers.extend_each(mantissas, decimals);
        }
    }

    /// Appends codes of category values or texts, of which none is missing.
    pub(crate) fn extend_codes(&mut self, codes: impl ExactSizeIterator<Item = u32>) {
        if let Values::Codes(own) | Values::Texts(own) = &mut self.values {
            self.validity.extend_known(codes.len());
            own.extend(codes);
        }
    }

    /// Gives a record this number.
    pub(crate) fn set_number(&mut self, row: usize, number: &Num) {
        if let Values::Numbers(numbers) = &mut self.values {
            numbers.set(row, number);
            self.validity.set(row);
        }
    }

    /// Gives a record this code.
    pub(crate) fn set_code(&mut self, row: usize, code: u32) {
        if let Values::Codes(codes) = &mut self.values {
            codes.get_mut(row).into_iter().for_each(|own| *own = code);
            self.validity.set(row);
        }
    }

    /// Gives a record this day.
    pub(crate) fn set_day(&mut self, row: usize, day: Date) {
        if let Values::Days(days) = &mut self.values {
            days.get_mut(row).into_iter().for_each(|own| *own = day.days_since_1970());
            self.validity.set(row);
        }
    }

    /// Gives a record this truth.
    pub(crate) fn set_truth(&mut self, row: usize, truth: bool) {
        if let Values::Truths(truths) = &mut self.values {
            if truth {
                truths.set_at(row)
            } else {
                truths.unset(row)
            }
            self.validity.set(row);
        }
    }

    /// Says of a value that it could not be read.
    pub(crate) fn mark_unreadable(&mut self, row: usize) {
        self.validity.mark(row);
    }

    /// Makes the value of a record missing.
    pub(crate) fn clear(&mut self, row: usize) {
        match &mut self.values {
            Values::Nulls => {}
            Values::Numbers(numbers) => numbers.set(row, &Num::ZERO),
            Values::Days(days) => days.get_mut(row).into_iter().for_each(|day| *day = 0),
            Values::Truths(truths) => truths.unset(row),
            Values::Codes(codes) | Values::Texts(codes) => {
                codes.get_mut(row).into_iter().for_each(|code| *code = 0);
            }
        }
        self.validity.clear(row);
    }

    /// Leaves out all values; the memory stays.
    pub(crate) fn empty(&mut self) {
        match &mut self.values {
            Values::Nulls => {}
            Values::Numbers(numbers) => numbers.empty(),
            Values::Days(days) => days.clear(),
            Values::Truths(truths) => truths.truncate(0),
            Values::Codes(codes) | Values::Texts(codes) => codes.clear(),
        }
        self.validity.empty();
    }

    /// Leaves out the values from a record on.
    pub fn truncate(&mut self, rows: usize) {
        match &mut self.values {
            Values::Nulls => {}
            Values::Numbers(numbers) => numbers.truncate(rows),
            Values::Days(days) => days.truncate(rows),
            Values::Truths(truths) => truths.truncate(rows),
            Values::Codes(codes) | Values::Texts(codes) => codes.truncate(rows),
        }
        self.validity.truncate(rows);
    }

    /// Leaves out the records that are not kept.
    pub fn retain(&mut self, kept: &[bool]) {
        match &mut self.values {
            Values::Nulls => {}
            Values::Numbers(numbers) => numbers.retain(kept),
            Values::Days(days) => retain(days, kept),
            Values::Truths(truths) => {
                let places = (0..truths.len()).zip(kept).filter(|(_, kept)| **kept);
                *truths = places.map(|(place, _)| truths.get(place)).collect();
            }
            Values::Codes(codes) | Values::Texts(codes) => retain(codes, kept),
        }
        self.validity.retain(kept);
    }
}

/// Leaves out what is not kept; a list that is left empty because it holds nothing stays so.
pub(crate) fn retain<T>(values: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    values.retain(|_| kept.next().copied().unwrap_or(false));
}

/// The places of what is kept, counted anew.
pub(crate) fn retain_places(places: &BTreeSet<usize>, kept: &[bool]) -> BTreeSet<usize> {
    let stay = kept.iter().enumerate().filter(|(_, kept)| **kept).map(|(place, _)| place);
    stay.enumerate().filter(|(_, old)| places.contains(old)).map(|(new, _)| new).collect()
}
