//! What was decided of one record by one block, as plain data. Words (verdicts, grades, reasons)
//! are those of the rules and the pack's language.

mod details;

pub use details::Details;
#[doc(hidden)]
pub use details::{Lazy, Reopen};

use crate::convert::codes;
use crate::diag::{Message, record as say};
use crate::value::text::show_value;
use crate::value::{Date, Lang, Num, Type, Value};
use std::sync::Arc;

/// Kind of a decision, by the block that made it or by the lack of one.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let decisions = rules.grade(&serde_json::json!({ "id": "A", "debt": 0 }))?;
/// assert_eq!(decisions[0].kind, visao::DecisionKind::Eligibility);
/// assert_eq!(decisions[0].kind.code(), "eligibility");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DecisionKind {
    /// `bảng điểm`
    Scorecard,
    /// `điều kiện`
    Eligibility,
    /// `kiểm tra`
    Check,
    /// A record type without a block: its derived values alone.
    Record,
}

codes!(DecisionKind {
    Scorecard = "scorecard",
    Eligibility = "eligibility",
    Check = "check",
    Record = "record",
});

/// Verdict of a block or of targets, whatever words and language the rules have for it.
///
/// A grade and a level are words of the rules alone, so their name, which is in no language but the
/// rules' own, tells them apart: [`Decision::verdict`].
///
/// ```
/// use visao::Verdict;
///
/// assert_eq!("to_review".parse::<Verdict>()?, Verdict::ToReview);
/// assert_eq!(Verdict::NotMet.to_string(), "not_met");
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verdict {
    /// A scorecard gave a grade.
    Graded,
    /// `đủ điều kiện`, of an eligibility block.
    Eligible,
    /// `từ chối`, of an eligibility block.
    Rejected,
    /// `đạt`, of a check; of targets also where a level is reached.
    Met,
    /// `không đạt`, of a check or targets.
    NotMet,
    /// `cần xem xét`, of an eligibility block or a check: a person decides.
    ToReview,
    /// `chưa đến hạn`, of a check: a deadline or period is still open.
    NotDue,
}

codes!(Verdict {
    Graded = "graded",
    Eligible = "eligible",
    Rejected = "rejected",
    Met = "met",
    NotMet = "not_met",
    ToReview = "to_review",
    NotDue = "not_due",
});

pub use crate::eval::Status;

/// A value with what is needed to show it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TypedValue {
    /// The value, in the unit of its type.
    pub value: Value,
    /// Type of the value, which says how it is written.
    pub ty: Type,
    /// The name of a category's value.
    pub name: Option<Arc<str>>,
    /// The members of a `tất cả` table, in row order, instead of a value.
    pub members: Option<Vec<TypedValue>>,
}

/// A value with its name.
///
/// ```
/// let rules = visao::Rules::from_text("record A\n  field x: number\n  derive twice = x * 2\n")?;
/// let decisions = rules.grade(&serde_json::json!({ "x": 3 }))?;
/// let twice: &visao::NamedValue = &decisions[0].derived[0];
/// assert_eq!((&*twice.name, &twice.datum.value), ("twice", &visao::Value::Num(6.into())));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NamedValue {
    /// The field, derivation or table.
    pub name: Arc<str>,
    /// Value with its type.
    pub datum: TypedValue,
}

impl TypedValue {
    /// Value in words, as a person reads it.
    pub(crate) fn words(&self, lang: Lang) -> String {
        let shown = show_value(&self.value, self.ty, lang, &[], |_, _| self.name.as_deref());
        if shown.rounded { format!("≈{}", shown.text) } else { shown.text }
    }
}

/// Name of a record to a person: its key, and what is shown beside it where that is known.
pub(crate) fn name_of_record(key: &str, shown: &[NamedValue], lang: Lang) -> String {
    let known = shown.iter().filter(|named| named.datum.value != Value::Missing);
    known.fold(key.to_owned(), |name, one| format!("{name} · {}", one.datum.words(lang)))
}

/// A place in the rules, with the words at it.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let decisions = rules.grade(&serde_json::json!({ "id": "A", "debt": 3_000_000 }))?;
/// let line: &visao::SourceLine = &decisions[0].reasons[0].clause;
/// assert_eq!(line.line, 7);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLine {
    /// File of the rules, as the pack names it.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The words, as written.
    pub text: Arc<str>,
}

/// Result of a criterion for one record.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "category Class ordered: Good > Fair
/// record Group
///   field id: text, key
///   field overdue: money, from 0
/// scorecard Quality for Group, out of 10 points
///   criterion 1 \"Overdue debt\", at most 10 points
///     by overdue
///     0 gives 10 points
///     otherwise gives 4 points
///   grade Class by total points
///     from 8 points is Good
///     otherwise is Fair
/// ",
/// )?;
/// let decisions = rules.grade(&serde_json::json!({ "id": "A", "overdue": 1 }))?;
/// let criterion: &visao::CriterionResult = &decisions[0].criteria[0];
/// assert_eq!((&*criterion.label, criterion.points.clone()), ("1", Some(4.into())));
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CriterionResult {
    /// Number or name of the criterion.
    pub label: Arc<str>,
    /// Title of the criterion, if it has one.
    pub title: Option<Arc<str>>,
    /// Points that it gives, if they are one number.
    pub points: Option<Num>,
    /// The least and the most it can give with what is known.
    pub range: (Num, Num),
    /// Maximum of the criterion, in points.
    pub max_points: Num,
    /// The row that held; of `cộng các dòng`, and where undecided, each row that counts.
    pub clauses: Vec<SourceLine>,
    /// The values it rests on.
    pub values: Vec<NamedValue>,
}

/// Effect of a reason on the decision.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let decisions = rules.grade(&serde_json::json!({ "id": "A", "debt": 3_000_000 }))?;
/// assert_eq!(decisions[0].reasons[0].kind, visao::ReasonKind::Reject);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReasonKind {
    /// `từ chối nếu`
    Reject,
    /// `hạn`: not done in time
    Due,
    /// `yêu cầu mỗi …`: a period in which the condition does not hold
    Each,
    /// `yêu cầu`
    Require,
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
}

codes!(ReasonKind {
    Reject = "reject",
    Due = "due",
    Each = "each",
    Require = "require",
    Refer = "refer",
    Warn = "warn",
    Prefer = "prefer",
    Cap = "cap",
    Downgrade = "downgrade",
});

/// A clause that fired.
///
/// ```
/// let rules = visao::Rules::from_text(
///     "language: en
/// record Loan
///   field id: text, key
///   field debt: money, from 0
///   field due: date
/// eligibility Support for Loan
///   reject if debt > 2 million: \"debt above the limit\"
/// ",
/// )?;
/// let decisions = rules.grade(&serde_json::json!({ "id": "A", "debt": 3_000_000 }))?;
/// let reasons: Vec<&str> = decisions[0].reasons.iter().map(|reason| &*reason.text).collect();
/// assert_eq!(reasons, ["debt above the limit"]);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reason {
    /// Effect that the reason has.
    pub kind: ReasonKind,
    /// Words of the reason, as the rules state them.
    pub text: Arc<str>,
    /// Rule that gives the reason.
    pub clause: SourceLine,
    /// The values it rests on.
    pub values: Vec<NamedValue>,
    /// The last day and how late it is, or the periods that fail, in both languages; `None` of a
    /// clause that has neither.
    pub time: Option<Message>,
}

/// State of a deadline for a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeadlineState {
    /// The thing was done in time.
    Met,
    /// The thing was done, but after the last day.
    Late,
    /// The thing is not done, and its last day is over.
    Overdue,
    /// Neither done nor past the last day.
    NotDue,
    /// Not known: a day is missing.
    Open,
}

codes!(DeadlineState {
    Met = "met",
    Late = "late",
    Overdue = "overdue",
    NotDue = "not_due",
    Open = "open",
});

/// Deadline of a clause for one record.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Deadline {
    /// Words of the clause.
    pub text: Arc<str>,
    /// Rule that sets the deadline.
    pub clause: SourceLine,
    /// State of the deadline on the as-of date.
    pub state: DeadlineState,
    /// Last day on which it is done in time; `None` if that is not known.
    pub last_day: Option<Date>,
    /// Day on which it was done; `None` if it is not, or that is not known.
    pub done: Option<Date>,
    /// Number of days after the last: until it was done, or so far; `None` if it is not late.
    pub days_late: Option<i64>,
    /// Day of the work that the record states and that does not count.
    pub uncounted: Option<Uncounted>,
}

/// Day on which something was done that does not count for a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Uncounted {
    /// Before the deadline began to run.
    TooEarly(Date),
    /// After the as-of date.
    NotYet(Date),
}

/// A condition of a clause in one period, for one record.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InPeriod {
    /// Rule that asks it in each period.
    pub clause: SourceLine,
    /// Name of the period, in both languages.
    pub name: Message,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period, included.
    pub to: Date,
    /// Day as of which it is asked: the last of the period, or some days later.
    pub asked: Date,
    /// Value that the condition compares; `None` if it compares none, or it is missing.
    pub value: Option<TypedValue>,
    /// Truth of the condition; `None` if that is not known.
    pub holds: Option<bool>,
}

/// A clause that waits for missing values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Waiting {
    /// Effect that the reason would have.
    pub kind: ReasonKind,
    /// Words that it would state.
    pub text: Arc<str>,
    /// Rule that waits for the missing values.
    pub clause: SourceLine,
    /// The fields that are missing.
    pub missing: Vec<Arc<str>>,
}

/// Cause of a value that is missing though no field is: a quotient by zero, a table or criterion
/// without a row that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// Cause in words, in both languages.
    pub text: Message,
    /// Rule in which it arose.
    pub clause: SourceLine,
}

/// Fault that makes a record a data error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DataFault {
    /// The field, where it is one field's.
    pub field: Option<Arc<str>>,
    /// The row of the file, from 1.
    pub row: Option<u32>,
    /// The column's header or the cell.
    pub column: Option<String>,
    /// The value as the file holds it.
    pub value: Option<String>,
    /// Form that was expected, or what went wrong.
    pub expected: Message,
    /// The rule's line, where a rule could not be evaluated.
    pub clause: Option<SourceLine>,
}

/// Decision of one block about one record: its outcome, and the [`Details`] behind it, which are
/// worked out when they are first read, as fields of the decision.
///
/// ```
/// # let rules = visao::Rules::from_text("bản ghi Tổ
/// #   trường mã: chữ, khóa
/// #   trường nợ: tiền, từ 0
/// # điều kiện Vay cho Tổ
/// #   từ chối nếu nợ > 5 triệu: \"nợ nhiều\"
/// # ")?;
/// let decisions = rules.grade(&serde_json::json!({ "mã": "T1", "nợ": 6_000_000 }))?;
/// let json = serde_json::to_value(&decisions[0]).unwrap();
/// assert_eq!(json["verdict_code"], "rejected");
/// assert_eq!(decisions[0].reasons[0].clause.line, 5);
/// # Ok::<(), visao::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Decision {
    /// The record's key, parts joined by `|`; `#row` where it has none.
    pub record: String,
    /// Name of the record type.
    pub record_type: Arc<str>,
    /// The block; none for a record type without blocks.
    pub block: Option<Arc<str>>,
    /// Title of the block, if it has one.
    pub title: Option<Arc<str>>,
    /// Kind of the decision.
    pub kind: DecisionKind,
    /// Status that the decision reached.
    pub status: Status,
    /// The grade as written in the rules, or the verdict in the pack's language; none unless
    /// decided.
    pub verdict: Option<Arc<str>>,
    /// The same for programs: which verdict those words are.
    pub verdict_code: Option<Verdict>,
    /// The total, if it is one number.
    pub points: Option<Num>,
    /// Greatest total of the scorecard, in points; `None` of other blocks.
    pub max_points: Option<Num>,
    /// Name of the pack that decided.
    pub pack: Arc<str>,
    /// Fingerprint of the pack that decided: it changes with every change of its texts.
    pub fingerprint: Arc<str>,
    /// The as-of date, if there is one.
    pub as_of: Option<Date>,
    /// Language of the values and messages where they are shown, as in JSON.
    pub lang: Lang,
    pub(super) details: Lazy,
}

impl DataFault {
    /// All of it, in both languages.
    pub fn message(&self) -> Message {
        Message { vi: self.with_clause(Lang::Vi), en: self.with_clause(Lang::En) }
    }

    /// In one line: the place, the value, what was expected.
    pub fn words(&self, lang: Lang) -> String {
        let row = self.row.map(|row| say::at_row(row).get(lang).to_owned());
        let column = self.column.clone().or_else(|| self.field.as_deref().map(str::to_owned));
        let value = self.value.as_ref().map(|value| format!("“{value}”"));
        let place: Vec<String> = [row, column, value].into_iter().flatten().collect();
        let stated = if self.field.is_some() {
            say::expected(&self.expected)
        } else {
            self.expected.clone()
        };
        let stated = stated.get(lang);
        if place.is_empty() { stated.to_owned() } else { format!("{}: {stated}", place.join(", ")) }
    }
    /// The same, and the line of the rule that failed: for where that is not shown beside it.
    pub fn with_clause(&self, lang: Lang) -> String {
        let words = self.words(lang);
        self.clause
            .as_ref()
            .map_or(words.clone(), |clause| format!("{words} ({}:{})", clause.file, clause.line))
    }
}
