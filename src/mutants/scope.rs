//! What a change of the rules bears on.

use crate::analysis::{Part, Site, Timed};
use crate::model::{
    DerivedKind, ExpectationKind, Expr, ExprKind, Model, ParameterId, RecordId, RestsOn, Timing,
};
use std::collections::BTreeSet;

/// Part of the rules whose answers a change bears on first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A list of rows, caps or clauses, a derivation, the filter of an aggregate, or what is asked
    /// over time.
    Part(Part),
    /// All that reads a parameter.
    Parameter(ParameterId),
}

impl Scope {
    /// The record type whose rules are changed, where it is one.
    pub fn record(self, model: &Model) -> Option<RecordId> {
        match self {
            Scope::Part(part) => Some(part.record(model)),
            Scope::Parameter(_) => None,
        }
    }

    /// The record types of which the plan may be another.
    pub fn records(self, model: &Model) -> Vec<RecordId> {
        let Scope::Parameter(id) = self else {
            return self.record(model).into_iter().collect();
        };
        let mut records = BTreeSet::new();
        model.exprs(&mut |record, expr| {
            records.extend(reads(expr, id).then_some(record));
        });
        for (record, of) in model.records.enumerate() {
            let mut ranges = of.fields.iter().filter_map(|field| field.range.as_ref());
            records.extend(ranges.any(|range| reads(range, id)).then_some(record));
        }
        records.into_iter().collect()
    }

    /// The parts of the rules to compare for the change, and whether it bears on others as well.
    pub fn parts(self, model: &Model) -> (Vec<Part>, bool) {
        match self {
            Scope::Part(part) => (vec![part], false),
            Scope::Parameter(id) => reading(model, id),
        }
    }

    /// Returns `true` if what is changed bears on targets and on nothing else: examples are of one
    /// record, so that none can notice it.
    pub fn is_of_targets_alone(self, model: &Model) -> bool {
        let Scope::Parameter(id) = self else { return false };
        let mut of_targets = false;
        model.exprs_of_targets(&mut |_, expr| of_targets |= reads(expr, id));
        of_targets && {
            let mut all = 0;
            model.exprs(&mut |_, expr| all += usize::from(reads(expr, id)));
            model.exprs_of_targets(&mut |_, expr| all -= usize::from(reads(expr, id)));
            all == 0 && !is_in_ranges(model, id)
        }
    }

    /// Returns `true` if what is changed is among the parts of the rules that a result rests on.
    pub fn is_among(self, rests_on: &RestsOn) -> bool {
        match self {
            Scope::Part(Part::Site(Site::Table(record, id))) => {
                rests_on.derived.contains(&(record, id))
            }
            Scope::Part(Part::Site(
                Site::Criterion(block, _)
                | Site::Grades(block)
                | Site::Caps(block)
                | Site::Clauses(block)
                | Site::Guards(block),
            )) => rests_on.blocks.contains(&block),
            Scope::Parameter(id) => rests_on.parameters.contains(&id),
            Scope::Part(Part::Timed(Timed::Due(block, _))) => rests_on.blocks.contains(&block),
            Scope::Part(
                Part::Filter(record, _)
                | Part::Refused(record)
                | Part::Timed(Timed::Each(record, _) | Timed::Event(record, _)),
            ) => rests_on.over.contains(&record),
        }
    }
}

/// The parts of the rules that read a parameter themselves, and whether anything else does: what is
/// asked over periods and days, ranges of fields, what cannot be, targets.
fn reading(model: &Model, parameter: ParameterId) -> (Vec<Part>, bool) {
    let reads = |expr: &Expr| reads(expr, parameter);
    let (mut parts, mut left) = (Vec::new(), 0);
    model.exprs(&mut |_, expr| left += usize::from(reads(expr)));
    for example in &model.examples {
        for expected in &example.expected {
            if let ExpectationKind::Condition(condition) = &expected.kind {
                left -= usize::from(reads(condition));
            }
        }
    }
    let mut take = |part: Part, count: usize| {
        parts.extend((count > 0).then_some(part));
        left -= count;
    };
    for (record, of) in model.records.enumerate() {
        for (id, derived) in of.derived.enumerate() {
            if let DerivedKind::Formula(formula) = &derived.kind {
                take(Part::Site(Site::Table(record, id)), usize::from(reads(formula)));
            }
        }
    }
    for site in Site::all(model) {
        let mut count = 0;
        site.exprs(model, &mut |expr| count += usize::from(reads(expr)));
        take(Part::Site(site), count);
    }
    for (id, aggregate) in model.aggregates.enumerate().filter(|(_, one)| !one.of_targets) {
        let count = aggregate.filter.iter().filter(|filter| reads(filter)).count();
        take(Part::Filter(aggregate.over, id), count);
    }
    for (id, periodic) in model.periodics.enumerate() {
        let part = Part::Timed(Timed::Each(periodic.record, id));
        take(part, usize::from(reads(&periodic.condition)));
    }
    for (id, event) in model.events.enumerate() {
        let part = Part::Timed(Timed::Event(event.record, id));
        take(part, usize::from(reads(&event.condition)));
    }
    for (id, block) in model.blocks.enumerate() {
        for (place, clause) in block.clauses().iter().enumerate() {
            let Some(Timing::Due(due)) = &clause.timing else { continue };
            let mut count = 0;
            due.exprs(&mut |expr| count += usize::from(reads(expr)));
            take(Part::Timed(Timed::Due(id, place)), count);
        }
    }
    (parts, left > 0 || is_in_ranges(model, parameter))
}

fn is_in_ranges(model: &Model, parameter: ParameterId) -> bool {
    let fields = model.records.iter().flat_map(|record| record.fields.iter());
    fields.filter_map(|field| field.range.as_ref()).any(|range| reads(range, parameter))
}

fn reads(expr: &Expr, parameter: ParameterId) -> bool {
    let mut found = false;
    expr.within(&mut |one| {
        found |= matches!(one.kind, ExprKind::Parameter(id, _) if id == parameter);
    });
    found
}
