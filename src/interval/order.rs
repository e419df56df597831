//! Which fields never exceed which, by their domains.

use crate::model::{Expr, ExprKind, FieldId, Model, RecordId, Test};

/// Returns `true` if a field is at most another in every record whose values lie in their ranges,
/// directly or by way of further fields.
pub fn never_exceeds(model: &Model, record: RecordId, field: FieldId, other: FieldId) -> bool {
    // A queue over the fields: those reached are followed in turn, so that a ≤ b and b ≤ c give a ≤
    // c.
    let mut reached = vec![field];
    let mut next = 0;
    while let Some(&lesser) = reached.get(next) {
        let greater = model.records[record]
            .fields
            .ids()
            .filter(|greater| is_at_most(model, record, lesser, *greater));
        let new: Vec<FieldId> = greater.filter(|greater| !reached.contains(greater)).collect();
        reached.extend(new);
        next += 1;
    }
    reached.contains(&other)
}

/// Returns `true` if the range of one of the two fields states the order.
fn is_at_most(model: &Model, record: RecordId, lesser: FieldId, greater: FieldId) -> bool {
    let domain = |field: FieldId| model.records[record].fields[field].domain.as_ref();
    let reads =
        |value: &Expr, field: FieldId| matches!(value.kind, ExprKind::Field(read) if read == field);
    let below = match domain(lesser) {
        Some(Test::Between { upper: Some(end), .. }) => reads(&end.value, greater),
        Some(Test::Is(value)) => reads(value, greater),
        Some(Test::Missing | Test::Except(_) | Test::Between { upper: None, .. }) | None => false,
    };
    let above = match domain(greater) {
        Some(Test::Between { lower: Some(end), .. }) => reads(&end.value, lesser),
        Some(Test::Is(value)) => reads(value, lesser),
        Some(Test::Missing | Test::Except(_) | Test::Between { lower: None, .. }) | None => false,
    };
    below || above
}
