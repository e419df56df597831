//! A year of months and rankings: levels of targets by unit and month, records from month to month,
//! who comes before whom. The figures are worked out by hand; those of the example stand in its
//! README.

use crate::given::{day, rules_of};
use crate::literate::root;
use serde_json::json;
use visao::data::DataFile;
use visao::engine::{Dataset, InputFile, Rules};
use visao::months::{IndicatorYear, LevelStatus, Moved, TargetYear};
use visao::ranking::{Ranking, RankingOf};
use visao::value::text::fraction;
use visao::{Lang, Status};

const FOLDER: &str = "examples/thi-dua";

fn example() -> Dataset {
    let rules = Rules::load(root().join(FOLDER)).unwrap();
    let file = |(record, name): (&str, &str)| {
        let bytes = std::fs::read(root().join(FOLDER).join("so-lieu").join(name)).unwrap();
        InputFile { record: Some(record.into()), file: DataFile::bytes(name, bytes) }
    };
    let files = [("Đơn vị", "don-vi.csv"), ("Tổ", "to-2022.csv"), ("Tổ", "to-2023.csv")].map(file);
    rules.query().date(day("30/06/2023")).read_all(&files, None).unwrap()
}

fn indicator<'y>(targets: &'y TargetYear, unit: &str, label: &str) -> &'y IndicatorYear {
    let unit = targets.units.iter().find(|one| one.unit.as_ref() == unit).unwrap();
    unit.indicators.iter().find(|one| one.label.as_ref() == label).unwrap()
}

/// The statuses of the months: `m`et, `x` missed, `?` undetermined, `-` without data, `.` other.
fn statuses(indicator: &IndicatorYear) -> String {
    let sign = |status| match status {
        LevelStatus::Met => 'm',
        LevelStatus::NotMet => 'x',
        LevelStatus::Undetermined => '?',
        LevelStatus::NoData => '-',
        _ => '.',
    };
    indicator.levels.iter().map(|level| sign(level.status)).collect()
}

/// The months of a year that the example's target of good groups misses.
#[test]
fn months_missed_and_months_without_data_are_told_by_unit() {
    let year = example().year();
    let targets = &year.targets[0];
    assert_eq!(targets.months.len(), 6);
    assert_eq!(targets.latest, day("30/06/2023"));
    let of = |unit: &str, label: &str| statuses(indicator(targets, unit, label));
    assert_eq!(of("Hải Châu", "a"), "mxxmxx");
    assert_eq!(of("Sơn Trà", "a"), "xxxxxx");
    assert_eq!(of("Cẩm Lệ", "a"), "mxmmmx");
    assert_eq!(of("Hòa Vang", "a"), "mmxxmm");
    assert_eq!(of("Liên Chiểu", "a"), "mmm-m?");
    assert_eq!(of("toàn bộ", "a"), "mmmmm?");
    assert_eq!(of("Sơn Trà", "b"), "xxxxxx"); // 6 / 300 = 2%, which is not below 2%
    assert_eq!(of("Liên Chiểu", "b"), "mmm-mm");
    let missed: Vec<u32> =
        indicator(targets, "Hải Châu", "a").missed().map(|level| level.month.month()).collect();
    assert_eq!(missed, [2, 3, 5, 6]);
}

/// Change of the latest month, as a fraction.
#[test]
fn the_trend_is_against_last_month_and_the_same_month_of_last_year() {
    let year = example().year();
    let targets = &year.targets[0];
    let changes = |unit: &str, label: &str| {
        let june = indicator(targets, unit, label).on(day("30/06/2023")).unwrap().clone();
        [june.against_month, june.against_year]
            .map(|one| (one.since.unwrap(), one.then, one.change.map(|change| fraction(&change))))
    };
    let third = Some("-1/3".to_owned());
    let (may, before) = (day("31/05/2023"), day("30/06/2022"));
    // Nothing is required of the year before the rules.
    use LevelStatus::{Met, NoData, NoRequirement, NotMet};
    // Hải Châu: 2 of 3 in June as in May, 3 of 3 in June 2022.
    let same = Some("0/1".to_owned());
    assert_eq!(
        changes("Hải Châu", "a"),
        [(may, NotMet, same.clone()), (before, NoRequirement, third.clone())]
    );
    // Cẩm Lệ: 2 of 2 in May.
    assert_eq!(changes("Cẩm Lệ", "a"), [(may, Met, third.clone()), (before, NoRequirement, third)]);
    // Hòa Vang has no row of 2022; Liên Chiểu no single value in June.
    assert_eq!(changes("Hòa Vang", "a"), [(may, Met, same), (before, NoData, None)]);
    assert_eq!(changes("Liên Chiểu", "a"), [(may, Met, None), (before, NoData, None)]);
    // Debt of Hải Châu: 5 / 300 against none.
    let sixtieth = Some("1/60".to_owned());
    assert_eq!(
        changes("Hải Châu", "b"),
        [(may, Met, sixtieth.clone()), (before, NoRequirement, sixtieth)]
    );
    // Of the share of good groups more is better, of overdue debt less; none of what stays.
    let better = |unit: &str, label: &str| {
        let june = indicator(targets, unit, label).on(day("30/06/2023")).unwrap();
        [june.against_month.is_better, june.against_year.is_better]
    };
    assert_eq!(better("Hải Châu", "a"), [None, Some(false)]);
    assert_eq!(better("Cẩm Lệ", "a"), [Some(false), Some(false)]);
    assert_eq!(better("Hải Châu", "b"), [Some(false), Some(false)]);
    assert_eq!(better("Liên Chiểu", "a"), [None, None]);
}

/// Indicators that are required to be at least, at most, exactly, and between two numbers.
#[test]
fn what_is_better_is_told_where_the_requirement_says_it() {
    let rules = "bản ghi Tổ chụp hàng tháng theo ngày
  trường mã tổ: chữ, khóa
  trường ngày: ngày
  trường x: số nguyên, từ 0
chỉ tiêu Thử trên Tổ, toàn bộ
  chỉ số a = tổng(x)
    yêu cầu từ 5
  chỉ số b = tổng(x)
    yêu cầu dưới 5
  chỉ số c = tổng(x)
    yêu cầu 5
  chỉ số d = tổng(x)
    yêu cầu từ 5 đến 9
";
    let rules = Rules::from_text(rules).unwrap_or_else(|refused| panic!("{refused}"));
    let row = |day: &str, x: i64| serde_json::json!({ "mã tổ": "T", "ngày": day, "x": x });
    let rows = [row("2023-01-31", 7), row("2023-02-28", 6)];
    let dataset = rules.query().dataset().add("Tổ", &rows).unwrap().finish().unwrap();
    let year = dataset.year();
    let unit = &year.targets[0].units[0];
    let told: Vec<Option<bool>> =
        unit.indicators.iter().map(|one| one.levels[1].against_month.is_better).collect();
    assert_eq!(told, [Some(false), Some(true), None, None]);
}

#[test]
fn rows_of_the_year_before_are_decided_of_nothing_and_counted_as_skipped() {
    let dataset = example();
    let groups = dataset.batches().find(|batch| batch.is_monthly()).unwrap();
    let skipped: u64 =
        groups.report().files.iter().flat_map(|file| &file.skipped).map(|(_, count)| count).sum();
    assert_eq!((groups.records(), skipped), (75, 8));
    assert!(dataset.outcomes().iter().all(|one| one.as_of.unwrap() >= day("31/01/2023")));
}

/// Kind, before and now of each record of the latest month, by its key.
#[test]
fn records_that_fell_stay_low_are_new_or_gone_are_named() {
    let year = example().year();
    let grades = year.blocks.iter().find(|one| one.block.as_ref() == "Xếp loại tổ").unwrap();
    assert_eq!(grades.low.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["Trung bình", "Yếu"]);
    let june = grades.latest().unwrap();
    let told: Vec<(&str, Moved, Option<&str>, Option<&str>)> = june
        .records
        .iter()
        .map(|one| (one.record.as_ref(), one.moved, one.before.as_deref(), one.now.as_deref()))
        .collect();
    let expected = [
        ("HC3", Moved::Fell, Some("Tốt"), Some("Khá")),
        ("HC2", Moved::LowAgain(2), Some("Trung bình"), Some("Trung bình")),
        ("ST2", Moved::LowAgain(6), Some("Yếu"), Some("Yếu")),
        ("ST4", Moved::New, None, Some("Tốt")),
        ("ST3", Moved::Gone, Some("Tốt"), None),
        ("CL2", Moved::Fell, Some("Khá"), Some("Yếu")),
        ("CL3", Moved::Back(day("30/04/2023")), None, Some("Khá")),
        ("LC2", Moved::Open, Some("Khá"), Some("chưa xác định")),
    ];
    assert_eq!(told, expected);
    let total = june.units.last().unwrap();
    let counts = [total.rose, total.same, total.fell, total.low_again, total.new, total.gone];
    assert_eq!((total.records, counts, total.open), (13, [0, 8, 2, 2, 2, 1], 1));
    // Every record of the month rose, stayed, fell, is new or open.
    for month in grades.months.iter().filter(|month| month.is_compared) {
        for unit in &month.units {
            let sum = unit.rose + unit.same + unit.fell + unit.new + unit.open;
            assert_eq!(sum, unit.records, "{} {}", month.month, unit.unit);
        }
    }
}

#[test]
fn the_first_month_is_compared_with_none() {
    let year = example().year();
    let grades = &year.blocks[0];
    let january = &grades.months[0];
    assert!(january.has_data && !january.is_compared);
    assert!(january.records.is_empty());
    assert_eq!(january.units.last().unwrap().records, 13);
}

fn ranks(ranking: &Ranking) -> Vec<(usize, &str, bool)> {
    ranking.ranked.iter().map(|one| (one.rank, one.name.as_ref(), one.tied)).collect()
}

#[test]
fn a_scorecard_ranks_with_ties_and_names_who_cannot_be_ranked() {
    let rankings = example().rankings();
    let contest = &rankings[0];
    assert_eq!((contest.block.as_ref(), contest.of), ("Thi đua", RankingOf::Records));
    // 4 months and no debt: 40 + 40; Hải Châu 2 months and 5 / 300: 20 + 20; Sơn Trà none and 2%.
    let expected =
        [(1, "Cẩm Lệ", true), (1, "Hòa Vang", true), (3, "Hải Châu", false), (4, "Sơn Trà", false)];
    assert_eq!(ranks(contest), expected);
    let unranked = &contest.unranked[0];
    assert_eq!((unranked.name.as_ref(), unranked.status), ("Liên Chiểu", Status::Undetermined));
    assert!(unranked.why.get(Lang::Vi).contains("thiếu “điểm tổ”"), "{}", unranked.why.vi);
}

#[test]
fn targets_rank_their_units_month_by_month() {
    let rankings = example().rankings();
    let months: Vec<&Ranking> =
        rankings.iter().filter(|ranking| ranking.of == RankingOf::Units).collect();
    assert_eq!(months.len(), 6);
    // April has no row of Liên Chiểu; it is not ranked last.
    let april = months[3];
    assert_eq!(april.month, Some(day("30/04/2023")));
    let expected =
        [(1, "Hải Châu", true), (1, "Cẩm Lệ", true), (3, "Sơn Trà", false), (4, "Hòa Vang", false)];
    assert_eq!(ranks(april), expected);
    assert_eq!(april.unranked[0].why.get(Lang::Vi), "không có số liệu");
    // Good groups first, then less debt: 100%; 2 of 3 without, with 5 / 300, with 6 / 300.
    let june = months[5];
    let expected = [
        (1, "Hòa Vang", false),
        (2, "Cẩm Lệ", false),
        (3, "Hải Châu", false),
        (4, "Sơn Trà", false),
    ];
    assert_eq!(ranks(june), expected);
    let before: Vec<Option<usize>> = june.ranked.iter().map(|one| one.rank_before).collect();
    assert_eq!(before, [Some(1), Some(1), Some(4), Some(5)]);
    assert_eq!(june.unranked[0].name.as_ref(), "Liên Chiểu");
}

const PACK: &str = "[pack]\nname = \"thang\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";

const GROUPS: &str = "\
danh mục Loại có thứ tự: Tốt > Khá > Trung bình > Yếu
bản ghi Tổ chụp hàng tháng theo ngày báo cáo
  trường mã tổ: chữ, khóa
  trường ngày báo cáo: ngày
  trường điểm: điểm, từ 0 đến 10
bảng điểm Chấm cho Tổ
  tiêu chí 1, tối đa 10 điểm
    còn lại được điểm
  xếp loại Loại theo tổng điểm
    từ 9 điểm là Tốt
    từ 7 điểm là Khá
    từ 5 điểm là Trung bình
    còn lại là Yếu
kiểm tra Đủ điểm cho Tổ
  yêu cầu điểm ≥ 5
    nếu không: \"Dưới 5\"
chỉ tiêu Điểm trên Tổ, toàn bộ
  chỉ số a = trung bình(điểm)
    yêu cầu từ 6
";

fn groups(pack: &str, today: &str, rows: &[(&str, &str, u32)]) -> Dataset {
    let rules = rules_of(pack, GROUPS);
    let objects: Vec<serde_json::Value> = rows
        .iter()
        .map(|(key, day, score)| {
            json!({ "mã tổ": key, "ngày báo cáo": day, "điểm": score.to_string() })
        })
        .collect();
    rules.query().date(day(today)).dataset().add("Tổ", &objects).unwrap().finish().unwrap()
}

const GAP: [(&str, &str, u32); 5] = [
    ("T1", "2023-01-31", 9),
    ("T1", "2023-02-28", 6),
    ("T2", "2023-02-28", 4),
    ("T1", "2023-04-30", 8),
    ("T2", "2023-04-30", 4),
];

/// March is not there, and May is over: both are named, neither is a zero.
#[test]
fn months_without_a_file_are_named_and_the_month_after_is_compared_with_none() {
    let year = groups(PACK, "31/05/2023", &GAP).year();
    let levels = &year.targets[0].units[0].indicators[0];
    assert_eq!(statuses(levels), "mx-m-");
    let without: Vec<u32> = levels.without_data().map(|level| level.month.month()).collect();
    assert_eq!(without, [3, 5]);
    assert_eq!(year.targets[0].latest, day("30/04/2023"));
    let april = levels.on(day("30/04/2023")).unwrap();
    assert_eq!(
        (april.against_month.then, &april.against_month.change),
        (LevelStatus::NoData, &None)
    );
    let grades = &year.blocks[0];
    let told: Vec<(bool, bool)> =
        grades.months.iter().map(|month| (month.has_data, month.is_compared)).collect();
    let expected = [(true, false), (true, true), (false, false), (true, false), (false, false)];
    assert_eq!(told, expected);
    assert_eq!(grades.latest().unwrap().month, day("30/04/2023"));
    assert!(grades.latest().unwrap().records.is_empty());
}

/// On the day before its last a month is not over, and is not missed.
#[test]
fn a_month_that_is_not_over_is_not_without_data() {
    let year = groups(PACK, "30/05/2023", &GAP).year();
    assert_eq!(statuses(&year.targets[0].units[0].indicators[0]), "mx-m");
}

#[test]
fn the_low_grades_can_be_named_and_a_check_is_low_where_it_is_not_met() {
    let rows = [
        ("T1", "2023-01-31", 6),
        ("T1", "2023-02-28", 6),
        ("T2", "2023-01-31", 4),
        ("T2", "2023-02-28", 4),
    ];
    let told = |pack: &str, block: usize| -> Vec<String> {
        let year = groups(pack, "28/02/2023", &rows).year();
        let month = year.blocks[block].latest().unwrap().clone();
        month.records.iter().map(|one| one.record.to_string()).collect()
    };
    assert_eq!(told(PACK, 0), ["T1", "T2"]);
    let named = format!("{PACK}[report]\nlow = [\"Yếu\"]\n");
    assert_eq!(told(&named, 0), ["T2"]);
    assert_eq!(told(PACK, 1), ["T2"]);
}

#[test]
fn a_check_that_is_no_longer_met_is_a_fall() {
    let rows = [("T1", "2023-01-31", 6), ("T1", "2023-02-28", 4)];
    let year = groups(PACK, "28/02/2023", &rows).year();
    let month = year.blocks[1].latest().unwrap();
    let one = &month.records[0];
    assert_eq!(
        (one.moved, one.before.as_deref(), one.now.as_deref()),
        (Moved::Fell, Some("đạt"), Some("không đạt"))
    );
}

/// December stands before the period: January's levels compare with it, and it has no level itself.
#[test]
fn the_first_month_compares_its_levels_with_the_month_before_the_period() {
    let rows = [("T1", "2022-12-31", 9), ("T1", "2023-01-31", 6)];
    let year = groups(PACK, "31/01/2023", &rows).year();
    let levels = &year.targets[0].units[0].indicators[0].levels;
    assert_eq!(levels.len(), 1);
    assert_eq!(levels[0].against_month.change, Some((-3).into()));
}

const CONTEST: &str = "\
bản ghi Đội
  trường mã: chữ, khóa
  trường điểm: điểm, từ 0 đến 10
  trường lỗi: số nguyên, từ 0
  trường dự thi: có không
bảng điểm Thi cho Đội
  áp dụng khi dự thi là có
  tiêu chí 1, tối đa 10 điểm
    còn lại được điểm
  xếp hạng theo tổng điểm giảm dần, lỗi tăng dần
";

/// What is past cannot be changed, and a sentence of a month says of which.
#[test]
fn work_is_of_the_latest_month_and_sentences_of_several_name_their_days() {
    let rules = rules_of(
        "[pack]\nname = \"t\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n",
        "danh mục Mức có thứ tự: A > B
bản ghi Trạm chụp hàng tháng theo ngày báo cáo
  trường mã: chữ, khóa
  trường ngày báo cáo: ngày, bắt buộc
  trường lượt: số nguyên, bắt buộc, từ 0
bảng điểm Xét cho Trạm, thang 10 điểm
  tiêu chí 1, tối đa 10 điểm
    theo lượt
    từ 5     được 10 điểm
    còn lại  được 0 điểm
  xếp loại Mức theo tổng điểm
    từ 10 điểm là A
    còn lại    là B
",
    );
    let row = |day: &str, visits: u32| json!({ "mã": "T1", "ngày báo cáo": day, "lượt": visits });
    let data = rules
        .query()
        .ways()
        .date(day("28/02/2023"))
        .dataset()
        .add("Trạm", [row("31/01/2023", 2), row("28/02/2023", 4)])
        .and_then(visao::DatasetBuilder::finish)
        .unwrap();
    let worklist = data.worklist();
    let told: Vec<String> = worklist.tasks.iter().map(|task| task.way.words(Lang::Vi)).collect();
    assert_eq!(told, ["lượt tăng 1, thành 5 → A, 10 điểm"]);
    assert_eq!(worklist.blocks[0].lifted, [1, 0, 0]);
    let explained: Vec<visao::Explanation> =
        data.batches().flat_map(|batch| batch.explanations(0..batch.records())).collect();
    let brief = visao::explain::document(&explained, visao::explain::Length::Brief, Lang::Vi);
    let starts: Vec<String> = brief
        .text(false)
        .lines()
        .filter_map(|line| Some(line.split_once(": ")?.0.to_owned()))
        .collect();
    assert_eq!(starts, ["Trạm T1, 31/01/2023", "Trạm T1, 28/02/2023"]);
}

fn contest(teams: &[serde_json::Value]) -> Ranking {
    let rules = Rules::from_text(CONTEST).unwrap();
    let data = rules.query().dataset().add("Đội", teams).unwrap().finish().unwrap();
    data.rankings().remove(0)
}

fn team(name: &str, score: &str, faults: Option<u32>) -> serde_json::Value {
    json!({ "mã": name, "điểm": score, "lỗi": faults, "dự thi": true })
}

#[test]
fn the_second_value_decides_where_the_first_is_alike_and_exactly() {
    let third = "3.3333333333";
    let ranking = contest(&[
        team("A", third, Some(2)),
        team("B", "3.3333333334", Some(9)),
        team("C", third, Some(1)),
        team("D", third, Some(2)),
        team("E", "1", Some(0)),
    ]);
    let expected =
        [(1, "B", false), (2, "C", false), (3, "A", true), (3, "D", true), (5, "E", false)];
    assert_eq!(ranks(&ranking), expected);
}

#[test]
fn what_lacks_a_value_is_not_ranked_and_what_does_not_apply_is_not_named() {
    let aside = json!({ "mã": "X", "điểm": "9", "lỗi": 0, "dự thi": false });
    let wrong = json!({ "mã": "W", "điểm": "11", "lỗi": 0, "dự thi": true });
    let ranking = contest(&[team("A", "0", Some(0)), team("B", "9", None), aside, wrong]);
    assert_eq!(ranks(&ranking), [(1, "A", false)]);
    let unranked: Vec<(&str, Status, &str)> = ranking
        .unranked
        .iter()
        .map(|one| (one.name.as_ref(), one.status, one.why.get(Lang::Vi)))
        .collect();
    assert_eq!(unranked[0], ("B", Status::Decided, "thiếu lỗi"));
    assert_eq!((unranked[1].0, unranked[1].1), ("W", Status::DataError));
    assert!(unranked[1].2.contains("11"), "{}", unranked[1].2);
}

#[test]
fn a_ranking_that_changed_is_told_and_changes_no_block() {
    let old = Rules::from_text(CONTEST).unwrap();
    let new = Rules::from_text(&CONTEST.replace("lỗi tăng dần", "lỗi giảm dần")).unwrap();
    let compared = old.compare(&new);
    let told = visao::wire::comparison(&compared, None, Lang::Vi).unwrap();
    assert!(told.contains("tổng điểm giảm dần, lỗi giảm dần"), "{told}");
}
