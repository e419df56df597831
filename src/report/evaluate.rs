//! Indicators held against what is required, level by level.

use super::collect::{Collector, UnitFound};
use super::contribution::Miss;
use super::outcome::{
    Amount, Distance, Extent, IndicatorOutcome, IndicatorStatus, LevelOutcome, RecordContribution,
    RecordCounts, ResultContext, Stray, TargetOutcome,
};
use super::required::{Limit, Required};
use super::working::working;
use crate::aggregate::{Part, Quotient};
use crate::diag::{Message, record as say};
use crate::eval::FaultKind;
use crate::explain::decision::{Status, Verdict};
use crate::explain::{Quotes, no_value_on};
use crate::interval::{Interval, Possible};
use crate::keywords::Kw;
use crate::model::{AggregateKind, Indicator, Model};
use crate::value::{Compare, Num, Rounding, Truth, Type, Unit};
use std::sync::Arc;

impl Collector<'_> {
    /// Outcomes of the targets, unit by unit: groups in the order of their category, or of their
    /// names; then the whole set.
    pub fn finish(&self, naming: ResultContext<'_>) -> Vec<TargetOutcome> {
        self.units()
            .iter()
            .map(|unit| TargetEvaluation { collector: self, unit, naming }.outcome())
            .collect()
    }
}

/// Evaluation of the targets for one unit.
struct TargetEvaluation<'j> {
    collector: &'j Collector<'j>,
    unit: &'j UnitFound<'j>,
    naming: ResultContext<'j>,
}

impl TargetEvaluation<'_> {
    fn outcome(&self) -> TargetOutcome {
        let (targets, model, run) = (self.collector.targets, self.collector.model, self.naming.run);
        let indicators: Vec<IndicatorOutcome> = targets
            .indicators
            .iter()
            .enumerate()
            .map(|(place, indicator)| self.indicator(place, indicator))
            .collect();
        let (status, reached) = self.verdict(&indicators);
        let not_due = is_not_due(status, reached, &indicators);
        let (status, reached) = match not_due {
            true => (Status::Decided, None),
            false => (status, reached),
        };
        let name = |level: Option<usize>| self.verdict_name(level);
        let word = Kw::NotDue.word(model.lang.into());
        let group = &self.unit.values.group;
        TargetOutcome {
            unit: Arc::clone(&self.unit.name),
            is_total: self.unit.number.is_none(),
            by: targets.by.as_ref().map(|by| Arc::from(self.quotes().words(by.span))),
            record_type: Arc::from(model.records[targets.record].name.text.as_str()),
            block: Arc::from(targets.name.text.as_str()),
            title: targets.title.as_deref().map(Arc::from),
            status,
            verdict: match reached.filter(|_| status == Status::Decided) {
                Some([low, _]) => Some(name(low)),
                None => not_due.then(|| Arc::from(word)),
            },
            verdict_code: match reached.filter(|_| status == Status::Decided) {
                Some([Some(_), _]) => Some(Verdict::Met),
                Some([None, _]) => Some(Verdict::NotMet),
                None => not_due.then_some(Verdict::NotDue),
            },
            verdict_range: reached
                .filter(|_| status == Status::Undetermined)
                .map(|[low, high]| (name(low), name(high))),
            records: RecordCounts {
                records: group.members.surely,
                perhaps: self.unit.number.map_or(group.members.perhaps, |number| {
                    self.collector.aggregates.perhaps(number)
                }),
                undetermined: group.undetermined,
                data_errors: group.faulty,
                without_unit: if self.unit.number.is_some() {
                    self.collector.aggregates.anywhere()
                } else {
                    0
                },
            },
            strays: if self.unit.number.is_some() { self.strays() } else { Vec::new() },
            indicators,
            clause: self.quotes().clause(targets.name.span),
            grounds: self.quotes().grounds([&targets.basis]),
            pack: Arc::clone(&run.pack),
            fingerprint: Arc::clone(&run.fingerprint),
            as_of: run.as_of,
            lang: self.naming.lang,
        }
    }

    fn strays(&self) -> Vec<Stray> {
        let named = self.collector.strays.iter().map(|place| (self.naming.record)(*place));
        named.map(|(record, shown, row)| Stray { record, shown, row }).collect()
    }

    /// A plain number is shown as a ratio where its requirements are written in percent, in any row
    /// of the table.
    fn shown_as(&self, place: usize, indicator: &Indicator) -> Type {
        let rows = self.collector.targets.thresholds.iter();
        let cells = rows.filter_map(|row| row.cells.get(place)).flatten().flatten();
        let mut bounds = indicator.requirement.iter().chain(cells.flatten());
        let percent = bounds.any(|bound| self.quotes().words(bound.span).contains(['%', '‰']));
        if percent && indicator.formula.ty == Type::Number(Unit::Number) {
            Type::Number(Unit::Ratio)
        } else {
            indicator.formula.ty
        }
    }

    fn quotes(&self) -> Quotes<'_> {
        Quotes { model: self.collector.model, sources: self.naming.sources }
    }

    fn required(&self, place: usize) -> &[Required<'_>] {
        self.unit.required.get(place).map_or(&[], Vec::as_slice)
    }

    fn indicator(&self, place: usize, indicator: &Indicator) -> IndicatorOutcome {
        let required = self.required(place);
        let over = indicator
            .each
            .map(|schedule| self.collector.over_periods(self.unit, place, schedule, self.naming));
        let reach = match &over {
            Some(over) => Ok(over.values.clone()),
            None => match required.iter().find_map(Required::fault) {
                Some(fault) => Err(fault),
                None => self.unit.values.indicator(place),
            },
        };
        let truths: Vec<Option<Truth>> = match &over {
            Some(over) => over.truths.clone(),
            None => required.iter().map(|required| held(&reach, &required.limits)).collect(),
        };
        let once = over.is_none();
        let levels: Vec<LevelOutcome> = required
            .iter()
            .zip(&truths)
            .map(|(required, truth)| self.level(place, &reach, required, *truth, once))
            .collect();
        let quotes = self.quotes();
        let row = self
            .collector
            .targets
            .thresholds
            .iter()
            .find(|row| required.first().is_some_and(|first| first.span == row.span));
        let bases = [&indicator.basis].into_iter().chain(row.map(|row| &row.basis));
        let rests_on = |expr| quotes.bases_of(self.collector.targets.record, expr);
        let limits = required.iter().flat_map(|required| &required.limits);
        let read = limits.flat_map(|limit| rests_on(&limit.bound.limit));
        IndicatorOutcome {
            label: Arc::from(indicator.label.text.as_str()),
            title: indicator.title.as_deref().map(Arc::from),
            ty: self.shown_as(place, indicator),
            value: reach.as_ref().ok().and_then(Possible::value).cloned(),
            range: reach.as_ref().ok().and_then(Possible::range),
            may_be_undefined: matches!(reach, Ok(Possible::Within { sure: false, .. })),
            not_due: self.unit.values.not_due(place).filter(|_| once),
            status: match &over {
                Some(over) => over.status.clone(),
                None => status(self.collector.model, &reach, &truths),
            },
            level: self.level_reached(required, &truths),
            contributions: match once {
                true => self.contributions(place, &reach, &truths),
                false => Vec::new(),
            },
            levels,
            formula: Arc::from(quotes.words(indicator.formula.span)),
            working: once
                .then(|| {
                    let (model, values) = (self.collector.model, &self.unit.values);
                    working(model, values, &self.naming, &indicator.formula)
                })
                .flatten(),
            periods: over.map_or_else(Vec::new, |over| over.periods),
            clause: quotes.clause(indicator.span),
            grounds: quotes.grounds(bases.chain(read).chain(rests_on(&indicator.formula))),
        }
    }

    fn level_reached(
        &self,
        required: &[Required<'_>],
        truths: &[Option<Truth>],
    ) -> Option<Arc<str>> {
        let strongest =
            required.iter().zip(truths).rev().find(|(_, truth)| **truth != Some(Truth::False))?;
        if *strongest.1 != Some(Truth::True) {
            return None;
        }
        strongest.0.name.map(|name| Arc::from(name.text.as_str()))
    }

    fn level(
        &self,
        place: usize,
        reach: &Result<Possible, FaultKind>,
        required: &Required<'_>,
        met: Option<Truth>,
        once: bool,
    ) -> LevelOutcome {
        let quotes = self.quotes();
        let missed = missed(reach, &required.limits).filter(|_| once && met == Some(Truth::False));
        LevelOutcome {
            name: required.name.map(|name| Arc::from(name.text.as_str())),
            required: required.words(quotes, self.naming.lang),
            numbers: required.limits.iter().filter_map(Limit::number).cloned().collect(),
            more_is_better: required.more_is_better(),
            clause: quotes.clause(required.span),
            in_table: required.in_table,
            met,
            distance: missed
                .and_then(|(_, limit)| self.distance(place, reach.as_ref().ok()?, limit)),
            remedy: None,
        }
    }

    fn distance(&self, place: usize, reach: &Possible, limit: &Limit<'_>) -> Option<Distance> {
        let Possible::Within { interval: bounds, .. } = reach else { return None };
        let above = bounds.add(&Interval::exactly(limit.number()?.neg()));
        let too_high = is_too_high(bounds, limit)?;
        Some(Distance {
            too_high,
            by: if too_high { above } else { above.neg() },
            more_than: matches!(limit.bound.op, Compare::Less | Compare::Greater),
            numerator: self.numerator(place, limit),
        })
    }

    /// Amount by which the numerator must change: `N - c × D`; in wholes where it comes in wholes.
    /// None where the distance says it already, and where no whole change meets a number exactly.
    fn numerator(&self, place: usize, limit: &Limit<'_>) -> Option<Amount> {
        let (quotient, sums) = (self.quotient(place)?, self.unit.values.sums(place)?);
        let under = sums.under.as_ref()?;
        let difference = sums.over.as_ref()?.sub(&limit.number()?.mul(under).ok()?).ok()?.abs();
        let told = quotient.under.is_none() && !difference.is_zero();
        let op = limit.bound.op;
        let strict = matches!(op, Compare::Less | Compare::Greater);
        let (number, extent) = match (op == Compare::Equal, self.comes_in_wholes(quotient)) {
            (true, whole) if !whole || difference.is_integer() => (difference, Extent::Exactly),
            (true, true | false) => return None,
            (false, true) if strict => {
                (difference.round(0, Rounding::Down).ok()?.add(&Num::ONE).ok()?, Extent::AtLeast)
            }
            (false, true) => (difference.round(0, Rounding::Up).ok()?, Extent::AtLeast),
            (false, false) => (difference, if strict { Extent::MoreThan } else { Extent::AtLeast }),
        };
        let amount = self.amount(quotient, number, extent);
        (amount.records || !told).then_some(amount)
    }

    /// Returns `true` if all that stands above the line are counts, integers, đồng, days.
    fn comes_in_wholes(&self, quotient: &Quotient) -> bool {
        quotient.over.terms.iter().all(|(term, times)| {
            let aggregate = &self.collector.model.aggregates[term.aggregate];
            let counts = term.part != Part::Value || aggregate.kind == AggregateKind::Share;
            times.is_integer()
                && (counts
                    || aggregate.ty.is_whole()
                    || matches!(aggregate.ty, Type::Number(Unit::Money | Unit::Days)))
        })
    }

    /// The quotient an indicator is, where it evaluates to it.
    fn quotient(&self, place: usize) -> Option<&Quotient> {
        self.unit.values.sums(place)?;
        self.collector.aggregates.quotient(place)
    }

    fn amount(&self, quotient: &Quotient, number: Num, extent: Extent) -> Amount {
        amount(self.collector.model, quotient, number, extent)
    }

    fn contributions(
        &self,
        place: usize,
        reach: &Result<Possible, FaultKind>,
        truths: &[Option<Truth>],
    ) -> Vec<RecordContribution> {
        let first = self
            .required(place)
            .iter()
            .zip(truths)
            .find(|(_, truth)| **truth == Some(Truth::False));
        let found = first.and_then(|(required, _)| {
            let (bound, limit) = missed(reach, &required.limits)?;
            let reach = reach.as_ref().ok()?;
            let Possible::Within { interval: bounds, .. } = reach else { return None };
            let too_high = is_too_high(bounds, limit)?;
            let miss = Miss {
                unit: self.unit.number,
                indicator: place,
                level: required.level,
                bound,
                too_high,
            };
            Some((self.quotient(place)?, miss))
        });
        let Some((quotient, miss)) = found else { return Vec::new() };
        let greatest = self.collector.contributors.of(miss).iter();
        greatest
            .map(|one| {
                let (record, shown, row) = (self.naming.record)(one.place);
                RecordContribution {
                    record,
                    shown,
                    row,
                    amount: self.amount(quotient, one.amount.clone(), Extent::Exactly),
                    excess: one.excess.clone(),
                }
            })
            .collect()
    }

    /// The least and the most that is reached: a level by its place, one past all where no level
    /// has a say; none for `không đạt`.
    fn verdict(&self, indicators: &[IndicatorOutcome]) -> (Status, Option<[Option<usize>; 2]>) {
        let asked = indicators.iter().filter(|indicator| !indicator.levels.is_empty());
        if asked.clone().any(|indicator| matches!(indicator.status, IndicatorStatus::Fault(_))) {
            return (Status::DataError, None);
        }
        let is_asked = |indicator: &IndicatorOutcome| match indicator.status {
            IndicatorStatus::NotApplicable | IndicatorStatus::NotDue => false,
            IndicatorStatus::Met
            | IndicatorStatus::NotMet
            | IndicatorStatus::Undetermined
            | IndicatorStatus::NoRequirement
            | IndicatorStatus::Fault(_) => true,
        };
        if !asked.clone().any(is_asked) {
            return (Status::NotApplicable, None);
        }
        let levels = 0..self.collector.targets.levels.len();
        let mut ladder: Vec<(usize, Truth)> = levels
            .filter_map(|level| Some((level, self.truth_of_level(indicators, Some(level))?)))
            .collect();
        if ladder.is_empty() {
            ladder.extend(self.truth_of_level(indicators, None).map(|truth| (usize::MAX, truth)));
        }
        let strongest = |holds: fn(Truth) -> bool| {
            ladder.iter().rev().find(|(_, truth)| holds(*truth)).map(|(level, _)| *level)
        };
        let (low, high) =
            (strongest(|truth| truth == Truth::True), strongest(|truth| truth != Truth::False));
        (if low == high { Status::Decided } else { Status::Undetermined }, Some([low, high]))
    }

    /// Truth of everything a level requires of the unit, requirements without a level
    /// included; none where it requires nothing of its own.
    fn truth_of_level(
        &self,
        indicators: &[IndicatorOutcome],
        level: Option<usize>,
    ) -> Option<Truth> {
        let (mut truth, mut own) = (Truth::True, false);
        for (place, indicator) in indicators.iter().enumerate() {
            for (required, outcome) in self.required(place).iter().zip(&indicator.levels) {
                let of_level = required.name.map(|_| required.level);
                if let (true, Some(met)) = (of_level.is_none() || of_level == level, outcome.met) {
                    truth = truth.and(met);
                    own |= of_level == level;
                }
            }
        }
        own.then_some(truth)
    }

    fn verdict_name(&self, level: Option<usize>) -> Arc<str> {
        let keywords = self.collector.model.lang.into();
        match level {
            None => Arc::from(Kw::NotMet.word(keywords)),
            Some(level) => match self.collector.targets.levels.get(level) {
                Some(name) => Arc::from(name.text.as_str()),
                None => Arc::from(Kw::Met.word(keywords)),
            },
        }
    }
}

/// An amount of the sum above the line of a quotient, in its unit.
pub(super) fn amount(model: &Model, quotient: &Quotient, number: Num, extent: Extent) -> Amount {
    let aggregates = &model.aggregates;
    let records = quotient.over.counts_records(|id| aggregates[id].kind == AggregateKind::Share);
    let ty = match quotient.over.terms.first() {
        Some((term, _)) if term.part == Part::Value && !records => aggregates[term.aggregate].ty,
        Some(_) | None => Type::Number(Unit::Integer),
    };
    Amount { number, ty, records, extent }
}

/// Returns `true` if nothing is missed or open, and some indicator is not due yet.
fn is_not_due(
    status: Status,
    reached: Option<[Option<usize>; 2]>,
    indicators: &[IndicatorOutcome],
) -> bool {
    let some = indicators.iter().any(|indicator| indicator.status == IndicatorStatus::NotDue);
    let others_hold = match status {
        Status::Decided => reached.is_some_and(|[low, _]| low.is_some()),
        Status::NotApplicable => true,
        Status::Undetermined | Status::DataError => false,
    };
    some && others_hold
}

/// Status of an indicator that cannot be evaluated.
pub(super) fn fault_status(model: &Model, fault: FaultKind) -> IndicatorStatus {
    IndicatorStatus::Fault(fault_message(model, fault))
}

/// Truth of all comparisons together; `None` if the indicator does not apply, or it or a limit
/// cannot be evaluated.
pub(super) fn held(reach: &Result<Possible, FaultKind>, limits: &[Limit<'_>]) -> Option<Truth> {
    let reach = reach.as_ref().ok().filter(|reach| **reach != Possible::Nothing)?;
    limits.iter().try_fold(Truth::True, |truth, limit| {
        Some(truth.and(reach.compare(limit.bound.op, limit.value.as_ref().ok()?)))
    })
}

/// The first comparison that surely does not hold.
pub(super) fn missed<'b, 'a>(
    reach: &Result<Possible, FaultKind>,
    limits: &'b [Limit<'a>],
) -> Option<(usize, &'b Limit<'a>)> {
    let one = |limit: &Limit<'_>| held(reach, std::slice::from_ref(limit)) == Some(Truth::False);
    limits.iter().enumerate().find(|(_, limit)| one(limit))
}

pub(super) fn is_too_high(bounds: &Interval, limit: &Limit<'_>) -> Option<bool> {
    match limit.bound.op {
        Compare::Less | Compare::AtMost => Some(true),
        Compare::Greater | Compare::AtLeast => Some(false),
        Compare::Equal => Some(
            bounds.compare(Compare::Greater, &Interval::exactly(limit.number()?.clone()))
                == Truth::True,
        ),
        Compare::NotEqual => None,
    }
}

fn status(
    model: &Model,
    reach: &Result<Possible, FaultKind>,
    truths: &[Option<Truth>],
) -> IndicatorStatus {
    match reach {
        Err(fault) => return fault_status(model, *fault),
        Ok(Possible::Nothing) => return IndicatorStatus::NotApplicable,
        Ok(Possible::Within { .. }) => {}
    }
    if truths.is_empty() {
        IndicatorStatus::NoRequirement
    } else if truths.contains(&Some(Truth::True)) {
        IndicatorStatus::Met
    } else if truths.iter().all(|truth| *truth == Some(Truth::False)) {
        IndicatorStatus::NotMet
    } else {
        IndicatorStatus::Undetermined
    }
}

fn fault_message(model: &Model, fault: FaultKind) -> Message {
    match fault {
        FaultKind::NoAsOf => say::no_as_of(),
        FaultKind::NoValueOn { parameter, day } => no_value_on(&model.parameters[parameter], day),
        FaultKind::TooLarge
        | FaultKind::TooMuchWork
        | FaultKind::NoSuchDay
        | FaultKind::NotWhole
        | FaultKind::Script
        | FaultKind::Overlap { .. }
        | FaultKind::PointsOutside { .. }
        | FaultKind::Unreadable
        | FaultKind::OutsideRange
        | FaultKind::WrongColumn => say::too_large(),
    }
}
