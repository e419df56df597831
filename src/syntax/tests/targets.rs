//! Targets, thresholds, and values over many records.

use super::*;
use ast::*;

const HEAD: &str = "\
bản ghi Tổ \"T\"
  trường quận: chữ
  trường nợ: tiền
  trường tổng nợ: tiền
bản ghi Khoản vay thuộc Tổ theo mã tổ
  trường nợ quá hạn: tiền
";

fn targets(text: &str) -> Targets {
    match good(&format!("{HEAD}{text}")).items.pop().map(|item| item.kind) {
        Some(ItemKind::Targets(targets)) => targets,
        other => panic!("{other:?}"),
    }
}

fn texts(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.text.as_str()).collect()
}

#[test]
fn a_head_names_its_records_its_groups_and_whether_the_whole_counts() {
    let of = |head: &str| {
        let found = targets(head);
        (
            found.name.text,
            found.title.map(|title| title.text),
            found.record.text,
            found.by.map(|by| by.text),
            found.total,
        )
    };
    let (name, title, record, by) =
        ("Nợ xấu".to_owned(), Some("Giảm nợ".to_owned()), "Tổ".to_owned(), Some("quận".to_owned()));
    let all = (name.clone(), title.clone(), record.clone(), by.clone(), true);
    assert_eq!(of("chỉ tiêu Nợ xấu \"Giảm nợ\" trên Tổ theo quận, toàn bộ\n"), all);
    assert_eq!(of("chỉ tiêu Nợ xấu \"Giảm nợ\" trên Tổ, toàn bộ theo quận\n"), all);
    assert_eq!(of("targets Nợ xấu \"Giảm nợ\" over Tổ by quận, total\n"), all);
    assert_eq!(of("chỉ tiêu Nợ xấu \"Giảm nợ\" trên Tổ theo quận,\n    toàn bộ\n"), all);
    assert_eq!(
        of("chỉ tiêu Nợ xấu trên Tổ theo quận\n"),
        (name.clone(), None, record.clone(), by, false)
    );
    assert_eq!(
        of("chỉ tiêu Nợ xấu \"Giảm nợ\" trên Tổ, toàn bộ\n"),
        (name, title, record, None, true)
    );
}

#[test]
fn indicators_levels_and_thresholds_keep_their_notes() {
    let found = targets(
        "\
chỉ tiêu C \"c\" trên Tổ theo quận, toàn bộ
  căn cứ KH mục 1
  chỉ số a \"Một\" = tổng(nợ)
    giả định \"một\"
    yêu cầu từ 5 đến dưới 7
    căn cứ KH mục 2
  chỉ số 2,1 = đếm()
  mức giao, phấn đấu từ đầu
  giả định
  | quận     | a giao | 2,1 phấn đấu từ đầu |
  | toàn bộ  | < 5    |                     |
  | Hải Châu | -      | thiếu               |
    giả định \"hai\"
",
    );
    let labels: Vec<&str> =
        found.indicators.iter().map(|indicator| indicator.label.text.as_str()).collect();
    assert_eq!((labels, texts(&found.levels)), (vec!["a", "2,1"], vec!["giao", "phấn đấu từ đầu"]));
    assert_eq!(
        found.indicators.iter().map(|indicator| indicator.notes.len()).collect::<Vec<_>>(),
        [2, 0]
    );
    assert!(matches!(
        found.indicators[0].requirement,
        Some(Test { kind: TestKind::Range { low: Some(_), high: Some(_) }, .. })
    ));
    assert!(found.indicators[1].requirement.is_none());
    let table = found.thresholds.unwrap();
    assert_eq!(
        (table.group.text.as_str(), texts(&table.columns)),
        ("quận", vec!["a giao", "2,1 phấn đấu từ đầu"])
    );
    let units: Vec<Option<&str>> =
        table.rows.iter().map(|row| row.unit.as_ref().map(|unit| unit.text.as_str())).collect();
    assert_eq!(units, [None, Some("Hải Châu")]);
    let cells: Vec<Vec<bool>> =
        table.rows.iter().map(|row| row.cells.iter().map(Option::is_some).collect()).collect();
    assert_eq!(cells, [[true, false], [false, true]]);
    assert_eq!(table.rows.iter().map(|row| row.notes.len()).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn notes_belong_to_the_targets_until_an_indicator_or_a_row_is_written() {
    let text = "chỉ tiêu C trên Tổ, toàn bộ\n  căn cứ KH\n  chỉ số a = đếm()\n    căn cứ KH\n  mức x, y\n  căn cứ KH\n  | quận | a x |\n  căn cứ KH\n  | toàn bộ | 5 |\n  căn cứ KH\n";
    let item = good(&format!("{HEAD}{text}")).items.pop().unwrap();
    let ItemKind::Targets(targets) = item.kind else { panic!("targets") };
    let row = targets.thresholds.map(|table| table.rows[0].notes.len());
    assert_eq!((item.notes.len(), targets.indicators[0].notes.len(), row), (3, 1, Some(1)));
}

#[test]
fn a_unit_in_backticks_is_never_the_whole() {
    let found = targets(
        "chỉ tiêu C trên Tổ theo quận\n  chỉ số a = đếm()\n  | quận | a |\n  | `toàn bộ` | 5 |\n  | từ đến | 5 |\n",
    );
    let units: Vec<Option<String>> = found
        .thresholds
        .unwrap()
        .rows
        .into_iter()
        .map(|row| row.unit.map(|unit| unit.text))
        .collect();
    assert_eq!(units, [Some("toàn bộ".to_owned()), Some("từ đến".to_owned())]);
}

/// The formula of an indicator: aggregates as `[Kind value | filter]`.
fn formula(text: &str) -> String {
    let found = targets(&format!("chỉ tiêu C trên Tổ, toàn bộ\n  chỉ số a = {text}\n"));
    found.indicators.first().map(|indicator| shape(&indicator.formula)).unwrap()
}

fn shape(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Aggregate { kind, value, filter, window: None } => {
            let part = |part: &Option<Box<Expr>>| part.as_deref().map_or("-".to_owned(), shape);
            format!("[{kind:?} {} | {}]", part(value), part(filter))
        }
        ExprKind::Call { name, arguments } => {
            format!("{}({})", name.text, arguments.iter().map(shape).collect::<Vec<_>>().join("; "))
        }
        ExprKind::Name(name) => name.text.clone(),
        ExprKind::Number(number) => number.digits.to_string(),
        ExprKind::Of(inner, owner) => format!("{{{} of {}}}", shape(inner), owner.text),
        ExprKind::Compare(op, a, b) => format!("{} {} {}", shape(a), op.sign(), shape(b)),
        ExprKind::Arith(op, a, b) => format!("({} {} {})", shape(a), op.sign(), shape(b)),
        other => format!("{other:?}"),
    }
}

#[test]
fn aggregates_take_a_value_a_filter_both_or_none() {
    assert_eq!(formula("đếm()"), "[Count - | -]");
    assert_eq!(formula("đếm(khi nợ > 0)"), "[Count - | nợ > 0]");
    assert_eq!(formula("đếm(Khoản vay)"), "[Count Khoản vay | -]");
    assert_eq!(formula("đếm(Khoản vay khi nợ quá hạn > 0)"), "[Count Khoản vay | nợ quá hạn > 0]");
    assert_eq!(formula("tổng(nợ)"), "[Sum nợ | -]");
    assert_eq!(formula("tổng(nợ khi nợ > 5)"), "[Sum nợ | nợ > 5]");
    assert_eq!(
        formula("tổng(nợ quá hạn của Khoản vay khi nợ quá hạn > 0)"),
        "[Sum {nợ quá hạn of Khoản vay} | nợ quá hạn > 0]"
    );
    assert_eq!(formula("Tỷ trọng(khi nợ = 0) × 2"), "([Share - | nợ = 0] × 2)");
    assert_eq!(formula("trung bình(nợ + 1)"), "[Average (nợ + 1) | -]");
    assert_eq!(formula("sum(nợ when nợ > 0) / count()"), "([Sum nợ | nợ > 0] / [Count - | -])");
}

#[test]
fn the_greatest_of_one_is_over_records_and_of_several_a_function() {
    assert_eq!(formula("lớn nhất(nợ)"), "[Max nợ | -]");
    assert_eq!(formula("nhỏ nhất(nợ khi nợ > 0)"), "[Min nợ | nợ > 0]");
    assert_eq!(formula("lớn nhất(nợ; 5)"), "lớn nhất(nợ; 5)");
    assert_eq!(formula("min(max(nợ); max(1; 2); 3)"), "min([Max nợ | -]; max(1; 2); 3)");
}

#[test]
fn words_of_aggregates_are_ordinary_without_a_bracket() {
    assert_eq!(formula("tổng nợ + tổng điểm"), "(tổng nợ + tổng điểm)");
    assert_eq!(formula("tổng (nợ) - tổng phiên"), "([Sum nợ | -] - tổng phiên)");
}

/// Code and line, counted from the head of the targets, of each finding.
fn findings(lines: &str) -> Vec<(&'static str, usize)> {
    let before = HEAD.lines().count();
    let (_, diagnostics, sources) =
        parse_all(&format!("{HEAD}chỉ tiêu C \"c\" trên Tổ theo quận\n{lines}"), Lang::Vi);
    let line = |found: &Diagnostic| {
        let span = found.span().unwrap();
        sources[span.source].line_column(span.start).line - before
    };
    diagnostics.iter().map(|found| (found.code, line(found))).collect()
}

#[test]
fn one_mistake_in_targets_is_told_once() {
    let good = "  chỉ số b = đếm()\n    yêu cầu 0\n";
    let of = |lines: &str| findings(&format!("{lines}{good}"));
    assert_eq!(of(""), []);
    assert_eq!(of("  chỉ số = đếm()\n    yêu cầu 0\n    căn cứ KH\n"), [("E001", 2)]);
    assert_eq!(of("  chỉ số a đếm()\n    yêu cầu 0\n"), [("E001", 2)]);
    assert_eq!(of("  chi so a = đếm()\n    yêu cầu 0\n"), [("E017", 2)]);
    assert_eq!(of("  chỉ số a = tổng(nợ; nợ)\n    yêu cầu 0\n"), [("E001", 2)]);
    assert_eq!(of("  chỉ số a = tuổi(nợ khi nợ > 0)\n    yêu cầu 0\n"), [("E001", 2)]);
    assert_eq!(of("  chỉ số a = lớn nhất(nợ; nợ khi nợ > 0)\n    yêu cầu 0\n"), [("E001", 2)]);
    assert_eq!(of("  chỉ số a = đếm()\n    yêu cầu nợ > 0\n    yêu cầu 0\n"), [("E002", 3)]);
    assert_eq!(of("  chỉ số a = đếm()\n    yêu cầu 0\n    yêu cầu 1\n"), [("E025", 4)]);
    assert_eq!(of("  yêu cầu 0\n"), [("E016", 2)]);
    assert_eq!(of("  mức x, y\n  mức z\n"), [("E025", 3)]);
    assert_eq!(of("  từ chối nếu nợ > 0: \"x\"\n"), [("E016", 2)]);
    assert_eq!(of("  | quận | a |\n  | x | 5 | 6 |\n"), [("E020", 3)]);
    assert_eq!(of("  | quận | a + b |\n  | x | 5 |\n"), [("E001", 2)]);
    assert_eq!(of("  | quận | |\n  | x | 5 |\n"), [("E001", 2)]);
    assert_eq!(of("  | quận | a |\n  | | 5 |\n"), [("E001", 3)]);
    assert_eq!(of("  | quận | a |\n  | x | 5, 6 |\n"), [("E001", 3)]);
    assert_eq!(
        of("  | quận | a |\n  | x | 5 |\n  mức x, y\n  | quận | a |\n  | x | 5 |\n"),
        [("E025", 5)]
    );
}

#[test]
fn lines_of_targets_without_their_head_are_not_blamed() {
    let lines = "  chỉ số a = đếm()\n    yêu cầu 0\n  mức x, y\n  | quận | a |\n  | x | 5 |\n";
    let count = |head: &str| parse_all(&format!("{HEAD}{head}\n{lines}"), Lang::Vi).1.len();
    assert_eq!(count("chỉ tiêu C \"c\" Tổ theo quận"), 1);
    assert_eq!(count("chi tieu C \"c\" trên Tổ theo quận"), 1);
    assert_eq!(count("chỉ tiêu C \"c\" trên Tổ theo quận, toàn thể"), 1);
}

#[test]
fn indicators_that_lost_a_line_are_known_to_have() {
    let text = "chỉ tiêu C \"c\" trên Tổ theo quận\n  chỉ số a = đếm()\n    yêu cầu >\n  chỉ số b = đếm(\n  chỉ số c = đếm()\n    yêu cầu 0\n";
    let (file, _, _) = parse_all(&format!("{HEAD}{text}"), Lang::Vi);
    let mut invalid: Vec<&str> = file.invalid.iter().map(|name| name.text.as_str()).collect();
    invalid.sort_unstable();
    assert_eq!(invalid, ["a", "b"]);
}
