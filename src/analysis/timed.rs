//! Conditions that are asked over time: deadlines, and what is asked period by period.
//!
//! A deadline is asked on every day from the first of the pack's period on, of records for which it
//! is due: with what was done on a day, or not at all. A condition of periods is asked in each of
//! them, as of the day on which the period is asked; what changes from day to day (values over
//! registers, the as-of date) may there be whatever it can be. Silence about either rests on a
//! record that fulfils it and one that fails it, both run.

use super::clock::Clock;
use super::finding::{Finding, FindingKind, Site};
use super::formula::Formula;
use super::linear::{Linear, VariableId};
use super::number::Number;
use super::of_type::OfType;
use super::read::{Reader, Switches};
use super::rows::{Answer, Question};
use super::settle::Values;
use super::space::{Source, Space, Variable};
use super::system::Constraint;
use super::tries::opaque_fields;
use super::witness::{Replayed, Witness};
use crate::eval::View;
use crate::model::{BlockId, EventId, PeriodicId, Timing};
use crate::plan::{BlockPlan, ClausePlan, PeriodicPlan, Slot};
use crate::value::{AskedPeriod, Compare, Date, Num, Period, Truth, Value};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The most periods that are asked each for itself.
const MOST_PERIODS: usize = 36;

/// Days after that of a record on which it is tried too, where what is not read further depends on
/// the day.
const DAYS_LATER: [i64; 5] = [0, 1, 4, 31, 366];

/// Answer to whether some record does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// One does, and was run.
    ByOne,
    /// None does, which was proved.
    ByNone,
    /// It could not be told.
    Undecided,
}

/// Answers about a condition: whether it is asked of some record, and whether some of those fulfil
/// it and some fail it.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub applies: Done,
    pub holds: Done,
    pub fails: Done,
}

/// A run of a record on the days that are asked.
pub(super) type Run<'r> = &'r dyn Fn(&Witness) -> Option<Replayed>;

/// Test of whether the condition is asked of a record that was run, and its truth is this.
pub(super) type Claim<'c> = &'c dyn Fn(&Replayed, Option<Truth>) -> bool;

impl Asked {
    /// The finding that the answers are, of a condition that is asked once.
    fn finding(self) -> Option<FindingKind> {
        match (self.applies, self.holds, self.fails) {
            (Done::ByNone, _, _) => Some(FindingKind::NoRecord),
            // What has no value is told where that is lacking.
            (_, Done::ByNone, Done::ByNone) => None,
            (_, Done::ByNone, _) => Some(FindingKind::Never),
            (_, _, Done::ByNone) => Some(FindingKind::Always),
            (_, Done::ByOne, Done::ByOne) => None,
            (_, Done::ByOne | Done::Undecided, Done::ByOne | Done::Undecided) => {
                Some(FindingKind::Undecided)
            }
        }
    }
}

impl OfType<'_> {
    /// Asks the clauses of a block that are asked over time.
    pub fn over_time(
        &self,
        id: BlockId,
        block: &BlockPlan,
        clauses: &[ClausePlan],
        found: &mut Vec<Finding>,
    ) {
        let model = self.model.blocks[id].clauses();
        let never_done = self.never_done();
        for (place, (clause, plan)) in model.iter().zip(clauses).enumerate() {
            let of = |kind| Finding::of(kind, Site::Clauses(id), &[place]);
            let finding = match &clause.timing {
                Some(Timing::Due(_)) => {
                    self.deadline(&block.guards, plan, &never_done).finding().map(of)
                }
                Some(Timing::Each(periodic)) => self
                    .each_period(&block.guards, *periodic)
                    .map(|(kind, period)| Finding { period, ..of(kind) }),
                None => None,
            };
            found.extend(finding);
        }
    }

    /// The events of deadlines whose condition never holds, on whatever day.
    fn never_done(&self) -> BTreeSet<EventId> {
        let never = self.steps.events.iter().filter(|event| {
            let mut reader = self.reader(Switches::Open);
            reader = reader.at(Clock::Between(None, None), BTreeSet::new());
            let condition = reader.truth(event.condition);
            let always = Rc::new(Formula::settled(true));
            matches!(Question::new(reader, &always, &[condition]).holds(0), Answer::None(_))
        });
        never.map(|event| event.id).collect()
    }

    fn deadline(
        &self,
        guards: &[Slot],
        plan: &ClausePlan,
        never_done: &BTreeSet<EventId>,
    ) -> Asked {
        let mut reader = self.reader(Switches::Open).at(Clock::Further, never_done.clone());
        let mut due = vec![self.guard(&mut reader, guards)];
        due.extend(plan.not_due.map(|slot| Formula::not(reader.truth(slot))));
        due.extend(plan.own.map(|slot| reader.truth(slot)));
        let condition = reader.truth(plan.condition);
        let mut question = Question::new(reader, &Formula::and(due), &[condition]);
        let claim = |replayed: &Replayed, wanted: Option<Truth>| {
            let is = |slot: Slot, truth| replayed.truth(slot) == truth;
            guards.iter().all(|guard| is(*guard, Truth::True))
                && plan.not_due.is_none_or(|slot| is(slot, Truth::False))
                && plan.own.is_none_or(|slot| is(slot, Truth::True))
                && wanted.is_none_or(|truth| is(plan.condition, truth))
        };
        let run = |witness: &Witness| witness.run(self.model, self.plan, self.functions);
        self.asked(&mut question, &run, &claim)
    }

    /// The finding about a condition of periods, and the period in which it is so, where it is not
    /// so in all.
    fn each_period(
        &self,
        guards: &[Slot],
        id: PeriodicId,
    ) -> Option<(FindingKind, Option<Period>)> {
        let plan = self.steps.periodic(id)?;
        let schedule = self.model.periodics[id].schedule;
        let mut periods: Vec<AskedPeriod> =
            schedule.between(None, None).take(MOST_PERIODS + 1).collect();
        let further = periods.get(MOST_PERIODS).copied();
        periods.truncate(MOST_PERIODS);
        let guards: Vec<Slot> =
            guards.iter().copied().filter(|guard| self.steps.is_timeless(*guard)).collect();
        let mut all = Vec::new();
        for period in periods {
            let asked = self.in_period(&guards, plan, period);
            if asked.applies != Done::ByNone {
                all.push((period.days, asked));
            }
            // Without days of its own it is in one period what it is in any.
            let is_alike = plan.between.is_none() && !self.steps.reads_as_of([plan.condition]);
            if is_alike {
                break;
            }
        }
        if let Some(first) = further {
            all.push((first.days, self.in_later_periods(&guards, plan, first.asked)));
        }
        let mut never = all.iter().filter(|(_, asked)| asked.holds == Done::ByNone);
        let every = |of: fn(&Asked) -> bool| all.iter().all(|(_, asked)| of(asked));
        if all.is_empty() {
            return Some((FindingKind::NoRecord, None));
        }
        if every(|asked| asked.fails == Done::ByNone) {
            let is_open = every(|asked| asked.holds == Done::ByNone);
            return (!is_open).then_some((FindingKind::Always, None));
        }
        if every(|asked| asked.holds == Done::ByNone) {
            return Some((FindingKind::Never, None));
        }
        if let Some((period, _)) = never.find(|(_, asked)| asked.fails != Done::ByNone) {
            return Some((FindingKind::Never, Some(*period)));
        }
        let is_sure = every(|asked| asked.holds != Done::Undecided)
            && all.iter().any(|(_, asked)| asked.fails == Done::ByOne);
        (!is_sure).then_some((FindingKind::Undecided, None))
    }

    /// A condition in one period, as of the day on which that is asked, of records that guards let
    /// through and whose own days the period lies between.
    fn in_period(&self, guards: &[Slot], plan: &PeriodicPlan, period: AskedPeriod) -> Asked {
        let AskedPeriod { days, asked } = period;
        let clock = Clock::Between(Some(asked), Some(asked));
        let mut reader = self.reader(Switches::Open).at(clock, BTreeSet::new());
        let mut within = vec![self.guard(&mut reader, guards)];
        for (slot, op, day) in plan.between.iter().flat_map(|[from, to]| {
            [(*from, Compare::AtMost, days.from), (*to, Compare::AtLeast, days.to)]
        }) {
            // Days that change from day to day may be any.
            if self.steps.is_timeless(slot) {
                within.extend(lies(&mut reader, slot, op, day));
            }
        }
        let condition = reader.truth(plan.condition);
        let question = Question::new(reader, &Formula::and(within), &[condition]);
        let view = View { until: Some(days.to), ..View::on(asked, Some(days.from)) };
        self.asked_in(question, guards, plan, &|_| view)
    }

    /// A condition in all periods that are asked on a day or later.
    fn in_later_periods(&self, guards: &[Slot], plan: &PeriodicPlan, first: Date) -> Asked {
        let clock = Clock::Between(Some(first), None);
        let mut reader = self.reader(Switches::Open).at(clock, BTreeSet::new());
        let guard = self.guard(&mut reader, guards);
        let condition = reader.truth(plan.condition);
        let question = Question::new(reader, &guard, &[condition]);
        let view = |witness: &Witness| View::on(witness.as_of.unwrap_or(first), None);
        self.asked_in(question, guards, plan, &view)
    }

    fn asked_in(
        &self,
        mut question: Question<'_>,
        guards: &[Slot],
        plan: &PeriodicPlan,
        view: &dyn Fn(&Witness) -> View,
    ) -> Asked {
        let run = |witness: &Witness| {
            witness.run_in(view(witness), self.model, self.plan, self.functions)
        };
        self.asked(&mut question, &run, &|replayed, wanted| {
            guards.iter().all(|guard| replayed.truth(*guard) == Truth::True)
                && wanted.is_none_or(|truth| replayed.truth(plan.condition) == truth)
        })
    }

    /// The answers to a question about one condition, whose records are run.
    pub fn asked(&self, question: &mut Question<'_>, run: Run<'_>, claim: Claim<'_>) -> Asked {
        let mut done = |ask: &dyn Fn(&Question<'_>) -> Answer, wanted: Option<Truth>| {
            let values = match ask(question) {
                Answer::Record(_, values) => values,
                Answer::None(_) => return Done::ByNone,
                Answer::Undecided => return Done::Undecided,
            };
            let does =
                |witness: &Witness| run(witness).is_some_and(|replayed| claim(&replayed, wanted));
            let witness = Witness::of(&question.space, self.steps.record, &values, self.plan);
            if does(&witness) {
                return Done::ByOne;
            }
            let like = self.record_type().like(&opaque_fields(&question.space), &witness);
            let pinned = |days: &i64| -> Option<Witness> {
                let values = later(&question.space, &values, *days)?;
                let witness = Witness::of(&question.space, self.steps.record, &values, self.plan);
                let facts = self.pinned(&question.space, &values, &run(&witness)?);
                let values = question.narrowed(facts, ask)?;
                Some(Witness::of(&question.space, self.steps.record, &values, self.plan))
            };
            let mut others = DAYS_LATER.iter().filter_map(pinned).chain(like);
            if others.any(|one| does(&one)) { Done::ByOne } else { Done::Undecided }
        };
        Asked {
            applies: done(&|question| question.applies(), None),
            holds: done(&|question| question.holds(0), Some(Truth::True)),
            fails: done(&|question| question.fails(0), Some(Truth::False)),
        }
    }

    /// What is not read further, as a run of a record has it, and what that rests on, as the record
    /// has it.
    fn pinned(&self, space: &Space, values: &Values, replayed: &Replayed) -> Vec<Constraint> {
        let is_opaque = |variable: &&Variable| variable.source == Source::Opaque;
        let opaque = space.variables.iter().filter(is_opaque).map(|variable| variable.slot);
        let rests = self.steps.rests_on(opaque);
        let known = space.variables.enumerate().filter_map(|(id, variable)| {
            let number = if variable.source == Source::Opaque {
                number(&replayed.value(variable.slot))?
            } else {
                let rests = rests.get(variable.slot.index()) == Some(&true);
                values.get(&id).filter(|_| rests)?.clone()
            };
            let form =
                Linear::variable(id).plus(&Num::ONE.neg(), &Linear::constant(number)).ok()?;
            let other = form.times(&Num::ONE.neg()).ok()?;
            Some([form, other].map(|form| Constraint { form, strict: false }))
        });
        known.flatten().collect()
    }
}

/// The values of a record that is asked so many days later.
fn later(space: &Space, values: &Values, days: i64) -> Option<Values> {
    let is_day =
        |id: &VariableId| matches!(space.variables[*id].source, Source::AsOf | Source::Today);
    let moved = |(id, number): (&VariableId, &Num)| {
        let days = Num::from_i64(if is_day(id) { days } else { 0 });
        Some((*id, number.add(&days).ok()?))
    };
    values.iter().map(moved).collect()
}

/// The number that a value is to the analysis; none of a text.
fn number(value: &Value) -> Option<Num> {
    match value {
        Value::Num(number) => Some(number.clone()),
        Value::Date(day) => Some(day.number()),
        Value::Bool(holds) => Some(Num::from_i64((*holds).into())),
        Value::Code(code) => Some(Num::from_i64(-i64::from(*code))),
        Value::Text(_) | Value::Missing => None,
    }
}

/// The condition that a day compares so with another; where it is a last day, that it is missing
/// will do too.
fn lies(reader: &mut Reader<'_>, slot: Slot, op: Compare, day: Date) -> Option<Rc<Formula>> {
    let own = reader.number(slot);
    let day = Rc::new(Number::Linear(Linear::constant(day.number())));
    let compared = reader.compared_numbers(op, &own, &day)?;
    Some(match op {
        Compare::AtLeast => Formula::or([reader.missing(slot, slot), compared]),
        Compare::AtMost | Compare::Less | Compare::Greater | Compare::Equal | Compare::NotEqual => {
            compared
        }
    })
}
