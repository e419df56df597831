//! Columns that a program makes, and tables of them.

use super::input::{Input, Values};
use super::numbers::{MOST_DECIMALS, Numbers};
use super::validity::Validity;
use crate::diag::{Error, table as say};
use crate::value::{Date, Num};
use std::collections::HashMap;
use std::sync::Arc;

/// Values of one field, one for each record, in the layout of Arrow: values, validity, dictionary.
///
/// ```
/// use visao::table::{Column, Validity};
///
/// // 0.5 and 1.25, then a missing value.
/// let ratios = Column::decimals(vec![50, 125, 0], 2, Validity::from_iter([true, true, false]))?;
/// assert_eq!(ratios.len(), 3);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub(crate) input: Input,
    /// The names that codes point into; none where the values are no codes.
    pub(crate) names: Vec<Arc<str>>,
}

impl Column {
    /// Numbers as mantissas with so many decimals: 150 with two decimals is 1.50. They are in the
    /// field's own unit: đồng, days or months, a ratio as the ratio itself.
    ///
    /// # Errors
    /// The validity is of another length (E276); more than 18 decimals (E278).
    pub fn decimals(
        mantissas: Vec<i64>,
        decimals: u32,
        validity: Validity,
    ) -> Result<Column, Error> {
        same_length(mantissas.len(), validity.len())?;
        if decimals > MOST_DECIMALS {
            return Err(say::too_many_decimals(decimals, MOST_DECIMALS));
        }
        Ok(Column::of(Values::Numbers(Numbers::of(mantissas, decimals)), validity))
    }

    /// Exact numbers of any size, in the field's own unit; none is a missing value.
    pub fn numbers(numbers: impl IntoIterator<Item = Option<Num>>) -> Column {
        Column::unnamed(Input::numbers(numbers))
    }

    /// Days counted from 01/01/1970, as in Arrow, Parquet and Unix.
    ///
    /// # Errors
    /// The validity is of another length (E276); a day outside the years 1 to 9999 (E278).
    pub fn days(days: Vec<i32>, validity: Validity) -> Result<Column, Error> {
        same_length(days.len(), validity.len())?;
        let outside = |(row, day): &(usize, &i32)| {
            validity.is_known(*row) && Date::from_days_since_1970(**day).is_none()
        };
        match days.iter().enumerate().find(outside) {
            Some((row, day)) => Err(say::day_outside(*day, row)),
            None => Ok(Column::of(Values::Days(days), validity)),
        }
    }

    /// Dates, one for each record; none is a missing value.
    pub fn dates(dates: impl IntoIterator<Item = Option<Date>>) -> Column {
        Column::unnamed(Input::days(dates))
    }

    /// Truth values, one for each record; none is a missing value.
    pub fn truths(truths: impl IntoIterator<Item = Option<bool>>) -> Column {
        Column::unnamed(Input::truths(truths))
    }

    /// Category values or texts as places in a list of names.
    ///
    /// ```
    /// use visao::table::{Column, Validity};
    ///
    /// let column = Column::dictionary(vec![0, 1, 1], ["Hải Châu", "Sơn Trà"], Validity::all(3))?;
    /// let error = Column::dictionary(vec![2], ["Hải Châu", "Sơn Trà"], Validity::all(1));
    /// assert_eq!(error.unwrap_err().code(), "E277");
    /// # Ok::<(), visao::Error>(())
    /// ```
    ///
    /// # Errors
    /// The validity is of another length (E276); a code that no name stands for (E277).
    pub fn dictionary<N: Into<Arc<str>>>(
        codes: Vec<u32>,
        names: impl IntoIterator<Item = N>,
        validity: Validity,
    ) -> Result<Column, Error> {
        same_length(codes.len(), validity.len())?;
        let names: Vec<Arc<str>> = names.into_iter().map(Into::into).collect();
        let outside = |(row, code): &(usize, &u32)| {
            validity.is_known(*row) && names.get(**code as usize).is_none()
        };
        match codes.iter().enumerate().find(outside) {
            Some((row, code)) => Err(say::code_outside(*code, row, names.len())),
            None => Ok(Column { input: Input::of(Values::Codes(codes), validity), names }),
        }
    }

    /// Category values or texts, each name as it comes, kept as a dictionary; none is a missing
    /// value.
    pub fn texts<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> Column {
        let mut names: Vec<Arc<str>> = Vec::new();
        let mut codes: HashMap<&str, u32> = HashMap::new();
        let mut code = |text: &'t str| {
            *codes.entry(text).or_insert_with(|| {
                names.push(Arc::from(text));
                u32::try_from(names.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let input = Input::codes(texts.into_iter().map(|text| text.map(&mut code)));
        Column { input, names }
    }

    /// So many missing values, of whatever type the field has.
    pub fn nulls(rows: usize) -> Column {
        Column::unnamed(Input::nulls(rows))
    }

    /// The same column, with the values of these records given as ones that could not be read: not
    /// missing, but data errors.
    ///
    /// # Errors
    /// There is no such record (E276).
    pub fn unreadable(mut self, rows: impl IntoIterator<Item = usize>) -> Result<Column, Error> {
        for row in rows {
            if row >= self.len() {
                return Err(say::no_such_row(row, self.len()));
            }
            self.input.clear(row);
            self.input.mark_unreadable(row);
        }
        Ok(self)
    }

    /// The number of records.
    pub fn len(&self) -> usize {
        self.input.len()
    }

    /// Returns `true` if the column has no records.
    pub fn is_empty(&self) -> bool {
        self.input.is_empty()
    }

    /// Validity of the values: which of them are there.
    pub fn validity(&self) -> &Validity {
        self.input.validity()
    }

    /// Mantissas of numbers and their decimals: 150 with two decimals is 1.50. A missing value has
    /// 0, and so has a number that is no decimal of the column: see [`Column::number`]. `None` of a
    /// column of another type.
    pub fn mantissas(&self) -> Option<(&[i64], u32)> {
        let Values::Numbers(numbers) = self.input.values() else { return None };
        Some((numbers.mantissas(), numbers.decimals()))
    }

    /// The exact number of a record; none of a missing one and of a column of another type.
    pub fn number(&self, row: usize) -> Option<Num> {
        self.input.number(row)
    }

    /// Places in [`Column::names`], without meaning for a missing value. `None` of a column of
    /// another type.
    pub fn codes(&self) -> Option<&[u32]> {
        let (Values::Codes(codes) | Values::Texts(codes)) = self.input.values() else {
            return None;
        };
        Some(codes)
    }

    /// The dictionary that codes are places in; empty of a column without codes.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// The name of a record; none of a missing one and of a column without codes.
    pub fn name(&self, row: usize) -> Option<&Arc<str>> {
        self.names.get(self.input.code(row)? as usize)
    }

    /// A column without a dictionary.
    fn unnamed(input: Input) -> Column {
        Column { input, names: Vec::new() }
    }

    fn of(values: Values, validity: Validity) -> Column {
        Column::unnamed(Input::of(values, validity))
    }
}

/// Refuses so many values where the validity says of another number.
fn same_length(values: usize, validity: usize) -> Result<(), Error> {
    if values == validity { Ok(()) } else { Err(say::validity_length(values, validity)) }
}

/// Records in columns, each named as its field is: what [`crate::Query::columns`] reads.
///
/// ```
/// use visao::table::{Column, Table, Validity};
///
/// let table = Table::of([
///     ("mã tổ", Column::texts([Some("T01"), Some("T02")])),
///     ("dư nợ", Column::decimals(vec![1_500_000, 0], 0, Validity::all(2))?),
/// ])?;
/// assert_eq!(table.rows(), 2);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    columns: Vec<(String, Column)>,
    rows: usize,
}

impl Table {
    /// A table of these columns. Names are those of fields, or of their columns in files.
    ///
    /// # Errors
    /// The columns are of different lengths (E276).
    pub fn of<N: Into<String>>(
        columns: impl IntoIterator<Item = (N, Column)>,
    ) -> Result<Table, Error> {
        let named = columns.into_iter().map(|(name, column)| (name.into(), column));
        let columns: Vec<(String, Column)> = named.collect();
        let rows = columns.first().map_or(0, |(_, column)| column.len());
        match columns.iter().find(|(_, column)| column.len() != rows) {
            Some((name, column)) => Err(say::column_length(name, column.len(), rows)),
            None => Ok(Table { columns, rows }),
        }
    }

    /// Number of records, the same in each column.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in the order given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn into_columns(self) -> Vec<(String, Column)> {
        self.columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Lang;

    fn code(made: Result<Column, Error>) -> &'static str {
        made.unwrap_err().code()
    }

    #[test]
    fn a_column_that_cannot_be_is_refused_with_what_is_wrong() {
        assert_eq!(code(Column::decimals(vec![1, 2], 0, Validity::all(3))), "E276");
        assert_eq!(code(Column::decimals(vec![1], 19, Validity::all(1))), "E278");
        assert!(Column::decimals(vec![1], 18, Validity::all(1)).is_ok());
        assert_eq!(code(Column::days(vec![1], Validity::all(0))), "E276");
        assert_eq!(code(Column::days(vec![0, i32::MAX], Validity::all(2))), "E278");
        assert_eq!(code(Column::dictionary(vec![0], ["a"], Validity::all(2))), "E276");
        assert_eq!(code(Column::dictionary(vec![1], ["a"], Validity::all(1))), "E277");
        assert_eq!(code(Column::nulls(2).unreadable([2])), "E276");
        let unequal = Table::of([("a", Column::nulls(1)), ("b", Column::nulls(2))]);
        assert_eq!(
            unequal.unwrap_err().with_lang(Lang::En).to_string(),
            "the column “b” has 2 values and those before it have 1; each column needs a value \
             for each record [E276]"
        );
    }

    #[test]
    fn what_a_missing_value_stands_over_is_not_looked_at() {
        let none = || Validity::from_iter([false]);
        assert!(Column::days(vec![i32::MIN], none()).is_ok());
        assert!(Column::dictionary(vec![7], ["a"], none()).is_ok());
    }

    #[test]
    fn texts_are_kept_once_each() {
        let texts = Column::texts([Some("b"), None, Some("a"), Some("b")]);
        let names: Vec<&str> = texts.names.iter().map(|name| &**name).collect();
        assert_eq!(names, ["b", "a"]);
        let codes: Vec<Option<u32>> = (0..4).map(|row| texts.input.code(row)).collect();
        assert_eq!(codes, [Some(0), None, Some(1), Some(0)]);
    }

    #[test]
    fn a_value_that_could_not_be_read_is_none() {
        let column = Column::truths([Some(true), Some(true)]).unreadable([1]).unwrap();
        assert_eq!([0, 1].map(|row| column.input.truth(row)), [Some(true), None]);
    }
}
