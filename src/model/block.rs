//! Blocks: scorecards, eligibility and checks.

use super::{
    Basis, CategoryId, ClauseKind, DerivedId, Expr, FieldId, Label, RecordId, Row, Timing, Verdict,
};
use crate::source::Span;
use crate::value::{Lang, Num};

/// A block: what is decided of a record.
#[derive(Clone, Debug)]
pub struct Block {
    /// Name of the block.
    pub name: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// Record type that the block decides about.
    pub record: RecordId,
    /// `áp dụng khi`: all must hold.
    pub guards: Vec<Expr>,
    /// Kind of the block, with what it decides by.
    pub kind: BlockKind,
    /// Words for its verdicts that are its own, in the order of [`Verdict::NAMED`]; past their end
    /// those of its kind.
    pub verdicts: Vec<String>,
    /// `hiện theo`: the derivations and tables that are its result, in the order written.
    pub results: Vec<DerivedId>,
    /// Place of the whole block.
    pub span: Span,
    /// Basis of the block in documents.
    pub basis: Basis,
}

/// Kind of a block: a scorecard, an eligibility or a check.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// `bảng điểm`
    Scorecard(Scorecard),
    /// `điều kiện`
    Eligibility(Vec<Clause>),
    /// `kiểm tra`
    Check(Vec<Clause>),
}

/// A scorecard: criteria that give points, and a grading of their total.
#[derive(Clone, Debug)]
pub struct Scorecard {
    /// Criteria in the order written.
    pub criteria: Vec<Criterion>,
    /// The sum of the maxima.
    pub maximum: Num,
    /// Grading of the total; `None` if the scorecard gives points only.
    pub grading: Option<Grading>,
    /// `xếp hạng theo`: what decides who comes before whom, the first before the next; empty where
    /// nothing is ranked.
    pub ranking: Vec<RankKey<RankedBy>>,
}

/// A part of `xếp hạng theo`.
#[derive(Clone, Debug, PartialEq)]
pub struct RankKey<By> {
    /// Value that is compared.
    pub by: By,
    /// Name of the value as written.
    pub name: Label,
    /// `true` if the lowest comes first, rather than the highest.
    pub ascending: bool,
}

/// Value of a record that decides its rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RankedBy {
    /// `tổng điểm` of the scorecard itself.
    Total,
    /// A field of the record.
    Field(FieldId),
    /// A derivation or table of the record.
    Derived(DerivedId),
}

/// A criterion: the first of its rows that holds gives points.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Number or name of the criterion.
    pub label: Label,
    /// Title for people, if it has one.
    pub title: Option<String>,
    /// The most it can give.
    pub maximum: Num,
    /// `cộng các dòng`
    pub sum: bool,
    /// `theo …`: what the short tests of its rows read; shown in explanations.
    pub subject: Option<Expr>,
    /// Rows in the order written; `when` already holds the subject. `gives` is in points.
    pub rows: Vec<Row>,
    /// From `tiêu chí` to its last row.
    pub span: Span,
    /// Basis of the criterion in documents.
    pub basis: Basis,
}

/// Grading of the total: rows from points to a grade, then caps and downgrades.
#[derive(Clone, Debug)]
pub struct Grading {
    /// The category of grades.
    pub category: CategoryId,
    /// The rows; [`ExprKind::Total`] of this scorecard in `when` is the total before grading.
    /// `gives` is a constant code.
    pub rows: Vec<Row>,
    /// Caps and downgrades in the order written.
    pub caps: Vec<Cap>,
    /// Basis of the grading in documents.
    pub basis: Basis,
    /// Place of the whole block.
    pub span: Span,
}

/// `không quá Khá nếu …`, `hạ một bậc nếu …`
#[derive(Clone, Debug)]
pub struct Cap {
    /// The code of the best grade it leaves; none: one grade down.
    pub grade: Option<u32>,
    /// Condition under which the cap or downgrade fires.
    pub condition: Expr,
    /// Reason that it states; `None` if the rules give none.
    pub reason: Option<String>,
    /// Place of the line.
    pub span: Span,
    /// Basis of the cap itself, beside that of the grading.
    pub basis: Basis,
}

/// A clause of an eligibility or check block, guards left out.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Kind of the clause; never [`ClauseKind::Applies`], which is the block's guard.
    pub kind: ClauseKind,
    /// The condition as written; of a `hạn`, what is to be done.
    pub condition: Expr,
    /// The periods or the deadline; `None` of a clause that asks its condition as of the day.
    pub timing: Option<Timing>,
    /// Reason that the clause states when it fires.
    pub reason: String,
    /// Place of the clause, its reason included.
    pub span: Span,
    /// Basis of the clause itself, beside that of its block.
    pub basis: Basis,
}

impl Clause {
    /// Reasons that the clause states: where it fires, and where something was done late.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let late = match &self.timing {
            Some(Timing::Due(due)) => due.late.as_deref(),
            Some(Timing::Each(_)) | None => None,
        };
        std::iter::once(self.reason.as_str()).chain(late)
    }
}

impl Block {
    /// Clauses of the block; none of a scorecard.
    pub fn clauses(&self) -> &[Clause] {
        match &self.kind {
            BlockKind::Eligibility(clauses) | BlockKind::Check(clauses) => clauses,
            BlockKind::Scorecard(_) => &[],
        }
    }

    /// Reasons that its clauses, caps and downgrades state.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let caps = match &self.kind {
            BlockKind::Scorecard(card) => card.grading.as_ref().map(|grading| &grading.caps[..]),
            BlockKind::Eligibility(_) | BlockKind::Check(_) => None,
        };
        let of_caps = caps.unwrap_or_default().iter().filter_map(|cap| cap.reason.as_deref());
        let clauses = self.clauses().iter();
        clauses.flat_map(Clause::reasons).chain(of_caps)
    }

    /// Values that the records of a scorecard are ranked by; empty where nothing is ranked.
    pub fn ranking(&self) -> &[RankKey<RankedBy>] {
        match &self.kind {
            BlockKind::Scorecard(card) => &card.ranking,
            BlockKind::Eligibility(_) | BlockKind::Check(_) => &[],
        }
    }

    /// The derivations and tables that decide ranks.
    pub fn ranked_derived(&self) -> impl Iterator<Item = DerivedId> + '_ {
        self.ranking().iter().filter_map(|key| match key.by {
            RankedBy::Derived(id) => Some(id),
            RankedBy::Total | RankedBy::Field(_) => None,
        })
    }

    /// Returns `true` if the block is a `kiểm tra`.
    pub fn is_check(&self) -> bool {
        match self.kind {
            BlockKind::Check(_) => true,
            BlockKind::Scorecard(_) | BlockKind::Eligibility(_) => false,
        }
    }

    /// The verdicts that the block can reach, from the best; [`Verdict::NotDue`] only where it asks
    /// something over time.
    pub fn reachable(&self) -> Vec<Verdict> {
        if let BlockKind::Scorecard(_) = self.kind {
            return Vec::new();
        }
        let timed = self.clauses().iter().any(|clause| clause.timing.is_some());
        let all = [Verdict::Met, Verdict::NotDue, Verdict::ToReview, Verdict::Rejected];
        all.into_iter().filter(|one| timed || *one != Verdict::NotDue).collect()
    }

    /// The block's own word for a verdict, if it has one.
    pub fn own_word(&self, verdict: Verdict) -> Option<&str> {
        let place = Verdict::NAMED.iter().position(|known| *known == verdict)?;
        self.verdicts.get(place).map(String::as_str)
    }

    /// Word for a verdict: the block's own, else that of its kind in a language.
    pub fn verdict_word(&self, verdict: Verdict, lang: Lang) -> &str {
        self.own_word(verdict).unwrap_or(verdict.word(self.is_check(), lang))
    }
}
