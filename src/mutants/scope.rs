//! What a change of the rules bears on.

use crate::analysis::{Part, Site};
use crate::model::{
    DerivedKind, ExpectationKind, Expr, ExprKind, Model, ParameterId, RecordId, RestsOn,
};

/// Part of the rules whose answers a change bears on first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A list of rows, caps or clauses, a derivation, or the filter of an aggregate.
    Part(Part),
    /// All that reads a parameter.
    Parameter(ParameterId),
    /// Questions over parts, periods or days of a record type.
    Elsewhere(RecordId),
}

impl Scope {
    /// The record type whose rules are changed, where it is one.
    pub fn record(self, model: &Model) -> Option<RecordId> {
        match self {
            Scope::Part(part) => Some(part.record(model)),
            Scope::Elsewhere(record) => Some(record),
            Scope::Parameter(_) => None,
        }
    }

    /// The parts of the rules to compare for the change, and whether it bears on others as well.
    pub fn parts(self, model: &Model) -> (Vec<Part>, bool) {
        match self {
            Scope::Part(part) => (vec![part], false),
            Scope::Elsewhere(_) => (Vec::new(), true),
            Scope::Parameter(id) => reading(model, id),
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
            Scope::Part(Part::Filter(record, _) | Part::Refused(record))
            | Scope::Elsewhere(record) => rests_on.over.contains(&record),
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
    let fields = model.records.iter().flat_map(|record| record.fields.iter());
    let in_ranges = fields.filter_map(|field| field.range.as_ref()).any(reads);
    let elsewhere = left > 0 || in_ranges || parts.is_empty();
    (parts, elsewhere)
}

fn reads(expr: &Expr, parameter: ParameterId) -> bool {
    let mut found = false;
    expr.within(&mut |one| {
        found |= matches!(one.kind, ExprKind::Parameter(id, _) if id == parameter);
    });
    found
}
