//! The derivations and tables that blocks and targets read, directly or through others.

use super::{
    Block, BlockId, BlockKind, Derived, DerivedId, DerivedKind, Example, ExpectationKind, Expr,
    ExprKind, Inherited, Model, ParameterId, PreviousId, RecordId, Row, TargetsId, Timing,
};
use std::collections::{BTreeSet, HashSet};

impl Model {
    /// The derivations and tables that these blocks, or any targets, read.
    pub fn reached(&self, blocks: &[&Block]) -> Reached {
        let mut reach = Reach::new(self);
        for block in blocks {
            block.exprs(&mut |expr| reach.follow(block.record, expr));
            block.results.iter().for_each(|id| reach.derived(block.record, *id));
            block.ranked_derived().for_each(|id| reach.derived(block.record, id));
        }
        for targets in self.targets.iter() {
            let formulas = targets.indicators.iter().map(|indicator| &indicator.formula);
            targets.by.iter().for_each(|by| reach.follow(targets.by_record, by));
            formulas.for_each(|expr| reach.follow(targets.record, expr));
        }
        reach.reached
    }
}

impl Model {
    /// Parts of the rules that an example reads, directly or through others: by its block and by
    /// what it expects; where its block does not apply, by the guards alone. A value of the month
    /// before is given to an example and not followed.
    pub fn read_by(&self, example: &Example, applies: bool) -> RestsOn {
        self.followed(example, applies).rests_on()
    }

    /// Parts of the rules that the record of an example rests on with everything that is worked out
    /// of it.
    pub fn shown_by(&self, example: &Example) -> RestsOn {
        let mut reach = self.followed(example, true);
        let record = self.blocks[example.block].record;
        self.records[record].derived.ids().for_each(|id| reach.derived(record, id));
        reach.rests_on()
    }

    /// Parts of the rules by which the records of a run are finished: what is asked over them,
    /// period by period and on each day, of the month before, of records that others inherit from,
    /// and what makes a record one that can be. Nothing that targets alone ask.
    pub fn finished_by(&self) -> RestsOn {
        let mut reach = Reach::new(self);
        for (id, record) in self.records.enumerate() {
            record.previous.iter().for_each(|previous| reach.follow(id, &previous.value));
            record.impossible.iter().for_each(|never| reach.follow(id, &never.condition));
            let ranges = record.fields.iter().filter_map(|field| field.range.as_ref());
            ranges.for_each(|range| reach.follow(id, range));
            for Inherited { owner, value, .. } in &record.inherited {
                reach.follow(*owner, value);
            }
            if let (Some((parent, _)), Some(complete)) = (record.parent, &record.complete) {
                reach.follow(parent, &complete.condition);
            }
        }
        for aggregate in self.aggregates.iter().filter(|aggregate| !aggregate.of_targets) {
            reach.over.insert(aggregate.over);
            let read = aggregate.value.iter().chain(&aggregate.filter);
            read.for_each(|expr| reach.follow(aggregate.over, expr));
        }
        for periodic in self.periodics.iter() {
            reach.over.insert(periodic.record);
            periodic.exprs(&mut |expr| reach.follow(periodic.record, expr));
        }
        for event in self.events.iter() {
            reach.over.insert(event.record);
            event.exprs(&mut |expr| reach.follow(event.record, expr));
        }
        reach.rests_on()
    }

    fn followed(&self, example: &Example, applies: bool) -> Reach<'_> {
        let mut reach = Reach::new(self);
        let records = self.records.enumerate();
        reach.previous = records
            .flat_map(|(record, of)| of.previous.ids().map(move |previous| (record, previous)))
            .collect();
        let block = &self.blocks[example.block];
        if applies {
            reach.block(example.block);
            block.results.iter().for_each(|id| reach.derived(block.record, *id));
            for expected in &example.expected {
                if let ExpectationKind::Condition(condition) = &expected.kind {
                    reach.follow(block.record, condition);
                }
            }
        } else {
            reach.blocks.insert(example.block);
            block.guards.iter().for_each(|guard| reach.follow(block.record, guard));
        }
        for of in example.rows.iter().map(|rows| rows.record).chain([block.record]) {
            let ranges = self.records[of].fields.iter().filter_map(|field| field.range.as_ref());
            ranges.for_each(|range| reach.follow(of, range));
        }
        reach
    }
}

impl Model {
    /// The registers and monthly snapshots of which the value of an expression reads rows, directly
    /// or through others.
    pub fn registers_in(&self, record: RecordId, expr: &Expr) -> BTreeSet<RecordId> {
        let mut reach = Reach::new(self);
        reach.registers.extend(self.records[record].snapshot.map(|_| record));
        reach.follow(record, expr);
        reach.registers
    }

    /// The record types that blocks and targets are about or read records of, with those that these
    /// are part of.
    pub fn records_read(
        &self,
        blocks: impl Iterator<Item = BlockId>,
        targets: impl Iterator<Item = TargetsId>,
    ) -> BTreeSet<RecordId> {
        let mut reach = Reach::new(self);
        let mut read = BTreeSet::new();
        blocks.for_each(|id| reach.block(id));
        for of in targets.map(|id| &self.targets[id]) {
            read.extend([of.record, of.by_record]);
            of.by.iter().for_each(|by| reach.follow(of.by_record, by));
            let formulas = of.indicators.iter().map(|indicator| &indicator.formula);
            formulas.for_each(|expr| reach.follow(of.record, expr));
        }
        read.extend(reach.blocks.iter().map(|id| self.blocks[*id].record));
        read.extend(reach.over.iter().copied());
        read.extend(reach.registers.iter().copied());
        let mut parents: Vec<RecordId> = read.iter().copied().collect();
        while let Some(record) = parents.pop() {
            let parent = self.records[record].parent.map(|(parent, _)| parent);
            parents.extend(parent.filter(|parent| read.insert(*parent)));
        }
        read
    }

    /// Returns `true` of a block that asks a register or snapshots, a period or a deadline, itself
    /// or through what it reads.
    pub fn asks_over_time(&self, block: BlockId) -> bool {
        let mut reach = Reach::new(self);
        reach.block(block);
        let timed =
            |id: &BlockId| self.blocks[*id].clauses().iter().any(|clause| clause.timing.is_some());
        reach.over_time || !reach.registers.is_empty() || reach.blocks.iter().any(timed)
    }
}

/// Parts of the rules that a result rests on.
#[derive(Clone, Debug)]
pub struct RestsOn {
    /// Derivations and tables, each with its record type.
    pub derived: Reached,
    /// Blocks whose results are read, and the block itself.
    pub blocks: HashSet<BlockId>,
    /// Parameters that are read.
    pub parameters: HashSet<ParameterId>,
    /// Record types of which something is asked over their records, period by period or by a
    /// deadline.
    pub over: HashSet<RecordId>,
}

/// Derivations and tables, each with its record type.
pub type Reached = HashSet<(RecordId, DerivedId)>;

struct Reach<'m> {
    model: &'m Model,
    reached: Reached,
    /// Values of the month before that were followed: one may read itself, a month earlier.
    previous: HashSet<(RecordId, PreviousId)>,
    blocks: HashSet<BlockId>,
    registers: BTreeSet<RecordId>,
    /// Whether anything is asked period by period, or on each day.
    over_time: bool,
    parameters: HashSet<ParameterId>,
    over: HashSet<RecordId>,
}

impl<'m> Reach<'m> {
    fn new(model: &'m Model) -> Reach<'m> {
        Reach {
            model,
            reached: Reached::new(),
            previous: HashSet::new(),
            blocks: HashSet::new(),
            registers: BTreeSet::new(),
            over_time: false,
            parameters: HashSet::new(),
            over: HashSet::new(),
        }
    }

    fn rests_on(self) -> RestsOn {
        let Reach { reached, blocks, parameters, over, .. } = self;
        RestsOn { derived: reached, blocks, parameters, over }
    }

    fn block(&mut self, id: BlockId) {
        let block = &self.model.blocks[id];
        if self.blocks.insert(id) {
            let timed = block.clauses().iter().any(|clause| clause.timing.is_some());
            self.over.extend(timed.then_some(block.record));
            block.exprs(&mut |expr| self.follow(block.record, expr));
        }
    }

    fn derived(&mut self, record: RecordId, id: DerivedId) {
        let model = self.model;
        if self.reached.insert((record, id)) {
            model.records[record].derived[id].exprs(&mut |expr| self.follow(record, expr));
        }
    }

    fn follow(&mut self, record: RecordId, expr: &Expr) {
        let model = self.model;
        if let ExprKind::Derived(id) | ExprKind::Member(id, _) = &expr.kind {
            self.derived(record, *id);
        }
        if let ExprKind::Parameter(id, _) = &expr.kind {
            self.parameters.insert(*id);
        }
        if let ExprKind::Aggregate(id) = &expr.kind {
            let aggregate = &model.aggregates[*id];
            let by_day =
                aggregate.seen.is_some() || model.records[aggregate.over].snapshot.is_some();
            self.registers.extend(by_day.then_some(aggregate.over));
            self.over.insert(aggregate.over);
            let read = aggregate.value.iter().chain(&aggregate.filter);
            read.for_each(|expr| self.follow(aggregate.over, expr));
            if let Some((parent, complete)) = model.complete_when(aggregate.over)
                && parent == record
            {
                self.follow(record, &complete.condition);
            }
        }
        if let ExprKind::Previous(id) = &expr.kind
            && self.previous.insert((record, *id))
        {
            self.follow(record, &model.records[record].previous[*id].value);
        }
        match &expr.kind {
            ExprKind::Periodic(id) => {
                self.over_time = true;
                self.over.insert(record);
                model.periodics[*id].exprs(&mut |expr| self.follow(record, expr));
            }
            ExprKind::Event(id) => {
                self.over_time = true;
                self.over.insert(record);
                model.events[*id].exprs(&mut |expr| self.follow(record, expr));
            }
            ExprKind::Verdict(test) => self.block(test.block),
            ExprKind::Total(id) | ExprKind::Grade(id) | ExprKind::CriterionPoints(id, _) => {
                self.block(*id);
            }
            _ => expr.children(&mut |child| self.follow(record, child)),
        }
    }
}

impl Block {
    /// Hands over each expression that the block decides by, whole.
    pub(super) fn exprs<'b>(&'b self, each: &mut dyn FnMut(&'b Expr)) {
        self.deciding(each);
        self.grading(each);
    }

    /// Hands over each expression of its guards, criteria and clauses, whole.
    pub(super) fn deciding<'b>(&'b self, each: &mut dyn FnMut(&'b Expr)) {
        self.guards.iter().for_each(&mut *each);
        match &self.kind {
            BlockKind::Scorecard(card) => {
                for criterion in &card.criteria {
                    criterion.subject.iter().for_each(&mut *each);
                    row_exprs(&criterion.rows, each);
                }
            }
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => {
                for clause in clauses {
                    each(&clause.condition);
                    if let Some(Timing::Due(due)) = &clause.timing {
                        due.exprs(each);
                    }
                }
            }
        }
    }

    /// Hands over each expression of its grading, whole.
    pub(super) fn grading<'b>(&'b self, each: &mut dyn FnMut(&'b Expr)) {
        if let BlockKind::Scorecard(card) = &self.kind
            && let Some(grading) = &card.grading
        {
            row_exprs(&grading.rows, each);
            grading.caps.iter().for_each(|cap| each(&cap.condition));
        }
    }
}

impl Derived {
    /// Hands over each expression that gives its value, whole.
    pub(super) fn exprs<'d>(&'d self, each: &mut dyn FnMut(&'d Expr)) {
        match &self.kind {
            DerivedKind::Formula(formula) => each(formula),
            DerivedKind::Table { rows, .. } => row_exprs(rows, each),
        }
    }
}

fn row_exprs<'r>(rows: &'r [Row], each: &mut dyn FnMut(&'r Expr)) {
    rows.iter().flat_map(|row| row.when.iter().chain([&row.gives])).for_each(each);
}
