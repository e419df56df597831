//! A pack for another year: what is moved, what is marked, and that it is written whole or not at
//! all.

use crate::literate::root;
use std::path::Path;
use std::process::{Command, Output};
use visao::engine::Rules;
use visao::load::Memory;
use visao::report::trace::ChangeKind;
use visao::rollover::{MarkKind, NewPack, NewText, rollover};
use visao::value::Lang;

const MANIFEST: &str = "# giữ nguyên, kể cả 2023 ở đây\n[pack]\nname = \"thu-2023\"\ntitle = \"Thử năm 2023, KH 91/2020\"\n\
    language = \"vi\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n\n[import.\"a 2023\"]\nrecord = \"Tổ\"\n";

const RULES: &str = "tài liệu KH: \"Kế hoạch 2023\", văn bản \"ke-hoach.txt\"\n\
    bản ghi Tổ\n  trường mã: chữ, khóa\n  trường nợ: tiền, từ 0\n  trường dư nợ: tiền, từ 0\n\n\
    tham số mức: tiền\n  từ 01/01/2023 là 50 triệu\n\n\
    kiểm tra Nợ cho Tổ\n  căn cứ KH mục 1 \"nợ quá hạn dưới 0,5%\"\n  căn cứ KH mục 2 \"cho vay đến 7 lần\"\n  \
    yêu cầu nợ ≤ dư nợ × 0,5%\n    nếu không: \"Trên 0,5%\"\n  yêu cầu dư nợ ≤ 7 × nợ + 1\n    nếu không: \"Vượt\"\n    \
    giả định \"Cộng 1 đồng\"\n\n\
    kiểm tra Khác cho Tổ\n  yêu cầu nợ ≤ 3 đồng\n    nếu không: \"Nhiều\"\n";

const PLAN: &str = "KẾ HOẠCH 2023\n1. Nợ\n- nợ quá hạn dưới 0,5%.\n2. Vay\n- cho vay đến 7 lần.\n";

fn pack(manifest: &str, rules: &str) -> Memory {
    let files = [
        ("pack.toml", manifest),
        ("luat.luat", rules),
        ("ke-hoach.txt", PLAN),
        ("du-lieu/2023.csv", "mã;nợ\n"),
    ];
    files.into_iter().collect()
}

fn text<'p>(pack: &'p NewPack, name: &str) -> &'p str {
    let (_, bytes) = pack.files.iter().find(|(file, _)| file == name).unwrap();
    std::str::from_utf8(bytes).unwrap()
}

fn refused(manifest: &str, year: i32) -> String {
    let error = rollover(&pack(manifest, RULES), year, &[]).unwrap_err();
    match error.diagnostics() {
        [] => error.message().get(Lang::Vi).to_owned(),
        _ => format!("{error:#}"),
    }
}

#[test]
fn name_title_and_days_are_moved_and_nothing_else() {
    let new = rollover(&pack(MANIFEST, RULES), 2025, &[]).unwrap();
    let moved = MANIFEST
        .replace("\"thu-2023\"", "\"thu-2025\"")
        .replace("năm 2023,", "năm 2025,")
        .replace("from = 2023-01-01, to = 2023-12-31", "from = 2025-01-01, to = 2025-12-31");
    assert_eq!(text(&new, "pack.toml"), moved);
    assert_eq!(text(&new, "ke-hoach.txt"), PLAN);
    assert_eq!(text(&new, "du-lieu/2023.csv"), "mã;nợ\n");
    let unmarked: String = text(&new, "luat.luat")
        .split_inclusive('\n')
        .filter(|line| !line.contains("# XEM LẠI: "))
        .collect();
    assert_eq!(unmarked, RULES);
}

/// What an example works out lies in the period and around it; a day of another line stays.
#[test]
fn the_days_of_worked_examples_move_with_the_period() {
    let example = |first: &str, second: &str, row: &str, last: &str| {
        format!(
            "ví dụ \"Ngày 31/01/2023\" cho Có việc\n  cho ngày xét = {first}, ngày lập = {second}\n  \
             cho Việc\n    | ngày làm   |\n    | {row} |\n  thì kết luận là đạt và ngày lập = {last}\n"
        )
    };
    let rules = |examples: &str| {
        format!(
            "bản ghi Đơn vị\n  trường mã: chữ, khóa\n  trường ngày lập: ngày\n\
             bản ghi Việc thuộc Đơn vị theo mã, ghi theo ngày làm\n  trường mã: chữ\n  trường ngày làm: ngày\n\
             kiểm tra Có việc cho Đơn vị\n  hạn đếm(Việc) ≥ 1: trong kỳ\n    nếu không: \"Chưa\"\n  \
             yêu cầu ngày lập < 01/03/2024\n    nếu không: \"Mới lập\"\n\n{examples}"
        )
    };
    let old = example("31/01/2024", "29/02/2020", "31/12/2023", "29/02/2020");
    let moved = example("31/01/2025", "28/02/2021", "31/12/2024", "28/02/2021");
    let manifest = "[pack]\nname = \"thu-2023\"\nlanguage = \"vi\"\neffective = { from = 2023-01-01, to = 2023-12-31 }\n";
    let new = rollover(&pack(manifest, &rules(&old)), 2024, &[]).unwrap();
    assert_eq!(text(&new, "luat.luat"), rules(&moved));
}

#[test]
fn a_leap_day_and_a_name_without_a_year_are_moved_too() {
    let manifest = "[pack]\nname = 'thử'\neffective = { from = 2024-02-29 }\n";
    let new = rollover(&pack(manifest, RULES), 2025, &[]).unwrap();
    assert_eq!(
        text(&new, "pack.toml"),
        "[pack]\nname = 'thử-2025'\neffective = { from = 2025-02-28 }\n"
    );
}

#[test]
fn each_number_of_the_document_is_marked_with_its_sentence() {
    let new = rollover(&pack(MANIFEST, RULES), 2024, &[]).unwrap();
    let marks: Vec<(usize, &str, &str)> = new
        .marks
        .iter()
        .map(|mark| (mark.line, mark.what.as_str(), mark.sentence.as_str()))
        .collect();
    let debt = "KH mục 1: “nợ quá hạn dưới 0,5%”";
    assert_eq!(
        marks,
        [
            (2, "văn bản KH", "của kỳ trước"),
            (10, "50 triệu", "không ghi căn cứ"),
            (15, "câu trích", "KH mục 2: “cho vay đến 7 lần”"),
            (17, "0,5%", debt),
            (20, "7, 1", "giả định: “Cộng 1 đồng”"),
        ]
    );
    let ranked: Vec<(MarkKind, usize)> =
        new.ranked().into_iter().map(|mark| (mark.kind, mark.line)).collect();
    assert_eq!(
        ranked,
        [
            (MarkKind::Document, 2),
            (MarkKind::Number, 10),
            (MarkKind::Number, 17),
            (MarkKind::Assumption, 20),
            (MarkKind::Quotation, 15),
        ]
    );
    let lines: Vec<&str> = text(&new, "luat.luat").lines().collect();
    assert_eq!(lines[15], format!("  # XEM LẠI: 0,5% — {debt}"));
    assert_eq!(lines[16], "  yêu cầu nợ ≤ dư nợ × 0,5%");
    assert!(
        lines.contains(&"  yêu cầu nợ ≤ 3 đồng"),
        "a number without any basis is not from the document"
    );
}

#[test]
fn the_copy_loads_and_says_how_many_marks_are_left() {
    let new = rollover(&pack(MANIFEST, RULES), 2024, &[]).unwrap();
    let copy: Memory =
        new.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let rules = Rules::from_files(&copy).unwrap();
    let found: Vec<(&str, &str)> = rules
        .findings()
        .iter()
        .map(|finding| (finding.code, finding.headline.get(Lang::Vi)))
        .collect();
    assert_eq!(found, [("W401", "còn 5 chỗ phải xem lại")]);
    // The copy of a copy that nobody has looked at is not marked twice.
    let again = rollover(&copy, 2025, &[]).unwrap();
    assert_eq!(text(&again, "luat.luat"), text(&new, "luat.luat"));
}

fn plan(text: &str) -> NewText {
    NewText { document: "KH".into(), text: text.as_bytes().to_vec() }
}

/// 0,5% is still said, so its line needs no look; “7 lần” became “8 lần”, so its quotation and the
/// number do.
#[test]
fn a_new_text_leaves_the_marks_that_it_does_not_settle() {
    let text = PLAN.replace("2023", "2024").replace("7 lần", "8 lần") + "- họp hàng tháng.\n";
    let new = rollover(&pack(MANIFEST, RULES), 2024, &[plan(&text)]).unwrap();
    let marks: Vec<(MarkKind, &str, &str)> = new
        .ranked()
        .into_iter()
        .map(|mark| (mark.kind, mark.what.as_str(), mark.sentence.as_str()))
        .collect();
    let changed = "KH mục 2: “cho vay đến 7 lần” → văn bản mới: “cho vay đến 8 lần”";
    assert_eq!(
        marks,
        [
            (MarkKind::Changed, "câu trích", changed),
            (MarkKind::Document, "văn bản KH", "của kỳ trước"),
            (MarkKind::Number, "50 triệu", "không ghi căn cứ"),
            (MarkKind::Assumption, "7, 1", "giả định: “Cộng 1 đồng”"),
        ]
    );
    assert_eq!(self::text(&new, "ke-hoach.txt"), text);
    let [edition] = new.documents.as_slice() else { panic!("{:?}", new.documents) };
    let changes: Vec<(ChangeKind, &str, usize)> = edition
        .changes
        .iter()
        .map(|change| {
            let words = change.new.as_ref().map_or("", |new| new.words.as_str());
            (change.kind, words, change.rules.len())
        })
        .collect();
    assert_eq!(
        changes,
        [
            (ChangeKind::Changed, "KẾ HOẠCH 2024", 0),
            (ChangeKind::Changed, "cho vay đến 8 lần.", 1),
            (ChangeKind::New, "họp hàng tháng.", 0),
        ]
    );
}

#[test]
fn a_text_of_no_document_makes_no_pack() {
    let because = |texts: &[NewText]| match rollover(&pack(MANIFEST, RULES), 2024, texts) {
        Err(error) if error.diagnostics().is_empty() => error.message().vi,
        other => panic!("{other:?}"),
    };
    let other = NewText { document: "KH9".into(), text: Vec::new() };
    assert_eq!(because(&[other]), "bộ quy tắc không có văn bản nào tên “KH9”; có: KH");
    assert_eq!(because(&[plan("a"), plan("b")]), "có hai văn bản mới của “KH”; chỉ đưa một");
    let legacy = NewText { document: "KH".into(), text: vec![0xC3, 0x28] };
    assert!(because(&[legacy]).contains("UTF-8"));
}

/// Nobody reads three hundred lines on a screen: the first ten, then how many each file has.
#[test]
fn a_long_list_is_told_by_its_beginning_and_by_file() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("2023");
    std::fs::create_dir(&old).unwrap();
    let parameter = |name: usize| format!("tham số mức {name}: tiền\n  từ 01/01/2023 là {name}\n");
    let many: String = (1..=12).map(parameter).collect();
    std::fs::write(old.join("pack.toml"), MANIFEST.split("\n\n[import").next().unwrap()).unwrap();
    std::fs::write(old.join("a.luat"), many).unwrap();
    std::fs::write(old.join("b.luat"), parameter(13) + "bản ghi T\n  trường x: số\n").unwrap();
    let said =
        |arguments: &[&str]| String::from_utf8(visao(folder.path(), arguments).stdout).unwrap();
    let short = said(&["nam-moi", "2024", "--tu", "2023"]);
    let lines: Vec<&str> = short.lines().collect();
    assert_eq!(lines.len(), 13);
    assert!(
        lines[10].starts_with("… và 3 chỗ nữa: ") && lines[10].ends_with("thêm --tat-ca"),
        "{short}"
    );
    assert_eq!(lines[11..], ["2024/a.luat: 12 chỗ", "2024/b.luat: 1 chỗ"]);
    assert_eq!(
        said(&["nam-moi", "2024", "--tu", "2023", "-o", "x", "--tat-ca"]).lines().count(),
        13
    );
    let checked = said(&["kiem-tra", "2024"]);
    assert!(checked.contains("còn 13 chỗ phải xem lại: a.luat 12 chỗ, b.luat 1 chỗ"), "{checked}");
}

#[test]
fn line_ends_stay_as_they_are() {
    let rules = RULES.replace('\n', "\r\n");
    let new = rollover(&pack(MANIFEST, &rules), 2024, &[]).unwrap();
    let text = text(&new, "luat.luat");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn without_days_to_move_there_is_no_new_pack() {
    assert!(refused("[pack]\nname = \"thu\"\n", 2024).contains("effective"));
    assert_eq!(refused(MANIFEST, 2023), "bộ quy tắc cũ đã là của năm 2023");
    assert!(refused("[pack]\nnam = \"thu\"\n", 2024).contains("E202"));
}

fn visao(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_visao")).current_dir(folder).args(arguments).output().unwrap()
}

#[test]
fn the_pack_of_2023_is_rolled_over_on_disk_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let old = root().join("rules/2023");
    let old = old.to_str().unwrap();
    let made = visao(folder.path(), &["năm-mới", "2024", "--từ", old, "-o", "2024", "--tất-cả"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let listed = String::from_utf8(made.stdout).unwrap();
    let marks = listed.lines().count();
    assert!(listed.lines().all(|line| line.starts_with("2024/")), "{listed}");
    assert!(
        String::from_utf8(made.stderr)
            .unwrap()
            .contains(&format!("đã tạo 2024; {marks} chỗ phải xem lại"))
    );

    let checked = visao(folder.path(), &["kiem-tra", "2024"]);
    let shown = String::from_utf8(checked.stdout).unwrap();
    assert!(
        checked.status.success() && shown.contains(&format!("còn {marks} chỗ phải xem lại")),
        "{shown}"
    );
    // The day of a decree stays while the days of examples move: in 2024 nobody applies before it.
    let tested = visao(folder.path(), &["thu", "2024"]);
    let told = String::from_utf8(tested.stdout).unwrap();
    assert_eq!((tested.status.code(), told.matches("lỗi[").count()), (Some(1), 1), "{told}");
    assert!(told.contains("“Chấp hành xong án phạt tù, đề xuất ngày 09/10”"), "{told}");

    let again = visao(folder.path(), &["new", "2024", "--from", old, "-o", "2024", "--lang", "en"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("“2024” is there already"));
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["2024"], "nothing is left behind");
}
