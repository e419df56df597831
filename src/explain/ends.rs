//! Values of which two ends are known, as a person reads them.

use crate::diag::target as say;
use crate::interval::{Interval, Possible};
use crate::value::text::{show_date, show_value};
use crate::value::{Date, Lang, Num, Type, Value};

/// A value inside a formula: what is not one number stands in brackets.
pub fn operand(reach: &Possible, ty: Type, lang: Lang) -> String {
    let Possible::Within { interval: bounds, .. } = reach else {
        return say::no_value().get(lang).to_owned();
    };
    match (&bounds.lower, &bounds.upper) {
        (Some(low), Some(high)) if low != high => {
            say::between_in_formula(&show_end(low, ty, lang, &[]), &show_end(high, ty, lang, &[]))
                .get(lang)
                .to_owned()
        }
        (Some(_), Some(_)) => show_bounds(bounds, ty, lang, &[]),
        (_, None) | (None, _) => format!("({})", show_bounds(bounds, ty, lang, &[])),
    }
}

/// `98%`, `từ 96,4% đến 98,2%`, `từ 0 đ`, with the digits it takes not to contradict the other
/// numbers of the line.
pub fn show_bounds(bounds: &Interval, ty: Type, lang: Lang, line: &[&Num]) -> String {
    let shown = |number: &Num| show_end(number, ty, lang, line);
    match (&bounds.lower, &bounds.upper) {
        (Some(low), Some(high)) if low == high => shown(low),
        (Some(low), Some(high)) => say::between(&shown(low), &shown(high)).get(lang).to_owned(),
        (Some(low), None) => say::at_least(&shown(low)).get(lang).to_owned(),
        (None, Some(high)) => say::at_most(&shown(high)).get(lang).to_owned(),
        (None, None) => say::open().get(lang).to_owned(),
    }
}

fn show_end(number: &Num, ty: Type, lang: Lang, line: &[&Num]) -> String {
    if ty == Type::Date {
        return Date::of_number(number).map_or_else(String::new, show_date);
    }
    let shown = show_value(&Value::Num(number.clone()), ty, lang, line, |_, _| None);
    if shown.rounded { format!("≈{}", shown.text) } else { shown.text }
}
