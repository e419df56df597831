//! The words of explanations, in both languages.

use super::words;
use crate::value::Lang;

words! {
    /// The fixed words of an explanation.
    grade: "xếp loại" / "grade";
    points: "điểm" / "points";
    row_held: "dòng đúng" / "row that held";
    rows_held: "các dòng đúng" / "rows that held";
    rows_open: "các dòng còn có thể đúng" / "rows that may hold";
    no_row: "không dòng nào đúng" / "no row holds";
    assumption: "giả định" / "assumption";
    basis: "căn cứ" / "basis";
    total: "Tổng điểm" / "Total points";
    graded_by: "dòng xếp loại" / "graded by";
    cap_idle: "thuộc trường hợp chặn bậc “{}”, nhưng điểm cũng không cho bậc cao hơn"
        / "falls under the cap “{}”, which changes nothing: the points give no better grade";
    downgrade_idle: "thuộc trường hợp hạ bậc “{}”, nhưng không còn bậc nào thấp hơn"
        / "falls under the downgrade “{}”, which changes nothing: no grade is lower";
    idle: "“{}” không làm đổi bậc" / "“{}” changes no grade";
    undetermined: "CHƯA XÁC ĐỊNH" / "UNDETERMINED";
    from: "từ" / "from";
    to: "đến" / "to";
    missing: "thiếu" / "missing";
    not_due: "chưa đến hạn: {}" / "not due yet: {}";
    each_period: "từng kỳ" / "each period";
    fails: "không đạt" / "not met";
    unknown: "chưa rõ" / "not known";
    data_error: "LỖI DỮ LIỆU" / "DATA ERROR";
    not_applicable: "KHÔNG ÁP DỤNG" / "NOT APPLICABLE";
    rule: "luật" / "rule";
    rests_on: "số liệu" / "values";
    settles: "Bổ sung để có kết quả" / "What would settle it";
    fingerprint: "dấu vân tay bộ quy tắc" / "fingerprint of the rules";
    decided_all_the_same: "Dù còn thiếu số liệu, xếp loại vẫn như nhau với mọi tổng điểm có thể có"
        / "Values are missing, but every total in reach comes to the same grade";
}

/// Kind of a line of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `áp dụng khi`
    Applies,
    /// `yêu cầu`
    Require,
    /// `hạn`
    Due,
    /// `từ chối nếu`
    Reject,
    /// `cần xem xét nếu`
    Refer,
    /// `cảnh báo nếu`
    Warn,
    /// `ưu tiên nếu`
    Prefer,
    /// `không quá … nếu`
    Cap,
    /// `hạ một bậc nếu`
    Downgrade,
    /// A row of a grading above the one that gave the grade.
    Grade,
}

/// Wording of a line, each with the gap `{}` for what the line states: a clause that did not fire
/// must never read as the cause of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// Wording of a condition that fired.
    pub fired: &'static str,
    /// Wording of a condition that did not fire.
    pub not: &'static str,
    /// Wording of a condition that missing values leave undetermined.
    pub open: &'static str,
}

/// Vocabulary of explanation lines: what each kind of line says when it fired, did not fire, is
/// undetermined. What a guard or requirement asks is shown as it is; a reason that did not fire is
/// shown in quotes.
pub fn said_of(kind: Kind, lang: Lang) -> Said {
    let [fired, not, open] = said(kind).map(|(vi, en)| match lang {
        Lang::Vi => vi,
        Lang::En => en,
    });
    Said { fired, not, open }
}

/// Wordings of a kind of line as it fired, did not fire, is undetermined.
fn said(kind: Kind) -> [(&'static str, &'static str); 3] {
    match kind {
        Kind::Applies => [
            ("không thuộc diện áp dụng: {}", "does not apply: {}"),
            ("thuộc diện áp dụng: {}", "applies: {}"),
            (
                "chưa đủ số liệu để biết có thuộc diện áp dụng không: {}",
                "not enough data to tell whether it applies: {}",
            ),
        ],
        Kind::Require => [
            ("không đạt yêu cầu: {}", "requirement not met: {}"),
            ("đạt yêu cầu: {}", "requirement met: {}"),
            ("chưa đủ số liệu để xét yêu cầu: {}", "not enough data to judge the requirement: {}"),
        ],
        Kind::Due => [
            ("không kịp hạn: {}", "deadline not met: {}"),
            ("kịp hạn: {}", "deadline met: {}"),
            ("chưa đủ số liệu để xét hạn: {}", "not enough data to judge the deadline: {}"),
        ],
        Kind::Reject => [
            ("từ chối: {}", "rejected: {}"),
            ("không rơi vào trường hợp từ chối “{}”", "does not fall under the rejection “{}”"),
            (
                "chưa đủ số liệu để xét trường hợp từ chối “{}”",
                "not enough data to judge the rejection “{}”",
            ),
        ],
        Kind::Refer => [
            ("cần xem xét: {}", "to review: {}"),
            ("không rơi vào trường hợp phải xem xét “{}”", "does not fall under the review “{}”"),
            (
                "chưa đủ số liệu để xét trường hợp phải xem xét “{}”",
                "not enough data to judge the review “{}”",
            ),
        ],
        Kind::Warn => [
            ("cảnh báo: {}", "warning: {}"),
            ("không rơi vào trường hợp cảnh báo “{}”", "does not fall under the warning “{}”"),
            (
                "chưa đủ số liệu để xét trường hợp cảnh báo “{}”",
                "not enough data to judge the warning “{}”",
            ),
        ],
        Kind::Prefer => [
            ("được ưu tiên: {}", "preferred: {}"),
            ("không thuộc diện ưu tiên “{}”", "is not entitled to the preference “{}”"),
            (
                "chưa đủ số liệu để xét diện ưu tiên “{}”",
                "not enough data to judge the preference “{}”",
            ),
        ],
        Kind::Cap => [
            ("bị chặn bậc: {}", "capped: {}"),
            ("không rơi vào trường hợp chặn bậc “{}”", "does not fall under the cap “{}”"),
            (
                "chưa đủ số liệu để xét trường hợp chặn bậc “{}”",
                "not enough data to judge the cap “{}”",
            ),
        ],
        Kind::Downgrade => [
            ("bị hạ một bậc: {}", "one grade down: {}"),
            ("không rơi vào trường hợp hạ bậc “{}”", "does not fall under the downgrade “{}”"),
            (
                "chưa đủ số liệu để xét trường hợp hạ bậc “{}”",
                "not enough data to judge the downgrade “{}”",
            ),
        ],
        Kind::Grade => [
            ("đúng dòng xếp loại: {}", "meets the grade row: {}"),
            ("không đạt dòng xếp loại “{}”", "does not meet the grade row “{}”"),
            (
                "chưa đủ số liệu để xét dòng xếp loại “{}”",
                "not enough data to judge the grade row “{}”",
            ),
        ],
    }
}

/// Fields that hold the name of a person or thing, in either language.
pub const OWN_NAMES: [&str; 6] = ["tên", "họ tên", "họ và tên", "name", "full name", "title"];

/// Words before, or behind, the name of a record type where a field holds the name of such a
/// record.
pub const NAME_OF: (&str, &str) = ("tên ", " name");

/// The title of a page of explanations.
pub fn page_title(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Vì sao có kết quả này",
        Lang::En => "Why this result",
    }
}

/// Stand-in for a value that is missing.
pub fn missing(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "thiếu",
        Lang::En => "missing",
    }
}

/// After a value or a name: whether it is missing.
pub fn is_missing(negated: bool, lang: Lang) -> &'static str {
    match (lang, negated) {
        (Lang::Vi, false) => " là thiếu",
        (Lang::Vi, true) => " không thiếu",
        (Lang::En, false) => " is missing",
        (Lang::En, true) => " is not missing",
    }
}

/// The members of a list: those that definitely belong to it, and those that may.
pub fn list(sure: &str, open: &str, lang: Lang) -> String {
    match (sure.is_empty(), open.is_empty(), lang) {
        (_, true, _) if !sure.is_empty() => sure.to_owned(),
        (_, true, Lang::Vi) => "không dòng nào đúng".to_owned(),
        (_, true, Lang::En) => "no row holds".to_owned(),
        (true, false, Lang::Vi) => format!("chưa đủ số liệu; có thể có: {open}"),
        (true, false, Lang::En) => format!("open; possibly: {open}"),
        (false, false, Lang::Vi) => format!("{sure}; có thể có thêm: {open}"),
        (false, false, Lang::En) => format!("{sure}; possibly also: {open}"),
    }
}

/// Condition that a list holds one of some values.
pub fn membership(list: &str, values: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("({list}) là {values}"),
        Lang::En => format!("({list}) is {values}"),
    }
}

/// Condition that a value is present.
pub fn presence(name: &str, there: bool, lang: Lang) -> String {
    match (lang, there) {
        (Lang::Vi, true) => format!("đã có {name}"),
        (Lang::Vi, false) => format!("chưa có {name}"),
        (Lang::En, true) => format!("there is a value for {name}"),
        (Lang::En, false) => format!("there is no value for {name}"),
    }
}

/// The name of a function that the embedding program gives, in a formula.
pub fn of_host(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{name} [do chương trình tính]"),
        Lang::En => format!("{name} [by the host program]"),
    }
}
