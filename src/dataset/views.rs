//! Records evaluated as of other days than that of the run, with the rows of registers that are
//! seen by then: all aggregates over child records are worked out anew.

use super::Program;
use crate::aggregate::{FromParts, Parts, Place};
use crate::eval::{BATCH, Context, Frame, View, Worker};
use crate::model::{AggregateId, Model, RecordId};
use crate::table::{Input, Inputs, Ranges, Texts};
use std::collections::{BTreeMap, BTreeSet};

/// Tables of linked records, those of a type and of the types that are part of it.
#[derive(Default)]
pub(super) struct Linked<'t> {
    tables: Vec<LinkedTable<'t>>,
}

/// Records of one type, with the records that they belong to.
pub(super) struct LinkedTable<'t> {
    /// The records; the columns of their aggregates are replaced in each view.
    pub table: &'t mut Inputs,
    /// The number of each record, by which its parts name it.
    pub numbers: &'t [usize],
    /// The parent of each record; empty of records that are no parts.
    pub places: &'t [Place],
    /// Records whose parts of a type are unknown, by the records' places.
    pub without: &'t [(RecordId, usize)],
}

impl<'t> Linked<'t> {
    /// These tables, parts before what they are part of.
    pub fn of(tables: Vec<LinkedTable<'t>>) -> Linked<'t> {
        Linked { tables }
    }

    /// Evaluates the records of the last table in a view; each frame comes with the place of its
    /// first record.
    pub fn frames(
        &mut self,
        program: Program<'_>,
        view: View,
        mut take: impl FnMut(&Frame, usize, &Texts),
    ) {
        for place in 0..self.tables.len() {
            let columns = self.roll_up(program, view, place);
            if let Some(of) = self.tables.get_mut(place) {
                put_columns(program.model, of.table, of.without, columns);
            }
        }
        if let Some(last) = self.tables.last() {
            let texts = &last.table.texts;
            frames(program, last.table, view, |frame, first| take(frame, first, texts));
        }
    }

    /// The tables with their links, parts first.
    pub fn linked(&self) -> impl Iterator<Item = &LinkedTable<'t>> {
        self.tables.iter()
    }

    /// The tables, parts first.
    pub fn tables(&self) -> impl Iterator<Item = &Inputs> {
        self.tables.iter().map(|of| &*of.table)
    }

    /// The tables, parts first.
    pub fn tables_mut(&mut self) -> impl Iterator<Item = &mut Inputs> {
        self.tables.iter_mut().map(|of| &mut *of.table)
    }

    /// The records that are evaluated; `None` of no tables.
    pub fn last_mut(&mut self) -> Option<&mut Inputs> {
        self.tables.last_mut().map(|of| &mut *of.table)
    }

    /// The aggregates of the records at a place over their parts, in a view.
    fn roll_up(&self, program: Program<'_>, view: View, place: usize) -> Vec<FromParts> {
        let Some(of) = self.tables.get(place) else { return Vec::new() };
        let parent_of = |part: RecordId| program.model.records[part].parent.map(|(of, _)| of);
        let parts = self.tables.iter().take(place);
        let parts = parts.filter(|part| parent_of(part.table.record) == Some(of.table.record));
        parts.flat_map(|part| roll_up(program, view, of, part)).collect()
    }
}

fn roll_up(
    program: Program<'_>,
    view: View,
    of: &LinkedTable<'_>,
    part: &LinkedTable<'_>,
) -> Vec<FromParts> {
    let (parent, record) = (of.table.record, part.table.record);
    let Some(mut parts) = Parts::new(program.model, program.plan, parent, record) else {
        return Vec::new();
    };
    frames(program, part.table, view, |frame, first| {
        parts.take(frame, first, part.places.iter().skip(first).copied());
    });
    parts.finish(of.numbers)
}

/// Evaluates records in a view, a batch of the evaluator at a time; each frame comes with the place
/// of its first record.
pub(super) fn frames(
    program: Program<'_>,
    table: &Inputs,
    view: View,
    mut take: impl FnMut(&Frame, usize),
) {
    let Some(mut worker) = Worker::new(program.plan, table.record) else { return };
    let context = Context { view, functions: program.functions };
    for start in (0..table.rows).step_by(BATCH) {
        let chunk = start..(start + BATCH).min(table.rows);
        take(worker.run(table, chunk, &context), start);
    }
}

/// Puts the columns behind those of the fields, in the order the record type reads them.
pub(super) fn put_columns(
    model: &Model,
    table: &mut Inputs,
    without: &[(RecordId, usize)],
    columns: Vec<FromParts>,
) {
    let record = &model.records[table.record];
    let fields = record.fields.len();
    let mut given: BTreeMap<AggregateId, (Input, BTreeSet<usize>)> = BTreeMap::new();
    let mut ranges: BTreeMap<u32, Ranges> = BTreeMap::new();
    for FromParts { aggregate, mut column, ranges: mut possible, mut open, .. } in columns {
        let over = model.aggregates[aggregate].over;
        for (_, place) in without.iter().filter(|(of, _)| *of == over) {
            column.clear(*place);
            possible.remove(place);
            open.insert(*place);
        }
        for (place, possible) in possible {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            ranges.entry(place).or_default().insert(aggregate, possible);
        }
        given.insert(aggregate, (column, open));
    }
    table.ranges = ranges;
    table.columns.truncate(fields);
    for (column, id) in (fields..).zip(&record.aggregates) {
        let none = || (Input::nulls(table.rows), BTreeSet::new());
        let (values, open) = given.remove(id).unwrap_or_else(none);
        table.columns.push(values);
        if let Ok(column) = u32::try_from(column) {
            table.lacking.insert(column, open);
        }
    }
}
