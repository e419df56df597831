//! Formulas of Excel that hold the cells of a row within their bounds.

use super::super::{Bound, Entry, Kind, Operand};
use crate::data::account::letters;
use crate::value::text::plain_number;
use crate::value::{Date, Num};
use rust_xlsxwriter::{DataValidation, DataValidationRule, Formula};

/// The most characters of a formula that validates a cell.
const LONGEST: usize = 255;
/// Decimals to which numbers of another unit are rounded: binary fractions are not exact.
const DECIMALS: u8 = 6;

/// Validation of the cells of a column, by its place, whose first cell stands in a row that is
/// counted from 1; none where they take anything.
pub(super) fn validation(
    entry: &Entry,
    place: usize,
    row: usize,
    lists: &[String],
) -> Option<DataValidation> {
    let validation = DataValidation::new();
    match entry {
        Entry::Text => None,
        Entry::Choice(list) => Some(validation.allow_list_formula(Formula::new(lists.get(*list)?))),
        Entry::Date { bounds } => Some(match simple(bounds, day) {
            Some(rule) => validation.allow_date_formula(rule),
            None => custom(validation, place, row, bounds, &Num::ONE, false),
        }),
        Entry::Number { whole, scale, bounds, .. } => {
            let rule = simple(bounds, |value| number(value, scale));
            Some(match (rule, *whole) {
                (Some(rule), true) => validation.allow_whole_number_formula(rule),
                (Some(rule), false) => validation.allow_decimal_number_formula(rule),
                (None, whole) => custom(validation, place, row, bounds, scale, whole),
            })
        }
    }
}

/// Rule of Excel's own for bounds that are constants; none of others.
fn simple(
    bounds: &[Bound],
    shown: impl Fn(&Operand) -> Option<String>,
) -> Option<DataValidationRule<Formula>> {
    let formula = |bound: &Bound| shown(&bound.value).map(Formula::new);
    match bounds {
        [only] => {
            let value = formula(only)?;
            Some(match (only.least, only.inclusive) {
                (true, true) => DataValidationRule::GreaterThanOrEqualTo(value),
                (true, false) => DataValidationRule::GreaterThan(value),
                (false, true) => DataValidationRule::LessThanOrEqualTo(value),
                (false, false) => DataValidationRule::LessThan(value),
            })
        }
        [low, high] if low.least && !high.least && low.inclusive && high.inclusive => {
            Some(DataValidationRule::Between(formula(low)?, formula(high)?))
        }
        _ => None,
    }
}

fn number(value: &Operand, scale: &Num) -> Option<String> {
    match value {
        Operand::Number(number) => {
            let (digits, exact) = plain_number(&number.div(scale).ok()?);
            exact.then_some(digits)
        }
        Operand::Date(_) | Operand::Cell(..) | Operand::Arith(..) => None,
    }
}

fn day(value: &Operand) -> Option<String> {
    match value {
        Operand::Date(day) => Some(date(*day)),
        Operand::Number(_) | Operand::Cell(..) | Operand::Arith(..) => None,
    }
}

fn date(day: Date) -> String {
    format!("DATE({},{},{})", day.year(), day.month(), day.day())
}

/// A formula over the row. Bounds that would make it too long for Excel are left out, the last
/// first: what grades the record holds it to them.
fn custom(
    validation: DataValidation,
    place: usize,
    row: usize,
    bounds: &[Bound],
    scale: &Num,
    whole: bool,
) -> DataValidation {
    let cell = format!("{}{row}", letters(place));
    let mut asked = vec![format!("ISNUMBER({cell})")];
    if whole {
        asked.push(format!("{cell}=INT({cell})"));
    }
    for bound in bounds {
        let mut more = asked.clone();
        more.push(within(bound, &scaled(&cell, scale), row));
        if all(&more).len() <= LONGEST {
            asked = more;
        }
    }
    validation.allow_custom(Formula::new(all(&asked)))
}

fn all(asked: &[String]) -> String {
    match asked {
        [only] => only.clone(),
        several => format!("AND({})", several.join(",")),
    }
}

/// What holds of a value within a bound; a bound that reads a blank cell holds of any.
fn within(bound: &Bound, value: &str, row: usize) -> String {
    let sign = match (bound.least, bound.inclusive) {
        (true, true) => ">=",
        (true, false) => ">",
        (false, true) => "<=",
        (false, false) => "<",
    };
    let compared = format!("{value}{sign}{}", shown(&bound.value, row));
    let mut blank: Vec<String> = Vec::new();
    bound.value.cells(&mut |place| blank.push(format!("{}{row}=\"\"", letters(place))));
    if blank.is_empty() { compared } else { format!("OR({},{compared})", blank.join(",")) }
}

fn shown(value: &Operand, row: usize) -> String {
    match value {
        Operand::Number(number) => plain_number(number).0,
        Operand::Date(day) => date(*day),
        Operand::Cell(place, scale) => scaled(&format!("{}{row}", letters(*place)), scale),
        Operand::Arith(op, left, right) => {
            let sign = if op.sign() == "×" { "*" } else { op.sign() };
            format!("({}{sign}{})", shown(left, row), shown(right, row))
        }
    }
}

fn scaled(cell: &str, scale: &Num) -> String {
    if *scale == Num::ONE {
        return cell.to_owned();
    }
    format!("ROUND({cell}*{},{DECIMALS})", plain_number(scale).0)
}

/// Number format of the cells of a column.
pub(super) fn number_format(entry: &Entry) -> &'static str {
    match entry {
        Entry::Text | Entry::Choice(_) => "@",
        Entry::Date { .. } => "dd/mm/yyyy",
        Entry::Number { kind: Kind::Percent, .. } => "0.00%",
        Entry::Number { kind: Kind::Year, .. } => "0",
        Entry::Number { kind: Kind::Money, scale, .. } if *scale != Num::ONE => "#,##0.00####",
        Entry::Number { kind: Kind::Money, .. } => "#,##0",
        Entry::Number { whole: true, .. } => "#,##0",
        Entry::Number { .. } => "General",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Arith;

    fn bound(least: bool, inclusive: bool, value: Operand) -> Bound {
        Bound { least, inclusive, value }
    }

    #[test]
    fn a_bound_in_another_column_is_asked_of_that_row_and_of_no_blank() {
        let zero = bound(true, true, Operand::Number(Num::ZERO));
        let million = Num::from_i64(1_000_000);
        let other = bound(false, true, Operand::Cell(6, Num::ONE));
        assert_eq!(within(&zero, "H3", 3), "H3>=0");
        assert_eq!(within(&other, "H3", 3), "OR(G3=\"\",H3<=G3)");
        let scaled_up = bound(false, false, Operand::Cell(6, million.clone()));
        assert_eq!(
            within(&scaled_up, &scaled("H3", &million), 3),
            "OR(G3=\"\",ROUND(H3*1000000,6)<ROUND(G3*1000000,6))"
        );
        let days = Box::new(Operand::Number(Num::from_i64(30)));
        let later = Operand::Arith(Arith::Add, Box::new(Operand::Cell(0, Num::ONE)), days);
        assert_eq!(within(&bound(false, true, later), "B2", 2), "OR(A2=\"\",B2<=(A2+30))");
    }

    #[test]
    fn constants_are_in_the_units_of_the_cells() {
        let million = Num::from_i64(1_000_000);
        assert_eq!(
            number(&Operand::Number(Num::from_i64(2_500_000)), &million).as_deref(),
            Some("2.5")
        );
        assert_eq!(number(&Operand::Number(Num::ONE), &Num::from_i64(3)), None);
    }
}
