//! Targets, each worked out by hand.

use crate::support::*;
use visao::eval::Status;
use visao::model::*;
use visao::report::{Extent, IndicatorStatus, Interval, TargetOutcome, show_verdict};
use visao::value::{Arith, Compare, Lang, Num, Truth, Type, Unit, Value};

const MONEY: Type = Type::Number(Unit::Money);

/// Districts A, B and C; overdue debt, debt (both from 0), and whether the group is good.
struct City {
    model: Model,
    district: Expr,
    overdue: Expr,
    debt: Expr,
    good: Expr,
}

fn city() -> City {
    let mut model = empty_model();
    let districts = add_category(&mut model, false, &["A", "B", "C"]);
    let district = add_field(&mut model, Type::Category(districts));
    let overdue = add_amount(&mut model);
    let debt = add_amount(&mut model);
    let good = add_field(&mut model, Type::YesNo);
    City { model, district, overdue, debt, good }
}

/// A field of money from 0 on.
fn add_amount(model: &mut Model) -> Expr {
    let field = FieldId::new(model.records[record()].fields.len());
    let range = at_least(&expr(ExprKind::Field(field), MONEY), &constant(num(0), MONEY));
    add_field_with(model, MONEY, false, Some(range))
}

fn group(district: u32, overdue: i64, debt: i64, good: bool) -> Vec<Value> {
    vec![Value::Code(district), num(overdue), num(debt), Value::Bool(good)]
}

impl City {
    fn overdue_share(&mut self) -> Expr {
        let (overdue, debt) = (self.overdue.clone(), self.debt.clone());
        let (over, under) = (sum(&mut self.model, overdue), sum(&mut self.model, debt));
        expr(
            ExprKind::Arith(Arith::Div, Box::new(over), Box::new(under)),
            Type::Number(Unit::Ratio),
        )
    }

    fn good_share(&mut self) -> Expr {
        let good = self.good.clone();
        aggregate(
            &mut self.model,
            AggregateKind::Share,
            None,
            Some(good),
            Type::Number(Unit::Ratio),
        )
    }

    fn bad_count(&mut self) -> Expr {
        let bad = not(self.good.clone());
        aggregate(
            &mut self.model,
            AggregateKind::Count,
            None,
            Some(bad),
            Type::Number(Unit::Integer),
        )
    }

    /// One indicator with its own requirement.
    fn require(mut self, formula: Expr, bounds: Vec<Bound>) -> Model {
        let indicator = indicator(formula, bounds);
        let by = Some(self.district.clone());
        add_targets(&mut self.model, by, vec![indicator], &[], Vec::new());
        self.model
    }
}

fn sum(model: &mut Model, value: Expr) -> Expr {
    let ty = value.ty;
    aggregate(model, AggregateKind::Sum, Some(value), None, ty)
}

fn units(outcomes: &[TargetOutcome]) -> Vec<&str> {
    outcomes.iter().map(|outcome| outcome.unit.as_ref()).collect()
}

#[test]
fn a_ratio_of_sums_is_missed_by_a_distance_and_by_money() {
    let mut city = city();
    let formula = city.overdue_share();
    let model = city.require(formula, vec![bound(Compare::Less, 4, 1000)]);
    let outcomes =
        targets(&model, &[group(0, 2, 100, true), group(0, 0, 300, true), group(1, 1, 400, true)]);
    assert_eq!(units(&outcomes), ["A", "B", "C", "toàn bộ"]);
    let a = &outcomes[0].indicators[0];
    // 2 / 400 = 0,5%; 0,1% above 0,4%; 2 - 0,4% of 400 = 0,4 too much.
    assert_eq!(
        (a.value.clone(), a.status.clone()),
        (Some(fraction(1, 200)), IndicatorStatus::NotMet)
    );
    let distance = a.levels[0].distance.clone().unwrap();
    assert_eq!(distance.by, Interval::exactly(fraction(1, 1000)));
    assert_eq!((distance.too_high, distance.more_than), (true, true));
    // Money comes in whole đồng: one less will do.
    let numerator = distance.numerator.unwrap();
    assert_eq!((numerator.number, numerator.extent), (Num::ONE, Extent::AtLeast));
    // The first group has 2 of overdue debt where 0,4 would be its part; the second helps.
    let weigh: Vec<_> = a
        .contributions
        .iter()
        .map(|weight| {
            (weight.record.to_string(), weight.amount.number.clone(), weight.excess.clone())
        })
        .collect();
    assert_eq!(weigh, [("0".to_owned(), Num::from_i64(2), fraction(8, 5))]);
    // 1 / 400 = 0,25%.
    assert_eq!((outcomes[1].verdict.as_deref(), outcomes[1].met()), (Some("đạt"), Some(true)));
    // No groups at all.
    assert_eq!(
        (outcomes[2].status, outcomes[2].indicators[0].status.clone()),
        (Status::NotApplicable, IndicatorStatus::NotApplicable)
    );
    // 3 / 800 = 0,375%.
    assert_eq!(
        (outcomes[3].indicators[0].value.clone(), outcomes[3].met()),
        (Some(fraction(3, 800)), Some(true))
    );
}

#[test]
fn a_bound_is_not_met_by_its_own_number_if_it_is_strict() {
    for (op, met) in [(Compare::Less, false), (Compare::AtMost, true)] {
        let mut city = city();
        let formula = city.overdue_share();
        let model = city.require(formula, vec![bound(op, 4, 10_000)]);
        // 0,04% to the last digit.
        let outcomes = targets(&model, &[group(0, 400_000, 1_000_000_000, true)]);
        assert_eq!(outcomes[0].met(), Some(met));
        let more = targets(&model, &[group(0, 400_001, 1_000_000_000, true)]);
        assert_eq!(more[0].met(), Some(false));
    }
}

/// On the very number that it must not reach it is not "0% short, by more than 0 đ".
#[test]
fn a_strict_bound_touched_is_missed_by_the_smallest_change_there_is() {
    let mut city = city();
    let formula = city.overdue_share();
    let model = city.require(formula, vec![bound(Compare::Less, 4, 10_000)]);
    let outcomes = targets(&model, &[group(0, 400_000, 1_000_000_000, true)]);
    let distance = outcomes[0].indicators[0].levels[0].distance.clone().unwrap();
    assert!(distance.is_touching());
    let numerator = distance.numerator.unwrap();
    assert_eq!((numerator.number, numerator.extent), (Num::ONE, Extent::AtLeast));
    // One đồng less does it, and the numerator said so.
    assert_eq!(targets(&model, &[group(0, 399_999, 1_000_000_000, true)])[0].met(), Some(true));
}

#[test]
fn a_unit_without_debt_is_not_applicable() {
    let mut city = city();
    let formula = city.overdue_share();
    let model = city.require(formula, vec![bound(Compare::Less, 4, 10_000)]);
    let outcomes = targets(&model, &[group(0, 0, 0, true)]);
    assert_eq!((outcomes[0].status, outcomes[0].records.records), (Status::NotApplicable, 1));
    assert_eq!(
        (outcomes[0].indicators[0].value.clone(), outcomes[0].indicators[0].range.clone()),
        (None, None)
    );
}

#[test]
fn a_count_of_nothing_is_met_only_where_there_are_records() {
    let mut city = city();
    let formula = city.bad_count();
    let model = city.require(formula, vec![bound(Compare::Equal, 0, 1)]);
    let outcomes =
        targets(&model, &[group(0, 0, 1, true), group(1, 0, 1, false), group(1, 0, 1, false)]);
    let statuses: Vec<_> = outcomes.iter().map(|outcome| (outcome.status, outcome.met())).collect();
    assert_eq!(
        statuses[..3],
        [
            (Status::Decided, Some(true)),
            (Status::Decided, Some(false)),
            (Status::NotApplicable, None)
        ]
    );
    let distance = outcomes[1].indicators[0].levels[0].distance.clone().unwrap();
    assert_eq!(
        (distance.by, distance.numerator.map(|amount| amount.number)),
        (Interval::exactly(Num::from_i64(2)), Some(Num::from_i64(2)))
    );
    let weigh: Vec<_> = outcomes[1].indicators[0]
        .contributions
        .iter()
        .map(|weight| weight.record.to_string())
        .collect();
    assert_eq!(weigh, ["1", "2"]);
}

#[test]
fn a_share_is_short_by_whole_records() {
    let mut city = city();
    let formula = city.good_share();
    let model = city.require(formula, vec![bound(Compare::AtLeast, 99, 100)]);
    let records: Vec<_> = (0..200).map(|place| group(0, 0, 1, place >= 3)).collect();
    // 197 of 200 = 98,5%; 99% is 198.
    let outcomes = targets(&model, &records);
    let a = &outcomes[0].indicators[0];
    assert_eq!(
        (a.value.clone(), a.status.clone()),
        (Some(fraction(197, 200)), IndicatorStatus::NotMet)
    );
    let distance = a.levels[0].distance.clone().unwrap();
    assert_eq!(distance.by, Interval::exactly(fraction(1, 200)));
    let numerator = distance.numerator.unwrap();
    assert_eq!((numerator.number, numerator.records), (Num::from_i64(1), true));
    assert_eq!(
        a.contributions.iter().map(|weight| weight.record.to_string()).collect::<Vec<_>>(),
        ["0", "1", "2"]
    );
    // 198 of 200 is 99%.
    let enough: Vec<_> = (0..200).map(|place| group(0, 0, 1, place >= 2)).collect();
    assert_eq!(targets(&model, &enough)[0].met(), Some(true));
}

#[test]
fn what_is_missing_makes_a_range_and_is_settled_where_both_ends_agree() {
    let mut city = city();
    let formula = city.good_share();
    let model = city.require(formula, vec![bound(Compare::AtLeast, 1, 2)]);
    let unknown = vec![Value::Code(0), num(0), num(1), Value::Missing];
    let open = targets(
        &model,
        &[group(0, 0, 1, true), group(0, 0, 1, false), group(0, 0, 1, false), unknown.clone()],
    );
    let a = &open[0].indicators[0];
    assert_eq!(
        (a.value.clone(), a.range.clone()),
        (None, Some(Interval::between(fraction(1, 4), fraction(1, 2))))
    );
    assert_eq!(
        (open[0].status, open[0].verdict_range.clone()),
        (Status::Undetermined, Some(("không đạt".into(), "đạt".into())))
    );
    assert_eq!((open[0].records.records, open[0].records.undetermined), (4, 1));
    let settled = targets(
        &model,
        &[group(0, 0, 1, true), group(0, 0, 1, true), group(0, 0, 1, false), unknown],
    );
    assert_eq!((settled[0].status, settled[0].met()), (Status::Decided, Some(true)));
}

#[test]
fn a_missing_amount_is_bounded_by_its_fields_range() {
    let mut city = city();
    let formula = city.overdue_share();
    let model = city.require(formula, vec![bound(Compare::Less, 1, 2)]);
    let unknown = vec![Value::Code(0), num(3), Value::Missing, Value::Bool(true)];
    // 3 over 10 or more: below one half whatever it is.
    let outcomes = targets(&model, &[group(0, 0, 10, true), unknown]);
    let a = &outcomes[0].indicators[0];
    assert_eq!(a.range, Some(Interval::between(Num::ZERO, fraction(3, 10))));
    assert_eq!((a.status.clone(), outcomes[0].met()), (IndicatorStatus::Met, Some(true)));
    let unknown_part = vec![Value::Code(0), Value::Missing, num(10), Value::Bool(true)];
    let outcomes = targets(&model, &[group(0, 1, 10, true), unknown_part]);
    assert_eq!(outcomes[0].indicators[0].range, Some(Interval::from(fraction(1, 20))));
    assert_eq!(outcomes[0].status, Status::Undetermined);
}

#[test]
fn a_record_without_a_group_may_be_of_any() {
    let mut city = city();
    let formula = city.bad_count();
    let model = city.require(formula, vec![bound(Compare::Equal, 0, 1)]);
    let lost = vec![Value::Missing, num(0), num(1), Value::Bool(false)];
    let outcomes = targets(&model, &[group(0, 0, 1, true), lost]);
    let ranges: Vec<_> =
        outcomes.iter().map(|outcome| outcome.indicators[0].range.clone()).collect();
    let one_or_none = Some(Interval::between(Num::ZERO, Num::ONE));
    assert_eq!(ranges[..3], [one_or_none.clone(), one_or_none.clone(), one_or_none]);
    assert_eq!(
        outcomes.iter().map(|outcome| outcome.records.without_unit).collect::<Vec<_>>(),
        [1, 1, 1, 0]
    );
    let strays: Vec<Vec<&str>> = outcomes
        .iter()
        .map(|outcome| outcome.strays.iter().map(|stray| stray.record.as_ref()).collect())
        .collect();
    assert_eq!(strays, [vec!["1"], vec!["1"], vec!["1"], vec![]]);
    // It surely is of the city.
    assert_eq!(
        (outcomes[3].indicators[0].value.clone(), outcomes[3].met()),
        (Some(Num::ONE), Some(false))
    );
    // B may be empty, so it is never surely met.
    assert_eq!(outcomes[1].status, Status::Undetermined);
}

#[test]
fn a_value_outside_its_range_opens_what_reads_it_and_no_more() {
    let mut city = city();
    let formula = city.bad_count();
    let model = city.require(formula, vec![bound(Compare::Equal, 0, 1)]);
    // Overdue debt below 0 is outside its range, and how many groups are bad does not depend on it.
    let records = [group(0, 0, 1, true), group(0, -1, 1, true)];
    let outcomes = targets(&model, &records);
    assert_eq!(
        (outcomes[0].indicators[0].value.clone(), outcomes[0].status),
        (Some(Num::ZERO), Status::Decided)
    );
    assert_eq!((outcomes[0].records.data_errors, outcomes[0].records.records), (0, 2));
    let mut city = self::city();
    let formula = city.overdue_share();
    let model = city.require(formula, vec![bound(Compare::Less, 1, 2)]);
    let outcomes = targets(&model, &records);
    // 0 or more over 2.
    assert_eq!(outcomes[0].indicators[0].range, Some(Interval::from(Num::ZERO)));
    assert_eq!((outcomes[0].records.data_errors, outcomes[0].records.records), (1, 2));
    assert_eq!(outcomes[0].status, Status::Undetermined);
}

/// Two indicators, two levels: assigned below 4 and 5 of a thousand, striven for below 3 and 4.
fn levels() -> Model {
    let mut city = city();
    let formula = city.overdue_share();
    let other = city.overdue_share();
    let cells = |assigned, striven| {
        vec![
            Some(vec![bound(Compare::Less, assigned, 1000)]),
            Some(vec![bound(Compare::Less, striven, 1000)]),
        ]
    };
    let row = |unit| UnitThresholds {
        unit,
        cells: vec![cells(4, 3), cells(5, 4)],
        span: span(),
        basis: Basis::default(),
    };
    let by = Some(city.district.clone());
    let indicators = vec![indicator(formula, Vec::new()), indicator(other, Vec::new())];
    add_targets(
        &mut city.model,
        by,
        indicators,
        &["giao", "phấn đấu"],
        vec![row(None), row(Some(0)), row(Some(1))],
    );
    city.model
}

#[test]
fn the_level_reached_is_the_strongest_of_which_everything_holds() {
    let model = levels();
    for (overdue, level, of_each) in [
        (29, "phấn đấu", ["phấn đấu", "phấn đấu"]),
        (30, "giao", ["giao", "phấn đấu"]),
        (39, "giao", ["giao", "phấn đấu"]),
        (40, "không đạt", ["", "giao"]),
        (50, "không đạt", ["", ""]),
    ] {
        let outcomes = targets(&model, &[group(0, overdue, 10_000, true)]);
        assert_eq!(outcomes[0].verdict.as_deref(), Some(level), "{overdue}");
        let told = if level == "không đạt" {
            level.to_owned()
        } else {
            format!("đạt mức {level}")
        };
        assert_eq!(show_verdict(&outcomes[0], Lang::Vi), told);
        let reached: Vec<_> = outcomes[0]
            .indicators
            .iter()
            .map(|indicator| indicator.level.as_deref().unwrap_or(""))
            .collect();
        assert_eq!(reached, of_each, "{overdue}");
    }
    // C has no row and its indicators no requirement of their own: values only.
    let outcomes = targets(&model, &[group(2, 1, 10_000, true)]);
    assert_eq!(
        (outcomes[2].status, outcomes[2].indicators[0].status.clone()),
        (Status::NotApplicable, IndicatorStatus::NoRequirement)
    );
    assert_eq!(outcomes[2].indicators[0].value, Some(fraction(1, 10_000)));
}

#[test]
fn an_open_level_leaves_the_verdict_between_two() {
    let model = levels();
    let unknown = vec![Value::Code(0), num(0), Value::Missing, Value::Bool(true)];
    // 35 over 10.000 or more.
    let outcomes = targets(&model, &[group(0, 35, 10_000, true), unknown]);
    assert_eq!(outcomes[0].verdict_range, Some(("giao".into(), "phấn đấu".into())));
    let met: Vec<_> = outcomes[0].indicators[0].levels.iter().map(|level| level.met).collect();
    assert_eq!(met, [Some(Truth::True), Some(Truth::Missing)]);
}

#[test]
fn averages_and_extremes() {
    let mut city = city();
    let debt = city.debt.clone();
    let formulas: Vec<Expr> = [AggregateKind::Average, AggregateKind::Max, AggregateKind::Min]
        .into_iter()
        .map(|kind| {
            aggregate(&mut city.model, kind, Some(debt.clone()), Some(city.good.clone()), MONEY)
        })
        .collect();
    let by = Some(city.district.clone());
    let indicators = formulas.into_iter().map(|formula| indicator(formula, Vec::new())).collect();
    add_targets(&mut city.model, by, indicators, &[], Vec::new());
    let known = [group(0, 0, 10, true), group(0, 0, 25, true), group(0, 0, 99, false)];
    let values = |records: &[Vec<Value>]| -> Vec<_> {
        let outcome = targets(&city.model, records).swap_remove(0);
        outcome
            .indicators
            .into_iter()
            .map(|indicator| indicator.range.or(indicator.value.map(Interval::exactly)))
            .collect()
    };
    let exactly = |n, d| Some(Interval::exactly(fraction(n, d)));
    assert_eq!(values(&known), [exactly(35, 2), exactly(25, 1), exactly(10, 1)]);
    // One more of 5 that may count: the average falls to 40 / 3, the least to 5.
    let perhaps = vec![Value::Code(0), num(0), num(5), Value::Missing];
    let open = values(&[&known[..], &[perhaps]].concat());
    assert_eq!(
        open,
        [
            Some(Interval::between(fraction(40, 3), fraction(35, 2))),
            exactly(25, 1),
            Some(Interval::between(Num::from_i64(5), Num::from_i64(10)))
        ]
    );
    // None counts: there is no average of nothing.
    assert_eq!(values(&[group(0, 0, 9, false)]), [None, None, None]);
}

/// A record that may be of a group is in both sums of a quotient or in neither: 1 of 2, with the
/// stray 2 of 4, is one half either way, not between 1/4 and 1.
#[test]
fn a_record_joins_both_sums_of_a_quotient_or_neither() {
    let share = |records: &[Vec<Value>]| {
        let mut city = city();
        let formula = city.overdue_share();
        let model = city.require(formula, vec![bound(Compare::Less, 3, 5)]);
        let outcome = targets(&model, records).swap_remove(0);
        (outcome.indicators[0].value.clone(), outcome.indicators[0].range.clone(), outcome.met())
    };
    let stray = |overdue, debt| vec![Value::Missing, num(overdue), num(debt), Value::Bool(true)];
    assert_eq!(
        share(&[group(0, 1, 2, true), stray(1, 2)]),
        (Some(fraction(1, 2)), None, Some(true))
    );
    // Without strays 1/4; the first alone makes it 2/5, the second alone 1/6; both 2/7.
    let open = share(&[group(0, 1, 4, true), stray(1, 1), stray(0, 2)]);
    assert_eq!(open, (None, Some(Interval::between(fraction(1, 6), fraction(2, 5))), Some(true)));
    // Overdue debt outside its range is open; the debt beside it holds: 1 of 8 and more.
    let broken = share(&[group(0, 1, 4, true), group(0, -1, 4, true)]);
    assert_eq!(broken.1, Some(Interval::from(fraction(1, 8))));
}
