//! What plan and eval make of a model, worked out by hand.

use crate::support::*;
use visao::builtins::Builtin;
use visao::eval::{BlockResult, FaultKind, Grades, MatchedRow, State, Status, Worker};
use visao::explain::{MissingCause, Root};
use visao::model::*;
use visao::plan;
use visao::table::Input;
use visao::value::{Arith, Compare, MonthEnd, Num, Truth, Type, Value};

const MISSING: Value = Value::Missing;

fn yes(value: bool) -> Value {
    Value::Bool(value)
}

/// The value of a formula over some fields, for one record.
fn formula(fields: &[(Type, Value)], make: impl FnOnce(&[Expr]) -> Expr) -> (Run, Expr) {
    let mut model = empty_model();
    let reads: Vec<Expr> = fields.iter().map(|(ty, _)| add_field(&mut model, *ty)).collect();
    let derived = add_formula(&mut model, make(&reads));
    (run(&model, &[fields.iter().map(|(_, value)| value.clone()).collect()]), derived)
}

fn value_of(fields: &[(Type, Value)], make: impl FnOnce(&[Expr]) -> Expr) -> Value {
    let (run, derived) = formula(fields, make);
    run.value(&derived, 0)
}

/// The points of a criterion over number fields, for one record: lowest, highest and the row that
/// held; none for a fault.
fn points_of(
    criterion_of: impl FnOnce(&[Expr]) -> Criterion,
    values: &[Value],
) -> Option<(i64, i64, MatchedRow)> {
    let mut model = empty_model();
    let reads: Vec<Expr> = values.iter().map(|_| add_field(&mut model, NUMBER)).collect();
    let id = add_scorecard(&mut model, vec![], vec![criterion_of(&reads)], None);
    let run = run(&model, &[values.to_vec()]);
    let points = run.frame.points(run.scorecard(id).criteria[0].points, 0);
    (!points.fault)
        .then(|| (points.low.to_i64().unwrap(), points.high.to_i64().unwrap(), points.held))
}

#[test]
fn ninety_eight_percent_is_ninety_eight_percent_at_any_magnitude() {
    let met = |members: &str, savers: &str| {
        let (members, savers) = (
            Num::from_decimal(members.parse().unwrap()),
            Num::from_decimal(savers.parse().unwrap()),
        );
        value_of(&[(NUMBER, Value::Num(savers)), (NUMBER, Value::Num(members))], |f| {
            at_least(&arith(Arith::Div, &f[0], &f[1]), &ratio(98, 100))
        })
    };
    assert_eq!(met("50", "49"), yes(true));
    assert_eq!(met("50", "48.999999999999"), yes(false));
    assert_eq!(met("50000000000000000000", "49000000000000000000"), yes(true));
    assert_eq!(met("50000000000000000000", "48999999999999999999"), yes(false));
}

#[test]
fn a_missing_value_spreads_unless_the_rest_settles_it() {
    let one = |make: fn(Expr) -> Expr| value_of(&[(Type::YesNo, MISSING)], |f| make(f[0].clone()));
    assert_eq!(one(|x| and([x, truth(false)])), yes(false));
    assert_eq!(one(|x| and([x, truth(true)])), MISSING);
    assert_eq!(one(|x| or([x, truth(true)])), yes(true));
    assert_eq!(one(|x| or([x, truth(false)])), MISSING);
    assert_eq!(one(not), MISSING);
    assert_eq!(one(is_missing), yes(true));
    assert_eq!(
        one(|x| choose(x, number(1), number(1))),
        MISSING,
        "a guarded value whose condition is missing is missing"
    );
    assert_eq!(value_of(&[(NUMBER, MISSING)], |f| at_least(&f[0], &number(0))), MISSING);
}

#[test]
fn a_division_by_zero_is_missing_with_its_reason() {
    let (run, derived) =
        formula(&[(NUMBER, num(3)), (NUMBER, num(0))], |f| arith(Arith::Div, &f[0], &f[1]));
    assert_eq!(run.value(&derived, 0), MISSING);
    assert_eq!(run.missing_causes(&derived, 0), [MissingCause::DivisionByZero(span())]);
}

#[test]
fn missing_values_are_named_once_in_the_order_of_the_formula() {
    let (run, derived) = formula(&[(NUMBER, MISSING), (NUMBER, num(1)), (NUMBER, MISSING)], |f| {
        arith(Arith::Add, &arith(Arith::Mul, &f[2], &f[1]), &arith(Arith::Add, &f[0], &f[2]))
    });
    let causes = run.missing_causes(&derived, 0);
    assert_eq!(
        causes,
        [MissingCause::Field(FieldId::new(2)), MissingCause::Field(FieldId::new(0))]
    );
}

#[test]
fn the_better_grade_is_the_greater() {
    let mut model = empty_model();
    let grades = add_category(&mut model, true, &["Tốt", "Khá", "Yếu"]);
    let better =
        add_formula(&mut model, compare(Compare::AtLeast, &code(0, grades), &code(1, grades)));
    let field = add_field(&mut model, Type::Category(grades));
    let not_worse = add_formula(&mut model, at_least(&field, &code(1, grades)));
    let run = run(&model, &[vec![Value::Code(0)], vec![Value::Code(1)], vec![Value::Code(2)]]);
    assert_eq!(run.value(&better, 0), yes(true));
    assert_eq!([0, 1, 2].map(|row| run.value(&not_worse, row)), [yes(true), yes(true), yes(false)]);
}

#[test]
fn days_and_months_move_a_date() {
    let date = |y, m, d| Value::Date(day(y, m, d));
    let shifted = |months, end| {
        let mut model = empty_model();
        model.month_end = Some(end);
        let field = add_field(&mut model, Type::Date);
        let moved =
            add_formula(&mut model, arith(Arith::Add, &field, &constant(num(months), MONTHS)));
        run(&model, &[vec![date(2024, 1, 31)]]).value(&moved, 0)
    };
    assert_eq!(shifted(1, MonthEnd::LastDay), date(2024, 2, 29));
    assert_eq!(shifted(1, MonthEnd::NextDay), date(2024, 3, 1));
    let fields = [(Type::Date, date(2023, 3, 1)), (Type::Date, date(2023, 1, 30))];
    assert_eq!(value_of(&fields, |f| arith(Arith::Sub, &f[0], &f[1])), num(30));
    assert_eq!(
        value_of(&fields, |f| arith(Arith::Sub, &f[0], &constant(num(59), DAYS))),
        date(2023, 1, 1)
    );
}

#[test]
fn a_table_has_a_value_where_every_row_it_may_reach_gives_the_same() {
    let value = |gives: [i64; 3], last: Option<i64>, given: Value| {
        let mut model = empty_model();
        let (x, y) = (add_field(&mut model, NUMBER), add_field(&mut model, NUMBER));
        let mut rows = vec![
            row(at_least(&x, &number(10)), number(gives[0])),
            row(at_least(&y, &number(1)), number(gives[1])),
        ];
        rows.push(row(at_least(&x, &number(0)), number(gives[2])));
        rows.extend(last.map(|gives| row(None, number(gives))));
        let table = add_table(&mut model, NUMBER, HitPolicy::First, rows);
        let run = run(&model, &[vec![given, num(1)]]);
        (run.value(&table, 0), run.missing_causes(&table, 0))
    };
    assert_eq!(
        value([7, 7, 1], None, MISSING).0,
        num(7),
        "the second row surely holds, the third is not reached"
    );
    assert_eq!(
        value([7, 8, 7], None, MISSING),
        (MISSING, vec![MissingCause::Field(FieldId::new(0))])
    );
    assert_eq!(value([7, 8, 7], None, num(3)).0, num(8));
}

#[test]
fn a_table_without_a_row_that_holds_is_missing_and_says_so() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let table = add_table(
        &mut model,
        NUMBER,
        HitPolicy::First,
        vec![row(at_least(&x, &number(10)), number(1))],
    );
    let run = run(&model, &[vec![num(3)], vec![MISSING]]);
    assert_eq!([run.value(&table, 0), run.value(&table, 1)], [MISSING, MISSING]);
    assert_eq!(run.missing_causes(&table, 0), [MissingCause::NoRow(span())]);
    assert_eq!(run.missing_causes(&table, 1), [MissingCause::Field(FieldId::new(0))]);
}

#[test]
fn two_rows_of_a_unique_table_are_a_fault_that_names_both() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let rows = vec![
        row(at_least(&x, &number(10)), number(1)),
        row(below(&x, &number(0)), number(2)),
        row(at_least(&x, &number(20)), number(3)),
    ];
    let table = add_table(&mut model, NUMBER, HitPolicy::Unique, rows);
    let run = run(&model, &[vec![num(10)], vec![num(20)], vec![num(5)]]);
    let slot = run.slot(&table);
    assert_eq!([0, 1, 2].map(|row| run.value(&table, row)), [num(1), MISSING, MISSING]);
    assert_eq!(
        [0, 1, 2].map(|row| run.frame.state(slot, row)),
        [State::Known, State::Fault, State::Missing]
    );
    let facts = run.faults(Root::Derived(derived_id(&table)), 1);
    assert_eq!(
        facts.iter().map(|fact| fact.kind).collect::<Vec<_>>(),
        [FaultKind::Overlap { first: 0, second: 2 }]
    );
}

#[test]
fn rows_that_ask_one_value_are_one_step_and_the_first_that_holds_gives_it() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let rows = vec![
        row(is_missing(x.clone()), number(9)),
        row(equal(&x, &number(5)), number(1)),
        row(and([at_least(&x, &number(3)), below(&x, &number(8))]), number(2)),
        row(compare(Compare::Less, &number(7), &x), number(3)),
        row(or([equal(&x, &number(1)), below(&x, &number(0))]), number(4)),
        row(not(compare(Compare::NotEqual, &x, &number(2))), number(5)),
    ];
    let table = add_table(&mut model, NUMBER, HitPolicy::First, rows);
    let half = |whole: i64| Value::Num(fraction(2 * whole + 1, 2));
    let given = [num(5), num(3), half(7), num(8), num(1), num(-1), num(2), half(0), MISSING];
    let run = run(&model, &given.map(|value| vec![value]));
    let expected = [1, 2, 2, 3, 4, 4, 5].map(num).into_iter().chain([MISSING, num(9)]);
    assert_eq!(
        (0..9).map(|row| run.value(&table, row)).collect::<Vec<_>>(),
        expected.collect::<Vec<_>>()
    );
    assert_eq!(run.missing_causes(&table, 7), [MissingCause::NoRow(span())]);
    // The field, the same checked, and the table: no step for a row.
    assert_eq!(run.record().steps.len(), 3, "{}", run.plan);
}

#[test]
fn a_large_table_is_one_step_and_each_row_is_found() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let rows = (1..=1_000).map(|limit| row(below(&x, &number(limit)), number(10 * limit)));
    let rows = rows.collect();
    let table = add_table(&mut model, NUMBER, HitPolicy::First, rows);
    let halves = (-1..=2_000).map(|twice| vec![Value::Num(fraction(twice, 2))]);
    let run = run(&model, &halves.collect::<Vec<_>>());
    // Of x < 1, x < 2 … the first that holds is one more than the whole part of x; of -1/2 the
    // first of all, of 1.000 none.
    for (row, twice) in (-1..=1_999).enumerate() {
        assert_eq!(run.value(&table, row), num(10 * (1 + i64::max(twice, 0) / 2)), "{twice}/2");
    }
    assert_eq!(run.value(&table, 2_001), MISSING);
    assert_eq!(run.record().steps.len(), 3);
}

#[test]
fn rows_are_looked_up_by_days_codes_and_texts() {
    let mut model = empty_model();
    let grades = add_category(&mut model, true, &["Tốt", "Khá", "Yếu"]);
    let fields =
        [Type::Date, Type::Category(grades), Type::Text].map(|ty| add_field(&mut model, ty));
    let [date, grade, name] = &fields;
    let first_half =
        compare(Compare::AtMost, date, &constant(Value::Date(day(2023, 6, 30)), Type::Date));
    let tables = [
        vec![row(first_half, number(1)), row(None, number(2))],
        vec![row(at_least(grade, &code(1, grades)), number(1)), row(None, number(2))],
        vec![row(equal(name, &text("b")), number(1)), row(equal(name, &text("a")), number(2))],
    ];
    let tables = tables.map(|rows| add_table(&mut model, NUMBER, HitPolicy::First, rows));
    let record = |month, code, name| {
        vec![Value::Date(day(2023, month, 30)), Value::Code(code), text_value(name)]
    };
    let run = run(&model, &[record(6, 0, "a"), record(7, 1, "b"), record(7, 2, "c")]);
    let values = tables.map(|table| [0, 1, 2].map(|row| run.value(&table, row)));
    assert_eq!(values[0], [num(1), num(2), num(2)]);
    assert_eq!(values[1], [num(1), num(1), num(2)], "the better grade is the greater");
    assert_eq!(values[2], [num(2), num(1), MISSING]);
    // Three fields, each read and checked, and three tables.
    assert_eq!(run.record().steps.len(), 9, "{}", run.plan);
}

#[test]
fn a_summing_table_adds_and_a_listing_table_has_members() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let rows = || {
        vec![
            row(at_least(&x, &number(1)), number(5)),
            row(at_least(&x, &number(2)), number(7)),
            row(None, number(9)),
        ]
    };
    let sum = add_table(&mut model, NUMBER, HitPolicy::Sum, rows());
    let list = add_table(&mut model, NUMBER, HitPolicy::All, rows());
    let member =
        |value| expr(ExprKind::Member(derived_id(&list), vec![number(value)]), Type::YesNo);
    let (seven, nine) = (add_formula(&mut model, member(7)), add_formula(&mut model, member(9)));
    let run = run(&model, &[vec![num(2)], vec![num(1)], vec![num(0)], vec![MISSING]]);
    assert_eq!([0, 1, 2, 3].map(|row| run.value(&sum, row)), [num(12), num(5), num(9), MISSING]);
    assert_eq!(
        [0, 1, 2, 3].map(|row| run.value(&seven, row)),
        [yes(true), yes(false), yes(false), MISSING]
    );
    assert_eq!(
        [0, 1, 2, 3].map(|row| run.value(&nine, row)),
        [yes(false), yes(false), yes(true), MISSING]
    );
    assert_eq!(run.record().derived[1].value, None);
    assert_eq!(run.record().derived[1].rows.len(), 3);
}

#[test]
fn a_criterion_ranges_over_the_rows_that_may_be_reached() {
    let bands = |f: &[Expr]| {
        let rows = vec![
            row(at_least(&f[0], &number(90)), number(10)),
            row(at_least(&f[1], &number(1)), number(6)),
            row(None, number(2)),
        ];
        criterion(10, false, rows)
    };
    assert_eq!(points_of(bands, &[num(90), MISSING]), Some((10, 10, MatchedRow::Row(0))));
    assert_eq!(points_of(bands, &[num(89), num(1)]), Some((6, 6, MatchedRow::Row(1))));
    assert_eq!(
        points_of(bands, &[MISSING, num(1)]),
        Some((6, 10, MatchedRow::Undecided)),
        "down to the first that surely holds"
    );
    assert_eq!(points_of(bands, &[MISSING, MISSING]), Some((2, 10, MatchedRow::Undecided)));
    assert_eq!(points_of(bands, &[num(1), MISSING]), Some((2, 6, MatchedRow::Undecided)));
}

#[test]
fn a_criterion_that_may_end_without_a_row_may_be_anything() {
    let open =
        |f: &[Expr]| criterion(10, false, vec![row(at_least(&f[0], &number(90)), number(8))]);
    assert_eq!(points_of(open, &[num(90)]), Some((8, 8, MatchedRow::Row(0))));
    assert_eq!(points_of(open, &[MISSING]), Some((0, 10, MatchedRow::Undecided)));
    assert_eq!(points_of(open, &[num(1)]), Some((0, 10, MatchedRow::None)));
}

#[test]
fn points_that_are_missing_or_outside() {
    let formula = |f: &[Expr]| {
        criterion(
            10,
            false,
            vec![row(at_least(&f[0], &number(1)), f[1].clone()), row(None, number(4))],
        )
    };
    assert_eq!(points_of(formula, &[num(1), num(7)]), Some((7, 7, MatchedRow::Row(0))));
    assert_eq!(points_of(formula, &[num(1), MISSING]), Some((0, 10, MatchedRow::Row(0))));
    assert_eq!(
        points_of(formula, &[num(1), num(11)]),
        None,
        "above the maximum in the row that decides"
    );
    assert_eq!(points_of(formula, &[num(1), num(-1)]), None);
    assert_eq!(
        points_of(formula, &[MISSING, num(11)]),
        Some((0, 10, MatchedRow::Undecided)),
        "in a row that only may hold"
    );
    assert_eq!(
        points_of(formula, &[num(0), num(11)]),
        Some((4, 4, MatchedRow::Row(1))),
        "in a row that does not hold"
    );
}

#[test]
fn points_outside_name_the_row() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let rows = vec![row(at_least(&x, &number(100)), number(10)), row(None, x.clone())];
    let id = add_scorecard(&mut model, vec![], vec![criterion(10, false, rows)], None);
    let run = run(&model, &[vec![num(10)], vec![num(50)]]);
    let points = run.scorecard(id).criteria[0].points;
    assert_eq!([0, 1].map(|row| run.outcome(id, row).status), [Status::Decided, Status::DataError]);
    let facts = run.faults(Root::Block(id), 1);
    assert_eq!(
        facts.iter().map(|fact| (fact.slot, fact.kind)).collect::<Vec<_>>(),
        [(points, FaultKind::PointsOutside { row: 1 })]
    );
}

#[test]
fn a_summing_criterion_adds_what_holds() {
    let sum = |f: &[Expr]| {
        let rows = vec![
            row(at_least(&f[0], &number(1)), number(4)),
            row(at_least(&f[1], &number(1)), number(5)),
            row(at_least(&f[2], &number(1)), number(3)),
        ];
        criterion(10, true, rows)
    };
    assert_eq!(points_of(sum, &[num(1), num(1), num(0)]), Some((9, 9, MatchedRow::Several)));
    assert_eq!(points_of(sum, &[num(0), num(0), num(0)]), Some((0, 0, MatchedRow::None)));
    assert_eq!(points_of(sum, &[num(1), MISSING, num(0)]), Some((4, 9, MatchedRow::Undecided)));
    assert_eq!(
        points_of(sum, &[num(1), num(1), MISSING]),
        Some((9, 10, MatchedRow::Undecided)),
        "never above the maximum"
    );
    assert_eq!(points_of(sum, &[num(1), num(1), num(1)]), None, "12 of 10");
}

/// 100 points graded Tốt from 90, Khá from 80, Trung bình from 70, else Yếu. Fields: points; what
/// adds 10 points unless it is negative; what the caps read.
fn graded(
    caps: impl FnOnce(&[Expr]) -> Vec<Cap>,
    values: &[Value],
) -> (Status, Grades, MatchedRow) {
    let mut model = empty_model();
    let category = add_category(&mut model, true, &["Tốt", "Khá", "Trung bình", "Yếu"]);
    let reads: Vec<Expr> = values.iter().map(|_| add_field(&mut model, NUMBER)).collect();
    let whole = criterion(
        100,
        true,
        vec![row(truth(true), reads[0].clone()), row(at_least(&reads[1], &number(0)), number(10))],
    );
    let id = next_block(&model);
    let from = |least, grade| row(at_least(&total(id), &points(least)), code(grade, category));
    let rows = vec![from(90, 0), from(80, 1), from(70, 2), row(None, code(3, category))];
    let caps = caps(&reads);
    add_scorecard(&mut model, vec![], vec![whole], Some(grading(category, rows, caps)));
    let run = run(&model, &[values.to_vec()]);
    let outcome = run.outcome(id, 0);
    let grades = match outcome.result {
        Some(BlockResult::Scorecard { grades: Some(grades), .. }) => grades,
        other => panic!("{other:?}"),
    };
    (outcome.status, grades, grades.held)
}

/// The best and the worst that can be reached.
fn codes(grades: Grades) -> (Option<u32>, Option<u32>) {
    (grades.highest(), grades.lowest())
}

#[test]
fn the_grade_is_that_of_the_first_row_that_holds() {
    let grade = |points| graded(|_| vec![], &[num(points), num(-1)]);
    for (points, code, row) in
        [(90, 0, 0), (89, 1, 1), (80, 1, 1), (79, 2, 2), (70, 2, 2), (69, 3, 3), (0, 3, 3)]
    {
        let (status, grades, held) = grade(points);
        assert_eq!(
            (status, grades.value(), held),
            (Status::Decided, Some(code), MatchedRow::Row(row)),
            "{points} points"
        );
    }
}

#[test]
fn a_range_of_totals_is_graded_where_every_total_gives_one_grade() {
    let grade = |points| graded(|_| vec![], &[num(points), MISSING]);
    let (status, grades, _) = grade(90);
    assert_eq!((status, grades.value()), (Status::Decided, Some(0)), "90 to 100");
    let (status, grades, held) = grade(79);
    assert_eq!(
        (status, codes(grades), held),
        (Status::Undetermined, (Some(1), Some(2)), MatchedRow::Undecided),
        "79 to 89"
    );
    let (_, grades, _) = grade(80);
    assert_eq!(codes(grades), (Some(0), Some(1)), "80 to 90 reaches 90 at its end");
}

#[test]
fn caps_come_first_then_downgrades_in_whatever_order_they_stand() {
    let debt = |f: &[Expr]| at_least(&f[2], &number(1));
    let orders: [fn(Expr) -> Vec<Cap>; 2] = [
        |debt| vec![cap(None, debt.clone()), cap(1, debt)],
        |debt| vec![cap(1, debt.clone()), cap(None, debt)],
    ];
    for order in orders {
        let grade =
            |points, flag| graded(|f| order(debt(f)), &[num(points), num(-1), flag]).1.value();
        assert_eq!(grade(95, num(0)), Some(0));
        assert_eq!(grade(95, num(1)), Some(2), "not above Khá, then one down");
        assert_eq!(grade(75, num(1)), Some(3));
        assert_eq!(grade(10, num(1)), Some(3), "the worst stays");
    }
}

#[test]
fn an_undecided_cap_is_taken_both_ways() {
    let caps =
        |f: &[Expr]| vec![cap(1, at_least(&f[2], &number(1))), cap(2, at_least(&f[2], &number(5)))];
    let grades = |points| graded(caps, &[num(points), num(-1), MISSING]);
    let (status, best, _) = grades(95);
    assert_eq!((status, best.set, best.none), (Status::Undetermined, 0b0111, false));
    let (status, low, _) = grades(70);
    assert_eq!(
        (status, low.value()),
        (Status::Decided, Some(2)),
        "the caps change nothing below them"
    );
}

/// Grading rows over a criterion whose total is surely between 0 and 100.
fn over_all_totals(rows: impl FnOnce(&Expr, CategoryId) -> Vec<Row>) -> Grades {
    let mut model = empty_model();
    let category = add_category(&mut model, true, &["a", "b", "c", "d"]);
    let x = add_field(&mut model, NUMBER);
    let id = next_block(&model);
    let rows = rows(&total(id), category);
    let all = criterion(100, false, vec![row(None, x)]);
    add_scorecard(&mut model, vec![], vec![all], Some(grading(category, rows, vec![])));
    let run = run(&model, &[vec![MISSING]]);
    run.frame.grades(run.scorecard(id).grading.as_ref().unwrap().grades, 0)
}

#[test]
fn every_total_of_a_range_counts_also_single_points_and_gaps() {
    let equal_to =
        over_all_totals(|t, c| vec![row(equal(t, &points(50)), code(0, c)), row(None, code(1, c))]);
    assert_eq!(equal_to.set, 0b0011, "50 alone");
    let open = over_all_totals(|t, c| {
        vec![
            row(compare(Compare::AtMost, t, &points(50)), code(0, c)),
            row(at_least(t, &points(51)), code(1, c)),
            row(None, code(2, c)),
        ]
    });
    assert_eq!(open.set, 0b0111, "between 50 and 51");
    let gap = over_all_totals(|t, c| {
        vec![
            row(below(t, &points(50)), code(0, c)),
            row(compare(Compare::Greater, t, &points(50)), code(0, c)),
        ]
    });
    assert_eq!((gap.set, gap.none, gap.value()), (0b0001, true, None), "at 50 no row holds");
    let joined = over_all_totals(|t, c| {
        vec![
            row(or([at_least(t, &points(60)), not(at_least(t, &points(60)))]), code(2, c)),
            row(None, code(0, c)),
        ]
    });
    assert_eq!(joined.value(), Some(2), "for each total one of the two holds");
    let other = over_all_totals(|t, c| {
        vec![
            row(at_least(&arith(Arith::Mul, t, &number(2)), &number(-1)), code(0, c)),
            row(None, code(1, c)),
        ]
    });
    assert_eq!(other.set, 0b0011, "what depends on the total in another way counts as missing");
}

#[test]
fn clauses_come_to_the_strongest_verdict() {
    use ClauseKind::{Prefer, Refer, Reject, Require, Warn};
    let verdict = |clauses: &[(ClauseKind, Value)]| {
        let mut model = empty_model();
        let clauses_read: Vec<Clause> = clauses
            .iter()
            .map(|(kind, _)| clause(*kind, add_field(&mut model, Type::YesNo)))
            .collect();
        let id = add_block(&mut model, vec![], BlockKind::Eligibility(clauses_read));
        let run = run(&model, &[clauses.iter().map(|(_, value)| value.clone()).collect()]);
        let outcome = run.outcome(id, 0);
        let Some(BlockResult::Clauses(verdict)) = outcome.result else { panic!("{outcome:?}") };
        (outcome.status, verdict)
    };
    let decided = |verdict| (Status::Decided, verdict);
    assert_eq!(
        verdict(&[(Require, yes(true)), (Reject, yes(false)), (Refer, yes(false))]),
        decided(Verdict::Met)
    );
    assert_eq!(
        verdict(&[(Require, yes(false)), (Reject, MISSING), (Refer, yes(true))]),
        decided(Verdict::Rejected)
    );
    assert_eq!(verdict(&[(Reject, yes(true)), (Require, MISSING)]), decided(Verdict::Rejected));
    assert_eq!(
        verdict(&[(Refer, yes(true)), (Require, MISSING)]),
        (Status::Undetermined, Verdict::Incomplete)
    );
    assert_eq!(verdict(&[(Refer, MISSING)]), (Status::Undetermined, Verdict::Incomplete));
    assert_eq!(verdict(&[(Refer, yes(true)), (Require, yes(true))]), decided(Verdict::ToReview));
    assert_eq!(
        verdict(&[(Warn, yes(true)), (Warn, MISSING), (Prefer, MISSING)]),
        decided(Verdict::Met)
    );
}

#[test]
fn an_undetermined_block_names_what_it_waits_for() {
    let mut model = empty_model();
    let f: Vec<Expr> = (0..4).map(|_| add_field(&mut model, Type::YesNo)).collect();
    let kinds = [ClauseKind::Require, ClauseKind::Warn, ClauseKind::Refer];
    let clauses = f.iter().zip(kinds).map(|(read, kind)| clause(kind, read.clone())).collect();
    let id = add_block(&mut model, vec![f[3].clone()], BlockKind::Check(clauses));
    let rows = [
        [MISSING, MISSING, MISSING, yes(true)],
        [yes(false), MISSING, MISSING, yes(true)],
        [MISSING, MISSING, MISSING, MISSING],
    ];
    let run = run(&model, &rows.map(Vec::from));
    let roots = |row| run.read(row, |reader| reader.missing_causes([Root::Block(id)]));
    let input = |place| MissingCause::Field(FieldId::new(place));
    assert_eq!(roots(0), [input(0), input(2)], "a warning waits for nothing");
    assert_eq!(roots(1), [], "rejected already");
    assert_eq!(roots(2), [input(3)]);
}

#[test]
fn a_fault_in_any_clause_is_a_data_error_of_that_block_alone() {
    let mut model = empty_model();
    let (script, _) = add_functions(&mut model);
    let x = add_field(&mut model, NUMBER);
    let risky = at_least(&expr(ExprKind::Script(script, vec![x.clone()]), NUMBER), &number(0));
    let warned = add_block(
        &mut model,
        vec![],
        BlockKind::Check(vec![
            clause(ClauseKind::Warn, risky),
            clause(ClauseKind::Reject, truth(true)),
        ]),
    );
    let other = add_block(
        &mut model,
        vec![],
        BlockKind::Check(vec![clause(ClauseKind::Require, at_least(&x, &number(2)))]),
    );
    let run = run(&model, &[vec![num(2)], vec![num(3)], vec![MISSING]]);
    assert_eq!(
        [0, 1, 2].map(|row| run.outcome(warned, row).status),
        [Status::DataError, Status::Decided, Status::Decided]
    );
    assert_eq!(
        [0, 1, 2].map(|row| run.outcome(other, row).status),
        [Status::Decided, Status::Decided, Status::Undetermined]
    );
    let facts = run.faults(Root::Block(warned), 0);
    assert_eq!(
        facts.iter().map(|fact| (fact.row, fact.kind)).collect::<Vec<_>>(),
        [(0, FaultKind::Script)]
    );
}

#[test]
fn a_fault_counts_only_where_it_is_reached() {
    let mut model = empty_model();
    let (script, _) = add_functions(&mut model);
    let (x, y) = (add_field(&mut model, NUMBER), add_field(&mut model, NUMBER));
    let fails = || expr(ExprKind::Script(script, vec![number(2)]), NUMBER);
    let rows = |first: &Expr| {
        vec![
            row(at_least(first, &number(1)), number(1)),
            row(at_least(&fails(), &number(0)), number(2)),
        ]
    };
    let table = add_table(&mut model, NUMBER, HitPolicy::First, rows(&x));
    let chosen = add_formula(&mut model, choose(at_least(&x, &number(1)), number(1), fails()));
    let id = add_scorecard(&mut model, vec![], vec![criterion(10, false, rows(&y))], None);
    let run = run(&model, &[vec![num(1), num(1)], vec![num(0), num(0)], vec![MISSING, MISSING]]);
    for read in [&table, &chosen] {
        assert_eq!(
            [0, 1, 2].map(|row| run.frame.state(run.slot(read), row)),
            [State::Known, State::Fault, State::Missing]
        );
    }
    assert_eq!(
        [0, 1, 2].map(|row| run.outcome(id, row).status),
        [Status::Decided, Status::DataError, Status::Undetermined]
    );
}

#[test]
fn a_guard_decides_whether_a_block_applies() {
    let mut model = empty_model();
    let (applies, x) = (add_field(&mut model, Type::YesNo), add_field(&mut model, NUMBER));
    let one = criterion(10, false, vec![row(None, x)]);
    let id = add_scorecard(&mut model, vec![applies, truth(true)], vec![one], None);
    let read = add_formula(&mut model, total(id));
    let run = run(
        &model,
        &[
            vec![yes(true), num(4)],
            vec![yes(false), num(4)],
            vec![MISSING, num(4)],
            vec![yes(false), num(99)],
        ],
    );
    let statuses =
        [Status::Decided, Status::NotApplicable, Status::Undetermined, Status::NotApplicable];
    assert_eq!([0, 1, 2, 3].map(|row| run.outcome(id, row).status), statuses);
    assert_eq!(
        [0, 1, 2, 3].map(|row| run.value(&read, row)),
        [num(4), MISSING, MISSING, MISSING],
        "others read nothing of what does not apply"
    );
}

#[test]
fn a_record_without_its_key_or_a_required_value_is_a_data_error_of_every_block_and_another_cell_of_what_reads_it()
 {
    let mut model = empty_model();
    let bound = add_field(&mut model, NUMBER);
    let ranged = expr(ExprKind::Field(FieldId::new(1)), NUMBER);
    let ranged =
        add_field_with(&mut model, NUMBER, false, Some(compare(Compare::AtMost, &ranged, &bound)));
    add_field_with(&mut model, Type::Text, true, None);
    let mut check = |condition| {
        add_block(
            &mut model,
            vec![],
            BlockKind::Check(vec![clause(ClauseKind::Require, condition)]),
        )
    };
    let blocks = [
        check(truth(true)),
        check(at_least(&ranged, &number(0))),
        check(at_least(&bound, &number(0))),
    ];
    let name = || text_value("a");
    let records = [
        vec![num(5), num(5), name()],
        vec![num(5), num(6), name()],
        vec![MISSING, num(6), name()],
        vec![num(5), MISSING, name()],
        vec![num(5), num(5), MISSING],
    ];
    model.number();
    let plan = plan::from_model(&model);
    let mut table = table(&model, &plan, &records);
    let errors = |table: &_| {
        let frame = visao::eval::run(&plan, table, 0..5, &context(None));
        let fails = |id, row| {
            frame.outcome(plan.records[0].block(id).unwrap(), row).status == Status::DataError
        };
        blocks.map(|id| (0..5).filter(|row| fails(id, *row)).collect::<Vec<_>>())
    };
    // The second value lies outside its range; a bound that is missing breaks nothing; the last has
    // no required value.
    assert_eq!(errors(&table), [vec![4], vec![1, 4], vec![4]]);
    table.faulty = vec![true, false, false, false, false];
    assert_eq!(errors(&table), [vec![0, 4], vec![0, 1, 4], vec![0, 4]]);
    // A bound that cannot be read breaks what reads it, and not what it is the bound of.
    table.mark_unreadable(FieldId::new(0), 2);
    assert_eq!(errors(&table), [vec![0, 4], vec![0, 1, 4], vec![0, 2, 4]]);
}

#[test]
fn only_what_reads_the_date_fails_without_one() {
    let mut model = empty_model();
    let values = vec![(day(2023, 1, 1), num(50)), (day(2023, 7, 1), num(100))];
    let dated =
        |(from, value)| DatedValue { from, to: None, value, span: span(), basis: Basis::default() };
    let values = values.into_iter().map(dated).collect();
    let parameter =
        Parameter { name: label("p"), ty: NUMBER, values, span: span(), basis: Basis::default() };
    let parameter = model.parameters.push(parameter);
    let (x, on) = (add_field(&mut model, NUMBER), add_field(&mut model, Type::Date));
    let limit = |day: Option<Expr>| expr(ExprKind::Parameter(parameter, day.map(Box::new)), NUMBER);
    let check = |read: Expr| {
        BlockKind::Check(vec![clause(ClauseKind::Require, compare(Compare::AtMost, &x, &read))])
    };
    let now = add_block(&mut model, vec![], check(limit(None)));
    let then = add_block(&mut model, vec![], check(limit(Some(on))));
    let plain = add_block(&mut model, vec![], check(number(50)));
    let records = [
        vec![num(60), Value::Date(day(2023, 6, 30))],
        vec![num(60), Value::Date(day(2023, 7, 1))],
        vec![num(60), Value::Date(day(2022, 12, 31))],
    ];
    let verdicts = |as_of| {
        let run = run_on(&model, &records, as_of);
        [now, then, plain].map(|id| {
            [0, 1, 2].map(|row| match run.outcome(id, row).result {
                Some(BlockResult::Clauses(verdict)) => Some(verdict),
                _ => None,
            })
        })
    };
    let (met, rejected) = (Some(Verdict::Met), Some(Verdict::Rejected));
    assert_eq!(verdicts(None), [[None; 3], [rejected, met, None], [rejected; 3]]);
    assert_eq!(verdicts(Some(day(2024, 2, 29))), [[met; 3], [rejected, met, None], [rejected; 3]]);
    let run = run_on(&model, &records, None);
    let kinds =
        |id, row| run.faults(Root::Block(id), row).iter().map(|f| f.kind).collect::<Vec<_>>();
    let no_value = FaultKind::NoValueOn { parameter, day: day(2022, 12, 31) };
    assert_eq!((kinds(now, 2), kinds(then, 2)), (vec![FaultKind::NoAsOf], vec![no_value]));
}

#[test]
fn a_script_is_not_called_for_a_missing_argument_and_may_make_new_texts() {
    let mut model = empty_model();
    let (_, shout) = add_functions(&mut model);
    let (a, b) = (add_field(&mut model, Type::Text), add_field(&mut model, Type::Text));
    let shouted = expr(ExprKind::Script(shout, vec![a]), Type::Text);
    let loud = add_formula(&mut model, shouted.clone());
    let (same, constant) = (
        add_formula(&mut model, equal(&shouted, &b)),
        add_formula(&mut model, equal(&shouted, &text("x!"))),
    );
    let words = |a: &str, b: &str| vec![text_value(a), text_value(b)];
    let run = run(
        &model,
        &[words("x", "x!"), words("y", "x!"), words("z", "z!"), vec![MISSING, MISSING]],
    );
    assert_eq!(
        [0, 1, 2, 3].map(|row| run.value(&loud, row)),
        [text_value("x!"), text_value("y!"), text_value("z!"), MISSING]
    );
    assert_eq!(
        [0, 1, 2, 3].map(|row| run.value(&same, row)),
        [yes(true), yes(false), yes(true), MISSING]
    );
    assert_eq!(
        [0, 1, 2, 3].map(|row| run.value(&constant, row)),
        [yes(true), yes(false), yes(false), MISSING]
    );
}

#[test]
fn a_number_past_its_limit_is_a_fault_of_that_record() {
    let power = |n: i64| {
        formula(&[(NUMBER, num(10))], |f| {
            call(Builtin::Power, vec![f[0].clone(), number(n)], NUMBER)
        })
    };
    let (small, huge) = (power(2), power(10_000));
    assert_eq!(small.0.value(&small.1, 0), num(100));
    let (run, slot) = (&huge.0, huge.0.slot(&huge.1));
    assert_eq!(run.frame.state(slot, 0), State::Fault, "10^10000 has 33,220 bits");
    assert_eq!(run.faults(Root::Derived(derived_id(&huge.1)), 0)[0].kind, FaultKind::TooLarge);
}

#[test]
fn a_column_of_another_type_is_a_fault_and_no_column_is_missing() {
    let mut model = empty_model();
    let (x, y) = (add_field(&mut model, NUMBER), add_field(&mut model, NUMBER));
    let (x, y) = (add_formula(&mut model, x), add_formula(&mut model, y));
    model.number();
    let plan = plan::from_model(&model);
    let mut table = table(&model, &plan, &[vec![], vec![]]);
    table.columns = vec![Input::truths([Some(true), None]), Input::nulls(2)];
    let frame = visao::eval::run(&plan, &table, 0..2, &context(None));
    let slot = |read: &Expr| plan.records[0].derived[derived_id(read).index()].value.unwrap();
    assert_eq!([0, 1].map(|row| frame.state(slot(&x), row)), [State::Fault; 2]);
    assert_eq!([0, 1].map(|row| frame.state(slot(&y), row)), [State::Missing; 2]);
    table.columns = vec![Input::numbers([None])];
    let frame = visao::eval::run(&plan, &table, 0..2, &context(None));
    assert_eq!(
        [0, 1].map(|row| frame.state(slot(&x), row)),
        [State::Fault; 2],
        "one value for two records"
    );
}

#[test]
fn a_worker_forgets_the_batch_before() {
    let mut model = empty_model();
    let (script, _) = add_functions(&mut model);
    let x = add_field(&mut model, NUMBER);
    let next = add_formula(&mut model, expr(ExprKind::Script(script, vec![x]), NUMBER));
    model.number();
    let plan = plan::from_model(&model);
    let table = table(&model, &plan, &[vec![num(2)], vec![num(1)], vec![num(7)]]);
    let slot = plan.records[0].derived[derived_id(&next).index()].value.unwrap();
    let mut worker = Worker::new(&plan, record()).unwrap();
    assert_eq!(worker.run(&table, 0..2, &context(None)).faults().len(), 1);
    let frame = worker.run(&table, 2..9, &context(None));
    assert_eq!(
        (frame.rows(), frame.faults().len(), frame.value(&table.texts, slot, 0)),
        (1, 0, num(8))
    );
    assert_eq!(worker.run(&table, 3..3, &context(None)).rows(), 0);
}

#[test]
fn equal_expressions_share_a_step_and_constants_are_folded() {
    let mut model = empty_model();
    let (debt, late) = (add_field(&mut model, NUMBER), add_field(&mut model, NUMBER));
    let rate = arith(Arith::Div, &late, &debt);
    let limit = arith(Arith::Div, &number(5), &number(1000));
    add_formula(&mut model, at_least(&rate, &limit));
    let rows = vec![row(below(&rate, &ratio(1, 200)), number(10)), row(None, number(0))];
    add_scorecard(&mut model, vec![], vec![criterion(10, false, rows)], None);
    let listing = plan::from_model(&model).to_string();
    let expected = "\
record 0
  %0 number = field 0
  %1 number = field 1
  %2 number = checked %0 of field 0
  %3 number = checked %1 of field 1
  %4 number = %3 / %2
  %5 number = 0.005
  %6 truth = %4 ≥ %5
  %7 truth = true
  %8 points = first up to 10 by %4 at 0.005 | 0..1 → 10 | 0..3 → 0
  %9 points = total %8
  derived 0: %6
  block 0: if %7 scorecard %9
";
    assert_eq!(listing, expected);
}

#[test]
fn indicators_are_steps_over_the_aggregates_of_a_unit() {
    let mut model = empty_model();
    let (debt, late) = (add_field(&mut model, NUMBER), add_field(&mut model, NUMBER));
    let all = |model: &mut Model, value: &Expr| {
        aggregate(model, AggregateKind::Sum, Some(value.clone()), None, NUMBER)
    };
    let (debts, lates) = (all(&mut model, &debt), all(&mut model, &late));
    let rate = arith(Arith::Div, &lates, &debts);
    let percent = arith(Arith::Mul, &rate, &arith(Arith::Mul, &number(10), &number(10)));
    let guarded = choose(equal(&debts, &number(0)), number(0), rate);
    let indicators =
        [guarded, percent].map(|formula| indicator(formula, vec![bound(Compare::Less, 1, 2)]));
    add_targets(&mut model, None, indicators.to_vec(), &[], Vec::new());
    model.number();
    let plan = plan::from_model(&model);
    plan.verify().unwrap();
    // The ratio is divided once for both, and 10 × 10 is folded; what both must stay below is one.
    let expected = "\
targets 0, a unit
  %0 number = aggregate 0 from column 0
  %1 number = aggregate 1 from column 1
  %2 number = 0
  %3 truth = %0 = %2
  %4 number = %1 / %0
  %5 number = if %3 then %2 else %4
  %6 number = 10
  %7 number = 100
  %8 number = %4 × %7
  %9 number = 0.5
  indicator 0: %5
  indicator 1: %8
";
    assert_eq!(plan.units[0].to_string(), expected);
}

#[test]
fn a_unit_that_reads_a_field_is_refused() {
    let mut model = empty_model();
    let debt = add_field(&mut model, NUMBER);
    let counted = aggregate(&mut model, AggregateKind::Count, None, None, NUMBER);
    add_targets(&mut model, None, vec![indicator(counted, Vec::new())], &[], Vec::new());
    model.number();
    let mut plan = plan::from_model(&model);
    plan.verify().unwrap();
    let ExprKind::Field(field) = debt.kind else { panic!("{debt:?}") };
    plan.units[0].steps[plan::Slot::new(0)].op = plan::Op::Input(field);
    assert_eq!(plan.verify().unwrap_err().rule, "a unit reads its aggregates alone");
}

#[test]
fn what_an_example_expects_has_a_slot_only_where_it_is_wanted() {
    let mut model = empty_model();
    let x = add_field(&mut model, NUMBER);
    let id =
        add_scorecard(&mut model, vec![], vec![criterion(10, false, vec![row(None, x)])], None);
    let expected = |kind| Expectation { kind, span: span() };
    model.examples.push(Example {
        title: "e".into(),
        block: id,
        as_of: None,
        rows: Vec::new(),
        from_parts: Vec::new(),
        previous: Vec::new(),
        given: vec![(FieldId::new(0), num(4))],
        expected: vec![
            expected(ExpectationKind::Grade(None)),
            expected(ExpectationKind::Condition(equal(&total(id), &points(4)))),
        ],
        span: span(),
    });
    assert!(plan::from_model(&model).records[0].examples.is_empty());
    let plan = plan::with_examples(&model);
    plan.verify().unwrap();
    let [(0, slots)] = plan.records[0].examples.as_slice() else { panic!("one example") };
    let [None, Some(slot)] = slots.as_slice() else { panic!("{slots:?}") };
    let frame = visao::eval::run(
        &plan,
        &table(&model, &plan, &[vec![num(4)], vec![num(5)]]),
        0..2,
        &context(None),
    );
    assert_eq!([0, 1].map(|row| frame.truth(*slot, row)), [Truth::True, Truth::False]);
}

#[test]
fn a_scorecard_reads_another_that_stands_below_it() {
    let mut model = empty_model();
    let category = add_category(&mut model, true, &["Đạt", "Không đạt"]);
    let x = add_field(&mut model, NUMBER);
    let (upper, lower) = (BlockId::new(0), BlockId::new(1));
    let grade_of_lower = expr(ExprKind::Grade(lower), Type::Category(category));
    let rows =
        vec![row(equal(&grade_of_lower, &code(0, category)), number(10)), row(None, number(1))];
    assert_eq!(add_scorecard(&mut model, vec![], vec![criterion(10, false, rows)], None), upper);
    let rows = vec![
        row(at_least(&total(lower), &points(5)), code(0, category)),
        row(None, code(1, category)),
    ];
    add_scorecard(
        &mut model,
        vec![],
        vec![criterion(10, false, vec![row(None, x)])],
        Some(grading(category, rows, vec![])),
    );
    let run = run(&model, &[vec![num(5)], vec![num(4)], vec![MISSING]]);
    let totals = [0, 1, 2].map(|row| {
        let points = run.frame.points(run.scorecard(upper).total, row);
        (points.low.to_i64().unwrap(), points.high.to_i64().unwrap())
    });
    assert_eq!(totals, [(10, 10), (1, 1), (1, 10)]);
}

#[test]
fn a_grading_may_read_a_derivation_of_its_own_total() {
    let mut model = empty_model();
    let category = add_category(&mut model, true, &["Đạt", "Không đạt"]);
    let (applies, x) = (add_field(&mut model, Type::YesNo), add_field(&mut model, NUMBER));
    let id = next_block(&model);
    let low = add_formula(&mut model, below(&total(id), &points(5)));
    let rows = vec![row(low.clone(), code(1, category)), row(None, code(0, category))];
    add_scorecard(
        &mut model,
        vec![applies],
        vec![criterion(10, false, vec![row(None, x)])],
        Some(grading(category, rows, vec![])),
    );
    let run = run(
        &model,
        &[
            vec![yes(true), num(4)],
            vec![yes(true), num(5)],
            vec![yes(true), MISSING],
            vec![yes(false), num(4)],
        ],
    );
    let grades = run.scorecard(id).grading.as_ref().unwrap().grades;
    assert_eq!([0, 1, 2].map(|row| run.frame.grades(grades, row).set), [0b10, 0b01, 0b11]);
    assert_eq!([0, 3].map(|row| run.value(&low, row)), [yes(true), MISSING]);
}

#[test]
fn a_fault_below_a_grading_row_that_may_hold_is_as_open_as_a_missing_value() {
    let mut model = empty_model();
    let (script, _) = add_functions(&mut model);
    let category = add_category(&mut model, true, &["a", "b", "c"]);
    let x = add_field(&mut model, NUMBER);
    let fails = at_least(&expr(ExprKind::Script(script, vec![number(2)]), NUMBER), &number(0));
    let rows = vec![
        row(at_least(&x, &number(1)), code(0, category)),
        row(fails, code(1, category)),
        row(None, code(2, category)),
    ];
    let whole = criterion(10, false, vec![row(None, number(10))]);
    let id = add_scorecard(&mut model, vec![], vec![whole], Some(grading(category, rows, vec![])));
    let run = run(&model, &[vec![num(1)], vec![num(0)], vec![MISSING]]);
    assert_eq!(
        [0, 1, 2].map(|row| run.outcome(id, row).status),
        [Status::Decided, Status::DataError, Status::Undetermined]
    );
    let grades = run.frame.grades(run.scorecard(id).grading.as_ref().unwrap().grades, 2);
    assert_eq!((grades.set, grades.none), (0b111, false));
}

#[test]
fn texts_that_do_not_start_with_the_plans_are_a_fault_and_no_wrong_match() {
    let mut model = empty_model();
    let name = add_field(&mut model, Type::Text);
    let same = add_formula(&mut model, equal(&name, &text("a")));
    model.number();
    let plan = plan::from_model(&model);
    let mut table = table(&model, &plan, &[vec![text_value("b")]]);
    table.texts = visao::table::Texts::default();
    table.columns = vec![Input::texts([Some(table.texts.intern("b"))])];
    let frame = visao::eval::run(&plan, &table, 0..1, &context(None));
    let kind = |reader: &visao::explain::Reader<'_, '_>| {
        reader.fault_causes([Root::Derived(derived_id(&same))])[0].fact.kind
    };
    assert_eq!(reading(&model, &plan, &table, &frame, 0, kind), FaultKind::WrongColumn);
}
