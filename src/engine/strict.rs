//! Checks of a caller's mistakes, unless the query is lenient: a question that the rules cannot
//! answer, and a record that they do not know.

use super::Rules;
use super::query::Query;
use crate::diag::{Error, engine as say, time::register_without_day};
use crate::model::{Expr, ExprKind, RecordId, TargetsId};
use crate::value::Date;

impl Rules {
    /// That the rules decide and work out nothing; none where they do.
    pub fn holds_nothing(&self) -> Option<Error> {
        let model = self.model();
        let derives = model.records.iter().any(|record| record.derived.ids().next().is_some());
        let decides =
            derives || model.blocks.ids().next().is_some() || model.targets.ids().next().is_some();
        (!decides).then(|| say::nothing_in_rules(self.name()))
    }
}

impl Query {
    /// Checks of a question about one record, before the record is read.
    pub(super) fn check_question(&self, record: RecordId) -> Result<(), Error> {
        if self.is_lenient() {
            return Ok(());
        }
        self.check_rules()?;
        self.check_blocks(record)?;
        self.check_day(self.day())
    }

    /// Check that the rules have something that can be requested.
    pub(super) fn check_rules(&self) -> Result<(), Error> {
        self.rules().holds_nothing().map_or(Ok(()), Err)
    }

    /// Check that the selected blocks are about the records that are given.
    pub(super) fn check_blocks(&self, record: RecordId) -> Result<(), Error> {
        let model = self.rules().model();
        let blocks = self
            .asked()
            .blocks
            .iter()
            .map(|id| (&model.blocks[*id].name, model.blocks[*id].record));
        let other = blocks.into_iter().find(|(_, of)| *of != record);
        match (other, self.asked().targets.first()) {
            (Some((name, of)), _) => Err(say::block_of_others(
                &name.text,
                &model.records[of].name.text,
                &model.records[record].name.text,
            )),
            (None, Some(targets)) => Err(say::targets_of_many(&model.targets[*targets].name.text)),
            (None, None) => Ok(()),
        }
    }

    /// Check that the rules apply on the day, or are still asked for their deadlines then.
    pub(super) fn check_day(&self, day: Option<Date>) -> Result<(), Error> {
        let rules = self.rules();
        match (day, rules.effective()) {
            (Some(day), Some(range)) if !range.holds(day) && !rules.is_later(Some(day)) => {
                Err(say::outside_pack(day, rules.name(), range.from, range.to))
            }
            (_, _) => Ok(()),
        }
    }

    /// Check of the as-of date for records of some types, all decided as of one day: the rules must
    /// apply on it, and it must be given if anything requested reads it.
    pub(super) fn check_records(
        &self,
        records: &[RecordId],
        as_of: Option<Date>,
    ) -> Result<(), Error> {
        if self.is_lenient() {
            return Ok(());
        }
        self.check_day(as_of)?;
        if as_of.is_some() {
            return Ok(());
        }
        self.check_registers(records)?;
        self.lacks_as_of(records).map_or(Ok(()), Err)
    }

    /// A register among record types that are read without an as-of date.
    pub(super) fn check_registers(&self, records: &[RecordId]) -> Result<(), Error> {
        let all = &self.rules().model().records;
        match records.iter().find(|id| all[**id].register.is_some()) {
            Some(id) => Err(register_without_day(&all[*id].name.text, self.fitting_day())),
            None => Ok(()),
        }
    }

    /// Error that the as-of date is forgotten; none unless something requested of records of these
    /// types reads it.
    pub(super) fn lacks_as_of(&self, records: &[RecordId]) -> Option<Error> {
        let reads = |record: &RecordId| Reads { query: self, records, record: *record }.as_of();
        records.iter().any(reads).then(|| say::as_of_forgotten(self.fitting_day()))
    }

    /// A day on which the rules apply: their last, else their first.
    pub(super) fn fitting_day(&self) -> Option<Date> {
        self.rules().effective().and_then(|range| range.to.or(range.from))
    }

    /// Returns `true` if anything is requested of a record type itself: one of its blocks, or
    /// everything.
    fn asks_of(&self, record: RecordId) -> bool {
        let mut blocks = self.rules().model().blocks.enumerate();
        self.asked().wants_all()
            || blocks.any(|(id, block)| block.record == record && self.asked().wants_block(id))
    }
}

/// Reads of a query over one record type, given the types that there are records of.
struct Reads<'q> {
    query: &'q Query,
    records: &'q [RecordId],
    record: RecordId,
}

impl Reads<'_> {
    fn as_of(&self) -> bool {
        // A snapshot has its own day.
        if self.query.rules().model().records[self.record].snapshot.is_some() {
            return false;
        }
        let Some(plan) = self.query.rules().plan().record(self.record) else {
            return false;
        };
        let blocks = plan
            .blocks
            .iter()
            .filter(|(id, _)| self.query.asked().wants_block(*id))
            .flat_map(|(_, plan)| plan.decides());
        let derived = plan
            .derived
            .iter()
            .filter(|_| plan.blocks.is_empty() && self.query.asked().wants_all());
        let derived = derived.flat_map(|derived| {
            derived
                .value
                .into_iter()
                .chain(derived.rows.steps().iter().flat_map(|row| [row.when, row.gives]))
        });
        let over = plan
            .over
            .iter()
            .filter(|_| self.is_gathered())
            .flat_map(|over| over.value.into_iter().chain(over.filter).chain(over.within));
        plan.reads_as_of(blocks.chain(derived).chain(over))
            || self.targets().any(|targets| self.formula_reads(targets))
    }

    fn targets(&self) -> impl Iterator<Item = TargetsId> + '_ {
        let all = self.query.rules().model().targets.enumerate();
        let asked = all
            .filter(|(id, targets)| targets.record == self.record && self.query.wants_targets(*id));
        asked.map(|(id, _)| id)
    }

    /// Returns `true` if targets, or parents of these records, aggregate over them.
    fn is_gathered(&self) -> bool {
        let parent = self.query.rules().model().records[self.record].parent;
        let whole = parent.filter(|(parent, _)| self.records.contains(parent));
        whole.is_some_and(|(whole, _)| self.query.asks_of(whole)) || self.targets().next().is_some()
    }

    fn formula_reads(&self, targets: TargetsId) -> bool {
        let targets = &self.query.rules().model().targets[targets];
        let formulas = targets.indicators.iter().map(|indicator| &indicator.formula);
        formulas.chain(targets.bounds().map(|bound| &bound.limit)).any(reads_as_of)
    }
}

fn reads_as_of(expr: &Expr) -> bool {
    let mut reads = matches!(expr.kind, ExprKind::AsOf | ExprKind::Parameter(_, None));
    expr.children(&mut |child| reads |= reads_as_of(child));
    reads
}
