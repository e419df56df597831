//! Tables of the records of a batch, a chunk at a time: the batch's own, or what is read once more
//! of records whose cells were not kept.

use super::shared::Shared;
use super::view::Held;
use crate::data::Rereading;
use crate::data::ahead::{Ahead, Out};
use crate::diag::Error;
use crate::table::Inputs;
use std::ops::Range;
use std::sync::Arc;

/// Tables of the chunks of some records, in their order.
pub(super) struct Tables<'b> {
    shared: &'b Shared,
    read: Read<'b>,
    /// The table of the last chunk that was read.
    last: Option<Inputs>,
}

/// Way in which the chunks are read.
enum Read<'b> {
    /// The batch has them all.
    Kept,
    /// Each when it is asked for.
    Asked(Box<Rereading<'b>>),
    /// Before they are asked for.
    Ahead(Ahead<Inputs>),
}

impl<'b> Tables<'b> {
    /// Tables of chunks of so many records; of more than one those to come are read ahead.
    pub fn of(shared: &'b Arc<Shared>, rows: &Range<usize>, at_once: usize) -> Tables<'b> {
        let several = rows.len() > at_once;
        let read = match shared.again() {
            None => Read::Kept,
            Some(again) => match several.then(Ahead::start).flatten() {
                None => Read::Asked(Box::new(again)),
                Some(ahead) => {
                    let (shared, rows) = (Arc::clone(shared), rows.clone());
                    Read::Ahead(ahead.with(move |out| read_all(&shared, rows, at_once, out)))
                }
            },
        };
        Tables { shared, read, last: None }
    }

    /// The table of the next chunk; none if its records cannot be read once more.
    pub fn held(&mut self, records: &Range<usize>) -> Option<Held<'_>> {
        let used = self.last.take();
        let read = match &mut self.read {
            Read::Kept => return Some(Held { table: &self.shared.set.reading.table, first: 0 }),
            Read::Asked(again) => again.chunk(records.clone(), used),
            Read::Ahead(ahead) => {
                used.into_iter().for_each(|used| ahead.give_back(used));
                ahead.next()?
            }
        };
        match read {
            Ok(table) => Some(Held { table: self.last.insert(table), first: records.start }),
            Err(error) => {
                self.shared.unread.get_or_init(|| error);
                None
            }
        }
    }
}

/// Reads the chunks of some records one after the other.
fn read_all(shared: &Shared, rows: Range<usize>, at_once: usize, out: &Out<Inputs>) {
    let Some(mut again) = shared.again() else { return };
    for start in rows.clone().step_by(at_once) {
        let chunk = start..rows.end.min(start + at_once);
        let read: Result<Inputs, Error> = again.chunk(chunk, out.used());
        let ends = read.is_err();
        if !out.put(read) || ends {
            return;
        }
    }
}
