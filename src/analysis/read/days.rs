//! Days as they are read: the as-of date, what was done on a day, days some months later, and the
//! parameters that have a value from a day on.

use super::super::clock::{Clock, days_of_months};
use super::super::formula::Formula;
use super::super::linear::{Linear, VariableId};
use super::super::number::{NotLinear, Number, choice, number_of};
use super::super::space::Source;
use super::super::system::Constraint;
use super::{Reader, Switches};
use crate::interval::Interval;
use crate::model::{EventId, ParameterId};
use crate::plan::{Kind, Op, Set as Numbers, Slot, Step};
use crate::value::{Compare, Date, MonthEnd, Num, Type};
use std::rc::Rc;

impl Reader<'_> {
    /// The as-of date, or the day by which deadlines go, on the days that are asked.
    pub(super) fn day(&mut self, slot: Slot) -> Rc<Number> {
        let own = Linear::variable(self.input(slot));
        let is_as_of = matches!(self.steps.steps[slot].op, Op::AsOf);
        let last = self.model.period.to.filter(|_| is_as_of && self.clock == Clock::Further);
        let Some(last) = last.map(Date::number) else { return Rc::new(Number::Linear(own)) };
        let within = self.within(
            slot,
            &Number::Linear(own.clone()),
            &Numbers::compare(Compare::AtMost, last.clone()),
        );
        match within {
            Ok(within) => {
                let last = Rc::new(Number::Linear(Linear::constant(last)));
                choice(&within, Rc::new(Number::Linear(own)), last)
            }
            Err(NotLinear) => Rc::new(Number::Linear(own)),
        }
    }

    /// The day on which something was done, if it was.
    pub(super) fn event(&mut self, event: EventId, slot: Slot) -> Result<Rc<Number>, NotLinear> {
        if self.never_done.contains(&event) {
            return Ok(Rc::new(Number::Missing));
        }
        Ok(Rc::new(Number::Linear(Linear::variable(self.input(slot)))))
    }

    /// A day some months after another: a variable that lies so many days behind it, at least and
    /// at most.
    pub(super) fn add_months(
        &mut self,
        slot: Slot,
        end: MonthEnd,
        from: Slot,
        months: Slot,
    ) -> Result<Rc<Number>, NotLinear> {
        let (from, months) = (self.number(from), self.number(months));
        let months = months.as_constant().ok_or(NotLinear)?;
        // One case has a variable of its own, the others are days.
        if from.variables().len() > 1 {
            return Err(NotLinear);
        }
        self.later(slot, &from, (months, end))
    }

    fn later(
        &mut self,
        slot: Slot,
        from: &Rc<Number>,
        (months, end): (&Num, MonthEnd),
    ) -> Result<Rc<Number>, NotLinear> {
        match &**from {
            Number::Missing => Ok(Rc::clone(from)),
            Number::Quotient(..) => Err(NotLinear),
            Number::Choice(condition, then, otherwise) => {
                let then = self.later(slot, then, (months, end))?;
                Ok(choice(condition, then, self.later(slot, otherwise, (months, end))?))
            }
            Number::Linear(form) => {
                if let Some(day) = form.as_constant() {
                    let day = Date::of_number(day).and_then(|day| day.add_months(months, end));
                    let day = Linear::constant(day.ok_or(NotLinear)?.number());
                    return Ok(Rc::new(Number::Linear(day)));
                }
                let [least, most] = days_of_months(months, end).ok_or(NotLinear)?;
                let own = Linear::variable(self.opaque(slot));
                let minus = Num::ONE.neg();
                let behind = own.plus(&minus, form)?;
                let least = behind.plus(&minus, &Linear::constant(least))?;
                let most = Linear::constant(most).plus(&minus, &behind)?;
                let facts = [least, most].map(|form| Constraint { form, strict: false });
                self.space.facts.extend(facts);
                Ok(Rc::new(Number::Linear(own)))
            }
        }
    }

    /// Origin of a day: that by which deadlines go stands for both, past the period too.
    pub(super) fn today(&self, source: Source) -> Source {
        match self.clock {
            Clock::Within => source,
            Clock::Further => Source::Today,
            Clock::Between(..) => Source::AsOf,
        }
    }

    /// Takes in that something was done by today, and not before registers are seen for it.
    pub(super) fn happened(&mut self, id: VariableId, event: EventId) {
        let steps = self.steps;
        let today = steps.steps.enumerate().find(|(_, step)| matches!(step.op, Op::Today));
        let today = today.map(|(today, _)| Linear::variable(self.input(today)));
        let plan = steps.events.iter().find(|plan| plan.id == event);
        let since = match plan.and_then(|plan| plan.since) {
            Some(since) => match &*self.number(since) {
                Number::Linear(since) => Some(since.clone()),
                Number::Quotient(..) | Number::Missing | Number::Choice(..) => None,
            },
            None => self.model.period.from.map(|from| Linear::constant(from.number())),
        };
        let (own, minus) = (Linear::variable(id), Num::ONE.neg());
        let by_today = today.and_then(|today| today.plus(&minus, &own).ok());
        let after = since.and_then(|since| own.plus(&minus, &since).ok());
        let facts = [by_today, after].into_iter().flatten();
        self.space.facts.extend(facts.map(|form| Constraint { form, strict: false }));
    }

    /// The ends between which a value lies that is not read further; a count of periods goes no
    /// further than all of them.
    pub(super) fn ends_of(&self, slot: Slot) -> Interval {
        let Step { op: Op::Periodic(step), kind: Kind::Number, .. } = &self.steps.steps[slot]
        else {
            return self.limits.of(slot);
        };
        let periods = step.schedule.end.map(|_| step.schedule.between(None, None).count());
        let upper = periods.and_then(|count| i64::try_from(count).ok()).map(Num::from_i64);
        Interval { lower: Some(Num::ZERO), upper }
    }

    pub(super) fn truth_parameter(
        &mut self,
        slot: Slot,
        id: ParameterId,
        day: Slot,
    ) -> Rc<Formula> {
        let holds = self.parameter(id, day).and_then(|number| {
            self.within(slot, &number, &Numbers::compare(Compare::AtLeast, Num::ONE))
        });
        holds.unwrap_or_else(|NotLinear| self.opaque_truth(slot))
    }

    /// A dated parameter: by the days on which its values begin.
    pub(super) fn parameter(
        &mut self,
        id: ParameterId,
        day: Slot,
    ) -> Result<Rc<Number>, NotLinear> {
        let is_number = matches!(self.model.parameters[id].ty, Type::Number(_) | Type::Date);
        if self.switches == Switches::Open && !is_number {
            return Err(NotLinear);
        }
        let plan = self.plan;
        let (values, on) = (plan.parameters.get(id.index()).ok_or(NotLinear)?, self.number(day));
        let mut number = Rc::new(Number::Missing);
        let earliest = self.earliest(&on);
        for (first, value) in values {
            let begun = if earliest.as_ref().is_some_and(|day| *day >= first.number()) {
                Rc::new(Formula::settled(true))
            } else {
                let begun = Numbers::compare(Compare::AtLeast, first.number());
                self.within(day, &on, &begun)?
            };
            let value = Rc::new(value.as_ref().map_or(Number::Missing, number_of));
            number = choice(&begun, value, number);
        }
        Ok(number)
    }

    /// The first day that a day can be, where every record has it.
    fn earliest(&self, day: &Number) -> Option<Num> {
        let Number::Linear(form) = day else { return None };
        let lacks = |id: &VariableId| self.space.variables[*id].optional;
        let known = !form.terms.keys().any(lacks);
        self.space.least(form).filter(|_| known).map(|(day, _)| day)
    }
}
