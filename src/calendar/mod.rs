#![doc = include_str!("README.md")]

use crate::engine::{Batch, Dataset, Query};
use crate::explain::decision::{NamedValue, name_of_record};
use crate::explain::{Duty, DutyState};
use crate::value::{Date, Lang};
use std::cmp::Ordering;
use std::sync::Arc;

/// Duties by day: the days first on which the first fall, those without a day last.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field paid: date
///   field checked: date
/// check Use for Loan
///   due checked: within 30 days of paid
///     else: \"not checked\"
/// ",
/// )?;
/// let calendar = rules.query().calendar(None);
/// assert_eq!(&*calendar.entries[0].duty.when, "within 30 days of paid");
/// assert_eq!(calendar.entries[0].duty.day, None); // it depends on the loan
///
/// let day = visao::Date::from_ymd(2023, 2, 1);
/// let loan = serde_json::json!({ "id": "A", "paid": "2023-01-15" });
/// let data = rules.query().date(day.unwrap()).dataset().add("Loan", [loan])?.finish()?;
/// assert_eq!(data.calendar(None).entries[0].duty.day, visao::Date::from_ymd(2023, 2, 14));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Calendar {
    /// The duties in order.
    pub entries: Vec<Entry>,
    /// `true` if the duties are those of records, rather than of the rules alone.
    pub of_records: bool,
    /// Number of records and blocks of which it is not known whether one applies to the other.
    pub unknown: usize,
}

/// A duty with whose it is.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// Duty with its day and its state.
    pub duty: Duty,
    /// Record that it is asked of; `None` where the rules alone were asked.
    pub record: Option<Holder>,
    /// Name of the pack that asks it.
    pub pack: Arc<str>,
    /// Day as of which the calendar stands; of rules alone the first day of their pack.
    pub as_of: Option<Date>,
}

/// Record that a duty is asked of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Holder {
    /// The record's key, parts joined by `|`.
    pub key: String,
    /// Values beside the key, by `hiện theo` of the record type.
    pub shown: Vec<NamedValue>,
    /// Place of the record type among those of the run.
    place: usize,
}

impl Holder {
    /// Name of the record to a person: its key, and what is shown beside it.
    pub fn name(&self, lang: Lang) -> String {
        name_of_record(&self.key, &self.shown, lang)
    }
}

impl Query {
    /// Calendar of the rules alone, for the selected blocks. Periods of a pack without a last day
    /// are listed up to `until`; without one, as the clause that asks them.
    pub fn calendar(&self, until: Option<Date>) -> Calendar {
        let model = self.rules().model();
        let first = self.rules().effective().and_then(|range| range.from);
        let mut entries = Vec::new();
        for record in model.records.ids() {
            let batch = self.blank(record);
            let duties = batch.map(0..1, |view| {
                let reader = view.reader();
                let plans =
                    batch.blocks().into_iter().filter_map(|id| Some((id, reader.plan.block(id)?)));
                plans.flat_map(|(id, plan)| reader.duties_of_all(id, plan, until)).collect()
            });
            let duties: Vec<Vec<Duty>> = duties.collect();
            let pack: Arc<str> = Arc::from(self.rules().name());
            entries.extend(duties.into_iter().flatten().map(|duty| Entry {
                duty,
                record: None,
                pack: Arc::clone(&pack),
                as_of: self.day().or(first),
            }));
        }
        Calendar { entries, of_records: false, unknown: 0 }.sorted()
    }
}

impl Dataset {
    /// Calendar of the records that the requested blocks apply to: what came of the duties so far,
    /// and those to come. Periods of a pack without a last day are listed up to `until`; without
    /// one, the next of each alone.
    pub fn calendar(&self, until: Option<Date>) -> Calendar {
        let mut calendar = Calendar { entries: Vec::new(), of_records: true, unknown: 0 };
        for (place, records) in self.records().iter().enumerate() {
            for batch in records.batches() {
                calendar.take(batch, place, until);
            }
        }
        calendar.sorted()
    }
}

impl Calendar {
    fn take(&mut self, batch: &Batch, place: usize, until: Option<Date>) {
        let blocks = batch.blocks();
        if blocks.is_empty() {
            return;
        }
        let pack: Arc<str> = Arc::from(batch.rules().name());
        batch.each(0..batch.records(), |view| {
            let reader = view.reader();
            let of_blocks = blocks
                .iter()
                .filter_map(|id| Some(reader.duties(*id, reader.plan.block(*id)?, until)));
            let of_blocks: Vec<Option<Vec<Duty>>> = of_blocks.collect();
            self.unknown += of_blocks.iter().filter(|duties| duties.is_none()).count();
            let duties: Vec<Duty> = of_blocks.into_iter().flatten().flatten().collect();
            if duties.is_empty() {
                return;
            }
            let holder = Holder { key: view.key().to_owned(), shown: reader.shown(), place };
            self.entries.extend(duties.into_iter().map(|duty| Entry {
                duty,
                record: Some(holder.clone()),
                pack: Arc::clone(&pack),
                as_of: view.as_of(),
            }));
        });
    }

    fn sorted(mut self) -> Calendar {
        self.entries.sort_by(Entry::order);
        self
    }

    /// Calendars as one: those of the packs of a folder.
    pub fn together(all: impl IntoIterator<Item = Calendar>) -> Calendar {
        let mut together = Calendar { entries: Vec::new(), of_records: false, unknown: 0 };
        for one in all {
            together.entries.extend(one.entries);
            together.of_records |= one.of_records;
            together.unknown += one.unknown;
        }
        together.sorted()
    }

    /// The same with the days from `from` to `to` alone, both included. Duties without a day stay:
    /// they may fall on any.
    pub fn within(mut self, from: Option<Date>, to: Option<Date>) -> Calendar {
        let holds =
            |day: Date| from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to);
        self.entries.retain(|entry| entry.duty.day.is_none_or(holds));
        self
    }

    /// The same without what was done.
    pub fn undone(mut self) -> Calendar {
        self.entries.retain(|entry| !entry.duty.state.is_some_and(DutyState::is_done));
        self
    }

    /// Number of duties whose day is known, and of the others.
    pub fn counts(&self) -> (usize, usize) {
        let dated = self.entries.iter().filter(|entry| entry.duty.day.is_some()).count();
        (dated, self.entries.len() - dated)
    }
}

impl Entry {
    /// By day, then by record; what is left as it is written.
    fn order(&self, other: &Entry) -> Ordering {
        let day = |entry: &Entry| (entry.duty.day.is_none(), entry.duty.day);
        let holder = |holder: &Holder| (holder.place, holder.key.clone());
        let record = |entry: &Entry| entry.record.as_ref().map(holder);
        day(self).cmp(&day(other)).then_with(|| record(self).cmp(&record(other)))
    }
}
