//! Rows that look like totals of the rows above: by their words, or by their sums. They are no
//! records, but only the run can say so.

use super::readings::TotalRows;
use super::row::{Row, Slot};
use crate::source::key;
use crate::table::Input;
use crate::value::{Type, Unit};

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
    /// Columns of the file that may name a total.
    texts: Vec<usize>,
    /// The columns that surely add up first.
    sums: Vec<Sum>,
    /// Rows that look like totals, and why.
    found: Vec<(u32, String)>,
}

/// The sum so far of a column of amounts or counts.
#[derive(Clone, Debug)]
struct Sum {
    /// The field's place in the table.
    place: usize,
    /// The field's place among the columns of the file.
    slot: usize,
    /// `true` if the column surely adds up, as amounts and counts do: a number may be a mean.
    adds: bool,
    sum: Scaled,
    parts: u32,
    /// The first record of the table that is not in the sum; none before the first.
    next: Option<usize>,
}

/// A decimal of more digits than cells have: a mantissa over a power of ten.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Scaled {
    mantissa: i128,
    scale: u32,
}

impl Scaled {
    fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// The mantissas of two numbers at one scale, and that; none where one has no room.
    fn aligned(self, other: Scaled) -> Option<(i128, i128, u32)> {
        if self.scale == other.scale {
            return Some((self.mantissa, other.mantissa, self.scale));
        }
        let scale = self.scale.max(other.scale);
        let at = |one: Scaled| match scale - one.scale {
            0 => Some(one.mantissa),
            more => one.mantissa.checked_mul(10_i128.checked_pow(more)?),
        };
        Some((at(self)?, at(other)?, scale))
    }

    fn plus(self, other: Scaled) -> Option<Scaled> {
        let (own, other, scale) = self.aligned(other)?;
        Some(Scaled { mantissa: own.checked_add(other)?, scale })
    }

    fn equals(self, other: Scaled) -> bool {
        self.aligned(other).is_some_and(|(own, other, _)| own == other)
    }
}

impl Totals {
    /// Sums of columns not yet read; `None` where totals are records.
    pub(crate) fn new(
        slots: &[Slot],
        ty: impl Fn(&Slot) -> Type,
        wanted: Option<TotalRows>,
    ) -> Option<Totals> {
        let sum = |(place, slot): (usize, &Slot)| {
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
                slot: place,
                adds,
                sum: Scaled::default(),
                parts: 0,
                next: None,
            })
        };
        let mut sums: Vec<Sum> = slots.iter().enumerate().filter_map(sum).collect();
        sums.sort_by_key(|sum| !sum.adds);
        let texts = slots.iter().filter(|slot| slot.key || slot.rule.is_text());
        let texts = texts.map(|slot| slot.column).collect();
        let found = Vec::new();
        (wanted != Some(TotalRows::Keep)).then_some(Totals { wanted, texts, sums, found })
    }

    /// Takes the record last put into the table for one whose numbers are parts.
    pub(crate) fn add(&mut self, columns: &[Input]) {
        let last = columns.first().and_then(|column| column.len().checked_sub(1));
        last.into_iter().for_each(|last| self.add_from(columns, last));
    }

    /// Takes the records from one on for such.
    pub(crate) fn add_from(&mut self, columns: &[Input], first: usize) {
        for sum in self.sums.iter_mut().filter(|sum| sum.next.is_none()) {
            sum.next = columns.get(sum.place).map(|_| first);
        }
    }

    /// Something by which rows that hold no sums are told at a glance, as they follow the table.
    pub(crate) fn watch(&mut self, columns: &[Input]) -> Watch {
        if self.sums.len() < FEWEST_SUMS {
            return Watch::Nothing;
        }
        self.sums.iter_mut().for_each(|sum| sum.add(columns, 0));
        // Rows of totals add up in every column of amounts.
        let mut adding = self.sums.iter().filter(|sum| sum.adds && sum.can_be_reached());
        adding.next().map_or(Watch::Everything, |sum| Watch::Sum(sum.slot, sum.sum))
    }

    /// Adds what was not added yet before the columns are emptied.
    pub(crate) fn settle(&mut self, columns: &[Input]) {
        for sum in &mut self.sums {
            sum.add(columns, 0);
            sum.next = sum.next.map(|_| 0);
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

    /// Column in which a row says that it is a total; `None` if it does not.
    pub(crate) fn names(&self, row: &impl Row) -> Option<usize> {
        let first = (0..row.width()).find(|column| !row.raw(*column).is_blank())?;
        let says = |column: usize| says_total(&row.raw(column).shown());
        let texts = self.texts.iter().copied().filter(|column| *column != first);
        Some(first)
            .filter(|first| says(*first))
            .or_else(|| texts.into_iter().find(|one| says(*one)))
    }

    /// Returns `true` if a row says that it is a total; it is noted if so.
    pub(crate) fn is_named(&mut self, number: u32, row: &impl Row) -> bool {
        let word = self.names(row);
        self.found.extend(word.map(|column| (number, row.raw(column).shown().into_owned())));
        word.is_some()
    }

    fn holds_sums(&mut self, columns: &[Input]) -> bool {
        let mut equal = 0;
        for sum in &mut self.sums {
            sum.add(columns, 1);
            if !sum.can_be_reached() {
                continue;
            }
            match last(columns, sum.place) {
                Some(value) if value.equals(sum.sum) => equal += 1,
                // A row of totals adds up in every column of amounts; one that does not is a record
                // whose other numbers agree by chance.
                Some(_) if sum.adds => return false,
                Some(_) | None => {}
            }
        }
        equal >= FEWEST_SUMS
    }
}

/// Columns that are looked at to tell that a row holds no sums.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Watch {
    /// Nothing: no row can hold any.
    Nothing,
    /// One column of amounts, by its place among those of fields, with its sum so far.
    Sum(usize, Scaled),
    /// All columns that add up.
    Everything,
}

impl Watch {
    /// The same behind a row that surely holds no sums; none where it may.
    #[inline]
    pub(crate) fn passes(self, slots: &mut [Slot], row: &impl Row) -> Option<Watch> {
        match self {
            Watch::Nothing => Some(self),
            Watch::Everything => None,
            Watch::Sum(place, sum) => {
                let slot = slots.get_mut(place)?;
                let figure = row.figure(slot.column)?;
                let (mantissa, scale) = slot.rule.figure(figure.mantissa(), figure.decimals())?;
                let value = Scaled { mantissa: mantissa.into(), scale };
                let next = sum.plus(value).filter(|_| !sum.equals(value))?;
                Some(Watch::Sum(place, next))
            }
        }
    }
}

impl Sum {
    /// Returns `true` if a row may hold the sum: one of zero is reached by any row of zeros, and
    /// one of few parts by chance.
    fn can_be_reached(&self) -> bool {
        self.parts >= FEWEST_PARTS && !self.sum.is_zero()
    }

    /// Adds the numbers that were not added yet, up to so many before the last.
    fn add(&mut self, columns: &[Input], before: usize) {
        let (Some(next), Some(column)) = (self.next, columns.get(self.place)) else { return };
        let end = column.len().saturating_sub(before);
        column.sums(next..end, |mantissa, scale, parts| {
            if parts > 0 {
                self.parts += parts;
                self.sum = self.sum.plus(Scaled { mantissa, scale }).unwrap_or_default();
            }
        });
        self.next = Some(end.max(next));
    }
}

fn last(columns: &[Input], place: usize) -> Option<Scaled> {
    columns.get(place)?.last_decimal().map(|(mantissa, scale)| Scaled { mantissa, scale })
}

fn says_total(text: &str) -> bool {
    // Most keys and names are told apart here, without folding them.
    let begins = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    let shown = if begins { text } else { text.trim_start() };
    let third = match shown.as_bytes() {
        [b't' | b'T' | b'c' | b'C' | b'g' | b'G' | b's' | b'S', second, third, ..]
            if second.is_ascii() && third.is_ascii() =>
        {
            Some(char::from(*third))
        }
        [b't' | b'T' | b'c' | b'C' | b'g' | b'G' | b's' | b'S', ..] => shown.chars().nth(2),
        _ => None,
    };
    if third.is_none_or(|third| third.is_ascii() && !third.is_ascii_alphabetic()) {
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
