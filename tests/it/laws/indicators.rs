//! Laws of random targets: indicators of any form over the records of one model.

use super::random::Dice;
use crate::reference::{Reference, V, big, lift};
use crate::support::*;
use num_rational::BigRational;
use proptest::prelude::*;
use visao::builtins::Builtin;
use visao::model::*;
use visao::report::{IndicatorOutcome, IndicatorStatus, TargetOutcome};
use visao::value::{Arith, Compare, Date, Num, Type, Value};

/// Random targets over random records of which some values are not seen.
#[derive(Clone, Debug)]
struct Drawn {
    model: Model,
    truly: Vec<Vec<Value>>,
    seen: Vec<Vec<Value>>,
    as_of: Option<Date>,
}

/// What formulas are made of.
struct Parts {
    values: Vec<Expr>,
    days: Vec<Expr>,
    filters: Vec<Option<Expr>>,
    parameter: ParameterId,
}

const OPS: [Compare; 6] = [
    Compare::AtLeast,
    Compare::Less,
    Compare::AtMost,
    Compare::Greater,
    Compare::Equal,
    Compare::NotEqual,
];

fn drawn() -> impl Strategy<Value = Drawn> {
    prop::collection::vec(any::<u8>(), 0..400).prop_map(|bytes| draw(&mut Dice::new(bytes)))
}

fn draw(dice: &mut Dice) -> Drawn {
    let mut model = empty_model();
    let (district, parts) = ground(&mut model);
    let indicators = dice.many(1, 4, |dice| {
        let formula = formula(dice, &mut model, &parts, 3);
        let limit = match dice.one_in(3) {
            true => expr(ExprKind::Parameter(parts.parameter, None), NUMBER),
            false => constant(Value::Num(dice.of(&numbers())), NUMBER),
        };
        indicator(formula, vec![Bound { op: dice.of(&OPS), limit, span: span() }])
    });
    add_targets(&mut model, Some(district), indicators, &[], Vec::new());
    let truly = dice.many(0, 8, record_of);
    let hidden = |value: &Value, hide: bool| if hide { Value::Missing } else { value.clone() };
    let seen = truly
        .iter()
        .map(|record| record.iter().map(|value| hidden(value, dice.one_in(6))).collect())
        .collect();
    let days = [None, Some(day(2023, 2, 1)), Some(day(2023, 8, 1)), Some(day(2023, 5, 1))];
    Drawn { model, truly, seen, as_of: dice.of(&days) }
}

/// A district, two numbers of which the second is at most the first, a yes or no, a day.
fn record_of(dice: &mut Dice) -> Vec<Value> {
    let whole = dice.below(12) as i64;
    let part = if whole == 0 { 0 } else { dice.below(12) as i64 % (whole + 1) };
    vec![
        Value::Code(dice.below(3) as u32),
        num(whole),
        num(part),
        Value::Bool(dice.one_in(2)),
        Value::Date(day(2023, 1, 1 + dice.below(28) as u32)),
    ]
}

fn ground(model: &mut Model) -> (Expr, Parts) {
    let districts = add_category(model, false, &["A", "B", "C"]);
    let district = add_field(model, Type::Category(districts));
    let whole = ranged(model, None);
    let part = ranged(model, Some(&whole));
    let good = add_field(model, Type::YesNo);
    let opened = add_field(model, Type::Date);
    let rest = add_formula(model, arith(Arith::Sub, &whole, &part));
    let banded = add_table(
        model,
        NUMBER,
        HitPolicy::First,
        vec![row(below(&part, &number(4)), part.clone()), row(None, number(9))],
    );
    let dated = |from: Date, to: Option<Date>, value: i64| DatedValue {
        from,
        to,
        value: num(value),
        span: span(),
        basis: Basis::default(),
    };
    let parameter = model.parameters.push(Parameter {
        name: label("p"),
        ty: NUMBER,
        values: vec![
            dated(day(2023, 1, 1), Some(day(2023, 3, 31)), 5),
            dated(day(2023, 7, 1), None, 10),
        ],
        span: span(),
        basis: Basis::default(),
    });
    let late = at_least(&opened, &constant(Value::Date(day(2023, 1, 15)), Type::Date));
    let filters = vec![
        None,
        Some(good.clone()),
        Some(not(good.clone())),
        Some(at_least(&whole, &number(6))),
        Some(and([good.clone(), below(&part, &whole)])),
        Some(or([late, equal(&rest, &number(0))])),
    ];
    let values = vec![
        whole.clone(),
        part.clone(),
        rest,
        banded,
        choose(good, whole.clone(), part.clone()),
        arith(Arith::Mul, &part, &number(-3)),
        call(Builtin::Max, vec![part, number(2)], NUMBER),
    ];
    (district, Parts { values, days: vec![opened], filters, parameter })
}

fn ranged(model: &mut Model, up_to: Option<&Expr>) -> Expr {
    let next = FieldId::new(model.records[record()].fields.len());
    let own = expr(ExprKind::Field(next), NUMBER);
    let mut range = vec![at_least(&own, &number(0))];
    range.extend(up_to.map(|high| compare(Compare::AtMost, &own, high)));
    add_field_with(model, NUMBER, false, Some(and(range)))
}

fn numbers() -> Vec<Num> {
    vec![fraction(1, 2), fraction(0, 1), fraction(1, 1), fraction(5, 1), fraction(-2, 1)]
}

fn formula(dice: &mut Dice, model: &mut Model, parts: &Parts, depth: usize) -> Expr {
    let choice = dice.below(if depth == 0 { 3 } else { 13 });
    let deeper = depth.saturating_sub(1);
    let next = |dice: &mut Dice, model: &mut Model| formula(dice, model, parts, deeper);
    match choice {
        0 | 1 => over_numbers(dice, model, parts),
        2 => constant(Value::Num(dice.of(&numbers())), NUMBER),
        // Quotients of sums are what the plans of the world ask for.
        3..=8 => {
            let op = [Arith::Div, Arith::Div, Arith::Div, Arith::Add, Arith::Sub, Arith::Mul]
                [choice - 3];
            arith(op, &next(dice, model), &next(dice, model))
        }
        9 => choose(
            condition(dice, model, parts, deeper),
            formula(dice, model, parts, deeper),
            formula(dice, model, parts, deeper),
        ),
        10 => {
            let builtin = dice.of(&[Builtin::Max, Builtin::Min]);
            call(builtin, vec![next(dice, model), next(dice, model)], NUMBER)
        }
        11 => {
            let builtin = dice.of(&[Builtin::Abs, Builtin::RoundDown]);
            call(builtin, vec![next(dice, model)], NUMBER)
        }
        _ => match dice.below(4) {
            0 => expr(ExprKind::Negate(Box::new(next(dice, model))), NUMBER),
            1 => arith(Arith::Sub, &over_days(dice, model, parts), &over_days(dice, model, parts)),
            2 => call(Builtin::Year, vec![over_days(dice, model, parts)], NUMBER),
            _ => {
                let on = dice.one_in(2).then(|| Box::new(over_days(dice, model, parts)));
                expr(ExprKind::Parameter(parts.parameter, on), NUMBER)
            }
        },
    }
}

fn over_numbers(dice: &mut Dice, model: &mut Model, parts: &Parts) -> Expr {
    let kind = dice.of(&[
        AggregateKind::Sum,
        AggregateKind::Count,
        AggregateKind::Share,
        AggregateKind::Average,
        AggregateKind::Max,
        AggregateKind::Min,
    ]);
    let counts = matches!(kind, AggregateKind::Count | AggregateKind::Share);
    let value = (!counts).then(|| dice.of(&parts.values));
    let filter = dice.of(&parts.filters);
    aggregate(model, kind, value, filter, NUMBER)
}

fn over_days(dice: &mut Dice, model: &mut Model, parts: &Parts) -> Expr {
    match dice.below(3) {
        0 => expr(ExprKind::AsOf, Type::Date),
        1 => constant(Value::Date(day(2023, 2, 10)), Type::Date),
        _ => {
            let kind = dice.of(&[AggregateKind::Max, AggregateKind::Min]);
            let (value, filter) = (dice.of(&parts.days), dice.of(&parts.filters));
            aggregate(model, kind, Some(value), filter, Type::Date)
        }
    }
}

fn condition(dice: &mut Dice, model: &mut Model, parts: &Parts, depth: usize) -> Expr {
    let deeper = depth.saturating_sub(1);
    match dice.below(if depth == 0 { 2 } else { 6 }) {
        0 => compare(
            dice.of(&OPS),
            &over_numbers(dice, model, parts),
            &constant(Value::Num(dice.of(&numbers())), NUMBER),
        ),
        1 => compare(dice.of(&OPS), &over_days(dice, model, parts), &over_days(dice, model, parts)),
        2 => and([condition(dice, model, parts, deeper), condition(dice, model, parts, deeper)]),
        3 => or([condition(dice, model, parts, deeper), condition(dice, model, parts, deeper)]),
        4 => not(condition(dice, model, parts, deeper)),
        _ => is_missing(formula(dice, model, parts, deeper)),
    }
}

/// The records of a unit, by the place of its outcome; the last is the whole set.
fn of_unit(records: &[Vec<Value>], unit: usize) -> Vec<&Vec<Value>> {
    let here = |record: &&Vec<Value>| unit == 3 || record[0] == Value::Code(unit as u32);
    records.iter().filter(here).collect()
}

/// What the reference interpreter says of an indicator over records of which all is known.
fn plainly(drawn: &Drawn, formula: &Expr, records: &[&Vec<Value>]) -> V {
    let reference = |values: &[Value]| Reference {
        model: &drawn.model,
        record: record(),
        values: values.iter().map(lift).collect(),
        unreadable: vec![false; values.len()],
        as_of: drawn.as_of,
    };
    let aggregate = |id: AggregateId| {
        let Aggregate { kind, value, filter, .. } = &drawn.model.aggregates[id];
        let all = || records.iter().map(|record| reference(record));
        let counted = all().filter(|record| {
            filter.as_ref().is_none_or(|filter| record.eval(filter) == V::Bool(true))
        });
        let counted: Vec<Option<V>> =
            counted.map(|record| value.as_ref().map(|value| record.eval(value))).collect();
        added(*kind, &counted, records.len())
    };
    let value = reference(&[]).eval(&with(formula, &aggregate));
    // A fault is of the rules and the day; a unit without records has no value.
    if records.is_empty() && value != V::Fault { V::Missing } else { value }
}

/// An aggregate over the values of the records that count, out of so many.
fn added(kind: AggregateKind, counted: &[Option<V>], all: usize) -> Value {
    let whole = |value: &Option<V>| match value {
        Some(V::Num(number)) => i64::try_from(number.to_integer()).unwrap(),
        Some(V::Date(day)) => day.days_since_1970().into(),
        other => panic!("{other:?}"),
    };
    let ratio = |a: i64, b: usize| match b {
        0 => Value::Missing,
        _ => Value::Num(fraction(a, b as i64)),
    };
    let one = |number: Option<i64>| match (number, counted.first()) {
        (None, _) => Value::Missing,
        (Some(day), Some(Some(V::Date(_)))) => {
            Value::Date(Date::from_days_since_1970(day as i32).unwrap())
        }
        (Some(number), _) => num(number),
    };
    let sum = || counted.iter().map(whole).sum::<i64>();
    match kind {
        AggregateKind::Count => num(counted.len() as i64),
        AggregateKind::Share => ratio(counted.len() as i64, all),
        AggregateKind::Sum => num(sum()),
        AggregateKind::Average => ratio(sum(), counted.len()),
        AggregateKind::Max => one(counted.iter().map(whole).max()),
        AggregateKind::Min => one(counted.iter().map(whole).min()),
    }
}

/// A formula with the values of its aggregates put in.
fn with(formula: &Expr, aggregate: &dyn Fn(AggregateId) -> Value) -> Expr {
    let inner = |part: &Expr| with(part, aggregate);
    let boxed = |part: &Expr| Box::new(with(part, aggregate));
    let kind = match &formula.kind {
        ExprKind::Aggregate(id) => ExprKind::Constant(aggregate(*id)),
        ExprKind::Negate(a) => ExprKind::Negate(boxed(a)),
        ExprKind::Not(a) => ExprKind::Not(boxed(a)),
        ExprKind::IsMissing(a) => ExprKind::IsMissing(boxed(a)),
        ExprKind::Arith(op, a, b) => ExprKind::Arith(*op, boxed(a), boxed(b)),
        ExprKind::Compare(op, a, b) => ExprKind::Compare(*op, boxed(a), boxed(b)),
        ExprKind::And(all) => ExprKind::And(all.iter().map(inner).collect()),
        ExprKind::Or(all) => ExprKind::Or(all.iter().map(inner).collect()),
        ExprKind::If(c, a, b) => ExprKind::If(boxed(c), boxed(a), boxed(b)),
        ExprKind::Call(builtin, all) => ExprKind::Call(*builtin, all.iter().map(inner).collect()),
        ExprKind::Parameter(id, on) => ExprKind::Parameter(*id, on.as_deref().map(boxed)),
        other => other.clone(),
    };
    Expr::new(kind, formula.ty, formula.span)
}

fn outcomes(drawn: &Drawn, records: &[Vec<Value>]) -> Vec<TargetOutcome> {
    targets_on(&drawn.model, records, &[records.len()], drawn.as_of)
}

fn indicators(drawn: &Drawn) -> &[Indicator] {
    &drawn.model.targets.iter().next().unwrap().indicators
}

/// Each indicator of each unit, with the value it truly has; a fault where what it must reach is
/// one.
fn each<'o>(
    drawn: &'o Drawn,
    outcomes: &'o [TargetOutcome],
) -> impl Iterator<Item = (&'o Indicator, &'o IndicatorOutcome, V)> {
    outcomes.iter().enumerate().flat_map(move |(unit, outcome)| {
        let records = of_unit(&drawn.truly, unit);
        indicators(drawn).iter().zip(&outcome.indicators).map(move |(indicator, outcome)| {
            let truly = match limit(drawn, indicator) {
                Some(_) => plainly(drawn, &indicator.formula, &records),
                None => V::Fault,
            };
            (indicator, outcome, truly)
        })
    })
}

/// What an indicator must reach; none where the parameter has no value on the day.
fn limit(drawn: &Drawn, indicator: &Indicator) -> Option<BigRational> {
    let record = &vec![Value::Missing; drawn.model.records[record()].fields.len()];
    match plainly(drawn, &indicator.requirement[0].limit, &[record]) {
        V::Num(limit) => Some(limit),
        V::Fault => None,
        other => panic!("{other:?} is required"),
    }
}

fn is_met(drawn: &Drawn, indicator: &Indicator, value: &BigRational) -> bool {
    let limit = limit(drawn, indicator).unwrap();
    indicator.requirement[0].op.holds(value.cmp(&limit))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: super::cases(), failure_persistence: None, ..ProptestConfig::default() })]

    /// Where all is known, the value is that of the reference interpreter, and so is the status.
    #[test]
    fn random_indicators_are_what_the_reference_says(drawn in drawn()) {
        let found = outcomes(&drawn, &drawn.truly);
        for (indicator, outcome, truly) in each(&drawn, &found) {
            let expected = match &truly {
                V::Fault => {
                    prop_assert!(matches!(outcome.status, IndicatorStatus::Fault(_)), "{outcome:?}");
                    continue;
                }
                V::Num(value) if is_met(&drawn, indicator, value) => IndicatorStatus::Met,
                V::Num(_) => IndicatorStatus::NotMet,
                _ => IndicatorStatus::NotApplicable,
            };
            prop_assert_eq!(outcome.value.as_ref().map(|value| V::Num(big(value))).unwrap_or(V::Missing), truly, "{:?}", outcome);
            prop_assert_eq!(&outcome.status, &expected, "{:?}", outcome);
            prop_assert_eq!(&outcome.range, &None);
        }
    }

    /// Whatever the values turn out to be that are not seen, the indicator lies within its range,
    /// and what was met or missed is so.
    #[test]
    fn random_indicators_lie_within_their_ranges(drawn in drawn()) {
        let found = outcomes(&drawn, &drawn.seen);
        for (indicator, outcome, truly) in each(&drawn, &found) {
            if matches!(outcome.status, IndicatorStatus::Fault(_)) || truly == V::Fault {
                continue;
            }
            let (within, right) = match &truly {
                V::Num(value) => (
                    outcome.value.as_ref().map(big).as_ref() == Some(value)
                        || outcome.range.as_ref().is_some_and(|range| holds(range, value)),
                    match outcome.status {
                        IndicatorStatus::Met => is_met(&drawn, indicator, value),
                        IndicatorStatus::NotMet => !is_met(&drawn, indicator, value),
                        _ => outcome.status != IndicatorStatus::NotApplicable,
                    },
                ),
                _ => (
                    outcome.value.is_none() && (outcome.range.is_none() || outcome.may_be_undefined),
                    !matches!(outcome.status, IndicatorStatus::Met | IndicatorStatus::NotMet),
                ),
            };
            prop_assert!(within && right, "is {truly:?}, seen as {outcome:?}");
        }
    }

    /// Splitting the records changes nothing.
    #[test]
    fn random_indicators_do_not_depend_on_batches(drawn in drawn(), cut in 0usize..8) {
        let end = drawn.seen.len();
        let halves = targets_on(&drawn.model, &drawn.seen, &[cut.min(end), end], drawn.as_of);
        prop_assert_eq!(outcomes(&drawn, &drawn.seen), halves);
    }

    /// A pass changes no value of a unit: neither folding nor leaving out.
    #[test]
    fn a_pass_changes_no_indicator(drawn in drawn()) {
        let passed = outcomes(&drawn, &drawn.seen);
        let plain = targets_with(&drawn.model, &drawn.seen, &[drawn.seen.len()], drawn.as_of, visao::plan::lower);
        for (passed, plain) in passed.iter().zip(&plain) {
            for (passed, plain) in passed.indicators.iter().zip(&plain.indicators) {
                prop_assert_eq!((&passed.value, &passed.range, &passed.status), (&plain.value, &plain.range, &plain.status));
            }
        }
    }
}

fn holds(range: &visao::report::Interval, value: &BigRational) -> bool {
    range.lower.as_ref().is_none_or(|lower| big(lower) <= *value)
        && range.upper.as_ref().is_none_or(|upper| *value <= big(upper))
}

/// The random targets are worth drawing: each status, ranges, guards and days occur.
#[test]
fn random_targets_reach_every_outcome() {
    let mut statuses = std::collections::BTreeSet::new();
    let (mut ranged, mut followed) = (0, 0);
    let bytes = |seed: usize| (0..400).map(move |at| (seed * 7919 + at * at * 31 + at) as u8);
    for seed in 0..400 {
        let drawn = draw(&mut Dice::new(bytes(seed).collect()));
        for outcome in outcomes(&drawn, &drawn.seen).iter().flat_map(|unit| &unit.indicators) {
            let status = format!("{:?}", outcome.status);
            statuses.insert(status.split('(').next().unwrap().to_owned());
            ranged += usize::from(outcome.range.is_some());
            followed += usize::from(!outcome.contributions.is_empty());
        }
    }
    let all = ["Fault", "Met", "NotApplicable", "NotMet", "Undetermined"];
    assert_eq!(statuses.iter().map(String::as_str).collect::<Vec<_>>(), all);
    assert!(ranged > 20 && followed > 20, "{ranged} ranges, {followed} with contributions");
}
