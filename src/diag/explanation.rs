//! The words of explanations, in both languages.

use crate::value::Lang;

/// The fixed words of an explanation.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "each is named for the word it holds")]
pub struct Words {
    pub grade: &'static str,
    pub points: &'static str,
    pub row_held: &'static str,
    pub rows_held: &'static str,
    pub rows_open: &'static str,
    pub no_row: &'static str,
    pub assumption: &'static str,
    pub basis: &'static str,
    pub total: &'static str,
    pub graded_by: &'static str,
    pub cap_idle: Phrase,
    pub downgrade_idle: Phrase,
    pub idle: Phrase,
    pub undetermined: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub missing: &'static str,
    pub data_error: &'static str,
    pub not_applicable: &'static str,
    pub expected: &'static str,
    pub row: &'static str,
    pub rule: &'static str,
    pub settles: &'static str,
    pub fingerprint: &'static str,
    pub decided_all_the_same: &'static str,
}

/// The words in a language.
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

const VI: Words = Words {
    grade: "xếp loại",
    points: "điểm",
    row_held: "dòng đúng",
    rows_held: "các dòng đúng",
    rows_open: "các dòng còn có thể đúng",
    no_row: "không dòng nào đúng",
    assumption: "giả định",
    basis: "căn cứ",
    total: "Tổng điểm",
    graded_by: "dòng xếp loại",
    cap_idle: Phrase::around(
        "thuộc trường hợp chặn bậc “",
        "”, nhưng điểm cũng không cho bậc cao hơn",
    ),
    downgrade_idle: Phrase::around(
        "thuộc trường hợp hạ bậc “",
        "”, nhưng không còn bậc nào thấp hơn",
    ),
    idle: Phrase::around("“", "” không làm đổi bậc"),
    undetermined: "CHƯA XÁC ĐỊNH",
    from: "từ",
    to: "đến",
    missing: "thiếu",
    data_error: "LỖI DỮ LIỆU",
    not_applicable: "KHÔNG ÁP DỤNG",
    expected: "cần",
    row: "dòng",
    rule: "luật",
    settles: "Bổ sung để có kết quả",
    fingerprint: "dấu vân tay bộ luật",
    decided_all_the_same: "Dù còn thiếu số liệu, xếp loại vẫn như nhau với mọi tổng điểm có thể có",
};

const EN: Words = Words {
    grade: "grade",
    points: "points",
    row_held: "row that held",
    rows_held: "rows that held",
    rows_open: "rows that may hold",
    no_row: "no row holds",
    assumption: "assumption",
    basis: "basis",
    total: "Total points",
    graded_by: "graded by",
    cap_idle: Phrase::around(
        "falls under the cap “",
        "”, which changes nothing: the points give no better grade",
    ),
    downgrade_idle: Phrase::around(
        "falls under the downgrade “",
        "”, which changes nothing: no grade is lower",
    ),
    idle: Phrase::around("“", "” changes no grade"),
    undetermined: "UNDETERMINED",
    from: "from",
    to: "to",
    missing: "missing",
    data_error: "DATA ERROR",
    not_applicable: "NOT APPLICABLE",
    expected: "expected",
    row: "row",
    rule: "rule",
    settles: "What would settle it",
    fingerprint: "fingerprint of the rules",
    decided_all_the_same: "Values are missing, but every total in reach comes to the same grade",
};

/// What a line of an explanation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `áp dụng khi`
    Applies,
    /// `yêu cầu`
    Require,
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

/// Words around what a line tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Before it.
    pub before: &'static str,
    /// After it.
    pub after: &'static str,
}

impl Phrase {
    const fn before(before: &'static str) -> Phrase {
        Phrase { before, after: "" }
    }

    const fn around(before: &'static str, after: &'static str) -> Phrase {
        Phrase { before, after }
    }
}

/// How a line reads: a clause that did not strike must never read as the cause of anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// When it struck.
    pub struck: Phrase,
    /// When it did not.
    pub not: Phrase,
    /// When that is open.
    pub open: Phrase,
}

/// The vocabulary of explanation lines: what each kind of line says when it struck, did not strike,
/// is open. What a guard or requirement asks stands as it is; a reason that did not strike stands
/// in quotes.
pub fn said_of(kind: Kind, lang: Lang) -> Said {
    match lang {
        Lang::Vi => said_vi(kind),
        Lang::En => said_en(kind),
    }
}

fn said_vi(kind: Kind) -> Said {
    let (struck, not, open) = match kind {
        Kind::Applies => (
            "không thuộc diện áp dụng: ",
            ("thuộc diện áp dụng: ", ""),
            ("chưa đủ số liệu để biết có thuộc diện áp dụng không: ", ""),
        ),
        Kind::Require => {
            ("không đạt yêu cầu: ", ("đạt yêu cầu: ", ""), ("chưa đủ số liệu để xét yêu cầu: ", ""))
        }
        Kind::Reject => (
            "từ chối: ",
            ("không rơi vào trường hợp từ chối “", "”"),
            ("chưa đủ số liệu để xét trường hợp từ chối “", "”"),
        ),
        Kind::Refer => (
            "cần xem xét: ",
            ("không rơi vào trường hợp phải xem xét “", "”"),
            ("chưa đủ số liệu để xét trường hợp phải xem xét “", "”"),
        ),
        Kind::Warn => (
            "cảnh báo: ",
            ("không rơi vào trường hợp cảnh báo “", "”"),
            ("chưa đủ số liệu để xét trường hợp cảnh báo “", "”"),
        ),
        Kind::Prefer => (
            "được ưu tiên: ",
            ("không thuộc diện ưu tiên “", "”"),
            ("chưa đủ số liệu để xét diện ưu tiên “", "”"),
        ),
        Kind::Cap => (
            "bị chặn bậc: ",
            ("không rơi vào trường hợp chặn bậc “", "”"),
            ("chưa đủ số liệu để xét trường hợp chặn bậc “", "”"),
        ),
        Kind::Downgrade => (
            "bị hạ một bậc: ",
            ("không rơi vào trường hợp hạ bậc “", "”"),
            ("chưa đủ số liệu để xét trường hợp hạ bậc “", "”"),
        ),
        Kind::Grade => (
            "đúng dòng xếp loại: ",
            ("không đạt dòng xếp loại “", "”"),
            ("chưa đủ số liệu để xét dòng xếp loại “", "”"),
        ),
    };
    Said {
        struck: Phrase::before(struck),
        not: Phrase::around(not.0, not.1),
        open: Phrase::around(open.0, open.1),
    }
}

fn said_en(kind: Kind) -> Said {
    let (struck, not, open) = match kind {
        Kind::Applies => (
            "does not apply: ",
            ("applies: ", ""),
            ("not enough data to tell whether it applies: ", ""),
        ),
        Kind::Require => (
            "requirement not met: ",
            ("requirement met: ", ""),
            ("not enough data to judge the requirement: ", ""),
        ),
        Kind::Reject => (
            "rejected: ",
            ("does not fall under the rejection “", "”"),
            ("not enough data to judge the rejection “", "”"),
        ),
        Kind::Refer => (
            "to review: ",
            ("does not fall under the review “", "”"),
            ("not enough data to judge the review “", "”"),
        ),
        Kind::Warn => (
            "warning: ",
            ("does not fall under the warning “", "”"),
            ("not enough data to judge the warning “", "”"),
        ),
        Kind::Prefer => (
            "preferred: ",
            ("is not entitled to the preference “", "”"),
            ("not enough data to judge the preference “", "”"),
        ),
        Kind::Cap => (
            "capped: ",
            ("does not fall under the cap “", "”"),
            ("not enough data to judge the cap “", "”"),
        ),
        Kind::Downgrade => (
            "one grade down: ",
            ("does not fall under the downgrade “", "”"),
            ("not enough data to judge the downgrade “", "”"),
        ),
        Kind::Grade => (
            "meets the grade row: ",
            ("does not meet the grade row “", "”"),
            ("not enough data to judge the grade row “", "”"),
        ),
    };
    Said {
        struck: Phrase::before(struck),
        not: Phrase::around(not.0, not.1),
        open: Phrase::around(open.0, open.1),
    }
}

/// Fields that hold the name of a person or thing, in either language.
pub const OWN_NAMES: [&str; 6] = ["tên", "họ tên", "họ và tên", "name", "full name", "title"];

/// What stands before, or behind, the name of a record type where a field holds the name of such a
/// record.
pub const NAME_OF: (&str, &str) = ("tên ", " name");

/// The title of a page of explanations.
pub fn page_title(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Vì sao có kết quả này",
        Lang::En => "Why this result",
    }
}

/// What stands for a value that is missing.
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

/// The members of a list: those that surely belong to it, and those that may.
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

/// Whether a list holds one of some values.
pub fn membership(list: &str, values: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("({list}) là {values}"),
        Lang::En => format!("({list}) is {values}"),
    }
}

/// Whether a value is there.
pub fn presence(name: &str, there: bool, lang: Lang) -> String {
    match (lang, there) {
        (Lang::Vi, true) => format!("đã có {name}"),
        (Lang::Vi, false) => format!("chưa có {name}"),
        (Lang::En, true) => format!("there is a value for {name}"),
        (Lang::En, false) => format!("there is no value for {name}"),
    }
}
