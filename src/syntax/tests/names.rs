//! How a run of words divides into names, keywords and values.

use super::*;
use ast::*;

const FIELDS: &str = "\
danh mục Loại: Tốt, Khá
bản ghi Tổ \"T\"
  trường nợ: tiền
  trường hạn: ngày
  trường nợ đến hạn: tiền
  trường số tiền được duyệt: tiền
  trường không quá hạn: có không
  trường điểm của tổ: điểm
  trường months: số
  trường chương trình 135: có không
tham số mức vay: tiền
  từ 01/01/2020 là 5
bảng điểm A cho Tổ \"a\"
  tiêu chí 2 \"c\", tối đa 1 điểm
bảng điểm Chấm cho vay cho Tổ \"a\"
";

/// The formula `text`, as the tree shows it without places.
fn formula(text: &str) -> String {
    let text = format!("{FIELDS}bản ghi B \"b\"\n  tính x = {text}\n");
    let (file, diagnostics, _) = parse_all(&text, Lang::Vi);
    assert!(
        diagnostics.iter().all(|found| found.severity == crate::diag::Severity::Warning),
        "{diagnostics:?}"
    );
    match file.items.last().map(|item| &item.kind) {
        Some(ItemKind::Record { members, .. }) => {
            match members.first().map(|member| &member.kind) {
                Some(MemberKind::Derive { formula, .. }) => shape(formula),
                other => panic!("{other:?}"),
            }
        }
        other => panic!("{other:?}"),
    }
}

/// A formula with every operation in square brackets and every name in quotes.
pub(super) fn shape(expr: &Expr) -> String {
    let list = |exprs: &[Expr]| exprs.iter().map(shape).collect::<Vec<_>>().join(", ");
    match &expr.kind {
        ExprKind::Number(number) => {
            format!("{}{:?}{:?}", number.digits, number.magnitude, number.unit)
                .replace("None", "")
                .replace("Some", "")
        }
        ExprKind::Text(text) => format!("“{text}”"),
        ExprKind::Date(date) => format!("{date:?}"),
        ExprKind::PeriodDay(day) => format!("day {}/{}", day.day, day.month),
        ExprKind::CountPeriods(_, condition) => format!("periods({})", shape(condition)),
        ExprKind::Every(inner) => format!("[every {}]", shape(inner)),
        ExprKind::YesNo(yes) => yes.to_string(),
        ExprKind::Missing => "missing".to_owned(),
        ExprKind::Name(name) => format!("'{}'", name.text),
        ExprKind::CriterionPoints(label) => format!("criterion({})", label.text),
        ExprKind::Negate(inner) => format!("[-{}]", shape(inner)),
        ExprKind::Arith(op, a, b) => format!("[{} {} {}]", shape(a), op.sign(), shape(b)),
        ExprKind::Compare(op, a, b) => format!("[{} {} {}]", shape(a), op.sign(), shape(b)),
        ExprKind::Is { subject, negated, values } => {
            format!(
                "[{} is{} {}]",
                shape(subject),
                if *negated { "-not" } else { "" },
                list(values)
            )
        }
        ExprKind::Within(subject, test) => format!("[{} within {}]", shape(subject), range(test)),
        ExprKind::Aggregate { kind, value, window, filter } => {
            let part = |part: &Option<Box<Expr>>| part.as_deref().map_or(String::new(), shape);
            let window = window
                .as_deref()
                .map_or(String::new(), |window| format!("in the last {} ", shape(window)));
            format!("[{kind:?} {} {window}when {}]", part(value), part(filter))
        }
        ExprKind::Not(inner) => format!("[not {}]", shape(inner)),
        ExprKind::And(all) => format!("[and {}]", list(all)),
        ExprKind::Or(all) => format!("[or {}]", list(all)),
        ExprKind::Call { name, arguments } => format!("{}({})", name.text, list(arguments)),
        ExprKind::Guarded { value, cases } => {
            let cases: Vec<String> = cases
                .iter()
                .map(|(condition, value)| format!("{} -> {}", shape(condition), shape(value)))
                .collect();
            format!("[{} unless {}]", shape(value), cases.join(", "))
        }
        ExprKind::Of(inner, name) => format!("[{} of '{}']", shape(inner), name.text),
        ExprKind::At(inner, day) => format!("[{} at {}]", shape(inner), shape(day)),
        ExprKind::Group(inner) => format!("({})", shape(inner)),
    }
}

fn range(test: &Test) -> String {
    match &test.kind {
        TestKind::Range { low, high } => {
            let bound = |bound: &Option<Bound>| {
                bound.as_ref().map_or("..".to_owned(), |b| {
                    format!("{}{}", shape(&b.value), if b.inclusive { "=" } else { "" })
                })
            };
            format!("{}–{}", bound(low), bound(high))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn a_declared_name_wins_by_longest_match() {
    assert_eq!(formula("nợ đến hạn > 0"), "['nợ đến hạn' > 0]");
    assert_eq!(formula("Nợ  ĐẾN hạn + nợ"), "['Nợ ĐẾN hạn' + 'nợ']");
    assert_eq!(formula("số tiền được duyệt"), "'số tiền được duyệt'");
    assert_eq!(formula("hạn đến hạn"), "['hạn' within ..–'hạn'=]");
    assert_eq!(formula("`nợ` đến hạn"), "['nợ' within ..–'hạn'=]");
}

#[test]
fn two_names_never_stand_side_by_side() {
    assert_eq!(formula("nợ đến hạn khác / 2"), "['nợ đến hạn khác' / 2]");
    assert_eq!(formula("nợ hạn"), "'nợ hạn'");
    assert_eq!(formula("chưa biết"), "'chưa biết'");
}

#[test]
fn of_and_at_divide_only_where_no_known_name_covers_them() {
    assert_eq!(formula("điểm của tổ"), "'điểm của tổ'");
    assert_eq!(formula("tổng điểm của A"), "['tổng điểm' of 'A']");
    assert_eq!(formula("tổng điểm của Chấm cho vay"), "['tổng điểm' of 'Chấm cho vay']");
    assert_eq!(formula("gì đó của ai đó của A"), "['gì đó của ai đó' of 'A']");
    assert_eq!(formula("mức vay tại hạn"), "['mức vay' at 'hạn']");
    assert_eq!(formula("mức vay tại 18/01/2023 + 1"), "[['mức vay' at Date(2023-01-18)] + 1]");
    assert_eq!(formula("tiêu chí 2 của A"), "[criterion(2) of 'A']");
}

#[test]
fn yes_no_and_missing_are_values_only_as_the_whole_name() {
    assert_eq!(formula("không quá hạn là không"), "['không quá hạn' is false]");
    assert_eq!(formula("nợ là thiếu"), "['nợ' is missing]");
    assert_eq!(formula("có nợ"), "'có nợ'");
    assert_eq!(formula("không phải không quá hạn là có"), "[not ['không quá hạn' is true]]");
    assert_eq!(formula("nợ không phải là một trong 1, 2"), "['nợ' is-not 1, 2]");
}

#[test]
fn words_for_units_functions_and_types_are_ordinary_words_elsewhere() {
    assert_eq!(formula("months × 3 tháng"), "['months' × 3(Months)]");
    assert_eq!(formula("50 triệu đồng + 1.234,5 nghìn"), "[50(Million)(Dong) + 1234.5(Thousand)]");
    assert_eq!(formula("12 months"), "12(Months)");
    assert_eq!(formula("năm(hạn)"), "năm('hạn')");
    assert_eq!(formula("năm"), "'năm'");
    assert_eq!(formula("làm tròn lên(nợ / 3; 2)"), "làm tròn lên(['nợ' / 3], 2)");
    assert_eq!(formula("chương trình 135 là có"), "['chương trình 135' is true]");
}

#[test]
fn operators_bind_as_the_reference_says() {
    assert_eq!(formula("1 + 2 × -3 - 4 / 5"), "[[1 + [2 × [-3]]] - [4 / 5]]");
    assert_eq!(
        formula("không phải nợ = 1 và nợ > 2 hoặc nợ < 3"),
        "[or [and [not ['nợ' = 1]], ['nợ' > 2]], ['nợ' < 3]]"
    );
    assert_eq!(
        formula("nợ từ 1 + 1 đến dưới 5 và nợ trên 2"),
        "[and ['nợ' within [1 + 1]=–5], ['nợ' within 2–..]]"
    );
    assert_eq!(
        formula("nợ / 2, nếu nợ = 0 thì 0%, nếu nợ < 0 thì 1"),
        "[['nợ' / 2] unless ['nợ' = 0] -> 0(Percent), ['nợ' < 0] -> 1]"
    );
    assert_eq!(formula("nợ / 2, or 0% if nợ = 0"), "[['nợ' / 2] unless ['nợ' = 0] -> 0(Percent)]");
    assert_eq!(formula("5/6"), "[5 / 6]");
    assert_eq!(formula("2 -1"), "[2 - 1]");
}

#[test]
fn a_line_goes_on_where_it_cannot_end() {
    assert_eq!(formula("nợ +\n 1"), "['nợ' + 1]");
    assert_eq!(formula("nợ\n\n # lời ghi\n × 2"), "['nợ' × 2]");
    assert_eq!(formula("nợ = 1\n và nợ = 2"), "[and ['nợ' = 1], ['nợ' = 2]]");
    assert_eq!(formula("lớn nhất(nợ;\n nợ đến hạn\n)"), "lớn nhất('nợ', 'nợ đến hạn')");
    assert_eq!(formula("nợ là\n một trong 1,\n 2"), "['nợ' is 1, 2]");
}

#[test]
fn names_that_also_read_as_expressions_are_warned_of() {
    let (_, diagnostics, _) = parse_all(FIELDS, Lang::Vi);
    let codes: Vec<&str> = diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["W001"], "nợ đến hạn, where nợ and hạn are names too");
}

#[test]
fn the_last_for_divides_a_head() {
    let file = good("bảng điểm Chấm cho vay cho Tổ \"x\"\n");
    let Some(ItemKind::Scorecard(card)) = file.items.first().map(|item| &item.kind) else {
        panic!("a scorecard")
    };
    assert_eq!((card.name.text.as_str(), card.record.text.as_str()), ("Chấm cho vay", "Tổ"));
}

#[test]
fn the_last_is_of_a_grading_row_gives_the_grade() {
    let text = "bảng điểm A cho Tổ \"x\"\n  xếp loại L theo tổng điểm\n    nợ là thiếu là Tốt\n    từ 5 điểm và quận là một trong X, Y là Khá\n";
    let file = good(text);
    let Some(ItemKind::Scorecard(Scorecard { grading: Some(grading), .. })) =
        file.items.first().map(|item| &item.kind)
    else {
        panic!("a grading")
    };
    let rows: Vec<String> = grading.rows.iter().map(|row| shape(&row.gives)).collect();
    assert_eq!(rows, ["'Tốt'", "'Khá'"]);
    match &grading.rows[1].when {
        When::Test(_, Some(further)) => assert_eq!(shape(further), "['quận' is 'X', 'Y']"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_row_may_start_with_the_word_of_another_statement() {
    let text = "\
bản ghi Tổ \"x\"
  trường xếp loại ngân hàng: chữ
  trường tính năng: số
bảng điểm A cho Tổ \"x\"
  tiêu chí 1 \"a\", tối đa 1 điểm
    trường hợp đặc biệt được 1 điểm
    xếp loại ngân hàng là \"A\" được 1 điểm
    tính năng > 5 được 1 điểm
  xếp loại L
    tiêu chí 1 = 1 là Tốt
";
    let file = good(text);
    let Some(ItemKind::Scorecard(card)) = file.items.last().map(|item| &item.kind) else {
        panic!("a scorecard")
    };
    let CriterionRows::Lines(rows) = &card.criteria[0].rows else { panic!("rows") };
    assert_eq!(rows.len(), 3);
    assert_eq!(card.grading.as_ref().map(|grading| grading.rows.len()), Some(1));
}

#[test]
fn what_an_example_expects_has_forms_of_its_own() {
    let text = "\
ví dụ \"x\" cho A
  cho nợ = 5, quận là Hải Châu
  thì xếp loại là chưa xác định và tổng điểm từ 80 đến 90
  thì tiêu chí 2 = 25 và kết luận là từ chối và lý do có \"Còn nợ\" và xếp loại không phải là Yếu
";
    let file = good(text);
    let Some(ItemKind::Example { given, expected, .. }) = file.items.first().map(|item| &item.kind)
    else {
        panic!("an example")
    };
    assert_eq!(given.len(), 2);
    let kinds: Vec<&ExpectationKind> = expected.iter().map(|one| &one.kind).collect();
    assert!(matches!(
        kinds.as_slice(),
        [
            ExpectationKind::Grade(None),
            ExpectationKind::Total(_),
            ExpectationKind::Criterion(_, _),
            ExpectationKind::Verdict(_),
            ExpectationKind::Reason(_),
            ExpectationKind::Condition(_)
        ]
    ));
}

#[test]
fn the_language_of_a_file_is_read_from_its_first_line() {
    let lang = |text: &str| language_of(&Source::new("a", text));
    assert_eq!(lang("# lời ghi\n\nlanguage: en\n"), Some(Lang::En));
    assert_eq!(lang("Ngôn ngữ: vi"), Some(Lang::Vi));
    assert_eq!(lang("bản ghi Tổ \"x\"\nngôn ngữ: vi"), None);
}

#[test]
fn a_long_list_of_values_ends_at_the_next_statement() {
    let text = "danh mục Xã\n  Trường Sa\n  Bảng B\ndanh mục Loại có thứ tự\n  Tốt\nbản ghi Tổ\n  trường a: số\nbảng điểm A cho Tổ, thang 5 điểm\n";
    let values: Vec<usize> = good(text)
        .items
        .iter()
        .map(|item| match &item.kind {
            ItemKind::Category { entries, .. } => entries.len(),
            ItemKind::Record { members, .. } => members.len(),
            _ => 0,
        })
        .collect();
    assert_eq!(values, [2, 1, 1, 0]);
}

#[test]
fn the_word_for_every_row_stands_before_a_record_type_in_an_aggregate_alone() {
    assert_eq!(formula("đếm(mọi Tổ khi nợ > 0)"), "[Count [every 'Tổ'] when ['nợ' > 0]]");
    assert_eq!(formula("tổng(nợ của mọi Tổ)"), "[Sum [every ['nợ' of 'Tổ']] when ]");
    assert_eq!(formula("tổng(nợ của Mọi Tổ)"), "[Sum [every ['nợ' of 'Tổ']] when ]");
    assert_eq!(formula("count(every Tổ)"), "[Count [every 'Tổ'] when ]");
    assert_eq!(formula("mọi Tổ"), "'mọi Tổ'");
    assert_eq!(formula("đếm(mọi nợ)"), "[Count 'mọi nợ' when ]");
}

#[test]
fn the_last_months_stand_behind_a_record_type_in_an_aggregate_alone() {
    let months = "[Count 'Tổ' in the last 12(Months) when ['nợ' > 0]]";
    assert_eq!(formula("đếm(Tổ trong 12 tháng khi nợ > 0)"), months);
    assert_eq!(formula("count(Tổ in the last 12 months when nợ > 0)"), months);
    let days = "[Max ['hạn' of 'Tổ'] in the last 30(Days) when ]";
    assert_eq!(formula("lớn nhất(hạn của Tổ trong 30 ngày)"), days);
    assert_eq!(formula("nợ trong"), "'nợ trong'");
}

#[test]
fn a_day_and_month_behind_the_word_for_a_day_is_a_day_of_the_period() {
    assert_eq!(formula("hạn > ngày 10/6"), "['hạn' > day 10/6]");
    assert_eq!(formula("hạn > Ngày 10/06"), "['hạn' > day 10/6]");
    assert_eq!(formula("hạn > day 10/6"), "['hạn' > day 10/6]");
    assert_eq!(formula("10/6"), "[10 / 6]");
    assert_eq!(formula("hạn + 10 ngày"), "['hạn' + 10(Days)]");
}
