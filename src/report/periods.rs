//! Indicators that are asked period by period.

use super::collect::{Collector, UnitFound};
use super::evaluate::held;
use super::outcome::{IndicatorStatus, PeriodOutcome, ResultContext};
use super::required::Required;
use crate::diag::timing as say;
use crate::eval::FaultKind;
use crate::explain::Quotes;
use crate::interval::Possible;
use crate::value::{Schedule, Truth};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Outcome of an indicator over its periods.
pub(super) struct OverPeriods {
    pub periods: Vec<PeriodOutcome>,
    /// Truth of each requirement; `None` where no period asks it.
    pub truths: Vec<Option<Truth>>,
    pub status: IndicatorStatus,
    /// From the least to the greatest value in a period.
    pub values: Possible,
}

impl Collector<'_> {
    /// An indicator of a unit in each of its periods.
    pub(super) fn over_periods(
        &self,
        unit: &UnitFound<'_>,
        place: usize,
        schedule: Schedule,
        naming: ResultContext<'_>,
    ) -> OverPeriods {
        let quotes = Quotes { model: self.model, sources: naming.sources };
        let words = |required: &[Required<'_>]| -> Vec<Arc<str>> {
            required.iter().map(|required| required.words(quotes, naming.lang)).collect()
        };
        let now = unit.required.get(place).map_or(&[][..], Vec::as_slice);
        let required_now = words(now);
        let formula = self.targets.indicators.get(place).map(|indicator| &indicator.formula);
        let registers = formula.map_or_else(BTreeSet::new, |formula| {
            self.model.registers_in(self.targets.record, formula)
        });
        let mut over = OverPeriods {
            periods: Vec::new(),
            truths: vec![None; now.len()],
            status: IndicatorStatus::NotApplicable,
            values: Possible::Nothing,
        };
        let mut fault = None;
        for one in self.periods.iter().filter(|one| one.schedule == schedule) {
            let has_rows = !one.with_rows.is_disjoint(&registers);
            let required = one.collector.required_of(unit.number).and_then(|all| all.get(place));
            let required = required.map_or(&[][..], Vec::as_slice);
            let reach = match (has_rows, required.iter().find_map(Required::fault)) {
                (false, _) => Ok(Possible::Nothing),
                (true, Some(fault)) => Err(fault),
                (true, None) => one.collector.reach_of(unit, place),
            };
            let met: Vec<Option<Truth>> = required
                .iter()
                .map(|required| match has_rows {
                    true => held(&reach, &required.limits),
                    false => Some(Truth::Missing),
                })
                .collect();
            for (all, met) in over.truths.iter_mut().zip(&met) {
                *all = met.map_or(*all, |met| Some(all.map_or(met, |all| all.and(met))));
            }
            over.periods.push(PeriodOutcome {
                name: say::period(schedule.grain, one.period.days),
                from: one.period.days.from,
                to: one.period.days.to,
                asked: one.period.asked,
                value: reach.as_ref().ok().and_then(Possible::value).cloned(),
                range: reach.as_ref().ok().and_then(Possible::range),
                met,
                required: Some(words(required)).filter(|then| *then != required_now),
                has_rows,
            });
            match reach {
                Ok(Possible::Nothing) => {}
                Ok(reach) => {
                    over.values = match over.values {
                        Possible::Nothing => reach,
                        values => values.or(reach),
                    };
                }
                Err(kind) => fault = fault.or(Some(kind)),
            }
        }
        over.status = self.status_over(&over, schedule, fault);
        over
    }

    fn status_over(
        &self,
        over: &OverPeriods,
        schedule: Schedule,
        fault: Option<FaultKind>,
    ) -> IndicatorStatus {
        let Some(as_of) = self.as_of else {
            return super::evaluate::fault_status(self.model, FaultKind::NoAsOf);
        };
        if let Some(fault) = fault {
            return super::evaluate::fault_status(self.model, fault);
        }
        let next = schedule.next_after(as_of, None, None);
        if over.periods.is_empty() && next.is_some() {
            return IndicatorStatus::NotDue;
        }
        let asked: Vec<Truth> = over.truths.iter().flatten().copied().collect();
        if over.truths.is_empty() && over.values != Possible::Nothing {
            IndicatorStatus::NoRequirement
        } else if asked.is_empty() {
            IndicatorStatus::NotApplicable
        } else if asked.contains(&Truth::True) {
            IndicatorStatus::Met
        } else if asked.iter().all(|truth| *truth == Truth::False) {
            IndicatorStatus::NotMet
        } else {
            IndicatorStatus::Undetermined
        }
    }

    /// Value of an indicator for a unit of other collected records: nothing, where none of these is
    /// of it.
    fn reach_of(&self, unit: &UnitFound<'_>, place: usize) -> Result<Possible, FaultKind> {
        match self.number_of(unit) {
            Some(number) => self.aggregates.unit(number).indicator(place),
            None => Ok(Possible::Nothing),
        }
    }
}
