//! What a program that embeds the engine gets wrong is told, with a code, unless it asks for
//! leniency.

use serde_json::{Value, json};
use visao::data::DataFile;
use visao::engine::{InputFile, Query};
use visao::explain::decision::Status;
use visao::value::text::parse_date;
use visao::{Error, ErrorKind, Lang, Rules};

const PACK: &str = r#"
[pack]
name = "chấm-2023"
effective = { from = 2023-01-01, to = 2023-12-31 }
"#;

const RULES: &str = r#"
bản ghi Hộ
  trường mã hộ: chữ, khóa, cột "MA_HO"
  trường số con: số nguyên, từ 0
  trường ngày sinh: ngày
  tính tuổi chủ hộ = tuổi(ngày sinh; ngày xét)
bản ghi Tổ
  trường mã tổ: chữ, khóa
  trường dư nợ: tiền
kiểm tra Con cho Hộ
  yêu cầu số con ≥ 1
    nếu không: "Không có con"
kiểm tra Tuổi cho Hộ
  yêu cầu tuổi chủ hộ ≥ 18
    nếu không: "Chưa đủ tuổi"
kiểm tra Nợ cho Tổ
  yêu cầu dư nợ = 0
    nếu không: "Còn nợ"
chỉ tiêu Chung "Hộ có con" trên Hộ, toàn bộ
  chỉ số a = tỷ trọng(khi số con ≥ 1)
    yêu cầu từ 50%
"#;

fn rules() -> Rules {
    let files = [("pack.toml", PACK), ("luat.luat", RULES)];
    Rules::from_files(&files.into_iter().collect::<visao::load::Memory>())
        .unwrap_or_else(|refused| panic!("{refused}"))
}

fn family() -> Value {
    json!({ "mã hộ": "H1", "số con": 2, "ngày sinh": "1990-05-01" })
}

fn dated(day: &str) -> Query {
    rules().query().date(parse_date(day).unwrap())
}

/// The code and the words of a refusal.
fn refused(query: &Query, record: &Value) -> (&'static str, String) {
    let error = query.grade(record).unwrap_err();
    assert!(error.to_string().ends_with(&format!(" [{}]", error.code())), "{error}");
    (error.code(), error.message().vi)
}

#[test]
fn a_name_that_no_field_has_is_told_with_the_nearest() {
    let record = json!({ "mã hộ": "H1", "số côn": 2, "MA_HO": null, "ghi chú riêng": "x" });
    let (code, told) = refused(&dated("30/06/2023").record("Hộ").unwrap(), &record);
    assert_eq!(code, "E240");
    assert_eq!(
        told,
        "bản ghi Hộ không có trường “ghi chú riêng”, “số côn” (có phải ý bạn là “số con”?)"
    );
    let decisions = dated("30/06/2023").record("Hộ").unwrap().lenient().grade(&record).unwrap();
    assert_eq!(decisions[0].missing.iter().map(AsRef::as_ref).collect::<Vec<_>>(), ["số con"]);
}

#[test]
fn a_block_of_other_records_is_told_and_so_are_targets() {
    let asked = dated("30/06/2023").record("Hộ").unwrap();
    let other = asked.clone().block("Nợ").unwrap();
    assert_eq!(
        refused(&other, &family()),
        ("E241", "“Nợ” xét bản ghi Tổ, không xét Hộ".to_owned())
    );
    assert_eq!(other.lenient().grade(&family()).unwrap().len(), 0);
    let (code, told) = refused(&asked.block("Chung").unwrap(), &family());
    assert_eq!(code, "E241");
    assert!(told.starts_with("chỉ tiêu “Chung” xét trên nhiều bản ghi cùng lúc"), "{told}");
}

#[test]
fn a_day_outside_the_pack_is_told() {
    let told =
        "ngày xét 01/01/2024 nằm ngoài thời gian áp dụng của “chấm-2023” (01/01/2023 – 31/12/2023)";
    assert_eq!(refused(&dated("01/01/2024"), &family()), ("E242", told.to_owned()));
    assert_eq!(dated("01/01/2024").lenient().grade(&family()).unwrap().len(), 2);
}

#[test]
fn a_day_that_is_forgotten_is_told_where_what_is_asked_reads_it() {
    let told =
        "chưa có ngày xét, mà có quy định cần ngày xét: thêm --ngay, ví dụ --ngay 31/12/2023";
    assert_eq!(refused(&rules().query(), &family()), ("E243", told.to_owned()));
    // Who asks for what needs no day, needs none.
    let children = rules().query().block("Con").unwrap().grade(&family()).unwrap();
    assert_eq!(children[0].verdict.as_deref(), Some("đạt"));
    let statuses: Vec<Status> = rules()
        .query()
        .lenient()
        .grade(&family())
        .unwrap()
        .iter()
        .map(|decision| decision.status)
        .collect();
    assert_eq!(statuses, [Status::Decided, Status::DataError]);
}

#[test]
fn of_files_the_same_is_told() {
    let file = DataFile::bytes("ho.csv", "mã hộ;số con;ngày sinh\nH1;2;01/05/1990\n".as_bytes());
    let given = [InputFile { record: None, file: file.clone() }];
    let code = |error: Error| (error.code(), error.with_lang(Lang::En).to_string());
    let (all, one) = (
        rules().query().read_all(&given, None),
        rules().query().record("Hộ").unwrap().read(std::slice::from_ref(&file), None),
    );
    for error in [all.unwrap_err(), one.unwrap_err()] {
        let told = "no as-of date, which some of the rules need: add --date, such as --date 31/12/2023 [E243]";
        assert_eq!(code(error), ("E243", told.to_owned()));
    }
    let error = dated("01/01/2024").read_all(&given, None).unwrap_err();
    assert_eq!(error.code(), "E242");
    let lenient = rules().query().lenient().read_all(&given, None).unwrap();
    assert!(lenient.lacks_as_of().is_some());
    assert!(dated("30/06/2023").read_all(&given, None).unwrap().lacks_as_of().is_none());
    // Targets that read no day need none.
    assert!(rules().query().block("Chung").unwrap().read_all(&given, None).is_ok());
}

#[test]
fn rules_that_hold_nothing_are_told() {
    let empty = Rules::from_text("bản ghi Tổ\n  trường mã tổ: chữ, khóa\n").unwrap();
    let (code, told) = refused(&empty.query(), &json!({ "mã tổ": "T1" }));
    assert_eq!(code, "E244");
    assert_eq!(
        told,
        "bộ quy tắc “luat” chưa có gì để xét: không có bảng điểm, điều kiện, kiểm tra, chỉ tiêu hay giá trị tính nào"
    );
    assert_eq!(empty.query().lenient().grade(&json!({ "mã tổ": "T1" })).unwrap().len(), 1);
}

#[test]
fn names_of_record_types_and_blocks_and_what_is_no_record_have_their_codes() {
    assert_eq!(rules().query().record("Hô").unwrap_err().code(), "E245");
    assert_eq!(rules().query().block("Cón").unwrap_err().code(), "E246");
    assert_eq!(
        refused(&rules().query(), &json!([1, 2])),
        ("E247", "bản ghi phải có các trường có tên".to_owned())
    );
    assert_eq!(refused(&rules().query(), &json!({ "x": 1 })).0, "E247");
}

/// Everything that a program may match on or show to whom it likes is a field of the error.
#[test]
fn an_error_has_a_kind_a_code_and_its_fields() {
    let fields = |error: &Error| {
        (
            error.kind(),
            error.code(),
            error.name().map(str::to_owned),
            error.nearest().map(str::to_owned),
            error.file().map(str::to_owned),
            error.row(),
        )
    };
    let own = |text: &str| Some(text.to_owned());
    let unknown = rules().query().record("Hô").unwrap_err();
    assert_eq!(fields(&unknown), (ErrorKind::Query, "E245", own("Hô"), own("Hộ"), None, None));
    let record = json!({ "mã hộ": "H1", "số còn": 2, "ngày sinh": "1990-05-01" });
    let unknown = dated("30/06/2023").grade(&record).unwrap_err();
    assert_eq!(
        fields(&unknown),
        (ErrorKind::Record, "E240", own("số còn"), own("số con"), None, None)
    );
    let file = DataFile::bytes("ho.jsonl", "{\"mã hộ\": \"H1\"}\n{\n".as_bytes());
    let damaged = rules().query().record("Hộ").unwrap().read(&[file], None).unwrap_err();
    assert_eq!(fields(&damaged), (ErrorKind::Data, "E248", None, None, own("ho.jsonl"), Some(2)));
}

#[test]
fn rules_that_cannot_be_loaded_are_told_in_one_line_or_whole() {
    let text = "bản ghi Tổ\n  trường nợ: tiềng\n  trường mã: chửu\n";
    let error = Rules::from_text(text).unwrap_err();
    assert_eq!((error.kind(), error.diagnostics().len()), (ErrorKind::Load, 2));
    assert_eq!((error.file(), error.row()), (Some("luat.luat"), Some(2)));
    let first = &error.diagnostics()[0];
    assert_eq!((error.place(), error.code()), (first.place(), first.code));
    let start = error.place().unwrap().start;
    assert_eq!((start.line, start.column), (2, 14));
    let line = format!("luat.luat:2: {} [{}] (và 1 lỗi nữa)", first.headline.vi, first.code);
    assert_eq!(error.to_string(), line);
    let whole = format!("{error:#}");
    assert!(whole.contains("luat.luat:2:") && whole.contains("luat.luat:3:"), "{whole}");
    assert!(format!("{:?}", error.with_lang(Lang::En)).contains("error["));
}
