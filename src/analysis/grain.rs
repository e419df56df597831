//! The grain of a field: the least by which its values are told apart.

use crate::value::{Num, Type, Unit};

/// The grain of numbers: the field's own step, else what a person would act on: a đồng, a whole
/// person or day, a hundredth of a percent, of any other number a hundredth.
pub fn grain(ty: Type, step: Option<&Num>) -> Num {
    let of = |digits: i32| Num::from_i64(10).power(i64::from(-digits)).ok().flatten();
    let usual = match ty {
        Type::Number(Unit::Ratio) => of(4),
        Type::Number(Unit::Number | Unit::Bare | Unit::Points) => of(2),
        Type::Number(Unit::Money | Unit::Integer | Unit::Year | Unit::Days | Unit::Months)
        | Type::Date
        | Type::YesNo
        | Type::Category(_)
        | Type::Text => None,
    };
    step.cloned().or(usual).unwrap_or(Num::ONE)
}
