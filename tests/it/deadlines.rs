//! Conditions asked in each period, and deadlines: at the day before, of and after each edge, with
//! verdicts worked out by hand from the sentences of the reference.

use crate::given::{day, files_of, rules_of};
use visao::data::DataFile;
use visao::engine::{Dataset, InputFile, Rules};
use visao::load::Memory;
use visao::{Date, Decision, Lang, Num};

const PACK: &str = "[pack]\nname = \"han\"\nmonth_end = \"last-day\"\n\
    effective = { from = 2023-01-01, to = 2023-12-31 }\n";

fn rules(text: &str) -> Rules {
    rules_of(PACK, text)
}

fn read(rules: &Rules, as_of: &str, files: &[(&str, &str)]) -> Dataset {
    rules.query().date(day(as_of)).read_all(&files_of(files), None).unwrap()
}

fn decisions(rules: &Rules, as_of: &str, files: &[(&str, &str)]) -> Vec<Decision> {
    let dataset = read(rules, as_of, files);
    let batch = dataset.batches().find(|batch| !batch.blocks().is_empty()).unwrap();
    batch.decisions(0..batch.records()).collect()
}

/// The verdict of each record in short: `1` met, `0` not met, `-` not due, `?` open, `.` does not
/// apply.
fn short(decisions: &[Decision]) -> String {
    let one = |decision: &Decision| match (decision.status, decision.verdict_code) {
        (visao::Status::Decided, Some(visao::Verdict::Met)) => '1',
        (visao::Status::Decided, Some(visao::Verdict::NotMet)) => '0',
        (visao::Status::Decided, Some(visao::Verdict::NotDue)) => '-',
        (visao::Status::Undetermined, None) => '?',
        (visao::Status::NotApplicable, None) => '.',
        other => panic!("{other:?}"),
    };
    decisions.iter().map(one).collect()
}

const LOANS: &str = "\
bản ghi Khoản vay
  trường mã: chữ, khóa
  trường giải ngân: ngày
  trường kiểm tra: ngày
kiểm tra Sử dụng vốn cho Khoản vay
  hạn kiểm tra: trong 30 ngày từ giải ngân
    nếu không: \"Chưa kiểm tra\"
    nếu chậm: \"Kiểm tra chậm\"
";

/// Paid on 15/01/2023: the last day is 14/02/2023. The second is a day late, the third is never
/// checked, the fourth is checked before it is paid, the fifth has no day of payment, the sixth is
/// paid on 01/03/2023.
const OF_LOANS: &str = "mã;giải ngân;kiểm tra
a;15/01/2023;14/02/2023
b;15/01/2023;15/02/2023
c;15/01/2023;
d;15/01/2023;14/01/2023
e;;14/02/2023
f;01/03/2023;
";

#[test]
fn a_deadline_is_not_due_until_its_last_day_is_over() {
    let rules = rules(LOANS);
    let on = |day| short(&decisions(&rules, day, &[("Khoản vay", OF_LOANS)]));
    assert_eq!(on("14/01/2023"), "----?-");
    assert_eq!(on("13/02/2023"), "----?-");
    assert_eq!(on("14/02/2023"), "1000?-");
    assert_eq!(on("15/02/2023"), "1000?-");
    assert_eq!(on("30/03/2023"), "1000?-");
    assert_eq!(on("31/03/2023"), "1000?0");
}

#[test]
fn late_and_overdue_are_told_with_their_days() {
    let rules = rules(LOANS);
    let told = |day| -> Vec<(String, Option<String>, Option<i64>)> {
        decisions(&rules, day, &[("Khoản vay", OF_LOANS)])
            .iter()
            .map(|decision| {
                let reason = decision.reasons.first();
                let words = reason.map_or("", |reason| &reason.text);
                let time = reason.and_then(|reason| reason.time.clone()).map(|time| time.vi);
                let late = decision.deadlines.first().and_then(|deadline| deadline.days_late);
                (words.to_owned(), time, late)
            })
            .collect()
    };
    let at_end = told("14/02/2023");
    let on_last = Some("hạn 14/02/2023: hết ngày cuối mà chưa xong".to_owned());
    assert_eq!(at_end[2], ("Chưa kiểm tra".to_owned(), on_last, Some(0)));
    let later = told("16/02/2023");
    let late = Some("hạn 14/02/2023, làm ngày 15/02/2023: chậm 1 ngày".to_owned());
    assert_eq!(later[1], ("Kiểm tra chậm".to_owned(), late, Some(1)));
    let overdue = Some("hạn 14/02/2023: quá hạn 2 ngày".to_owned());
    assert_eq!(later[2], ("Chưa kiểm tra".to_owned(), overdue, Some(2)));
    assert_eq!(later[0], (String::new(), None, None));
}

/// A blank is not done; a column that is not there leaves it open, until the loan is paid at all.
#[test]
fn a_column_that_is_not_there_is_no_blank() {
    let rules = rules(LOANS);
    let without = "mã;giải ngân\na;15/01/2023\nf;01/03/2023\n";
    let on = |day| short(&decisions(&rules, day, &[("Khoản vay", without)]));
    assert_eq!(on("13/02/2023"), "?-");
    assert_eq!(on("14/02/2023"), "?-");
    assert_eq!(on("01/03/2023"), "??");
    let decision = &decisions(&rules, "14/02/2023", &[("Khoản vay", without)])[0];
    assert_eq!(decision.missing.iter().map(|name| &**name).collect::<Vec<_>>(), ["kiểm tra"]);
    let given = [
        InputFile { record: None, file: DataFile::bytes("a.csv", without.as_bytes()) },
        InputFile {
            record: None,
            file: DataFile::bytes("b.csv", "mã;giải ngân;kiểm tra\nz;15/01/2023;\n".as_bytes()),
        },
    ];
    let dataset = rules.query().date(day("14/02/2023")).read_all(&given, None).unwrap();
    let batch = dataset.batches().next().unwrap();
    let all: Vec<Decision> = batch.decisions(0..batch.records()).collect();
    assert_eq!(short(&all), "?-0");
}

#[test]
fn days_of_the_period_bound_what_was_done_for_them() {
    let rules = rules(
        "\
bản ghi Đơn vị
  trường mã: chữ, khóa
  trường nộp: ngày
kiểm tra Báo cáo cho Đơn vị
  hạn nộp: trước ngày 10/6
    nếu không: \"Chưa nộp\"
",
    );
    let file = "mã;nộp\na;09/06/2023\nb;10/06/2023\nc;\nd;09/06/2022\ne;31/12/2022\nf;01/01/2023\n";
    let on = |day| short(&decisions(&rules, day, &[("Đơn vị", file)]));
    assert_eq!(on("08/06/2023"), "-----1");
    assert_eq!(on("09/06/2023"), "100001");
    assert_eq!(on("10/06/2023"), "100001");
}

#[test]
fn months_go_by_the_packs_rule_and_parameters_by_the_day_counted_from() {
    let rules = rules(
        "\
tham số thời gian: thời hạn
  từ 01/01/2020 là 1 tháng
  từ 01/03/2023 là 2 tháng
bản ghi Khoản vay
  trường mã: chữ, khóa
  trường giải ngân: ngày
  trường kiểm tra: ngày
kiểm tra Sử dụng vốn cho Khoản vay
  hạn kiểm tra: trong thời gian từ giải ngân
    nếu không: \"Chưa kiểm tra\"
",
    );
    let file = "mã;giải ngân;kiểm tra\na;31/01/2023;\nb;28/02/2023;\nc;01/03/2023;\n";
    let last = |decision: &Decision| decision.deadlines[0].last_day.unwrap();
    let days: Vec<Date> =
        decisions(&rules, "31/12/2023", &[("Khoản vay", file)]).iter().map(last).collect();
    assert_eq!(days, [day("28/02/2023"), day("28/03/2023"), day("01/05/2023")]);
}

const REGISTERS: &str = "\
bản ghi Đơn vị
  trường mã: chữ, khóa
  trường lập: ngày
bản ghi Việc thuộc Đơn vị theo đơn vị, ghi theo ngày làm
  trường đơn vị: chữ
  trường ngày làm: ngày
  trường loại: chữ
";

fn registers(block: &str) -> Rules {
    rules(&format!("{REGISTERS}{block}"))
}

const UNITS: &str = "mã;lập\na;15/01/2023\nb;01/02/2023\nc;\n";

#[test]
fn a_condition_is_done_on_the_first_day_it_holds() {
    let rules = registers(
        "\
kiểm tra Tổng kết cho Đơn vị
  hạn đếm(Việc khi loại là \"t\") ≥ 2: chậm nhất 10/06/2023
    nếu không: \"Chưa đủ\"
",
    );
    let works = "đơn vị;ngày làm;loại
a;01/03/2023;t
a;10/06/2023;t
b;01/03/2023;t
b;11/06/2023;t
c;30/12/2022;t
c;01/03/2023;t
c;02/03/2023;k
";
    let files = [("Đơn vị", UNITS), ("Việc", works)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("09/06/2023"), "---");
    assert_eq!(on("10/06/2023"), "100");
    assert_eq!(on("11/06/2023"), "100");
    let all = decisions(&rules, "15/06/2023", &files);
    let told = |at: usize| {
        let deadline = &all[at].deadlines[0];
        (deadline.state.code(), deadline.done, deadline.days_late)
    };
    assert_eq!(told(0), ("met", Some(day("10/06/2023")), None));
    assert_eq!(told(1), ("late", Some(day("11/06/2023")), Some(1)));
    assert_eq!(told(2), ("overdue", None, Some(5)));
}

/// The registers are cut from each record's own day: 15/01 for `a`, 01/02 for `b`; `c` has none.
#[test]
fn a_condition_counts_from_the_day_of_its_deadline() {
    let rules = registers(
        "\
kiểm tra Họp đầu cho Đơn vị
  hạn đếm(Việc) ≥ 1: trong 10 ngày từ lập
    nếu không: \"Chưa họp\"
",
    );
    let works =
        "đơn vị;ngày làm;loại\na;14/01/2023;\na;25/01/2023;\nb;31/01/2023;\nb;12/02/2023;\n";
    let files = [("Đơn vị", UNITS), ("Việc", works)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("14/01/2023"), "--?");
    assert_eq!(on("24/01/2023"), "--?");
    assert_eq!(on("25/01/2023"), "1-?");
    assert_eq!(on("10/02/2023"), "1-?");
    assert_eq!(on("11/02/2023"), "10?");
    assert_eq!(on("12/02/2023"), "10?");
}

/// A row without its day may have been there in time: the clause waits where that matters.
#[test]
fn a_row_without_its_day_leaves_a_deadline_open_where_it_matters() {
    let rules = registers(
        "\
kiểm tra Tổng kết cho Đơn vị
  hạn đếm(Việc) ≥ 1: chậm nhất 10/06/2023
    nếu không: \"Chưa làm\"
",
    );
    let works = "đơn vị;ngày làm;loại\na;;\nb;;\nb;09/06/2023;\n";
    let files = [("Đơn vị", UNITS), ("Việc", works)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("08/06/2023"), "??-");
    assert_eq!(on("09/06/2023"), "?1-");
    assert_eq!(on("10/06/2023"), "?10");
}

#[test]
fn a_condition_holds_in_each_whole_period() {
    let rules = registers(
        "\
kiểm tra Giao ban cho Đơn vị
  yêu cầu mỗi tháng: đếm(Việc) ≥ 1
    nếu không: \"Có tháng chưa giao ban\"
",
    );
    let works = "đơn vị;ngày làm;loại
a;01/01/2023;
a;28/02/2023;
b;31/01/2023;
b;01/03/2023;
c;;
";
    let files = [("Đơn vị", UNITS), ("Việc", works)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("30/01/2023"), "---");
    assert_eq!(on("31/01/2023"), "11?");
    assert_eq!(on("27/02/2023"), "11?");
    assert_eq!(on("28/02/2023"), "10?");
    let decision = &decisions(&rules, "28/02/2023", &files)[1];
    let time = decision.reasons[0].time.as_ref().unwrap();
    assert_eq!((&*time.vi, &*time.en), ("không đạt ở tháng 2/2023", "not met in 2/2023"));
    assert_eq!(decision.reasons[0].kind.code(), "each");
    let periods: Vec<_> = decision
        .periods
        .iter()
        .map(|one| (one.from, one.to, one.value.as_ref().map(|v| v.value.clone()), one.holds))
        .collect();
    let number = |n: i64| Some(visao::Value::Num(n.into()));
    assert_eq!(
        periods,
        [
            (day("01/01/2023"), day("31/01/2023"), number(1), Some(true)),
            (day("01/02/2023"), day("28/02/2023"), number(0), Some(false)),
        ]
    );
}

#[test]
fn late_rows_arrive_in_the_days_after_a_period() {
    let rules = rules(
        "\
bản ghi Đơn vị
  trường mã: chữ, khóa
bản ghi Báo cáo thuộc Đơn vị theo đơn vị, ghi theo nộp, cho kỳ của tháng
  trường đơn vị: chữ
  trường nộp: ngày
  trường tháng: ngày
kiểm tra Nộp cho Đơn vị
  yêu cầu mỗi tháng, sau 5 ngày: đếm(Báo cáo) ≥ 1
    nếu không: \"Có tháng chưa nộp\"
",
    );
    let reports = "đơn vị;nộp;tháng
a;05/02/2023;31/01/2023
b;06/02/2023;31/01/2023
c;31/01/2023;01/02/2023
";
    let files = [("Đơn vị", "mã\na\nb\nc\n"), ("Báo cáo", reports)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("31/01/2023"), "---");
    assert_eq!(on("04/02/2023"), "---");
    assert_eq!(on("05/02/2023"), "100");
    // What came late does not make the month whole again: it is asked once, five days after.
    assert_eq!(on("06/02/2023"), "100");
    assert_eq!(on("05/03/2023"), "000");
    let dataset = read(&rules, "06/02/2023", &files);
    let told = |at: usize, lang| {
        let units = dataset.batches().find(|batch| !batch.blocks().is_empty()).unwrap();
        let why = units.explanations(at..at + 1).next().unwrap();
        visao::explain::html_page(&[why], visao::explain::Length::Normal, lang)
    };
    // b filed for January on the sixth: the day that January is asked says why that counts none.
    assert!(told(1, Lang::Vi).contains("tháng 1/2023 (xét vào 05/02/2023): 0"));
    assert!(told(1, Lang::En).contains("1/2023 (asked on 05/02/2023): 0"));
}

#[test]
fn a_day_and_month_without_its_word_gets_the_word_offered() {
    let told = |last: &str| {
        let text = format!(
            "bản ghi Khoản vay\n  trường kiểm tra: ngày\nkiểm tra K cho Khoản vay\n  \
             hạn kiểm tra: trước {last}\n    nếu không: \"x\"\n"
        );
        let files = [("pack.toml", PACK), ("a.luat", &*text)];
        let refused = Rules::from_files(&files.into_iter().collect::<Memory>()).unwrap_err();
        let [found] = refused.diagnostics() else { panic!("{last}") };
        (found.code, found.fix.as_ref().map(|fix| fix.replacement.clone()))
    };
    let offered = |day: &str| ("E104", Some(day.to_owned()));
    assert_eq!(told("1/7"), offered("ngày 1/7"));
    assert_eq!(told("29/02"), offered("ngày 29/02"));
    assert_eq!(told("7/13"), ("E104", None));
    assert_eq!(told("31/6"), ("E104", None));
}

/// Whole months between the day a unit was founded and the day it ended.
#[test]
fn periods_lie_between_the_days_of_a_record() {
    let rules = rules(
        "\
bản ghi Đơn vị
  trường mã: chữ, khóa
  trường lập: ngày
  trường hết: ngày
bản ghi Việc thuộc Đơn vị theo đơn vị, ghi theo ngày làm
  trường đơn vị: chữ
  trường ngày làm: ngày
kiểm tra Giao ban cho Đơn vị
  yêu cầu mỗi tháng từ lập đến hết: đếm(Việc) ≥ 1
    nếu không: \"Có tháng chưa giao ban\"
",
    );
    // a: February and March; b: none can become whole; c: from February on, without an end; d: the
    // first day is missing, and February fails; e: the same, and all hold.
    let units = "mã;lập;hết
a;15/01/2023;31/03/2023
b;15/01/2023;27/02/2023
c;01/02/2023;
d;;
e;;31/03/2023
";
    let works = "đơn vị;ngày làm
a;03/02/2023
a;03/03/2023
c;03/02/2023
d;03/01/2023
e;03/01/2023
e;03/02/2023
e;03/03/2023
";
    let files = [("Đơn vị", units), ("Việc", works)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("31/01/2023"), "-1-11");
    assert_eq!(on("28/02/2023"), "111?1");
    assert_eq!(on("31/03/2023"), "110?1");
    assert_eq!(on("31/12/2023"), "110?1");
}

#[test]
fn periods_are_counted() {
    let rules = registers(
        "\
kiểm tra Giao ban cho Đơn vị
  yêu cầu đếm(tháng khi đếm(Việc) ≥ 1) ≥ 2
    nếu không: \"Họp ít tháng\"
",
    );
    let works =
        "đơn vị;ngày làm;loại\na;01/01/2023;\na;31/03/2023;\nb;01/01/2023;\nb;02/01/2023;\n";
    let files = [("Đơn vị", UNITS), ("Việc", works)];
    let on = |day| short(&decisions(&rules, day, &files));
    assert_eq!(on("30/03/2023"), "000");
    assert_eq!(on("31/03/2023"), "100");
}

#[test]
fn verdicts_come_in_their_order() {
    let rules = registers(
        "\
kiểm tra Tất cả cho Đơn vị
  yêu cầu mã không phải là \"b\"
    nếu không: \"Là b\"
  cần xem xét nếu mã là \"c\": \"Là c\"
  hạn đếm(Việc) ≥ 1: trong kỳ
    nếu không: \"Chưa làm\"
",
    );
    let files = [("Đơn vị", UNITS), ("Việc", "đơn vị;ngày làm;loại\n")];
    let all = decisions(&rules, "30/06/2023", &files);
    let codes: Vec<_> = all.iter().map(|one| one.verdict_code.unwrap().code()).collect();
    assert_eq!(codes, ["not_due", "not_met", "to_review"]);
}

const LATE_LOANS: &str = "mã;giải ngân;kiểm tra
a;01/12/2022;
b;01/12/2023;
c;15/12/2023;14/01/2024
d;15/12/2023;15/01/2024
e;15/12/2023;
f;02/01/2024;
g;;
";

/// A deadline belongs to the pack that holds the day it is counted from. After its period a pack
/// alone is asked for all of those that are its own.
#[test]
fn a_pack_is_asked_after_its_period_for_deadlines_that_began_in_it() {
    let rules = rules(LOANS);
    let on = |day| short(&decisions(&rules, day, &[("Khoản vay", LATE_LOANS)]));
    assert_eq!(on("31/12/2023"), ".0---.?");
    assert_eq!(on("13/01/2024"), ".0---..");
    assert_eq!(on("14/01/2024"), ".0100..");
    assert_eq!(on("15/01/2024"), ".0100..");
}

#[test]
fn in_a_folder_each_record_and_block_gives_one_decision() {
    let pack = |year: i32| {
        format!(
            "[pack]\nname = \"nam-{year}\"\neffective = {{ from = {year}-01-01, to = {year}-12-31 }}\n"
        )
    };
    let plain =
        "điều kiện Có ngày cho Khoản vay\n  từ chối nếu giải ngân là thiếu: \"Thiếu ngày\"\n";
    let both = format!("{LOANS}{plain}");
    let (first, second) = (pack(2023), pack(2024));
    let files: Memory = [
        ("2023/pack.toml", &*first),
        ("2023/a.luat", &*both),
        ("2024/pack.toml", &*second),
        ("2024/a.luat", &*both),
    ]
    .into_iter()
    .collect();
    let packs = visao::Packs::from_files(&files).unwrap();
    let given =
        [InputFile { record: None, file: DataFile::bytes("vay.csv", LATE_LOANS.as_bytes()) }];
    let as_of = day("31/01/2024");
    let query = packs.on(as_of).unwrap().query().date(as_of);
    let mut data = query.read_all(&given, None).unwrap();
    packs.read_earlier(&mut data, &given, |rules| Some(rules.query())).unwrap();
    let records = &data.records()[0];
    let mut told: Vec<(String, String, String, String)> = Vec::new();
    for range in records.all() {
        let batch = &records.batches()[range.batch];
        told.extend(batch.decisions(range.places.clone()).map(|one| {
            let verdict = one.verdict_code.map_or(one.status.code(), |code| code.code());
            let block = one.block.unwrap().to_string();
            (one.record, block, one.pack.to_string(), verdict.to_owned())
        }));
    }
    let of = |wanted: &str| -> Vec<(&str, &str, &str)> {
        let own = told.iter().filter(|(_, block, ..)| block == wanted);
        own.map(|(key, _, pack, verdict)| (&**key, &**pack, &**verdict)).collect()
    };
    assert_eq!(
        of("Sử dụng vốn"),
        [
            ("a", "nam-2024", "not_applicable"),
            ("b", "nam-2024", "not_applicable"),
            ("c", "nam-2023", "met"),
            ("d", "nam-2023", "not_met"),
            ("e", "nam-2023", "not_met"),
            ("f", "nam-2024", "not_due"),
            ("g", "nam-2024", "undetermined"),
        ]
    );
    assert!(of("Có ngày").iter().all(|(_, pack, _)| *pack == "nam-2024"));
    assert_eq!(of("Có ngày").len(), 7);
}

/// By hand, of the loans above as of 31/01/2024. Of the rule of 2023: b was due on 31/12/2023 and
/// is not checked, c was checked in time, d a day late, e never: one of four. Of that of 2024: f is
/// due on 01/02/2024, and of g the day is not known. What was due within 2023 alone is over: its
/// target is not asked again.
#[test]
fn in_a_folder_an_earlier_pack_answers_for_targets_over_what_it_still_decides() {
    let pack = |year: i32| {
        format!(
            "[pack]\nname = \"nam-{year}\"\neffective = {{ from = {year}-01-01, to = {year}-12-31 }}\n"
        )
    };
    let targets = "kiểm tra Cả năm cho Khoản vay
  hạn kiểm tra: trong kỳ
    nếu không: \"Cả năm chưa kiểm tra\"
chỉ tiêu Vốn trên Khoản vay, toàn bộ
  chỉ số a = tỷ trọng(khi kết luận của Sử dụng vốn là đạt)
    yêu cầu từ 100%
chỉ tiêu Năm trên Khoản vay, toàn bộ
  chỉ số a = tỷ trọng(khi kết luận của Cả năm là đạt)
    yêu cầu từ 100%
";
    let rules = format!("{LOANS}{targets}");
    let (first, second) = (pack(2023), pack(2024));
    let files: Memory = [
        ("2023/pack.toml", &*first),
        ("2023/a.luat", &*rules),
        ("2024/pack.toml", &*second),
        ("2024/a.luat", &*rules),
    ]
    .into_iter()
    .collect();
    let packs = visao::Packs::from_files(&files).unwrap();
    let given =
        [InputFile { record: None, file: DataFile::bytes("vay.csv", LATE_LOANS.as_bytes()) }];
    let as_of = day("31/01/2024");
    let read = |targets: Option<&str>| {
        let ask = |rules: &Rules| match targets {
            Some(name) => rules.query().block(name).unwrap(),
            None => rules.query(),
        };
        let query = ask(packs.on(as_of).unwrap()).date(as_of);
        let mut data = query.read_all(&given, None).unwrap();
        packs.read_earlier(&mut data, &given, |rules| Some(ask(rules))).unwrap();
        let outcomes = data.outcomes();
        let told = outcomes.iter().map(|one| {
            let value = one.indicators[0].value.clone();
            (one.pack.to_string(), one.block.to_string(), value, one.met())
        });
        told.collect::<Vec<_>>()
    };
    let of = |pack: &str, name: &str, value: Option<Num>, met| {
        (pack.to_owned(), name.to_owned(), value, met)
    };
    let quarter = Num::ONE.div(&Num::from_i64(4)).unwrap();
    assert_eq!(
        read(None),
        [
            of("nam-2024", "Vốn", None, None),
            of("nam-2024", "Năm", None, None),
            of("nam-2023", "Vốn", Some(quarter.clone()), Some(false)),
        ]
    );
    // Where the targets alone are asked for, no block decides anything, and they are told all the
    // same.
    let alone =
        [of("nam-2024", "Vốn", None, None), of("nam-2023", "Vốn", Some(quarter), Some(false))];
    assert_eq!(read(Some("Vốn")), alone);
    assert_eq!(read(Some("Năm")), [of("nam-2024", "Năm", None, None)]);
}

/// Records of a program: a day that is told to be none is a blank, the work is not done; a day that
/// is left out is no column, and the deadline waits, whatever the other records tell.
#[test]
fn a_field_left_out_of_an_object_waits_where_a_null_is_not_done() {
    let rules = rules(LOANS);
    let query = rules.query().date(day("15/02/2023"));
    let told = serde_json::json!({ "mã": "x", "giải ngân": "2023-01-15", "kiểm tra": null });
    let silent = serde_json::json!({ "mã": "y", "giải ngân": "2023-01-15" });
    let mut prepared = query.prepare().unwrap();
    for (object, expected) in [(&told, "0"), (&silent, "?"), (&told, "0")] {
        assert_eq!(short(&query.grade(object).unwrap()), expected);
        assert_eq!(short(&prepared.grade(object).unwrap()), expected);
    }
    let both = [&told, &silent, &told];
    let all: Vec<Decision> = query.grade_all(both).flat_map(|one| one.unwrap()).collect();
    assert_eq!(short(&all), "0?0");
    let silent_alone = query.clone().dataset().add("Khoản vay", [&silent]).unwrap();
    let data = silent_alone.finish().unwrap();
    let batch = data.batches().next().unwrap();
    assert_eq!(short(&batch.decisions(0..1).collect::<Vec<_>>()), "?");
}
