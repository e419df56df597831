//! Periods and deadlines of a clause for one record.

use super::block::{RuleReading, TimingReading};
use super::decision::{Deadline, DeadlineState, InPeriod, TypedValue, Uncounted};
use super::reader::Reader;
use crate::diag::{Message, timing as say};
use crate::model::{AggregateId, Expr, ExprKind, PeriodicId};
use crate::plan::{DuePlan, PeriodicPlan};
use crate::table::InPeriod as Asked;
use crate::value::{Date, Grain, Period, Truth, Value};

/// Result of a clause in time.
#[derive(Clone, Default)]
pub(super) struct Timed {
    /// The result in one sentence.
    pub words: Option<Message>,
    pub deadline: Option<Deadline>,
    pub periods: Vec<InPeriod>,
}

impl<'a> Reader<'a, '_> {
    /// The periods or the deadline of a rule; nothing of a rule that has neither.
    pub(super) fn timed(&self, rule: &RuleReading<'a>) -> Timed {
        match rule.timing {
            None => Timed::default(),
            Some(TimingReading::Due(_, plan)) => {
                let deadline = self.deadline(rule, plan);
                Timed {
                    words: Some(deadline.words()),
                    deadline: Some(deadline),
                    periods: Vec::new(),
                }
            }
            Some(TimingReading::Each(id)) => self.each(rule, id),
        }
    }

    pub(super) fn deadline(&self, rule: &RuleReading<'a>, plan: DuePlan) -> Deadline {
        let (last_day, told) = (self.day(plan.last), self.day(plan.done));
        let is_done = self.truth(plan.is_done);
        let done = told.filter(|_| is_done == Truth::True);
        let uncounted = told.filter(|_| is_done == Truth::False).map(|told| {
            match self.as_of.is_some_and(|day| day < told) {
                true => Uncounted::NotYet(told),
                false => Uncounted::TooEarly(told),
            }
        });
        let until = done.or(self.as_of);
        let state = match rule.truth {
            _ if rule.not_due => DeadlineState::NotDue,
            Truth::True => DeadlineState::Met,
            Truth::False if done.is_some() => DeadlineState::Late,
            Truth::False => DeadlineState::Overdue,
            Truth::Missing | Truth::Fault => DeadlineState::Open,
        };
        let days_late = match state {
            DeadlineState::Late | DeadlineState::Overdue => {
                until.zip(last_day).map(|(until, last)| until.days_since(last))
            }
            DeadlineState::Met | DeadlineState::NotDue | DeadlineState::Open => None,
        };
        Deadline {
            text: self.reason(rule),
            clause: self.clause(rule.span),
            state,
            last_day,
            done,
            days_late,
            uncounted,
        }
    }

    pub(super) fn day(&self, slot: crate::plan::Slot) -> Option<Date> {
        self.frame.date(slot, self.row).into_known()
    }

    fn each(&self, rule: &RuleReading<'a>, id: PeriodicId) -> Timed {
        let (Some(plan), periodic) = (self.plan.periodic(id), &self.model.periodics[id]) else {
            return Timed::default();
        };
        let grain = periodic.schedule.grain;
        let [from, to] = self.ends_of(plan);
        let within = |days: Period| {
            from.is_none_or(|from| from <= days.from) && to.is_none_or(|to| days.to <= to)
        };
        let by_now = |one: &Asked| self.as_of.is_none_or(|day| one.period.asked <= day);
        let asked =
            self.parts.periods(id).iter().filter(|one| by_now(one) && within(one.period.days));
        let compared = periodic.condition.compared();
        let periods: Vec<InPeriod> = asked
            .map(|one| {
                let value = one.values.get(self.place).zip(compared);
                let value = value.filter(|(value, _)| **value != Value::Missing);
                InPeriod {
                    clause: self.clause(rule.span),
                    name: say::period(grain, one.period.days),
                    from: one.period.days.from,
                    to: one.period.days.to,
                    asked: one.period.asked,
                    value: value.map(|(value, expr)| self.datum(value.clone(), expr.ty)),
                    holds: match one.holds.get(self.place) {
                        Some(Truth::True) => Some(true),
                        Some(Truth::False) => Some(false),
                        Some(Truth::Missing | Truth::Fault) | None => None,
                    },
                }
            })
            .collect();
        let of = |wanted: Option<bool>| -> Vec<(Grain, Period)> {
            let those = periods.iter().filter(|one| one.holds == wanted);
            those.map(|one| (grain, Period { from: one.from, to: one.to })).collect()
        };
        let (failed, unknown) = (of(Some(false)), of(None));
        let next = || self.as_of.and_then(|day| periodic.schedule.next_after(day, from, to));
        let words = if rule.not_due {
            next().map(|next| say::first_period(next.asked))
        } else if !failed.is_empty() {
            Some(say::failed(&failed))
        } else if !unknown.is_empty() {
            Some(say::unknown(&unknown))
        } else {
            (!periods.is_empty()).then(|| say::all_hold(periods.len()))
        };
        Timed { words, deadline: None, periods }
    }

    /// The days between which the periods of the record lie.
    pub(super) fn ends_of(&self, plan: &PeriodicPlan) -> [Option<Date>; 2] {
        plan.between.map_or([None, None], |ends| ends.map(|end| self.day(end)))
    }
}

impl Deadline {
    /// The deadline in one sentence.
    pub fn words(&self) -> Message {
        let stands = self.standing();
        match self.uncounted {
            Some(uncounted) => say::beside(stands, uncounted.words()),
            None => stands,
        }
    }

    fn standing(&self) -> Message {
        match (self.state, self.last_day, self.done, self.days_late) {
            (DeadlineState::Met, Some(last), Some(done), _) => say::met(last, done),
            (DeadlineState::Late, Some(last), Some(done), Some(days)) => {
                say::late(last, done, days)
            }
            (DeadlineState::Overdue, Some(last), _, Some(days)) => say::overdue(last, days),
            (DeadlineState::NotDue, Some(last), ..) => say::not_due(last),
            (
                DeadlineState::Met
                | DeadlineState::Late
                | DeadlineState::Overdue
                | DeadlineState::NotDue
                | DeadlineState::Open,
                last,
                ..,
            ) => say::open(last),
        }
    }
}

impl Uncounted {
    /// Day on which it was done.
    pub fn day(self) -> Date {
        match self {
            Uncounted::TooEarly(day) | Uncounted::NotYet(day) => day,
        }
    }

    fn words(self) -> Message {
        match self {
            Uncounted::TooEarly(day) => say::too_early(day),
            Uncounted::NotYet(day) => say::not_yet(day),
        }
    }
}

impl InPeriod {
    /// The period with its value in words: `tháng 3/2023: 0`.
    pub(crate) fn words(&self, lang: crate::value::Lang) -> String {
        let name = say::period_asked(&self.name, self.to, self.asked);
        let name = name.get(lang);
        let value = self.value.as_ref().map(|value: &TypedValue| value.words(lang));
        value.map_or_else(|| name.to_owned(), |value| format!("{name}: {value}"))
    }
}

impl<'a> Reader<'a, '_> {
    /// The aggregates that a condition asked over time reads.
    pub(super) fn read_over_time(&self, expr: &Expr, found: &mut Vec<AggregateId>) {
        if let ExprKind::Periodic(id) = &expr.kind {
            self.aggregates(&self.model.periodics[*id].condition, found);
        } else if let ExprKind::Event(id) = &expr.kind {
            self.aggregates(&self.model.events[*id].condition, found);
        }
    }
}
