//! How the records of a batch came out, block by block, and which hold values that cannot be used.

use crate::engine::{Batch, RecordView};
use crate::eval::Status;
use crate::explain::decision::{DataFault, name_of_record};
use crate::explain::{Identity, Reader};
use crate::model::BlockId;
use std::sync::Arc;

/// Limit on the errors of records that are kept in words.
pub(super) const KEPT: usize = 50;

/// Counts of a block's outcomes by status. Records = decided + undetermined + data errors + not
/// applicable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// With a grade or verdict.
    pub decided: u64,
    /// Waiting for missing values.
    pub undetermined: u64,
    /// Records that cannot be decided, for an error in their data.
    pub data_errors: u64,
    /// The block does not apply.
    pub not_applicable: u64,
}

impl Tally {
    /// Counts one record by its status.
    pub fn count(&mut self, status: Status) {
        match status {
            Status::Decided => self.decided += 1,
            Status::Undetermined => self.undetermined += 1,
            Status::DataError => self.data_errors += 1,
            Status::NotApplicable => self.not_applicable += 1,
        }
    }

    /// Number of all records counted, the sum of the four.
    pub fn records(&self) -> u64 {
        self.decided + self.undetermined + self.data_errors + self.not_applicable
    }
}

/// The account of the records that were taken from a batch.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Counts by status of each block; one without a block for a record type that has none.
    #[doc(hidden)]
    pub tallies: Vec<(Option<BlockId>, Tally)>,
    /// Errors of records whose cells could all be read, such as a value outside its range, with
    /// the record's key: the first of them.
    pub outside: Vec<(String, DataFault)>,
    /// Number of such errors, those beyond the first included.
    pub all_outside: usize,
    /// Records with an error of their own, whatever the blocks say.
    pub flawed: u64,
    /// Other records that are data errors under a block.
    pub failed: u64,
}

/// Contribution of one record to the account: read from its frame, whatever form its results are
/// written in.
#[derive(Clone, Debug)]
pub struct Counted {
    statuses: Arc<[Status]>,
    /// Errors of its own other than cells that could not be read, with the record's key; `None` of
    /// a record without any error of its own, as most are.
    outside: Option<Box<[(String, DataFault)]>>,
}

impl Counted {
    /// Reads a record with these statuses under the blocks that are counted.
    pub(super) fn of(
        reader: &Reader<'_, '_>,
        identity: Identity<'_>,
        statuses: Arc<[Status]>,
    ) -> Counted {
        let own = if reader.may_be_flawed() {
            reader.own_errors(identity)
        } else {
            identity.errors.to_vec()
        };
        if own.is_empty() {
            return Counted::sound(statuses);
        }
        let name = if own.len() > identity.errors.len() {
            name_of_record(identity.key, &reader.shown(), reader.lang)
        } else {
            String::new()
        };
        let outside = own.into_iter().skip(identity.errors.len());
        let outside = outside.map(|error| (name.clone(), error)).collect();
        Counted { statuses, outside: Some(outside) }
    }

    /// The contribution of a record with these statuses that has no error.
    pub(super) fn sound(statuses: Arc<[Status]>) -> Counted {
        Counted { statuses, outside: None }
    }

    /// Errors of the record's own other than cells that could not be read, with its key.
    #[cfg(feature = "xlsx")]
    pub(super) fn outside(&self) -> &[(String, DataFault)] {
        self.outside.as_deref().unwrap_or_default()
    }
}

/// Status of a record under a block; under none, whether the record is of use.
pub(super) fn status(
    reader: &Reader<'_, '_>,
    identity: Identity<'_>,
    block: Option<BlockId>,
) -> Status {
    match block {
        Some(id) => reader
            .plan
            .block(id)
            .map_or(Status::NotApplicable, |plan| reader.outcome(id, plan).status),
        None if reader.bare_errors(identity).is_empty() => Status::Decided,
        None => Status::DataError,
    }
}

impl Batch {
    /// Blocks that the records are counted by: each one requested, or a single `None` if their type
    /// has no block.
    pub(super) fn counted_blocks(&self) -> Vec<Option<BlockId>> {
        let plan = self.rules().plan().record(self.record_type());
        match plan.is_none_or(|plan| plan.blocks.is_empty()) {
            true => vec![None],
            false => self.blocks().into_iter().map(Some).collect(),
        }
    }

    /// The contribution of each record to the account.
    pub fn counting(&self) -> impl Fn(&RecordView<'_, '_>) -> Counted + Send + Sync + use<> {
        let blocks = self.counted_blocks();
        move |record| {
            let (reader, identity) = (record.reader(), record.identity());
            let statuses = blocks.iter().map(|block| status(reader, identity, *block)).collect();
            Counted::of(reader, identity, statuses)
        }
    }

    /// The account of its records, none taken yet.
    pub fn account(&self) -> Account {
        let blocks = self.counted_blocks().into_iter();
        Account {
            tallies: blocks.map(|block| (block, Tally::default())).collect(),
            ..Account::default()
        }
    }
}

impl Account {
    /// Takes in a record that was counted under the same blocks.
    pub fn add(&mut self, counted: Counted) {
        let mut failed = false;
        for (status, (_, tally)) in counted.statuses.iter().zip(&mut self.tallies) {
            tally.count(*status);
            failed |= *status == Status::DataError;
        }
        let Some(outside) = counted.outside else {
            self.failed += u64::from(failed);
            return;
        };
        self.flawed += 1;
        self.all_outside += outside.len();
        let free = KEPT.saturating_sub(self.outside.len());
        self.outside.extend(outside.into_iter().take(free));
    }

    /// Returns `true` if any record has an error in its data.
    pub fn has_errors(&self) -> bool {
        self.flawed > 0 || self.failed > 0
    }
}
