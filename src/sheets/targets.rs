//! Outcomes of targets as a table: a row for each unit, indicator and level.

use super::decisions::kind;
use super::packs::{repeated, with_pack};
use crate::data::out::{Cell, Column, Grid, Kind, Row};
#[cfg(feature = "xlsx")]
use crate::data::out::{Telling, Tone, Toned};
use crate::diag::half_year::{in_month, reached_in, reached_on};
use crate::diag::target::{Words, words};
use crate::report::{
    Distance, IndicatorOutcome, LevelOutcome, TargetOutcome, show_change, show_distance,
    show_missed_periods, show_strays, show_unit, show_value, show_verdict,
};
use crate::value::{Date, Lang, Num};
use std::borrow::Cow;

/// Limit on the records without a unit that a note names.
const NAMED: usize = 3;

/// The columns that are about a unit, not one of its indicators: name, verdict, records and notes.
const OF_UNIT: [usize; 4] = [0, 1, 9, 10];

/// Place of the day among the columns: behind the unit.
const DAY: usize = 1;

/// A table of the outcomes of targets.
pub struct TargetSheet<'o> {
    name: Cow<'o, str>,
    outcomes: &'o [TargetOutcome],
    columns: Vec<Column>,
    /// `true` if the outcomes are of several days, so that each row names its own.
    dated: bool,
    lang: Lang,
    words: &'static Words,
}

impl<'o> TargetSheet<'o> {
    /// Sheet of the outcomes of one `chỉ tiêu`, a unit each, with headers in a language.
    pub fn new(outcomes: &'o [TargetOutcome], lang: Lang) -> TargetSheet<'o> {
        let words = words(lang);
        let mut columns = columns(outcomes, words);
        let mut days = outcomes.iter().map(|outcome| outcome.as_of);
        let first = days.next();
        let dated = days.any(|day| Some(day) != first);
        if dated {
            let header = crate::diag::sheet::words(lang).as_of;
            columns.insert(DAY, column(header, Kind::Date));
        }
        let name = outcomes.first().map_or("", |outcome| &outcome.block);
        TargetSheet { name: Cow::Borrowed(name), outcomes, columns, dated, lang, words }
    }

    /// Sheets of the outcomes of several targets; those of an earlier pack that have the name of
    /// another are told apart by their pack.
    pub fn all(targets: &'o [Vec<TargetOutcome>], lang: Lang) -> Vec<TargetSheet<'o>> {
        let mut sheets: Vec<TargetSheet<'o>> =
            targets.iter().map(|outcomes| TargetSheet::new(outcomes, lang)).collect();
        let repeated = repeated(sheets.iter().map(TargetSheet::name));
        sheets.iter_mut().zip(repeated).filter(|(_, again)| *again).for_each(|(sheet, _)| {
            sheet.name_pack();
        });
        sheets
    }

    /// Names the pack beside the targets.
    pub(super) fn name_pack(&mut self) {
        if let Some(outcome) = self.outcomes.first() {
            self.name = Cow::Owned(with_pack(&outcome.block, &outcome.pack));
        }
    }

    /// The outcomes, a unit each.
    pub fn outcomes(&self) -> &'o [TargetOutcome] {
        self.outcomes
    }

    /// The language of the headers.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// The targets' name: that of the sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns `true` if the outcomes are of several days.
    #[cfg(feature = "xlsx")]
    pub(super) fn is_dated(&self) -> bool {
        self.dated
    }

    /// Tones of the columns that say what is met.
    #[cfg(feature = "xlsx")]
    pub(super) fn toned(&self) -> Vec<Toned> {
        let words = self.words;
        let told = |text: &str, tone| (Telling::Whole(text.to_owned()), tone);
        let tones = vec![
            told(words.met, Tone::Good),
            told(words.not_met, Tone::Bad),
            told(words.not_due_yet, Tone::Fair),
            (Telling::Beginning(words.undetermined.to_owned()), Tone::Open),
            told(words.data_error, Tone::Open),
        ];
        let named = |header: &str| self.columns.iter().position(|one| one.header == header);
        let places = [words.verdict, words.result].into_iter().filter_map(named);
        places.map(|column| Toned { column, tones: tones.clone() }).collect()
    }

    /// The verdict of each unit in words; of several months, which it was in which.
    pub fn in_brief(&self) -> Vec<(String, String)> {
        let mut units: Vec<(String, Vec<&TargetOutcome>)> = Vec::new();
        for outcome in self.outcomes {
            let unit = show_unit(outcome);
            match units.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, months)) => months.push(outcome),
                None => units.push((unit, vec![outcome])),
            }
        }
        units.into_iter().map(|(unit, months)| (unit, self.over_months(&months))).collect()
    }

    /// `đạt 4 tháng; không đạt: tháng 3/2023, 5/2023`: the verdicts of a unit, those that name no
    /// month first.
    fn over_months(&self, months: &[&TargetOutcome]) -> String {
        let mut verdicts: Vec<(String, Vec<&TargetOutcome>)> = Vec::new();
        for outcome in months {
            let verdict = show_verdict(outcome, self.lang);
            match verdicts.iter_mut().find(|(known, _)| *known == verdict) {
                Some((_, months)) => months.push(outcome),
                None => verdicts.push((verdict, vec![outcome])),
            }
        }
        if let [(verdict, _)] = verdicts.as_slice() {
            return verdict.clone();
        }
        let is_good = |months: &[&TargetOutcome]| months.iter().all(|one| one.met() == Some(true));
        verdicts.sort_by_key(|(_, months)| !is_good(months));
        let told = verdicts.iter().map(|(verdict, months)| {
            let days: Vec<Date> = months.iter().filter_map(|one| one.as_of).collect();
            let told = match is_good(months) {
                true => reached_in(verdict, months.len()),
                false => reached_on(verdict, &days),
            };
            told.get(self.lang).to_owned()
        });
        told.collect::<Vec<_>>().join("; ")
    }

    /// The table, each row complete.
    pub fn grid(&self) -> Grid<'_> {
        self.grid_of(self.outcomes.iter().flat_map(|outcome| {
            let rows = self.rows(outcome);
            self.dated(outcome, rows)
        }))
    }

    /// Grid for reading by people: the columns about a unit are filled in the first of its rows
    /// alone; of several months, the latest.
    pub fn grid_of_latest(&self) -> Grid<'_> {
        let latest = self.outcomes.iter().map(|outcome| outcome.as_of).max().flatten();
        self.grid_of_days(move |day| day == latest)
    }

    /// Words above the table of the latest month: the name, and the month where there are several.
    pub fn heading_of_latest(&self) -> String {
        let latest = self.outcomes.iter().filter_map(|outcome| outcome.as_of).max();
        match latest.filter(|_| self.dated) {
            Some(day) => in_month(&self.name, day).get(self.lang).to_owned(),
            None => self.name.to_string(),
        }
    }

    /// Grid for reading by people: the columns about a unit are filled in the first of its rows
    /// alone.
    pub fn grid_of_units(&self) -> Grid<'_> {
        self.grid_of_days(|_| true)
    }

    fn grid_of_days<'g>(&'g self, told: impl Fn(Option<Date>) -> bool + 'g) -> Grid<'g> {
        let outcomes = self.outcomes.iter().filter(move |outcome| told(outcome.as_of));
        self.grid_of(outcomes.flat_map(|outcome| {
            let mut rows = self.rows(outcome);
            for row in rows.iter_mut().skip(1) {
                OF_UNIT.iter().for_each(|place| row.get_mut(*place).into_iter().for_each(blank));
            }
            self.dated(outcome, rows)
        }))
    }

    /// The rows with their day, where the sheet has several.
    fn dated(&self, outcome: &TargetOutcome, mut rows: Vec<Vec<Cell<'o>>>) -> Vec<Vec<Cell<'o>>> {
        let day = || outcome.as_of.map_or(Cell::Blank, Cell::Date);
        if self.dated {
            rows.iter_mut().for_each(|row| row.insert(DAY, day()));
        }
        rows
    }

    fn grid_of<'g>(&'g self, rows: impl Iterator<Item = Vec<Cell<'g>>> + 'g) -> Grid<'g> {
        Grid {
            name: self.name(),
            columns: &self.columns,
            rows: Box::new(rows.map(Row::from)),
            lang: self.lang,
        }
    }

    fn rows(&self, outcome: &'o TargetOutcome) -> Vec<Vec<Cell<'o>>> {
        let indicators = outcome.indicators.iter();
        let rows = indicators.flat_map(|indicator| match indicator.levels.as_slice() {
            [] => vec![self.row(outcome, indicator, None)],
            levels => {
                levels.iter().map(|level| self.row(outcome, indicator, Some(level))).collect()
            }
        });
        rows.collect()
    }

    fn row(
        &self,
        outcome: &'o TargetOutcome,
        indicator: &'o IndicatorOutcome,
        level: Option<&'o LevelOutcome>,
    ) -> Vec<Cell<'o>> {
        let text = |text: &'o str| Cell::Text(Cow::Borrowed(text));
        let distance = level.and_then(|level| level.distance.as_ref());
        let amount = distance.and_then(|distance| Some((distance, distance.numerator.as_ref()?)));
        let place = indicator.levels.iter().position(|one| level.is_some_and(|level| one == level));
        let missed = show_missed_periods(indicator, place.unwrap_or_default(), self.lang);
        let change = amount
            .map(|(distance, amount)| show_change(outcome, indicator, distance, amount, self.lang))
            .or_else(|| Some(missed).filter(|missed| !missed.is_empty()));
        let owned = |text: String| Cell::Text(Cow::Owned(text));
        vec![
            owned(show_unit(outcome)),
            owned(show_verdict(outcome, self.lang)),
            owned(format!(
                "{}. {}",
                indicator.label,
                indicator.title.as_deref().unwrap_or(&indicator.formula)
            )),
            measure(indicator.value.as_ref(), indicator.ty, show_value(indicator, self.lang)),
            level.and_then(|level| level.name.as_deref()).map_or(Cell::Blank, text),
            level.map_or(Cell::Blank, |level| text(&level.required)),
            text(self.words.standing(&indicator.status, level.map(|level| level.met))),
            distance.map_or(Cell::Blank, |distance| self.short(indicator, distance)),
            change.map_or(Cell::Blank, owned),
            Cell::Number(Num::from_i64(
                i64::try_from(outcome.records.records + outcome.records.perhaps)
                    .unwrap_or(i64::MAX),
            )),
            self.notes(outcome),
        ]
    }

    fn short(&self, indicator: &IndicatorOutcome, distance: &Distance) -> Cell<'o> {
        if distance.is_touching() {
            return Cell::Text(Cow::Borrowed(self.words.on_limit));
        }
        measure(distance.by.value(), indicator.ty, show_distance(indicator, distance, self.lang))
    }

    fn notes(&self, outcome: &TargetOutcome) -> Cell<'o> {
        let (words, counts) = (self.words, outcome.records);
        let not_due = outcome.indicators.iter().filter_map(|indicator| indicator.not_due).max();
        let all = [
            (not_due.unwrap_or_default(), words.not_due),
            (counts.undetermined, words.undetermined_records),
            (counts.data_errors, words.faulty(counts.data_errors)),
            (counts.without_unit, words.no_unit),
        ];
        let told = all
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"));
        let mut told: Vec<String> = told.collect();
        if let (Some(last), false) = (told.last_mut(), outcome.strays.is_empty()) {
            last.push_str(&format!(": {}", show_strays(outcome, NAMED, self.lang)));
        }
        if told.is_empty() { Cell::Blank } else { Cell::Text(Cow::Owned(told.join("; "))) }
    }
}

fn columns(outcomes: &[TargetOutcome], words: &Words) -> Vec<Column> {
    let unit = outcomes.first().and_then(|outcome| outcome.by.as_deref()).unwrap_or(words.unit);
    let mut columns: Vec<Column> = [unit, words.verdict, words.indicator]
        .into_iter()
        .map(|header| column(header, Kind::Text))
        .collect();
    columns.push(column(words.value, Kind::Number));
    columns.extend(
        [words.level, words.required, words.result].map(|header| column(header, Kind::Text)),
    );
    columns.extend([column(words.short, Kind::Number), column(words.change, Kind::Text)]);
    columns.extend([column(words.records, Kind::Number), column(words.notes, Kind::Text)]);
    columns
}

fn column(header: &str, kind: Kind) -> Column {
    Column { header: header.to_owned(), kind }
}

fn blank(cell: &mut Cell<'_>) {
    *cell = Cell::Blank;
}

/// A number where it is one, else how it reads.
fn measure<'c>(number: Option<&Num>, ty: crate::value::Type, shown: String) -> Cell<'c> {
    match number {
        Some(number) => Cell::Measure(number.clone(), kind(ty), shown),
        None => Cell::Text(Cow::Owned(shown)),
    }
}
