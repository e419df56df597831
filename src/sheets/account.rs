//! How the records of a batch came out, block by block, and which hold values that cannot be used.

use crate::engine::RecordView;
use crate::eval::Status;
use crate::explain::decision::DataFault;
use crate::model::BlockId;

/// How many errors of records are kept in words.
const KEPT: usize = 50;

/// How the records came out under one block. Records = decided + undetermined + data errors + not
/// applicable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// With a grade or verdict.
    pub decided: u64,
    /// Waiting for missing values.
    pub undetermined: u64,
    /// Not usable.
    pub data_errors: u64,
    /// The block does not apply.
    pub not_applicable: u64,
}

impl Tally {
    /// Counts one record.
    pub fn count(&mut self, status: Status) {
        match status {
            Status::Decided => self.decided += 1,
            Status::Undetermined => self.undetermined += 1,
            Status::DataError => self.data_errors += 1,
            Status::NotApplicable => self.not_applicable += 1,
        }
    }

    /// All records counted.
    pub fn records(&self) -> u64 {
        self.decided + self.undetermined + self.data_errors + self.not_applicable
    }
}

/// The account of the records that were taken from a batch.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// How they came out under each block; under none, for a record type without blocks.
    #[doc(hidden)]
    pub tallies: Vec<(Option<BlockId>, Tally)>,
    /// Errors of records whose cells could all be read, such as a value outside its range, with
    /// the record's key: the first of them.
    pub outside: Vec<(String, DataFault)>,
    /// How many such errors there are.
    pub all_outside: usize,
    /// Records with an error of their own, whatever the blocks say.
    pub flawed: u64,
    /// Other records that are data errors under a block.
    pub failed: u64,
}

impl Account {
    /// Nothing taken yet, of these blocks.
    #[doc(hidden)]
    pub fn of(blocks: impl IntoIterator<Item = Option<BlockId>>) -> Account {
        Account {
            tallies: blocks.into_iter().map(|block| (block, Tally::default())).collect(),
            ..Account::default()
        }
    }

    /// Takes in a record that came out so under each block.
    pub fn take(
        &mut self,
        record: &RecordView<'_, '_>,
        statuses: impl IntoIterator<Item = Status>,
    ) {
        let (reader, identity) = (record.reader(), record.identity());
        let mut failed = false;
        for (status, (_, tally)) in statuses.into_iter().zip(&mut self.tallies) {
            tally.count(status);
            failed |= status == Status::DataError;
        }
        let own = if reader.may_be_flawed() {
            reader.own_errors(identity)
        } else {
            identity.errors.to_vec()
        };
        self.flawed += u64::from(!own.is_empty());
        self.failed += u64::from(own.is_empty() && failed);
        for error in own.into_iter().skip(identity.errors.len()) {
            self.all_outside += 1;
            if self.outside.len() < KEPT {
                self.outside.push((identity.key.to_owned(), error));
            }
        }
    }

    /// Whether anything is wrong with the data.
    pub fn has_errors(&self) -> bool {
        self.flawed > 0 || self.failed > 0
    }
}
