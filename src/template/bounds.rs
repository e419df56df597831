//! Ends of ranges as a spreadsheet can work them out.

use crate::data::BlankColumn;
use crate::data::out::{Bound, Operand};
use crate::model::{End, Expr, ExprKind, Field, FieldId, Test};
use crate::value::{Arith, Num, Type, Unit, Value};

/// The bounds of a field; those that read more than the fields of its record are left out.
pub(super) fn bounds(field: &Field, columns: &[BlankColumn]) -> Vec<Bound> {
    let (lower, upper) = match &field.domain {
        Some(Test::Between { lower, upper }) => (lower.as_ref(), upper.as_ref()),
        Some(Test::Is(only)) => {
            let end = || operand(only, columns).map(|value| (value, true));
            let both = [(true, end()), (false, end())].into_iter();
            let bound = |(least, end): (bool, Option<(Operand, bool)>)| {
                end.map(|(value, inclusive)| Bound { least, inclusive, value })
            };
            return both.filter_map(bound).collect();
        }
        Some(Test::Missing | Test::Except(_)) | None => (None, None),
    };
    let bound = |least: bool, end: Option<&End>| {
        let End { value, inclusive } = end?;
        Some(Bound { least, inclusive: *inclusive, value: operand(value, columns)? })
    };
    [bound(true, lower), bound(false, upper)].into_iter().flatten().collect()
}

/// The value of an expression over the fields of a row.
fn operand(expr: &Expr, columns: &[BlankColumn]) -> Option<Operand> {
    if let Some(value) = expr.constant() {
        return match value {
            Value::Num(number) => Some(Operand::Number(number)),
            // A spreadsheet has no days before 1900, and takes their years for others.
            Value::Date(day) => Some(Operand::Date(day)).filter(|_| day.year() >= 1900),
            Value::Missing | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
        };
    }
    match &expr.kind {
        ExprKind::Field(id) => cell(*id, expr.ty, columns),
        ExprKind::Negate(inner) => Some(Operand::Arith(
            Arith::Sub,
            Box::new(Operand::Number(Num::ZERO)),
            Box::new(operand(inner, columns)?),
        )),
        // Months are of no one length, and division by a blank cell is an error of its own.
        ExprKind::Arith(Arith::Div, ..) => None,
        ExprKind::Arith(op, left, right) => {
            let is_months = |part: &Expr| part.ty == Type::Number(Unit::Months);
            if expr.ty == Type::Date && (is_months(left) || is_months(right)) {
                return None;
            }
            let [left, right] = [left, right].map(|part| operand(part, columns));
            Some(Operand::Arith(*op, Box::new(left?), Box::new(right?)))
        }
        _ => None,
    }
}

fn cell(field: FieldId, ty: Type, columns: &[BlankColumn]) -> Option<Operand> {
    if !matches!(ty, Type::Number(_) | Type::Date) {
        return None;
    }
    let (place, column) = columns.iter().enumerate().find(|(_, column)| column.field == field)?;
    Some(Operand::Cell(place, scale(column)))
}

/// Units of a field that one unit of its cells is.
pub(super) fn scale(column: &BlankColumn) -> Num {
    column.unit.as_ref().map_or(Num::ONE, |(_, scale)| scale.clone())
}
