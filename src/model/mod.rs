#![doc = include_str!("README.md")]

mod cells;
pub mod from_syntax;
mod number;

pub use cells::{Cell, End, Test};

use crate::index::{Arena, Id};
use crate::keywords::{self, Keywords, Kw, Reserved};
use crate::source::Span;
use crate::value::{Arith, Compare, Date, Lang, MonthEnd, Num, Type, Unit, Value};
use std::sync::Arc;

/// Names a record type.
pub type RecordId = Id<Record>;
/// Names a category; the same places as [`crate::value::CategoryId`].
pub type CategoryId = crate::value::CategoryId;
/// Names a scripted function.
pub type FunctionId = Id<Function>;
/// Names a document.
pub type DocumentId = Id<Document>;
/// Names a block.
pub type BlockId = Id<Block>;
/// Names a field of its record type.
pub type FieldId = Id<Field>;
/// Names a derivation or table of its record type.
pub type DerivedId = Id<Derived>;
/// Names a dated parameter.
pub type ParameterId = Id<Parameter>;

/// Names an expression within its record type: the way from what a rule says to the slot its value
/// is in. See [`Model::number`].
pub type ExprId = Id<Expr>;
/// Names an aggregate.
pub type AggregateId = Id<Aggregate>;
/// Names a `chỉ tiêu`.
pub type TargetsId = Id<Targets>;

/// A rule pack, checked.
#[derive(Clone, Debug)]
pub struct Model {
    /// The language of numbers, dates and messages.
    pub lang: Lang,
    /// What a date plus months gives where the day does not exist.
    pub month_end: Option<MonthEnd>,
    /// `tài liệu`
    pub documents: Arena<Document>,
    /// `danh mục`, by [`CategoryId::index`].
    pub categories: Vec<Category>,
    /// `bản ghi`
    pub records: Arena<Record>,
    /// `tham số`
    pub parameters: Arena<Parameter>,
    /// `hàm`
    pub functions: Arena<Function>,
    /// Scorecards, eligibility and check blocks, in the order written.
    pub blocks: Arena<Block>,
    /// What is worked out over many records: for parents over their parts, and for targets.
    pub aggregates: Arena<Aggregate>,
    /// `chỉ tiêu`, in the order written.
    pub targets: Arena<Targets>,
    /// `ví dụ`
    pub examples: Vec<Example>,
}

/// A name in its own spelling, with the key it is compared by and where it is declared.
#[derive(Clone, Debug)]
pub struct Label {
    /// As written, NFC.
    pub text: String,
    /// See [`crate::source::key`].
    pub key: String,
    /// Where it is declared.
    pub span: Span,
}

/// A document that rules come from.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its short name.
    pub name: Label,
    /// Its title.
    pub title: String,
    /// The file that holds its text.
    pub file: Option<String>,
}

/// A list of values.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name.
    pub name: Label,
    /// Whether the first value is the best and the last the worst.
    pub ordered: bool,
    /// The values; a value's code is its place here.
    pub values: Vec<CategoryValue>,
}

/// A value of a category.
#[derive(Clone, Debug)]
pub struct CategoryValue {
    /// The value.
    pub name: Label,
    /// Its code in data.
    pub code: Option<String>,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
}

/// A record type.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its name.
    pub name: Label,
    /// Its title.
    pub title: Option<String>,
    /// The type it is part of and the field that holds the parent's key.
    pub parent: Option<(RecordId, FieldId)>,
    /// Its fields in the order written.
    pub fields: Arena<Field>,
    /// The aggregates over its parts that its derivations read: further inputs, after those of its
    /// fields.
    pub aggregates: Vec<AggregateId>,
    /// Its derivations and tables, in an order in which each stands after those it reads.
    pub derived: Arena<Derived>,
}

/// An input field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Label,
    /// Its type. A `thời hạn` is [`Unit::Days`] or [`Unit::Months`], by its range.
    pub ty: Type,
    /// Part of the record's key.
    pub key: bool,
    /// A blank is a data error.
    pub required: bool,
    /// Further column headers it is found by.
    pub columns: Vec<String>,
    /// The condition a value must meet, over [`ExprKind::Field`] of itself and others, and its
    /// words as written.
    pub range: Option<Expr>,
    /// The values that the range allows, as data.
    pub domain: Option<Test>,
    /// The line.
    pub span: Span,
}

impl Field {
    /// Whether a record can do without it: it is neither key nor `bắt buộc`.
    pub fn is_optional(&self) -> bool {
        !(self.key || self.required)
    }
}

/// A value worked out from a record.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Its name.
    pub name: Label,
    /// Its type; of a `tất cả` table, the type of a member.
    pub ty: Type,
    /// How.
    pub kind: DerivedKind,
    /// The line or block.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// How a derived value is worked out.
#[derive(Clone, Debug)]
pub enum DerivedKind {
    /// `tính`
    Formula(Expr),
    /// `bảng`
    Table {
        /// What several rows that hold give.
        policy: HitPolicy,
        /// The rows in order.
        rows: Vec<Row>,
    },
}

pub use crate::choices::{AggregateKind, ClauseKind, HitPolicy};

/// A row of a table, criterion or grading.
#[derive(Clone, Debug)]
pub struct Row {
    /// When it holds; none for `còn lại`. It is what the cells ask, and what is asked beyond them.
    pub when: Option<Expr>,
    /// The cells that ask something.
    pub cells: Vec<Cell>,
    /// What the row asks that is no cell: a condition of its own, and of a table that takes all
    /// rows that hold, `còn lại`.
    pub beyond: Option<Expr>,
    /// What it gives.
    pub gives: Expr,
    /// The line as written.
    pub span: Span,
    /// Its own basis.
    pub basis: Basis,
}

/// A value that changes with the day.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Label,
    /// Its type.
    pub ty: Type,
    /// Its values, by first day ascending.
    pub values: Vec<DatedValue>,
    /// The block.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// `từ 01/03/2019 là 100 triệu`, `từ 01/01/2023 đến 30/06/2023 là 5%`
#[derive(Clone, Debug)]
pub struct DatedValue {
    /// The first day.
    pub from: Date,
    /// The last day; none: until the next value begins, if one does.
    pub to: Option<Date>,
    /// The value from that day on.
    pub value: Value,
    /// The line.
    pub span: Span,
    /// Its own basis.
    pub basis: Basis,
}

impl Parameter {
    /// What is in force on a day: the value begun last, unless it has ended.
    pub fn on(&self, day: Date) -> Option<&DatedValue> {
        self.values
            .iter()
            .rfind(|value| value.from <= day)
            .filter(|value| value.to.is_none_or(|last| day <= last))
    }

    /// The days on which it has a value, first and last, by day ascending; days that follow each
    /// other are one range.
    pub fn days(&self) -> Vec<(Date, Option<Date>)> {
        let mut ranges: Vec<(Date, Option<Date>)> = Vec::new();
        for value in &self.values {
            match ranges.last_mut() {
                Some((_, last)) if last.is_none_or(|last| last.next() == Some(value.from)) => {
                    *last = value.to
                }
                Some(_) | None => ranges.push((value.from, value.to)),
            }
        }
        ranges
    }
}

/// A scripted function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: Label,
    /// Its parameters.
    pub parameters: Vec<(Label, Type)>,
    /// What it gives.
    pub result: Type,
    /// The script's file name.
    pub file: String,
    /// The line.
    pub span: Span,
}

/// Where a block, criterion or row comes from.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// `căn cứ`
    pub sources: Vec<Citation>,
    /// `giả định`: its words, empty where it gives none.
    pub assumptions: Vec<Assumption>,
}

/// `căn cứ KH91 mục II.2 "…"`
#[derive(Clone, Debug)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// `mục II.2`
    pub place: Option<String>,
    /// The quoted words.
    pub quote: Option<String>,
    /// The line.
    pub span: Span,
}

/// `giả định "…"`
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Its words.
    pub text: Option<String>,
    /// The line.
    pub span: Span,
}

/// A block: what is decided of a record.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its name.
    pub name: Label,
    /// Its title.
    pub title: Option<String>,
    /// The record type.
    pub record: RecordId,
    /// `áp dụng khi`: all must hold.
    pub guards: Vec<Expr>,
    /// What it decides.
    pub kind: BlockKind,
    /// The block.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// What a block decides.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// `bảng điểm`
    Scorecard(Scorecard),
    /// `điều kiện`
    Eligibility(Vec<Clause>),
    /// `kiểm tra`
    Check(Vec<Clause>),
}

/// A scorecard.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Its criteria.
    pub criteria: Vec<Criterion>,
    /// The sum of the maxima.
    pub maximum: Num,
    /// How points become a grade.
    pub grading: Option<Grading>,
}

/// A criterion.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its number or name.
    pub label: Label,
    /// Its title.
    pub title: Option<String>,
    /// The most it can give.
    pub maximum: Num,
    /// `cộng các dòng`
    pub sum: bool,
    /// `theo …`: what the short tests of its rows read; shown in explanations.
    pub subject: Option<Expr>,
    /// Its rows; `when` already holds the subject. `gives` is in points.
    pub rows: Vec<Row>,
    /// From `tiêu chí` to its last row.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// How points become a grade.
#[derive(Clone, Debug)]
pub struct Grading {
    /// The category of grades.
    pub category: CategoryId,
    /// The rows; [`ExprKind::Total`] of this scorecard in `when` is the total before grading.
    /// `gives` is a constant code.
    pub rows: Vec<Row>,
    /// Caps and downgrades.
    pub caps: Vec<Cap>,
    /// Where it comes from.
    pub basis: Basis,
    /// The block.
    pub span: Span,
}

/// `không quá Khá nếu …`, `hạ một bậc nếu …`
#[derive(Clone, Debug)]
pub struct Cap {
    /// The code of the best grade it leaves; none: one grade down.
    pub grade: Option<u32>,
    /// When it strikes.
    pub condition: Expr,
    /// What it tells.
    pub reason: Option<String>,
    /// The line.
    pub span: Span,
    /// Its own basis.
    pub basis: Basis,
}

/// A clause of an eligibility or check block, guards left out.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Which; never [`ClauseKind::Applies`].
    pub kind: ClauseKind,
    /// The condition as written.
    pub condition: Expr,
    /// What it tells.
    pub reason: String,
    /// The lines.
    pub span: Span,
    /// Its own basis.
    pub basis: Basis,
}

/// A value worked out over many records of one type. Missing for a parent's derivation where any of
/// the parts leaves it open.
#[derive(Clone, Debug)]
pub struct Aggregate {
    /// Which.
    pub kind: AggregateKind,
    /// The records it is worked out over.
    pub over: RecordId,
    /// The value of each; none for counts and shares.
    pub value: Option<Expr>,
    /// Which records count; none: all.
    pub filter: Option<Expr>,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// Targets over the records of one type, by group and in total.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Its name.
    pub name: Label,
    /// Its title.
    pub title: Option<String>,
    /// The record type.
    pub record: RecordId,
    /// What the groups are the values of: a field or derivation that is a category or a text.
    pub by: Option<Expr>,
    /// Also over all records together.
    pub total: bool,
    /// Its indicators.
    pub indicators: Vec<Indicator>,
    /// Its levels, from the weakest to the strongest; none where each indicator has one
    /// requirement.
    pub levels: Vec<Label>,
    /// What is required of each unit; of a unit without a row, the indicators' own requirement.
    pub thresholds: Vec<UnitThresholds>,
    /// The block.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// `chỉ số`
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its number or name.
    pub label: Label,
    /// Its title.
    pub title: Option<String>,
    /// Its formula: constants, parameters as of the as-of date, arithmetic, and
    /// [`ExprKind::Aggregate`] over the record type.
    pub formula: Expr,
    /// `yêu cầu …`: all must hold; empty where the thresholds stand in the table.
    pub requirement: Vec<Bound>,
    /// The line.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// A row of a table of thresholds.
#[derive(Clone, Debug)]
pub struct UnitThresholds {
    /// The unit by its code in the category of [`Targets::by`]; none: the whole set.
    pub unit: Option<u32>,
    /// By indicator, then by level (one where there are no levels): the bounds that must all hold;
    /// none where the cell is empty.
    pub cells: Vec<Vec<Option<Vec<Bound>>>>,
    /// The line.
    pub span: Span,
    /// Where it comes from.
    pub basis: Basis,
}

/// `< 0,04%`, `từ 99%`: a comparison of an indicator with a number.
#[derive(Clone, Debug)]
pub struct Bound {
    /// How they must compare.
    pub op: Compare,
    /// The number, in the indicator's unit.
    pub value: Num,
    /// As written.
    pub span: Span,
}

/// A worked example.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its title.
    pub title: String,
    /// The block it is about.
    pub block: BlockId,
    /// The fields given.
    pub given: Vec<(FieldId, Value)>,
    /// The as-of date given; none: that of the run.
    pub as_of: Option<Date>,
    /// What its parts are taken to come to: derivations that are an aggregate over parts, which an
    /// example does not list.
    pub from_parts: Vec<(AggregateId, Value)>,
    /// What must come out.
    pub expected: Vec<Expectation>,
    /// The block.
    pub span: Span,
}

/// One thing an example expects.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What.
    pub kind: ExpectationKind,
    /// Where.
    pub span: Span,
}

/// What an example can expect.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// The grade's code; none: undetermined.
    Grade(Option<u32>),
    /// A condition over [`ExprKind::Total`], [`ExprKind::CriterionPoints`], fields and derivations:
    /// must be surely true.
    Condition(Expr),
    /// The verdict.
    Verdict(Verdict),
    /// A reason with exactly these words is given.
    Reason(String),
}

/// The verdict of an eligibility or check block, from the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// `từ chối`, `không đạt`
    Rejected,
    /// `cần bổ sung`: values are missing
    Incomplete,
    /// `cần xem xét`: a person decides
    ToReview,
    /// `đủ điều kiện`, `đạt`
    Met,
}

/// A typed expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Its own name within its record type, given by [`Model::number`].
    pub id: ExprId,
    /// Which.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Type,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of typed expression, over the fields and derivations of one record type.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A value of the rules.
    Constant(Value),
    /// A field of the record.
    Field(FieldId),
    /// A derivation or table of the record type. Of a `tất cả` table only inside
    /// [`ExprKind::Member`].
    Derived(DerivedId),
    /// `tổng điểm` of a scorecard of the record type; missing unless it is one number. Inside that
    /// scorecard's own grading: the total graded.
    Total(BlockId),
    /// `xếp loại` of a scorecard of the record type; missing unless decided.
    Grade(BlockId),
    /// The points of a criterion of a scorecard, by its place; missing unless they are one number.
    CriterionPoints(BlockId, usize),
    /// A dated parameter on a day: the as-of date, or the given date.
    Parameter(ParameterId, Option<Box<Expr>>),
    /// `ngày xét`
    AsOf,
    /// A value over many records: in a derivation of the parent, or in the formula of an indicator.
    Aggregate(AggregateId),
    /// `-x`
    Negate(Box<Expr>),
    /// `a + b` …; also date ± duration and date − date.
    Arith(Arith, Box<Expr>, Box<Expr>),
    /// Both of one type; order only between numbers, dates and values of an ordered category (the
    /// better is the greater).
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// `X là v` for a `tất cả` table: whether any member is one of the codes or values.
    Member(DerivedId, Vec<Expr>),
    /// `x là thiếu`; never itself missing.
    IsMissing(Box<Expr>),
    /// `không phải a`
    Not(Box<Expr>),
    /// All hold.
    And(Vec<Expr>),
    /// Any holds.
    Or(Vec<Expr>),
    /// Condition, value if it holds, value if not; missing if the condition is.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A builtin function.
    Call(crate::builtins::Builtin, Vec<Expr>),
    /// A scripted function.
    Script(FunctionId, Vec<Expr>),
}

/// Words as an `Arc`, so that values are cheap to clone.
pub fn text_value(text: &str) -> Value {
    Value::Text(Arc::from(text))
}

/// The unit of a numeric type.
pub fn unit(ty: Type) -> Option<Unit> {
    match ty {
        Type::Number(unit) => Some(unit),
        Type::Text | Type::Date | Type::YesNo | Type::Category(_) => None,
    }
}

impl Expr {
    /// An expression that has no name yet.
    pub fn new(kind: ExprKind, ty: Type, span: Span) -> Expr {
        Expr { id: ExprId::new(0), kind, ty, span }
    }

    /// Hands over each expression that stands directly within this one.
    pub fn children<'e>(&'e self, each: &mut dyn FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Field(_)
            | ExprKind::Derived(_)
            | ExprKind::Total(_)
            | ExprKind::Grade(_)
            | ExprKind::CriterionPoints(..)
            | ExprKind::Parameter(_, None)
            | ExprKind::Aggregate(_)
            | ExprKind::AsOf => {}
            ExprKind::Parameter(_, Some(inner))
            | ExprKind::Negate(inner)
            | ExprKind::IsMissing(inner)
            | ExprKind::Not(inner) => each(inner),
            ExprKind::Arith(_, left, right) | ExprKind::Compare(_, left, right) => {
                each(left);
                each(right);
            }
            ExprKind::If(condition, then, otherwise) => {
                each(condition);
                each(then);
                each(otherwise);
            }
            ExprKind::And(parts)
            | ExprKind::Or(parts)
            | ExprKind::Member(_, parts)
            | ExprKind::Call(_, parts)
            | ExprKind::Script(_, parts) => parts.iter().for_each(each),
        }
    }
}

impl Verdict {
    /// The word for it: of an eligibility block, or of a check.
    pub fn keyword(self, check: bool) -> Kw {
        match (self, check) {
            (Verdict::Rejected, false) => Kw::Rejected,
            (Verdict::Rejected, true) => Kw::NotMet,
            (Verdict::Incomplete, _) => Kw::Incomplete,
            (Verdict::ToReview, _) => Kw::ToReview,
            (Verdict::Met, false) => Kw::Eligible,
            (Verdict::Met, true) => Kw::Met,
        }
    }

    /// The word in a language.
    pub fn word(self, check: bool, lang: Lang) -> &'static str {
        self.keyword(check).word(Keywords::from(lang))
    }

    /// The verdict a word's key stands for, in either language.
    pub fn named(key: &str, check: bool) -> Option<Verdict> {
        let named = keywords::named(key, Reserved::Name)?;
        [Verdict::Rejected, Verdict::Incomplete, Verdict::ToReview, Verdict::Met]
            .into_iter()
            .find(|verdict| verdict.keyword(check) == named)
    }
}
