//! Explanations: a block's reading line by line, with workings and grounds.

use super::block::{
    BlockReading, Body, CardReading, CriterionReading, GradingReading, RuleReading,
};
use super::decision::{Decision, NamedValue};
use super::head::Run;
use super::reader::{Identity, Reader};
use super::rests::{Read, Root, Start, Walked};
use super::timing::Timed;
use super::{ConditionKind, CriterionLines, Explanation, GradingLines, Grounds, Line};
use crate::diag::{explanation as say, timing};
use crate::eval::Status;
use crate::model::{BlockId, ClauseKind, Expr, ExprKind, Field, FieldId, ShownValue, Verdict};
use crate::source::Span;
use crate::value::{Truth, Type, Value};
use std::sync::Arc;

impl<'a> Reader<'a, '_> {
    /// Explains what each wanted block decides of the record.
    pub fn explanations(
        &self,
        run: &Run,
        identity: Identity<'_>,
        wanted: &dyn Fn(BlockId) -> bool,
    ) -> Vec<Explanation> {
        let blocks = self.plan.blocks.iter().filter(|(id, _)| wanted(*id));
        let mut explained: Vec<Explanation> = blocks
            .map(|(id, plan)| self.explained(run, identity, self.read_block(*id, plan)))
            .collect();
        if self.plan.blocks.is_empty() {
            explained.extend(
                self.decisions(run, identity, wanted)
                    .into_iter()
                    .map(|decision| self.unexplained(decision)),
            );
        }
        explained
    }

    fn unexplained(&self, decision: Decision) -> Explanation {
        Explanation {
            decision,
            identity: self.identity(),
            incomplete: None,
            block: None,
            guards: Vec::new(),
            criteria: Vec::new(),
            grading: None,
            caps: Vec::new(),
            clauses: Vec::new(),
            ways: None,
        }
    }

    /// Values that tell the record from others besides its key: its name, and the place it belongs
    /// to.
    fn identity(&self) -> Vec<NamedValue> {
        if !self.record.shown.is_empty() {
            return self.shown();
        }
        // A category with an order grades; one without tells where the record belongs.
        let places = |ty: Type| match ty {
            Type::Category(id) => {
                self.model.categories.get(id.index()).is_some_and(|category| !category.ordered)
            }
            Type::Text | Type::Number(_) | Type::Date | Type::YesNo => false,
        };
        let fields = || self.record.fields.enumerate().filter(|(_, field)| !field.key);
        let name = fields().find(|(_, field)| {
            field.ty == Type::Text && is_own_name(&field.name.key, &self.record.name.key)
        });
        let place = fields().find(|(_, field)| places(field.ty));
        [name, place].into_iter().flatten().map(|(id, field)| self.named_field(id, field)).collect()
    }

    /// Values beside the key, by `hiện theo` of the record type.
    pub fn shown(&self) -> Vec<NamedValue> {
        let named = |shown: &ShownValue| {
            let (name, ty) = self.record.shown(*shown)?;
            let datum = self.datum(self.shown_value(*shown), ty);
            Some(NamedValue { name: self.text(&name.text), datum })
        };
        self.record.shown.iter().filter_map(named).collect()
    }

    /// Value that is shown beside the key.
    pub fn shown_value(&self, shown: ShownValue) -> Value {
        match shown {
            ShownValue::Field(id) => self.field(id),
            ShownValue::Derived(id) => self.derived_value(id).unwrap_or(Value::Missing),
            ShownValue::Inherited(value) => self.parts.inherited(value, self.place),
        }
    }

    fn named_field(&self, id: FieldId, field: &Field) -> NamedValue {
        NamedValue {
            name: self.text(&field.name.text),
            datum: self.datum(self.field(id), field.ty),
        }
    }

    fn explained(
        &self,
        run: &Run,
        identity: Identity<'_>,
        reading: BlockReading<'_, 'a, '_>,
    ) -> Explanation {
        let BlockReading { id, block, .. } = reading;
        let mut explanation = self.unexplained(self.decided(run, identity, reading));
        explanation.block =
            Some((self.clause(block.name.span), self.quotes().grounds([&block.basis])));
        explanation.incomplete = block.own_word(Verdict::Incomplete).map(Arc::from);
        explanation.guards = reading.guards().map(|guard| self.line(None, &guard)).collect();
        let all_hold = explanation.guards.iter().all(|guard| guard.truth == Truth::True);
        if reading.status == Status::NotApplicable && all_hold {
            explanation.guards.push(self.of_other_pack(block.name.span));
        }
        match reading.body() {
            Body::Scorecard(card) => self.explain_card(&mut explanation, id, card),
            Body::Clauses(clauses) => {
                explanation.clauses =
                    clauses.clauses().map(|clause| self.line(None, &clause)).collect()
            }
            Body::Unread => {}
        }
        explanation
    }

    fn explain_card(
        &self,
        explanation: &mut Explanation,
        id: BlockId,
        card: CardReading<'_, 'a, '_>,
    ) {
        explanation.criteria =
            card.criteria().map(|criterion| self.criterion_lines(criterion)).collect();
        if let Some(grading) = card.grading() {
            explanation.caps =
                grading.caps().map(|cap| self.cap_line(id, &grading, &cap)).collect();
            explanation.grading = Some(self.grading_lines(id, &grading));
        }
    }

    fn criterion_lines(&self, reading: CriterionReading<'_, 'a, '_>) -> CriterionLines {
        let start = self.start(reading.root(), Some(reading.id));
        let bases = || {
            let counted = reading.counted().map(|tried| &tried.row.basis);
            counted.chain([&reading.criterion.basis]).collect()
        };
        let walked = self.walked(start, bases, |trail| reading.walk(trail));
        CriterionLines {
            clause: self.clause(reading.criterion.span),
            workings: self.workings(&walked),
            grounds: walked.grounds.clone(),
        }
    }

    /// The row that graded, and those above it that read more than the total: a record with the
    /// points for a grade is shown what it lacks.
    fn grading_lines(&self, id: BlockId, grading: &GradingReading<'_, 'a, '_>) -> GradingLines {
        let row = grading.row();
        // The line stands right below the total.
        let start = self.start(Root::Graded(id, grading.held()), Some(id));
        let start = Start { total_told: true, ..start };
        let bases = || row.iter().map(|row| &row.basis).chain([&grading.grading.basis]).collect();
        let walked =
            self.walked(start, bases, |trail| match row.and_then(|row| row.when.as_ref()) {
                Some(when) => trail.condition(when),
                None => trail,
            });
        let more_than_total = |rule: RuleReading<'a>| {
            let walked = self.walked_rule(Some(id), &rule);
            let mut others = walked.values.iter().map(|(read, _)| *read);
            let is_more = others.any(|read| read != Read::Total(id));
            is_more.then(|| self.line_of(&rule, &walked))
        };
        GradingLines {
            clause: row.map(|row| self.clause(row.span)),
            values: self.values(&walked.values),
            workings: self.workings(&walked),
            passed_over: grading.passed_over().filter_map(more_than_total).collect(),
            grounds: walked.grounds.clone(),
        }
    }

    fn cap_line(
        &self,
        id: BlockId,
        grading: &GradingReading<'_, 'a, '_>,
        cap: &RuleReading<'a>,
    ) -> Line {
        let line = self.line(Some(id), cap);
        Line { idle: grading.is_idle(cap), ..line }
    }

    fn line(&self, own: Option<BlockId>, rule: &RuleReading<'a>) -> Line {
        self.line_of(rule, &self.walked_rule(own, rule))
    }

    /// All that a rule rests on, itself on its bases.
    fn walked_rule(&self, own: Option<BlockId>, rule: &RuleReading<'a>) -> Arc<Walked> {
        let start = self.start(Root::Condition(rule.condition.id), own);
        let bases = || rule.basis.into_iter().collect();
        self.walked(start, bases, |trail| trail.rule(rule.condition, rule.due()))
    }

    fn line_of(&self, rule: &RuleReading<'a>, walked: &Walked) -> Line {
        let Timed { words: time, periods, .. } = self.timed(rule);
        Line {
            kind: rule.kind,
            text: match rule.kind {
                ConditionKind::Grade => self.clause(rule.span).text,
                ConditionKind::Clause(_) | ConditionKind::Cap | ConditionKind::Downgrade => {
                    self.reason(rule)
                }
            },
            condition: self.words(rule.condition.span),
            answer: self.stated_condition(rule.condition),
            truth: rule.truth,
            idle: false,
            clause: self.clause(rule.span),
            values: self.values(&walked.values),
            workings: self.workings(walked),
            missing: self.missing([rule.root()]),
            not_due: rule.not_due,
            time,
            periods,
            grounds: walked.grounds.clone(),
        }
    }

    /// The line of a block none of whose deadlines is this pack's.
    fn of_other_pack(&self, span: Span) -> Line {
        let words: Arc<str> = Arc::from(timing::of_other_pack().get(self.lang));
        Line {
            kind: ConditionKind::Clause(ClauseKind::Applies),
            text: Arc::clone(&words),
            condition: Arc::clone(&words),
            answer: words,
            truth: Truth::False,
            idle: false,
            clause: self.first_line(span),
            values: Vec::new(),
            workings: Vec::new(),
            missing: Vec::new(),
            not_due: false,
            time: None,
            periods: Vec::new(),
            grounds: Grounds::default(),
        }
    }

    /// A condition as written; one that only asks whether a value is there, as the answer.
    fn stated_condition(&self, condition: &Expr) -> Arc<str> {
        let (asked, negated) = if let ExprKind::Not(inner) = &condition.kind {
            (inner.as_ref(), true)
        } else {
            (condition, false)
        };
        let truth = self.truth_of(condition);
        match (&asked.kind, truth) {
            (ExprKind::IsMissing(value), Truth::True | Truth::False) => {
                let is_there = negated == (truth == Truth::True);
                Arc::from(say::presence(&self.words(value.span), is_there, self.lang))
            }
            _ => self.words(condition.span),
        }
    }
}

/// Returns `true` if a field holds the name of the record itself, as `họ tên` or `tên đơn vị` of a
/// `đơn vị`, not that of somebody it has to do with.
fn is_own_name(field: &str, record: &str) -> bool {
    let bare = say::OWN_NAMES.iter().any(|name| crate::source::key(name) == field);
    let (before, behind) = say::NAME_OF;
    let of_record = field.strip_prefix(before).or_else(|| field.strip_suffix(behind));
    bare || of_record == Some(record)
}
