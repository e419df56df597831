//! Values that indicators of targets can have, whatever the records, and requirements that none of
//! them meets.

use super::finding::{About, Finding, FindingKind};
use super::units::{days, left};
use crate::aggregate::{aggregate, of_sums};
use crate::interval::Interval;
use crate::model::{AggregateKind, Bound, Expr, ExprKind, Model, RecordId, TargetsId};
use crate::plan::{Cut, Plan, Set};
use crate::value::{Arith, Num, Truth};

/// Requirements that no value of their indicator meets.
pub fn targets(model: &Model, plan: &Plan, found: &mut Vec<Finding>) {
    for (id, targets) in model.targets.enumerate() {
        let about = About::Units(id);
        for (place, indicator) in targets.indicators.iter().enumerate() {
            let reachable = reachable(model, plan, id, place);
            if never(model, &indicator.requirement, &reachable) {
                found.push(Finding::of(FindingKind::TargetNever, about, &[place]));
            }
            for (row, thresholds) in targets.thresholds.iter().enumerate() {
                let levels = thresholds.cells.get(place).into_iter().flatten().enumerate();
                let unmet = levels.filter(|(_, bounds)| {
                    bounds.as_ref().is_some_and(|bounds| never(model, bounds, &reachable))
                });
                found.extend(unmet.map(|(level, _)| {
                    Finding::of(FindingKind::TargetNever, about, &[row, place, level])
                }));
            }
        }
    }
}

/// Returns `true` if no number of an interval is left by some bounds, on any day.
fn never(model: &Model, bounds: &[Bound], reachable: &Interval) -> bool {
    let cut = |end: &Option<Num>, after, open| {
        end.as_ref().map_or(open, |end| Cut::At(end.clone(), after))
    };
    let lower = cut(&reachable.lower, false, Cut::Start);
    let upper = cut(&reachable.upper, true, Cut::End);
    let all = Set::new(vec![lower..upper], Truth::False);
    let days = days(model, bounds.iter());
    !bounds.is_empty()
        && !days.is_empty()
        && days.into_iter().all(|day| {
            left(model, bounds, day).is_some_and(|left| left.and(all.clone()).parts().is_empty())
        })
}

/// All that an indicator can be, by its place, whatever the records.
pub fn reachable(model: &Model, plan: &Plan, id: TargetsId, indicator: usize) -> Interval {
    let targets = &model.targets[id];
    let of = Of { model, plan, record: targets.record };
    targets.indicators.get(indicator).map_or(Interval::OPEN, |one| of.expr(&one.formula))
}

struct Of<'m> {
    model: &'m Model,
    plan: &'m Plan,
    record: RecordId,
}

impl Of<'_> {
    fn expr(&self, expr: &Expr) -> Interval {
        match &expr.kind {
            ExprKind::Constant(value) => Interval::of_value(value).unwrap_or(Interval::OPEN),
            ExprKind::Parameter(id, _) => {
                let values = self.model.parameters[*id].values.iter();
                let all = values.map(|dated| Interval::of_value(&dated.value));
                let all = all.map(|value| value.unwrap_or(Interval::OPEN));
                all.reduce(|a, b| a.hull(&b)).unwrap_or(Interval::OPEN)
            }
            ExprKind::Aggregate(id) => aggregate(self.model, self.plan, *id),
            ExprKind::Negate(inner) => self.expr(inner).neg(),
            ExprKind::Arith(op, left, right) => {
                let (a, b) = (self.expr(left), self.expr(right));
                match op {
                    Arith::Add => a.add(&b),
                    Arith::Sub => a.add(&b.neg()),
                    Arith::Mul => a.mul(&b),
                    Arith::Div => self.quotient([left, right], [&a, &b]),
                }
            }
            ExprKind::If(_, then, otherwise) => self.expr(then).hull(&self.expr(otherwise)),
            _ => Interval::OPEN,
        }
    }

    /// A quotient: of two that are not below zero none is; of two sums that the fields tie to each
    /// other it is within that.
    fn quotient(&self, parts: [&Expr; 2], [over, under]: [&Interval; 2]) -> Interval {
        let positive = |of: &Interval| of.lower.as_ref().is_some_and(|lower| !lower.is_negative());
        if !positive(over) || !positive(under) {
            return Interval::OPEN;
        }
        let above = Interval::from(Num::ZERO);
        let sums = parts.map(|part| match part.kind {
            ExprKind::Aggregate(id) => {
                let kind = self.model.aggregates[id].kind;
                matches!(kind, AggregateKind::Sum | AggregateKind::Count).then_some(id)
            }
            _ => None,
        });
        let ([Some(one), Some(other)], Some(record)) = (sums, self.plan.record(self.record)) else {
            return above;
        };
        above.meet(&of_sums(self.model, self.plan, record, [one, other]))
    }
}
