//! Values that are always whole: between two whole numbers there is none of them.

use super::record_type::RecordType;
use crate::builtins::Builtin;
use crate::model::unit;
use crate::plan::{Constant, Kind, Op, Rows, Slot};
use crate::value::{Arith, Num, Type, Unit};

/// The most steps between a value and the fields that it is worked out from.
const DEEPEST: usize = 12;

impl RecordType<'_> {
    /// Returns `true` of a step whose value is a whole number wherever it has one.
    pub(super) fn is_whole(self, slot: Slot) -> bool {
        self.is_whole_within(slot, DEEPEST)
    }

    fn is_whole_within(self, slot: Slot, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let has = |slot: &Slot| self.is_whole_within(*slot, depth);
        let step = &self.steps.steps[slot];
        if step.kind != Kind::Number {
            return step.kind == Kind::Date;
        }
        match &step.op {
            Op::Constant(constant) => is_whole_constant(constant),
            Op::Input(field) | Op::Checked(field, ..) => {
                let field = &self.model.records[self.steps.record].fields[*field];
                let step = field.step.as_ref();
                of_type(field.ty) || step.is_some_and(|step| step.value.is_integer())
            }
            Op::Aggregate(id, _) => of_type(self.model.aggregates[*id].ty),
            Op::Parameter(parameter, _) => {
                let values = self.plan.parameters.get(parameter.index());
                let mut values = values.into_iter().flatten();
                values.all(|(_, value)| value.as_ref().is_none_or(is_whole_constant))
            }
            Op::Negate(a) => has(a),
            Op::Arith(Arith::Add | Arith::Sub | Arith::Mul, a, b) | Op::Select(_, a, b) => {
                has(a) && has(b)
            }
            Op::DaysBetween(..) | Op::Periodic(_) => true,
            Op::Rows(_, Rows::Each(rows)) => rows.iter().all(|row| has(&row.gives)),
            Op::Rows(_, Rows::By(lookup)) => lookup.gives.iter().all(is_whole_constant),
            Op::Call(builtin, arguments) => match builtin {
                Builtin::Age
                | Builtin::Days
                | Builtin::MonthsBetween
                | Builtin::Year
                | Builtin::Quarter
                | Builtin::Month => true,
                Builtin::Max | Builtin::Min | Builtin::Abs => arguments.iter().all(has),
                Builtin::Round | Builtin::RoundUp | Builtin::RoundDown => {
                    arguments.get(1).is_none_or(|digits| self.is_no_decimal(*digits))
                }
                Builtin::Power | Builtin::Contains => false,
            },
            _ => false,
        }
    }

    /// Returns `true` of a constant number of decimals that is none.
    fn is_no_decimal(self, digits: Slot) -> bool {
        match &self.steps.steps[digits].op {
            Op::Constant(Constant::Number(digits)) => *digits <= Num::ZERO,
            _ => false,
        }
    }
}

fn is_whole_constant(constant: &Constant) -> bool {
    match constant {
        Constant::Number(number) => number.is_integer(),
        Constant::Missing => true,
        Constant::Truth(_) | Constant::Date(_) | Constant::Code(_) | Constant::Text(_) => false,
    }
}

fn of_type(ty: Type) -> bool {
    unit(ty).is_some_and(Unit::is_whole)
}
