//! A folder of packs: which pack decides, and what becomes of every row.

use visao::data::DataFile;
use visao::engine::{Packs, Query, Records, Rules};
use visao::explain::decision::Status;
use visao::load::Memory;
use visao::value::{Date, Lang};

/// Two packs that differ in the limit of a loan: 50 million in 2023, 60 in 2024. Each skips rows of
/// its own.
fn folder() -> Vec<(String, String)> {
    let pack = |folder: &str, year: i32, limit: u32| {
        let manifest = format!(
            "[pack]\nname = \"thu-{year}\"\nlanguage = \"vi\"\neffective = {{ from = {year}-01-01, to = {year}-12-31 }}\n\
             [import.\"vay\"]\nrecord = \"Khoản vay\"\nheader = {{ contains = [\"Mã\"] }}\nskip_rows_where = {{ \"Mã\" = [\"bỏ {year}\"] }}\n"
        );
        let rules = format!(
            "bản ghi Khoản vay\n  trường mã: chữ, khóa\n  trường ngày vay: ngày, cột \"Ngày\"\n  trường số tiền: tiền, từ 0\n\n\
             kiểm tra Mức vay cho Khoản vay\n  yêu cầu số tiền ≤ {limit} triệu\n    nếu không: \"Vượt mức\"\n  \
             yêu cầu ngày xét = ngày vay\n    nếu không: \"Sai ngày\"\n"
        );
        [(format!("{folder}/pack.toml"), manifest), (format!("{folder}/luat.luat"), rules)]
    };
    // The folder's name says nothing of its days.
    [pack("b", 2023, 50), pack("a", 2024, 60)].into_iter().flatten().collect()
}

fn packs() -> Packs {
    Packs::from_files(&folder().into_iter().collect::<Memory>()).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd(year, month, day).unwrap()
}

fn ask(rules: &Rules) -> Option<Query> {
    rules.query().record("Khoản vay").ok()
}

fn read(csv: &str, column: &str) -> Records {
    packs().read_by_day(&[DataFile::bytes("vay.csv", csv.as_bytes())], column, ask, None).unwrap()
}

/// Key, deciding pack and day, verdict or status, of every record in order.
fn outcomes(records: &Records) -> Vec<String> {
    let mut told = Vec::new();
    for stretch in records.all() {
        let batch = &records.batches()[stretch.batch];
        batch.each(stretch.places.clone(), |record| {
            for decision in record.decisions() {
                let day = decision
                    .as_of
                    .map_or("-".to_owned(), |day| format!("{}/{}", day.month(), day.year()));
                let verdict = match decision.status {
                    Status::Decided => decision.verdict.unwrap().to_string(),
                    Status::DataError => {
                        format!("lỗi: {}", decision.errors[0].expected.get(Lang::Vi))
                    }
                    other => format!("{other:?}"),
                };
                told.push(format!("{} {} {day} {verdict}", decision.record, decision.pack));
            }
        });
    }
    told
}

#[test]
fn the_pack_of_the_day_decides() {
    let packs = packs();
    let names: Vec<&str> = packs.all().map(Rules::name).collect();
    assert_eq!(names, ["thu-2023", "thu-2024"], "by their days, not their folders");
    assert_eq!(packs.on(day(2023, 12, 31)).unwrap().name(), "thu-2023");
    assert_eq!(packs.on(day(2024, 1, 1)).unwrap().name(), "thu-2024");
    assert_eq!(
        packs.on(day(2025, 1, 1)).unwrap_err().message().get(Lang::Vi),
        "không bộ quy tắc nào áp dụng ngày 01/01/2025; có: thu-2023 (01/01/2023 – 31/12/2023), thu-2024 (01/01/2024 – 31/12/2024)"
    );
    assert!(packs.for_run(None, &[]).unwrap_err().message().vi.contains("hãy nói ngày xét"));
}

#[test]
fn without_a_day_the_data_files_tell_which_pack_decides() {
    let mut files = folder();
    for (_, text) in &mut files {
        *text = text.replace(
            "skip_rows_where",
            "as_of = { cell = \"A1\", pattern = \"đến ngày {date}\" }\nskip_rows_where",
        );
    }
    let packs = Packs::from_files(&files.into_iter().collect::<Memory>()).unwrap();
    let file = |first: &str| {
        DataFile::bytes("vay.csv", format!("{first}\nMã;Ngày;số tiền\na;1/1/2024;1\n").into_bytes())
    };
    assert_eq!(
        packs.for_run(None, &[file("Khoản vay đến ngày 30/06/2023")]).unwrap().name(),
        "thu-2023"
    );
    assert_eq!(
        packs.for_run(None, &[file("Khoản vay đến ngày 30/06/2024")]).unwrap().name(),
        "thu-2024"
    );
    for first in ["Khoản vay", "Khoản vay đến ngày 30/06/2025"] {
        assert!(
            packs
                .for_run(None, &[file(first)])
                .unwrap_err()
                .message()
                .vi
                .contains("hãy nói ngày xét"),
            "{first}"
        );
    }
    assert!(
        packs
            .for_run(None, &[DataFile::path("khong-co.csv")])
            .unwrap_err()
            .message()
            .vi
            .starts_with("khong-co.csv: ")
    );
}

#[test]
fn each_record_is_decided_by_the_pack_of_its_own_day_in_the_order_of_the_file() {
    let records = read(
        "Mã;Ngày;số tiền\na;18/01/2024;55000000\nb;18/01/2023;55000000\nc;31/12/2023;1\nd;1/1/2024;65000000\n",
        "ngày vay",
    );
    assert_eq!(
        outcomes(&records),
        [
            "a thu-2024 1/2024 đạt",
            "b thu-2023 1/2023 không đạt",
            "c thu-2023 12/2023 đạt",
            "d thu-2024 1/2024 không đạt"
        ]
    );
}

#[test]
fn a_record_without_a_day_or_on_a_day_of_no_pack_is_a_data_error_and_the_others_go_on() {
    let records = read("Mã;Ngày;số tiền\na;;1\nb;18/01/2025;1\nc;x;1\nd;1/1/2024;1\n", "Ngày");
    assert_eq!(
        outcomes(&records),
        [
            "a thu-2023 - lỗi: một giá trị: trường này không được để trống",
            "b thu-2023 - lỗi: một ngày trong thời gian áp dụng của một bộ quy tắc",
            "c thu-2023 - lỗi: ngày, như 30/06/2023",
            "d thu-2024 1/2024 đạt",
        ]
    );
}

#[test]
fn every_row_is_counted_once() {
    // Skipped by the pack of its day (2), repeated within a pack (2), without a pack (1), one key
    // in two years (2), plain (2).
    let csv = "Mã;Ngày;số tiền\n\
               bỏ 2023;1/1/2023;1\nbỏ 2024;1/1/2024;1\n\
               a;1/1/2023;1\na;1/1/2023;1\nb;1/1/2024;1\nb;1/1/2024;1\n\
               c;1/1/2025;1\nd;1/2/2023;1\nd;1/2/2024;1\n";
    let records = read(csv, "Ngày");
    assert_eq!(
        outcomes(&records),
        [
            "a thu-2023 1/2023 đạt",
            "b thu-2024 1/2024 đạt",
            "c thu-2023 - lỗi: một ngày trong thời gian áp dụng của một bộ quy tắc",
            "d thu-2023 2/2023 lỗi: khóa không trùng: dòng 10 cũng có khóa này",
            "d thu-2024 2/2024 lỗi: khóa không trùng: dòng 9 cũng có khóa này",
        ]
    );
    let counts: Vec<[u64; 4]> = records
        .batches()
        .iter()
        .flat_map(|batch| &batch.report().files)
        .map(|file| {
            [
                file.rows,
                file.skipped.iter().map(|(_, count)| count).sum(),
                file.dropped,
                file.records,
            ]
        })
        .collect();
    assert_eq!(
        counts,
        [[5, 1, 1, 3], [4, 1, 1, 2]],
        "rows = skipped + dropped + records; nine rows in all"
    );
}

#[test]
fn a_row_that_another_pack_skips_is_still_a_record_of_its_own() {
    let records = read("Mã;Ngày;số tiền\nbỏ 2023;1/1/2024;1\n", "Ngày");
    assert_eq!(outcomes(&records), ["bỏ 2023 thu-2024 1/2024 đạt"]);
}

#[test]
fn one_table_holds_the_columns_of_all_packs() {
    let records = read("Mã;Ngày;số tiền\na;1/1/2024;1\nb;1/1/2023;1\n", "Ngày");
    let sheet = records.sheet(Lang::Vi);
    let headers: Vec<&str> = sheet.columns().iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["mã", "bộ quy tắc", "ngày xét", "kết luận", "lý do"]);
    let mut accounts = records.accounts();
    assert_eq!(sheet.rows(records.all(), &mut accounts).count(), 2);
    let counted = accounts.iter().map(|account| account.tallies[0].1.records());
    assert_eq!(counted.collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn a_date_column_must_be_there() {
    let read = |csv: &str, column: &str| {
        let refused = packs()
            .read_by_day(&[DataFile::bytes("vay.csv", csv.as_bytes())], column, ask, None)
            .unwrap_err();
        refused.message().vi
    };
    assert_eq!(
        read("Mã;Ngày\na;1/1/2024\n", "số tiền"),
        "vay.csv: bản ghi không có trường ngày “số tiền”; có: ngày vay"
    );
    assert!(read("Mã;số tiền\na;1\n", "ngày vay").contains("không có cột nào"));
}

#[test]
fn two_packs_of_one_day_are_refused_at_both_manifests() {
    let mut files = folder();
    for (_, text) in &mut files {
        *text = text.replace("to = 2023-12-31", "to = 2024-01-01");
    }
    let refused = Packs::from_files(&files.into_iter().collect::<Memory>()).unwrap_err();
    assert_eq!(refused.diagnostics().len(), 1);
    let places: Vec<(&str, usize)> = refused.diagnostics()[0]
        .labels
        .iter()
        .map(|label| {
            let source = &refused.sources()[label.span.source];
            (source.name(), source.line_column(label.span.start).line)
        })
        .collect();
    assert_eq!(
        (refused.diagnostics()[0].code, places),
        ("E220", vec![("a/pack.toml", 4), ("b/pack.toml", 4)])
    );
}

#[test]
fn what_is_wrong_with_all_packs_is_said_at_once_and_named_by_folder() {
    let mut files = folder();
    for (_, text) in &mut files {
        *text = text.replace("trường số tiền: tiền", "trường số tiền: tien");
    }
    let refused = Packs::from_files(&files.into_iter().collect::<Memory>()).unwrap_err();
    let shown = format!("{refused:#}");
    assert!(shown.contains("a/luat.luat:4") && shown.contains("b/luat.luat:4"), "{shown}");
}

#[test]
fn a_pack_alone_is_a_folder_of_one() {
    let alone: Memory = folder()
        .into_iter()
        .filter_map(|(name, text)| Some((name.strip_prefix("b/")?.to_owned(), text)))
        .collect();
    let packs = Packs::from_files(&alone).unwrap();
    assert_eq!(packs.for_run(None, &[]).unwrap().name(), "thu-2023");
    let refused = packs.on(day(2024, 1, 1)).unwrap_err();
    assert_eq!(
        refused.message().get(Lang::Vi),
        "ngày xét 01/01/2024 nằm ngoài thời gian áp dụng của “thu-2023” (01/01/2023 – 31/12/2023)"
    );
    let in_folder = Packs::from_files(&folder().into_iter().collect::<Memory>()).unwrap();
    assert_eq!(
        packs.all().next().unwrap().fingerprint(),
        in_folder.all().next().unwrap().fingerprint()
    );
}

/// Two packs of loans: the use of the money is checked within 30 days by the rules of 2023, within
/// 15 by those of 2024; the register of visits is of both.
fn packs_over_time() -> Packs {
    let pack = |year: i32, days: u32, limit: u32| {
        let manifest = format!(
            "[pack]\nname = \"vay-{year}\"\nlanguage = \"vi\"\neffective = {{ from = {year}-01-01, to = {year}-12-31 }}\n"
        );
        let rules = format!(
            "bản ghi Tổ\n  trường mã tổ: chữ, khóa\n  tính số khoản vay = đếm(Khoản vay)\n\n\
             kiểm tra Quy mô cho Tổ\n  yêu cầu số khoản vay ≤ 5\n    nếu không: \"Nhiều khoản vay\"\n\n\
             bản ghi Khoản vay thuộc Tổ theo mã tổ\n  trường mã: chữ, khóa\n  trường mã tổ: chữ\n  \
             trường ngày vay: ngày\n  trường kiểm tra: ngày\n  trường số tiền: tiền, từ 0\n\n\
             kiểm tra Sử dụng vốn cho Khoản vay\n  hạn kiểm tra: trong {days} ngày từ ngày vay\n    \
             nếu không: \"Chưa kiểm tra\"\n\n\
             kiểm tra Mức vay cho Khoản vay\n  yêu cầu số tiền ≤ {limit} triệu\n    nếu không: \"Vượt mức\"\n"
        );
        [(format!("{year}/pack.toml"), manifest), (format!("{year}/luat.luat"), rules)]
    };
    let files = [pack(2023, 30, 50), pack(2024, 15, 60)].into_iter().flatten();
    Packs::from_files(&files.collect::<Memory>()).unwrap()
}

/// Paid on 15/12/2023, the money is to be checked by 14/01/2024 (30 days, the rules of 2023); paid
/// on 02/01/2024 by 17/01, on 20/01/2024 by 04/02 (15 days, those of 2024).
const LOANS_OF_TWO_YEARS: &str = "mã;mã tổ;ngày vay;kiểm tra;số tiền\n\
    a;T;15/12/2023;;55000000\nb;T;15/12/2023;14/01/2024;1\nc;T;02/01/2024;;1\n\
    d;T;20/01/2024;;55000000\ne;T;;;1\nf;T;15/12/2022;;1\n";

fn given_of(files: &[(&str, &str)]) -> Vec<visao::InputFile> {
    crate::given::files_of(files)
}

/// A's rules of 2023 are over on 31/01/2024 and asked for their deadline alone; the loan without a
/// day is the pack's of the as-of date, whose deadline waits for that day; no pack is of 2022.
#[test]
fn with_a_day_the_column_chooses_the_pack_and_the_day_decides() {
    let as_of = day(2024, 1, 31);
    let ask = |rules: &Rules| Some(rules.query().record("Khoản vay").ok()?.date(as_of));
    let file = DataFile::bytes("vay.csv", LOANS_OF_TWO_YEARS.as_bytes());
    let records = packs_over_time().read_by_day(&[file], "ngày vay", ask, None).unwrap();
    let error =
        "lỗi: một ngày trong thời gian áp dụng của một bộ quy tắc còn xét vào ngày 31/01/2024";
    assert_eq!(
        outcomes(&records),
        [
            "a vay-2023 1/2024 không đạt".to_owned(),
            "b vay-2023 1/2024 đạt".to_owned(),
            "c vay-2024 1/2024 không đạt".to_owned(),
            "c vay-2024 1/2024 đạt".to_owned(),
            "d vay-2024 1/2024 chưa đến hạn".to_owned(),
            "d vay-2024 1/2024 đạt".to_owned(),
            "e vay-2024 1/2024 Undetermined".to_owned(),
            "e vay-2024 1/2024 đạt".to_owned(),
            format!("f vay-2024 1/2024 {error}"),
            format!("f vay-2024 1/2024 {error}"),
        ]
    );
    let files = records.batches().iter().flat_map(|batch| &batch.report().files);
    let counts: Vec<[u64; 2]> = files.map(|file| [file.rows, file.records]).collect();
    assert_eq!(counts.iter().map(|[rows, _]| rows).sum::<u64>(), 6, "each row once: {counts:?}");
    assert_eq!(counts.iter().map(|[_, records]| records).sum::<u64>(), 6);
}

/// On 31/12/2023 the rules of 2024 are not asked: their loans are of no pack. Within its period the
/// pack of 2023 asks all its blocks; 55 million are above its limit of 50.
#[test]
fn a_pack_that_is_not_asked_on_the_day_decides_no_record() {
    let as_of = day(2023, 12, 31);
    let ask = |rules: &Rules| Some(rules.query().record("Khoản vay").ok()?.date(as_of));
    let file = DataFile::bytes("vay.csv", LOANS_OF_TWO_YEARS.as_bytes());
    let records = packs_over_time().read_by_day(&[file], "ngày vay", ask, None).unwrap();
    let told = outcomes(&records);
    assert_eq!(told[..2], ["a vay-2023 12/2023 chưa đến hạn", "a vay-2023 12/2023 không đạt"]);
    assert!(told[4].starts_with("c vay-2023 12/2023 lỗi: một ngày"), "{told:?}");
    assert!(
        records.batches()[0].report().warnings[0]
            .vi
            .contains("không bộ quy tắc nào còn xét vào ngày 31/12/2023; các bộ quy tắc: vay-2023"),
    );
}

/// The group has no such column: the pack of the day decides it, over all six of its loans.
#[test]
fn types_without_the_column_are_decided_as_in_any_run_of_that_day() {
    let as_of = day(2024, 1, 31);
    let files = given_of(&[("Tổ", "mã tổ\nT\n"), ("Khoản vay", LOANS_OF_TWO_YEARS)]);
    let ask = |rules: &Rules| Some(rules.query().date(as_of));
    let read = |column: &str| packs_over_time().read_all_by_day(&files, column, ask, None);
    let dataset = read("ngày vay").unwrap();
    assert_eq!(dataset.as_of(), Some(as_of));
    let told: Vec<Vec<String>> = dataset.records().iter().map(outcomes).collect();
    assert_eq!(told[0], ["T vay-2024 1/2024 không đạt"]);
    assert_eq!(told[1].len(), 10);
    assert_eq!(told[1][0], "a vay-2023 1/2024 không đạt");
    assert_eq!(
        read("ngày trả").unwrap_err().message().vi,
        "Tổ.csv: bản ghi không có trường ngày “ngày trả”; có: ngày vay, kiểm tra"
    );
}

/// As of its own day each loan would be not due yet, always.
#[test]
fn without_a_day_rules_that_ask_over_time_are_refused_and_others_are_not() {
    let file = || [DataFile::bytes("vay.csv", LOANS_OF_TWO_YEARS.as_bytes())];
    let ask = |rules: &Rules| rules.query().record("Khoản vay").ok();
    let refused = packs_over_time().read_by_day(&file(), "ngày vay", ask, None).unwrap_err();
    assert_eq!(refused.code(), "E168");
    assert_eq!(
        refused.message().vi,
        "“Sử dụng vốn” hỏi theo sổ, theo kỳ hay theo hạn, phải xét chung một ngày: thêm --ngay \
         bên cạnh --cot-ngay"
    );
    assert!(refused.message().en.contains("add --date beside --date-column"));
    let ask = |rules: &Rules| ask(rules)?.block("Mức vay").ok();
    let records = packs_over_time().read_by_day(&file(), "ngày vay", ask, None).unwrap();
    assert_eq!(
        outcomes(&records)[..4],
        [
            "a vay-2023 12/2023 không đạt",
            "b vay-2023 12/2023 đạt",
            "c vay-2024 1/2024 đạt",
            "d vay-2024 1/2024 đạt"
        ]
    );
}
