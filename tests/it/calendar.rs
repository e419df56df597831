//! The calendar of deadlines in its forms: by the rules alone, by record, as a workbook and as an
//! iCalendar file. The days are worked out by hand from `tests/cli/calendar.in`.

use crate::given::{day, files_of, rules_of};
use calamine::{Data, Reader, Xlsx, open_workbook};
use std::path::Path;
use std::process::{Command, Output};
use visao::Rules;
use visao::calendar::Calendar;
use visao::explain::DutyState;

const FOLDER: &str = "tests/cli/calendar.in";

fn of_records(rules: &Rules, as_of: &str, files: &[(&str, &str)]) -> Calendar {
    rules.query().date(day(as_of)).read_all(&files_of(files), None).unwrap().calendar(None)
}

/// Each entry in short: day, record, period, state.
fn short(calendar: &Calendar) -> Vec<String> {
    let entry = |entry: &visao::calendar::Entry| {
        let duty = &entry.duty;
        let parts = [
            duty.day.map(|day| day.to_string()),
            entry.record.as_ref().map(|record| record.key.clone()),
            duty.period.as_ref().map(|period| period.vi.clone()),
            duty.state.map(|state| state.code().to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    calendar.entries.iter().map(entry).collect()
}

fn pack(manifest: &str, text: &str) -> Rules {
    let manifest = format!("[pack]\nname = \"lich\"\nmonth_end = \"last-day\"\n{manifest}");
    rules_of(&manifest, text)
}

const YEAR: &str = "effective = { from = 2023-01-01, to = 2023-12-31 }\n";

const LOANS: &str = "\
bản ghi Khoản vay
  trường mã: chữ, khóa
  trường giải ngân: ngày
  trường kiểm tra: ngày
kiểm tra Sử dụng vốn cho Khoản vay
  hạn kiểm tra: trong 30 ngày từ giải ngân
    nếu không: \"Chưa kiểm tra\"
";

/// 15/01 + 30 days = 14/02: the day before, of and after it.
#[test]
fn a_deadline_is_listed_with_its_state_on_each_day() {
    let rules = pack(YEAR, LOANS);
    let undone = [("Khoản vay", "mã;giải ngân;kiểm tra\nA;15/01/2023;\n")];
    let told = |as_of| short(&of_records(&rules, as_of, &undone));
    assert_eq!(told("13/02/2023"), ["2023-02-14 A not_due"]);
    assert_eq!(told("14/02/2023"), ["2023-02-14 A overdue"]);
    assert_eq!(told("15/02/2023"), ["2023-02-14 A overdue"]);
    let late = [("Khoản vay", "mã;giải ngân;kiểm tra\nA;15/01/2023;16/02/2023\n")];
    let calendar = of_records(&rules, "31/03/2023", &late);
    assert_eq!(short(&calendar), ["2023-02-14 A late"]);
    assert_eq!(calendar.entries[0].duty.days_late, Some(2));
    assert_eq!(calendar.entries[0].duty.done, Some(day("16/02/2023")));
}

/// Rows without a disbursement have no day, and stand last however the days are cut.
#[test]
fn an_unknown_day_stands_last_and_is_never_cut() {
    let rules = pack(YEAR, LOANS);
    let rows =
        [("Khoản vay", "mã;giải ngân;kiểm tra\nB;;\nA;15/01/2023;\nC;02/01/2023;03/01/2023\n")];
    let calendar = of_records(&rules, "31/01/2023", &rows);
    // 02/01 + 30 days = 01/02
    assert_eq!(short(&calendar), ["2023-02-01 C met", "2023-02-14 A not_due", "B open"]);
    let cut = calendar.clone().within(Some(day("02/02/2023")), Some(day("14/02/2023")));
    assert_eq!(short(&cut), ["2023-02-14 A not_due", "B open"]);
    let cut = calendar.clone().within(Some(day("15/02/2023")), None);
    assert_eq!(short(&cut), ["B open"]);
    assert_eq!(short(&calendar.undone()), ["2023-02-14 A not_due", "B open"]);
}

/// A loan whose day of disbursement is not there yet is listed, and one of another year's pack is
/// not: 2022 has its own rules.
#[test]
fn what_belongs_to_another_pack_is_left_out() {
    let rules = pack(YEAR, LOANS);
    let rows = [("Khoản vay", "mã;giải ngân;kiểm tra\nA;20/12/2022;\nB;31/12/2023;\n")];
    // 31/12/2023 + 30 days = 30/01/2024
    assert_eq!(short(&of_records(&rules, "30/12/2023", &rows)), ["2024-01-30 B not_due"]);
}

const UNITS: &str = "\
bản ghi Đơn vị
  trường mã: chữ, khóa
  trường ngày vào: ngày
  trường cấp: chữ
bản ghi Việc thuộc Đơn vị theo mã, ghi theo ngày làm
  trường mã: chữ
  trường ngày làm: ngày
";

/// The loan of a unit begins on 10/04: its first whole month is May.
#[test]
fn periods_are_those_of_the_record() {
    let text = format!(
        "{UNITS}kiểm tra Việc hàng tháng cho Đơn vị\n  áp dụng khi cấp = \"xã\"\n  \
         yêu cầu mỗi tháng từ ngày vào đến cuối kỳ, sau 5 ngày: đếm(Việc) ≥ 1\n    \
         nếu không: \"Có tháng chưa làm\"\n"
    );
    let half = "effective = { from = 2023-01-01, to = 2023-07-31 }\n";
    let rules = pack(half, &text);
    let units = "mã;ngày vào;cấp\nA;10/04/2023;xã\nB;10/04/2023;huyện\nC;10/04/2023;\nD;;xã\n";
    let work = "mã;ngày làm\nA;31/05/2023\nA;07/07/2023\n";
    let given = [("Đơn vị", units), ("Việc", work)];
    let calendar = of_records(&rules, "04/07/2023", &given);
    // On 04/07 June is whole, but asked only on 05/07. C may be either.
    assert_eq!(
        short(&calendar),
        [
            "2023-06-05 A tháng 5/2023 met",
            "2023-07-05 A tháng 6/2023 not_due",
            "2023-08-05 A tháng 7/2023 not_due",
            "D open",
        ]
    );
    assert_eq!(calendar.unknown, 1);
    let calendar = of_records(&rules, "05/07/2023", &given);
    assert_eq!(short(&calendar)[1], "2023-07-05 A tháng 6/2023 missed");
    // The rules alone say only how the periods are counted.
    let calendar = rules.query().calendar(None);
    assert_eq!(short(&calendar), [""]);
    assert_eq!(&*calendar.entries[0].duty.when, "mỗi tháng từ ngày vào đến cuối kỳ, sau 5 ngày");
    assert_eq!(&*calendar.entries[0].duty.guards[0], "cấp = \"xã\"");
}

/// A last day that rests on parameters is the same for every record: 01/01 + 45 days = 15/02.
#[test]
fn a_last_day_of_parameters_is_a_day_of_the_rules() {
    let text = format!(
        "{LOANS}tham số thời hạn nộp: thời hạn\n  từ 01/01/2022 là 30 ngày\n  \
         từ 01/01/2023 là 45 ngày\n\
         kiểm tra Hồ sơ cho Khoản vay\n  hạn kiểm tra: trong thời hạn nộp từ đầu kỳ\n    \
         nếu không: \"Chưa nộp\"\n"
    );
    let calendar = pack(YEAR, &text).query().calendar(None);
    assert_eq!(short(&calendar), ["2023-02-15", ""]);
    assert_eq!(&*calendar.entries[0].duty.block, "Hồ sơ");
    assert_eq!(calendar.entries[0].duty.state, None);
}

/// A pack without a last day has no last month: the next is listed, or those up to a day.
#[test]
fn a_period_without_end_is_listed_as_far_as_is_asked() {
    let text = format!(
        "{UNITS}kiểm tra Việc hàng tháng cho Đơn vị\n  yêu cầu mỗi tháng: đếm(Việc) ≥ 1\n    \
         nếu không: \"Có tháng chưa làm\"\n"
    );
    let rules = pack("effective = { from = 2023-01-01 }\n", &text);
    assert_eq!(short(&rules.query().calendar(None)), [""]);
    let until = Some(day("01/03/2023"));
    let two = ["2023-01-31 tháng 1/2023", "2023-02-28 tháng 2/2023"];
    assert_eq!(short(&rules.query().calendar(until)), two);
    let given = [("Đơn vị", "mã;ngày vào;cấp\nA;;\n"), ("Việc", "mã;ngày làm\nA;31/01/2023\n")];
    let calendar = of_records(&rules, "31/01/2023", &given);
    let next = ["2023-01-31 A tháng 1/2023 met", "2023-02-28 A tháng 2/2023 not_due"];
    assert_eq!(short(&calendar), next);
}

fn visao(arguments: &[&str]) -> Output {
    let mut visao = Command::new(env!("CARGO_BIN_EXE_visao"));
    visao.args(arguments).current_dir(FOLDER).output().unwrap()
}

fn written(name: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    let run = visao(&[arguments, &["-o", path.to_str().unwrap()]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(run.stdout.is_empty());
    std::fs::read(&path).unwrap()
}

const DATA: [&str; 6] = ["lich", "luat", "don-vi.csv", "viec.csv", "vay.csv", "--ngay=31/05/2023"];

/// RFC 5545 line by line: the loan that is late, of 15/04 + 30 days = 15/05. No line is longer than
/// 75 octets; a line that is folded goes on behind a blank.
#[test]
fn a_calendar_file_is_what_the_standard_says() {
    let bytes =
        written("lich.ics", &[&DATA[..], &["--den", "15/05/2023", "--tu", "01/05/2023"]].concat());
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75), "{lines:#?}");
    assert!(lines.iter().any(|line| line.starts_with(' ')), "none was long");
    let unfolded = text.replace("\r\n ", "");
    assert_eq!(
        unfolded.trim_end().split("\r\n").collect::<Vec<_>>(),
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//visao//VI",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            "UID:quy-2/Khoản vay/KV1/Sử dụng vốn/1/@visao",
            "DTSTAMP:20230531T000000Z",
            "DTSTART;VALUE=DATE:20230515",
            "SUMMARY:Kiểm tra việc sử dụng vốn vay\\, sau khi hộ nhận tiền: KV1",
            "DESCRIPTION:Chưa kiểm tra sử dụng vốn\\n\
             tình trạng: xong chậm\\, ngày làm: 16/05/2023\\, số ngày chậm: 1\\n\
             cho: Khoản vay\\n\
             căn cứ: KH mục 3: “trong vòng 30 ngày kể từ ngày giải ngân”\\n\
             dòng luật: lich.luat:45",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    );
}

/// An event keeps its identifier from one as-of date to the next, so that a calendar program
/// changes it in its place; the same run gives the same bytes.
#[test]
fn events_keep_their_identifiers() {
    let uids = |as_of: &str| -> Vec<String> {
        let bytes = written("a.ics", &[&DATA[..5], &["--ngay", as_of]].concat());
        let text = String::from_utf8(bytes).unwrap().replace("\r\n ", "");
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    let (may, june) = (uids("31/05/2023"), uids("30/06/2023"));
    // 11 events, KV4 has no day
    assert_eq!(may.len(), 11);
    assert_eq!(may, june);
    let mut once = may.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), may.len(), "each names one event");
    assert_eq!(written("a.ics", &DATA), written("b.ics", &DATA));
}

/// Rules alone: the first day of the pack is the stamp.
#[test]
fn a_calendar_file_of_rules_is_stamped_with_their_first_day() {
    let text = String::from_utf8(written("a.ics", &["lich", "luat"])).unwrap();
    assert_eq!(text.matches("DTSTAMP:20230401T000000Z").count(), 6);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 6);
    let text =
        String::from_utf8(written("a.ics", &["lich", "luat", "--ngay", "31/05/2023"])).unwrap();
    assert_eq!(text.matches("DTSTAMP:20230531T000000Z").count(), 6);
}

/// Days are days and counts are numbers in the workbook; the day that is not known is told in the
/// words of the rules.
#[test]
fn the_workbook_holds_days_and_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lich.xlsx");
    let run = visao(&[&DATA[..], &["-o", path.to_str().unwrap()]].concat());
    assert_eq!(run.status.code(), Some(0));
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names(), ["Lịch"]);
    let sheet = book.worksheet_range("Lịch").unwrap();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    let told = |cell: &Data| match cell {
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Float(number) => format!("#{number}"),
        Data::Empty => "-".to_owned(),
        other => other.to_string(),
    };
    let row = |place: usize| rows[place].iter().map(told).collect::<Vec<_>>().join("|");
    assert_eq!(rows.len(), 1 + 12);
    assert_eq!(
        row(0),
        "hạn|loại bản ghi|bản ghi|việc|kỳ|tình trạng|ngày làm|số ngày chậm|điều khoản|căn cứ|dòng luật"
    );
    assert_eq!(
        row(2),
        "2023-05-15|Khoản vay|KV1|Sử dụng vốn|-|xong chậm|2023-05-16|#1|Chưa kiểm tra sử dụng vốn|KH mục 3|lich.luat:45"
    );
    assert_eq!(
        row(4),
        "2023-05-31|Đơn vị|X1 · Phường Một|Giao ban xã|tháng 5/2023|không đạt|-|-|Có tháng chưa giao ban|KH mục 1|lich.luat:25"
    );
    assert_eq!(
        row(12),
        "trong 30 ngày từ giải ngân|Khoản vay|KV4|Sử dụng vốn|-|chưa rõ|-|-|Chưa kiểm tra sử dụng vốn|KH mục 3|lich.luat:45"
    );
}

/// The data are never written over, and a run that stops leaves what stood there.
#[test]
fn a_calendar_is_written_whole_and_never_over_an_input() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("vay.csv");
    std::fs::copy(Path::new(FOLDER).join("vay.csv"), &copy).unwrap();
    let before = std::fs::read(&copy).unwrap();
    let path = copy.to_str().unwrap();
    let run = visao(&["lich", "luat", path, "--ngay", "31/05/2023", "-o", path]);
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(std::fs::read(&copy).unwrap(), before);
    let run = visao(&["lich", "luat", "khong-co.csv", "--ngay", "31/05/2023", "-o", path]);
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(std::fs::read(&copy).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_is_done_is_done() {
    let done = [DutyState::Met, DutyState::Late];
    let undone = [DutyState::Overdue, DutyState::Missed, DutyState::NotDue, DutyState::Open];
    assert!(done.iter().all(|state| state.is_done()));
    assert!(undone.iter().all(|state| !state.is_done()));
}

/// The block and its clause quote one place: it stands once. What is asked is told in the words of
/// the clause, though it was done late.
#[test]
fn a_duty_is_told_in_the_words_of_the_document_and_its_place_once() {
    let text = "\
tài liệu KH: \"Kế hoạch\"
bản ghi Khoản vay
  trường mã: chữ, khóa
  trường giải ngân: ngày
  trường kiểm tra: ngày
kiểm tra Sử dụng vốn cho Khoản vay
  căn cứ KH mục 3 \"kiểm tra vốn\"
  hạn kiểm tra: trong 30 ngày từ giải ngân
    nếu không: \"Chưa kiểm tra\"
    nếu chậm: \"Kiểm tra chậm\"
    căn cứ KH mục 3 \"trong vòng 30 ngày\"
";
    let rules = pack(YEAR, text);
    // 15/01 + 30 days = 14/02.
    let late = [("Khoản vay", "mã;giải ngân;kiểm tra\nA;15/01/2023;16/02/2023\n")];
    let calendar = of_records(&rules, "31/03/2023", &late);
    let sheet = visao::sheets::CalendarSheet::new(&calendar, visao::Lang::Vi);
    let rows: Vec<String> =
        sheet.grid().rows.map(|row| format!("{:?}", row.into_cells())).collect();
    assert!(rows[0].contains("\"Chưa kiểm tra\"") && rows[0].contains("\"KH mục 3\""), "{rows:?}");
    assert_eq!(rows.len(), 1);
}
