//! A comparison as tables, a sheet each of a workbook.

use super::migration::{ChangedRecord, Migration, Move, points_words};
use super::{Change, ChangedRegion, Comparison, Standing};
use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::compare as say_rules;
use crate::diag::differing::region;
use crate::diag::migration::{Words, words};
use crate::diag::{Message, sheet};
use crate::source::Place;
use crate::value::{Lang, Num};

/// Tables of a comparison: results before and after, records that come out otherwise, changes of
/// the rules, and the standing of every block.
pub struct Tables {
    tables: Vec<Table>,
    lang: Lang,
}

struct Table {
    name: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell<'static>>>,
}

impl Tables {
    /// Tables of a comparison, and of the records that come out otherwise, where there are some.
    pub fn of(comparison: &Comparison, migration: Option<&Migration>, lang: Lang) -> Tables {
        let words = words(lang);
        let mut tables = Vec::new();
        if let Some(migration) = migration {
            tables.push(moves(migration, words, lang));
            tables.extend(units(migration, words, lang));
            tables.push(records(migration, words, lang));
            tables.extend(indicators(migration, words, lang));
        }
        tables.push(changes(comparison, words, lang));
        tables.push(standing(comparison, words, lang));
        Tables { tables, lang }
    }

    /// Grids to be written, in their order.
    pub fn grids(&self) -> Vec<Grid<'_>> {
        self.tables.iter().map(|table| table.grid(self.lang)).collect()
    }
}

impl Table {
    fn grid(&self, lang: Lang) -> Grid<'_> {
        let rows = self.rows.iter().map(|row| row.clone().into());
        Grid { name: self.name, columns: &self.columns, rows: Box::new(rows), lang }
    }
}

impl std::fmt::Debug for Tables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.tables.iter().map(|table| table.name);
        f.debug_list().entries(names).finish()
    }
}

fn columns(headers: &[(&str, Kind)]) -> Vec<Column> {
    let column =
        |(header, kind): &(&str, Kind)| Column { header: (*header).to_owned(), kind: *kind };
    headers.iter().map(column).collect()
}

fn text(text: impl Into<String>) -> Cell<'static> {
    Cell::Text(text.into().into())
}

fn said(message: &Message, lang: Lang) -> Cell<'static> {
    text(message.get(lang))
}

fn number(count: usize) -> Cell<'static> {
    Cell::Number(Num::from_i64(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn move_cells(of: &Move, lang: Lang) -> [Cell<'static>; 4] {
    [said(&of.from, lang), said(&of.to, lang), number(of.count), number(of.changed)]
}

fn moves(migration: &Migration, words: &'static Words, lang: Lang) -> Table {
    let rows = migration.blocks.iter().flat_map(|block| {
        let row =
            |of: &Move| [vec![text(block.name.as_str())], move_cells(of, lang).into()].concat();
        block.moves.iter().map(row)
    });
    Table {
        name: words.migration,
        columns: columns(&[
            (words.block, Kind::Text),
            (words.from, Kind::Text),
            (words.to, Kind::Text),
            (words.count, Kind::Number),
            (words.of_them_changed, Kind::Number),
        ]),
        rows: rows.collect(),
    }
}

/// The moves by unit; none where records have no units.
fn units(migration: &Migration, words: &'static Words, lang: Lang) -> Option<Table> {
    let rows = migration.blocks.iter().flat_map(|block| {
        block.units.iter().flat_map(|(unit, moves)| {
            moves.iter().map(|of| {
                let [from, to, _, changed] = move_cells(of, lang);
                vec![text(block.name.as_str()), text(unit.as_str()), from, to, changed]
            })
        })
    });
    let rows: Vec<Vec<Cell<'static>>> = rows.collect();
    (!rows.is_empty()).then(|| Table {
        name: words.by_unit,
        columns: columns(&[
            (words.block, Kind::Text),
            (words.unit, Kind::Text),
            (words.from, Kind::Text),
            (words.to, Kind::Text),
            (words.count, Kind::Number),
        ]),
        rows,
    })
}

fn records(migration: &Migration, words: &'static Words, lang: Lang) -> Table {
    let row = |record: &ChangedRecord| {
        let points = |points: &Option<Num>| points.clone().map_or(Cell::Blank, Cell::Number);
        let causes: Vec<&str> = record.causes.iter().map(|cause| cause.message.get(lang)).collect();
        let places = record.causes.iter().filter_map(|cause| cause.clause.as_ref());
        let places: Vec<String> =
            places.map(|clause| format!("{}:{}", clause.file, clause.line)).collect();
        vec![
            text(record.record.as_str()),
            record.unit.as_ref().map_or(Cell::Blank, |unit| text(unit.as_str())),
            record.day.map_or(Cell::Blank, Cell::Date),
            text(record.block.as_str()),
            said(&record.old.result, lang),
            said(&record.new.result, lang),
            points(&record.old.points),
            points(&record.new.points),
            text(causes.join("; ")),
            text(places.join(", ")),
        ]
    };
    Table {
        name: words.records,
        columns: columns(&[
            (words.record, Kind::Text),
            (words.unit, Kind::Text),
            (words.day, Kind::Date),
            (words.block, Kind::Text),
            (words.from, Kind::Text),
            (words.to, Kind::Text),
            (words.points_before, Kind::Number),
            (words.points_after, Kind::Number),
            (words.cause, Kind::Text),
            (words.place, Kind::Text),
        ]),
        rows: migration.records.iter().map(row).collect(),
    }
}

/// The indicators of units that come out otherwise; none where there are none.
fn indicators(migration: &Migration, words: &'static Words, lang: Lang) -> Option<Table> {
    let rows = migration.indicators.iter().map(|one| {
        vec![
            text(one.name.as_str()),
            text(one.unit.as_str()),
            one.day.map_or(Cell::Blank, Cell::Date),
            text(one.indicator.as_str()),
            said(&one.old, lang),
            said(&one.new, lang),
        ]
    });
    let rows: Vec<Vec<Cell<'static>>> = rows.collect();
    (!rows.is_empty()).then(|| Table {
        name: words.targets,
        columns: columns(&[
            (words.block, Kind::Text),
            (words.unit, Kind::Text),
            (words.day, Kind::Date),
            (words.indicator, Kind::Text),
            (words.from, Kind::Text),
            (words.to, Kind::Text),
        ]),
        rows,
    })
}

/// The records for which something comes out otherwise, and how.
fn regions(all: &[ChangedRegion], lang: Lang) -> Cell<'static> {
    let told = all.iter().map(|one| region(one.part.as_ref(), &one.records, &one.change));
    let told: Vec<String> = told.map(|one| one.get(lang).to_owned()).collect();
    if told.is_empty() { Cell::Blank } else { text(told.join("; ")) }
}

fn changes(comparison: &Comparison, words: &'static Words, lang: Lang) -> Table {
    let place = |place: &Option<Place>| {
        let shown = |place: &Place| text(format!("{}:{}", place.file, place.start.line));
        place.as_ref().map_or(Cell::Blank, shown)
    };
    let row = |change: &Change| {
        vec![
            said(&change.group, lang),
            said(&change.message, lang),
            text(sheet::words(lang).yes_no(change.decides)),
            regions(&change.regions, lang),
            place(&change.old),
            place(&change.new),
        ]
    };
    Table {
        name: words.changes,
        columns: columns(&[
            (words.group, Kind::Text),
            (words.sentence, Kind::Text),
            (words.decides, Kind::Text),
            (words.regions, Kind::Text),
            (words.place_before, Kind::Text),
            (words.place_after, Kind::Text),
        ]),
        rows: comparison.changes.iter().map(row).collect(),
    }
}

fn standing(comparison: &Comparison, words: &'static Words, lang: Lang) -> Table {
    let rows = comparison.blocks.iter().map(|block| {
        let changed: Vec<&str> = block.changed.iter().map(|name| name.get(lang)).collect();
        let standing = match block.standing {
            Standing::Same { renamed, period, accepted } => {
                say_rules::is_same((renamed, period), accepted)
            }
            Standing::Differs => say_rules::is_other(),
            Standing::Undecided => say_rules::is_undecided(),
            Standing::Added => say_rules::is_only_in(true),
            Standing::Removed => say_rules::is_only_in(false),
        };
        vec![
            said(&block.heading, lang),
            said(&standing, lang),
            text(changed.join(", ")),
            regions(&block.regions, lang),
        ]
    });
    Table {
        name: words.standing,
        columns: columns(&[
            (words.block, Kind::Text),
            (words.standing_now, Kind::Text),
            (words.cause, Kind::Text),
            (words.regions, Kind::Text),
        ]),
        rows: rows.collect(),
    }
}

/// The result of a record in words, its points behind it.
pub(super) fn result(outcome: &super::Outcome) -> Message {
    let points = outcome.points.as_ref().map(points_words);
    crate::diag::migration::with_points(&outcome.result, points.as_ref())
}
