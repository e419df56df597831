//! Decisions: a block's reading as plain data.

use super::block::{
    BlockReading, Body, CardReading, CriterionReading, GradingReading, RuleReading,
};
use super::causes::{MissingCause, Root};
use super::decision::{
    CriterionResult, Decision, Details, Lazy, NamedValue, Reason, Status, Unknown, Waiting,
};
use super::head::{Head, Run, Stated};
use super::reader::{Identity, Reader};
use super::rests::Root as Start;
use super::timing::Timed;
use super::trail::Trail;
use crate::diag::record as say;
use crate::model::BlockId;
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
            vec![self.bare(run, identity)]
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
        let stated = Stated::of_frame(self.frame, reading.plan, self.row);
        let details = Lazy::from(self.details_of(identity, reading));
        self.head(run, Some(reading.id)).decision(identity.key, run.as_of, stated, details)
    }

    fn head(&self, run: &Run, block: Option<BlockId>) -> Arc<Head> {
        let new = || Head::new(self.model, self.record, run, self.lang, block);
        self.clauses.head(block, new)
    }

    /// Details of the decision of one block for the record.
    pub fn details(&self, identity: Identity<'_>, id: BlockId, plan: &'a BlockPlan) -> Details {
        self.details_of(identity, self.read_block(id, plan))
    }

    fn details_of(&self, identity: Identity<'_>, reading: BlockReading<'_, 'a, '_>) -> Details {
        let BlockReading { id, block, status, .. } = reading;
        let mut details = self.values_of_record();
        match reading.body() {
            Body::Scorecard(card) => self.decide_card(&mut details, (id, status), card),
            Body::Clauses(clauses) => {
                clauses.clauses().for_each(|clause| self.decide_rule(&mut details, &clause));
                if status == Status::Undetermined {
                    self.decide_open(&mut details, [Root::Block(id)]);
                }
            }
            Body::Unread => match status {
                Status::DataError => details.errors = self.errors(identity, id),
                Status::Undetermined => self.decide_open(&mut details, [Root::Guards(id)]),
                Status::Decided | Status::NotApplicable => {}
            },
        }
        if matches!(status, Status::Decided | Status::Undetermined) {
            details.results = block.results.iter().map(|id| self.named_derived(*id)).collect();
        }
        if status != Status::DataError {
            details.unknown.extend(self.idle_faults(identity));
        }
        details
    }

    fn decide_card(
        &self,
        details: &mut Details,
        (id, status): (BlockId, Status),
        card: CardReading<'_, 'a, '_>,
    ) {
        let range = card.total();
        let unsettled = single(&range).is_none();
        details.points_range = unsettled.then_some(range);
        details.criteria = card.criteria().map(|criterion| self.criterion(criterion)).collect();
        let Some(grading) = card.grading() else {
            if unsettled {
                self.decide_open(details, [Root::Total(id)]);
            }
            return;
        };
        let open = status == Status::Undetermined;
        self.decide_grade(details, open, &grading);
        if unsettled || open {
            self.decide_open(details, [Root::Total(id), Root::Block(id)]);
        }
    }

    fn decide_grade(
        &self,
        details: &mut Details,
        open: bool,
        grading: &GradingReading<'_, 'a, '_>,
    ) {
        if open {
            let (_, range) = grading.grades();
            details.verdict_range = range.map(|(low, high)| (self.text(low), self.text(high)));
        }
        let reported = grading.caps().filter(|cap| open || cap.truth != Truth::Missing);
        reported.for_each(|cap| self.decide_rule(details, &cap));
    }

    /// A rule that fires is a reason, one that is open waits.
    fn decide_rule(&self, details: &mut Details, rule: &RuleReading<'a>) {
        let Some(kind) = rule.reason_kind() else { return };
        let Timed { words: time, deadline, periods } = self.timed(rule);
        details.deadlines.extend(deadline);
        details.periods.extend(periods);
        if rule.not_due {
            return;
        }
        if rule.fires() {
            details.reasons.push(Reason {
                kind,
                text: self.reason(rule),
                clause: self.clause(rule.span),
                values: self.values_of(Start::Condition(rule.condition.id), || {
                    Trail::new(self, None, false).rule(rule.condition, rule.due())
                }),
                time,
            });
        } else if rule.truth == Truth::Missing {
            details.waiting.push(Waiting {
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

    fn decide_open(&self, details: &mut Details, roots: impl IntoIterator<Item = Root<'a>>) {
        (details.missing, details.unknown) = self.open(roots);
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

    /// Decision about a record that no block is asked of.
    fn bare(&self, run: &Run, identity: Identity<'_>) -> Decision {
        let errors = self.bare_errors(identity);
        let status = if errors.is_empty() { Status::Decided } else { Status::DataError };
        let stated = Stated { status, points: None, verdict: None };
        let details = Lazy::from(Details { errors, ..self.values_of_record() });
        self.head(run, None).decision(identity.key, run.as_of, stated, details)
    }

    /// The values that every decision about the record lists.
    fn values_of_record(&self) -> Details {
        Details { derived: self.all_derived(), shown: self.shown(), ..Details::default() }
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

/// A total or points that are one number.
fn single((low, high): &(Num, Num)) -> Option<Num> {
    (low == high).then(|| low.clone())
}
