//! Laws of values over many records, on random records of one model.

use crate::reference::big;
use crate::support::*;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use visao::model::*;
use visao::report::{IndicatorStatus, TargetOutcome};
use visao::value::{Arith, Compare, Num, Type, Unit, Value};

/// A record as it truly is, and what of it is seen.
#[derive(Clone, Debug)]
struct Group {
    district: u32,
    debt: i64,
    overdue: i64,
    good: bool,
    /// Which of the four are missing.
    masked: [bool; 4],
    /// Its overdue debt is seen outside its range.
    broken: bool,
}

fn group() -> impl Strategy<Value = Group> {
    let seen = (prop::array::uniform4(prop::bool::weighted(0.15)), prop::bool::weighted(0.1));
    (0u32..3, 0i64..40, 0i64..40, any::<bool>(), seen).prop_map(
        |(district, debt, overdue, good, (masked, broken))| {
            let overdue = if debt == 0 { 0 } else { overdue % (debt + 1) };
            Group { district, debt, overdue, good, masked, broken }
        },
    )
}

fn groups() -> impl Strategy<Value = Vec<Group>> {
    prop::collection::vec(group(), 0..12)
}

impl Group {
    fn truly(&self) -> Vec<Value> {
        vec![Value::Code(self.district), num(self.debt), num(self.overdue), Value::Bool(self.good)]
    }

    fn seen(&self) -> Vec<Value> {
        let mut values = self.truly();
        for (value, masked) in values.iter_mut().zip(self.masked) {
            if masked {
                *value = Value::Missing;
            }
        }
        if self.broken {
            values[2] = num(-1);
        }
        values
    }
}

/// Debt from 0, overdue debt from 0 up to the debt, and what is left of it.
fn model() -> Model {
    let mut model = empty_model();
    let districts = add_category(&mut model, false, &["A", "B", "C"]);
    let district = add_field(&mut model, Type::Category(districts));
    let debt = from_zero(&mut model, None);
    let overdue = from_zero(&mut model, Some(&debt));
    let good = add_field(&mut model, Type::YesNo);
    let sound = add_formula(&mut model, arith(Arith::Sub, &debt, &overdue));
    let mut all = |kind, value: Option<&Expr>, filter: Option<&Expr>| {
        aggregate(&mut model, kind, value.cloned(), filter.cloned(), NUMBER)
    };
    let bad = not(good.clone());
    let (sum_debt, sum_overdue) =
        (all(AggregateKind::Sum, Some(&debt), None), all(AggregateKind::Sum, Some(&overdue), None));
    let formulas = vec![
        arith(Arith::Div, &sum_overdue, &sum_debt),
        all(AggregateKind::Share, None, Some(&good)),
        all(AggregateKind::Count, None, Some(&bad)),
        all(AggregateKind::Average, Some(&debt), Some(&good)),
        all(AggregateKind::Max, Some(&sound), None),
        all(AggregateKind::Min, Some(&debt), Some(&bad)),
        arith(
            Arith::Sub,
            &all(AggregateKind::Sum, Some(&sound), Some(&good)),
            &all(AggregateKind::Count, None, None),
        ),
        choose(equal(&sum_debt, &number(0)), number(0), arith(Arith::Div, &sum_overdue, &sum_debt)),
    ];
    let bounds = [
        bound(Compare::Less, 1, 2),
        bound(Compare::AtLeast, 1, 2),
        bound(Compare::Equal, 0, 1),
        bound(Compare::Greater, 10, 1),
        bound(Compare::AtMost, 20, 1),
        bound(Compare::NotEqual, 5, 1),
        bound(Compare::AtLeast, 12, 1),
        bound(Compare::Less, 1, 3),
    ];
    let indicators = formulas
        .into_iter()
        .zip(bounds)
        .map(|(formula, bound)| indicator(formula, vec![bound]))
        .collect();
    add_targets(&mut model, Some(district), indicators, &[], Vec::new());
    model
}

fn from_zero(model: &mut Model, up_to: Option<&Expr>) -> Expr {
    let own = expr(
        ExprKind::Field(FieldId::new(model.records[record()].fields.len())),
        Type::Number(Unit::Number),
    );
    let mut range = vec![at_least(&own, &number(0))];
    range.extend(up_to.map(|high| compare(Compare::AtMost, &own, high)));
    add_field_with(model, NUMBER, false, Some(and(range)))
}

/// The values of the indicators of some records, each the plain way.
fn plainly(groups: &[&Group]) -> Vec<Option<BigRational>> {
    let int = |value: i64| BigRational::from_integer(value.into());
    let sum = |of: &dyn Fn(&Group) -> i64| groups.iter().map(|group| of(group)).sum::<i64>();
    let ratio = |a: i64, b: i64| (b != 0).then(|| int(a) / int(b));
    let good: Vec<&&Group> = groups.iter().filter(|group| group.good).collect();
    let count = i64::try_from(groups.len()).unwrap();
    let many_good = i64::try_from(good.len()).unwrap();
    let (debt, overdue) = (sum(&|group| group.debt), sum(&|group| group.overdue));
    let values = vec![
        ratio(overdue, debt),
        ratio(many_good, count),
        Some(int(count - many_good)),
        ratio(good.iter().map(|group| group.debt).sum(), many_good),
        groups.iter().map(|group| group.debt - group.overdue).max().map(int),
        groups.iter().filter(|group| !group.good).map(|group| group.debt).min().map(int),
        Some(int(good.iter().map(|group| group.debt - group.overdue).sum::<i64>() - count)),
        Some(ratio(overdue, debt).unwrap_or_else(BigRational::zero)),
    ];
    if groups.is_empty() { vec![None; values.len()] } else { values }
}

fn true_outcomes(model: &Model, groups: &[Group]) -> Vec<TargetOutcome> {
    targets(model, &groups.iter().map(Group::truly).collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Where nothing is missing, the values are what adding up gives.
    #[test]
    fn values_are_what_adding_up_gives(groups in groups()) {
        let outcomes = true_outcomes(&model(), &groups);
        for (unit, outcome) in outcomes.iter().enumerate() {
            let of_unit: Vec<&Group> = groups.iter().filter(|group| unit == 3 || group.district as usize == unit).collect();
            let values: Vec<_> = outcome.indicators.iter().map(|indicator| indicator.value.as_ref().map(big)).collect();
            prop_assert_eq!(values, plainly(&of_unit), "{}", outcome.unit);
            prop_assert!(outcome.indicators.iter().all(|indicator| indicator.range.is_none()));
        }
    }

    /// Splitting the records changes nothing, the heaviest records included.
    #[test]
    fn splitting_changes_nothing(groups in groups(), cuts in prop::collection::vec(0usize..12, 0..3)) {
        let (model, records) = (model(), groups.iter().map(Group::seen).collect::<Vec<_>>());
        let mut ends: Vec<usize> = cuts.into_iter().map(|cut| cut.min(records.len())).chain([records.len()]).collect();
        ends.sort_unstable();
        prop_assert_eq!(targets(&model, &records), targets_in(&model, &records, &ends));
    }

    /// Whatever the missing values are, the value lies within its range, and what was met or missed is so.
    #[test]
    fn every_completion_lies_within_the_range(groups in groups()) {
        let model = model();
        let seen = targets(&model, &groups.iter().map(Group::seen).collect::<Vec<_>>());
        let truly = true_outcomes(&model, &groups);
        for (seen, truly) in seen.iter().zip(&truly) {
            for (place, (seen, truly)) in seen.indicators.iter().zip(&truly.indicators).enumerate() {
                let within = match (&truly.value, &seen.value, &seen.range) {
                    (Some(value), Some(known), _) => value == known,
                    (Some(value), None, Some(range)) => range.contains(value),
                    (Some(_), None, None) => false,
                    (None, known, range) => known.is_none() && (range.is_none() || seen.may_be_undefined),
                };
                prop_assert!(within, "indicator {} is {:?}, seen as {:?}", place, truly.value, seen);
                let settled = matches!(seen.status, IndicatorStatus::Met | IndicatorStatus::NotMet | IndicatorStatus::NotApplicable);
                prop_assert!(!settled || seen.status == truly.status, "indicator {} is {:?}, seen as {:?}", place, truly.status, seen.status);
            }
        }
    }

    /// The records' parts of a miss come to the whole of it: `N - c × D`, where no more than ten weigh and none helps.
    #[test]
    fn what_records_add_to_a_miss_comes_to_the_whole(debts in prop::collection::vec((1i64..50, 26i64..=100), 1..10)) {
        let groups: Vec<Group> = debts
            .iter()
            .map(|(debt, share)| Group { district: 0, debt: debt * 100, overdue: debt * share, good: true, masked: [false; 4], broken: false })
            .collect();
        let mut model = model();
        let targets_id = model.targets.ids().next().unwrap();
        model.targets[targets_id].indicators[0].requirement = vec![bound(Compare::Less, 1, 4)];
        let outcome = true_outcomes(&model, &groups).swap_remove(0);
        let indicator = &outcome.indicators[0];
        let whole = indicator.levels[0].distance.clone().unwrap().numerator.unwrap().number;
        let sum = indicator.contributions.iter().fold(Num::ZERO, |sum, weight| sum.add(&weight.excess).unwrap());
        prop_assert_eq!(sum, whole);
        prop_assert!(indicator.contributions.is_sorted_by(|a, b| a.excess >= b.excess));
    }
}
