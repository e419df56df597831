//! Formulas of indicators with the values of a unit put in.

use super::outcome::ResultContext;
use crate::aggregate::UnitValues;
use crate::explain::{Formula, operand, unit_left_out};
use crate::model::{Expr, ExprKind, Model};

/// `3.200.000 / 812.000.000`; the branch that is taken, of a guarded formula. None where that is
/// one value as it is.
pub fn working(
    model: &Model,
    unit: &UnitValues<'_>,
    naming: &ResultContext<'_>,
    formula: &Expr,
) -> Option<String> {
    let leaf = |expr: &Expr, text: &mut String| {
        let is_value = is_value(expr);
        if is_value && let Ok(reach) = unit.possible(expr) {
            text.push_str(&operand(&reach, unit_left_out(expr.ty), naming.lang));
        }
        is_value
    };
    let truth = |condition: &Expr| unit.truth(condition);
    let writer =
        Formula { model, sources: naming.sources, lang: naming.lang, leaf: &leaf, truth: &truth };
    let formula = writer.taken(formula);
    (!is_value(formula)).then(|| writer.text(formula))
}

fn is_value(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Aggregate(_)
            | ExprKind::Constant(_)
            | ExprKind::Parameter(..)
            | ExprKind::AsOf
            | ExprKind::PeriodDay(..)
    )
}
