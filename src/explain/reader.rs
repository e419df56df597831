//! Reads one record of a frame back: what was decided, with values, clauses and faults.

use super::decision::{Clause, CriterionResult, Decision, Kind, Named, Reason, ReasonKind, RecordError, Status, Unknown, Waiting};
use crate::diag::{Message, record as say};
use crate::eval::table::Texts;
use crate::eval::{BlockResult, Fact, FaultKind, Frame, Held, Root};
use crate::model::{
    AggregateId, Block, BlockId, BlockKind, CategoryId, Clause as Rule, ClauseKind, Criterion, DerivedId, DerivedKind, Expr, FieldId,
    FunctionId, Grading, Model, Record, Row, Verdict,
};
use crate::plan::{BlockPlan, BlockPlanKind, CriterionPlan, DerivedPlan, Op, RecordPlan, RowPlan, ScorecardPlan, Slot};
use crate::source::{Sources, Span};
use crate::value::{Date, Lang, Truth, Value};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// What stands beside the rules in every decision of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The pack's name.
    pub pack: Arc<str>,
    /// The pack's fingerprint.
    pub fingerprint: Arc<str>,
    /// The as-of date.
    pub as_of: Option<Date>,
}

/// One record of a frame, with the rules it was decided by.
#[derive(Clone, Copy)]
pub struct Reader<'a, 'f> {
    /// The rules.
    pub model: &'a Model,
    /// Their texts.
    pub sources: &'a Sources,
    /// The record type.
    pub record: &'a Record,
    /// Its plan.
    pub plan: &'a RecordPlan,
    /// The batch.
    pub frame: &'f Frame,
    /// The texts of the table the batch was read from.
    pub texts: &'a Texts,
    /// The record's place in the batch.
    pub row: usize,
    /// The language of values that are shown.
    pub lang: Lang,
    /// The scripted functions.
    pub failures: &'a dyn Failures,
    /// The clauses quoted so far.
    pub clauses: &'f Clauses,
    /// Why what the record's parts come to is open.
    pub parts: &'a dyn OpenParts,
    /// The record's place among all.
    pub place: usize,
}

/// The clauses quoted while many records are read: each is cut from its text once.
#[derive(Debug, Default)]
pub struct Clauses {
    quoted: RefCell<HashMap<Span, Clause>>,
}

/// Tells why a call of a scripted function fails: it is called again.
pub trait Failures {
    /// The words; none where the call gives a value.
    fn failure(&self, function: FunctionId, arguments: &[Value]) -> Option<Message>;
}

/// Tells which parts leave open what a record comes to.
pub trait OpenParts {
    /// The words, for the record at a place; none where no part does.
    fn why(&self, aggregate: AggregateId, place: usize) -> Option<Message>;
}

/// No parts: what they come to is given, or not there at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoParts;

impl OpenParts for NoParts {
    fn why(&self, _aggregate: AggregateId, _place: usize) -> Option<Message> {
        None
    }
}

/// A record's key, where it stands and the cells of it that could not be read.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    /// Its key, as read.
    pub key: &'a str,
    /// Its row in the file, from 1.
    pub row: Option<u32>,
    /// Its unreadable cells.
    pub errors: &'a [RecordError],
}

impl<'a> Reader<'a, '_> {
    /// What each block decides of the record, in the order written; `wanted` tells which blocks are asked for.
    pub fn decisions(&self, run: &Run, identity: Identity<'_>, wanted: &dyn Fn(BlockId) -> bool) -> Vec<Decision> {
        let blocks = self.plan.blocks.iter().filter(|(id, _)| wanted(*id));
        let decisions: Vec<Decision> = blocks.map(|(id, plan)| self.decision(run, identity, *id, plan)).collect();
        if decisions.is_empty() && self.plan.blocks.is_empty() {
            vec![self.bare(run, identity, self.bare_errors(identity))]
        } else {
            decisions
        }
    }

    /// How far a block got.
    pub fn status(&self, plan: &BlockPlan) -> Status {
        self.frame.outcome(plan, self.row).status
    }

    /// The code of the grade of a scorecard, where it is decided.
    pub fn grade_code(&self, plan: &BlockPlan) -> Option<u32> {
        match self.frame.outcome(plan, self.row).result? {
            BlockResult::Scorecard { grades, .. } => grades?.value(),
            BlockResult::Clauses(_) => None,
        }
    }

    /// The verdict of an eligibility or check block.
    pub fn verdict(&self, plan: &BlockPlan) -> Option<Verdict> {
        match self.frame.outcome(plan, self.row).result? {
            BlockResult::Clauses(verdict) => Some(verdict),
            BlockResult::Scorecard { .. } => None,
        }
    }

    fn bare(&self, run: &Run, identity: Identity<'_>, errors: Vec<RecordError>) -> Decision {
        let status = if errors.is_empty() { Status::Decided } else { Status::DataError };
        let derived = self.all_derived();
        Decision {
            record: identity.key.to_owned(),
            record_type: Arc::from(self.record.name.text.as_str()),
            block: None,
            title: self.record.title.as_deref().map(Arc::from),
            kind: Kind::Record,
            status,
            verdict: None,
            verdict_range: None,
            points: None,
            max_points: None,
            points_range: None,
            criteria: Vec::new(),
            reasons: Vec::new(),
            waiting: Vec::new(),
            derived,
            missing: Vec::new(),
            unknown: Vec::new(),
            errors,
            pack: Arc::clone(&run.pack),
            fingerprint: Arc::clone(&run.fingerprint),
            as_of: run.as_of,
        }
    }

    fn all_derived(&self) -> Vec<Named> {
        self.record.derived.ids().map(|id| self.named_derived(id)).collect()
    }

    /// What one block decides of the record.
    pub fn decision(&self, run: &Run, identity: Identity<'_>, id: BlockId, plan: &BlockPlan) -> Decision {
        let block = &self.model.blocks[id];
        let outcome = self.frame.outcome(plan, self.row);
        let mut decision = Decision {
            block: Some(Arc::from(block.name.text.as_str())),
            title: block.title.as_deref().map(Arc::from),
            status: outcome.status,
            kind: kind(block),
            ..self.bare(run, identity, Vec::new())
        };
        match outcome.status {
            Status::DataError => decision.errors = self.errors(identity, plan),
            Status::NotApplicable => {}
            Status::Undetermined if outcome.result.is_none() => self.read_open(&mut decision, plan.guards.iter().copied()),
            Status::Decided | Status::Undetermined => self.read_result(&mut decision, block, plan, outcome.result),
        }
        if decision.status != Status::DataError && !self.frame.faults().is_empty() {
            decision.unknown.extend(self.derived_faults().into_iter().map(|fact| self.unused_fault(fact, identity)));
        }
        if let BlockKind::Scorecard(card) = &block.kind {
            decision.max_points = Some(card.maximum.clone());
        }
        decision
    }

    fn read_result(&self, decision: &mut Decision, block: &Block, plan: &BlockPlan, result: Option<BlockResult<'_>>) {
        match (&block.kind, &plan.kind, result) {
            (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan), Some(BlockResult::Scorecard { total, .. })) => {
                decision.points = total.value().cloned();
                decision.points_range = decision.points.is_none().then(|| (total.low.clone(), total.high.clone()));
                decision.criteria =
                    card.criteria.iter().zip(&plan.criteria).map(|(criterion, plan)| self.criterion(criterion, plan)).collect();
                self.read_grading(decision, card.grading.as_ref(), plan);
            }
            (BlockKind::Eligibility(clauses) | BlockKind::Check(clauses), BlockPlanKind::Clauses { clauses: slots, verdict, check }, _) => {
                let open = self.frame.verdict(*verdict, self.row);
                decision.verdict =
                    open.filter(|verdict| *verdict != Verdict::Incomplete).map(|verdict| Arc::from(verdict.word(*check, self.model.lang)));
                for (clause, slot) in clauses.iter().zip(slots) {
                    self.read_clause(decision, clause, *slot);
                }
                if decision.status == Status::Undetermined {
                    self.read_open(decision, [*verdict]);
                }
            }
            _ => {}
        }
    }

    fn read_clause(&self, decision: &mut Decision, clause: &Rule, slot: Slot) {
        let Some(kind) = reason_kind(clause.kind) else { return };
        match (self.frame.truth(slot, self.row), clause.kind == ClauseKind::Require) {
            (Truth::False, true) | (Truth::True, false) => decision.reasons.push(Reason {
                kind,
                text: Arc::from(clause.reason.as_str()),
                clause: self.clause(clause.span),
                values: self.values([&clause.condition]),
            }),
            (Truth::Missing, _) => decision.waiting.push(Waiting {
                kind,
                text: Arc::from(clause.reason.as_str()),
                clause: self.clause(clause.span),
                missing: self.missing([slot]),
            }),
            (Truth::True, true) | (Truth::False, false) | (Truth::Fault, _) => {}
        }
    }

    fn read_grading(&self, decision: &mut Decision, grading: Option<&Grading>, plan: &ScorecardPlan) {
        let unsettled = decision.points.is_none();
        let (Some(grading), Some(slots)) = (grading, &plan.grading) else {
            if unsettled {
                self.read_open(decision, [plan.total]);
            }
            return;
        };
        let grades = self.frame.grades(slots.grades, self.row);
        let name = |code: Option<u32>| code.and_then(|code| self.code_name(grading.category, code)).map(Arc::from);
        decision.verdict = name(grades.value());
        if decision.status == Status::Undetermined {
            decision.verdict_range = name(grades.lowest()).zip(name(grades.highest()));
        }
        for (cap, slot) in grading.caps.iter().zip(&slots.caps) {
            let kind = if cap.grade.is_some() { ReasonKind::Cap } else { ReasonKind::Downgrade };
            let text: Arc<str> = cap.reason.as_deref().map_or_else(|| Arc::from(self.words(cap.condition.span)), Arc::from);
            match self.frame.truth(*slot, self.row) {
                Truth::True => {
                    decision.reasons.push(Reason { kind, text, clause: self.clause(cap.span), values: self.values([&cap.condition]) })
                }
                Truth::Missing if decision.status == Status::Undetermined => {
                    decision.waiting.push(Waiting { kind, text, clause: self.clause(cap.span), missing: self.missing([*slot]) });
                }
                Truth::False | Truth::Missing | Truth::Fault => {}
            }
        }
        if unsettled || decision.status == Status::Undetermined {
            self.read_open(decision, [plan.total, slots.grades]);
        }
    }

    fn criterion(&self, criterion: &Criterion, plan: &CriterionPlan) -> CriterionResult {
        let points = self.frame.points(plan.points, self.row);
        let (counted, read) = self.counted(criterion, plan);
        CriterionResult {
            label: Arc::from(criterion.label.text.as_str()),
            title: criterion.title.as_deref().map(Arc::from),
            points: points.value().cloned(),
            range: (points.low.clone(), points.high.clone()),
            max_points: criterion.maximum.clone(),
            clauses: counted.into_iter().map(|row| self.clause(row.span)).collect(),
            values: self.values(read),
        }
    }

    /// The rows of a criterion that count (those that hold or may hold), and the expressions that were read to find them.
    pub(super) fn counted<'c>(&self, criterion: &'c Criterion, plan: &CriterionPlan) -> (Vec<&'c Row>, Vec<&'c Expr>) {
        let mut counted = Vec::new();
        let mut read: Vec<&Expr> = criterion.subject.iter().collect();
        for (row, slots) in criterion.rows.iter().zip(&plan.rows) {
            read.extend(&row.when);
            let truth = self.frame.truth(slots.when, self.row);
            if truth == Truth::False {
                continue;
            }
            counted.push(row);
            read.push(&row.gives);
            if truth == Truth::True && !criterion.sum {
                break;
            }
        }
        (counted, read)
    }

    /// The row of a grading that gave the grade before caps, where it is settled.
    pub(super) fn graded_by<'c>(&self, grading: &'c Grading, plan: &ScorecardPlan) -> Option<&'c Row> {
        match self.frame.grades(plan.grading.as_ref()?.grades, self.row).held {
            Held::Row(place) => grading.rows.get(place as usize),
            Held::None | Held::Undecided | Held::Several => None,
        }
    }

    /// The truth of a condition's slot.
    pub(super) fn truth(&self, slot: Slot) -> Truth {
        self.frame.truth(slot, self.row)
    }

    /// The value in a slot.
    pub(super) fn value(&self, slot: Slot) -> Value {
        self.frame.value(self.texts, slot, self.row)
    }

    /// The as-of date, where a rule reads it and it is given.
    pub(super) fn as_of(&self) -> Option<Date> {
        let (slot, _) = self.plan.steps.enumerate().find(|(_, step)| step.op == Op::AsOf)?;
        match self.value(slot) {
            Value::Date(day) => Some(day),
            Value::Missing | Value::Num(_) | Value::Bool(_) | Value::Code(_) | Value::Text(_) => None,
        }
    }

    /// The value of a field.
    pub fn field(&self, id: FieldId) -> Value {
        self.plan.inputs.get(id.index()).map_or(Value::Missing, |slot| self.value(*slot))
    }

    /// What the record's parts came to.
    pub(super) fn over_parts(&self, id: AggregateId) -> Value {
        let slot = self.plan.from_parts.iter().find(|(aggregate, _)| *aggregate == id).map(|(_, slot)| *slot);
        slot.map_or(Value::Missing, |slot| self.value(slot))
    }

    /// Points of a scorecard; missing where they are not one number, and where it does not apply.
    pub(super) fn points_of(&self, id: BlockId, part: impl Fn(&ScorecardPlan) -> Option<Slot>) -> Value {
        let applying = self.plan.blocks.iter().find(|(block, plan)| *block == id && self.truth(plan.applies) == Truth::True);
        let slot = match applying.map(|(_, plan)| &plan.kind) {
            Some(BlockPlanKind::Scorecard(card)) => part(card),
            Some(BlockPlanKind::Clauses { .. }) | None => None,
        };
        slot.and_then(|slot| self.frame.points(slot, self.row).value().cloned()).map_or(Value::Missing, Value::Num)
    }

    /// The value of a derivation or table; none for a list.
    pub fn derived_value(&self, id: DerivedId) -> Option<Value> {
        self.plan.derived.get(id.index())?.value.map(|slot| self.value(slot))
    }

    /// Which way each condition of a guarded formula went, down to the first that holds.
    pub(super) fn derived_cases(&self, id: DerivedId) -> Vec<Truth> {
        let mut cases = Vec::new();
        let mut slot = self.plan.derived.get(id.index()).and_then(|derived| derived.value);
        while let Some(Op::Select(condition, _, otherwise)) = slot.map(|slot| &self.plan.steps[slot].op) {
            cases.push(self.truth(*condition));
            slot = Some(*otherwise);
        }
        cases
    }

    fn table_rows(&self, id: DerivedId) -> &'a [RowPlan] {
        self.plan.derived.get(id.index()).map_or(&[], |derived| derived.rows.as_slice())
    }

    /// The place of the row of a table that surely gives its value.
    pub(super) fn table_row(&self, id: DerivedId) -> Option<usize> {
        let reached = self.table_rows(id).iter().position(|row| self.truth(row.when) != Truth::False)?;
        let surely = self.table_rows(id).get(reached).is_some_and(|row| self.truth(row.when) == Truth::True);
        surely.then_some(reached)
    }

    /// The members of a `tất cả` table that surely belong to it.
    pub(super) fn members(&self, id: DerivedId) -> impl Iterator<Item = Value> + '_ {
        self.table_rows(id).iter().filter(|row| self.truth(row.when) == Truth::True).map(|row| self.value(row.gives))
    }

    /// The name of a category's value.
    pub fn code_name(&self, category: CategoryId, code: u32) -> Option<&'a str> {
        self.model.categories.get(category.index())?.values.get(code as usize).map(|value| value.name.text.as_str())
    }

    /// The place of a span, with its words as written.
    pub(super) fn clause(&self, span: Span) -> Clause {
        self.clauses.quoted.borrow_mut().entry(span).or_insert_with(|| self.quotes().clause(span)).clone()
    }

    /// The words of a span on one line, blanks collapsed.
    pub(super) fn words(&self, span: Span) -> String {
        self.quotes().words(span)
    }

    /// The fields, and the values from parts, whose lack leaves slots open, each once.
    pub(super) fn missing(&self, slots: impl IntoIterator<Item = Slot>) -> Vec<Arc<str>> {
        self.open(slots).0
    }

    /// What leaves slots open: the fields without a value, and the values that the rules cannot work out, each once.
    pub(super) fn open(&self, slots: impl IntoIterator<Item = Slot>) -> (Vec<Arc<str>>, Vec<Unknown>) {
        let (mut names, mut unknown): (Vec<Arc<str>>, Vec<Unknown>) = (Vec::new(), Vec::new());
        for root in slots.into_iter().flat_map(|slot| self.frame.missing_roots(self.plan, slot, self.row)) {
            let (text, slot) = match root {
                Root::Input(field) => {
                    push_new(&mut names, self.record.fields[field].name.text.as_str());
                    continue;
                }
                Root::FromParts(id) => {
                    push_new(&mut names, &self.words(self.model.aggregates[id].span));
                    let clause = self.clause(self.model.aggregates[id].span);
                    unknown.extend(self.parts.why(id, self.place).map(|text| Unknown { text, clause }));
                    continue;
                }
                Root::DivisionByZero(slot) => (say::division_by_zero(), slot),
                Root::NoRow(slot) => (say::no_row(), slot),
                Root::Other(slot) => (say::no_value(), slot),
            };
            let Clause { file, line, text: words } = self.clause(self.plan.origin(slot));
            let found = Unknown { text, clause: Clause { file, line, text: self.first_line(slot).unwrap_or(words) } };
            if !unknown.contains(&found) {
                unknown.push(found);
            }
        }
        (names, unknown)
    }

    /// The first line of what a step stands for, where that is a block of several lines.
    fn first_line(&self, slot: Slot) -> Option<Arc<str>> {
        let span = self.plan.origin(slot);
        let words = self.sources[span.source].slice(span);
        let first = words.lines().next().map(str::trim)?;
        (first.len() < words.trim().len()).then(|| Arc::from(format!("{first} …")))
    }

    fn read_open(&self, decision: &mut Decision, slots: impl IntoIterator<Item = Slot>) {
        (decision.missing, decision.unknown) = self.open(slots);
    }

    pub(super) fn errors(&self, identity: Identity<'_>, plan: &BlockPlan) -> Vec<RecordError> {
        if self.frame.is_broken(self.row) {
            return self.own_errors(identity);
        }
        self.frame.block_faults(self.plan, plan, self.row).into_iter().map(|fact| self.fault(fact, identity)).collect()
    }

    /// What is wrong with a record that no block is asked of: with itself, or with any of its derived values.
    pub fn bare_errors(&self, identity: Identity<'_>) -> Vec<RecordError> {
        let errors = self.own_errors(identity);
        if errors.is_empty() { self.derived_faults().into_iter().map(|fact| self.fault(fact, identity)).collect() } else { errors }
    }

    /// A fault of a derivation on which the block does not rest: the derivation has no value, and says why.
    fn unused_fault(&self, fact: Fact, identity: Identity<'_>) -> Unknown {
        let error = self.fault(fact, identity);
        match error.clause {
            Some(clause) => Unknown { text: error.expected, clause },
            None => Unknown { text: error.message(), clause: self.clause(self.plan.origin(fact.slot)) },
        }
    }

    /// The faults of derivations and tables, each once.
    fn derived_faults(&self) -> Vec<Fact> {
        let slots = |derived: &DerivedPlan| match derived.value {
            Some(value) => vec![value],
            None => derived.rows.iter().flat_map(|row| [row.when, row.gives]).collect(),
        };
        let facts = self.plan.derived.iter().flat_map(slots).flat_map(|slot| self.frame.fault_roots(self.plan, slot, self.row));
        facts.fold(Vec::new(), |mut each_once, fact| {
            if !each_once.contains(&fact) {
                each_once.push(fact);
            }
            each_once
        })
    }

    /// Whether the record may have errors of its own besides cells that could not be read.
    pub fn may_be_flawed(&self) -> bool {
        self.frame.is_broken(self.row) || self.plan.ranges.iter().any(|(_, slot)| self.truth(*slot) == Truth::False)
    }

    /// What is wrong with the record itself: unreadable cells, required fields without a value, values outside their range.
    pub fn own_errors(&self, identity: Identity<'_>) -> Vec<RecordError> {
        let mut errors = identity.errors.to_vec();
        let told = |errors: &[RecordError], name: &str| errors.iter().any(|error| error.field.as_deref() == Some(name));
        for &field in &self.plan.required {
            let name = &self.record.fields[field].name.text;
            if self.field(field) == Value::Missing && !told(&errors, name) {
                errors.push(self.field_error(field, identity, None, say::required()));
            }
        }
        for &(field, slot) in &self.plan.ranges {
            let name = &self.record.fields[field].name.text;
            if self.truth(slot) == Truth::False && !told(&errors, name) {
                errors.push(self.outside(field, identity));
            }
        }
        errors
    }

    fn outside(&self, field: FieldId, identity: Identity<'_>) -> RecordError {
        let range = self.record.fields[field].range.as_ref().map_or_else(String::new, |range| self.words(range.span));
        let (shown, _) = self.show(&self.field(field), self.record.fields[field].ty, &[]);
        self.field_error(field, identity, Some(shown), say::outside(&range))
    }

    /// Why the cell of a field could not be read.
    fn unreadable(&self, field: FieldId, identity: Identity<'_>) -> RecordError {
        let name = self.record.fields[field].name.text.as_str();
        let told = identity.errors.iter().find(|error| error.field.as_deref() == Some(name));
        told.cloned().unwrap_or_else(|| self.field_error(field, identity, None, say::required()))
    }

    fn field_error(&self, field: FieldId, identity: Identity<'_>, value: Option<String>, expected: Message) -> RecordError {
        let name = Arc::from(self.record.fields[field].name.text.as_str());
        RecordError { field: Some(name), row: identity.row, column: None, value, expected, clause: None }
    }

    fn fault(&self, fact: Fact, identity: Identity<'_>) -> RecordError {
        if let Op::Checked(field, ..) = self.plan.steps[fact.slot].op {
            return if fact.kind == FaultKind::OutsideRange { self.outside(field, identity) } else { self.unreadable(field, identity) };
        }
        let span = self.plan.origin(fact.slot);
        let rows = self.rows_of(fact.slot);
        let place = |row: u32| rows.get(row as usize).map_or_else(|| self.clause(span), |row| self.clause(*row));
        let (expected, clause) = match fact.kind {
            FaultKind::TooLarge => (say::too_large(), self.clause(span)),
            FaultKind::NoSuchDay => (say::no_such_day(), self.clause(span)),
            FaultKind::NotWhole => (say::not_whole(), self.clause(span)),
            FaultKind::NoAsOf => (say::no_as_of(), self.clause(span)),
            FaultKind::BeforeFirstDay => (say::before_first_day(self.first_day(fact.slot)), self.clause(span)),
            FaultKind::Script => (self.script_failure(fact.slot), self.clause(span)),
            FaultKind::Overlap { first, second } => (say::overlap(&place(first).text, &place(second).text), place(second)),
            FaultKind::PointsOutside { row } => (say::points_outside(&place(row).text), place(row)),
            FaultKind::WrongColumn | FaultKind::Unreadable | FaultKind::OutsideRange => (say::wrong_column(), self.clause(span)),
        };
        RecordError { field: None, row: None, column: None, value: None, expected, clause: Some(clause) }
    }

    fn script_failure(&self, slot: Slot) -> Message {
        let Op::Script(function, operands) = &self.plan.steps[slot].op else { return say::script() };
        let arguments: Vec<Value> = operands.iter().map(|operand| self.value(*operand)).collect();
        self.failures.failure(*function, &arguments).unwrap_or_else(say::script)
    }

    fn first_day(&self, slot: Slot) -> Option<Date> {
        match &self.plan.steps[slot].op {
            Op::Parameter(id, _) => self.model.parameters[*id].values.first().map(|value| value.from),
            _ => None,
        }
    }

    /// The rows, as written, of the table or criterion a step stands for.
    fn rows_of(&self, slot: Slot) -> Vec<Span> {
        let spans = |rows: &[Row]| rows.iter().map(|row| row.span).collect();
        for (derived, plan) in self.record.derived.iter().zip(&self.plan.derived) {
            if let (DerivedKind::Table { rows, .. }, Some(value)) = (&derived.kind, plan.value)
                && value == slot
            {
                return spans(rows);
            }
        }
        for (id, plan) in &self.plan.blocks {
            if let (BlockKind::Scorecard(card), BlockPlanKind::Scorecard(plan)) = (&self.model.blocks[*id].kind, &plan.kind) {
                for (criterion, plan) in card.criteria.iter().zip(&plan.criteria) {
                    if plan.points == slot {
                        return spans(&criterion.rows);
                    }
                }
            }
        }
        Vec::new()
    }
}

fn push_new(names: &mut Vec<Arc<str>>, name: &str) {
    if !names.iter().any(|known| known.as_ref() == name) {
        names.push(Arc::from(name));
    }
}

/// What kind of block it is.
pub fn kind(block: &Block) -> Kind {
    match block.kind {
        BlockKind::Scorecard(_) => Kind::Scorecard,
        BlockKind::Eligibility(_) => Kind::Eligibility,
        BlockKind::Check(_) => Kind::Check,
    }
}

pub(super) fn reason_kind(kind: ClauseKind) -> Option<ReasonKind> {
    Some(match kind {
        ClauseKind::Applies => return None,
        ClauseKind::Require => ReasonKind::Require,
        ClauseKind::Reject => ReasonKind::Reject,
        ClauseKind::Refer => ReasonKind::Refer,
        ClauseKind::Warn => ReasonKind::Warn,
        ClauseKind::Prefer => ReasonKind::Prefer,
    })
}
