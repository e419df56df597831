//! What becomes of the sample files where they are not given as they were made for: the bank's
//! export alone, and the year of the sample a year later.

use crate::given::day;
use crate::literate::root;
use std::collections::BTreeMap;
use visao::data::DataFile;
use visao::engine::{Dataset, InputFile, Rules};
use visao::report::{IndicatorOutcome, TargetOutcome};
use visao::{Lang, Num};

fn read(rules: &str, as_of: &str, given: &[InputFile]) -> Dataset {
    let rules = Rules::load(root().join("rules").join(rules)).unwrap();
    rules.query().lenient().date(day(as_of)).read_all(given, None).unwrap()
}

fn share(part: i64, all: i64) -> Num {
    Num::from_i64(part).div(&Num::from_i64(all)).unwrap()
}

/// Counted in the export, each of its 369 groups once: by the bank's points 313 are good (85 or
/// more), 45 fair, 7 middling, 2 weak, 2 have none, so that as many more may be anything; 12,522 of
/// 12,605 members save; the savings are 36,622 of a debt of 436,718 million. It has no district, and
/// overdue debt in whole millions alone.
#[test]
fn the_banks_export_alone_gives_what_targets_it_can_of_the_whole() {
    let file = DataFile::path(root().join("examples/data/BC0437.xlsx"));
    let dataset = read("2023", "31/12/2023", &[InputFile { record: None, file }]);
    let outcomes: Vec<TargetOutcome> = dataset.outcomes();
    assert!(outcomes.iter().all(|outcome| outcome.is_total), "no district is told");
    let indicators: Vec<&IndicatorOutcome> =
        outcomes.iter().flat_map(|outcome| &outcome.indicators).collect();
    let of = |label: &str| *indicators.iter().find(|one| &*one.label == label).unwrap();
    let ends = |label: &str| {
        let range = of(label).range.clone().unwrap();
        [range.lower.unwrap(), range.upper.unwrap()]
    };
    assert_eq!(ends("a"), [share(313 + 45, 369), share(313 + 45 + 2, 369)]);
    assert_eq!(ends("b"), [Num::from_i64(2), Num::from_i64(4)]);
    assert_eq!(ends("c"), [share(313, 369), share(315, 369)]);
    assert_eq!(of("e").value, Some(share(12_522, 12_605)));
    assert_eq!(of("f").value, Some(share(36_622, 436_718)));
    let told: Vec<String> = outcomes
        .iter()
        .map(|outcome| format!("{}: {}", outcome.block, outcome.verdict.as_deref().unwrap_or("?")))
        .collect();
    assert_eq!(
        told,
        [
            "Chất lượng tổ: không đạt",
            "Tiết kiệm: đạt",
            "Huy động tiền gửi: đạt",
            "Nợ: ?",
            "Giảm tổ trung bình và yếu: ?"
        ]
    );
    let warnings: Vec<String> =
        dataset.warnings().iter().map(|warning| warning.get(Lang::Vi).to_owned()).collect();
    let whole: Vec<&String> =
        warnings.iter().filter(|warning| warning.contains("chia theo đơn vị")).collect();
    assert_eq!(
        whole,
        ["không có số liệu “quận” để chia theo đơn vị: chỉ tiêu “Chất lượng tổ”, “Tiết kiệm”, \
             “Huy động tiền gửi”, “Nợ”, “Giảm tổ trung bình và yếu” chỉ tính cho toàn bộ"]
    );
    let lacking = warnings.iter().filter(|warning| warning.contains("không xét được"));
    assert_eq!(lacking.count(), 5, "each of the other targets by its file: {warnings:?}");
}

/// Each outcome of a year by type, record and block, with its reasons. What is to be done once in a
/// month has the day in its key: the years of all days are left out there.
fn outcomes(dataset: &Dataset, year: &str) -> BTreeMap<[String; 3], String> {
    let mut all = BTreeMap::new();
    for batch in dataset.batches() {
        for decision in batch.decisions(0..batch.records()) {
            let Some(block) = &decision.block else { continue };
            let record = decision.record.replace(&format!("/{year}"), "");
            let key = [decision.record_type.to_string(), record, block.to_string()];
            let reasons: Vec<&str> = decision.reasons.iter().map(|one| &*one.text).collect();
            let verdict = decision.verdict.as_deref().unwrap_or("-");
            all.insert(key, format!("{:?} {verdict} {}", decision.status, reasons.join("; ")));
        }
    }
    for outcome in dataset.outcomes() {
        let key = [&outcome.record_type, &outcome.unit, &outcome.block].map(|one| one.to_string());
        let verdict = outcome.verdict.as_deref().unwrap_or("-");
        all.insert(key, format!("{:?} {verdict}", outcome.status));
    }
    all
}

/// The day, month and year of all days written so, a year later. The sample has no 29/02.
fn a_year_later(text: &str) -> String {
    let mut later = text.to_owned();
    for year in (2010..2035).rev() {
        later = later.replace(&format!("/{year}"), &format!("/{}", year + 1));
    }
    later
}

/// Nothing but the calendar and the law of the new year tells the two apart: 30 days from a day of
/// February 2024 hold its 29th, so that nine loans checked on the very last day of 2023 are a day
/// late in 2024, two districts with them; and the programme of DX0930 is in force since 10/10/2023.
#[test]
fn the_year_of_the_sample_a_year_later_is_as_clean() {
    let folder = root().join("examples/data/nam-2023");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".csv"))
        .filter(|name| !["planted.csv", "chi-tieu.csv"].contains(&name.as_str()))
        .collect();
    names.sort();
    let given = |change: &dyn Fn(&str) -> String| -> Vec<InputFile> {
        let file = |name: &String| {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            DataFile::bytes(name.clone(), change(&text).into_bytes())
        };
        names.iter().map(|name| InputFile { record: None, file: file(name) }).collect()
    };
    let own = outcomes(&read("2023", "31/12/2023", &given(&|text| text.to_owned())), "2023");
    let later = outcomes(&read("2024", "31/12/2024", &given(&a_year_later)), "2024");
    assert!(own.len() > 60_000 && own.keys().eq(later.keys()));
    let differ: Vec<(&[String; 3], &String)> = own
        .iter()
        .zip(&later)
        .filter(|(own, later)| own != later)
        .map(|(_, later)| later)
        .collect();
    let told = |block: &str| -> Vec<(&str, &str)> {
        let of_block = differ.iter().filter(|([_, _, own], _)| own == block);
        of_block.map(|([_, record, _], told)| (record.as_str(), told.as_str())).collect()
    };
    let loans = [
        "7000108", "7002435", "7003511", "7004032", "7005055", "7006375", "7008480", "7009068",
        "7011002",
    ];
    let late = "Decided không đạt Kiểm tra sử dụng vốn chậm";
    assert_eq!(told("Sử dụng vốn"), loans.map(|loan| (loan, late)));
    let missed = "Decided không đạt";
    assert_eq!(told("Kiểm tra khoản vay mới"), [("Liên Chiểu", missed), ("Sơn Trà", missed)]);
    let programme = told("Vay chương trình khác");
    assert_eq!(programme.len(), 1);
    assert!(programme[0].0 == "DX0930" && programme[0].1.starts_with("Decided cần xem xét"));
    assert_eq!(differ.len(), 9 + 2 + 1, "{differ:?}");
}
