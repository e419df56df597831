//! Rows that look like totals of the rows above: by their words, or by their sums. They are no
//! records, but only the run can say so.

use super::readings::TotalRows;
use super::row::{Row, Slot};
use crate::source::key;
use crate::table::Input;
use crate::value::{Type, Unit};
use rust_decimal::Decimal;

/// Least number of rows above that must add to a sum before a row can look like it.
const FEWEST_PARTS: u32 = 3;
/// Least number of columns that must hold their sums.
const FEWEST_SUMS: usize = 2;
/// Greatest number of rows that look like totals that are named.
const NAMED: usize = 5;
/// Keys and names that state a row of totals, by key; the first two also with words behind them.
const WORDS: [&str; 8] =
    ["tổng cộng", "grand total", "tổng", "tổng số", "cộng", "total", "totals", "sum"];
const OPENING: usize = 2;

/// Sums kept while the rows of a file are read, to tell rows of totals.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    wanted: Option<TotalRows>,
    sums: Vec<Sum>,
    /// Rows that look like totals, and why.
    found: Vec<(u32, String)>,
}

/// The sum so far of a column of amounts or counts.
#[derive(Clone, Debug)]
struct Sum {
    /// The field's place in the table.
    place: usize,
    /// `true` if the column surely adds up, as amounts and counts do: a number may be a mean.
    adds: bool,
    sum: Decimal,
    parts: u32,
}

impl Totals {
    /// Sums of columns not yet read; `None` where totals are records.
    pub(crate) fn new(
        slots: &[Slot],
        ty: impl Fn(&Slot) -> Type,
        wanted: Option<TotalRows>,
    ) -> Option<Totals> {
        let sum = |slot: &Slot| {
            let adds = match ty(slot) {
                Type::Number(Unit::Money | Unit::Integer) => true,
                Type::Number(Unit::Number) => false,
                Type::Number(
                    Unit::Bare
                    | Unit::Ratio
                    | Unit::Points
                    | Unit::Days
                    | Unit::Months
                    | Unit::Year,
                ) => return None,
                Type::Text | Type::Date | Type::YesNo | Type::Category(_) => return None,
            };
            (!slot.key).then_some(Sum {
                place: slot.field.index(),
                adds,
                sum: Decimal::ZERO,
                parts: 0,
            })
        };
        let mut sums: Vec<Sum> = slots.iter().filter_map(sum).collect();
        sums.sort_by_key(|sum| !sum.adds);
        (wanted != Some(TotalRows::Keep)).then_some(Totals { wanted, sums, found: Vec::new() })
    }

    /// Adds the record that was last put into the table.
    pub(crate) fn add(&mut self, columns: &[Input]) {
        for sum in &mut self.sums {
            let Some(value) = last(columns, sum.place).filter(|value| !value.is_zero()) else {
                continue;
            };
            sum.parts += 1;
            sum.sum = sum.sum.checked_add(value).unwrap_or_default();
        }
    }

    /// The rows that look like totals, where nobody said what becomes of them: the first of them,
    /// and how many there are.
    pub(crate) fn doubtful(&self) -> Option<(&[(u32, String)], usize)> {
        let named =
            self.found.split_at_checked(NAMED).map_or(self.found.as_slice(), |(named, _)| named);
        (self.wanted.is_none() && !self.found.is_empty()).then_some((named, self.found.len()))
    }

    /// Returns `true` if the row that was last put into the table holds the sums of those above; it
    /// is noted if so.
    pub(crate) fn is_sum(&mut self, columns: &[Input], number: u32, row: &impl Row) -> bool {
        let found = self.holds_sums(columns);
        if found {
            let first = (0..row.width()).find(|column| !row.raw(*column).is_blank());
            self.found.push((
                number,
                first.map_or_else(String::new, |column| row.raw(column).shown().into_owned()),
            ));
        }
        found
    }

    /// Returns `true` if a row says that it is a total; it is noted if so.
    pub(crate) fn is_named(&mut self, slots: &[Slot], number: u32, row: &impl Row) -> bool {
        let first = (0..row.width()).find(|column| !row.raw(*column).is_blank());
        let texts =
            slots.iter().filter(|slot| slot.key || slot.rule.is_text()).map(|slot| slot.column);
        let mut columns = first.into_iter().chain(texts.filter(|column| Some(*column) != first));
        let word = columns.find(|column| says_total(&row.raw(*column).shown()));
        self.found.extend(word.map(|column| (number, row.raw(column).shown().into_owned())));
        word.is_some()
    }

    fn holds_sums(&self, columns: &[Input]) -> bool {
        let mut equal = 0;
        // A sum of zero is reached by any row of zeros, and one of few parts by chance.
        for sum in self.sums.iter().filter(|sum| sum.parts >= FEWEST_PARTS && !sum.sum.is_zero()) {
            match last(columns, sum.place) {
                Some(value) if value == sum.sum => equal += 1,
                // A row of totals adds up in every column of amounts; one that does not is a record
                // whose other numbers agree by chance.
                Some(_) if sum.adds => return false,
                Some(_) | None => {}
            }
        }
        equal >= FEWEST_SUMS
    }
}

fn last(columns: &[Input], place: usize) -> Option<Decimal> {
    columns.get(place)?.last_decimal()
}

fn says_total(text: &str) -> bool {
    let mut letters = text.trim_start().chars();
    let first = letters
        .next()
        .is_some_and(|letter| matches!(letter, 't' | 'T' | 'c' | 'C' | 'g' | 'G' | 's' | 'S'));
    // Most keys and names are told apart here, without folding them.
    if !first || letters.nth(1).is_none_or(|third| third.is_ascii() && !third.is_ascii_alphabetic())
    {
        return false;
    }
    let words = key(text.trim_end_matches([':', '.', ' ']));
    let opens = |opening: &str| {
        words.strip_prefix(opening).is_some_and(|rest| rest.starts_with([' ', '(']))
    };
    WORDS.contains(&words.as_str()) || WORDS.iter().take(OPENING).any(|opening| opens(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_totals_are_known_in_any_spelling_and_names_are_not_taken_for_them() {
        for text in [
            "Tổng cộng",
            "TỔNG CỘNG:",
            "tổng số",
            "Cộng",
            "Grand Total",
            "total",
            "Tổng cộng (12 tổ)",
            "To\u{302}\u{309}ng",
        ] {
            assert!(says_total(text), "{text}");
        }
        for text in
            ["", "T", "T01", "Tổ 1", "Tổng hợp", "Cộng Hòa", "Totalitas", "Cẩm Lệ", "Sơn Trà", "-"]
        {
            assert!(!says_total(text), "{text}");
        }
    }
}
