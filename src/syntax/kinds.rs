//! The kinds of statement, a row each: which keywords open it, by which rule of the grammar it is
//! read, where it may stand, what it looks like, which names it declares, which words are keywords
//! on it alone, which block its lines open. A new kind is a row here; the compiler then asks for
//! its reading (`from_text`), its place in the tree (`blocks`) and its writing (`unparse`).

use super::head::{self, Declared, Head};
use super::parse::Rule;
use super::shape::{self, Shape};
use crate::choices::HitPolicy;
use crate::keywords::{Kw, TABLE};
use StatementKind::*;
use std::sync::LazyLock;

/// The block that lines stand in, as far as it decides what a line without a keyword is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Category,
    Parameter,
    Table,
    Criterion,
    Grading,
    Clauses,
    Targets,
    Given,
    Other,
}

/// Spots of a statement at which a word is a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Anywhere,
    AfterComma,
    /// At the start of a part of a record type's head. In a condition there a name may begin with
    /// the same word, up to its comma.
    StartOfPart,
    /// First in brackets, or after a comma there.
    InBrackets,
    /// All that stands between two commas.
    BetweenCommas,
    BeforeText,
    BeforeColon,
    AfterColon,
    /// Right behind a colon.
    RightAfterColon,
    /// All that stands behind a colon, but for the reasons.
    AllAfterColon,
    /// Right behind the keyword that opens the statement.
    AfterOpener,
    /// Behind the comma that ends the periods of `mỗi`.
    AfterPeriods,
    /// Right behind the name that the statement declares, where its head ends.
    EndOfHead,
    /// Right behind the name and title that the statement starts with.
    AfterTitle,
    /// At the end of a part, or before `theo`.
    EndOrBeforeBy,
    /// All of the first cell.
    FirstCell,
}

/// Position of a statement among others.
#[derive(Clone, Copy)]
enum Position {
    /// On the top level, or as the head of a block.
    Top,
    /// In a block that such a statement opens.
    Within(&'static [StatementKind]),
    /// Below any line, to which it belongs.
    BelowAny,
    Nowhere,
}

/// The places of the names of a statement, by its head.
type Names = fn(Head<'_, '_>) -> Vec<Declared>;

/// A row of the table.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// The rule of the grammar that reads it; none where it is never read.
    pub rule: Option<Rule>,
    /// The keywords that open it; none opens a row.
    pub keywords: &'static [Kw],
    position: Position,
    /// Test of the tokens behind its keyword.
    pub shape: Shape,
    /// The places of the names it has that are not looked up, if they are names.
    pub names: Names,
    /// True if other statements refer to the first of these names.
    pub declares: bool,
    /// The block that its line opens; none: it stands in the one above it.
    pub block: Option<Block>,
    /// Keywords on such statements alone.
    pub words: &'static [(Spot, &'static [Kw])],
}

const fn row(rule: Option<Rule>, position: Position) -> Row {
    Row {
        rule,
        keywords: &[],
        position,
        shape: shape::none,
        names: head::nothing,
        declares: false,
        block: None,
        words: &[],
    }
}

/// A statement of its own.
const fn item(rule: Rule) -> Row {
    row(Some(rule), Position::Top).opening(Block::Other)
}

/// A line of a block.
const fn line(rule: Rule, parents: &'static [StatementKind]) -> Row {
    row(Some(rule), Position::Within(parents))
}

/// A note on the line above.
const fn note(rule: Rule) -> Row {
    row(Some(rule), Position::BelowAny)
}

impl Row {
    const fn opened_by(self, keywords: &'static [Kw], shape: Shape) -> Row {
        Row { keywords, shape, ..self }
    }

    const fn declaring(self, names: Names) -> Row {
        Row { names, declares: true, ..self }
    }

    const fn naming(self, names: Names) -> Row {
        Row { names, ..self }
    }

    const fn opening(self, block: Block) -> Row {
        Row { block: Some(block), ..self }
    }

    const fn words(self, words: &'static [(Spot, &'static [Kw])]) -> Row {
        Row { words, ..self }
    }
}

macro_rules! statement_kinds {
    ($($(#[doc = $doc:literal])* $kind:ident => $row:expr;)+) => {
        /// Kind of a statement.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum StatementKind {
            $($(#[doc = $doc])* $kind,)+
        }

        /// All kinds, in the order of the table.
        const ALL: &[StatementKind] = &[$($kind,)+];

        impl StatementKind {
            /// The row of the kind in the table.
            pub fn row(self) -> &'static Row {
                match self {
                    $($kind => {
                        const ROW: Row = $row;
                        &ROW
                    })+
                }
            }
        }
    };
}

statement_kinds! {
    /// `ngôn ngữ: vi`
    Language => item(Rule::language).opened_by(&[Kw::Language], shape::colon);
    /// `tài liệu KH91: "…", văn bản "…"`
    Document => item(Rule::document)
        .opened_by(&[Kw::Document], shape::colon)
        .declaring(head::document)
        .words(&[(Spot::AfterComma, &[Kw::File])]);
    /// `danh mục Loại có thứ tự: Tốt > Khá`
    Category => item(Rule::category)
        .opened_by(&[Kw::Category], shape::category)
        .declaring(head::category)
        .words(&[
            (Spot::EndOfHead, &[Kw::Ordered]),
            (Spot::InBrackets, &[Kw::Code, Kw::Also]),
        ])
        .opening(Block::Category);
    /// `Hòa Khánh, mã "20197"`, `cùng Quận`
    CategoryValue => line(Rule::category_value, &[Category])
        .naming(head::category_value)
        .words(&[
            (Spot::AfterComma, &[Kw::Code, Kw::Also]),
            (Spot::InBrackets, &[Kw::Code, Kw::Also]),
        ]);
    /// `bản ghi Tổ "…" thuộc … theo …, ghi theo …`
    Record => item(Rule::record)
        .opened_by(&[Kw::Record], shape::record)
        .declaring(head::record)
        .words(&[(Spot::StartOfPart, head::RECORD_PARTS)]);
    /// `trường dư nợ: tiền, từ 0`
    Field => line(Rule::field, &[Record])
        .opened_by(&[Kw::Field], shape::colon)
        .declaring(head::typed)
        .words(&[
            (Spot::BetweenCommas, &[
                Kw::Key,
                Kw::Required,
                Kw::Fixed,
                Kw::OnlyRises,
                Kw::OnlyFalls,
            ]),
            (Spot::AfterComma, &[Kw::Column, Kw::InSteps]),
        ]);
    /// `tính tỷ lệ = …`
    Derive => line(Rule::derive, &[Record])
        .opened_by(&[Kw::Derive], shape::equal)
        .declaring(head::derive);
    /// `hiện theo tên đơn vị, địa bàn`, of a record type or a block
    Shown => line(Rule::shown, &[Record, Eligibility, Scorecard])
        .opened_by(&[Kw::Shown], shape::some);
    /// `không thể: nợ quá hạn > dư nợ: "…"`
    Never => line(Rule::never, &[Record]).opened_by(&[Kw::Never], shape::colon);
    /// `tham số mức: tiền`
    Parameter => item(Rule::parameter)
        .opened_by(&[Kw::Parameter], shape::colon)
        .declaring(head::typed)
        .opening(Block::Parameter);
    /// `từ 01/03/2019 là 100 triệu`
    ParameterValue => line(Rule::parameter_value, &[Parameter]);
    /// `hàm hệ số(mã xã: chữ): số từ "…"`
    Function => item(Rule::function)
        .opened_by(&[Kw::Function], shape::bracket)
        .declaring(head::function);
    /// `bảng Nhóm cho Người vay: một trong Rủi ro, duy nhất`, `bảng Mức cho Hộ: tiền, từ "x.csv"`
    Table => item(Rule::table)
        .opened_by(&[Kw::Table], shape::table)
        .declaring(head::table)
        .words(&[(Spot::BetweenCommas, HitPolicy::KEYWORDS), (Spot::AfterComma, &[Kw::Sheet])])
        .opening(Block::Table);
    /// `| nợ quá hạn | Nhóm |`
    GridHeader => line(Rule::grid_header, &[Table, Criterion]);
    /// `| từ 98% | 20 |`
    GridRow => line(Rule::grid_row, &[Table, Criterion, GridHeader]);
    /// `bảng điểm Chấm điểm cho Tổ "…", thang 100 điểm`
    Scorecard => item(Rule::scorecard)
        .opened_by(&[Kw::Scorecard], shape::scorecard)
        .declaring(head::block)
        .words(&[(Spot::AfterComma, &[Kw::OutOf])]);
    /// `tiêu chí 2 "…", tối đa 30 điểm`
    Criterion => line(Rule::criterion, &[Scorecard])
        .opened_by(&[Kw::Criterion], shape::criterion)
        .naming(head::criterion)
        .words(&[(Spot::AfterComma, &[Kw::AtMost]), (Spot::Anywhere, &[Kw::SumOfRows])])
        .opening(Block::Criterion);
    /// `theo tỷ lệ nợ quá hạn`
    Subject => line(Rule::subject, &[Criterion]).opened_by(&[Kw::Subject], shape::some);
    /// `dưới 0,5% được 25 điểm`
    CriterionRow => line(Rule::criterion_row, &[Criterion]);
    /// `xếp loại Loại theo tổng điểm`
    Grading => line(Rule::grading, &[Scorecard])
        .opened_by(&[Kw::Grading], shape::grading)
        .opening(Block::Grading);
    /// `xếp hạng theo tổng điểm giảm dần, nợ quá hạn tăng dần`, of a scorecard or of targets
    Ranking => line(Rule::ranking, &[Scorecard, Targets])
        .opened_by(&[Kw::Ranking], shape::some)
        .naming(head::ranking)
        .words(&[(Spot::EndOrBeforeBy, &[Kw::Descending, Kw::Ascending])]);
    /// `từ 90 điểm là Tốt`
    GradeRow => line(Rule::grade_row, &[Grading]);
    /// `không quá Khá nếu …: "…"`
    Cap => line(Rule::cap, &[Grading]).opened_by(&[Kw::NoBetter], shape::cap);
    /// `hạ một bậc nếu …: "…"`
    Downgrade => line(Rule::downgrade, &[Grading]).opened_by(&[Kw::Downgrade], shape::any);
    /// `điều kiện Vay cho Người vay "…"`, `kiểm tra …`
    Eligibility => item(Rule::eligibility)
        .opened_by(&[Kw::Eligibility, Kw::Check], shape::block)
        .declaring(head::block)
        .opening(Block::Clauses);
    /// `kết luận: đề xuất, không đề xuất`
    Verdicts => line(Rule::verdicts, &[Eligibility])
        .opened_by(&[Kw::Verdicts], shape::colon)
        .naming(head::verdicts);
    /// `áp dụng khi …`
    Applies => line(Rule::applies, &[Eligibility, Scorecard])
        .opened_by(&[Kw::Applies], shape::any);
    /// `yêu cầu … nếu không: "…"`, `yêu cầu mỗi tháng: …`
    Require => line(Rule::require, &[Eligibility])
        .opened_by(&[Kw::Require], shape::some)
        .words(&[
            (Spot::BeforeColon, &[Kw::Else]),
            (Spot::AfterOpener, &[Kw::Each]),
            (Spot::AfterPeriods, &[Kw::After]),
        ]);
    /// `hạn …: trong … từ … nếu không: "…"`
    Due => line(Rule::due, &[Eligibility])
        .opened_by(&[Kw::Due], shape::deadline)
        .words(&[
            (Spot::BeforeColon, &[Kw::Else, Kw::Late]),
            (Spot::AfterColon, &[Kw::Within, Kw::BeforeDate, Kw::Latest]),
            (Spot::AllAfterColon, &[Kw::InPeriod]),
        ]);
    /// `nếu chậm: "…"`
    Late => line(Rule::late, &[Due]).opened_by(&[Kw::Late], shape::colon);
    /// `nếu không: "…"`
    Else => line(Rule::otherwise, &[Eligibility]).opened_by(&[Kw::Else], shape::colon);
    /// `từ chối nếu …: "…"` and the like
    Clause => line(Rule::clause, &[Eligibility])
        .opened_by(&[Kw::Reject, Kw::Refer, Kw::Warn, Kw::Prefer], shape::any);
    /// `chỉ tiêu Nợ "…" trên Tổ theo quận, toàn bộ`
    Targets => item(Rule::targets)
        .opened_by(&[Kw::Targets], shape::targets)
        .declaring(head::targets)
        .words(&[(Spot::AfterTitle, &[Kw::Over]), (Spot::EndOrBeforeBy, &[Kw::Total])])
        .opening(Block::Targets);
    /// `chỉ số a "…" = …`
    Indicator => line(Rule::indicator, &[Targets])
        .opened_by(&[Kw::Indicator], shape::indicator)
        .naming(head::indicator)
        .opening(Block::Targets);
    /// `yêu cầu từ 99%`, `yêu cầu mỗi tháng từ 99%` below an indicator
    Requirement => line(Rule::requirement, &[Indicator])
        .opened_by(&[Kw::Require], shape::some)
        .words(&[(Spot::AfterOpener, &[Kw::Each]), (Spot::AfterPeriods, &[Kw::After])])
        .opening(Block::Targets);
    /// `mức giao, phấn đấu`
    Levels => line(Rule::levels, &[Targets])
        .opened_by(&[Kw::Levels], shape::levels)
        .naming(head::levels)
        .opening(Block::Targets);
    /// `| quận | a giao | b giao |`
    ThresholdHeader => line(Rule::threshold_header, &[Targets]);
    /// `| Hải Châu | < 0,04% | ≥ 98% |`
    ThresholdRow => line(Rule::threshold_row, &[Targets, ThresholdHeader])
        .words(&[(Spot::FirstCell, &[Kw::Total])]);
    /// `ví dụ "…" cho Chấm điểm`
    Example => item(Rule::example).opened_by(&[Kw::Example], shape::text);
    /// `cho dư nợ = 800 triệu, …`, `cho Việc đã làm`
    Given => line(Rule::given, &[Example])
        .opened_by(&[Kw::Given], shape::some)
        .words(&[(Spot::RightAfterColon, &[Kw::NoRows])])
        .opening(Block::Given);
    /// `| ngày làm | loại việc |`
    GivenHeader => line(Rule::given_header, &[Given]);
    /// `| 10/01/2023 | giao ban |`
    GivenRow => line(Rule::given_row, &[Given, GivenHeader]);
    /// `thì xếp loại là Tốt và …`
    Expect => line(Rule::expect, &[Example])
        .opened_by(&[Kw::Expect], shape::some)
        .words(&[(Spot::BeforeText, &[Kw::Reason, Kw::NoReason])]);
    /// `căn cứ KH91 mục II.2 "…"`
    Basis => note(Rule::basis).opened_by(&[Kw::Basis], shape::some);
    /// `giả định "…"`
    Assumption => note(Rule::assumption).opened_by(&[Kw::Assumption], shape::text_or_nothing);
    /// `bỏ qua W012: "…"`
    Allow => note(Rule::allow).opened_by(&[Kw::Allow], shape::colon);
    /// A line that nothing opens, where no row can stand.
    Stray => row(None, Position::Nowhere);
}

impl StatementKind {
    /// The kind that a keyword opens in a block: the first of the table that may stand there, else
    /// the first.
    pub fn opened_by(id: Kw, block: Block) -> Option<StatementKind> {
        static OPENED: LazyLock<Vec<Vec<StatementKind>>> = LazyLock::new(|| {
            let opened = |id: &Kw| {
                let kinds = ALL.iter().copied();
                kinds.filter(|kind| kind.row().keywords.contains(id)).collect()
            };
            TABLE.iter().map(|row| opened(&row.id)).collect()
        });
        let opened = || OPENED.get(id as usize).into_iter().flatten().copied();
        let stands = |kind: &StatementKind| {
            kind.parents().iter().any(|parent| parent.row().block == Some(block))
        };
        opened().find(stands).or_else(|| opened().next())
    }

    /// The statements whose block takes it. None: it stands by itself, or with a line of any kind.
    pub fn parents(self) -> &'static [StatementKind] {
        match self.row().position {
            Position::Within(parents) => parents,
            Position::Top | Position::BelowAny | Position::Nowhere => &[],
        }
    }

    /// Returns `true` if it belongs to a block that `head` opens, or to a block within it.
    pub fn is_within(self, head: StatementKind) -> bool {
        self.parents().iter().any(|parent| *parent == head || parent.is_within(head))
    }

    /// Returns `true` if it is a top-level statement.
    pub fn is_item(self) -> bool {
        matches!(self.row().position, Position::Top)
    }

    /// Returns `true` if it belongs to the line above, whatever its kind.
    pub fn is_note(self) -> bool {
        matches!(self.row().position, Position::BelowAny)
    }

    /// Returns `true` if lines below it can belong to it.
    pub fn is_head(self) -> bool {
        self.is_item() || ALL.iter().any(|kind| kind.parents().contains(&self))
    }

    /// Returns `true` if no keyword opens it: it is a row of the block above.
    pub fn is_row(self) -> bool {
        self.row().keywords.is_empty() && !matches!(self.row().position, Position::Nowhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keywords::{Reserved, TABLE};

    #[test]
    fn every_opening_keyword_opens_one_kind_in_a_block() {
        for row in TABLE.iter().filter(|row| row.reserved == Reserved::Opening) {
            let opened: Vec<_> =
                ALL.iter().filter(|kind| kind.row().keywords.contains(&row.id)).collect();
            assert!(!opened.is_empty(), "{}", row.symbol);
            for (at, kind) in opened.iter().enumerate() {
                let others = opened.iter().skip(at + 1).flat_map(|other| other.parents());
                assert!(others.into_iter().all(|parent| !kind.parents().contains(parent)));
            }
        }
    }

    #[test]
    fn rows_of_statements_within_blocks_lead_to_a_statement_of_its_own() {
        for kind in ALL.iter().filter(|kind| !kind.parents().is_empty()) {
            assert!(ALL.iter().any(|head| head.is_item() && kind.is_within(*head)), "{kind:?}");
        }
    }
}
