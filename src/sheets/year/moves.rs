//! Records under a block from month to month.

use super::YearForm;
use super::table::{YearTable, column, text};
use crate::data::out::{Cell, Column, Kind};
use crate::diag::Message;
use crate::diag::months::{self as say, Words, words};
use crate::explain::decision::name_of_record;
use crate::months::{BlockYear, MonthMoves, MoveCounts, Moved, RecordMove};
use crate::value::{Date, Lang, Num};

/// The tables of a block: by month, by unit in the latest month, the records to note.
pub(super) fn tables(block: &BlockYear, form: YearForm, lang: Lang) -> Vec<YearTable> {
    let sheet = Sheet { block, lang, words: words(lang) };
    match form {
        YearForm::Screen => {
            let tables = sheet.totals().into_iter().chain(sheet.of_latest());
            tables
                .flat_map(YearTable::for_screen)
                .chain(sheet.records(block.latest(), false))
                .collect()
        }
        YearForm::Page => {
            let tables = sheet.totals().into_iter().chain(sheet.of_latest());
            tables.chain(sheet.records(block.latest(), false)).collect()
        }
        YearForm::Workbook => sheet
            .by_unit_and_month()
            .into_iter()
            .chain(sheet.records(&block.months, true))
            .collect(),
    }
}

struct Sheet<'b> {
    block: &'b BlockYear,
    lang: Lang,
    words: &'static Words,
}

impl<'b> Sheet<'b> {
    /// All records together, a row a month.
    fn totals(&self) -> Option<YearTable> {
        let months = self.block.months.iter().filter(|month| month.has_data);
        let rows = months.flat_map(|month| {
            let total = month.units.iter().filter(|unit| unit.is_total);
            total.map(|unit| {
                let name = text(say::short_month(month.month));
                [vec![name], self.counts(month, unit)].concat()
            })
        });
        let columns = self.columns(vec![column(self.words.month, Kind::Text)]);
        let heading = self.said(&say::moves_of(&self.block.block));
        self.table(heading, columns, rows.collect()).map(|table| table.with_note(self.note()))
    }

    /// The latest month, a row a unit; none where records have no units.
    fn of_latest(&self) -> Option<YearTable> {
        let latest = self.block.latest().filter(|month| month.is_compared)?;
        let by = self.block.by.as_deref()?;
        let rows = latest
            .units
            .iter()
            .map(|unit| [vec![self.unit(unit)], self.counts(latest, unit)].concat());
        let columns = self.columns(vec![column(by, Kind::Text)]);
        let heading = self.said(&say::moves_by_unit(&self.block.block, latest.month));
        self.table(heading, columns, rows.collect())
    }

    /// All months and units, a row each.
    fn by_unit_and_month(&self) -> Option<YearTable> {
        let by = self.block.by.as_deref();
        let unit = column(by.unwrap_or(self.words.unit), Kind::Text);
        let months = self.block.months.iter().filter(|month| month.has_data);
        let rows = months.flat_map(|month| {
            month.units.iter().map(|unit| {
                let lead = vec![Cell::Date(month.month), self.unit(unit)];
                [lead, self.counts(month, unit)].concat()
            })
        });
        let columns = self.columns(vec![column(self.words.month, Kind::Date), unit]);
        let heading = self.said(&say::sheet_of_moves(&self.block.block));
        self.table(heading, columns, rows.collect())
    }

    /// The records that there is something to say of, in some months; `dated`: each with its month.
    fn records<'m>(
        &self,
        months: impl IntoIterator<Item = &'m MonthMoves>,
        dated: bool,
    ) -> Option<YearTable> {
        let months: Vec<&MonthMoves> = months.into_iter().collect();
        let has_units = self.block.by.is_some();
        let heading = match months.as_slice() {
            [one] if !dated => say::records_in(&self.block.block, one.month),
            _ => say::records_in_all(&self.block.block),
        };
        let rows = months.iter().flat_map(|month| {
            month.records.iter().map(|one| {
                let unit = one.unit.as_deref().unwrap_or(self.words.no_unit);
                let day = dated.then_some(Cell::Date(month.month));
                let lead = has_units.then(|| text(unit)).into_iter().chain(day);
                lead.chain(self.record(one)).collect()
            })
        });
        let words = self.words;
        let by = self.block.by.as_deref().map(|by| column(by, Kind::Text));
        let month = dated.then(|| column(words.month, Kind::Date));
        let own = [words.record, words.moved, words.before, words.now];
        let own = own.map(|header| column(header, Kind::Text));
        let columns = by.into_iter().chain(month).chain(own).collect();
        self.table(self.said(&heading), columns, rows.collect())
    }

    fn record(&self, one: &RecordMove) -> Vec<Cell<'static>> {
        let word = |word: &Option<std::sync::Arc<str>>| word.as_deref().map_or(Cell::Blank, text);
        vec![
            text(name_of_record(&one.record, &one.shown, self.lang)),
            text(self.moved(one.moved)),
            word(&one.before),
            word(&one.now),
        ]
    }

    fn moved(&self, moved: Moved) -> String {
        let words = self.words;
        match moved {
            Moved::Fell => words.fell.to_owned(),
            Moved::LowAgain(months) => self.said(&say::low_again(&self.low(), months)),
            Moved::New => words.new.to_owned(),
            Moved::Back(last) => self.said(&say::back(last)),
            Moved::Gone => words.gone.to_owned(),
            Moved::Open => words.not_comparable.to_owned(),
        }
    }

    fn low(&self) -> Vec<&'b str> {
        self.block.low.iter().map(AsRef::as_ref).collect()
    }

    /// The counts of a unit; of a month that is not compared, its records alone.
    fn counts(&self, month: &MonthMoves, unit: &MoveCounts) -> Vec<Cell<'static>> {
        let number =
            |count: u64| Cell::Number(Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX)));
        let compared =
            [unit.rose, unit.same, unit.fell, unit.low_again, unit.new, unit.gone, unit.open];
        let compared = compared.map(|count| match month.is_compared {
            true => number(count),
            false => Cell::Blank,
        });
        std::iter::once(number(unit.records)).chain(compared).collect()
    }

    fn columns(&self, lead: Vec<Column>) -> Vec<Column> {
        let words = self.words;
        let counted = [
            words.records,
            words.rose,
            words.same,
            words.fell,
            words.low_again,
            words.arrived,
            words.gone,
            words.not_comparable,
        ];
        let counted = counted.map(|header| column(header, Kind::Number));
        lead.into_iter().chain(counted).collect()
    }

    /// The months without data, and those that are not compared for that.
    fn note(&self) -> String {
        let days = |which: fn(&MonthMoves) -> bool| -> Vec<Date> {
            let months = self.block.months.iter().skip(1).filter(|month| which(month));
            months.map(|month| month.month).collect()
        };
        let all = self.block.months.iter().filter(|month| !month.has_data);
        let without: Vec<Date> = all.map(|month| month.month).collect();
        let apart = days(|month| month.has_data && !month.is_compared);
        let mut told = vec![self.said(&say::low_twice(&self.low()))];
        if !without.is_empty() {
            told.push(self.said(&say::months_without(&without)));
        }
        if !apart.is_empty() {
            told.push(self.said(&say::not_compared(&apart)));
        }
        told.join(". ")
    }

    fn unit(&self, unit: &MoveCounts) -> Cell<'static> {
        text(if unit.is_total { self.words.whole } else { unit.unit.as_ref() })
    }

    fn table(
        &self,
        heading: String,
        columns: Vec<Column>,
        rows: Vec<Vec<Cell<'static>>>,
    ) -> Option<YearTable> {
        let table = YearTable::new(heading, columns, self.lang);
        (!rows.is_empty()).then(|| table.with_rows(rows))
    }

    fn said(&self, message: &Message) -> String {
        message.get(self.lang).to_owned()
    }
}
