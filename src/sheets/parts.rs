//! The parts of the report: a table each, which says in a few words how every unit stands.

use super::ReportSheet;
use crate::data::out::{Cell, Column, Grid, Kind};
use crate::diag::half_year::words;
use crate::engine::{Batch, Dataset};
use crate::source::key;
use crate::value::Lang;
use std::borrow::Cow;

/// Part of the report: a row a unit, a column a block.
pub struct PartSheet<'p> {
    title: &'p str,
    by_person: bool,
    lang: Lang,
    columns: Vec<Column>,
    rows: Vec<(String, Vec<String>)>,
    annexes: Vec<usize>,
    left_out: Vec<&'p str>,
}

impl Dataset {
    /// The parts of the report, as the rules' manifest has them, over the tables of the report.
    pub fn report_parts(&self, sheets: &[ReportSheet<'_>], lang: Lang) -> Vec<PartSheet<'_>> {
        let rules = self.batches().next().map(Batch::rules);
        let Some(rules) = rules else { return Vec::new() };
        let model = rules.model();
        let known = |name: &&String| {
            let targets = model.targets.iter().map(|targets| &targets.name);
            let mut names = model.blocks.iter().map(|block| &block.name).chain(targets);
            names.any(|known| known.key == key(name))
        };
        let parts = rules.report_frame().parts.iter().map(|part| {
            let blocks: Vec<&String> = part.blocks.iter().filter(known).collect();
            PartSheet::new(&part.title, &blocks, sheets, lang)
        });
        parts.collect()
    }
}

impl<'p> PartSheet<'p> {
    /// Part with the outcomes of its blocks among the tables of the report, in the order in which
    /// the part names them. Units stand in the order they are first met, all together last.
    fn new(
        title: &'p str,
        blocks: &[&'p String],
        sheets: &[ReportSheet<'_>],
        lang: Lang,
    ) -> PartSheet<'p> {
        let place = |name: &&String| sheets.iter().position(|sheet| key(sheet.name()) == key(name));
        let annexes: Vec<usize> = blocks.iter().filter_map(place).collect();
        let left_out = blocks.iter().filter(|name| place(name).is_none());
        let left_out = left_out.map(|name| name.as_str()).collect();
        let of_part = || annexes.iter().filter_map(|place| sheets.get(*place));
        let unit = std::iter::once(words(lang).unit.to_owned());
        let headers = unit.chain(of_part().map(ReportSheet::heading));
        let columns = headers.map(|header| Column { header, kind: Kind::Text });
        let columns: Vec<Column> = columns.collect();
        let mut rows: Vec<(String, Vec<String>)> = Vec::new();
        for (place, sheet) in of_part().enumerate() {
            for (unit, told) in sheet.in_brief() {
                let known = rows.iter().position(|(known, _)| key(known) == key(&unit));
                let row = known.unwrap_or_else(|| {
                    rows.push((unit, vec![String::new(); annexes.len()]));
                    rows.len() - 1
                });
                let cell = rows.get_mut(row).and_then(|(_, cells)| cells.get_mut(place));
                cell.into_iter().for_each(|cell| cell.clone_from(&told));
            }
        }
        let whole = crate::diag::sheet::words(lang).whole;
        rows.sort_by_key(|(unit, _)| key(unit) == key(whole));
        let by_person = blocks.is_empty();
        PartSheet { title, by_person, lang, columns, rows, annexes, left_out }
    }

    /// The heading of the part.
    pub fn title(&self) -> &'p str {
        self.title
    }

    /// The names of its blocks that have no table in the report: they apply to no record.
    pub fn left_out(&self) -> &[&'p str] {
        &self.left_out
    }

    /// Returns `true` of a part that names no block of the rules: a person writes it.
    pub fn is_by_person(&self) -> bool {
        self.by_person
    }

    /// Returns `true` if none of its blocks has a table in the report.
    pub fn is_empty(&self) -> bool {
        self.annexes.is_empty()
    }

    /// Places of the tables that state the outcomes in full, among those of the report.
    pub fn annexes(&self) -> &[usize] {
        &self.annexes
    }

    /// Grid of the part, its rows made one by one.
    pub fn grid(&self) -> Grid<'_> {
        let text = |text: &'_ str| Cell::Text(Cow::Owned(text.to_owned()));
        let rows = self.rows.iter().map(move |(unit, cells)| {
            let cells = cells.iter().map(|cell| text(cell));
            std::iter::once(text(unit)).chain(cells).collect::<Vec<_>>().into()
        });
        Grid { name: self.title(), columns: &self.columns, rows: Box::new(rows), lang: self.lang }
    }
}
