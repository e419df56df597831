//! Periods and deadlines to steps.

use super::super::{
    Certainty, ClausePlan, DuePlan, EventPlan, PeriodicPlan, PeriodicStep, RecordPlan,
};
use super::{Constant, Kind, Lowering, Op, Slot};
use crate::model::{Clause, Due, Expr, ExprKind, PackPeriod, PeriodicId, Timing};
use crate::value::Compare;

impl Lowering<'_> {
    pub(super) fn clause(&mut self, clause: &Clause) -> ClausePlan {
        match &clause.timing {
            None => ClausePlan {
                condition: self.expr(&clause.condition),
                not_due: None,
                own: None,
                due: None,
            },
            Some(Timing::Each(id)) => {
                let condition = self.expr(&clause.condition);
                let step = self.periodic_step(*id);
                let not_due = self.builder.push(Op::NoPeriodYet(Box::new(step)), Kind::Truth);
                ClausePlan { condition, not_due: Some(not_due), own: None, due: None }
            }
            Some(Timing::Due(due)) => {
                self.expr(&clause.condition);
                self.due(due)
            }
        }
    }

    pub(super) fn periodic_step(&mut self, id: PeriodicId) -> PeriodicStep {
        let periodic = &self.model.periodics[id];
        let between = periodic.between.as_ref();
        let between = between.map(|(from, to)| [self.expr(from), self.expr(to)]);
        PeriodicStep { id, schedule: periodic.schedule, between }
    }

    pub(super) fn periodics(&mut self) -> Vec<PeriodicPlan> {
        let model = self.model;
        let all = model.periodics.enumerate();
        let own: Vec<_> = all.filter(|(_, one)| one.record == self.record).collect();
        own.into_iter()
            .map(|(id, periodic)| PeriodicPlan {
                id,
                condition: self.expr(&periodic.condition),
                value: periodic.condition.compared().map(|value| self.expr(value)),
                between: self.periodic_step(id).between,
            })
            .collect()
    }

    pub(super) fn events(&mut self) -> Vec<EventPlan> {
        let model = self.model;
        let all = model.events.enumerate();
        let own: Vec<_> = all.filter(|(_, one)| one.record == self.record).collect();
        own.into_iter()
            .map(|(id, event)| EventPlan {
                id,
                condition: self.expr(&event.condition),
                since: event.since.as_ref().map(|since| self.expr(since)),
            })
            .collect()
    }

    /// A deadline is met if it surely was done in time, and open where it perhaps was; else it is
    /// failed once its last day is over. It is not due before it begins, and while it is neither
    /// done nor over.
    fn due(&mut self, due: &Due) -> ClausePlan {
        let last = self.expr(&due.last);
        let since: Vec<Slot> = due.since.iter().map(|day| self.expr(day)).collect();
        let [surely, perhaps] = self.done_on(&due.done);
        let as_of = self.builder.push(Op::Today, Kind::Date);
        let [is_done, may_be_done] =
            [surely, perhaps].map(|day| self.is_done(&due.done, day, as_of, &since));
        let [in_time, perhaps_in_time] =
            [(surely, is_done), (perhaps, may_be_done)].map(|(day, done)| {
                let by = self.compare(Compare::AtMost, day, last);
                self.truth(Op::And(Box::new([done, by])))
            });
        let past = self.compare(Compare::AtLeast, as_of, last);
        let not_past = self.truth(Op::Not(past));
        let open = self.constant(Constant::Missing, Kind::Truth);
        let unless = self.truth(Op::Select(perhaps_in_time, open, not_past));
        let holds = self.constant(Constant::Truth(true), Kind::Truth);
        let condition = self.truth(Op::Select(in_time, holds, unless));
        let undone = self.truth(Op::Not(may_be_done));
        let waits = self.truth(Op::And(Box::new([undone, not_past])));
        let not_due = match &due.starts {
            None => waits,
            Some(starts) => {
                let starts = self.expr(starts);
                let early = self.compare(Compare::Less, as_of, starts);
                self.truth(Op::Or(Box::new([early, waits])))
            }
        };
        let plan = DuePlan { last, done: surely, perhaps, is_done };
        let own = self.own_deadline(due, last);
        ClausePlan { condition, not_due: Some(not_due), own, due: Some(plan) }
    }

    /// Truth that a deadline is this pack's: that of the pack which holds the day it is counted
    /// from, else its last day. One whose day is missing is that of the pack of the as-of date.
    /// `None` of a pack without a last day.
    fn own_deadline(&mut self, due: &Due, last: Slot) -> Option<Slot> {
        let PackPeriod { from, to } = self.model.period;
        let to = self.constant(Constant::Date(to?), Kind::Date);
        let in_period = self.in_period()?;
        let day = due.starts.as_ref().map_or(last, |starts| self.expr(starts));
        let mut within = vec![self.compare(Compare::AtMost, day, to)];
        if let Some(from) = from {
            let from = self.constant(Constant::Date(from), Kind::Date);
            within.push(self.compare(Compare::AtLeast, day, from));
        }
        let within = self.truth(Op::And(within.into()));
        let unknown = self.truth(Op::IsMissing(day));
        Some(self.truth(Op::Select(unknown, in_period, within)))
    }

    /// Whether the pack is asked within its period, or before it.
    fn in_period(&mut self) -> Option<Slot> {
        let to = self.constant(Constant::Date(self.model.period.to?), Kind::Date);
        let today = self.builder.push(Op::Today, Kind::Date);
        Some(self.compare(Compare::AtMost, today, to))
    }

    /// Truth that any clause of a block with deadlines is this pack's to ask; `None` of other
    /// blocks.
    pub(super) fn any_own(&mut self, clauses: &[Clause], plans: &[ClausePlan]) -> Option<Slot> {
        let mut own: Vec<Slot> = plans.iter().filter_map(|plan| plan.own).collect();
        if own.is_empty() {
            return None;
        }
        if plans.len() > own.len() {
            own.push(self.in_period()?);
        }
        let late = clauses.iter().any(|clause| match clause.timing {
            Some(Timing::Each(id)) => self.model.periodics[id].schedule.after > 0,
            Some(Timing::Due(_)) | None => false,
        });
        if late {
            own.push(self.constant(Constant::Truth(true), Kind::Truth));
        }
        Some(self.truth(Op::Or(own.into())))
    }

    /// The day by which something surely was done, and the one before which it was not.
    fn done_on(&mut self, done: &Expr) -> [Slot; 2] {
        let surely = self.expr(done);
        if let ExprKind::Event(id) = done.kind {
            [surely, self.builder.push(Op::Event(id, Certainty::Perhaps), Kind::Date)]
        } else {
            [surely, surely]
        }
    }

    /// Whether something was done on a day that counts. A blank is not done; where the column
    /// itself is lacking, that is not known.
    fn is_done(&mut self, done: &Expr, day: Slot, as_of: Slot, since: &[Slot]) -> Slot {
        let mut within = vec![self.compare(Compare::AtMost, day, as_of)];
        for first in since {
            within.push(self.compare(Compare::AtLeast, day, *first));
        }
        let within = self.truth(Op::And(within.into()));
        let blank = self.truth(Op::IsMissing(day));
        let given = self.given(done);
        let no = self.constant(Constant::Truth(false), Kind::Truth);
        let open = self.constant(Constant::Missing, Kind::Truth);
        let undone = self.truth(Op::Select(given, no, open));
        self.truth(Op::Select(blank, undone, within))
    }

    /// Whether all columns that a value rests on are there.
    fn given(&mut self, value: &Expr) -> Slot {
        let columns = self.model.columns_of(self.record, value).into_iter();
        let given = columns.map(|column| self.truth(Op::Given(column))).collect();
        self.truth(Op::And(given))
    }

    fn compare(&mut self, op: Compare, left: Slot, right: Slot) -> Slot {
        self.truth(Op::Compare(op, left, right))
    }

    fn truth(&mut self, op: Op) -> Slot {
        self.builder.push(op, Kind::Truth)
    }
}

impl RecordPlan {
    /// The plan of a condition of this record type that is asked period by period.
    pub fn periodic(&self, id: PeriodicId) -> Option<&PeriodicPlan> {
        self.periodics.iter().find(|plan| plan.id == id)
    }
}
