//! What clauses ask by a day: deadlines, and conditions that are asked period by period.

use super::block::{BlockReading, Body, RuleReading, TimingReading};
use super::decision::{DeadlineState, InPeriod, SourceLine};
use super::grounds::Grounds;
use super::reader::Reader;
use crate::convert::codes;
use crate::diag::{Message, timing as say};
use crate::eval::Status;
use crate::model::{BlockId, Periodic, PeriodicId};
use crate::plan::{BlockPlan, DuePlan};
use crate::source::Span;
use crate::value::{AskedPeriod, Date, Schedule};
use std::sync::Arc;

/// Something that a clause asks by a day: of a deadline its last day, of a period the day on which
/// it is asked.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Duty {
    /// Block that asks for it.
    pub block: Arc<str>,
    /// Title of the block, if it has one.
    pub title: Option<Arc<str>>,
    /// Name of the record type that it is asked of.
    pub record_type: Arc<str>,
    /// Conditions under which the block applies, as written.
    pub guards: Vec<Arc<str>>,
    /// The clause up to its reasons, with its place in the rules.
    pub clause: SourceLine,
    /// The clause's reason, in the words of the document.
    pub reason: Arc<str>,
    /// Number of the clause in its block, from 1.
    pub number: usize,
    /// Words of the deadline or of the periods, as written.
    pub when: Arc<str>,
    /// Day by which it is asked; `None` where that depends on the record, or is not known of it.
    pub day: Option<Date>,
    /// Name of the period, in both languages; `None` of a deadline.
    pub period: Option<Message>,
    /// State on the as-of date; `None` where no record was asked.
    pub state: Option<DutyState>,
    /// Day on which it was done; `None` if it is not, or that is not known.
    pub done: Option<Date>,
    /// Number of days after the last: until it was done, or so far; `None` if it is not late.
    pub days_late: Option<i64>,
    /// Documents and assumptions of the clause and its block.
    pub grounds: Grounds,
}

/// State of a duty on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DutyState {
    /// Done in time, or held in its period.
    Met,
    /// The thing was done, but after the last day.
    Late,
    /// The thing is not done, and its last day is over.
    Overdue,
    /// The period is over, and the condition did not hold in it.
    Missed,
    /// Neither done nor past its day.
    NotDue,
    /// Not known: a value is missing.
    Open,
}

codes!(DutyState {
    Met = "met",
    Late = "late",
    Overdue = "overdue",
    Missed = "missed",
    NotDue = "not_due",
    Open = "open",
});

impl DutyState {
    /// Returns `true` if the thing was done, in time or late.
    pub fn is_done(self) -> bool {
        match self {
            DutyState::Met | DutyState::Late => true,
            DutyState::Overdue | DutyState::Missed | DutyState::NotDue | DutyState::Open => false,
        }
    }
}

impl From<DeadlineState> for DutyState {
    fn from(state: DeadlineState) -> DutyState {
        match state {
            DeadlineState::Met => DutyState::Met,
            DeadlineState::Late => DutyState::Late,
            DeadlineState::Overdue => DutyState::Overdue,
            DeadlineState::NotDue => DutyState::NotDue,
            DeadlineState::Open => DutyState::Open,
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// Duties of the record under a block, in the order written; empty where the block does not
    /// apply, `None` where it is not known whether it does. Periods without an end are listed up
    /// to `until`, else the next one alone.
    pub fn duties(
        &self,
        id: BlockId,
        plan: &'a BlockPlan,
        until: Option<Date>,
    ) -> Option<Vec<Duty>> {
        let reading = self.read_block(id, plan);
        let timed = timed(reading);
        if timed.is_empty() || reading.status == Status::NotApplicable {
            return Some(Vec::new());
        }
        let Body::Clauses(_) = reading.body() else { return None };
        Some(timed.iter().flat_map(|one| self.of_record(one, until)).collect())
    }

    /// Duties that a block asks of every record that it applies to, whatever is known of this one:
    /// those of one day for all with that day, the others without. Periods without an end are
    /// listed up to `until`.
    pub fn duties_of_all(
        &self,
        id: BlockId,
        plan: &'a BlockPlan,
        until: Option<Date>,
    ) -> Vec<Duty> {
        timed(self.read_block(id, plan)).iter().flat_map(|one| self.of_all(one, until)).collect()
    }

    fn of_record(&self, timed: &Timed<'_, 'a, '_>, until: Option<Date>) -> Vec<Duty> {
        match timed.timing {
            TimingReading::Due(_, plan) => vec![self.of_deadline(timed, plan)],
            TimingReading::Each(id) => self.of_periods(timed, id, until),
        }
    }

    fn of_deadline(&self, timed: &Timed<'_, 'a, '_>, plan: DuePlan) -> Duty {
        let deadline = self.deadline(&timed.rule, plan);
        Duty {
            day: deadline.last_day,
            state: Some(deadline.state.into()),
            done: deadline.done,
            days_late: deadline.days_late,
            ..self.undated(timed)
        }
    }

    /// The periods that were asked, each with what came of it, then those that will be.
    fn of_periods(
        &self,
        timed: &Timed<'_, 'a, '_>,
        id: PeriodicId,
        until: Option<Date>,
    ) -> Vec<Duty> {
        let periodic = &self.model.periodics[id];
        let Some((from, to)) = self.known_ends(periodic, id) else {
            return vec![Duty { state: Some(DutyState::Open), ..self.undated(timed) }];
        };
        let past = self.timed(&timed.rule).periods;
        let past = past.into_iter().map(|one| self.of_past(timed, one));
        let is_coming = |period: &AskedPeriod| self.as_of.is_none_or(|day| day < period.asked);
        let coming: Vec<AskedPeriod> = match listed(periodic.schedule, from, to, until) {
            Some(all) => all.filter(is_coming).collect(),
            None => periodic.schedule.between(from, to).find(is_coming).into_iter().collect(),
        };
        let state = Some(DutyState::NotDue);
        let coming = coming
            .into_iter()
            .map(|period| Duty { state, ..self.of_period(timed, periodic, period) });
        past.chain(coming).collect()
    }

    fn of_past(&self, timed: &Timed<'_, 'a, '_>, one: InPeriod) -> Duty {
        let state = match one.holds {
            Some(true) => DutyState::Met,
            Some(false) => DutyState::Missed,
            None => DutyState::Open,
        };
        Duty {
            day: Some(one.asked),
            period: Some(one.name),
            state: Some(state),
            ..self.undated(timed)
        }
    }

    fn of_period(
        &self,
        timed: &Timed<'_, 'a, '_>,
        periodic: &Periodic,
        period: AskedPeriod,
    ) -> Duty {
        Duty {
            day: Some(period.asked),
            period: Some(say::period(periodic.schedule.grain, period.days)),
            ..self.undated(timed)
        }
    }

    fn of_all(&self, timed: &Timed<'_, 'a, '_>, until: Option<Date>) -> Vec<Duty> {
        match timed.timing {
            TimingReading::Due(due, plan) => {
                let day = if due.fixed { self.day(plan.last) } else { None };
                vec![Duty { day, ..self.undated(timed) }]
            }
            TimingReading::Each(id) => {
                let periodic = &self.model.periodics[id];
                let ends = self.known_ends(periodic, id).filter(|_| periodic.fixed);
                let all = ends.and_then(|(from, to)| listed(periodic.schedule, from, to, until));
                match all {
                    Some(all) => {
                        all.map(|period| self.of_period(timed, periodic, period)).collect()
                    }
                    None => vec![self.undated(timed)],
                }
            }
        }
    }

    /// The days between which the periods lie; `None` where the first is not known.
    fn known_ends(
        &self,
        periodic: &Periodic,
        id: PeriodicId,
    ) -> Option<(Option<Date>, Option<Date>)> {
        let [from, to] = self.plan.periodic(id).map_or([None, None], |plan| self.ends_of(plan));
        (periodic.between.is_none() || from.is_some()).then_some((from, to))
    }

    /// The duty of a clause, its day left out.
    fn undated(&self, timed: &Timed<'_, 'a, '_>) -> Duty {
        let Timed { reading, rule, number, timing } = timed;
        let words = |span: Span| self.words(span);
        let (end, when) = match timing {
            TimingReading::Due(due, _) => (due.span.end, words(due.span)),
            TimingReading::Each(id) => {
                let Periodic { span, condition, .. } = &self.model.periodics[*id];
                let head = self.words(Span { end: condition.span.start, ..*span });
                (span.end, Arc::from(head.trim_end_matches([' ', ':', '('])))
            }
        };
        let block = reading.block;
        // The words for what is not done, also of what was done late.
        let clause = block.clauses().iter().find(|clause| clause.span == rule.span);
        Duty {
            block: Arc::from(block.name.text.as_str()),
            title: block.title.as_deref().map(Arc::from),
            record_type: Arc::from(self.record.name.text.as_str()),
            guards: block.guards.iter().map(|guard| words(guard.span)).collect(),
            clause: self.clause(Span { end, ..rule.span }),
            reason: clause.map_or_else(|| self.reason(rule), |clause| Arc::from(&*clause.reason)),
            number: *number,
            when,
            day: None,
            period: None,
            state: None,
            done: None,
            days_late: None,
            grounds: self.quotes().grounds([&block.basis].into_iter().chain(rule.basis)),
        }
    }
}

/// A clause with periods or a deadline.
struct Timed<'r, 'a, 'f> {
    reading: BlockReading<'r, 'a, 'f>,
    rule: RuleReading<'a>,
    number: usize,
    timing: TimingReading<'a>,
}

/// The clauses of a block that have periods or a deadline.
fn timed<'r, 'a, 'f>(reading: BlockReading<'r, 'a, 'f>) -> Vec<Timed<'r, 'a, 'f>> {
    let Some(clauses) = reading.clauses() else { return Vec::new() };
    let timed = |(number, rule): (usize, RuleReading<'a>)| {
        Some(Timed { reading, rule, number, timing: rule.timing? })
    };
    (1..).zip(clauses.clauses()).filter_map(timed).collect()
}

/// The periods between two days; of periods without an end those that are asked up to `until`,
/// `None` without one.
fn listed(
    schedule: Schedule,
    from: Option<Date>,
    to: Option<Date>,
    until: Option<Date>,
) -> Option<impl Iterator<Item = AskedPeriod>> {
    let last = match schedule.end.or(to) {
        Some(_) => None,
        None => Some(until?),
    };
    let all = schedule.between(from, to);
    Some(all.take_while(move |period| last.is_none_or(|last| period.asked <= last)))
}
