//! Records evaluated as of other days than that of the run, with the rows of registers that are
//! seen by then: all aggregates over child records are worked out anew.

use super::open_over::List;
use super::{AsOf, Program};
use crate::aggregate::{FromParts, Parts, Place};
use crate::eval::{BATCH, Context, Frame, View, Worker};
use crate::model::{Model, RecordId};
use crate::plan::Slot;
use crate::table::{Input, Inputs, Texts};
use crate::value::{Date, Month};
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Evaluators of records in one view after the other, which keep what they prepare.
pub(super) struct Views<'p> {
    program: Program<'p>,
    workers: HashMap<RecordId, Worker<'p>>,
}

impl<'p> Views<'p> {
    /// Evaluators of all that the rules say.
    pub fn of(program: Program<'p>) -> Views<'p> {
        Views { program, workers: HashMap::new() }
    }

    /// Evaluators of which those of one type work out some slots alone, and whether each value is
    /// within its range.
    pub fn of_slots(
        program: Program<'p>,
        record: RecordId,
        slots: impl IntoIterator<Item = Slot>,
    ) -> Views<'p> {
        let worker = Worker::of_slots(program.plan, record, slots);
        Views { program, workers: worker.map(|worker| (record, worker)).into_iter().collect() }
    }

    /// Evaluates records in a view, of all months or of one, a batch of the evaluator at a time;
    /// each frame comes with the place of its first record. Records that have days of their own are
    /// evaluated as of these.
    pub fn frames(
        &mut self,
        (table, as_of): (&Inputs, &AsOf),
        view: View,
        month: Option<Month>,
        mut take: impl FnMut(&Frame, usize),
    ) {
        let Program { model, plan, functions, .. } = self.program;
        let worker = match self.workers.entry(table.record) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => match Worker::new(plan, table.record) {
                Some(worker) => free.insert(worker),
                None => return,
            },
        };
        let mut start = 0;
        while start < table.rows {
            let end = as_of.end_of_day(start, (start + BATCH).min(table.rows));
            if month.is_none() || as_of.month(start) == month {
                let view = match as_of {
                    AsOf::Common(_) => view,
                    AsOf::Own(_) => View::of(as_of.day(start), model),
                };
                take(worker.run(table, start..end, &Context { view, functions }), start);
            }
            start = end;
        }
    }
}

/// Tables of linked records, those of a type and of the types that are part of it.
#[derive(Default)]
pub(super) struct Linked<'t> {
    tables: Vec<LinkedTable<'t>>,
}

/// Records of one type, with the records that they belong to.
pub(super) struct LinkedTable<'t> {
    /// The records; the columns of their aggregates are replaced in each view.
    pub table: &'t mut Inputs,
    /// The day, or days, of the records; snapshots are evaluated as of their own in each view.
    pub as_of: &'t AsOf,
    /// The number of each record, by which its parts name it.
    pub numbers: &'t [usize],
    /// The parent of each record; empty of records that are no parts.
    pub places: &'t [Place],
    /// Records whose parts of a type are unknown, by the records' places.
    pub without: &'t [(RecordId, usize)],
    /// The lists of parts that may be incomplete, by their type.
    pub lists: &'t [(RecordId, Arc<List>)],
}

impl LinkedTable<'_> {
    /// Returns `true` of parts that are snapshots: what they are as of their own days is the same
    /// in each view.
    pub fn keeps_columns(&self) -> bool {
        matches!(self.as_of, AsOf::Own(_))
    }
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
        views: &mut Views<'_>,
        view: View,
        mut take: impl FnMut(&Frame, usize, &Texts),
    ) {
        let model = views.program.model;
        let last = self.tables.len().saturating_sub(1);
        for place in 0..self.tables.len() {
            let columns = self.roll_up(views, view, place);
            let of = self.tables.get_mut(place);
            if let Some(of) = of.filter(|of| place == last || !of.keeps_columns()) {
                make_room(model, of.table);
                put_columns(model, of.table, of.without, columns);
            }
        }
        if let Some(last) = self.tables.last() {
            let texts = &last.table.texts;
            let rows = (&*last.table, &AsOf::Common(None));
            views.frames(rows, view, None, |frame, first| take(frame, first, texts));
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

    /// The day of a record of the last table that has one of its own.
    pub fn own_day(&self, row: usize) -> Option<Date> {
        self.tables.last().filter(|last| last.keeps_columns())?.as_of.day(row)
    }

    /// The records that are evaluated; `None` of no tables.
    pub fn last_mut(&mut self) -> Option<&mut Inputs> {
        self.tables.last_mut().map(|of| &mut *of.table)
    }

    /// The aggregates of the records at a place over their parts, in a view.
    fn roll_up(&self, views: &mut Views<'_>, view: View, place: usize) -> Vec<FromParts> {
        let Some(of) = self.tables.get(place) else { return Vec::new() };
        let model = views.program.model;
        let parent_of = |part: RecordId| model.records[part].parent.map(|(of, _)| of);
        let parts = self.tables.iter().take(place);
        let parts = parts.filter(|part| parent_of(part.table.record) == Some(of.table.record));
        parts.flat_map(|part| roll_up(views, view, of, part)).collect()
    }
}

fn roll_up(
    views: &mut Views<'_>,
    view: View,
    of: &LinkedTable<'_>,
    part: &LinkedTable<'_>,
) -> Vec<FromParts> {
    let (parent, record) = (of.table.record, part.table.record);
    let Program { model, plan, .. } = views.program;
    let Some(mut parts) = Parts::new(model, plan, parent, record) else {
        return Vec::new();
    };
    let month = part.as_of.month_in(view);
    if part.keeps_columns() && month.is_none() {
        // Of a month without a snapshot nothing is known.
        return Vec::new();
    }
    views.frames((part.table, part.as_of), view, month, |frame, first| {
        parts.take(frame, first, part.places.iter().skip(first).copied());
    });
    let list = of.lists.iter().find(|(part, _)| *part == record);
    let none = BTreeSet::new();
    parts.finish(of.numbers, list.map_or(&none, |(_, list)| &list.incomplete))
}

/// Makes columns behind those of the fields for what is read of parts, in the order the record type
/// reads it; they hold nothing yet.
pub(super) fn make_room(model: &Model, table: &mut Inputs) {
    let record = &model.records[table.record];
    let fields = record.fields.len();
    table.ranges.clear();
    table.lacking.retain(|column, _| (*column as usize) < fields);
    table.columns.truncate(fields);
    table.columns.extend(record.aggregates.iter().map(|_| Input::nulls(table.rows)));
}

/// Puts columns in their places.
pub(super) fn put_columns(
    model: &Model,
    table: &mut Inputs,
    without: &[(RecordId, usize)],
    columns: Vec<FromParts>,
) {
    let record = &model.records[table.record];
    for FromParts { aggregate, mut column, mut ranges, mut open, .. } in columns {
        let over = model.aggregates[aggregate].over;
        for (_, place) in without.iter().filter(|(of, _)| *of == over) {
            column.clear(*place);
            ranges.remove(place);
            open.insert(*place);
        }
        for (place, possible) in ranges {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            table.ranges.entry(place).or_default().insert(aggregate, possible);
        }
        let place = record.aggregates.iter().position(|id| *id == aggregate);
        let Some(place) = place.map(|place| record.fields.len() + place) else { continue };
        if let Some(own) = table.columns.get_mut(place) {
            *own = column;
        }
        if let Ok(place) = u32::try_from(place) {
            table.lacking.insert(place, open);
        }
    }
}
