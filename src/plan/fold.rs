//! Works out what the rules alone settle.

use super::share::Builder;
use super::{Constant, Names, Op, Plan, Renamed, RowPlan, Rows, Slot, Step};
use crate::index::Arena;
use crate::model::HitPolicy;
use crate::value::{Compare, Num};

/// The same plan with operations on constants replaced by their results. What would be missing or a
/// fault stays as it is, with its reason.
pub fn fold(plan: &Plan) -> Plan {
    plan.with_steps(|all, _| steps(all))
}

/// Larger numbers are left to the run, which bounds what they cost.
const MOST_BITS: u64 = 4_096;

fn steps(steps: &Arena<Step>) -> Renamed {
    let mut builder = Builder::default();
    let mut names = Names::default();
    for (slot, step) in steps.enumerate() {
        let op = step.op.renamed(&mut |operand| names.get(&operand).copied().unwrap_or(operand));
        let folded = match simpler(&builder, &op) {
            Some(Simpler::Slot(same)) => same,
            Some(Simpler::Op(op)) => builder.push(op, step.kind),
            None => builder.push(op, step.kind),
        };
        names.insert(slot, folded);
    }
    Renamed { steps: builder.finish(), names }
}

/// Result of folding an operation.
enum Simpler {
    /// An earlier slot that holds the same.
    Slot(Slot),
    /// A simpler operation that gives the same.
    Op(Op),
}

fn simpler(builder: &Builder, op: &Op) -> Option<Simpler> {
    match op {
        Op::Negate(a) => number(builder, *a).map(|a| constant(Constant::Number(a.neg()))),
        Op::Arith(op, a, b) => {
            let (a, b) = (number(builder, *a)?, number(builder, *b)?);
            let result = if a.big_bits() + b.big_bits() > MOST_BITS {
                None
            } else {
                op.apply(a, b).ok()?
            }?;
            Some(constant(Constant::Number(result)))
        }
        Op::Compare(op, a, b) => compare(builder, *op, *a, *b),
        Op::Not(a) => not(builder, *a),
        Op::And(all) => joined(builder, all, true, Op::And),
        Op::Or(all) => joined(builder, all, false, Op::Or),
        Op::Select(condition, then, otherwise) => truth(builder, *condition)
            .map(|holds| Simpler::Slot(if holds { *then } else { *otherwise })),
        Op::Rows(policy, Rows::Each(rows)) if policy.in_turn() => first(builder, *policy, rows),
        Op::Constant(_)
        | Op::Input(_)
        | Op::Checked(..)
        | Op::Aggregate(..)
        | Op::Previous(_)
        | Op::AsOf
        | Op::Today
        | Op::InView(..)
        | Op::Parameter(..)
        | Op::AddDays(..)
        | Op::AddMonths(..)
        | Op::DaysBetween(..)
        | Op::IsMissing(_)
        | Op::Call(..)
        | Op::Script(..)
        | Op::Rows(..)
        | Op::Criterion(_)
        | Op::Total(_)
        | Op::PointsValue(_)
        | Op::Grading(_)
        | Op::GradeValue(_)
        | Op::Periodic(_)
        | Op::NoPeriodYet(_)
        | Op::Event(..)
        | Op::Given(_)
        | Op::PeriodAsked(_)
        | Op::IsVerdict(..)
        | Op::Verdict(_) => None,
    }
}

fn constant(constant: Constant) -> Simpler {
    Simpler::Op(Op::Constant(constant))
}

fn known(builder: &Builder, slot: Slot) -> Option<&Constant> {
    if let Op::Constant(constant) = &builder.step(slot).op {
        Some(constant).filter(|constant| **constant != Constant::Missing)
    } else {
        None
    }
}

fn number(builder: &Builder, slot: Slot) -> Option<&Num> {
    if let Some(Constant::Number(number)) = known(builder, slot) { Some(number) } else { None }
}

fn truth(builder: &Builder, slot: Slot) -> Option<bool> {
    if let Some(Constant::Truth(truth)) = known(builder, slot) { Some(*truth) } else { None }
}

/// Two constants are compared; `x = có` is `x`, `x = không` is `không phải x`.
fn compare(builder: &Builder, op: Compare, a: Slot, b: Slot) -> Option<Simpler> {
    if let (Some(a), Some(b)) = (known(builder, a), known(builder, b)) {
        let order = match (a, b) {
            (Constant::Number(a), Constant::Number(b)) => a.cmp(b),
            (Constant::Date(a), Constant::Date(b)) => a.cmp(b),
            (Constant::Truth(a), Constant::Truth(b)) => a.cmp(b),
            (Constant::Code(a), Constant::Code(b)) => b.cmp(a),
            (Constant::Text(a), Constant::Text(b)) => a.cmp(b),
            _ => return None,
        };
        return Some(constant(Constant::Truth(op.holds(order))));
    }
    let (other, wanted) = match (truth(builder, a), truth(builder, b)) {
        (Some(wanted), None) => (b, wanted),
        (None, Some(wanted)) => (a, wanted),
        (None, None) | (Some(_), Some(_)) => return None,
    };
    match op {
        Compare::Equal if wanted => Some(Simpler::Slot(other)),
        Compare::NotEqual if !wanted => Some(Simpler::Slot(other)),
        Compare::Equal | Compare::NotEqual => Some(Simpler::Op(Op::Not(other))),
        Compare::Less | Compare::Greater | Compare::AtMost | Compare::AtLeast => None,
    }
}

fn not(builder: &Builder, a: Slot) -> Option<Simpler> {
    if let Op::Not(inner) = &builder.step(a).op {
        return Some(Simpler::Slot(*inner));
    }
    truth(builder, a).map(|truth| constant(Constant::Truth(!truth)))
}

/// `và` (neutral: true) and `hoặc` (neutral: false): what is neutral or repeated falls out; the
/// other constant decides the whole operation.
fn joined(
    builder: &Builder,
    all: &[Slot],
    neutral: bool,
    op: fn(Box<[Slot]>) -> Op,
) -> Option<Simpler> {
    let mut left: Vec<Slot> = Vec::with_capacity(all.len());
    for &slot in all {
        match truth(builder, slot) {
            Some(truth) if truth == neutral => {}
            Some(truth) => return Some(constant(Constant::Truth(truth))),
            None if left.contains(&slot) => {}
            None => left.push(slot),
        }
    }
    match left.as_slice() {
        [] => Some(constant(Constant::Truth(neutral))),
        [only] => Some(Simpler::Slot(*only)),
        _ if left.len() < all.len() => Some(Simpler::Op(op(left.into()))),
        _ => None,
    }
}

/// Rows that never hold fall out, and those below one that always does.
fn first(builder: &Builder, policy: HitPolicy, rows: &[RowPlan]) -> Option<Simpler> {
    let mut left: Vec<RowPlan> = Vec::with_capacity(rows.len());
    for row in rows {
        match truth(builder, row.when) {
            Some(false) => {}
            Some(true) => {
                left.push(*row);
                break;
            }
            None => left.push(*row),
        }
    }
    match left.as_slice() {
        [only] if truth(builder, only.when) == Some(true) => Some(Simpler::Slot(only.gives)),
        _ if left.len() < rows.len() => {
            Some(Simpler::Op(Op::Rows(policy, Rows::Each(left.into()))))
        }
        _ => None,
    }
}
