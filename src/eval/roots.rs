//! Leads a missing value, or a fault, back to where it arose.

use super::fault::Fact;
use super::frame::{Frame, State};
use crate::model::{AggregateId, ClauseKind, FieldId};
use crate::plan::{BlockPlan, GradingStep, Op, RecordPlan, RowPlan, Slot};
use crate::value::{Arith, Truth};

/// Where a missing value arose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// The field has no value.
    Input(FieldId),
    /// The parts of the record leave it open, or are not among the data.
    FromParts(AggregateId),
    /// The step divides by zero.
    DivisionByZero(Slot),
    /// No row of the table, criterion or grading holds.
    NoRow(Slot),
    /// The step gives no value for the values it has.
    Other(Slot),
}

impl Frame {
    /// Where the missing value in a slot arose (of points: the range; of grades: that there are several), each place once, in the order in which
    /// operands stand; empty where nothing is missing. Rows and branches that are surely not reached are left out.
    pub fn missing_roots(&self, plan: &RecordPlan, slot: Slot, row: usize) -> Vec<Root> {
        let mut roots = Vec::new();
        self.walk(plan, slot, row, State::Missing, |slot, deeper| {
            if !deeper {
                roots.push(self.root(plan, slot, row));
            }
        });
        roots
    }

    /// The faults that the fault in a slot rests on, each once; empty where there is none.
    pub fn fault_roots(&self, plan: &RecordPlan, slot: Slot, row: usize) -> Vec<Fact> {
        let mut facts = Vec::new();
        self.walk(plan, slot, row, State::Fault, |slot, _| facts.extend(self.faults_at(slot, row)));
        facts
    }

    /// Where the missing values arose for which a block is undetermined: those of its guards, else those of its result; empty where it is decided
    /// without them.
    pub fn block_missing_roots(&self, plan: &RecordPlan, block: &BlockPlan, row: usize) -> Vec<Root> {
        match self.truth(block.applies, row) {
            Truth::True => self.missing_roots(plan, block.result(), row),
            Truth::Missing => self.missing_roots(plan, block.applies, row),
            Truth::False | Truth::Fault => Vec::new(),
        }
    }

    /// The faults for which a block is a data error; empty also where the record is broken (see [`Frame::is_broken`]) and the block has no fault of
    /// its own.
    pub fn block_faults(&self, plan: &RecordPlan, block: &BlockPlan, row: usize) -> Vec<Fact> {
        match self.truth(block.applies, row) {
            Truth::True => self.fault_roots(plan, block.result(), row),
            Truth::Fault => self.fault_roots(plan, block.applies, row),
            Truth::False | Truth::Missing => Vec::new(),
        }
    }

    /// Visits the slots of one state that a slot of that state rests on, and says of each whether it rests on others.
    fn walk(&self, plan: &RecordPlan, slot: Slot, row: usize, state: State, mut visit: impl FnMut(Slot, bool)) {
        let mut seen = vec![false; plan.steps.len()];
        let mut waiting = vec![slot];
        waiting.retain(|&slot| self.state(slot, row) == state);
        while let Some(slot) = waiting.pop() {
            if seen.get_mut(slot.index()).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            let mut deeper = self.reached(&plan.steps[slot].op, row);
            deeper.retain(|&operand| self.state(operand, row) == state);
            visit(slot, !deeper.is_empty());
            // A stack gives back the last first.
            waiting.extend(deeper.into_iter().rev());
        }
    }

    fn root(&self, plan: &RecordPlan, slot: Slot, row: usize) -> Root {
        let none = |rows: &[RowPlan]| rows.iter().all(|each| self.truth(each.when, row) == Truth::False);
        match &plan.steps[slot].op {
            Op::Input(field) => Root::Input(*field),
            Op::FromParts(aggregate, _) => Root::FromParts(*aggregate),
            Op::Arith(Arith::Div, ..) => Root::DivisionByZero(slot),
            Op::First(rows) | Op::Unique(rows) if none(rows) => Root::NoRow(slot),
            Op::Criterion(step) if none(&step.rows) => Root::NoRow(slot),
            Op::Grading(_) => Root::NoRow(slot),
            Op::First(_)
            | Op::Unique(_)
            | Op::Criterion(_)
            | Op::Constant(_)
            | Op::Checked(..)
            | Op::AsOf
            | Op::Parameter(..)
            | Op::Negate(_)
            | Op::Arith(Arith::Add | Arith::Sub | Arith::Mul, ..)
            | Op::AddDays(..)
            | Op::AddMonths(..)
            | Op::DaysBetween(..)
            | Op::Compare(..)
            | Op::IsMissing(_)
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Select(..)
            | Op::Call(..)
            | Op::Script(..)
            | Op::Sum(_)
            | Op::Total(_)
            | Op::PointsValue(_)
            | Op::GradeValue(_)
            | Op::Verdict(_) => Root::Other(slot),
        }
    }

    /// The operands that may have a say for this record.
    fn reached(&self, op: &Op, row: usize) -> Vec<Slot> {
        match op {
            Op::First(rows) => self.reached_rows(rows, true, row),
            Op::Unique(rows) | Op::Sum(rows) => self.reached_rows(rows, false, row),
            Op::Criterion(step) => self.reached_rows(&step.rows, !step.sum, row),
            Op::Select(condition, then, otherwise) => match self.truth(*condition, row) {
                Truth::True => vec![*then],
                Truth::False => vec![*otherwise],
                Truth::Missing | Truth::Fault => vec![*condition],
            },
            Op::Grading(step) => self.reached_of_grading(step, row),
            Op::Checked(_, input, range) => match range {
                Some(range) if self.truth(*range, row) == Truth::Fault => vec![*range],
                Some(_) | None => vec![*input],
            },
            Op::Verdict(clauses) => {
                let decides =
                    |kind, clause| !matches!(kind, ClauseKind::Warn | ClauseKind::Prefer) || self.truth(clause, row) == Truth::Fault;
                clauses.iter().filter(|(kind, clause)| decides(*kind, *clause)).map(|(_, clause)| *clause).collect()
            }
            Op::Constant(_)
            | Op::Input(_)
            | Op::FromParts(..)
            | Op::AsOf
            | Op::Parameter(..)
            | Op::Negate(_)
            | Op::Arith(..)
            | Op::AddDays(..)
            | Op::AddMonths(..)
            | Op::DaysBetween(..)
            | Op::Compare(..)
            | Op::IsMissing(_)
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::Call(..)
            | Op::Script(..)
            | Op::Total(_)
            | Op::PointsValue(_)
            | Op::GradeValue(_) => {
                let mut operands = Vec::new();
                op.operands(&mut |operand| operands.push(operand));
                operands
            }
        }
    }

    /// `in_turn`: down to the first that surely holds.
    fn reached_rows(&self, rows: &[RowPlan], in_turn: bool, row: usize) -> Vec<Slot> {
        let mut reached = Vec::new();
        for each in rows {
            let truth = self.truth(each.when, row);
            if truth != Truth::False {
                reached.extend([each.when, each.gives]);
            }
            if in_turn && truth == Truth::True {
                break;
            }
        }
        reached
    }

    /// Over a range of totals the conditions on the total are open for the total's sake alone: only what else they read has a say of its own.
    fn reached_of_grading(&self, step: &GradingStep, row: usize) -> Vec<Slot> {
        if self.state(step.total, row) == State::Known {
            return step.conditions().map(|condition| condition.slot).collect();
        }
        let others = step.conditions().flat_map(|condition| condition.of_total.iter().filter_map(|atom| atom.slot()));
        std::iter::once(step.total).chain(others).collect()
    }
}
