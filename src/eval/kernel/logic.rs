//! Conditions and choices.

use super::super::cell::Cell;
use super::super::column::{Column, Entry, Operand, Plain, by_kind, map, update, update_pair, zip};
use super::Kernel;
use crate::model::{ClauseKind, Verdict, VerdictTest};
use crate::plan::{ClauseStep, Kind, Slot};
use crate::value::{Compare, Date, Num, Truth};
use std::cmp::Ordering;

impl Kernel<'_> {
    pub(super) fn not(&self, a: Slot, out: &mut Column) {
        let Some(out) = Truth::write(out) else { return };
        map(self.rows(), self.operand::<Truth>(a), out, |_, a| a.not());
    }

    pub(super) fn fold_truths(
        &self,
        all: &[Slot],
        start: Truth,
        join: fn(Truth, Truth) -> Truth,
        out: &mut Column,
    ) {
        let Some(out) = Truth::write(out) else { return };
        out.clear();
        out.resize(self.rows(), start);
        for &slot in all {
            update(out.iter_mut(), self.operand::<Truth>(slot), |out, a| *out = join(*out, *a));
        }
    }

    pub(super) fn compare(&self, op: Compare, a: Slot, b: Slot, out: &mut Column) {
        let Some(out) = Truth::write(out) else { return };
        match (self.column(a), self.column(b)) {
            (Some(Column::Truths(_)), Some(Column::Truths(_))) => {
                self.compare_truths(op, a, b, out)
            }
            (
                Some(Column::Numbers(_) | Column::Mantissas(_)),
                Some(Column::Numbers(_) | Column::Mantissas(_)),
            ) => self.compare_cells::<Num>(a, b, out, |a, b| op.holds(a.cmp(b))),
            (Some(Column::Dates(_)), Some(Column::Dates(_))) => {
                self.compare_cells::<Date>(a, b, out, |a, b| op.holds(a.cmp(b)))
            }
            // The better grade has the lower code and is the greater.
            (
                Some(Column::Codes(_) | Column::Texts(_)),
                Some(Column::Codes(_) | Column::Texts(_)),
            ) => {
                self.compare_cells::<u32>(a, b, out, |a, b| op.holds(b.cmp(a)));
            }
            _ => out.resize(self.rows(), Truth::Fault),
        }
    }

    fn compare_cells<T>(
        &self,
        a: Slot,
        b: Slot,
        out: &mut Vec<Truth>,
        holds: impl Fn(&T, &T) -> bool,
    ) where
        Cell<T>: Entry,
    {
        let (a, b): (Operand<Cell<T>>, Operand<Cell<T>>) = (self.operand(a), self.operand(b));
        zip(self.rows(), a, b, out, |_, a, b| match (a, b) {
            (Cell::Known(a), Cell::Known(b)) => Truth::from(holds(a, b)),
            (Cell::Fault, _) | (_, Cell::Fault) => Truth::Fault,
            (Cell::Missing, _) | (_, Cell::Missing) => Truth::Missing,
        });
    }

    fn compare_truths(&self, op: Compare, a: Slot, b: Slot, out: &mut Vec<Truth>) {
        zip(
            self.rows(),
            self.operand::<Truth>(a),
            self.operand::<Truth>(b),
            out,
            |_, &a, &b| match (a, b) {
                (Truth::Fault, _) | (_, Truth::Fault) => Truth::Fault,
                (Truth::Missing, _) | (_, Truth::Missing) => Truth::Missing,
                (a, b) => Truth::from(op.holds(if a == b {
                    Ordering::Equal
                } else {
                    (a == Truth::True).cmp(&(b == Truth::True))
                })),
            },
        );
    }

    pub(super) fn is_missing(&self, a: Slot, out: &mut Column) {
        let Some(out) = Truth::write(out) else { return };
        let kind = match self.column(a) {
            Some(Column::Truths(_)) => Kind::Truth,
            Some(Column::Numbers(_) | Column::Mantissas(_)) => Kind::Number,
            Some(Column::Dates(_)) => Kind::Date,
            Some(Column::Codes(_) | Column::Texts(_)) => Kind::Code,
            Some(Column::Points(_) | Column::Grades(_) | Column::Verdicts(_)) | None => {
                Kind::Points
            }
        };
        by_kind!(kind, self.is_missing_value(a, out));
    }

    fn is_missing_value<T: Plain>(&self, a: Slot, out: &mut Vec<Truth>) {
        map(self.rows(), self.operand::<T>(a), out, |_, a| {
            if a.is_fault() { Truth::Fault } else { Truth::from(!a.is_known()) }
        });
    }

    pub(super) fn select<T: Plain>(
        &self,
        condition: Slot,
        then: Slot,
        otherwise: Slot,
        out: &mut Column,
    ) {
        let Some(out) = T::write(out) else { return };
        let condition = self.operand::<Truth>(condition);
        zip(self.rows(), condition, self.operand::<T>(then), out, |_, condition, then| {
            match condition {
                Truth::True => then.clone(),
                Truth::False | Truth::Missing => T::MISSING,
                Truth::Fault => T::FAULT.clone(),
            }
        });
        update_pair(
            out.iter_mut(),
            condition,
            self.operand::<T>(otherwise),
            |_, out, condition, otherwise| {
                if *condition == Truth::False {
                    *out = otherwise.clone();
                }
            },
        );
    }

    pub(super) fn is_verdict(&self, verdict: Slot, test: &VerdictTest, out: &mut Column) {
        let Some(out) = Truth::write(out) else { return };
        map(self.rows(), self.operand::<Cell<Verdict>>(verdict), out, |_, verdict| match verdict {
            Cell::Known(verdict) => test.of(*verdict),
            Cell::Missing => Truth::Missing,
            Cell::Fault => Truth::Fault,
        });
    }

    /// The strongest verdict any clause brings about; a fault in any clause makes it one.
    pub(super) fn verdict(&self, clauses: &[ClauseStep], out: &mut Column) {
        let Some(out) = Cell::<Verdict>::write(out) else { return };
        out.clear();
        out.resize(self.rows(), Cell::Known(Verdict::Met));
        for &ClauseStep { kind, condition, not_due, own } in clauses {
            let truths = self.operand::<Truth>(condition);
            let Some(not_due) = not_due else {
                update(out.iter_mut(), truths, |out, &truth| bring_about(out, kind, truth));
                continue;
            };
            let own = own.map(|own| self.operand::<Truth>(own));
            let not_due = self.operand::<Truth>(not_due);
            update_pair(out.iter_mut(), truths, not_due, |row, out, &truth, &not_due| {
                let own = own.as_ref().map_or(Truth::True, |own| own.at(row));
                match (own, not_due) {
                    (Truth::False, _) => {}
                    (Truth::Fault, _) | (_, Truth::Fault) => *out = Cell::Fault,
                    (_, Truth::True) => lower(out, Verdict::NotDue),
                    (_, Truth::False | Truth::Missing) => bring_about(out, kind, truth),
                }
            });
        }
    }
}

/// Takes what a clause brings about into the verdict of those before it.
fn bring_about(out: &mut Cell<Verdict>, kind: ClauseKind, truth: Truth) {
    if truth == Truth::Fault {
        *out = Cell::Fault;
    } else {
        lower(out, brought_about(kind, truth));
    }
}

fn lower(out: &mut Cell<Verdict>, brought: Verdict) {
    if let Cell::Known(verdict) = out {
        *verdict = (*verdict).min(brought);
    }
}

/// The verdict a clause brings about by itself.
pub(in crate::eval) fn brought_about(kind: ClauseKind, truth: Truth) -> Verdict {
    match (kind, truth) {
        (ClauseKind::Require | ClauseKind::Due, Truth::False)
        | (ClauseKind::Reject, Truth::True) => Verdict::Rejected,
        (
            ClauseKind::Require | ClauseKind::Due | ClauseKind::Reject | ClauseKind::Refer,
            Truth::Missing,
        ) => Verdict::Incomplete,
        (ClauseKind::Refer, Truth::True) => Verdict::ToReview,
        (
            ClauseKind::Require | ClauseKind::Due | ClauseKind::Reject | ClauseKind::Refer,
            Truth::True | Truth::False | Truth::Fault,
        )
        | (ClauseKind::Applies | ClauseKind::Warn | ClauseKind::Prefer, _) => Verdict::Met,
    }
}
