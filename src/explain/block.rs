//! One reading of a block: its rules, its plan and one record's frame joined once. Decisions,
//! summaries, explanations and counts are projections of it, so that none of them can say what
//! another does not.

use super::causes::Root;
use super::reader::Reader;
use super::rests;
use super::trail::{Trail, Tried};
use super::{ConditionKind, decision::NamedValue, decision::ReasonKind};
use crate::eval::{MatchedRow, Status};
use crate::model::{
    Basis, Block, BlockId, BlockKind, Clause, ClauseKind, Criterion, Due, Expr, ExprKind, Grading,
    PeriodicId, Row, Scorecard, Timing, Verdict,
};
use crate::plan::{
    BlockPlan, BlockPlanKind, ClausePlan, CriterionPlan, DuePlan, GradingPlan, Rows, ScorecardPlan,
};
use crate::source::Span;
use crate::value::{Num, Truth, Value};

/// A block with what it decided of one record.
#[derive(Clone, Copy)]
pub(super) struct BlockReading<'r, 'a, 'f> {
    pub reader: &'r Reader<'a, 'f>,
    pub id: BlockId,
    pub block: &'a Block,
    pub plan: &'a BlockPlan,
    /// Status that the block reached for the record.
    pub status: Status,
}

/// Parts that a block decides by, where it got that far.
#[derive(Clone, Copy)]
pub(super) enum Body<'r, 'a, 'f> {
    /// Criteria, a total, a grade.
    Scorecard(CardReading<'r, 'a, 'f>),
    /// Clauses and their verdict.
    Clauses(ClausesReading<'r, 'a, 'f>),
    /// Nothing: it does not apply, waits for its guards, or is a data error.
    Unread,
}

/// A guard, cap or clause with its truth for the record.
#[derive(Clone, Copy)]
pub(super) struct RuleReading<'a> {
    pub kind: ConditionKind,
    /// The words of the rules for it; none: its condition speaks for it.
    pub reason: Option<&'a str>,
    pub condition: &'a Expr,
    pub span: Span,
    pub basis: Option<&'a Basis>,
    pub truth: Truth,
    /// It is not due yet: its truth does not matter.
    pub not_due: bool,
    pub timing: Option<TimingReading<'a>>,
}

/// The periods or the deadline of a clause, with their slots.
#[derive(Clone, Copy)]
pub(super) enum TimingReading<'a> {
    Each(PeriodicId),
    Due(&'a Due, DuePlan),
}

/// Criteria, total and grading of a scorecard, read with one record's slots.
#[derive(Clone, Copy)]
pub(super) struct CardReading<'r, 'a, 'f> {
    reader: &'r Reader<'a, 'f>,
    id: BlockId,
    card: &'a Scorecard,
    plan: &'a ScorecardPlan,
}

/// Criterion read with one record's slots.
#[derive(Clone, Copy)]
pub(super) struct CriterionReading<'r, 'a, 'f> {
    reader: &'r Reader<'a, 'f>,
    pub id: BlockId,
    /// Place of the criterion in its scorecard.
    place: usize,
    pub criterion: &'a Criterion,
    plan: &'a CriterionPlan,
}

/// The grading of a scorecard.
#[derive(Clone, Copy)]
pub(super) struct GradingReading<'r, 'a, 'f> {
    reader: &'r Reader<'a, 'f>,
    pub grading: &'a Grading,
    plan: &'a GradingPlan,
}

/// The clauses of an eligibility or check block.
#[derive(Clone, Copy)]
pub(super) struct ClausesReading<'r, 'a, 'f> {
    reader: &'r Reader<'a, 'f>,
    clauses: &'a [Clause],
    slots: &'a [ClausePlan],
    /// Verdict of the clauses; `None` while some are undetermined.
    pub verdict: Option<Verdict>,
    pub block: &'a Block,
}

impl<'a, 'f> Reader<'a, 'f> {
    /// Reads a block of this record type.
    pub(super) fn read_block(&self, id: BlockId, plan: &'a BlockPlan) -> BlockReading<'_, 'a, 'f> {
        BlockReading {
            reader: self,
            id,
            block: &self.model.blocks[id],
            plan,
            status: self.frame.outcome(plan, self.row).status,
        }
    }
}

/// Outcome of a block for one record, for counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Status that the block reached.
    pub status: Status,
    /// The code of the grade, where there is one.
    pub grade: Option<u32>,
    /// The verdict of clauses, where there is one.
    pub verdict: Option<Verdict>,
}

impl<'a> Reader<'a, '_> {
    /// Outcome of a block of this record type.
    pub fn outcome(&self, id: BlockId, plan: &'a BlockPlan) -> Outcome {
        let reading = self.read_block(id, plan);
        let (grade, verdict) = match reading.body() {
            Body::Scorecard(card) => (card.grading().and_then(|grading| grading.code()), None),
            Body::Clauses(clauses) => (None, clauses.verdict),
            Body::Unread => (None, None),
        };
        Outcome { status: reading.status, grade, verdict }
    }
}

impl<'r, 'a, 'f> BlockReading<'r, 'a, 'f> {
    /// Each `áp dụng khi`.
    pub fn guards(self) -> impl Iterator<Item = RuleReading<'a>> + use<'r, 'a, 'f> {
        let guards = self.block.guards.iter().zip(&self.plan.guards);
        guards.map(move |(guard, slot)| RuleReading {
            kind: ConditionKind::Clause(ClauseKind::Applies),
            reason: None,
            condition: guard,
            span: guard.span,
            basis: None,
            truth: self.reader.truth(*slot),
            not_due: false,
            timing: None,
        })
    }

    /// A scorecard that applies, whatever came of it: a fault of one criterion leaves another its
    /// points.
    pub fn card(self) -> Option<CardReading<'r, 'a, 'f>> {
        let BlockReading { reader, id, block, plan, .. } = self;
        match (&block.kind, &plan.kind) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(slots))
                if reader.truth(plan.applies) == Truth::True =>
            {
                Some(CardReading { reader, id, card, plan: slots })
            }
            (BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_), _) => None,
        }
    }

    /// Parts by which the block decides.
    pub fn body(self) -> Body<'r, 'a, 'f> {
        let BlockReading { reader, id, block, plan, .. } = self;
        if reader.frame.outcome(plan, reader.row).result.is_none() {
            return Body::Unread;
        }
        match (&block.kind, &plan.kind) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan)) => {
                Body::Scorecard(CardReading { reader, id, card, plan })
            }
            (BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_), _) => {
                self.clauses().map_or(Body::Unread, Body::Clauses)
            }
        }
    }

    /// The clauses of the block, whether it applies to the record or not; `None` of a scorecard.
    pub fn clauses(self) -> Option<ClausesReading<'r, 'a, 'f>> {
        let BlockReading { reader, block, plan, .. } = self;
        match (&block.kind, &plan.kind) {
            (
                BlockKind::Eligibility(clauses) | BlockKind::Check(clauses),
                BlockPlanKind::Clauses { clauses: slots, verdict, .. },
            ) => {
                let verdict = reader.frame.verdict(*verdict, reader.row);
                Some(ClausesReading { reader, clauses, slots, verdict, block })
            }
            // A plan is lowered from its model block by block.
            (BlockKind::Scorecard(_) | BlockKind::Eligibility(_) | BlockKind::Check(_), _) => None,
        }
    }
}

impl<'a> RuleReading<'a> {
    /// Returns `true` if the rule fires: a guard or requirement that does not hold, or any other
    /// condition that does.
    pub fn fires(&self) -> bool {
        !self.not_due && self.kind.fires(self.truth)
    }

    /// The kind of reason it gives where it fires; none of a guard and of a row of a grading.
    pub fn reason_kind(&self) -> Option<ReasonKind> {
        match self.timing {
            Some(TimingReading::Each(_)) => Some(ReasonKind::Each),
            Some(TimingReading::Due(..)) | None => self.kind.reason(),
        }
    }

    /// The deadline that it sets, if it sets one.
    pub fn due(&self) -> Option<&'a Due> {
        match self.timing {
            Some(TimingReading::Due(due, _)) => Some(due),
            Some(TimingReading::Each(_)) | None => None,
        }
    }

    /// The expressions that leave it open where it is.
    pub fn root(&self) -> Root<'a> {
        match self.timing {
            Some(TimingReading::Due(due, plan)) => Root::Deadline(due, plan),
            Some(TimingReading::Each(_)) | None => Root::Value(self.condition),
        }
    }
}

impl ConditionKind {
    /// Returns `true` if a line of this kind fires with its condition so.
    pub fn fires(self, truth: Truth) -> bool {
        let wanted = match self {
            ConditionKind::Clause(ClauseKind::Require | ClauseKind::Due | ClauseKind::Applies) => {
                Truth::False
            }
            ConditionKind::Clause(
                ClauseKind::Reject | ClauseKind::Refer | ClauseKind::Warn | ClauseKind::Prefer,
            )
            | ConditionKind::Cap
            | ConditionKind::Downgrade
            | ConditionKind::Grade => Truth::True,
        };
        truth == wanted
    }

    /// The kind of reason it gives where it fires; none of a guard and of a row of a grading.
    pub(crate) fn reason(self) -> Option<ReasonKind> {
        match self {
            ConditionKind::Clause(ClauseKind::Applies) | ConditionKind::Grade => None,
            ConditionKind::Clause(ClauseKind::Require) => Some(ReasonKind::Require),
            ConditionKind::Clause(ClauseKind::Due) => Some(ReasonKind::Due),
            ConditionKind::Clause(ClauseKind::Reject) => Some(ReasonKind::Reject),
            ConditionKind::Clause(ClauseKind::Refer) => Some(ReasonKind::Refer),
            ConditionKind::Clause(ClauseKind::Warn) => Some(ReasonKind::Warn),
            ConditionKind::Clause(ClauseKind::Prefer) => Some(ReasonKind::Prefer),
            ConditionKind::Cap => Some(ReasonKind::Cap),
            ConditionKind::Downgrade => Some(ReasonKind::Downgrade),
        }
    }
}

impl<'r, 'a, 'f> CardReading<'r, 'a, 'f> {
    /// The least and the most the total can be.
    pub fn total(self) -> (Num, Num) {
        let total = self.reader.frame.points(self.plan.total, self.reader.row);
        (total.low, total.high)
    }

    /// The criteria, in the order written.
    pub fn criteria(self) -> impl Iterator<Item = CriterionReading<'r, 'a, 'f>> + use<'r, 'a, 'f> {
        let criteria = self.card.criteria.iter().zip(&self.plan.criteria);
        criteria.enumerate().map(move |(place, (criterion, plan))| CriterionReading {
            reader: self.reader,
            id: self.id,
            place,
            criterion,
            plan,
        })
    }

    /// Grading of the total; `None` if the scorecard has none.
    pub fn grading(self) -> Option<GradingReading<'r, 'a, 'f>> {
        let (grading, plan) = self.card.grading.as_ref().zip(self.plan.grading.as_ref())?;
        Some(GradingReading { reader: self.reader, grading, plan })
    }
}

impl<'r, 'a, 'f> CriterionReading<'r, 'a, 'f> {
    /// The least and the most it can give.
    pub fn points(self) -> (Num, Num) {
        let points = self.reader.frame.points(self.plan.points, self.reader.row);
        (points.low, points.high)
    }

    /// The rows that count: those that hold or may hold, down to the first that definitely does.
    pub fn counted(self) -> impl Iterator<Item = Tried<'a>> {
        let tried = match self.looked_up() {
            Some(row) => vec![Tried { row, truth: Truth::True }],
            None => {
                self.reader.tried(&self.criterion.rows, Some(&self.plan.rows), !self.criterion.sum)
            }
        };
        tried.into_iter().filter(Tried::counts)
    }

    /// The row of those that are looked up that gave the points, where one did.
    fn looked_up(self) -> Option<&'a Row> {
        let Rows::By(_) = self.plan.rows else { return None };
        match self.reader.frame.points_at(self.plan.points, self.reader.row)?.held {
            MatchedRow::Row(place) => self.criterion.rows.get(place as usize),
            MatchedRow::None | MatchedRow::Undecided | MatchedRow::Several => None,
        }
    }

    /// The values that the points rest on.
    pub fn values(self) -> Vec<NamedValue> {
        let walk = || self.walk(Trail::new(self.reader, Some(self.id), false));
        self.reader.values_of(self.root(), walk)
    }

    /// Start of a walk to the values that the points rest on.
    pub fn root(self) -> rests::Root {
        rests::Root::Criterion(self.id, self.place)
    }

    /// The walk to the values that the points rest on.
    pub fn walk<'t, 'u>(self, trail: Trail<'t, 'a, 'u>) -> Trail<'t, 'a, 'u> {
        trail.criterion((self.id, self.place), self.criterion, self.plan)
    }
}

impl<'a> GradingReading<'_, 'a, '_> {
    /// The code of the grade, if there is one.
    pub fn code(&self) -> Option<u32> {
        self.reader.frame.grades(self.plan.grades, self.reader.row).value()
    }

    /// The grade, if there is one, else the lowest and the highest in reach.
    pub fn grades(&self) -> (Option<&'a str>, Option<(&'a str, &'a str)>) {
        let grades = self.reader.frame.grades(self.plan.grades, self.reader.row);
        let name = |code: Option<u32>| {
            code.and_then(|code| self.reader.code_name(self.grading.category, code))
        };
        let grade = name(grades.value());
        (grade, name(grades.lowest()).zip(name(grades.highest())).filter(|_| grade.is_none()))
    }

    /// The row that gave the grade before caps, where it is settled.
    pub fn row(&self) -> Option<&'a Row> {
        self.grading.rows.get(self.held()? as usize)
    }

    /// The place of that row.
    pub fn held(&self) -> Option<u32> {
        match self.reader.frame.grades(self.plan.grades, self.reader.row).held {
            MatchedRow::Row(place) => Some(place),
            MatchedRow::None | MatchedRow::Undecided | MatchedRow::Several => None,
        }
    }

    /// The rows above the one that gave the grade; all, where that is not settled.
    pub fn passed_over(&self) -> impl Iterator<Item = RuleReading<'a>> {
        let held = self.row().map(|row| row.span);
        let rows = self
            .grading
            .rows
            .iter()
            .zip(&self.plan.rows)
            .take_while(move |(row, _)| Some(row.span) != held);
        let reader = self.reader;
        rows.filter_map(move |(row, slot)| {
            Some(RuleReading {
                kind: ConditionKind::Grade,
                reason: None,
                condition: row.when.as_ref()?,
                span: row.span,
                basis: Some(&row.basis),
                truth: reader.truth(*slot),
                not_due: false,
                timing: None,
            })
        })
    }

    /// Returns `true` if a cap or downgrade that fires leaves the grade as it was: the points give
    /// none better, or there is none lower.
    pub fn is_idle(&self, rule: &RuleReading<'_>) -> bool {
        let given = self.row().map(|row| &row.gives.kind);
        let Some(ExprKind::Constant(Value::Code(given))) = given.filter(|_| rule.fires()) else {
            return false;
        };
        let caps = self.grading.caps.iter().zip(&self.plan.caps);
        match caps.clone().find(|(cap, _)| cap.span == rule.span).and_then(|(cap, _)| cap.grade) {
            Some(best) => *given >= best,
            None => {
                let fired = caps.filter(|(_, slot)| self.reader.truth(**slot) == Truth::True);
                let capped = fired.filter_map(|(cap, _)| cap.grade).fold(*given, u32::max);
                let last = self
                    .reader
                    .model
                    .categories
                    .get(self.grading.category.index())
                    .map_or(0, |category| category.numbers().saturating_sub(1));
                usize::try_from(capped) == Ok(last)
            }
        }
    }

    /// Caps and downgrades, in the order written.
    pub fn caps(&self) -> impl Iterator<Item = RuleReading<'a>> {
        let reader = self.reader;
        self.grading.caps.iter().zip(&self.plan.caps).map(move |(cap, slot)| RuleReading {
            kind: ConditionKind::of_cap(cap),
            reason: cap.reason.as_deref(),
            condition: &cap.condition,
            span: cap.span,
            basis: Some(&cap.basis),
            truth: reader.truth(*slot),
            not_due: false,
            timing: None,
        })
    }
}

impl<'r, 'a, 'f> ClausesReading<'r, 'a, 'f> {
    /// The clauses, in the order written.
    pub fn clauses(self) -> impl Iterator<Item = RuleReading<'a>> + use<'r, 'a, 'f> {
        let reader = self.reader;
        let own =
            move |plan: &ClausePlan| plan.own.is_none_or(|slot| reader.truth(slot) != Truth::False);
        let clauses = self.clauses.iter().zip(self.slots).filter(move |(_, plan)| own(plan));
        clauses.map(move |(clause, plan)| {
            let truth = reader.truth(plan.condition);
            let not_due = plan.not_due.is_some_and(|slot| reader.truth(slot) == Truth::True);
            let timing = match (&clause.timing, plan.due) {
                (Some(Timing::Due(due)), Some(plan)) => Some(TimingReading::Due(due, plan)),
                (Some(Timing::Each(id)), _) => Some(TimingReading::Each(*id)),
                (Some(Timing::Due(_)) | None, _) => None,
            };
            let late = match timing {
                Some(TimingReading::Due(due, plan))
                    if !not_due
                        && truth == Truth::False
                        && reader.truth(plan.is_done) == Truth::True =>
                {
                    due.late.as_deref()
                }
                Some(TimingReading::Due(..) | TimingReading::Each(_)) | None => None,
            };
            RuleReading {
                kind: ConditionKind::Clause(clause.kind),
                reason: Some(late.unwrap_or(&clause.reason)),
                condition: &clause.condition,
                span: clause.span,
                basis: Some(&clause.basis),
                truth,
                not_due,
                timing,
            }
        })
    }
}
