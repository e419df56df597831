//! Conditions that are asked at other days than that of the run: in each period, and on each day
//! until something is done.

use super::open_over::List;
use super::views::{Linked, LinkedTable, Views};
use super::{AsOf, Program};
use crate::aggregate::Place;
use crate::eval::View;
use crate::model::{Model, RecordId};
use crate::plan::{EventPlan, PeriodicPlan, RecordPlan};
use crate::table::{DoneOn, InPeriod, Inputs};
use crate::value::{AskedPeriod, Date, Truth};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Most days that are gone through for a condition which may change on any of them.
const MOST_DAYS: usize = 3_660;

/// Asks the conditions of the records of the last table in each of their periods.
pub(super) fn ask_periods(program: Program<'_>, view: View, linked: &mut Linked<'_>) {
    let (Some(plan), Some(as_of)) = (plan_of(program, linked), view.today) else { return };
    let mut days: BTreeMap<(Date, Date, Date), Vec<&PeriodicPlan>> = BTreeMap::new();
    for periodic in &plan.periodics {
        if let Some(table) = linked.last_mut() {
            table.periodics.insert(periodic.id, Vec::new());
        }
        for AskedPeriod { days: period, asked } in
            program.model.periodics[periodic.id].schedule.asked_by(as_of)
        {
            days.entry((period.from, period.to, asked)).or_default().push(periodic);
        }
    }
    let slots = |periodic: &PeriodicPlan| periodic.value.into_iter().chain([periodic.condition]);
    let mut views = Views::of_slots(program, plan.record, plan.periodics.iter().flat_map(slots));
    for ((from, to, asked), periodics) in days {
        let period = AskedPeriod { days: crate::value::Period { from, to }, asked };
        let view = View { until: Some(to), ..View::on(asked, Some(from)) };
        let mut found: Vec<InPeriod> = periodics
            .iter()
            .map(|_| InPeriod { period, holds: Vec::new(), values: Vec::new() })
            .collect();
        linked.frames(&mut views, view, |frame, _, texts| {
            for (found, plan) in found.iter_mut().zip(&periodics) {
                let rows = 0..frame.rows();
                found.holds.extend(rows.clone().map(|row| frame.truth(plan.condition, row)));
                let values = plan.value.into_iter();
                let values = values
                    .flat_map(|slot| rows.clone().map(move |row| frame.value(texts, slot, row)));
                found.values.extend(values);
            }
        });
        for (found, plan) in found.into_iter().zip(&periodics) {
            if let Some(table) = linked.last_mut() {
                table.periodics.entry(plan.id).or_default().push(found);
            }
        }
    }
}

/// Finds the days on which what the deadlines of the records of the last table ask was done.
pub(super) fn find_events(program: Program<'_>, view: View, linked: &mut Linked<'_>) {
    let (Some(plan), Some(latest)) = (plan_of(program, linked), view.today) else { return };
    if plan.events.is_empty() {
        return;
    }
    let Some(rows) = linked.last_mut().map(|table| table.rows) else { return };
    let slots = |event: &EventPlan| event.since.into_iter().chain([event.condition]);
    let mut views = Views::of_slots(program, plan.record, plan.events.iter().flat_map(slots));
    let since = first_days(&mut views, view, plan, linked);
    let mut done: Vec<DoneOn> = plan.events.iter().map(|_| DoneOn::default()).collect();
    for one in &mut done {
        (one.surely, one.perhaps) = (vec![None; rows], vec![None; rows]);
    }
    let index = Index::of(linked);
    for row in 0..rows {
        let as_of = linked.own_day(row).unwrap_or(latest);
        let mut groups: BTreeMap<Option<Date>, Vec<usize>> = BTreeMap::new();
        for (event, since) in since.iter().enumerate() {
            match since.get(row).copied() {
                Some(Since::From(day)) => groups.entry(Some(day)).or_default().push(event),
                Some(Since::Always) => groups.entry(None).or_default().push(event),
                Some(Since::Unknown) | None => {}
            }
        }
        index.alone(program.model, linked, row, |alone| {
            for (since, events) in &groups {
                let events: Vec<(usize, &EventPlan)> = events
                    .iter()
                    .filter_map(|event| Some((*event, plan.events.get(*event)?)))
                    .collect();
                let days = (*since, as_of);
                let found = first_held((program.model, &mut views), alone, days, &events);
                for (event, (surely, perhaps)) in found {
                    let Some(done) = done.get_mut(event) else { continue };
                    set(&mut done.surely, row, surely);
                    set(&mut done.perhaps, row, perhaps);
                }
            }
        });
    }
    for (plan, done) in plan.events.iter().zip(done) {
        if let Some(table) = linked.last_mut() {
            table.events.insert(plan.id, done);
        }
    }
}

fn plan_of<'p>(program: Program<'p>, linked: &mut Linked<'_>) -> Option<&'p RecordPlan> {
    program.plan.record(linked.last_mut()?.record)
}

fn set(days: &mut [Option<Date>], row: usize, day: Option<Date>) {
    days.get_mut(row).into_iter().for_each(|place| *place = day);
}

/// First day from which registers are seen for an event of a record.
#[derive(Clone, Copy)]
enum Since {
    From(Date),
    /// The pack has no first day.
    Always,
    /// The day is not known.
    Unknown,
}

/// The first days of each event, for each record.
fn first_days(
    views: &mut Views<'_>,
    view: View,
    plan: &RecordPlan,
    linked: &mut Linked<'_>,
) -> Vec<Vec<Since>> {
    let mut days: Vec<Vec<Since>> = plan.events.iter().map(|_| Vec::new()).collect();
    linked.frames(views, view, |frame, _, _| {
        for (days, event) in days.iter_mut().zip(&plan.events) {
            days.extend((0..frame.rows()).map(|row| match event.since {
                None => view.since.map_or(Since::Always, Since::From),
                Some(slot) => {
                    frame.date(slot, row).into_known().map_or(Since::Unknown, Since::From)
                }
            }));
        }
    });
    days
}

/// The first day on which each condition surely holds, and the first on which it may.
fn first_held(
    (model, views): (&Model, &mut Views<'_>),
    alone: &mut Linked<'_>,
    (since, as_of): (Option<Date>, Date),
    events: &[(usize, &EventPlan)],
) -> BTreeMap<usize, (Option<Date>, Option<Date>)> {
    let daily = events.iter().any(|(_, event)| model.events[event.id].daily);
    let mut found: BTreeMap<usize, (Option<Date>, Option<Date>)> = BTreeMap::new();
    for day in days_between(model, alone, since, as_of, daily) {
        let view = View::on(day, since);
        alone.frames(views, view, |frame, _, _| {
            for (event, plan) in events {
                let (surely, perhaps) = found.entry(*event).or_default();
                let truth = frame.truth(plan.condition, 0);
                if surely.is_none() && truth != Truth::False {
                    *perhaps = perhaps.or(Some(day));
                    *surely = (truth == Truth::True).then_some(day);
                }
            }
        });
        if events.iter().all(|(event, _)| found.get(event).is_some_and(|one| one.0.is_some())) {
            break;
        }
    }
    found
}

/// The days on which a condition over registers may begin to hold: the first, and those of the rows
/// after it, as a row is there from its own day on and counts from the day of its period on; all of
/// them, where it may change on any.
fn days_between(
    model: &Model,
    alone: &mut Linked<'_>,
    since: Option<Date>,
    as_of: Date,
    daily: bool,
) -> Vec<Date> {
    let mut days: BTreeSet<Date> = since.into_iter().collect();
    for table in alone.tables() {
        let record = &model.records[table.record];
        let of_register = record.register.map(|register| [register.day, register.counted()]);
        for field in of_register.into_iter().flatten().chain(record.snapshot) {
            let column = table.columns.get(field.index());
            let of_rows = (0..table.rows).filter_map(|row| column?.day(row));
            days.extend(of_rows.filter(|day| since.is_none_or(|since| since <= *day)));
        }
    }
    if daily {
        let first = days.first().copied();
        let all = std::iter::successors(first, |day| day.next()).take(MOST_DAYS);
        let all: Vec<Date> = all.take_while(|day| *day <= as_of).collect();
        days.extend(all);
    }
    days.into_iter().filter(|day| *day <= as_of).collect()
}

/// The parts of each record, by table.
struct Index {
    tables: Vec<OfParents>,
}

/// The rows of a table by their parents.
#[derive(Default)]
struct OfParents {
    /// Those of each parent, by its number.
    own: HashMap<usize, Vec<usize>>,
    /// Those that may belong to any.
    anywhere: Vec<usize>,
}

impl Index {
    fn of(linked: &Linked<'_>) -> Index {
        let table = |table: &LinkedTable<'_>| {
            let mut of = OfParents::default();
            for (row, place) in table.places.iter().enumerate() {
                match place {
                    Place::In(number) | Place::Perhaps(number) => {
                        of.own.entry(*number).or_default().push(row);
                    }
                    Place::Anywhere => of.anywhere.push(row),
                    Place::Nowhere => {}
                }
            }
            of
        };
        Index { tables: linked.linked().map(table).collect() }
    }

    /// Hands over one record of the last table with all that is part of it.
    fn alone(
        &self,
        model: &Model,
        linked: &mut Linked<'_>,
        row: usize,
        take: impl FnOnce(&mut Linked<'_>),
    ) {
        let picked = self.picked(model, linked, row);
        let mut tables: Vec<Picked> = linked
            .linked()
            .zip(picked)
            .map(|(table, rows)| Picked::of(model, table, rows))
            .collect();
        Picked::renumber(model, &mut tables);
        for (picked, table) in tables.iter_mut().zip(linked.tables_mut()) {
            picked.table.texts = std::mem::take(&mut table.texts);
        }
        let alone = tables.iter_mut().map(|picked| LinkedTable {
            table: &mut picked.table,
            numbers: &picked.numbers,
            places: &picked.places,
            as_of: &picked.as_of,
            without: &picked.without,
            lists: &picked.lists,
        });
        take(&mut Linked::of(alone.collect()));
        for (picked, table) in tables.iter_mut().zip(linked.tables_mut()) {
            table.texts = std::mem::take(&mut picked.table.texts);
        }
    }

    /// The rows of each table that are, or are part of, a record of the last one.
    fn picked(&self, model: &Model, linked: &Linked<'_>, row: usize) -> Vec<Vec<usize>> {
        let tables: Vec<&LinkedTable<'_>> = linked.linked().collect();
        let mut picked: Vec<Vec<usize>> = vec![Vec::new(); tables.len()];
        if let Some(last) = picked.last_mut() {
            last.push(row);
        }
        // What a table is part of stands behind it.
        for place in (0..tables.len().saturating_sub(1)).rev() {
            let (Some(table), Some(OfParents { own: of, anywhere })) =
                (tables.get(place), self.tables.get(place))
            else {
                continue;
            };
            let parent = model.records[table.table.record].parent.map(|(parent, _)| parent);
            let parents = tables.iter().zip(&picked).skip(place + 1);
            let mut parents = parents.filter(|(of, _)| Some(of.table.record) == parent);
            let Some((parent, rows)) = parents.next() else { continue };
            let numbers: BTreeSet<usize> =
                rows.iter().filter_map(|row| parent.numbers.get(*row).copied()).collect();
            let mut own: Vec<usize> =
                numbers.iter().filter_map(|number| of.get(number)).flatten().copied().collect();
            if !rows.is_empty() {
                own.extend(anywhere);
            }
            own.sort_unstable();
            if let Some(rows) = picked.get_mut(place) {
                *rows = own;
            }
        }
        picked
    }
}

/// Some records of a table.
struct Picked {
    table: Inputs,
    as_of: AsOf,
    numbers: Vec<usize>,
    places: Vec<Place>,
    without: Vec<(RecordId, usize)>,
    lists: Vec<(RecordId, Arc<List>)>,
}

impl Picked {
    fn of(model: &Model, of: &LinkedTable<'_>, rows: Vec<usize>) -> Picked {
        let all = of.table.columns.len();
        let fields = model.records[of.table.record].fields.len();
        let columns = if of.keeps_columns() { all } else { fields };
        let at = |row: usize| rows.iter().position(|picked| *picked == row);
        let without = of.without.iter();
        let without = without.filter_map(|(part, row)| Some((*part, at(*row)?))).collect();
        let list = |(part, list): &(RecordId, Arc<List>)| {
            let incomplete = list.incomplete.iter().filter_map(|row| at(*row)).collect();
            (*part, Arc::new(List { incomplete, ..List::default() }))
        };
        Picked {
            lists: of.lists.iter().map(list).collect(),
            numbers: rows.iter().filter_map(|row| of.numbers.get(*row).copied()).collect(),
            places: rows.iter().filter_map(|row| of.places.get(*row).copied()).collect(),
            table: of.table.picked(&rows, columns),
            as_of: match of.as_of {
                AsOf::Common(day) => AsOf::Common(*day),
                AsOf::Own(_) => AsOf::Own(rows.iter().map(|row| of.as_of.day(*row)).collect()),
            },
            without,
        }
    }

    /// Numbers the records of each table from zero, so that there are no more groups than records.
    fn renumber(model: &Model, tables: &mut [Picked]) {
        let mut new: HashMap<RecordId, HashMap<usize, usize>> = HashMap::new();
        for table in tables.iter_mut() {
            let of = new.entry(table.table.record).or_default();
            for number in &mut table.numbers {
                let next = of.len();
                *number = *of.entry(*number).or_insert(next);
            }
        }
        for table in tables {
            let parent = model.records[table.table.record].parent;
            let Some(of) = parent.and_then(|(parent, _)| new.get(&parent)) else { continue };
            for place in &mut table.places {
                *place = match *place {
                    Place::In(number) => of.get(&number).map_or(Place::Nowhere, |n| Place::In(*n)),
                    Place::Perhaps(number) => {
                        of.get(&number).map_or(Place::Nowhere, |n| Place::Perhaps(*n))
                    }
                    place @ (Place::Anywhere | Place::Nowhere) => place,
                };
            }
        }
    }
}
