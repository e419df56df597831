//! Tables of the records of a batch, a chunk at a time: the batch's own, or what is read once more
//! of records whose cells were not kept.

use super::shared::Shared;
use super::view::Held;
use crate::data::Rereading;
use crate::data::ahead::{Ahead, Out};
use crate::dataset::Patterns;
use crate::diag::Error;
use crate::table::Inputs;
use std::ops::Range;
use std::sync::Arc;

/// Tables of the chunks of some records, in their order.
pub(super) struct Tables<'b> {
    shared: &'b Arc<Shared>,
    chunks: Chunks,
    read: Option<Read<'b>>,
    /// The table of the last chunk that was read.
    last: Option<Inputs>,
}

/// Records in chunks of so many.
#[derive(Clone)]
pub(super) struct Chunks {
    /// The records that are looked at.
    pub rows: Range<usize>,
    /// Most records of a chunk.
    pub at_once: usize,
    /// The patterns that were told of the records while they were read: chunks of records that all
    /// have one have no table.
    pub told: Option<Arc<Patterns>>,
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

impl Chunks {
    /// The chunks in their order.
    pub fn all(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        let (rows, at_once) = (self.rows.clone(), self.at_once);
        let starts = rows.clone().step_by(at_once);
        starts.map(move |start| start..rows.end.min(start + at_once))
    }

    /// The patterns of a chunk, if they were told of each of its records.
    pub fn told(&self, shared: &Shared, chunk: &Range<usize>) -> Option<&Patterns> {
        let sound = |_: &&Arc<Patterns>| shared.set.reading.report.faults_of(chunk).is_empty();
        self.told.as_ref().filter(|told| told.tell(chunk)).filter(sound).map(|told| &**told)
    }
}

impl<'b> Tables<'b> {
    /// Tables of these chunks, none read yet.
    pub fn of(shared: &'b Arc<Shared>, chunks: Chunks) -> Tables<'b> {
        Tables { shared, chunks, read: None, last: None }
    }

    /// The table of the next chunk of those that have one; none if its records cannot be read once
    /// more.
    pub fn held(&mut self, records: &Range<usize>) -> Option<Held<'_>> {
        let used = self.last.take();
        let (shared, chunks) = (self.shared, &self.chunks);
        let read = match self.read.get_or_insert_with(|| Read::of(shared, chunks)) {
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

impl<'b> Read<'b> {
    /// Way to read some chunks: those behind the first of several are read ahead.
    fn of(shared: &'b Arc<Shared>, chunks: &Chunks) -> Read<'b> {
        let Some(again) = shared.again() else { return Read::Kept };
        let several = chunks.rows.len() > chunks.at_once;
        match several.then(Ahead::start).flatten() {
            None => Read::Asked(Box::new(again)),
            Some(ahead) => {
                let (shared, chunks) = (Arc::clone(shared), chunks.clone());
                Read::Ahead(ahead.with(move |out| read_all(&shared, &chunks, out)))
            }
        }
    }
}

/// Reads the chunks that have a table one after the other.
fn read_all(shared: &Shared, chunks: &Chunks, out: &Out<Inputs>) {
    let Some(mut again) = shared.again() else { return };
    for chunk in chunks.all().filter(|chunk| chunks.told(shared, chunk).is_none()) {
        let read: Result<Inputs, Error> = again.chunk(chunk, out.used());
        let ends = read.is_err();
        if !out.put(read) || ends {
            return;
        }
    }
}
