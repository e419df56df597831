//! The rows that each pack of a folder claims by the day that stands in them.

use super::Rules;
use crate::data::{CellFault, Expected, Origin, Reading};
use crate::diag::{Error, Message, data as say_data, engine as say};
use crate::model::{Field, FieldId, RecordId};
use crate::source::key;
use crate::table::{Input, Values};
use crate::value::{Date, Type};
use std::collections::{HashMap, HashSet};

/// Date field of a record type of one pack, by which a record chooses its pack.
#[derive(Clone, Copy)]
pub(super) struct PackField {
    pub record: RecordId,
    pub field: FieldId,
}

impl PackField {
    /// The date field of that name or column; else the names of the date fields there are.
    pub fn named(rules: &Rules, record: RecordId, column: &str) -> Result<PackField, Vec<String>> {
        let wanted = key(column);
        let declared = &rules.model().records[record];
        let profiles = rules.profiles();
        let headed = |field: &Field| {
            profiles.iter().any(|profile| profile.is_for(declared) && profile.heads(field, &wanted))
        };
        let named = |field: &Field| {
            field.name.key == wanted
                || field.columns.iter().any(|name| key(name) == wanted)
                || headed(field)
        };
        let dates = || declared.fields.enumerate().filter(|(_, field)| field.ty == Type::Date);
        let found = dates().find(|(_, field)| named(field));
        let found = found.map(|(field, _)| PackField { record, field });
        found.ok_or_else(|| dates().map(|(_, field)| field.name.text.clone()).collect())
    }

    /// Marks records that no pack decides as of no use, though their day be optional otherwise. A
    /// day that could not be read is reported already.
    pub fn refuse(
        self,
        rules: &Rules,
        reading: &mut Reading,
        places: &[usize],
        (expected, warning): (Expected, Message),
    ) {
        let mut faults = Vec::new();
        for place in places {
            let day = self.days(reading).and_then(|days| days.day(*place));
            let record = u32::try_from(*place).unwrap_or(u32::MAX);
            let Some(origin) = reading.report.origins.get(*place) else { continue };
            reading.table.mark_faulty(*place);
            let told =
                |fault: &CellFault| fault.record == record && fault.field == Some(self.field);
            if day.is_none() && reading.report.faults.iter().any(told) {
                continue;
            }
            if day.is_some() && !reading.report.warnings.contains(&warning) {
                reading.report.warnings.push(warning.clone());
            }
            faults.push(CellFault {
                record,
                field: Some(self.field),
                origin,
                column: rules.model().records[self.record].fields[self.field].name.text.clone(),
                cell: None,
                value: day.map_or_else(String::new, crate::value::text::show_date),
                expected: if day.is_some() { expected } else { Expected::Value },
            });
        }
        reading.keep(faults);
    }

    fn days(self, reading: &Reading) -> Option<&Input> {
        let column = reading.table.columns.get(self.field.index())?;
        matches!(column.values(), Values::Days(_)).then_some(column)
    }
}

/// The data as one pack read them.
pub(super) struct Claim<'r> {
    pub rules: &'r Rules,
    pub field: PackField,
    pub reading: &'r Reading,
    /// `true` of the pack that decides the records without a day.
    pub takes_undated: bool,
}

impl Claim<'_> {
    fn lacks_column(&self) -> bool {
        self.field.days(self.reading).is_none() && !self.reading.report.origins.is_empty()
    }

    /// The day that stands in a record.
    pub fn day(&self, place: usize) -> Option<Date> {
        self.field.days(self.reading)?.day(place)
    }

    /// Returns `true` if a day is one of the pack's.
    pub fn decides(&self, day: Date) -> bool {
        self.rules.effective().is_none_or(|range| range.holds(day))
    }

    /// Returns `true` if a record is the pack's.
    pub fn holds(&self, place: usize) -> bool {
        self.day(place).map_or(self.takes_undated, |day| self.decides(day))
    }

    /// The place of each record in the files, and whether this pack decides it.
    fn records(&self) -> impl Iterator<Item = (Origin, bool)> {
        let origins = self.reading.report.origins.iter().enumerate();
        origins.map(|(place, origin)| (origin, self.holds(place)))
    }
}

/// The pack of each row, by its place in `told`.
///
/// # Errors
/// No file has the column; two packs claim one row.
pub(super) fn owners(told: &[Claim<'_>], column: &str) -> Result<HashMap<Origin, usize>, Error> {
    if told.iter().all(Claim::lacks_column) {
        return Err(say::no_day_column(say_data::missing_column(column, None), column));
    }
    // Passes from the strongest claim to the weakest. All but the first take only rows that are
    // still free, so their order decides; each row ends with one pack, and is counted once.
    //
    // A record whose day is in a pack's range. Only here can two packs be at odds: they read
    // different days from the row.
    let mut owners = HashMap::new();
    for (place, pack) in told.iter().enumerate() {
        for (origin, _) in pack.records().filter(|(_, decided)| *decided) {
            if owners.insert(origin, place).is_some() {
                return Err(say::two_days(origin.row));
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
fn claim_repetitions(told: &[Claim<'_>], owners: &mut HashMap<Origin, usize>) {
    for (place, pack) in told.iter().enumerate() {
        for row in &pack.reading.report.dropped {
            if owners.get(&row.first) == Some(&place) {
                owners.entry(row.origin).or_insert(place);
            }
        }
    }
}

/// A row that the pack of its day skips is no record, though another pack takes it for one.
fn claim_skipped(told: &[Claim<'_>], owners: &mut HashMap<Origin, usize>) {
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
                .position(|(pack, skipped)| pack.decides(day) && skipped.contains(&origin));
            of_day.into_iter().for_each(|of_day| _ = owners.entry(origin).or_insert(of_day));
        }
    }
}
