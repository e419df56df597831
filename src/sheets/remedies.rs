//! Records to work on so that units meet what they miss, as a table: a row a requirement, then one
//! for each of its records.

use super::TargetSheet;
use crate::data::out::{Cell, Column, Grid, Kind, Row};
use crate::diag::remedies::{Words, list_of, words};
use crate::diag::target;
use crate::explain::decision::name_of_record;
use crate::markup::{Role, run, wrapped};
use crate::report::{
    IndicatorOutcome, LevelOutcome, RecordRemedy, Remedy, TargetOutcome, show_changes, show_remedy,
    show_unit,
};
use crate::value::{Lang, Num};
use std::borrow::Cow;

/// Table of the records to work on so that units meet what they miss of some targets.
pub struct RemedySheet<'o> {
    name: String,
    lines: Vec<Line<'o>>,
    columns: Vec<Column>,
    lang: Lang,
    words: &'static Words,
}

/// A requirement that a unit misses, with what it takes.
struct Line<'o> {
    outcome: &'o TargetOutcome,
    indicator: &'o IndicatorOutcome,
    level: &'o LevelOutcome,
    remedy: &'o Remedy,
}

impl<'o> TargetSheet<'o> {
    /// The records to work on; `None` where they were not asked for or nothing is missed.
    pub fn remedies(&self) -> Option<RemedySheet<'o>> {
        let lines = self.outcomes().iter().flat_map(|outcome| {
            let of_indicator = move |indicator: &'o IndicatorOutcome| {
                let levels = indicator.levels.iter();
                levels.filter_map(move |level| {
                    let remedy = level.remedy.as_ref()?;
                    Some(Line { outcome, indicator, level, remedy })
                })
            };
            outcome.indicators.iter().flat_map(of_indicator)
        });
        let lines: Vec<Line<'o>> = lines.collect();
        let (lang, first) = (self.lang(), lines.first()?);
        let (words, of_targets) = (words(lang), target::words(lang));
        let unit = first.outcome.by.as_deref().unwrap_or(of_targets.unit);
        let column = |header: &str, kind| Column { header: header.to_owned(), kind };
        let columns = vec![
            column(unit, Kind::Text),
            column(of_targets.indicator, Kind::Text),
            column(of_targets.required, Kind::Text),
            column(words.standing, Kind::Text),
            column(words.order, Kind::Number),
            column(words.record, Kind::Text),
            column(words.changes, Kind::Text),
        ];
        let name = list_of(self.name()).get(lang).to_owned();
        Some(RemedySheet { name, lines, columns, lang, words })
    }
}

impl RemedySheet<'_> {
    /// The name of the sheet.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Grid of the sheet; `repeated`: what is said of a requirement stands in each of its rows, for
    /// a workbook to sort by.
    pub fn grid(&self, repeated: bool) -> Grid<'_> {
        let rows = self.lines.iter().flat_map(move |line| self.rows(line, repeated));
        Grid {
            name: &self.name,
            columns: &self.columns,
            rows: Box::new(rows.map(Row::from)),
            lang: self.lang,
        }
    }

    /// The same in lines, at most so many columns wide: for a screen.
    pub fn lines(&self, columns: usize) -> Vec<String> {
        let mut all = Vec::new();
        let mut push = |indent: usize, text: String| {
            let (first, rest) = (" ".repeat(indent), " ".repeat(indent + 3));
            let pieces = wrapped(&vec![run(Role::Plain, text)], columns.saturating_sub(indent + 3));
            for (place, piece) in pieces.iter().enumerate() {
                let words: String = piece.iter().map(|run| run.text.as_str()).collect();
                let indent = if place == 0 { &first } else { &rest };
                all.push(format!("{indent}{}", words.trim_end()));
            }
        };
        for line in &self.lines {
            let [unit, indicator, required, standing] = self.told(line);
            push(0, format!("{unit} · {indicator} · {required}: {standing}"));
            for (place, one) in line.remedy.records.iter().enumerate() {
                let changes = show_changes(one, self.lang);
                push(2, format!("{}. {}: {changes}", place + 1, self.record(one)));
            }
        }
        all
    }

    /// Unit, indicator, requirement, and what it takes.
    fn told(&self, line: &Line<'_>) -> [String; 4] {
        let Line { outcome, indicator, level, remedy } = line;
        let title = indicator.title.as_deref().unwrap_or(&indicator.formula);
        let required = match &level.name {
            Some(name) => format!("{name}: {}", level.required),
            None => level.required.as_ref().to_owned(),
        };
        [
            show_unit(outcome),
            format!("{}. {title}", indicator.label),
            required,
            show_remedy(outcome, remedy, self.lang),
        ]
    }

    /// Name of a record, and its row.
    fn record(&self, one: &RecordRemedy) -> String {
        let name = name_of_record(&one.record, &one.shown, self.lang);
        let row = one.row.map_or_else(String::new, |row| format!(" ({} {row})", self.words.row));
        format!("{name}{row}")
    }

    fn rows<'g>(&'g self, line: &'g Line<'_>, repeated: bool) -> Vec<Vec<Cell<'g>>> {
        let owned = |text: String| Cell::Text(Cow::Owned(text));
        let lead: Vec<Cell<'g>> = self.told(line).map(owned).into();
        let remedy = line.remedy;
        if remedy.records.is_empty() {
            return vec![lead.into_iter().chain([Cell::Blank, Cell::Blank, Cell::Blank]).collect()];
        }
        let row = |(place, one): (usize, &'g RecordRemedy)| {
            let blank = || lead.iter().map(|_| Cell::Blank).collect();
            let cells: Vec<Cell<'g>> = if repeated || place == 0 { lead.clone() } else { blank() };
            let order = i64::try_from(place + 1).unwrap_or(i64::MAX);
            cells
                .into_iter()
                .chain([
                    Cell::Number(Num::from_i64(order)),
                    owned(self.record(one)),
                    owned(show_changes(one, self.lang)),
                ])
                .collect()
        };
        remedy.records.iter().enumerate().map(row).collect()
    }
}
