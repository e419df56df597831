//! What came of targets as a table: a row a unit, indicator and level.

use super::sheet::kind;
use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::target::{Words, words};
use crate::eval::Status;
use crate::report::{
    Amount, Distance, IndicatorOutcome, LevelOutcome, RecordCounts, TargetOutcome, show_change, show_distance, show_value,
};
use crate::value::{Lang, Num};
use std::borrow::Cow;

/// A table of what came of targets.
pub struct TargetSheet<'o> {
    outcomes: &'o [TargetOutcome],
    columns: Vec<Column>,
    lang: Lang,
    words: &'static Words,
}

impl<'o> TargetSheet<'o> {
    /// Of these units of one `chỉ tiêu`, with headers in a language.
    pub fn new(outcomes: &'o [TargetOutcome], lang: Lang) -> TargetSheet<'o> {
        let words = words(lang);
        TargetSheet { outcomes, columns: columns(outcomes, words), lang, words }
    }

    /// The targets' name: that of the sheet.
    pub fn name(&self) -> &'o str {
        self.outcomes.first().map_or("", |outcome| &outcome.block)
    }

    /// The table.
    pub fn grid(&self) -> Grid<'_> {
        let rows = self.outcomes.iter().flat_map(|outcome| self.rows(outcome));
        Grid { name: self.name(), columns: &self.columns, rows: Box::new(rows), lang: self.lang }
    }

    fn rows(&self, outcome: &'o TargetOutcome) -> Vec<Vec<Cell<'o>>> {
        let indicators = outcome.indicators.iter();
        let rows = indicators.flat_map(|indicator| match indicator.levels.as_slice() {
            [] => vec![self.row(outcome, indicator, None)],
            levels => levels.iter().map(|level| self.row(outcome, indicator, Some(level))).collect(),
        });
        rows.collect()
    }

    fn row(&self, outcome: &'o TargetOutcome, indicator: &'o IndicatorOutcome, level: Option<&'o LevelOutcome>) -> Vec<Cell<'o>> {
        let text = |text: &'o str| Cell::Text(Cow::Borrowed(text));
        let distance = level.and_then(|level| level.distance.as_ref());
        let short = distance.map(|distance| (distance.by.value(), show_distance(indicator, distance, self.lang)));
        let amount = distance.and_then(|distance| Some((distance, distance.numerator.as_ref()?)));
        let change = amount.map(|(distance, amount)| (signed(distance, amount), amount.ty, show_change(distance, amount, self.lang)));
        vec![
            text(&outcome.unit),
            self.verdict(outcome),
            Cell::Text(Cow::Owned(format!("{}. {}", indicator.label, indicator.title.as_deref().unwrap_or(&indicator.formula)))),
            measure(indicator.value.as_ref(), indicator.ty, show_value(indicator, self.lang)),
            level.and_then(|level| level.name.as_deref()).map_or(Cell::Blank, text),
            level.map_or(Cell::Blank, |level| text(&level.required)),
            text(self.words.standing(&indicator.status, level.map(|level| level.met))),
            short.map_or(Cell::Blank, |(number, shown)| measure(number, indicator.ty, shown)),
            change.map_or(Cell::Blank, |(number, ty, shown)| measure(Some(&number), ty, shown)),
            Cell::Number(Num::from_i64(i64::try_from(outcome.records.records).unwrap_or(i64::MAX))),
            self.notes(outcome.records),
        ]
    }

    fn verdict(&self, outcome: &'o TargetOutcome) -> Cell<'o> {
        match (&outcome.verdict, &outcome.verdict_range) {
            (Some(verdict), _) => Cell::Text(Cow::Borrowed(verdict)),
            (None, Some((low, high))) => Cell::Text(Cow::Owned(format!("{} ({low} – {high})", self.words.undetermined))),
            (None, None) if outcome.status == Status::DataError => Cell::Text(Cow::Borrowed(self.words.data_error)),
            (None, None) => Cell::Text(Cow::Borrowed(self.words.not_applicable)),
        }
    }

    fn notes(&self, counts: RecordCounts) -> Cell<'o> {
        let words = self.words;
        let all = [
            (counts.undetermined, words.undetermined_records),
            (counts.data_errors, words.faulty_records),
            (counts.without_unit, words.without_unit),
        ];
        let told: Vec<String> = all.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if told.is_empty() { Cell::Blank } else { Cell::Text(Cow::Owned(told.join("; "))) }
    }
}

fn columns(outcomes: &[TargetOutcome], words: &Words) -> Vec<Column> {
    let unit = outcomes.first().and_then(|outcome| outcome.by.as_deref()).unwrap_or(words.unit);
    let mut columns: Vec<Column> = [unit, words.verdict, words.indicator].into_iter().map(|header| column(header, Kind::Text)).collect();
    columns.push(column(words.value, Kind::Number));
    columns.extend([words.level, words.required, words.result].map(|header| column(header, Kind::Text)));
    columns.extend([words.short, words.change].map(|header| column(header, Kind::Number)));
    columns.extend([column(words.records, Kind::Number), column(words.notes, Kind::Text)]);
    columns
}

fn column(header: &str, kind: Kind) -> Column {
    Column { header: header.to_owned(), kind }
}

/// Below zero where the sum must fall.
fn signed(distance: &Distance, amount: &Amount) -> Num {
    if distance.too_high { amount.number.neg() } else { amount.number.clone() }
}

/// A number where it is one, else how it reads.
fn measure<'c>(number: Option<&Num>, ty: crate::value::Type, shown: String) -> Cell<'c> {
    match number {
        Some(number) => Cell::Measure(number.clone(), kind(ty), shown),
        None => Cell::Text(Cow::Owned(shown)),
    }
}
