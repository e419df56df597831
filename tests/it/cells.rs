//! Ranges of fields and cells of rows as data: they say what the conditions beside them say.

use crate::corpus::working;
use crate::literate::root;
use visao::Rules;
use visao::model::{BlockKind, Cell, DerivedKind, Expr, ExprKind, Model, Row, Test};
use visao::value::{Compare, Type, Value};

fn yes_no(kind: ExprKind, like: &Expr) -> Expr {
    Expr::new(kind, Type::YesNo, like.span)
}

fn all(mut parts: Vec<Expr>, like: &Expr) -> Expr {
    match parts.len() {
        0 => yes_no(ExprKind::Constant(Value::Bool(true)), like),
        1 => parts.remove(0),
        _ => yes_no(ExprKind::And(parts), like),
    }
}

/// The condition that a test of an axis stands for.
fn condition(axis: &Expr, test: &Test) -> Expr {
    let compare = |op, value: &Expr| {
        yes_no(ExprKind::Compare(op, Box::new(axis.clone()), Box::new(value.clone())), axis)
    };
    match test {
        Test::Missing => yes_no(ExprKind::IsMissing(Box::new(axis.clone())), axis),
        Test::Is(value) => compare(Compare::Equal, value),
        Test::Except(value) => compare(Compare::NotEqual, value),
        Test::Between { lower, upper } => {
            let lower = lower.as_ref().map(|end| {
                compare(if end.inclusive { Compare::AtLeast } else { Compare::Greater }, &end.value)
            });
            let upper = upper.as_ref().map(|end| {
                compare(if end.inclusive { Compare::AtMost } else { Compare::Less }, &end.value)
            });
            all(lower.into_iter().chain(upper).collect(), axis)
        }
    }
}

fn of_cell(cell: &Cell) -> Expr {
    let axis = &cell.axis;
    let unless_missing = |condition: Expr| {
        let missing = yes_no(ExprKind::IsMissing(Box::new(axis.clone())), axis);
        let present = yes_no(ExprKind::Not(Box::new(missing)), axis);
        if cell.missing_counts {
            yes_no(ExprKind::And(vec![present, condition]), axis)
        } else {
            condition
        }
    };
    let asks_missing = |test: &Test| matches!(test, Test::Missing);
    let one = |test: &Test| {
        if asks_missing(test) {
            condition(axis, test)
        } else {
            unless_missing(condition(axis, test))
        }
    };
    let mut tests: Vec<Expr> = cell.tests.iter().map(one).collect();
    let any = if tests.len() == 1 { tests.remove(0) } else { yes_no(ExprKind::Or(tests), axis) };
    if !cell.negated {
        return any;
    }
    let none = yes_no(ExprKind::Not(Box::new(any)), axis);
    if cell.tests.iter().any(asks_missing) { none } else { unless_missing(none) }
}

/// An expression without its places, names and types; a member of a list is written as the list
/// being it.
fn shape(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Member(id, values) => {
            return format!("=(derived {}(), {})", id.index(), shape(&values[0]));
        }
        ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Member(..)) => {
            return shape(inner).replacen('=', "≠", 1);
        }
        _ => {}
    }
    let mut parts = Vec::new();
    expr.children(&mut |child| parts.push(shape(child)));
    let own = match &expr.kind {
        ExprKind::Constant(value) => format!("{value:?}"),
        ExprKind::Field(id) => format!("field {}", id.index()),
        ExprKind::Derived(id) => format!("derived {}", id.index()),
        ExprKind::Total(id) | ExprKind::Grade(id) => format!("block {}", id.index()),
        ExprKind::Parameter(id, _) => format!("parameter {}", id.index()),
        ExprKind::Compare(op, ..) => op.sign().to_owned(),
        ExprKind::Arith(op, ..) => format!("{op:?}"),
        ExprKind::Call(builtin, _) => format!("{builtin:?}"),
        other => format!("{:?}", std::mem::discriminant(other)),
    };
    format!("{own}({})", parts.join(", "))
}

fn rows(model: &Model) -> Vec<&Row> {
    let mut found: Vec<&Row> = Vec::new();
    for derived in model.records.iter().flat_map(|record| record.derived.iter()) {
        if let DerivedKind::Table { rows, .. } = &derived.kind {
            found.extend(rows);
        }
    }
    for block in model.blocks.iter() {
        if let BlockKind::Scorecard(card) = &block.kind {
            found.extend(card.criteria.iter().flat_map(|criterion| &criterion.rows));
            found.extend(card.grading.iter().flat_map(|grading| &grading.rows));
        }
    }
    found
}

#[test]
fn cells_and_domains_say_what_the_conditions_say() {
    let packs = [
        "rules/2023",
        "rules/2025",
        "examples/scholarships",
        "examples/mau-01-cdx",
        "examples/hop-tac-xa",
    ]
    .map(|pack| root().join(pack));
    let (mut cells, mut domains) = (0, 0);
    for pack in packs.into_iter().chain(working()) {
        let rules = Rules::load(&pack).unwrap_or_else(|refused| panic!("{refused}"));
        for row in rows(rules.model()) {
            let row_cells = row.cells();
            let asked = row_cells.iter().map(of_cell).chain(row.beyond().cloned());
            let told = row.when.as_ref().map(|when| all(asked.collect(), when));
            assert_eq!(
                told.as_ref().map(shape),
                row.when.as_ref().map(shape),
                "{}: {:?}",
                pack.display(),
                row.span
            );
            cells += row_cells.len();
        }
        for (id, field) in rules
            .model()
            .records
            .iter()
            .flat_map(|record| record.fields.ids().zip(record.fields.iter()))
        {
            let axis = Expr::new(ExprKind::Field(id), field.ty, field.span);
            let told = field.domain.as_ref().map(|domain| condition(&axis, domain));
            assert_eq!(
                told.as_ref().map(shape),
                field.range.as_ref().map(shape),
                "{}: {}",
                pack.display(),
                field.name.text
            );
            domains += usize::from(field.domain.is_some());
        }
    }
    assert!(
        cells > 150 && domains > 100,
        "only {cells} cells and {domains} domains: the law says little"
    );
}

const TABLE: &str = r#"
danh mục Vùng có thứ tự: Cao > Vừa > Thấp
bản ghi Hộ
  trường tuổi: số nguyên, từ 0 đến dưới 130
  trường con: số nguyên, từ 0 đến tuổi
  trường vùng: một trong Vùng
bảng Mức cho Hộ: tiền
  | tuổi              | vùng           | Mức       |
  | từ 18 đến dưới 60 | không phải Cao | 5 triệu   |
  | dưới 6, trên 80   | -              | 7 triệu   |
  | -                 | thiếu          | 1 triệu   |
  | còn lại           |                | 2 triệu   |
"#;

fn end(end: Option<&visao::model::End>) -> Option<(String, bool)> {
    end.map(|end| (shape(&end.value), end.inclusive))
}

#[test]
fn a_table_as_data() {
    let rules = Rules::from_text(TABLE).unwrap_or_else(|refused| panic!("{refused}"));
    let model = rules.model();
    let rows = rows(model);
    let cells = |row: usize| {
        rows[row].cells().into_iter().map(|cell| {
            (cell.column, shape(&cell.axis), cell.tests.len(), cell.negated, cell.missing_counts)
        })
    };
    assert_eq!(
        cells(0).collect::<Vec<_>>(),
        [(0, "field 0()".into(), 1, false, false), (1, "field 2()".into(), 1, true, true)]
    );
    assert_eq!(cells(1).collect::<Vec<_>>(), [(0, "field 0()".into(), 2, false, false)]);
    assert_eq!(cells(2).collect::<Vec<_>>(), [(1, "field 2()".into(), 1, false, true)]);
    assert!(matches!(rows[2].cells()[0].tests[0], Test::Missing));
    assert!(rows[3].cells().is_empty() && rows[3].when.is_none());
    let first = rows[0].cells();
    let Test::Between { lower, upper } = &first[0].tests[0] else { panic!("no range") };
    let number = |number: i64| {
        shape(&Expr::new(ExprKind::Constant(Value::Num(number.into())), Type::YesNo, rows[0].span))
    };
    assert_eq!(
        (end(lower.as_ref()), end(upper.as_ref())),
        (Some((number(18), true)), Some((number(60), false)))
    );
    let record = model.records.iter().next().unwrap();
    let domains: Vec<_> = record
        .fields
        .iter()
        .map(|field| match &field.domain {
            Some(Test::Between { lower, upper }) => (end(lower.as_ref()), end(upper.as_ref())),
            _ => (None, None),
        })
        .collect();
    let zero = Some((number(0), true));
    assert_eq!(
        domains,
        [
            (zero.clone(), Some((number(130), false))),
            (zero, Some(("field 0()".into(), true))),
            (None, None)
        ]
    );
}
