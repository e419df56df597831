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

use super::claims::{Claim, PackField, owners};
use super::{Batch, Packs, Query, Records, Rules};
use crate::data::{Cut, Expected, OpenFiles, Origin, Reading, read_each};
use crate::dataset::{self, AsOf, RecordSet};
use crate::diag::{
    Error, engine as say,
    time::{asked_by_day, register_by_day, snapshot_by_day},
};
use crate::value::Date;

/// Reading of the data by one pack.
struct PackReading {
    query: Query,
    field: PackField,
    reading: Reading,
}

impl Packs {
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
            if let Some(block) = query.asks_over_time(record) {
                return Err(query.refuse(asked_by_day(&block)));
            }
            match PackField::named(query.rules(), record, column) {
                Ok(field) => asked.push((query.rules().profiles(), field, query)),
                Err(others) => fields.extend(others),
            }
        }
        let requests = asked.iter().map(|(profiles, field, query)| {
            query.request(field.record, profiles, Cut::default(), progress)
        });
        let readings = read_each(requests.collect(), open, places);
        let told: Vec<PackReading> = asked
            .into_iter()
            .zip(readings)
            .map(|((_, field, query), reading)| {
                let reading = reading.map_err(|error| query.refuse(error))?;
                Ok(PackReading { query, field, reading })
            })
            .collect::<Result<_, Error>>()?;
        let file = places.first().and_then(|place| open.get(*place));
        let file = file.map_or("", |file| file.file().name());
        let told_of = |error: Error| error.in_file(file).with_lang(self.lang());
        if told.is_empty() {
            fields.dedup();
            return Err(told_of(say::no_date_column(column, &fields.join(", "))));
        }
        let claims: Vec<Claim<'_>> = told.iter().map(PackReading::claim).collect();
        let owners = owners(&claims, column).map_err(told_of)?;
        let ranges = self.ranges();
        let batches = (0..)
            .zip(told)
            .map(|(place, told)| told.keep(|origin| owners.get(&origin) == Some(&place), &ranges));
        Ok(Records::by_day(batches.filter(|batch| !batch.is_empty()).collect()))
    }
}

impl PackReading {
    fn claim(&self) -> Claim<'_> {
        let rules = self.query.rules();
        Claim { rules, field: self.field, reading: &self.reading, takes_undated: false }
    }

    /// The part of the data that is this pack's.
    fn keep(mut self, mine: impl Fn(Origin) -> bool, ranges: &str) -> Batch {
        self.reading.retain(mine);
        let claim = self.claim();
        let days: Vec<Option<Date>> = (0..self.reading.table.rows)
            .map(|place| claim.day(place).filter(|day| claim.decides(*day)))
            .collect();
        let without: Vec<usize> =
            (0..).zip(&days).filter(|(_, day)| day.is_none()).map(|(place, _)| place).collect();
        let warning = say::days_of_packs(ranges);
        let rules = self.query.rules().clone();
        self.field.refuse(&rules, &mut self.reading, &without, (Expected::PackDay, warning));
        let mut set = RecordSet::new(self.field.record, self.reading, AsOf::Own(days));
        dataset::finish(rules.program(), std::slice::from_mut(&mut set));
        self.query.batch(set)
    }
}
