//! Decisions: a block's reading as plain data.

use super::block::{
    BlockReading, Body, CardReading, CriterionReading, GradingReading, RuleReading,
};
use super::causes::{MissingCause, Root};
use super::decision::{
    CriterionResult, DataFault, Decision, DecisionKind, NamedValue, Reason, Status, Unknown,
    Verdict, Waiting,
};
use super::reader::{Identity, Reader, Run};
use super::rests::Root as Start;
use super::timing::Timed;
use super::trail::Trail;
use crate::diag::record as say;
use crate::model::{self, Block, BlockId, BlockKind};
use crate::plan::BlockPlan;
use crate::value::{Num, Truth};
use std::sync::Arc;

impl<'a> Reader<'a, '_> {
    /// Decisions of all blocks of the record's type, in the order written; `wanted` says which
    /// blocks are selected.
    pub fn decisions(
        &self,
        run: &Run,
        identity: Identity<'_>,
        wanted: &dyn Fn(BlockId) -> bool,
    ) -> Vec<Decision> {
        let blocks = self.plan.blocks.iter().filter(|(id, _)| wanted(*id));
        let decisions: Vec<Decision> =
            blocks.map(|(id, plan)| self.decision(run, identity, *id, plan)).collect();
        if decisions.is_empty() && self.plan.blocks.is_empty() {
            vec![self.bare(run, identity, self.bare_errors(identity))]
        } else {
            decisions
        }
    }

    /// Decision of one block for the record.
    pub fn decision(
        &self,
        run: &Run,
        identity: Identity<'_>,
        id: BlockId,
        plan: &'a BlockPlan,
    ) -> Decision {
        self.decided(run, identity, self.read_block(id, plan))
    }

    pub(super) fn decided(
        &self,
        run: &Run,
        identity: Identity<'_>,
        reading: BlockReading<'_, 'a, '_>,
    ) -> Decision {
        let BlockReading { id, block, status, .. } = reading;
        let mut decision = Decision {
            block: Some(self.text(&block.name.text)),
            title: block.title.as_deref().map(|title| self.text(title)),
            status,
            kind: kind(block),
            ..self.bare(run, identity, Vec::new())
        };
        match reading.body() {
            Body::Scorecard(card) => self.decide_card(&mut decision, id, card),
            Body::Clauses(clauses) => {
                let verdict = clauses.verdict.filter(|known| *known != model::Verdict::Incomplete);
                decision.verdict =
                    verdict.map(|verdict| self.text(block.verdict_word(verdict, self.model.lang)));
                decision.verdict_code =
                    verdict.and_then(|verdict| verdict_code(verdict, block.is_check()));
                clauses.clauses().for_each(|clause| self.decide_rule(&mut decision, &clause));
                if status == Status::Undetermined {
                    self.decide_open(&mut decision, [Root::Block(id)]);
                }
            }
            Body::Unread => match status {
                Status::DataError => decision.errors = self.errors(identity, id),
                Status::Undetermined => self.decide_open(&mut decision, [Root::Guards(id)]),
                Status::Decided | Status::NotApplicable => {}
            },
        }
        if matches!(status, Status::Decided | Status::Undetermined) {
            decision.results = block.results.iter().map(|id| self.named_derived(*id)).collect();
        }
        if status != Status::DataError {
            decision.unknown.extend(self.idle_faults(identity));
        }
        if let BlockKind::Scorecard(card) = &block.kind {
            decision.max_points = Some(card.maximum.clone());
        }
        decision
    }

    fn decide_card(&self, decision: &mut Decision, id: BlockId, card: CardReading<'_, 'a, '_>) {
        let range = card.total();
        decision.points = single(&range);
        decision.points_range = decision.points.is_none().then_some(range);
        decision.criteria = card.criteria().map(|criterion| self.criterion(criterion)).collect();
        let unsettled = decision.points.is_none();
        let Some(grading) = card.grading() else {
            if unsettled {
                self.decide_open(decision, [Root::Total(id)]);
            }
            return;
        };
        self.decide_grade(decision, &grading);
        if unsettled || decision.status == Status::Undetermined {
            self.decide_open(decision, [Root::Total(id), Root::Block(id)]);
        }
    }

    fn decide_grade(&self, decision: &mut Decision, grading: &GradingReading<'_, 'a, '_>) {
        let (grade, range) = grading.grades();
        decision.verdict = grade.map(|grade| self.text(grade));
        decision.verdict_code = grade.map(|_| Verdict::Graded);
        if decision.status == Status::Undetermined {
            decision.verdict_range = range.map(|(low, high)| (self.text(low), self.text(high)));
        }
        let open = decision.status == Status::Undetermined;
        let reported = grading.caps().filter(|cap| open || cap.truth != Truth::Missing);
        reported.for_each(|cap| self.decide_rule(decision, &cap));
    }

    /// A rule that fires is a reason, one that is open waits.
    fn decide_rule(&self, decision: &mut Decision, rule: &RuleReading<'a>) {
        let Some(kind) = rule.reason_kind() else { return };
        let Timed { words: time, deadline, periods } = self.timed(rule);
        decision.deadlines.extend(deadline);
        decision.periods.extend(periods);
        if rule.not_due {
            return;
        }
        if rule.fires() {
            decision.reasons.push(Reason {
                kind,
                text: self.reason(rule),
                clause: self.clause(rule.span),
                values: self.values_of(Start::Condition(rule.condition.id), || {
                    Trail::new(self, None).rule(rule.condition, rule.due())
                }),
                time,
            });
        } else if rule.truth == Truth::Missing {
            decision.waiting.push(Waiting {
                kind,
                text: self.reason(rule),
                clause: self.clause(rule.span),
                missing: self.missing([rule.root()]),
            });
        }
    }

    fn criterion(&self, reading: CriterionReading<'_, 'a, '_>) -> CriterionResult {
        let criterion = reading.criterion;
        let range = reading.points();
        CriterionResult {
            label: self.text(&criterion.label.text),
            title: criterion.title.as_deref().map(|title| self.text(title)),
            points: single(&range),
            range,
            max_points: criterion.maximum.clone(),
            clauses: reading.counted().map(|tried| self.clause(tried.row.span)).collect(),
            values: reading.values(),
        }
    }

    /// The words that a rule gives for itself, else its condition.
    pub(super) fn reason(&self, rule: &RuleReading<'a>) -> Arc<str> {
        rule.reason.map_or_else(|| self.words(rule.condition.span), |reason| self.text(reason))
    }

    fn decide_open(&self, decision: &mut Decision, roots: impl IntoIterator<Item = Root<'a>>) {
        (decision.missing, decision.unknown) = self.open(roots);
    }

    /// The fields, and the values from parts, whose lack leaves these open, each once.
    pub(super) fn missing(&self, roots: impl IntoIterator<Item = Root<'a>>) -> Vec<Arc<str>> {
        self.open(roots).0
    }

    /// Fields without a value, and values that the rules cannot evaluate, that leave these
    /// undetermined, each once.
    pub(super) fn open(
        &self,
        roots: impl IntoIterator<Item = Root<'a>>,
    ) -> (Vec<Arc<str>>, Vec<Unknown>) {
        let (mut names, mut unknown): (Vec<Arc<str>>, Vec<Unknown>) = (Vec::new(), Vec::new());
        for cause in self.missing_causes(roots) {
            let (text, span) = match cause {
                MissingCause::Field(field) => {
                    push_new(&mut names, self.text(&self.record.fields[field].name.text));
                    continue;
                }
                MissingCause::FromParts(id) => {
                    let span = self.model.aggregates[id].span;
                    push_new(&mut names, self.words(span));
                    match self.parts.why(id, self.place) {
                        Some(text) => (text, span),
                        None => continue,
                    }
                }
                MissingCause::Previous(id) => {
                    push_new(&mut names, Arc::from(self.previous_name(id)));
                    continue;
                }
                MissingCause::DivisionByZero(span) => (say::division_by_zero(), span),
                MissingCause::NoRow(span) => (say::no_row(), span),
                MissingCause::Other(span) => (say::no_value(), span),
            };
            let found = Unknown { text, clause: self.first_line(span) };
            if !unknown.contains(&found) {
                unknown.push(found);
            }
        }
        (names, unknown)
    }

    /// A decision that says nothing yet.
    pub(super) fn bare(
        &self,
        run: &Run,
        identity: Identity<'_>,
        errors: Vec<DataFault>,
    ) -> Decision {
        let status = if errors.is_empty() { Status::Decided } else { Status::DataError };
        Decision {
            record: identity.key.to_owned(),
            record_type: self.text(&self.record.name.text),
            block: None,
            title: self.record.title.as_deref().map(|title| self.text(title)),
            kind: DecisionKind::Record,
            status,
            verdict: None,
            verdict_code: None,
            verdict_range: None,
            points: None,
            max_points: None,
            points_range: None,
            criteria: Vec::new(),
            reasons: Vec::new(),
            waiting: Vec::new(),
            deadlines: Vec::new(),
            periods: Vec::new(),
            derived: self.all_derived(),
            shown: self.shown(),
            results: Vec::new(),
            missing: Vec::new(),
            unknown: Vec::new(),
            errors,
            pack: Arc::clone(&run.pack),
            fingerprint: Arc::clone(&run.fingerprint),
            as_of: run.as_of,
            lang: self.lang,
        }
    }

    fn all_derived(&self) -> Vec<NamedValue> {
        self.record.derived.ids().map(|id| self.named_derived(id)).collect()
    }
}

fn push_new(names: &mut Vec<Arc<str>>, name: Arc<str>) {
    if !names.contains(&name) {
        names.push(name);
    }
}

/// Kind of decision that a block makes.
pub fn kind(block: &Block) -> DecisionKind {
    match block.kind {
        BlockKind::Scorecard(_) => DecisionKind::Scorecard,
        BlockKind::Eligibility(_) => DecisionKind::Eligibility,
        BlockKind::Check(_) => DecisionKind::Check,
    }
}

/// Verdict that the clauses reached; `None` while they wait for values.
pub fn verdict_code(verdict: model::Verdict, check: bool) -> Option<Verdict> {
    match (verdict, check) {
        (model::Verdict::Met, false) => Some(Verdict::Eligible),
        (model::Verdict::Met, true) => Some(Verdict::Met),
        (model::Verdict::ToReview, _) => Some(Verdict::ToReview),
        (model::Verdict::NotDue, _) => Some(Verdict::NotDue),
        (model::Verdict::Rejected, false) => Some(Verdict::Rejected),
        (model::Verdict::Rejected, true) => Some(Verdict::NotMet),
        (model::Verdict::Incomplete, _) => None,
    }
}

/// A total or points that are one number.
fn single((low, high): &(Num, Num)) -> Option<Num> {
    (low == high).then(|| low.clone())
}
