//! One record of a batch as a reader of results sees it.

use super::Rules;
use super::selection::Selection;
use crate::eval::Status;
use crate::explain::decision::{Decision, Details};
use crate::explain::{Explanation, Identity, Reader, Run, Stated, Ways};
use crate::margins::{Extent, MOST_FIELDS, Search};
use crate::model::BlockId;
use crate::table::Inputs;
use crate::value::Date;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// A table, and the place of its first record among all of the batch.
#[derive(Clone, Copy)]
pub(super) struct Held<'t> {
    pub table: &'t Inputs,
    pub first: usize,
}

impl Held<'_> {
    /// The records of these places in the table.
    pub fn rows(&self, places: &Range<usize>) -> Range<usize> {
        places.start - self.first..places.end - self.first
    }
}

/// Searches for what would change outcomes, made once a block and kept from record to record.
#[derive(Default)]
pub(super) struct Searches<'b>(RefCell<BTreeMap<BlockId, Option<Search<'b>>>>);

/// One record of a [`Batch`](super::Batch), worked out: what is decided of it, and why.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let file = visao::DataFile::bytes("to.csv", "mã;nợ\nT1;6.000.000\n".as_bytes());
/// let batch = rules.query().read(&[file], None)?;
/// let rejected = |record: &visao::RecordView<'_, '_>| (record.key().to_owned(), record.row());
/// assert_eq!(batch.map(0..1, rejected).next(), Some(("T1".to_owned(), Some(2))));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct RecordView<'b, 'f> {
    pub(super) reader: Reader<'b, 'f>,
    pub(super) run: &'f Run,
    pub(super) identity: Identity<'f>,
    pub(super) asked: &'f Selection,
    pub(super) left_out: Option<&'f BTreeSet<BlockId>>,
    pub(super) rules: &'b Rules,
    pub(super) held: Held<'f>,
    pub(super) searches: &'f Searches<'b>,
}

impl std::fmt::Debug for RecordView<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecordView").field("key", &self.key()).field("row", &self.row()).finish()
    }
}

impl<'b, 'f> RecordView<'b, 'f> {
    /// Key of the record, parts joined by `|`; empty where it has none.
    pub fn key(&self) -> &str {
        self.identity.key
    }

    /// Row of the record in its file, from 1; of a record from a program, its place from 1.
    pub fn row(&self) -> Option<u32> {
        self.identity.row
    }

    /// Place of the record in the batch, from 0.
    pub fn place(&self) -> usize {
        self.reader.place
    }

    /// Day the record is decided as of.
    pub fn as_of(&self) -> Option<Date> {
        self.run.as_of
    }

    /// Decisions of the requested blocks, in the order written; one of the derived values alone
    /// where the record type has no block.
    pub fn decisions(&self) -> Vec<Decision> {
        self.reader.decisions(self.run, self.identity, &|block| self.wants(block))
    }

    /// The same decisions, with every line that they rest on.
    pub fn explanations(&self) -> Vec<Explanation> {
        self.explained(Extent::UpTo)
    }

    /// The same, of ways to a better result with the cheapest alone: those of the fewest fields.
    #[cfg(feature = "xlsx")]
    pub(crate) fn briefly_explained(&self) -> Vec<Explanation> {
        self.explained(Extent::Fewest)
    }

    fn explained(&self, extent: impl Fn(usize) -> Extent) -> Vec<Explanation> {
        let wanted = |block| self.wants(block);
        let mut explanations = self.reader.explanations(self.run, self.identity, &wanted);
        if let Some(fields) = self.asked.ways {
            let blocks = self.reader.plan.blocks.iter().filter(|(id, _)| self.wants(*id));
            for (explanation, (block, _)) in explanations.iter_mut().zip(blocks) {
                explanation.ways = self.ways(*block, extent(fields));
            }
        }
        explanations
    }

    /// The blocks of [`RecordView::decisions`] with their names, in their order.
    pub(crate) fn asked_blocks(&self) -> Vec<(Arc<str>, BlockId)> {
        let blocks = self.reader.plan.blocks.iter().map(|(id, _)| *id);
        let named = |id: BlockId| (Arc::from(self.reader.model.blocks[id].name.text.as_str()), id);
        blocks.filter(|id| self.wants(*id)).map(named).collect()
    }

    /// Status that a block reached for the record; `None` of a block of other records.
    pub(crate) fn status(&self, block: BlockId) -> Option<Status> {
        let plan = self.reader.plan.block(block)?;
        Some(self.reader.outcome(block, plan).status)
    }

    /// Decision of a block on the record; `None` of a block of other records.
    pub(crate) fn decision(&self, block: BlockId) -> Option<Decision> {
        let plan = self.reader.plan.block(block)?;
        Some(self.reader.decision(self.run, self.identity, block, plan))
    }

    /// The cheapest ways to a better result of a block: those of the fewest fields.
    pub(crate) fn cheapest(&self, block: BlockId) -> Option<Ways> {
        self.ways(block, Extent::Fewest(self.asked.ways.unwrap_or(MOST_FIELDS)))
    }

    /// Changes that would change what a block decides of the record.
    fn ways(&self, block: BlockId, extent: Extent) -> Option<Ways> {
        let mut searches = self.searches.0.borrow_mut();
        let search = searches
            .entry(block)
            .or_insert_with(|| Search::of(self.rules.model(), self.rules.plan(), block));
        let row = self.reader.place - self.held.first;
        let one = (self.reader.frame, self.reader.row);
        let context = self.rules.context(self.run.as_of);
        let found = search.as_mut()?.run(one, (self.held.table, row), &context, extent);
        found.is_any().then(|| self.reader.ways(block, &found, self.run.as_of))
    }

    /// Outcome of a block for the record.
    pub(super) fn stated(&self, block: BlockId) -> Option<Stated> {
        let plan = self.reader.plan.block(block)?;
        Some(Stated::of_frame(self.reader.frame, plan, self.reader.row))
    }

    /// Details of what a block decides of the record.
    pub(super) fn details(&self, block: BlockId) -> Option<Details> {
        let plan = self.reader.plan.block(block)?;
        Some(self.reader.details(self.identity, block, plan))
    }

    fn wants(&self, block: BlockId) -> bool {
        let left_out = self.left_out.is_some_and(|blocks| blocks.contains(&block));
        self.asked.wants_block(block) && !left_out
    }

    /// Reader of the record's slots: for tables of many records, which need less than a decision.
    #[doc(hidden)]
    pub fn reader(&self) -> &Reader<'b, 'f> {
        &self.reader
    }

    pub(crate) fn identity(&self) -> Identity<'f> {
        self.identity
    }
}
