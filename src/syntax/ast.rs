//! The syntax tree: what an officer wrote, statement by statement, before any name has a meaning.
//! Both keyword languages give this same tree. A doc comment shows the Vietnamese syntax a variant
//! stands for.

mod expr;
mod time;

pub use expr::*;
pub use time::*;

use crate::choices::{Change, ClauseKind, HitPolicy};
use crate::keywords::{Keywords, Kw};
use crate::source::Span;
use crate::value::Lang;
use std::collections::HashMap;

/// Syntax tree of one `.luat` file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// `ngôn ngữ: vi` on the first line that is neither comment nor blank.
    pub language: Option<(Lang, Span)>,
    /// The top-level statements in the order written.
    pub items: Vec<Item>,
    /// Every comment, without its `#`, in the order written.
    pub comments: Vec<Comment>,
    /// Byte offsets of the empty lines.
    pub gaps: Vec<u32>,
    /// Byte offsets of the first word or sign of the other lines, those of comments alone left
    /// out.
    pub lines: Vec<u32>,
    /// The language that most of its keywords are of.
    pub keywords: Keywords,
    /// The names declared by statements that could not be read and are left out, so that their use
    /// is not reported a second time.
    pub invalid: Vec<Name>,
}

/// `# lời ghi`
#[derive(Clone, Debug)]
pub struct Comment {
    /// The words after `#`, trimmed.
    pub text: String,
    /// From the `#` to the end of the line.
    pub span: Span,
    /// True if code precedes it on its line.
    pub trailing: bool,
}

/// A name as written, with the key it is compared by.
#[derive(Clone, Debug)]
pub struct Name {
    /// In NFC, blanks collapsed, without backticks.
    pub text: String,
    /// Form by which names are compared, see [`crate::source::key`].
    pub key: String,
    /// Place in the source, backticks included.
    pub span: Span,
    /// True if it was written in backticks.
    pub quoted: bool,
}

/// `"…"`
#[derive(Clone, Debug)]
pub struct Text {
    /// Without its quotes, in NFC.
    pub text: String,
    /// Place in the source, quotes included.
    pub span: Span,
}

/// A top-level statement with the lines of its block.
#[derive(Clone, Debug)]
pub struct Item {
    /// Kind of the statement.
    pub kind: ItemKind,
    /// From its opening keyword to the end of its last line.
    pub span: Span,
    /// The opening line alone.
    pub head: Span,
    /// The `căn cứ`, `giả định` and `bỏ qua` lines that belong to it.
    pub notes: Vec<Note>,
}

/// The kinds of top-level statement.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `tài liệu KH91: "Kế hoạch …", văn bản "ke-hoach.txt"`
    Document {
        /// `KH91`
        name: Name,
        /// Title in quotes, as written.
        title: Text,
        /// The file that holds its text.
        file: Option<Text>,
    },
    /// `danh mục Loại có thứ tự: Tốt > Khá`, `danh mục Xã` with one value a line
    Category {
        /// `Loại`
        name: Name,
        /// `có thứ tự`: the first value is the best.
        ordered: bool,
        /// `true` if the entries stand behind a colon rather than on lines of their own.
        listed: bool,
        /// Values, and categories whose values are its own too, in the order written.
        entries: Vec<CategoryEntry>,
    },
    /// `bản ghi Tổ "Tổ tiết kiệm và vay vốn"`
    Record {
        /// `Tổ`
        name: Name,
        /// Title in quotes, as written.
        title: Option<Text>,
        /// `thuộc Tổ theo mã tổ`, `ghi theo ngày làm`, in the order written.
        parts: Vec<RecordPart>,
        /// Fields and derivations in the order written.
        members: Vec<Member>,
    },
    /// `tham số mức vay tối đa: tiền`
    Parameter {
        /// Name of the parameter.
        name: Name,
        /// Type of its values.
        ty: TypeName,
        /// `từ 01/03/2019 là 100 triệu`: the first day and the value, in the order written.
        values: Vec<ParameterValue>,
    },
    /// `hàm hệ số vùng(mã xã: chữ; ngày: ngày): số từ "ham.rhai"`
    Function {
        /// Name of the function.
        name: Name,
        /// Parameters in order, each with its type.
        parameters: Vec<(Name, TypeName)>,
        /// Type of its result.
        result: TypeName,
        /// The script that holds it.
        file: Text,
    },
    /// `bảng Nhóm rủi ro cho Người vay: một trong Rủi ro, duy nhất`
    Table {
        /// Name of the table: also of the derived value it gives.
        name: Name,
        /// Name of the record type it is about.
        record: Name,
        /// The type of its result.
        ty: TypeName,
        /// Policy for rows that hold together.
        policy: HitPolicy,
        /// File beside the rules that holds the rows; `None` where they are written below.
        rows_of: Option<RowsOf>,
        /// The table itself, written below or read from its file; absent when no row was.
        grid: Option<Grid>,
    },
    /// `bảng điểm Chấm điểm tổ cho Tổ "…", thang 100 điểm`
    Scorecard(Scorecard),
    /// `điều kiện Vay hộ nghèo cho Người vay "…"` and `kiểm tra …`
    Eligibility {
        /// `kiểm tra` rather than `điều kiện`.
        check: bool,
        /// Name of the block.
        name: Name,
        /// Name of the record type it is about.
        record: Name,
        /// Title in quotes, as written.
        title: Option<Text>,
        /// `kết luận: …`: the words for its verdicts, where it names them.
        verdicts: Option<Verdicts>,
        /// `hiện theo …`: the derived values and tables that are its result.
        results: Vec<Results>,
        /// Clauses in the order written.
        clauses: Vec<Clause>,
    },
    /// `chỉ tiêu Nợ "…" trên Tổ theo quận, toàn bộ`
    Targets(Targets),
    /// `ví dụ "…" cho Chấm điểm tổ`
    Example {
        /// Title that reports name it by.
        title: Text,
        /// The block it is about.
        block: Name,
        /// `cho dư nợ = 800 triệu, …`
        given: Vec<(Name, Expr)>,
        /// `cho Việc đã làm` with its table, in the order written.
        rows: Vec<GivenRows>,
        /// `thì xếp loại là Tốt và tiêu chí 2 = 30`, parted at `và`.
        expected: Vec<Expectation>,
    },
}

/// An entry of a category: a value, or another category.
#[derive(Clone, Debug)]
pub enum CategoryEntry {
    /// A value of its own.
    Own(Box<CategoryValue>),
    /// `cùng Quận`: all values of another category.
    Included(Name),
}

impl CategoryEntry {
    /// The name that stands there.
    pub fn name(&self) -> &Name {
        match self {
            CategoryEntry::Own(value) => &value.name,
            CategoryEntry::Included(name) => name,
        }
    }

    /// The value, if it is one.
    pub fn value(&self) -> Option<&CategoryValue> {
        match self {
            CategoryEntry::Own(value) => Some(value),
            CategoryEntry::Included(_) => None,
        }
    }
}

/// `Hòa Khánh, mã "20197", tên khác "Hòa Khánh Bắc", từ 01/07/2025`
#[derive(Clone, Debug)]
pub struct CategoryValue {
    /// The value's name, as rules and data write it.
    pub name: Name,
    /// `mã "20197"`
    pub code: Option<Text>,
    /// `tên khác "Hòa Khánh Bắc"`: names by which data still call it.
    pub also: Vec<Text>,
    /// `từ 01/07/2025`: its first day.
    pub from: Option<Expr>,
    /// `đến 30/06/2025`: its last day.
    pub to: Option<Expr>,
}

/// `từ 01/03/2019 là 100 triệu`, `từ 01/01/2023 đến 30/06/2023 là 5%`
#[derive(Clone, Debug)]
pub struct ParameterValue {
    /// The first day, a date literal.
    pub from: Expr,
    /// The last day, a date literal, where the line says one.
    pub to: Option<Expr>,
    /// The value from that day on.
    pub value: Expr,
    /// Place of the line in the source.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// A part of a record type's head.
#[derive(Clone, Debug)]
pub struct RecordPart {
    /// Kind of the part.
    pub kind: RecordPartKind,
    /// From its keyword to its last word.
    pub span: Span,
}

/// The kinds of part of a record type's head.
#[derive(Clone, Debug)]
pub enum RecordPartKind {
    /// `thuộc Tổ theo mã tổ`: the parent record type and the field that holds its key.
    BelongsTo(Name, Name),
    /// `ghi theo ngày làm`: the field with the day from which on a record exists.
    DatedBy(Name),
    /// `cho kỳ của tháng báo cáo`: the field whose day stands for that day everywhere else.
    ForPeriod(Name),
    /// `chụp hàng tháng theo ngày báo cáo`: the field with the day of a monthly snapshot.
    MonthlyBy(Name),
    /// `đủ khi đã khai nợ là có`: the condition on the parent under which its parts are all there.
    CompleteWhen(Expr),
}

/// A line of a record type.
#[derive(Clone, Debug)]
pub struct Member {
    /// Kind of the line.
    pub kind: MemberKind,
    /// Place of the line in the source.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// The kinds of line of a record type.
#[expect(
    clippy::large_enum_variant,
    reason = "a tree is read once and dropped; a box would only be in the way of matching"
)]
#[derive(Clone, Debug)]
pub enum MemberKind {
    /// `trường dư nợ: tiền, từ 0, khóa, bắt buộc, cột "Dư nợ", "DU_NO"`
    Field {
        /// Name of the field.
        name: Name,
        /// Type of its values.
        ty: TypeName,
        /// `khóa`
        key: bool,
        /// `bắt buộc`
        required: bool,
        /// `từ 0 đến dư nợ`
        range: Option<Test>,
        /// `cột "Dư nợ", "DU_NO"`
        columns: Vec<Text>,
        /// `cố định`, `chỉ tăng`, `chỉ giảm`
        change: Option<Change>,
        /// `bước 1.000 đồng`
        step: Option<Expr>,
    },
    /// `tính tỷ lệ = nợ quá hạn / dư nợ, nếu dư nợ = 0 thì 0%`
    Derive {
        /// Name of the derivation.
        name: Name,
        /// Formula that computes it from the record.
        formula: Expr,
    },
    /// `hiện theo tên đơn vị, địa bàn của Đơn vị`
    Shown(Vec<ShownName>),
    /// `không thể: nợ quá hạn > dư nợ: "…"`
    Never {
        /// Condition that holds of no record.
        condition: Expr,
        /// Reason that is stated of a record of which it does.
        reason: Option<Text>,
    },
}

/// `địa bàn của Đơn vị`, in a line `hiện theo`.
#[derive(Clone, Debug)]
pub struct ShownName {
    /// Name of the value.
    pub name: Name,
    /// Record type whose value it is; `None` where the line stands in that type, or in a block on
    /// it.
    pub of: Option<Name>,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct TypeName {
    /// Kind of the type.
    pub kind: TypeKind,
    /// Place in the source.
    pub span: Span,
}

/// The types that can be written.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `chữ`
    Text,
    /// `số`
    Number,
    /// `số nguyên`
    Integer,
    /// `tiền`
    Money,
    /// `tỷ lệ`
    Ratio,
    /// `điểm`
    Points,
    /// `ngày`
    Date,
    /// `thời hạn`
    Duration,
    /// `có không`
    YesNo,
    /// `một trong Quận`
    OneOf(Name),
}

impl TypeKind {
    /// The keyword that it is written with.
    pub fn keyword(&self) -> Kw {
        match self {
            TypeKind::Text => Kw::TypeText,
            TypeKind::Number => Kw::TypeNumber,
            TypeKind::Integer => Kw::TypeInteger,
            TypeKind::Money => Kw::TypeMoney,
            TypeKind::Ratio => Kw::TypeRatio,
            TypeKind::Points => Kw::TypePoints,
            TypeKind::Date => Kw::TypeDate,
            TypeKind::Duration => Kw::TypeDuration,
            TypeKind::YesNo => Kw::TypeYesNo,
            TypeKind::OneOf(_) => Kw::OneOf,
        }
    }

    /// The type that a keyword alone stands for.
    pub fn of(keyword: Kw) -> Option<TypeKind> {
        use TypeKind::*;
        let plain = [Text, Number, Integer, Money, Ratio, Points, Date, Duration, YesNo];
        plain.into_iter().find(|kind| kind.keyword() == keyword)
    }
}

/// `từ "muc-vay.xlsx", trang "Hộ nghèo"`: the file beside the rules that holds a table's rows.
#[derive(Clone, Debug)]
pub struct RowsOf {
    /// Name of the file.
    pub file: Text,
    /// Name of the sheet of a workbook; its first sheet where none is named.
    pub sheet: Option<Text>,
}

/// Rows of tables that take them from files, by the place of the table's name. They stand beside
/// the tree, so that who checks them can let go of each row that is checked.
pub type FileRows = HashMap<Span, Vec<GridRow>>;

/// A decision table as a pipe table: a column for each axis, and one for the result.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The header cells except the last.
    pub columns: Vec<Expr>,
    /// The header of the result column: the table's name, or `điểm` in a criterion.
    pub result: Name,
    /// The rows in order; none here of a table that takes them from a file.
    pub rows: Vec<GridRow>,
    /// Place of all its lines, from the header to the last row; in its own file if it has one.
    pub span: Span,
}

/// `| từ 98% | từ 7% | 20 |`
#[derive(Clone, Debug)]
pub struct GridRow {
    /// `còn lại` in the first cell: the row that takes whatever is left.
    pub otherwise: bool,
    /// A cell a column. Empty when `otherwise`.
    pub cells: Vec<Cell>,
    /// Content of the last cell, the result.
    pub gives: Expr,
    /// Place of the line in the source.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// `từ 7%, thiếu`, `không phải A, B`, `-`
#[derive(Clone, Debug)]
pub struct Cell {
    /// `không phải`: none of the tests may hold.
    pub negated: bool,
    /// The tests of which any must hold; none at all means anything.
    pub tests: Vec<Test>,
}

/// Statement `bảng điểm` with its block: criteria, and a grading of their total.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Name of the scorecard, by which examples refer to it.
    pub name: Name,
    /// Name of the record type it is about.
    pub record: Name,
    /// Title in quotes, if it has one.
    pub title: Option<Text>,
    /// `thang 100 điểm`
    pub scale: Option<Expr>,
    /// `hiện theo …`: the derived values and tables that are its result.
    pub results: Vec<Results>,
    /// `xếp hạng theo …`
    pub ranking: Option<Ranking>,
    /// `áp dụng khi …`
    pub guards: Vec<Guard>,
    /// Criteria in the order written.
    pub criteria: Vec<Criterion>,
    /// `xếp loại Loại theo tổng điểm …`
    pub grading: Option<Grading>,
}

/// Statement `chỉ tiêu` with its block: indicators over groups of records, and what they must
/// reach.
#[derive(Clone, Debug)]
pub struct Targets {
    /// Name of the targets, by which they are selected.
    pub name: Name,
    /// Title in quotes, if they have one.
    pub title: Option<Text>,
    /// `trên Tổ`: the record type.
    pub record: Name,
    /// `theo quận`: the field or derivation whose values are the groups.
    pub by: Option<Name>,
    /// `của Tổ` behind it: the record type whose value it is, where that is one that the records
    /// are part of.
    pub by_of: Option<Name>,
    /// `toàn bộ`: also over all records together.
    pub total: bool,
    /// `chỉ số`
    pub indicators: Vec<Indicator>,
    /// `mức giao, phấn đấu`, from the weakest to the strongest.
    pub levels: Vec<Name>,
    /// The thresholds of each unit and level.
    pub thresholds: Option<Thresholds>,
    /// `xếp hạng theo …`
    pub ranking: Option<Ranking>,
}

/// `chỉ số a "Tổ loại tốt, khá" = tỷ trọng(khi xếp loại là một trong Tốt, Khá)`
#[derive(Clone, Debug)]
pub struct Indicator {
    /// `a`: a number or a name.
    pub label: Name,
    /// Title in quotes, if it has one.
    pub title: Option<Text>,
    /// Formula that is evaluated for each group, over aggregates of its records.
    pub formula: Expr,
    /// `yêu cầu từ 99%` on the line below.
    pub requirement: Option<Test>,
    /// `mỗi tháng` before the test of that line.
    pub each: Option<EachPeriod>,
    /// From `chỉ số` to the end of its last line.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// `| quận | NQH giao | NX giao |`: a column an indicator and level.
#[derive(Clone, Debug)]
pub struct Thresholds {
    /// The first header cell: what the rows are.
    pub group: Name,
    /// The other header cells: an indicator's label and, where there are levels, a level, as
    /// words.
    pub columns: Vec<Name>,
    /// The rows in order.
    pub rows: Vec<ThresholdRow>,
    /// Place of all its lines, from the header to the last row.
    pub span: Span,
}

/// `| Hải Châu | < 0,04% | < 0,05% |`
#[derive(Clone, Debug)]
pub struct ThresholdRow {
    /// The unit; none: `toàn bộ`.
    pub unit: Option<Name>,
    /// A cell a column; none where it is empty or `-`.
    pub cells: Vec<Option<Test>>,
    /// Place of the line in the source.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// `áp dụng khi chương trình là hộ nghèo`
#[derive(Clone, Debug)]
pub struct Guard {
    /// Condition without which the block does not apply.
    pub condition: Expr,
    /// Place of the line in the source.
    pub span: Span,
}

/// `tiêu chí 2 "Nợ quá hạn", tối đa 30 điểm`
#[derive(Clone, Debug)]
pub struct Criterion {
    /// `2`: a number or a name.
    pub label: Name,
    /// Title in quotes, if it has one.
    pub title: Option<Text>,
    /// `tối đa 30 điểm`
    pub maximum: Option<Expr>,
    /// `cộng các dòng`
    pub sum: bool,
    /// `theo tỷ lệ nợ quá hạn`
    pub subject: Option<Expr>,
    /// Rows that give points, line by line or as a pipe table.
    pub rows: CriterionRows,
    /// From `tiêu chí` to the end of its last row.
    pub span: Span,
    /// The opening line alone.
    pub head: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// Notation of the rows of a criterion.
#[derive(Clone, Debug)]
pub enum CriterionRows {
    /// `0% được 30 điểm`, a line each.
    Lines(Vec<Row>),
    /// A pipe table whose last column is `điểm`.
    Grid(Grid),
}

/// `dưới 0,5% được 25 điểm`, `từ 90 điểm là Tốt`
#[derive(Clone, Debug)]
pub struct Row {
    /// Condition or test on which the row gives its result.
    pub when: When,
    /// The points or the grade.
    pub gives: Expr,
    /// Place of the line in the source.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// When a row holds.
#[expect(
    clippy::large_enum_variant,
    reason = "a tree is read once and dropped; a box would only be in the way of matching"
)]
#[derive(Clone, Debug)]
pub enum When {
    /// `còn lại`
    Otherwise,
    /// `từ 90 điểm`, `từ 90 điểm và nợ quá hạn = 0`: a short test of the subject, and a further
    /// condition.
    Test(Test, Option<Expr>),
    /// A condition that does not start from the subject.
    Condition(Expr),
}

/// `xếp loại Loại theo tổng điểm`
#[derive(Clone, Debug)]
pub struct Grading {
    /// Name of the category of grades.
    pub category: Name,
    /// `theo tổng điểm`; absent means just that.
    pub subject: Option<Expr>,
    /// `từ 90 điểm là Tốt`
    pub rows: Vec<Row>,
    /// `không quá Khá nếu …: "…"` and `hạ một bậc nếu …: "…"`
    pub caps: Vec<Cap>,
    /// From `xếp loại` to the end of its last line.
    pub span: Span,
    /// The opening line alone.
    pub head: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// `không quá Khá nếu nợ quá hạn > 0: "Tổ còn nợ quá hạn"`
#[derive(Clone, Debug)]
pub struct Cap {
    /// The best grade it leaves; none: one grade down (`hạ một bậc nếu`).
    pub grade: Option<Name>,
    /// Condition on which the cap fires.
    pub condition: Expr,
    /// Reason that it gives.
    pub reason: Option<Text>,
    /// Place of the line in the source.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// `kết luận: đề xuất, không đề xuất`
#[derive(Clone, Debug)]
pub struct Verdicts {
    /// The block's own words: met, struck, to review, incomplete; the last may be left out.
    pub words: Vec<Name>,
    /// Place of the line in the source.
    pub span: Span,
}

/// `xếp hạng theo tổng điểm giảm dần, nợ quá hạn tăng dần`
#[derive(Clone, Debug)]
pub struct Ranking {
    /// Values that decide, the first before the next.
    pub keys: Vec<RankKey>,
    /// Place of the line in the source.
    pub span: Span,
}

/// `nợ quá hạn tăng dần`
#[derive(Clone, Debug)]
pub struct RankKey {
    /// Name of a value of the record, of an indicator, or `tổng điểm`.
    pub name: Name,
    /// `true` where it says that the lowest comes first; the highest does where nothing is said.
    pub ascending: bool,
}

/// `hiện theo số tiền hỗ trợ`, a line of a block.
#[derive(Clone, Debug)]
pub struct Results {
    /// Names of derived values and tables.
    pub names: Vec<ShownName>,
    /// Place of the line in the source.
    pub span: Span,
}

/// A line of an eligibility or check block.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Kind of the clause.
    pub kind: ClauseKind,
    /// The condition as written; a `yêu cầu` fires when it does not hold, any other when it holds.
    /// Of a `hạn`: the day on which it was done, or the condition that holds once it is done.
    pub condition: Expr,
    /// The periods that a `yêu cầu` asks its condition in, or the deadline of a `hạn`.
    pub timing: Option<Timing>,
    /// Reason that it gives; `áp dụng khi` has none.
    pub reason: Option<Text>,
    /// `nếu chậm: "…"` of a `hạn`: the reason where it was done late.
    pub late: Option<Text>,
    /// From its keyword to the end of its reason.
    pub span: Span,
    /// Lines `căn cứ` and `giả định` that belong to it.
    pub notes: Vec<Note>,
}

/// `cho Việc đã làm` with a table of rows below it, `cho Việc đã làm: không có dòng`
#[derive(Clone, Debug)]
pub struct GivenRows {
    /// Name of the record type whose rows they are.
    pub record: Name,
    /// `không có dòng`: there is no row.
    pub none: bool,
    /// Names of the fields, from the header of the table.
    pub columns: Vec<Name>,
    /// The rows in order.
    pub rows: Vec<GivenRow>,
    /// The opening line alone.
    pub head: Span,
    /// Place of the header; the opening line where there is none.
    pub header: Span,
}

/// `| 10/01/2023 | giao ban |`
#[derive(Clone, Debug)]
pub struct GivenRow {
    /// A cell a column; none where it is empty or `-`.
    pub cells: Vec<Option<Expr>>,
    /// Place of the line in the source.
    pub span: Span,
}

/// One thing an example expects.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Kind of the expectation.
    pub kind: ExpectationKind,
    /// Place in the source.
    pub span: Span,
}

/// Kinds of expectation of an example.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// `xếp loại là Tốt`; none: `xếp loại là chưa xác định`
    Grade(Option<Name>),
    /// `tổng điểm = 85`, `tổng điểm từ 80 đến 90`
    Total(Test),
    /// `tiêu chí 2 = 25`
    Criterion(Name, Test),
    /// `kết luận là từ chối`: the verdict's words, compared as names.
    Verdict(Name),
    /// `lý do có "Còn nợ"`
    Reason(Text),
    /// `lý do không có "…"`: no reason with exactly these words.
    NoReason(Text),
    /// `tỷ lệ nợ quá hạn = 0,5%`, `Nhóm rủi ro là Cao`: any condition over fields, derivations and
    /// tables of the record type.
    Condition(Expr),
}

/// `căn cứ`, `giả định` and `bỏ qua`.
#[derive(Clone, Debug)]
pub struct Note {
    /// Kind of the note.
    pub kind: NoteKind,
    /// Place of the line in the source.
    pub span: Span,
}

/// The kinds of note.
#[derive(Clone, Debug)]
pub enum NoteKind {
    /// `căn cứ KH91 mục II.2 "hàng tháng tối thiểu …"`
    Basis {
        /// `KH91`
        document: Name,
        /// `mục II.2`, as written.
        place: Option<String>,
        /// The words that must stand in the document.
        quote: Option<Text>,
    },
    /// `giả định "chưa đối chiếu biểu gốc"`
    Assumption(Option<Text>),
    /// `bỏ qua W012: "…"`
    Allow {
        /// `W012`
        code: Name,
        /// Reason for it.
        reason: Text,
    },
}
