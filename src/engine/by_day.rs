//! Records each of which is decided by the pack of its own day.
//!
//! The files are read once: each row goes to every pack that knows the record type, which takes it
//! in its own way, import profiles included, and keeps what is its own. A lookup from a row's day
//! to its pack would not do: what is a record at all, which cell holds the day and how it reads is
//! each pack's own to say, and a key that two years share shows only where both took the row.
//!
//! - a record whose day lies within the pack's range, and the repetitions of such a record;
//! - a row that the pack skips, though another pack takes it for a record of one of this pack's
//!   days;
//! - of records that no pack decides, and of rows that no pack takes for records, the first pack
//!   that has them keeps the account.
//!
//! So each row is counted once. A key names one record in the whole of the data, whichever pack
//! decides it.

use super::{Batch, Packs, Query, Records, Rules};
use crate::data::{CellFault, Cut, DataFile, Expected, OpenFiles, Origin, Reading, read_each};
use crate::dataset::{self, AsOf, RecordSet};
use crate::diag::{
    Error, data as say_data, engine as say,
    time::{register_by_day, snapshot_by_day},
};
use crate::model::{FieldId, RecordId};
use crate::source::key;
use crate::table::{Input, Values};
use crate::value::{Date, Type};
use std::collections::{HashMap, HashSet};

/// Reading of the data by one pack.
struct PackReading {
    query: Query,
    record: RecordId,
    field: FieldId,
    reading: Reading,
}

impl Packs {
    /// Reads records of one type, each to be decided as of its own day, by the pack of that day.
    /// `ask` makes the question to a pack, its record type included; none for a pack that does
    /// not know it. `column` is a date field's name or column header. Records without a day, or
    /// with one on which no pack applies, are data errors.
    ///
    /// # Errors
    /// As [`Query::read`]; no pack has such a date field, or no file such a column; two packs that
    /// read different days from one row.
    pub fn read_by_day(
        &self,
        files: &[DataFile],
        column: &str,
        ask: impl Fn(&Rules) -> Option<Query>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Records, Error> {
        let places: Vec<usize> = (0..files.len()).collect();
        self.read_open_by_day(&mut OpenFiles::of(files), &places, column, ask, progress)
    }

    /// As [`Packs::read_by_day`], from some of the files of a run. Each is read once for all packs.
    pub(super) fn read_open_by_day(
        &self,
        open: &mut OpenFiles<'_>,
        places: &[usize],
        column: &str,
        ask: impl Fn(&Rules) -> Option<Query>,
        progress: Option<&dyn Fn(usize)>,
    ) -> Result<Records, Error> {
        let mut asked = Vec::new();
        let mut fields: Vec<String> = Vec::new();
        for query in self.all().filter_map(ask) {
            let Some(record) = query.record_type() else { continue };
            let declared = &query.rules().model().records[record];
            if declared.register.is_some() {
                return Err(query.refuse(register_by_day(&declared.name.text)));
            }
            if declared.snapshot.is_some() {
                return Err(query.refuse(snapshot_by_day(&declared.name.text)));
            }
            match date_field(&query, record, column) {
                Ok(field) => asked.push((query.rules().profiles(), record, field, query)),
                Err(others) => fields.extend(others),
            }
        }
        let requests = asked.iter().map(|(profiles, record, _, query)| {
            query.request(*record, profiles, Cut::default(), progress)
        });
        let readings = read_each(requests.collect(), open, places);
        let told: Vec<PackReading> = asked
            .into_iter()
            .zip(readings)
            .map(|((_, record, field, query), reading)| {
                let reading = reading.map_err(|error| query.refuse(error))?;
                Ok(PackReading { query, record, field, reading })
            })
            .collect::<Result<_, Error>>()?;
        let file = places.first().and_then(|place| open.get(*place));
        let file = file.map_or("", |file| file.file().name());
        let told_of = |error: Error| error.in_file(file).with_lang(self.lang());
        if told.is_empty() {
            fields.dedup();
            return Err(told_of(say::no_date_column(column, &fields.join(", "))));
        }
        if told.iter().all(PackReading::lacks_column) {
            return Err(told_of(say::no_day_column(
                say_data::missing_column(column, None),
                column,
            )));
        }
        let owners = owners(&told).map_err(|row| told_of(say::two_days(row)))?;
        let ranges = self.ranges();
        let batches = (0..)
            .zip(told)
            .map(|(place, told)| told.keep(|origin| owners.get(&origin) == Some(&place), &ranges));
        Ok(Records::by_day(batches.filter(|batch| !batch.is_empty()).collect()))
    }
}

/// The date field of that name or column; else the names of the date fields there are.
fn date_field(query: &Query, record: RecordId, column: &str) -> Result<FieldId, Vec<String>> {
    let wanted = key(column);
    let rules = query.rules();
    let record = &rules.model().records[record];
    let profiles = rules.profiles();
    let headed = |field: &crate::model::Field| {
        profiles.iter().any(|profile| profile.is_for(record) && profile.heads(field, &wanted))
    };
    let named = |field: &crate::model::Field| {
        field.name.key == wanted
            || field.columns.iter().any(|name| key(name) == wanted)
            || headed(field)
    };
    let dates = || record.fields.enumerate().filter(|(_, field)| field.ty == Type::Date);
    let found = dates().find(|(_, field)| named(field)).map(|(id, _)| id);
    found.ok_or_else(|| dates().map(|(_, field)| field.name.text.clone()).collect())
}

/// The pack of each row, by its place in `told`; the row that two packs claim, if there is one.
fn owners(told: &[PackReading]) -> Result<HashMap<Origin, usize>, u32> {
    // Passes from the strongest claim to the weakest. All but the first take only rows that are
    // still free, so their order decides; each row ends with one pack, and is counted once.
    //
    // A record whose day is in a pack's range. Only here can two packs be at odds: they read
    // different days from the row.
    let mut owners = HashMap::new();
    for (place, pack) in told.iter().enumerate() {
        for (origin, _) in pack.records().filter(|(_, decided)| *decided) {
            if owners.insert(origin, place).is_some() {
                return Err(origin.row);
            }
        }
    }
    claim_repetitions(told, &mut owners);
    // Before the records without a pack: a total row that its own pack skips would otherwise be a
    // data error of another pack that took it for a record.
    claim_skipped(told, &mut owners);
    // Records that no pack decides. They go to the first that read them, which refuses them.
    for (place, pack) in told.iter().enumerate() {
        pack.records().for_each(|(origin, _)| _ = owners.entry(origin).or_insert(place));
    }
    // Again, for repetitions of records that have had an owner only since the last pass.
    claim_repetitions(told, &mut owners);
    // Rows that no pack takes for records.
    for (place, pack) in told.iter().enumerate() {
        pack.reading
            .report
            .skipped
            .iter()
            .for_each(|row| _ = owners.entry(row.origin).or_insert(place));
    }
    Ok(owners)
}

/// A row that says again what a record of a pack says is that pack's.
fn claim_repetitions(told: &[PackReading], owners: &mut HashMap<Origin, usize>) {
    for (place, pack) in told.iter().enumerate() {
        for row in &pack.reading.report.dropped {
            if owners.get(&row.first) == Some(&place) {
                owners.entry(row.origin).or_insert(place);
            }
        }
    }
}

/// A row that the pack of its day skips is no record, though another pack takes it for one.
fn claim_skipped(told: &[PackReading], owners: &mut HashMap<Origin, usize>) {
    let skipped: Vec<HashSet<Origin>> = told
        .iter()
        .map(|pack| pack.reading.report.skipped.iter().map(|row| row.origin).collect())
        .collect();
    for pack in told {
        for (place, origin) in pack.reading.report.origins.iter().enumerate() {
            let Some(day) = pack.day(place) else { continue };
            let of_day = told
                .iter()
                .zip(&skipped)
                .position(|(pack, skipped)| pack.decides(day) && skipped.contains(origin));
            of_day.into_iter().for_each(|of_day| _ = owners.entry(*origin).or_insert(of_day));
        }
    }
}

impl PackReading {
    fn days(&self) -> Option<&Input> {
        let column = self.reading.table.columns.get(self.field.index())?;
        matches!(column.values(), Values::Days(_)).then_some(column)
    }

    fn lacks_column(&self) -> bool {
        self.days().is_none() && !self.reading.report.origins.is_empty()
    }

    fn day(&self, place: usize) -> Option<Date> {
        self.days()?.day(place)
    }

    fn decides(&self, day: Date) -> bool {
        self.query.rules().effective().is_none_or(|range| range.holds(day))
    }

    /// The place of each record in the files, and whether this pack decides it.
    fn records(&self) -> impl Iterator<Item = (Origin, bool)> {
        let origins = self.reading.report.origins.iter().enumerate();
        origins
            .map(|(place, origin)| (*origin, self.day(place).is_some_and(|day| self.decides(day))))
    }

    /// The part of the data that is this pack's.
    fn keep(mut self, mine: impl Fn(Origin) -> bool, ranges: &str) -> Batch {
        self.reading.retain(mine);
        let days: Vec<Option<Date>> = (0..self.reading.table.rows)
            .map(|place| self.day(place).filter(|day| self.decides(*day)))
            .collect();
        let without = (0..).zip(&days).filter(|(_, day)| day.is_none()).map(|(place, _)| place);
        let faults = without.filter_map(|place| self.refuse(place, ranges)).collect();
        self.reading.keep(faults);
        let mut set = RecordSet::new(self.record, self.reading, AsOf::Own(days));
        dataset::finish(self.query.rules().program(), std::slice::from_mut(&mut set));
        self.query.batch(set)
    }

    /// Marks a record that no pack decides as of no use, though its day be optional otherwise. A
    /// day that could not be read is reported already.
    fn refuse(&mut self, place: usize, ranges: &str) -> Option<CellFault> {
        let day = self.day(place);
        let report = &mut self.reading.report;
        let record = u32::try_from(place).unwrap_or(u32::MAX);
        let origin = report.origins.get(place).copied()?;
        self.reading.table.mark_faulty(place);
        let told = |fault: &CellFault| fault.record == record && fault.field == Some(self.field);
        if day.is_none() && report.faults.iter().any(told) {
            return None;
        }
        let warning = say::days_of_packs(ranges);
        if day.is_some() && !report.warnings.contains(&warning) {
            report.warnings.push(warning);
        }
        let fields = &self.query.rules().model().records[self.record].fields;
        Some(CellFault {
            record,
            field: Some(self.field),
            origin,
            column: fields[self.field].name.text.clone(),
            cell: None,
            value: day.map_or_else(String::new, crate::value::text::show_date),
            expected: if day.is_some() { Expected::PackDay } else { Expected::Value },
        })
    }
}
