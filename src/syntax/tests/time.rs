//! Periods and deadlines: how they are read, told of, and written back in either keyword language.

use super::names::shape;
use super::*;
use crate::choices::ClauseKind;
use crate::keywords::Keywords;
use ast::*;

const HEAD: &str = "\
bản ghi Đơn vị
  trường mã đơn vị: chữ, khóa
  trường ngày kiểm tra: ngày
  trường ngày giải ngân: ngày
  trường hạn nộp: ngày
  trường thời hạn vay: thời hạn
  trường kỳ hạn: thời hạn
  trường ngày hạn cuối: ngày
  trường day of payment: ngày
  trường hạn: ngày
  trường trước: có không
  trường số tháng: số
  trường sau khi vay: có không
bản ghi Việc đã làm thuộc Đơn vị theo mã đơn vị
  trường mã đơn vị: chữ
  trường giao ban: có không
";

/// The clauses of a check.
fn clauses(lines: &str) -> Vec<Clause> {
    let file = good(&format!("{HEAD}kiểm tra K cho Đơn vị\n{lines}"));
    match file.items.into_iter().last().map(|item| item.kind) {
        Some(ItemKind::Eligibility { clauses, .. }) => clauses,
        other => panic!("{other:?}"),
    }
}

/// A clause on one line with what it asks and its time.
fn clause(line: &str) -> String {
    let found = clauses(&format!("  {line}\n    nếu không: \"x\"\n"));
    assert_eq!(found.len(), 1);
    let asked = shape(&found[0].condition);
    match &found[0].timing {
        None => asked,
        Some(Timing::Each(each)) => format!("{}: {asked}", periods(each)),
        Some(Timing::Due(deadline)) => format!("{asked}: {}", last_day(deadline)),
    }
}

fn periods(each: &EachPeriod) -> String {
    let between = each.between.as_ref();
    let between =
        between.map_or(String::new(), |(from, to)| format!(" {}–{}", shape(from), shape(to)));
    let after = each.after.as_ref().map_or(String::new(), |after| format!(" +{}", shape(after)));
    format!("each {}{between}{after}", length(&each.length))
}

fn length(length: &PeriodLength) -> String {
    match length {
        PeriodLength::Month => "month".to_owned(),
        PeriodLength::Quarter => "quarter".to_owned(),
        PeriodLength::Year => "year".to_owned(),
        PeriodLength::Count(count) => shape(count),
    }
}

fn last_day(deadline: &Deadline) -> String {
    match &deadline.kind {
        DeadlineKind::Within { time, from } => format!("{} after {}", shape(time), shape(from)),
        DeadlineKind::Before(day) => format!("before {}", shape(day)),
        DeadlineKind::By(day) => format!("by {}", shape(day)),
        DeadlineKind::InPeriod => "in the period".to_owned(),
    }
}

const COUNTED: &str = "[[Count 'Việc đã làm' when ] ≥ 1]";

#[test]
fn a_requirement_asks_in_each_period() {
    let of = |periods: &str| {
        let read = clause(&format!("yêu cầu {periods}: đếm(Việc đã làm) ≥ 1"));
        read.strip_suffix(&format!(": {COUNTED}")).map(str::to_owned).unwrap()
    };
    assert_eq!(of("mỗi tháng"), "each month");
    assert_eq!(of("mỗi quý"), "each quarter");
    assert_eq!(of("mỗi năm"), "each year");
    assert_eq!(of("mỗi 6 tháng"), "each 6(Months)");
    assert_eq!(
        of("mỗi tháng từ ngày giải ngân đến ngày hạn cuối"),
        "each month 'ngày giải ngân'–'ngày hạn cuối'"
    );
    assert_eq!(of("mỗi quý, sau 5 ngày"), "each quarter +5(Days)");
    assert_eq!(
        of("mỗi tháng từ hạn + 1 ngày đến hạn nộp, sau 5 ngày"),
        "each month ['hạn' + 1(Days)]–'hạn nộp' +5(Days)"
    );
    let english =
        clause("require each month from hạn to hạn nộp, after 5 days: count(Việc đã làm) ≥ 1");
    assert_eq!(english, format!("each month 'hạn'–'hạn nộp' +5(Days): {COUNTED}"));
    assert_eq!(
        clause("require each 6 months: count(Việc đã làm) ≥ 1"),
        format!("each 6(Months): {COUNTED}")
    );
}

#[test]
fn what_each_period_asks_runs_to_the_end_of_the_line() {
    assert_eq!(
        clause("yêu cầu mỗi tháng: trước là có và số tháng là một trong 1, 2, 3"),
        "each month: [and ['trước' is true], ['số tháng' is 1, 2, 3]]"
    );
    let inline = good(&format!(
        "{HEAD}kiểm tra K cho Đơn vị\n  yêu cầu mỗi tháng: số tháng = 1 nếu không: \"x\"\n"
    ));
    let Some(ItemKind::Eligibility { clauses, .. }) = inline.items.last().map(|item| &item.kind)
    else {
        panic!("a check")
    };
    assert!(matches!(clauses[0].timing, Some(Timing::Each(_))));
    assert_eq!(clauses[0].reason.as_ref().map(|reason| reason.text.as_str()), Some("x"));
}

#[test]
fn a_deadline_says_what_is_to_be_done_and_by_when() {
    assert_eq!(
        clause("hạn ngày kiểm tra: trong 30 ngày từ ngày giải ngân"),
        "'ngày kiểm tra': 30(Days) after 'ngày giải ngân'"
    );
    assert_eq!(clause("hạn hạn nộp: trước ngày 10/6"), "'hạn nộp': before day 10/6");
    assert_eq!(clause("hạn hạn: chậm nhất ngày hạn cuối"), "'hạn': by 'ngày hạn cuối'");
    assert_eq!(
        clause("hạn đếm(Việc đã làm khi giao ban là có) ≥ 1: trong kỳ"),
        "[[Count 'Việc đã làm' when ['giao ban' is true]] ≥ 1]: in the period"
    );
    assert_eq!(
        clause("due hạn: within 30 days of day of payment"),
        "'hạn': 30(Days) after 'day of payment'"
    );
    assert_eq!(clause("due hạn: before day 10/6"), "'hạn': before day 10/6");
    assert_eq!(clause("due hạn: by cuối kỳ - 5 days"), "'hạn': by ['cuối kỳ' - 5(Days)]");
    assert_eq!(clause("due hạn: within the period"), "'hạn': in the period");
}

#[test]
fn times_and_days_are_sums_of_whatever_names() {
    assert_eq!(
        clause("hạn hạn nộp: trong thời hạn vay + 30 ngày từ ngày giải ngân + 1 ngày"),
        "'hạn nộp': ['thời hạn vay' + 30(Days)] after ['ngày giải ngân' + 1(Days)]"
    );
    assert_eq!(
        clause("hạn hạn: trong kỳ hạn từ ngày giải ngân"),
        "'hạn': 'kỳ hạn' after 'ngày giải ngân'"
    );
    assert_eq!(
        clause("hạn hạn: trong thời hạn vay của Đơn vị từ hạn của Đơn vị"),
        "'hạn': ['thời hạn vay' of 'Đơn vị'] after ['hạn' of 'Đơn vị']"
    );
    assert_eq!(
        clause("due hạn: within thời hạn vay of Đơn vị of hạn nộp"),
        "'hạn': ['thời hạn vay' of 'Đơn vị'] after 'hạn nộp'"
    );
    assert_eq!(
        clause("due hạn: within 30 days from hạn of Đơn vị"),
        "'hạn': 30(Days) after ['hạn' of 'Đơn vị']"
    );
    assert_eq!(
        clause("due hạn: within 30 days of (hạn of Đơn vị)"),
        "'hạn': 30(Days) after (['hạn' of 'Đơn vị'])"
    );
}

#[test]
fn further_spellings_of_deadlines_are_read() {
    let within = "'hạn': 30(Days) after 'ngày giải ngân'";
    assert_eq!(clause("hạn hạn: trong vòng 30 ngày kể từ ngày giải ngân"), within);
    assert_eq!(clause("hạn hạn: chậm nhất là ngày 10/6"), "'hạn': by day 10/6");
    assert_eq!(clause("hạn hạn: chậm nhất vào ngày 10/6"), "'hạn': by day 10/6");
    assert_eq!(clause("due hạn: no later than day 10/6"), "'hạn': by day 10/6");
}

#[test]
fn the_words_of_time_stay_names_elsewhere() {
    assert_eq!(
        clause("yêu cầu trước là có và sau khi vay là có và hạn ≥ hạn nộp và số tháng từ 1 đến 5"),
        "[and ['trước' is true], ['sau khi vay' is true], ['hạn' ≥ 'hạn nộp'], \
         ['số tháng' within 1=–5=]]"
    );
    let text = format!(
        "{HEAD}ví dụ \"x\" cho K\n  cho trước = có,\n      hạn = 18/01/2023, hạn nộp là 18/01/2023\n"
    );
    let file = good(&text);
    let Some(ItemKind::Example { given, .. }) = file.items.last().map(|item| &item.kind) else {
        panic!("an example")
    };
    assert_eq!(given.len(), 3);
    let card = "bảng điểm B cho Đơn vị\n  tiêu chí 1 \"a\", tối đa 1 điểm\n    hạn ≥ 18/01/2023 được 1 điểm\n    hạn nộp là thiếu được 0 điểm\n";
    let file = good(&format!("{HEAD}{card}"));
    let Some(ItemKind::Scorecard(card)) = file.items.last().map(|item| &item.kind) else {
        panic!("a scorecard")
    };
    let CriterionRows::Lines(rows) = &card.criteria[0].rows else { panic!("rows") };
    assert_eq!(rows.len(), 2);
}

#[test]
fn reasons_belong_to_the_deadline_above() {
    let found = clauses(
        "\
  hạn hạn: trước ngày 10/6
    nếu không: \"chưa\"
    nếu chậm: \"chậm\"
    căn cứ KH
  hạn hạn: trong kỳ nếu không: \"chưa\" nếu chậm: \"chậm\"
  due hạn: before day 10/6 if late: \"chậm\" else: \"chưa\"
  hạn hạn: trong kỳ
    nếu chậm: \"chậm\"
    nếu không: \"chưa\"
",
    );
    assert_eq!(found.len(), 4);
    for clause in &found {
        assert_eq!(clause.kind, ClauseKind::Due);
        let words = [&clause.reason, &clause.late].map(|text| text.as_ref().unwrap().text.clone());
        assert_eq!(words, ["chưa", "chậm"]);
    }
    assert_eq!(found[0].notes.len(), 1);
}

/// Code, line within the check, and Vietnamese headline of each finding.
fn findings(lines: &str) -> Vec<(&'static str, usize, String)> {
    let before = HEAD.lines().count() + 1;
    let text = format!("{HEAD}kiểm tra K cho Đơn vị\n{lines}");
    let (_, diagnostics, sources) = parse_all(&text, Lang::Vi);
    let told = |found: &Diagnostic| {
        let span = found.span().unwrap();
        let line = sources[span.source].line_column(span.start).line;
        (found.code, line - before, found.headline.vi.clone())
    };
    diagnostics.iter().map(told).collect()
}

#[test]
fn one_mistake_about_time_is_told_once() {
    let of =
        |lines: &str| findings(&format!("{lines}  yêu cầu hạn ≥ hạn nộp\n    nếu không: \"x\"\n"));
    let reason = "    nếu không: \"x\"\n";
    let told = |code: &'static str, line: usize, words: &str| vec![(code, line, words.to_owned())];
    assert_eq!(
        of("  hạn hạn: trong kỳ\n"),
        told("E024", 1, "“hạn” này thiếu dòng “nếu không: \"…\"”")
    );
    assert_eq!(
        of(&format!("  hạn hạn: trong kỳ\n{reason}{reason}")),
        told("E025", 3, "“hạn” này đã có “nếu không”")
    );
    assert_eq!(
        of(&format!("  hạn hạn: trong kỳ\n{reason}    nếu chậm: \"x\"\n    nếu chậm: \"x\"\n")),
        told("E025", 4, "“hạn” này đã có “nếu chậm”")
    );
    assert_eq!(
        of(&format!("  yêu cầu hạn ≥ hạn nộp\n{reason}    nếu chậm: \"x\"\n")),
        told("E016", 3, "dòng “nếu chậm” không thể đứng ở đây")
    );
    assert_eq!(
        of(&format!("  hạn hạn: trong từ hạn nộp\n{reason}    nếu chậm: \"x\"\n")),
        told("E001", 1, "sau “trong” cần một khoảng thời gian, ví dụ “30 ngày”")
    );
    assert_eq!(
        of(&format!("  hạn hạn: trong 30 ngày\n{reason}")),
        told("E001", 1, "sau “30 ngày” cần “từ”")
    );
    assert_eq!(
        of(&format!("  hạn hạn: sớm\n{reason}")),
        told(
            "E001",
            1,
            "sau “:” cần một thời hạn: “trong … từ …”, “trước …”, “chậm nhất …” hoặc “trong kỳ”"
        )
    );
    assert_eq!(
        of(&format!("  yêu cầu mỗi tuần: hạn ≥ hạn nộp\n{reason}")),
        told("E001", 1, "sau “mỗi” cần “tháng”, “quý”, “năm” hoặc số tháng, ví dụ “6 tháng”")
    );
    assert_eq!(
        of("  hạn hạn: trong kỳ\n    nếu không: x\n    nếu chậm: \"x\"\n"),
        told("E001", 2, "sau “:” cần một đoạn chữ trong dấu \"…\"")
    );
}

/// Formats a file, with keywords of a language.
fn formatted(text: &str, keywords: Option<Keywords>) -> String {
    let mut sources = Sources::default();
    let id = sources.push(Source::new("thử.luat", text));
    let mut texts = format::format_pack(&[(id, &sources[id])], Lang::Vi, keywords);
    texts.pop().unwrap().map_err(|found| render::text(&found, &sources, Lang::Vi, false)).unwrap()
}

const VI: &str = "\
kiểm tra K cho Đơn vị
  yêu cầu mỗi tháng: đếm(Việc đã làm) ≥ 1
    nếu không: \"x\"
  yêu cầu mỗi 6 tháng từ hạn + 1 ngày đến hạn nộp, sau 5 ngày: đếm(quý khi số tháng = 1) ≥ 1
    nếu không: \"x\"
  yêu cầu đếm(tháng khi số tháng = 1) + đếm(năm khi số tháng = 1) + đếm(6 tháng khi trước là có) > 2
    nếu không: \"x\"
  hạn ngày kiểm tra: trong 30 ngày từ ngày giải ngân
    nếu chậm: \"x\"
    nếu không: \"x\"  # sau
  hạn hạn: trong thời hạn vay của Đơn vị từ hạn của Đơn vị + 1 ngày
    nếu không: \"x\"
  hạn đếm(Việc đã làm) ≥ 1
      và trước là có: trong kỳ
    nếu không: \"x\"
  hạn hạn: trước ngày 10/6
    nếu không: \"x\"
    nếu chậm: \"x\"
  hạn hạn: chậm nhất cuối kỳ
    nếu không: \"x\"
  yêu cầu kết luận của K không phải là không đạt
    nếu không: \"x\"
  yêu cầu kết luận của K là một trong đạt, chưa đến hạn và kết luận của K là không đạt
    nếu không: \"x\"
chỉ tiêu C trên Đơn vị, toàn bộ
  chỉ số a = tỷ trọng()
    yêu cầu mỗi tháng từ 98%
  chỉ số b = đếm()
    yêu cầu mỗi 6 tháng, sau 5 ngày: 0
ví dụ \"y\" cho K
  thì kết luận là chưa đến hạn
";

const EN: &str = "\
check K for Đơn vị
  require each month: count(Việc đã làm) ≥ 1
    else: \"x\"
  require each 6 months from hạn + 1 day up to hạn nộp, after 5 days: count(quarters when số tháng = 1) ≥ 1
    else: \"x\"
  require count(months when số tháng = 1) + count(years when số tháng = 1) + count(6 months when trước is yes) > 2
    else: \"x\"
  due ngày kiểm tra: within 30 days of ngày giải ngân
    if late: \"x\"
    else: \"x\"  # sau
  due hạn: within thời hạn vay of Đơn vị from hạn of Đơn vị + 1 day
    else: \"x\"
  due count(Việc đã làm) ≥ 1
      and trước is yes: within the period
    else: \"x\"
  due hạn: before day 10/6
    else: \"x\"
    if late: \"x\"
  due hạn: by period end
    else: \"x\"
  require verdict of K is not not met
    else: \"x\"
  require verdict of K is one of met, not due and verdict of K is not met
    else: \"x\"
targets C over Đơn vị, total
  indicator a = share()
    require each month from 98%
  indicator b = count()
    require each 6 months, after 5 days: 0
example \"y\" for K
  expect verdict is not due
";

#[test]
fn times_are_written_back_in_both_keyword_languages() {
    let head = |text: &str| format!("{HEAD}{text}");
    assert_eq!(formatted(&head(VI), None), head(VI));
    let english = formatted(&head(VI), Some(Keywords::En));
    let start = english.find("check K").unwrap();
    assert_eq!(&english[start..], EN);
    assert_eq!(formatted(&english, Some(Keywords::Vi)), head(VI));
    let loose = "kiểm tra K cho Đơn vị\n  hạn hạn: trong vòng 30 ngày kể từ hạn nộp nếu chậm: \"x\" nếu không: \"y\"\n  due hạn: no later than day 10/6\n    else: \"x\"\n";
    let wanted = "kiểm tra K cho Đơn vị\n  hạn hạn: trong 30 ngày từ hạn nộp\n    nếu chậm: \"x\"\n    nếu không: \"y\"\n  hạn hạn: chậm nhất ngày 10/6\n    nếu không: \"x\"\n";
    assert_eq!(formatted(&head(loose), None), head(wanted));
}

/// The condition of a requirement, alone.
fn asked(condition: &str) -> String {
    clause(&format!("yêu cầu {condition}"))
}

#[test]
fn periods_are_counted_where_no_record_type_has_their_name() {
    let of = |text: &str| match &clauses(&format!("  yêu cầu {text} > 0\n    nếu không: \"x\"\n"))
        [0]
    .condition
    .kind
    {
        ExprKind::Compare(_, counted, _) => match &counted.kind {
            ExprKind::CountPeriods(each, condition) => {
                format!("{} when {}", length(each), shape(condition))
            }
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!(of("đếm(tháng khi trước là có)"), "month when ['trước' is true]");
    assert_eq!(of("đếm(quý khi trước là có)"), "quarter when ['trước' is true]");
    assert_eq!(of("đếm(năm khi trước là có)"), "year when ['trước' is true]");
    assert_eq!(of("đếm(6 tháng khi trước là có)"), "6(Months) when ['trước' is true]");
    assert_eq!(of("count(months when trước is yes)"), "month when ['trước' is true]");
    assert_eq!(of("count(month when trước is yes)"), "month when ['trước' is true]");
    let text = format!(
        "{HEAD}bản ghi Tháng\n  trường x: số\nkiểm tra K cho Đơn vị\n  yêu cầu đếm(Tháng khi x > 0) > 0\n    nếu không: \"x\"\n"
    );
    let file = good(&text);
    let Some(ItemKind::Eligibility { clauses, .. }) = file.items.last().map(|item| &item.kind)
    else {
        panic!("a check")
    };
    assert_eq!(shape(&clauses[0].condition), "[[Count 'Tháng' when ['x' > 0]] > 0]");
    assert_eq!(asked("đếm(tháng) > 0"), "[[Count 'tháng' when ] > 0]");
    assert_eq!(asked("tổng(tháng khi x > 0) > 0"), "[[Sum 'tháng' when ['x' > 0]] > 0]");
}

#[test]
fn an_indicator_is_tested_in_each_period() {
    let of = |line: &str| {
        let text =
            format!("{HEAD}chỉ tiêu C trên Đơn vị, toàn bộ\n  chỉ số a = đếm()\n    {line}\n");
        match good(&text).items.pop().map(|item| item.kind) {
            Some(ItemKind::Targets(targets)) => {
                let indicator = &targets.indicators[0];
                let test = indicator.requirement.as_ref().unwrap();
                (indicator.each.as_ref().map(periods), format!("{:?}", test.kind))
            }
            other => panic!("{other:?}"),
        }
    };
    let (each, test) = of("yêu cầu mỗi tháng từ 98%");
    assert_eq!(each.as_deref(), Some("each month"));
    assert!(test.starts_with("Range { low: Some("), "{test}");
    let (each, test) = of("yêu cầu mỗi quý 0");
    assert_eq!(each.as_deref(), Some("each quarter"));
    assert!(test.starts_with("Equals("), "{test}");
    for delayed in ["yêu cầu mỗi tháng, sau 5 ngày: ≥ 5", "require each month, after 5 days ≥ 5"]
    {
        let (each, test) = of(delayed);
        assert_eq!(each.as_deref(), Some("each month +5(Days)"));
        assert!(test.starts_with("Sign("), "{test}");
    }
    assert_eq!(of("yêu cầu mỗi 6 tháng: từ 5").0.as_deref(), Some("each 6(Months)"));
    assert_eq!(of("yêu cầu từ 5").0, None);
}

#[test]
fn the_verdict_of_a_block_is_compared_with_the_words_for_verdicts() {
    assert_eq!(asked("kết luận của K là đạt"), "[['kết luận' of 'K'] is 'đạt']");
    assert_eq!(asked("verdict of K is met"), "[['verdict' of 'K'] is 'met']");
    assert_eq!(asked("verdict of K is not met"), "[['verdict' of 'K'] is 'not met']");
    assert_eq!(
        asked("kết luận của K là chưa đến hạn và hạn ≥ hạn nộp"),
        "[and [['kết luận' of 'K'] is 'chưa đến hạn'], ['hạn' ≥ 'hạn nộp']]"
    );
    assert_eq!(
        asked("kết luận của K là một trong đạt, chưa đến hạn"),
        "[['kết luận' of 'K'] is 'đạt', 'chưa đến hạn']"
    );
    let text = format!(
        "{HEAD}kiểm tra Việc của Hội cho Đơn vị\n  yêu cầu hạn ≥ hạn nộp\n    nếu không: \"x\"\n\
         kiểm tra K cho Đơn vị\n  yêu cầu kết luận của Việc của Hội là đạt\n    nếu không: \"x\"\n"
    );
    let file = good(&text);
    let Some(ItemKind::Eligibility { clauses, .. }) = file.items.last().map(|item| &item.kind)
    else {
        panic!("a check")
    };
    assert_eq!(shape(&clauses[0].condition), "[['kết luận' of 'Việc của Hội'] is 'đạt']");
}

/// What is said of a line in other words, and what it is changed to: the line then stands.
fn mended(line: &str) -> (String, String) {
    let text = format!("{HEAD}kiểm tra K cho Đơn vị\n  {line}\n    nếu không: \"x\"\n");
    let (file, diagnostics, sources) = parse_all(&text, Lang::Vi);
    let told = render::text(&diagnostics, &sources, Lang::Vi, false);
    let [found] = diagnostics.as_slice() else { panic!("{told}") };
    let Some(ItemKind::Eligibility { clauses, .. }) = file.items.last().map(|item| &item.kind)
    else {
        panic!("{told}")
    };
    assert_eq!(clauses.len(), 1, "{told}");
    let fix = found.fix.as_ref().unwrap_or_else(|| panic!("{told}"));
    let (start, end) = (fix.span.start as usize, fix.span.end as usize);
    let changed = format!("{}{}{}", &text[..start], fix.replacement, &text[end..]);
    good(&changed);
    let from = text.find(line).unwrap();
    let line = changed[from..].lines().next().unwrap().to_owned();
    (format!("{}: {}", found.code, found.headline.vi), line)
}

#[test]
fn periods_and_deadlines_in_other_words_are_answered_with_the_right_ones() {
    let changed = |line: &str| mended(line).1;
    let each = "mỗi tháng: hạn ≥ hạn nộp";
    for said in ["hàng tháng", "hằng tháng", "Hàng tháng", "từng tháng", "mỗi một tháng"]
    {
        assert_eq!(changed(&format!("yêu cầu {said}: hạn ≥ hạn nộp")), format!("yêu cầu {each}"));
    }
    assert_eq!(changed("require monthly: hạn ≥ hạn nộp"), "require each month: hạn ≥ hạn nộp");
    assert_eq!(changed("require every year: hạn ≥ hạn nộp"), "require each year: hạn ≥ hạn nộp");
    assert_eq!(changed("yêu cầu mỗi tháng hạn ≥ hạn nộp"), format!("yêu cầu {each}"));
    let within = "hạn hạn: trong 30 ngày từ hạn nộp";
    for said in [
        "hạn hạn trong 30 ngày từ hạn nộp",
        "hạn hạn: 30 ngày từ hạn nộp",
        "hạn hạn: trong 30 ngày sau hạn nộp",
        "hạn hạn: trong 30 ngày tính từ hạn nộp",
        "hạn hạn: trong thời hạn 30 ngày từ hạn nộp",
    ] {
        assert_eq!(changed(said), within);
    }
    assert_eq!(
        changed("due hạn: within 30 days after hạn nộp"),
        "due hạn: within 30 days from hạn nộp"
    );
    let by = "hạn hạn: chậm nhất ngày 10/6";
    for said in ["muộn nhất", "không muộn hơn", "đến hết"] {
        assert_eq!(changed(&format!("hạn hạn: {said} ngày 10/6")), by);
    }
    assert_eq!(changed("due hạn: until day 10/6"), "due hạn: by day 10/6");
    assert_eq!(changed("hạn hạn: trước ngày 10/06/2023"), "hạn hạn: trước 10/06/2023");
    assert_eq!(changed("yêu cầu hạn ≥ ngày 10/06/2023"), "yêu cầu hạn ≥ 10/06/2023");
    assert_eq!(
        mended("hạn hạn trước ngày 10/6").0,
        "E031: giữa việc phải làm và thời hạn của nó cần “:”"
    );
    assert_eq!(
        mended("hạn hạn: trước ngày 10/06/2023").0,
        "E031: trước một ngày có đủ năm không ghi “ngày”"
    );
    assert_eq!(
        mended("yêu cầu hàng tháng: hạn ≥ hạn nộp").0,
        "E031: “hàng tháng” không phải là từ của luật"
    );
}
